"""Head and foot of a paper on a sheet: who approves on the right, who agrees on the left, the title, signatures."""

from __future__ import annotations

from app.documents.sheet import Sheet
from app.domain.papers import LINE, PaperEnds

BLOCK_WIDTH = 38  # characters that a block needs


def write_blocks(sheet: Sheet, row: int, ends: PaperEnds, last: int) -> int:
    """The blocks side by side, below each other where the table is too narrow; returns the next free row."""
    if not (ends.approval or ends.agreement):
        return row
    right, left = right_columns(sheet, last), left_columns(sheet, last)
    below = sheet.write_block(row, *right, ends.approval)
    start = row if left[1] < right[0] else below + bool(ends.approval)
    return max(below, sheet.write_block(start, *left, ends.agreement)) + 1


def write_heading(sheet: Sheet, row: int, ends: PaperEnds, last: int) -> int:
    """The centre and the title, each across the table; returns the next free row."""
    for line in ends.heading:
        sheet.write_across(row, 0, last, line, "title", bold=True)
        row += 1
    return row


def write_signatures(sheet: Sheet, row: int, ends: PaperEnds, last: int, *, posts_to: int = 3) -> int:
    """A line for each post, the line to sign on and the name beside it; returns the next free row. ``posts_to``: the
    last column of the posts, which leave the first one free."""
    for one in ends.signatures:
        words = f"{LINE}   {one.name}".rstrip()
        if posts_to < last:
            sheet.write_across(row, min(1, posts_to), posts_to, one.post, "plain")
            sheet.write_across(row, posts_to + 1, last, words, "plain")
        else:
            sheet.write_across(row, 0, last, f"{one.post}   {words}", "plain")
        row += 2
    return row


def right_columns(sheet: Sheet, last: int) -> tuple[int, int]:
    """The last columns in which a block has room."""
    first = last
    while first > 0 and sum(sheet.widths[first : last + 1]) < BLOCK_WIDTH:
        first -= 1
    return first, last


def left_columns(sheet: Sheet, last: int) -> tuple[int, int]:
    """The same from the left; the first column is left to the numbers of the rows, where there are others."""
    first = min(1, last)
    end = first
    while end < last and sum(sheet.widths[first : end + 1]) < BLOCK_WIDTH:
        end += 1
    return first, end
