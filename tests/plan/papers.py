"""Plan files as people send them: the real one with one thing changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

DATA = Path(__file__).parents[1] / "data"
XLSX = (DATA / "arnasoy-2025.xlsx").read_bytes()
DOCX = (DATA / "arnasoy-2025.docx").read_bytes()


def edited(change: Callable[[Worksheet], None], content: bytes = XLSX) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def replaced(before: object, after: object, content: bytes = XLSX) -> bytes:
    """The plan with one value written otherwise wherever it stands; words also inside of a cell."""

    def change(sheet: Worksheet) -> None:
        found = 0
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value == before:
                cell.value, found = after, found + 1
            elif isinstance(before, str) and isinstance(cell.value, str) and before in cell.value:
                cell.value, found = cell.value.replace(before, str(after)), found + 1
        assert found, before

    return edited(change, content)


def without_row(number: str) -> bytes:
    """The plan without one numbered line."""

    def change(sheet: Worksheet) -> None:
        place = next(row[0].row for row in sheet.iter_rows() if str(row[0].value).rstrip(".") == number)
        sheet.delete_rows(place)

    return edited(change)
