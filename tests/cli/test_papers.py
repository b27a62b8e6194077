"""What the command line writes has the head and foot that the centre says, as the pages' files have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.papers import CONSOLIDATION, DIARY
from tests.cli.database import ask, counts
from tests.papers.reading import words_of_workbook

RUNS = {
    CONSOLIDATION: ("report", "export", "--period", "2025-01"),
    DIARY: ("diary", "export", "--unit", "abonement", "--month", "2025-01"),
}


def said(mark: str, **more: object) -> str:
    block = {"organisation": "", "post": f"Lavozim {mark}", "name": "", "dated": True}
    signatures = [{"post": f"Imzolovchi {mark}", "name": ""}]
    return json.dumps({"centre_name": f"Markaz {mark}", "approval": block, "signatures": signatures, **more})


def say(folder: Path, paper: str, text: str) -> None:
    """As the page stores it; the stamp tells whoever has read it before."""
    ask(folder, "insert into paper_setting (centre_id, paper, said, version) values (1, ?, ?, 1)", paper, text)
    ask(folder, "update centre set tree_stamp = tree_stamp + 1")


@pytest.mark.parametrize("paper", RUNS)
def test_a_file_of_the_command_line_says_what_the_centre_says(folder: Path, run, paper: str) -> None:
    out = folder.parent / "qogoz.xlsx"
    for kind, text in (("centre", said("umumiy")), (paper, said("oʻziniki", title="{davr} sarlavhasi"))):
        say(folder, kind, text)
        assert run(*RUNS[paper], "--out", out)[0] == 0
        words = words_of_workbook(out.read_bytes())
        mark = "umumiy" if kind == "centre" else "oʻziniki"
        for wanted in ("“TASDIQLAYMAN”", f"Lavozim {mark}", f"Markaz {mark}", f"Imzolovchi {mark}"):
            assert wanted in words, wanted
    assert "2025-yil yanvar sarlavhasi" in words and "Lavozim umumiy" not in words


def test_a_diary_with_a_head_comes_in_again_unchanged(folder: Path, run) -> None:
    say(folder, "centre", said("x"))
    out = folder.parent / "kundalik.xlsx"
    assert run(*RUNS[DIARY], "--out", out)[0] == 0
    before = counts(folder)
    code, printed, err = run("diary", "import", out)
    assert (code, err) == (0, "") and "0 ta" in printed and counts(folder) == before


def test_an_approved_plan_of_the_folder_keeps_its_head(folder: Path, run) -> None:
    out = folder.parent / "reja.xlsx"
    assert run("plan", "export", "--year", "2025", "--out", out)[0] == 0
    before = words_of_workbook(out.read_bytes())
    say(folder, "plan", said("x"))
    assert run("plan", "export", "--year", "2025", "--out", out)[0] == 0
    assert words_of_workbook(out.read_bytes()) == before
