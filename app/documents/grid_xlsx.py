"""The sheets of a workbook as grids. The file has passed ``archive.check_archive``."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from app.documents.grid import FileGrid, cover, typed_cell
from app.domain.errors import Invalid


def read_sheets(data: bytes) -> list[FileGrid]:
    """Every sheet with something on it, visible ones first. Raises Invalid ``file.broken``."""
    try:
        with load_workbook(io.BytesIO(data)) as book:
            grids = [_grid(book, index) for index, sheet in enumerate(book.sheets_metadata) if _is_table(sheet.typ)]
    except (CalamineError, ValueError, OSError) as error:
        raise Invalid("file.broken") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own crash; it is no Exception and has no import
            raise Invalid("file.broken") from None
        raise
    return sorted((grid for grid in grids if grid.rows), key=lambda grid: not grid.visible)


def _is_table(kind: SheetTypeEnum) -> bool:
    return kind == SheetTypeEnum.WorkSheet


def _grid(book: CalamineWorkbook, index: int) -> FileGrid:
    sheet = book.get_sheet_by_index(index)
    values = sheet.to_python(skip_empty_area=False) if sheet.height else []
    rows = [[typed_cell(value) for value in row] for row in values]
    ranges = sheet.merged_cell_ranges or []
    cover(rows, [(top, left, bottom, right) for (top, left), (bottom, right) in ranges])
    visible = book.sheets_metadata[index].visible == SheetVisibleEnum.Visible
    return FileGrid("sheet", sheet.name, rows, visible=visible)
