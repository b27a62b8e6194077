"""The plan as a letter: the official table in Word, A4 landscape, its header on every page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import docx

from app.documents.ends_docx import add_blocks, add_heading, add_signatures
from app.documents.plan_columns import COLUMNS, FACT, MEASURE, PLAN
from app.documents.plan_print import HEADINGS, ends_of_table, heading_text, printed_lines, year_headings
from app.documents.word_letter import add_cell, add_row, new_table, set_page
from app.domain.plan_table import PlanTable

_WIDTHS = (11, 66, 24, 17, 17, 75, 25, 42)  # millimetres, 277 together
_FACT = COLUMNS.index(FACT)
_CENTRED = {0, COLUMNS.index(MEASURE), _FACT, COLUMNS.index(PLAN)}


def write_plan_docx(table: PlanTable, headings: Mapping[str, str] = HEADINGS) -> bytes:
    """The plan as a DOCX file; ``headings`` are the words over the columns, see ``plan_print.HEADINGS``."""
    document = docx.Document()
    set_page(document)
    ends = ends_of_table(table)
    add_blocks(document, ends, sum(_WIDTHS))
    add_heading(document, ends)
    _fill(new_table(document, _WIDTHS), table, headings)
    add_signatures(document, ends, sum(_WIDTHS))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _fill(tbl: Any, table: PlanTable, headings: Mapping[str, str]) -> None:
    years = year_headings(table.year, headings)
    first, second = add_row(tbl, repeated=True), add_row(tbl, repeated=True)
    for column, name in enumerate(COLUMNS):
        if column == _FACT:
            add_cell(first, headings["quantity"], _WIDTHS[column : column + 2], centred=True, bold=True)
        if name in (FACT, PLAN):
            add_cell(second, years[column - _FACT], _WIDTHS[column : column + 1], centred=True, bold=True)
        else:
            add_cell(first, headings[name], _WIDTHS[column : column + 1], centred=True, bold=True, merged="restart")
            add_cell(second, "", _WIDTHS[column : column + 1], merged="continue")
    for section in table.sections:
        add_cell(add_row(tbl), heading_text(section), _WIDTHS, centred=True, bold=True, with_next=True)
        for line in printed_lines(section):
            row = add_row(tbl)
            for column, text in enumerate(line.texts):
                add_cell(row, text, _WIDTHS[column : column + 1], centred=column in _CENTRED)
