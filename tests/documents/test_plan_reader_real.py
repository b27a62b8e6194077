"""The real plan of one centre, in Excel and in Word, line by line against its transcript."""

from __future__ import annotations

import json

import pytest

from app.documents.plan_reader import read_plan
from app.domain.plan_table import Line, keyed_lines
from app.domain.text import clean_text
from tests.documents.papers import DATA, DOCX, XLSX

TRANSCRIPT = json.loads((DATA / "arnasoy-2025.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("data", [XLSX, DOCX], ids=["xlsx", "docx"])
def test_every_line_is_what_the_paper_says(data: bytes) -> None:
    table = read_plan(data).table
    assert table is not None
    assert [(section.roman, section.heading) for section in table.sections] == [
        (section["roman"], clean_text(section["name"])) for section in TRANSCRIPT["sections"]
    ]
    read = [(section.roman, line) for section in table.sections for line in section.lines]
    assert len(read) == 43
    for (roman, line), wanted in zip(read, TRANSCRIPT["rows"], strict=True):
        assert (roman, line.number) == (wanted["section"], wanted["no"])
        assert line.mechanism == tuple(map(clean_text, wanted["how"]))
        assert line.deadline == clean_text(wanted["due"])
        assert line.responsible == tuple(map(clean_text, wanted["who"]))
        _assert_same(line, wanted)


def _assert_same(line: Line, wanted: dict) -> None:
    assert line.name == (clean_text(wanted["name"]) if wanted["name"] else None)
    assert line.measure == (clean_text(wanted["unit"]) if wanted["unit"] else line.measure)
    assert (line.fact.text or None, line.plan.text or None) == (wanted["fact"], wanted["plan"])
    assert len(line.parts) == len(wanted["parts"])
    for part, wanted_part in zip(line.parts, wanted["parts"], strict=True):
        assert part.number in ("", wanted_part["no"])
        _assert_same(part, wanted_part)
        if wanted_part["how"]:
            assert part.mechanism == (clean_text(wanted_part["how"]),)


def test_excel_and_word_are_the_same_plan() -> None:
    assert read_plan(XLSX).table == read_plan(DOCX).table


def test_what_stands_above_the_table() -> None:
    table = read_plan(DOCX).table
    assert table is not None
    assert table.year == 2025
    assert table.centre == clean_text(TRANSCRIPT["centre"])
    assert table.title == clean_text(TRANSCRIPT["title"])
    assert table.approval == (
        "“TASDIQLAYMAN”",
        "Jizzax viloyati Arnasoy tuman axborot-kutubxona markazi direktori",
    )


def test_composite_cells_keep_their_figures() -> None:
    table = read_plan(XLSX).table
    assert table is not None
    lines = {key: line for section in table.sections for key, line, _ in keyed_lines(section)}
    assert lines["II.2"].plan.values == (1, 2, 1)
    assert lines["III.8"].fact.values == (1, 12)
    assert (lines["II.3"].fact.text, lines["II.3"].fact.values) == ("-", ())
    assert (lines["I.3"].plan.text, lines["I.3"].plan.values) == ("", ())
    assert lines["IV.12.4.b"].name == "Yuridik shaxslar"
    assert lines["IV.25.1"].deadline == "2025-yil I chorak"


@pytest.mark.parametrize(("data", "row"), [(XLSX, "Ish rejasi!B26"), (DOCX, "1/20/2")])
def test_names_that_the_scan_does_not_show_are_doubts_and_nothing_else_is_wrong(data: bytes, row: str) -> None:
    findings = read_plan(data).findings
    assert {finding.severity for finding in findings} == {"doubt"}
    unnamed = [finding for finding in findings if finding.code == "plan.name_missing"]
    assert [finding.row_key for finding in unnamed] == ["III.8", "V.33.a", "V.33.b"]
    assert str(unnamed[0].position) == row
    unclear = [finding.row_key for finding in findings if finding.code == "plan.deadline_unclear"]
    assert unclear == ["III.7", "III.8"]
