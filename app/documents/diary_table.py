"""A diary as a table: one line a day, one column a figure; out as XLSX or CSV, in as other programs write them too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.documents.archive import check_archive
from app.documents.ends_xlsx import write_blocks, write_heading, write_signatures
from app.documents.grid import FileCell, FileGrid
from app.documents.grid_xlsx import read_sheets
from app.documents.sheet import Sheet, Style
from app.domain.errors import DomainError, Invalid
from app.domain.papers import PaperEnds
from app.domain.text import search_key
from app.domain.typed import parse_day

_ENCODINGS = ("utf-8-sig", "cp1251")
_SEPARATORS = ";\t,"
_LONGEST_FILE = 5 * 2**20
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_DAY_HEADINGS = frozenset({"sana", "data"})  # in any alphabet: over the days of a table that has a head
_TO_SIGN = re.compile("_{3,}")

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
    workbook has an error or a formula without a result, which no text shows; ``raised``: those whose number has a
    raised sign; ``hidden``: whether the workbook hides the line, or which columns of it that hold something."""

    number: int
    cells: tuple[str, ...]
    unread: frozenset[int] = frozenset()
    raised: frozenset[int] = frozenset()
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()


def write_diary_xlsx(
    title: str, headings: Sequence[str], lines: Sequence[DiaryLine], ends: PaperEnds, whose: str = ""
) -> bytes:
    """The diary with real dates and numbers; the heading repeats in print. ``whose``: the unit, below the title of a
    paper that has a head."""
    last = len(headings) - 1
    sheet = Sheet(title, (13.0, 13.0, *[22.0] * (last - 1)))
    head = write_heading(sheet, write_blocks(sheet, 0, ends, last), ends, last)
    if head and whose:
        sheet.write_across(head, 0, last, whose, "aside")
        head += 1
    head += bool(head)
    sheet.write_row(head, [(words, "head") for words in headings])
    row = head
    for row, line in enumerate(lines, start=head + 1):
        sheet.write_row(row, [(line.day, "day"), (line.unit, "text"), *map(cell_of, line.values)])
    end = write_signatures(sheet, row + 2, ends, last, posts_to=max(1, last // 2)) - 2 if ends.signatures else row
    sheet.set_print(head_rows=(head, head), last_row=end, last_column=last)
    return sheet.close()


def cell_of(value: Value) -> tuple[Value, Style]:
    if value is None or isinstance(value, str):
        return value, "centre"
    return value, "number" if isinstance(value, int) else "decimal"


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
    """The lines of a workbook's sheet, or of a CSV file; empty ones are left out.

    Raises Invalid ``file.…`` for a file that is not to be opened, ``diary.sheets`` (``names``) for a workbook in which
    more than one sheet is written.
    """
    if content.startswith(b"PK"):
        if check_archive(content) != "xlsx":
            raise Invalid("diary.kind")
        lines = lines_of_book(read_sheets(content))
    else:
        rows = enumerate(read_csv(content), start=1)
        lines = [ReadLine(number, tuple(cell.strip() for cell in row)) for number, row in rows]
    return without_ends([line for line in lines if any(line.cells) or line.unread])


def lines_of_book(grids: Sequence[FileGrid]) -> list[ReadLine]:
    written = [grid for grid in grids if any(cell.text or cell.held for row in grid.rows for cell in row)]
    if len(written) > 1:
        raise Invalid("diary.sheets", names=", ".join(grid.name for grid in written))
    return [line_of(grid, number) for grid in written for number in range(len(grid.rows))]


def line_of(grid: FileGrid, place: int) -> ReadLine:
    row = grid.rows[place]
    told = frozenset(column for column, cell in enumerate(row) if cell.text or cell.held)
    return ReadLine(
        number=place + 1,
        cells=tuple(cell.text.strip() for cell in row),
        unread=unread_cells(row),
        raised=frozenset(column for column, cell in enumerate(row) if cell.raised),
        hidden=place in grid.hidden_rows,
        hidden_columns=told & grid.hidden_columns,
    )


def without_ends(lines: list[ReadLine]) -> list[ReadLine]:
    """The table of a paper that has a head: what stands above the heading of its days is none of it, nor are the lines
    to sign on below it. Where a day stands above it, it is no head, and every line is judged."""
    heads = [place for place, line in enumerate(lines) if search_key(line.cells[0]) in _DAY_HEADINGS]
    if not heads or not heads[0] or any(is_day(line.cells[0]) for line in lines[: heads[0]]):
        return lines
    table = lines[heads[0] :]
    return [line for line in table if line.cells[0] or not any(_TO_SIGN.search(cell) for cell in line.cells)]


def is_day(text: str) -> bool:
    try:
        return parse_day(text) is not None
    except DomainError:
        return False


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
