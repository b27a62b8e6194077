"""A plan file with its errors marked, to be corrected and sent again.

Every cell stands where it stood in the file, as text; what is wrong is coloured and has a comment, and one more
sheet lists all findings. Letters come as one sheet for each of their tables.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.documents.findings import Severity
from app.documents.grid import FileGrid, Position
from app.documents.grids import read_grids
from app.documents.sheet import FONT, safe_text, sheet_title

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_COLOURS: Mapping[Severity, str] = {"error": "#F8C9C4", "question": "#FFD79A", "doubt": "#FCE8B2", "note": "#DCEBF7"}
_RANK: tuple[Severity, ...] = ("error", "question", "doubt", "note")
_WIDEST = 60
_LONGEST_TITLE = 31


@dataclass(frozen=True)
class Mark:
    """One finding in words: how serious, where, what."""

    severity: Severity
    position: Position
    where: str
    text: str


def write_marked_xlsx(data: bytes, marks: Sequence[Mark], words: Mapping[str, str]) -> bytes:
    """The file's cells with its findings. ``words``: ``findings`` (name of the list's sheet), ``severity``, ``place``,
    ``text`` (its columns), ``table`` (a letter's table, ``%(name)s``), and a word for each severity.

    Raises Invalid ``file.…`` as the reader does.
    """
    grids = read_grids(data)
    buffer = io.BytesIO()
    import xlsxwriter  # only who writes a workbook pays for it

    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    looks: dict[Any, Any] = {None: book.add_format(_look()), **{s: book.add_format(_look(_COLOURS[s])) for s in _RANK}}
    taken: set[str] = set()
    for grid in grids:
        name = grid.name if grid.kind == "sheet" else words["table"] % {"name": grid.name}
        page = book.add_worksheet(_free_title(name, taken))
        _write_grid(
            page, grid, [m for m in marks if (m.position.kind, m.position.name) == (grid.kind, grid.name)], looks
        )
    _write_list(book.add_worksheet(_free_title(words["findings"], taken)), marks, words, looks)
    book.close()
    return buffer.getvalue()


def _look(colour: str | None = None) -> dict[str, object]:
    look: dict[str, object] = {"font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "top"}
    look["num_format"] = "@"  # text stays text when somebody types into the cell
    return look | ({"bg_color": colour, "border": 1} if colour else {})


def _free_title(name: str, taken: set[str]) -> str:
    """A title that no other sheet has; capitals make no difference to a workbook."""
    title, number = sheet_title(name), 2
    while title.casefold() in taken:
        ending = f" {number}"
        title, number = sheet_title(name)[: _LONGEST_TITLE - len(ending)] + ending, number + 1
    taken.add(title.casefold())
    return title


def _write_grid(
    page: Worksheet, grid: FileGrid, marks: Sequence[Mark], looks: Mapping[Severity | None, Format]
) -> None:
    marked = _by_cell(marks)
    widths: dict[int, int] = {}
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if not cell.text:
                continue
            page.write_string(row, column, safe_text(cell.text), looks[_worst(marked.get((row, column), ()))])
            longest = max(map(len, cell.text.split("\n")))
            widths[column] = min(max(widths.get(column, 8), longest if cell.spans == 1 else 8), _WIDEST)
    for column, width in widths.items():
        page.set_column(column, column, width + 2)
    for (row, column), found in marked.items():
        if not grid.cell(row, column).text:
            page.write_blank(row, column, None, looks[_worst(found)])
        text = "\n".join(dict.fromkeys(mark.text for mark in found))
        page.write_comment(row, column, safe_text(text), {"author": "Jamlanma", "x_scale": 2.5, "y_scale": 1.5})


def _by_cell(marks: Iterable[Mark]) -> dict[tuple[int, int], list[Mark]]:
    """Marks by cell, counted from 0; what concerns a whole row stands in its first cell."""
    found: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        if mark.position.row:
            found.setdefault((mark.position.row - 1, max(mark.position.column - 1, 0)), []).append(mark)
    return found


def _worst(marks: Iterable[Mark]) -> Severity | None:
    return min((mark.severity for mark in marks), key=_RANK.index, default=None)


def _write_list(
    page: Worksheet, marks: Sequence[Mark], words: Mapping[str, str], looks: Mapping[Severity | None, Format]
) -> None:
    for column, (name, width) in enumerate((("severity", 22), ("place", 30), ("text", 90))):
        page.set_column(column, column, width)
        page.write_string(0, column, words[name], looks[None])
    for row, mark in enumerate(sorted(marks, key=lambda mark: _RANK.index(mark.severity)), 1):
        page.write_string(row, 0, words[mark.severity], looks[mark.severity])
        page.write_string(row, 1, safe_text(mark.where), looks[None])
        page.write_string(row, 2, safe_text(mark.text), looks[None])
    page.freeze_panes(1, 0)
