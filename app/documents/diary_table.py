"""A diary as a table: one line a day, one column a figure; out as XLSX or CSV, in as other programs write them too."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from app.documents.archive import check_archive
from app.documents.grid import FileCell
from app.documents.grid_xlsx import read_sheets
from app.documents.sheet import safe_text, sheet_title
from app.domain.errors import Invalid

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ENCODINGS = ("utf-8-sig", "cp1251")
_SEPARATORS = ";\t,"
_LONGEST_FILE = 5 * 2**20
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

Value = int | Decimal | str | None


@dataclass(frozen=True)
class DiaryLine:
    """One day of one unit; ``values`` in the order of the columns: a number, “-” for a confirmed nothing, or None."""

    day: date
    unit: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class ReadLine:
    """One line of a file as text; ``number`` is its place in the file, from 1. ``unread``: the columns in which a
    workbook has an error or a formula without a result, which no text shows."""

    number: int
    cells: tuple[str, ...]
    unread: frozenset[int] = frozenset()


def write_diary_xlsx(title: str, headings: Sequence[str], lines: Sequence[DiaryLine]) -> bytes:
    """The diary with real dates and numbers; the heading repeats in print."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    page = book.add_worksheet(sheet_title(title))
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"})
    plain, number = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "#,##0.###"})
    day = book.add_format({"border": 1, "num_format": "dd.mm.yyyy"})
    page.set_column(0, 1, 13)
    page.set_column(2, len(headings) - 1, 22)
    for column, words in enumerate(headings):
        page.write_string(0, column, safe_text(words), head)
    for row, line in enumerate(lines, start=1):
        page.write_datetime(row, 0, datetime.combine(line.day, datetime.min.time()), day)
        page.write_string(row, 1, line.unit, plain)
        for column, value in enumerate(line.values, start=2):
            if value is None:
                page.write_blank(row, column, None, plain)
            elif isinstance(value, str):
                page.write_string(row, column, value, plain)
            else:
                page.write_number(row, column, value, number)
    page.repeat_rows(0)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


def write_diary_csv(headings: Sequence[str], lines: Sequence[DiaryLine]) -> bytes:
    """The diary with semicolons and a byte order mark, as a spreadsheet program of this country opens it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([never_a_formula(words) for words in headings])
    for line in lines:
        values = ["" if value is None else str(value).replace(".", ",") for value in line.values]
        writer.writerow([line.day.isoformat(), line.unit, *values])
    return buffer.getvalue().encode("utf-8-sig")


def never_a_formula(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def read_diary(content: bytes) -> list[ReadLine]:
    """The lines of a workbook's first sheet, or of a CSV file; empty ones are left out.

    Raises Invalid ``file.…`` for a file that is not to be opened.
    """
    if content.startswith(b"PK"):
        if check_archive(content) != "xlsx":
            raise Invalid("diary.kind")
        grids = read_sheets(content)
        rows = [[cell.text for cell in row] for row in grids[0].rows] if grids else []
        unread = [unread_cells(row) for row in grids[0].rows] if grids else []
    else:
        rows = read_csv(content)
        unread = [frozenset[int]() for _row in rows]
    both = enumerate(zip(rows, unread, strict=True), start=1)
    lines = (ReadLine(number, tuple(cell.strip() for cell in row), held) for number, (row, held) in both)
    return [line for line in lines if any(line.cells) or line.unread]


def unread_cells(row: Sequence[FileCell]) -> frozenset[int]:
    return frozenset(column for column, cell in enumerate(row) if cell.held in ("error", "formula"))


def read_csv(content: bytes) -> list[list[str]]:
    if len(content) > _LONGEST_FILE or b"\x00" in content:
        raise Invalid("diary.kind")
    text = decoded(content)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise Invalid("diary.kind") from None


def decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("diary.kind")
