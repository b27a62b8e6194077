"""``plan import`` and ``plan export``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.documents.plan_reader import read_plan
from tests.cast import DATA
from tests.cli.database import ask, counts

BOTH = [DATA / "arnasoy-2025.xlsx", DATA / "arnasoy-2025.docx"]


@pytest.fixture
def fresh(folder: Path, run) -> Path:
    """A production folder without a plan."""
    data = folder.parent / "fresh"
    assert run("--data", data, "init", "--centre", "Markaz", "--admin", "boshliq")[0] == 0
    return data


def test_both_papers_of_one_plan_are_the_same_plan(fresh: Path, run) -> None:
    assert run("--data", fresh, "plan", "import", BOTH[0])[0] == 0
    stored = ask(fresh, "select key, name, fact_text, plan_text, deadline from indicator order by position")
    assert len(stored) > 50
    code, out, _err = run("--data", fresh, "plan", "import", BOTH[1], "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["added"], answer["changed"], answer["removed"]) == (0, 0, 0)
    assert ask(fresh, "select key, name, fact_text, plan_text, deadline from indicator order by position") == stored


def test_a_dry_run_shows_what_it_would_do_and_saves_nothing(fresh: Path, run) -> None:
    before = counts(fresh)
    code, out, _err = run("--data", fresh, "plan", "import", BOTH[0], "--dry-run", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["added"] > 50
    assert not answer["saved"]
    assert any("Madaniy" in words for words in answer["unmatched"])
    assert counts(fresh) == before


def test_who_is_named_brings_a_plan_in_by_his_own_right(fresh: Path, run) -> None:
    code, _out, err = run("--data", fresh, "plan", "import", BOTH[0], "--as", "boshliq")
    assert code == 1 and "ruxsatingiz yoʻq" in err
    assert ask(fresh, "select count(*) from plan") == [(0,)]


def test_a_file_without_a_plan_is_refused_with_its_place(fresh: Path, run) -> None:
    path = fresh.parent / "boshqa.xlsx"
    path.write_bytes(b"salom")
    before = counts(fresh)
    code, _out, err = run("--data", fresh, "plan", "import", path)
    assert code == 1
    assert err.strip()
    assert counts(fresh) == before


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_what_is_exported_is_what_was_imported(folder: Path, run, ending: str) -> None:
    path = folder.parent / f"reja.{ending}"
    assert run("plan", "export", "--year", "2025", "--out", path)[0] == 0
    assert read_plan(path.read_bytes()).table == read_plan(BOTH[0].read_bytes()).table


@pytest.mark.parametrize("arguments", [("--year", "2025", "--out", "x.pdf"), ("--year", "2031", "--out", "x.xlsx")])
def test_an_export_that_cannot_be_is_refused(run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    *rest, name = arguments
    code, _out, err = run("plan", "export", *rest, tmp_path / name)
    assert code == 1
    assert err.strip()
    assert not (tmp_path / name).exists()
