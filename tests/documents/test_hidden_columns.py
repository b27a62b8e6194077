"""Columns and sheets that a workbook hides: what they hold is told with its place and what to do about it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from app.documents.findings import CellFinding
from app.documents.plan_reader import read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.i18n.labels import SENTENCES

PLAIN = Path(__file__).parents[1] / "data" / "plan_cases" / "a01_plain.xlsx"
HEADS = 5  # the lower row of the headings


def hidden(*columns: str, extra: dict[str, object] | None = None) -> bytes:
    """The plain plan with columns hidden; ``extra``: cells written into it."""
    book = openpyxl.load_workbook(PLAIN)
    sheet = book.worksheets[0]
    for cell, value in (extra or {}).items():
        sheet[cell] = value
    for column in columns:
        sheet.column_dimensions[column].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def told(content: bytes) -> list[CellFinding]:
    return [found for found in read_plan(content).findings if found.code.startswith("plan.column_hidden")]


def test_a_hidden_column_of_the_plan_is_read_and_told() -> None:
    (found,) = told(hidden("D"))
    assert (found.severity, found.code) == ("doubt", "plan.column_hidden")
    assert str(found.position) == f"Ish rejasi!D{HEADS}" and found.params == {"column": "fact", "count": 13}
    assert read_plan(hidden("D")).table == read_plan(PLAIN.read_bytes()).table, "it is read as before"


@pytest.mark.parametrize("extra", [{}, {"J4": "Izoh"}])
def test_a_hidden_column_beside_the_plan_is_told_with_what_it_holds(extra: dict[str, object]) -> None:
    content = hidden("J", extra={**extra, "J7": "eski maʼlumot", "J8": 12, "J10": "=1+1"})
    (found,) = told(content)
    assert (found.severity, found.code) == ("doubt", "plan.column_hidden_left")
    assert str(found.position) == f"Ish rejasi!J{HEADS}"
    assert found.params == {"count": 3, "text": "eski maʼlumot; 12"}
    assert read_plan(content).table == read_plan(PLAIN.read_bytes()).table


def test_what_is_not_hidden_or_holds_nothing_is_not_told() -> None:
    assert told(PLAIN.read_bytes()) == []
    assert told(hidden("J", "K", "AB")) == []
    assert told(hidden("J", extra={"J4": "Izoh"})) == [], "a heading alone"
    assert told(hidden(extra={"J7": "eski maʼlumot"})) == []


def test_our_own_hidden_key_is_none_of_them() -> None:
    table = read_plan(PLAIN.read_bytes()).table
    assert table is not None
    assert told(write_plan_xlsx(table)) == []


def test_a_plan_on_a_hidden_sheet_is_told() -> None:
    book = openpyxl.load_workbook(PLAIN)
    book.create_sheet("Bosh sahifa")["A1"] = "Mundarija"
    book.active = 1
    book["Ish rejasi"].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read_plan(buffer.getvalue())
    (found,) = [one for one in reading.findings if one.code == "plan.sheet_hidden"]
    assert (found.severity, found.params) == ("doubt", {"sheet": "Ish rejasi"})
    assert reading.table == read_plan(PLAIN.read_bytes()).table, "it is read as before"
    assert "plan.sheet_hidden" not in {one.code for one in read_plan(PLAIN.read_bytes()).findings}


@pytest.mark.parametrize("code", ["plan.column_hidden", "plan.column_hidden_left", "plan.sheet_hidden"])
def test_the_sentence_says_what_to_do(code: str) -> None:
    assert "qaytadan yuklang" in SENTENCES[code]
