"""Workbooks and letters as one neutral grid of cells; what the words mean is not known here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from app.domain.text import clean_text

Number = int | Decimal
Covered = Literal["", "across", "down"]
Held = Literal["", "error", "formula", "percent"]  # besides its value: an error, a formula nobody computed, a percent


@dataclass(frozen=True)
class Position:
    """Where in a file something stands. The words for it are made where it is shown.

    ``name`` is the sheet's name, or the ordinal of a table in a letter (``"1"``); rows and columns count from 1,
    0 means the whole sheet or row.
    """

    kind: Literal["file", "sheet", "table"] = "file"
    name: str = ""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        if self.kind == "file":
            return ""
        if not self.row:
            return self.name
        if self.kind == "sheet":
            return f"{self.name}!{column_letters(self.column)}{self.row}"
        return f"{self.name}/{self.row}/{self.column}"


@dataclass(frozen=True)
class FileCell:
    """One cell. ``text`` is its stored form, ``typed`` what a workbook held besides text.

    ``covered`` cells belong to a merged cell that begins to the left or above; they have no text of their own.
    ``spans`` is the number of columns that a cell covers. ``held``: what stands there although the text does not show
    it; ``raised``: signs above the line, such as a footnote's, that are no part of the text.
    """

    text: str = ""
    typed: Number | dt.date | None = None
    covered: Covered = ""
    spans: int = 1
    held: Held = ""
    raised: str = ""

    @property
    def is_date(self) -> bool:
        return isinstance(self.typed, dt.date)


@dataclass(frozen=True)
class Loose:
    """A piece of text outside the table; ``slot`` tells pieces apart that stand one beside the other."""

    text: str
    slot: int = 0


@dataclass
class FileGrid:
    """One sheet of a workbook or one table of a letter, with the loose text before and after it."""

    kind: Literal["sheet", "table"]
    name: str
    rows: list[list[FileCell]]
    before: list[Loose] = field(default_factory=list)
    after: list[Loose] = field(default_factory=list)
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> FileCell:
        line = self.rows[row] if 0 <= row < len(self.rows) else []
        return line[column] if 0 <= column < len(line) else FileCell()

    def anchor(self, row: int, column: int) -> FileCell:
        """The cell itself, or the merged cell that covers it."""
        while (covered := self.cell(row, column).covered) and (row, column) != (0, 0):
            row, column = (row - 1, column) if covered == "down" else (row, column - 1)
        return self.cell(row, column)

    def position(self, row: int, column: int = 0) -> Position:
        return Position(self.kind, self.name, row + 1, column + 1)

    def loose_rows(self, start: int, end: int | None = None) -> Iterator[Loose]:
        """The texts of some rows, each with its column as slot."""
        for row in self.rows[start:end]:
            yield from (Loose(cell.text, column) for column, cell in enumerate(row) if cell.text)


EMPTY = FileCell()


def text_cell(text: str, raised: str = "") -> FileCell:
    return FileCell(clean_text(text), raised=clean_text(raised)) if text or raised else EMPTY


def typed_cell(value: object) -> FileCell:
    """A cell of a workbook: whole floats are whole numbers, dates stay dates."""
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return FileCell("1" if value else "0")
    if isinstance(value, int | float):
        exact = Decimal(format(value, ".15g"))
        number: Number = int(exact) if exact == exact.to_integral_value() else exact
        return FileCell(str(number) if isinstance(number, int) else format(number, "f"), number)
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return FileCell(value.strftime("%d.%m.%Y"), value)
    return text_cell(str(value)) if value is not None else EMPTY


Box = tuple[int, int, int, int]  # first row, first column, last row, last column


def cover(rows: list[list[FileCell]], boxes: Sequence[Box]) -> None:
    """Mark what merged cells hide; a box that runs beyond the grid is cut at its edge."""
    for top, left, bottom, right in boxes:
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            for column in range(left, min(right, len(rows[row]) - 1) + 1):
                if (row, column) != (top, left):
                    rows[row][column] = FileCell(covered="across" if column > left else "down")
        if top < len(rows) and left < len(rows[top]):
            rows[top][left] = replace(rows[top][left], spans=right - left + 1)


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
