"""Comments cite docs: ``page.md §4``, ``page.md A9, B``, ``page.md 4.5``, ``page.md “Heading”``; each opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__)
ROOT = HERE.parent.parent
DOCS = ROOT / "docs"
PLACES = ("app", "tests", "migrations", "bench", "docs", "manage.py", "wsgi.py", "pyproject.toml", "README.md")
KINDS = {".py", ".mako", ".html", ".js", ".css", ".md", ".toml"}
PAGE = r"(?<![\w./-])(?<!\]\()([a-z]+)\.md\b"  # links have a test of their own
# What may follow a page's name: sections, ids and ranges of ids, chapters, headings; with a blank before the first.
ITEM = r"(?:§\d|[A-Z]\d+(?:–[A-Z]?\d+)?|[A-Z]\b|\d\.\d|“[^”\n]+”)"
CITATION = re.compile(rf"{PAGE}((?: {ITEM}(?:,? {ITEM})*)?)")


def files() -> Iterator[Path]:
    for place in PLACES:
        path = ROOT / place
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.suffix in KINDS and "vendor" not in file.parts and file != HERE)


def citations(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each citation of a text as page and places. A section belongs to the headings cited after it: ``§5 “sent”``."""
    for page, tail in CITATION.findall(text):
        yield page, re.findall(ITEM, tail)


@cache
def sections(page: str) -> dict[str, str]:
    """The numbered sections of a page, ``"4"`` → its text; ``""`` is the whole page."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    found = re.findall(r"^## (\d)\. (.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    return {"": text, **dict(found)}


def expanded(item: str) -> list[str]:
    """``A3–A5`` → A3, A4, A5."""
    found = re.fullmatch(r"([A-Z])(\d+)–[A-Z]?(\d+)", item)
    return [f"{found[1]}{n}" for n in range(int(found[2]), int(found[3]) + 1)] if found else [item]


def stands_in(item: str, text: str) -> bool:
    """Whether an id, a group, a chapter or a heading stands in the text, where a reader looks for one."""
    if item.startswith("“"):
        words = re.escape(item.strip("“”"))
        return bool(re.search(rf"^#+ {words}$|\*\*“?{words}”?\.?\*\*", text, re.MULTILINE))
    if re.fullmatch(r"\d\.\d", item) or len(item) == 1:
        return bool(re.search(rf"^### {re.escape(item)}\.? ", text, re.MULTILINE))
    return bool(re.search(rf"^- \*\*{item}\*\* \S", text, re.MULTILINE))


def not_opening(page: str, items: list[str]) -> list[str]:
    """What of a citation leads nowhere."""
    if not (DOCS / f"{page}.md").is_file():
        return [f"{page}.md"]
    known, here, missing = sections(page), "", []
    for item in items:
        if item.startswith("§"):
            here = item[1:]
            if here not in known:
                missing.append(f"{page}.md {item}")
            continue
        missing += [f"{page}.md {one}" for one in expanded(item) if not stands_in(one, known.get(here, ""))]
    return missing


def test_what_is_cited_can_be_opened() -> None:
    missing = [
        (path.relative_to(ROOT).as_posix(), one)
        for path in files()
        for page, items in citations(path.read_text(encoding="utf-8"))
        for one in not_opening(page, items)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("comment", "missing"),
    [
        ("Why (domain.md §4, trust.md A9).", []),
        ("Why (domain.md §5 “sent”; trust.md A3–A5, B).", []),
        ("No such page (kitchen.md).", ["kitchen.md"]),
        ("No such section (domain.md §9).", ["domain.md §9"]),
        ("A range that goes too far (trust.md X4–X7).", ["trust.md X7"]),
        ("No such group or chapter (trust.md Q, 4.9).", ["trust.md Q", "trust.md 4.9"]),
        ("A heading of another section (domain.md §3 “sent”).", ["domain.md “sent”"]),
        ("No such heading (screens.md “Kitchen”).", ["screens.md “Kitchen”"]),
    ],
)
def test_a_citation_that_leads_nowhere_is_noticed(comment: str, missing: list[str]) -> None:
    assert [one for page, items in citations(comment) for one in not_opening(page, items)] == missing


def test_pages_are_cited_in_one_form() -> None:
    """No “page.md, Heading” and no “language rules”: whoever searches for a page's citations finds all of them."""
    other = re.compile(r"\b[a-z]+\.md(?:,? [§A-Z]\d*)*, (?:[A-Z][a-z]+|“)|\b[a-z]+ rules:? “")
    wrong = [
        (path.relative_to(ROOT).as_posix(), found[0])
        for path in files()
        if path.suffix != ".md"
        for found in other.finditer(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_the_program_cites_its_pages() -> None:
    """A form of citing that this test cannot read would otherwise pass as no citation at all."""
    cited: dict[str, int] = {}
    for path in files():
        if path.suffix == ".py":
            for page, items in citations(path.read_text(encoding="utf-8")):
                cited[page] = cited.get(page, 0) + bool(items)
    assert cited.keys() >= {"domain", "trust", "screens", "contract", "language", "performance"}
    assert cited["domain"] > 60
    assert cited["trust"] > 50


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_tests_and_files_that_a_page_names_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    names = {name for file in (ROOT / "tests").rglob("*.py") for name in defined(file)}
    assert set(re.findall(r"`(test_\w+)`", text)) <= names
    found = set(re.findall(r"`((?:app|tests|bench|migrations)/[\w/.]+?)/?`", text))
    assert [name for name in sorted(found) if not (ROOT / name).exists()] == []


@cache
def defined(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r"^ *def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE))
