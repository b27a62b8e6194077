"""A long list as a workbook: its head, one line after another, every cell text, who signs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.documents.ends_xlsx import write_blocks, write_heading, write_signatures
from app.documents.sheet import LONGEST_TEXT, Sheet
from app.domain.papers import PaperEnds


def write_lines_xlsx(
    title: str, heads: Sequence[str], widths: Sequence[float], lines: Iterable[Sequence[str]], ends: PaperEnds
) -> bytes:
    """The lines below their heads. A text too long for a cell is cut: the list is for reading, not for keeping."""
    sheet, last = Sheet(title, widths), len(heads) - 1
    head = write_heading(sheet, write_blocks(sheet, 0, ends, last), ends, last)
    head += bool(head)
    for column, text in enumerate(heads):
        sheet.write(head, column, text, "head")
    row = head
    for row, line in enumerate(lines, head + 1):
        for column, text in enumerate(line):
            sheet.write(row, column, text[:LONGEST_TEXT], "text")
    end = write_signatures(sheet, row + 2, ends, last, posts_to=last // 2) - 2 if ends.signatures else row
    sheet.set_print(head_rows=(head, head), last_row=end, last_column=last)
    return sheet.close()
