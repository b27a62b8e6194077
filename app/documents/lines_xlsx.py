"""A long list as a workbook: one head, one line after another, every cell text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.documents.sheet import LONGEST_TEXT, Sheet


def write_lines_xlsx(
    title: str, heads: Sequence[str], widths: Sequence[float], lines: Iterable[Sequence[str]]
) -> bytes:
    """The lines below their heads. A text too long for a cell is cut: the list is for reading, not for keeping."""
    sheet = Sheet(title, widths)
    for column, text in enumerate(heads):
        sheet.write(0, column, text, "head")
    row = 0
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line):
            sheet.write(row, column, text[:LONGEST_TEXT], "text")
    sheet.set_print(head_rows=(0, 0), last_row=row, last_column=len(heads) - 1)
    return sheet.close()
