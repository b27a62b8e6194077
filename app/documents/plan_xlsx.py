"""The plan as a workbook: the official table as it came in, with a hidden ``row_key`` in the last column."""

from __future__ import annotations

from collections.abc import Mapping

from app.documents.ends_xlsx import write_blocks, write_heading, write_signatures
from app.documents.plan_columns import COLUMNS, FACT, MEASURE, PLAN, ROW_KEY
from app.documents.plan_print import HEADINGS, PrintedLine, ends_of_table, heading_text, printed_lines, year_headings
from app.documents.sheet import Sheet, Style, Value
from app.domain.plan_table import Amount, PlanTable

_WIDTHS = (5, 37, 10.5, 9.5, 9.5, 41, 14, 23)
_LAST = len(COLUMNS) - 1
_FACT, _PLAN = COLUMNS.index(FACT), COLUMNS.index(PLAN)
_CENTRED = {COLUMNS.index(MEASURE), 0}


def write_plan_xlsx(table: PlanTable, headings: Mapping[str, str] = HEADINGS) -> bytes:
    """The plan as an XLSX file; ``headings`` are the words over the columns, see ``plan_print.HEADINGS``.

    Raises Invalid ``file.text_too_long`` when a text does not fit into a cell of a workbook.
    """
    sheet = Sheet(headings["sheet"], (*_WIDTHS, 4))
    ends = ends_of_table(table)
    row = write_heading(sheet, write_blocks(sheet, 0, ends, _LAST), ends, _LAST)
    head = row + bool(ends.heading)
    _write_head(sheet, head, table.year, headings)
    row = head + 2
    for section in table.sections:
        sheet.write_across(row, 0, _LAST, heading_text(section), "section", bold=True)
        row += 1
        for line in printed_lines(section):
            _write_line(sheet, row, line)
            row += 1
    end = write_signatures(sheet, row + 1, ends, _LAST, posts_to=_PLAN) - 2 if ends.signatures else row - 1
    sheet.hide_column(_LAST + 1)
    sheet.set_print(head_rows=(head, head + 1), last_row=end, last_column=_LAST)
    return sheet.close()


def _write_head(sheet: Sheet, row: int, year: int, headings: Mapping[str, str]) -> None:
    for column, name in enumerate(COLUMNS):
        if column not in (_FACT, _PLAN):
            sheet.merge_head(row, column, row + 1, column, headings[name])
    sheet.merge_head(row, _FACT, row, _PLAN, headings["quantity"])
    for column, text in zip((_FACT, _PLAN), year_headings(year, headings), strict=True):
        sheet.write(row + 1, column, text, "head")
    sheet.write(row, _LAST + 1, ROW_KEY, "plain")
    sheet.page.set_row(row, 18)
    sheet.page.set_row(row + 1, 30)


def _write_line(sheet: Sheet, row: int, line: PrintedLine) -> None:
    cells: list[tuple[Value, Style]] = []
    for column, text in enumerate(line.texts):
        style: Style = "centre" if column in _CENTRED else "text"
        cells.append((text or None, style))
    cells[_FACT] = _figure(line.fact)
    cells[_PLAN] = _figure(line.plan)
    sheet.write_row(row, cells)
    sheet.write(row, _LAST + 1, line.key, "plain")


def _figure(amount: Amount) -> tuple[Value, Style]:
    """A real number when the cell holds one figure; several figures and a dash stay text."""
    if len(amount.values) != 1:
        return amount.text, "centre"
    value = amount.values[0]
    return value, "number" if isinstance(value, int) else "decimal"
