"""The sheets of a workbook as grids. The file has passed ``archive.check_archive``."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

from lxml.etree import XMLSyntaxError
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from app.documents.grid import EMPTY, FileCell, FileGrid, cover, text_cell, typed_cell
from app.documents.marks_xlsx import SheetMarks, read_marks
from app.domain.errors import Invalid


def read_sheets(data: bytes) -> list[FileGrid]:
    """Every sheet with something on it, visible ones first. Raises Invalid ``file.broken``."""
    try:
        with load_workbook(io.BytesIO(data)) as book:
            marks = read_marks(data)
            sheets = [index for index, sheet in enumerate(book.sheets_metadata) if _is_table(sheet.typ)]
            grids = [_grid(book, index, marks) for index in sheets]
    except (CalamineError, XMLSyntaxError, KeyError, ValueError, OSError) as error:
        raise Invalid("file.broken") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own crash; it is no Exception and has no import
            raise Invalid("file.broken") from None
        raise
    return sorted((grid for grid in grids if grid.rows), key=lambda grid: not grid.visible)


def _is_table(kind: SheetTypeEnum) -> bool:
    return kind == SheetTypeEnum.WorkSheet


def _grid(book: CalamineWorkbook, index: int, marks: Mapping[str, SheetMarks]) -> FileGrid:
    sheet = book.get_sheet_by_index(index)
    values = sheet.to_python(skip_empty_area=False) if sheet.height else []
    rows = [[typed_cell(value) for value in row] for row in values]
    of_sheet = marks.get(sheet.name, SheetMarks())
    _mark(rows, of_sheet)
    ranges = sheet.merged_cell_ranges or []
    cover(rows, [(top, left, bottom, right) for (top, left), (bottom, right) in ranges])
    visible = book.sheets_metadata[index].visible == SheetVisibleEnum.Visible
    grid = FileGrid("sheet", sheet.name, rows, visible=visible)
    grid.hidden_rows, grid.hidden_columns = of_sheet.hidden_rows, of_sheet.hidden_columns
    return grid


def _mark(rows: list[list[FileCell]], marks: SheetMarks) -> None:
    """Give the cells what the values alone do not say; behind the values may stand cells that hold none."""
    width = max((len(row) for row in rows), default=0)
    for row, column in marks.held:
        if column < width:
            rows += [[] for _ in range(row + 1 - len(rows))]
            rows[row] += [EMPTY] * (column + 1 - len(rows[row]))
            rows[row][column] = replace(rows[row][column], held=marks.held[row, column])
    for (row, column), (text, raised) in marks.raised.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text_cell(text, raised)
