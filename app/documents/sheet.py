"""Writing official tables as workbooks: only typed cells, one set of formats, rows as high as their text.

Text that people typed is always text: never a formula, a link or a number (trust.md 4.6).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

from app.documents.text_width import lines_needed
from app.domain.errors import Invalid

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "Times New Roman"
SIZE = 10
TITLE_SIZE = 12
LONGEST_TEXT = 32_767  # characters of one cell, a limit of the file format
HIGHEST_ROW = 409.0  # points, a limit of the file format
_SMALLEST = 5
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Columns are measured in digits of this font; unlike Excel's own it has a stand-in of equal width everywhere.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}

Style = Literal["title", "aside", "head", "section", "text", "number", "decimal", "centre", "plain", "day"]
_BORDERED = {"border": 1, "text_wrap": True, "valign": "top"}
_STYLES: Mapping[Style, Mapping[str, object]] = {
    "title": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True},
    "aside": {"align": "center", "valign": "top", "text_wrap": True},
    "plain": {"valign": "top", "text_wrap": True},
    "head": {**_BORDERED, "bold": True, "align": "center", "valign": "vcenter"},
    "section": {**_BORDERED, "bold": True, "align": "center", "valign": "vcenter"},
    "text": _BORDERED,
    "number": {**_BORDERED, "align": "center", "num_format": "#,##0"},
    "decimal": {**_BORDERED, "align": "center", "num_format": "#,##0.0#"},
    "centre": {**_BORDERED, "align": "center"},
    "day": {**_BORDERED, "align": "left", "num_format": "dd.mm.yyyy"},
}
Value = str | int | Decimal | date | None


class Sheet:
    """One printed table of a workbook; rows and columns count from 0, widths are in characters."""

    def __init__(self, title: str, widths: Sequence[float]) -> None:
        self._buffer = io.BytesIO()
        import xlsxwriter  # only who writes a workbook pays for it

        self._book = xlsxwriter.Workbook(self._buffer, _OPTIONS)
        self.widths = tuple(widths)
        self.page: Worksheet = self._book.add_worksheet(sheet_title(title))
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width)
        self._heights: dict[int, float] = {}
        self._formats: dict[tuple[Style, int], Format] = {}

    def write(self, row: int, column: int, value: Value, style: Style, size: int = SIZE) -> None:
        """A number as a number, a day as a day, any other value as text; None leaves a bordered blank."""
        look = self._format(style, size)
        if value is None or value == "":
            done = self.page.write_blank(row, column, None, look)
        elif isinstance(value, str):
            done = self.page.write_string(row, column, safe_text(value), look)
        elif isinstance(value, date):
            done = self.page.write_datetime(row, column, datetime.combine(value, datetime.min.time()), look)
        else:
            done = self.page.write_number(row, column, value, look)
        if done:
            raise Invalid("file.cell_not_written", row=row + 1, column=column + 1)

    def write_row(self, row: int, cells: Sequence[tuple[Value, Style]]) -> None:
        """The cells of one row from the first column on, and a height in which all of them are seen."""
        texts = [("" if value is None else str(value), self.widths[index]) for index, (value, _) in enumerate(cells)]
        height, size = fitting_height(texts)
        for index, (value, style) in enumerate(cells):
            self.write(row, index, value, style, size)
        self.page.set_row(row, height)

    def write_across(self, row: int, first: int, last: int, text: str, style: Style, *, bold: bool = False) -> None:
        """One text over several columns; texts side by side in one row make it as high as the highest."""
        text = safe_text(text)
        width = sum(self.widths[first : last + 1])
        size = TITLE_SIZE if style == "title" else SIZE
        height, size = fitting_height([(text, width)], size=size, bold=bold)
        look = self._format(style, size)
        if first == last:
            self.write(row, first, text, style, size)
        else:
            self.page.merge_range(row, first, row, last, "", look)
            self.page.write_string(row, first, text, look)
        self._heights[row] = max(height, self._heights.get(row, 0))
        self.page.set_row(row, self._heights[row])

    def write_block(self, row: int, first: int, last: int, lines: Iterable[str], style: Style = "aside") -> int:
        """An approval or signature block: each line in its own row; returns the next free row."""
        for text in lines:
            self.write_across(row, first, last, text, style)
            row += 1
        return row

    def merge_head(self, first_row: int, column: int, last_row: int, last_column: int, text: str) -> None:
        """A heading over several rows or columns."""
        look = self._format("head", SIZE)
        self.page.merge_range(first_row, column, last_row, last_column, "", look)
        self.page.write_string(first_row, column, safe_text(text), look)

    def hide_column(self, column: int) -> None:
        self.page.set_column(column, column, 4, None, {"hidden": True})

    def set_print(
        self, *, head_rows: tuple[int, int], last_row: int, last_column: int, foot: str = "", word: str = ""
    ) -> None:
        """A4 landscape, as wide as the paper, the header on every page, page numbers below.

        ``foot`` stands at the left of every page's foot, ``word`` at its head and right foot; letters and digits only.
        """
        page = self.page
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.4, top=0.75 if word else 0.5, bottom=0.6)
        left = f'&L&"{FONT}"&8 {foot}' if foot else ""  # the blank ends the type size: a digit may follow
        right = f'&R&"{FONT},Bold"&10 {word}' if word else ""
        page.set_footer(f'{left}&C&"{FONT}"&9&P / &N{right}')
        if word:
            page.set_header(f'&C&"{FONT},Bold"&16 {word}')
        page.repeat_rows(*head_rows)
        page.print_area(0, 0, last_row, last_column)
        page.freeze_panes(head_rows[1] + 1, 0)

    def close(self) -> bytes:
        self._book.close()
        return self._buffer.getvalue()

    def _format(self, style: Style, size: int) -> Format:
        known = self._formats.get((style, size))
        if known is None:
            known = self._book.add_format({"font_name": FONT, "font_size": size, **_STYLES[style]})
            self._formats[style, size] = known
        return known


def safe_text(text: str) -> str:
    """Text that a workbook can hold; control characters are dropped, too long a text is refused, never cut."""
    text = _CONTROL.sub("", text)
    if len(text) > LONGEST_TEXT:
        raise Invalid("file.text_too_long", length=len(text), limit=LONGEST_TEXT)
    return text


def sheet_title(title: str) -> str:
    """A name that a sheet may have: at most 31 characters, none of ``[]:*?/\\``, no apostrophe at an end."""
    title = " ".join(_FORBIDDEN_IN_TITLE.sub(" ", safe_text(title)).split()).strip("'")[:31].strip("' ")
    return title or "1"


def fitting_height(texts: Iterable[tuple[str, float]], *, size: int = SIZE, bold: bool = False) -> tuple[float, int]:
    """Height in points of the highest of some cells (text, width in characters), and the type size for it.

    A row cannot be higher than 409 points: a text that needs more is set in smaller type.
    """
    texts = list(texts)
    while True:
        most = max((lines_needed(text, width, size, bold=bold) for text, width in texts), default=1)
        height = most * line_height(size) + 3
        if height <= HIGHEST_ROW or size <= _SMALLEST:
            return min(height, HIGHEST_ROW), size
        size -= 1


@cache
def line_height(size: int) -> float:
    """Points from one line to the next."""
    return size * 1.28
