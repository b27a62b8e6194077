"""README, docs and the other papers: no dead links, no verb or option that the program does not have."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

import manage
from app.cli import make_parser

ROOT = Path(__file__).parents[2]
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "bench" / "RESULTS.md"]
named = pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(ROOT).as_posix())


def without_code(text: str) -> str:
    return re.sub(r"^(?: {4}|\t).*$|```.*?```", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@named
def test_relative_links_lead_somewhere(paper: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", paper.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (paper.parent / path).resolve() if path else paper
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found.read_text(encoding="utf-8")), target


@named
def test_pictures_are_small_and_described(paper: Path) -> None:
    for words, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", paper.read_text(encoding="utf-8")):
        assert words, f"{target} has no words"
        assert (paper.parent / target).stat().st_size <= 200_000, target


def verbs(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return {name: sub for action in actions for name, sub in action.choices.items()}


@named
def test_commands_in_the_papers_exist(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8").replace("\\\n", " ")
    known = verbs(make_parser())
    for line in re.findall(r"(?:manage\.py|jamlanma(?:\.exe)?) ((?!test\b|wheels\b|VERB\b|--)[a-z][^`\n|#]*)", text):
        words = line.split()
        assert words[0] in known, line
        parser = known[words[0]]
        if verbs(parser):
            assert words[1] in verbs(parser), line
            parser = verbs(parser)[words[1]]
        options = {option for action in parser._actions for option in action.option_strings}
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= options, line


@named
def test_wheels_in_the_papers_are_fetched_with_options_that_exist(paper: Path) -> None:
    for line in re.findall(r"manage\.py wheels ([^`\n|#[]*)`?$", paper.read_text(encoding="utf-8"), flags=re.MULTILINE):
        assert manage.wheels_parser().parse_args(line.split()).dir


def test_uzbek_letters_in_the_manual() -> None:
    """oʻ gʻ take U+02BB, the tutuq belgisi is U+02BC; nobody wants a typewriter's apostrophe inside a word."""
    for paper in (ROOT / "docs" / "manual").glob("*.md"):
        text = without_code(paper.read_text(encoding="utf-8"))
        wrong = re.findall(r"\w*[oOgG][\u02bc'\u2018\u2019`]\w*|[a-z]['\u2018\u2019][a-z]\w*", text)
        assert wrong == [], paper.name
