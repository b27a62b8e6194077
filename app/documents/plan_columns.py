"""Which column of a grid is which: headings in both Uzbek scripts and in Russian, in any order, of one or two rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.documents.grid import FileGrid
from app.domain.text import search_key

NUMBER, NAME, MEASURE, FACT, PLAN = "number", "name", "measure", "fact", "plan"
MECHANISM, DEADLINE, RESPONSIBLE, ROW_KEY = "mechanism", "deadline", "responsible", "row_key"
COLUMNS = (NUMBER, NAME, MEASURE, FACT, PLAN, MECHANISM, DEADLINE, RESPONSIBLE)
_QUANTITY = "quantity"  # “Miqdori”, over the two years
_SEARCHED_ROWS = 60
_LEAST = 3  # headings that make a row the header of a plan
_LONGEST = 60  # characters of a heading

# The first that fits wins; keys are folded by search_key (Cyrillic and Russian letters become Latin).
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ROW_KEY, re.compile(r"row[ _]key")),
    (MECHANISM, re.compile(r"mexani[zs]m|mehanizm|amalga oshirish (tartibi|yoli|shakl)")),
    (DEADLINE, re.compile(r"muddat|\bsrok")),
    (RESPONSIBLE, re.compile(r"masul|ijrochi|bajaruvchi|otvet?stv|ispolnitel")),
    (MEASURE, re.compile(r"olchov|birligi|yedinits|edinits|yedinis|izmereni")),
    (FACT, re.compile(r"\bfakt|amalda|bajarildi|bajarilgan\b")),
    (PLAN, re.compile(r"\breja|\bplan")),
    (_QUANTITY, re.compile(r"miqdor|\bson[iy]\b|kolichestv|\bobyom|\bhajm")),
    (NUMBER, re.compile(r"^(no|n|t/?[ ./]?r|p/?[ ./]?p|r/?[ ./]?s|tartib.*|raqam.*|nomer.*|no p/p|no t/r)\.?$")),
    (NAME, re.compile(r"\bnom|naimenov|nazvani|korsatkich|tadbir|meropriyat|pokazatel|ishlar|mazmun")),
)
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True)
class Header:
    """The header of a plan table: its rows, the column of each meaning, and the years that it names."""

    first_row: int
    last_row: int
    columns: dict[str, int]
    fact_year: int | None = None
    plan_year: int | None = None


def find_header(grid: FileGrid, rows: int = _SEARCHED_ROWS) -> Header | None:
    """The first header among the first rows, or None when they hold none."""
    found = (row for row in range(min(len(grid.rows), rows)) if _is_header_row(grid, row))
    first = next(found, None)
    return None if first is None else _header(grid, first)


def _is_header_row(grid: FileGrid, row: int) -> bool:
    texts = [cell.text for cell in grid.rows[row] if cell.text]
    found = {meaning for text in texts if (meaning := _meaning(text))}
    if any(text[0].isdigit() and not _YEAR.search(text) for text in texts):
        return False
    return len(found) >= _LEAST and bool(found & {NAME, MECHANISM}) and len(found - {PLAN, FACT}) >= 2


def _meaning(heading: str) -> str | None:
    if not heading or len(heading) > _LONGEST:
        return None
    key = search_key(heading).casefold()
    return next((meaning for meaning, pattern in _WORDS if pattern.search(key)), None)


def _header(grid: FileGrid, row: int) -> Header:
    last = row + 1 if _second_row(grid, row + 1) else row
    columns: dict[str, int] = {}
    quantities: list[int] = []
    for column, heading in _headings(grid, row, last):
        meaning = _meaning(heading)
        if meaning in (FACT, PLAN, _QUANTITY) or (meaning is None and _year(heading) and len(heading) < 15):
            quantities.append(column)
        elif meaning and meaning not in columns:
            columns[meaning] = column
    own = {column: _own_heading(grid, last, column, row) for column in quantities}
    columns |= _quantity_columns(own)
    years = {kind: _year(own[columns[kind]]) for kind in (FACT, PLAN) if kind in columns}
    return Header(row, last, columns, years.get(FACT), years.get(PLAN))


def _second_row(grid: FileGrid, row: int) -> bool:
    """Below the headings stand the two years: under a cell that is merged, not under a row number."""
    filled = [search_key(cell.text) for cell in grid.rows[row] if cell.text] if row < len(grid.rows) else []
    if not filled or len(filled) > 4:
        return False
    return all(_YEAR.search(text) or _meaning(text) in (FACT, PLAN) for text in filled)


def _headings(grid: FileGrid, first: int, last: int) -> Iterator[tuple[int, str]]:
    for column in range(grid.width):
        parts = [grid.anchor(row, column).text for row in range(first, last + 1)]
        yield column, " ".join(dict.fromkeys(part for part in parts if part))


def _own_heading(grid: FileGrid, last: int, column: int, first: int) -> str:
    """The lowest words over a column: “2025-yil (reja)” rather than “Miqdori”."""
    return grid.anchor(last, column).text or grid.anchor(first, column).text


def _quantity_columns(headings: dict[int, str]) -> dict[str, int]:
    """Which of the quantity columns is last year's fact and which this year's plan: by word, else by year."""
    found: dict[str, int] = {}
    for column, heading in headings.items():
        meaning = _meaning(heading)
        if meaning in (FACT, PLAN) and meaning not in found:
            found[meaning] = column
    rest = [column for column in headings if column not in found.values() and _year(headings[column])]
    if found:
        missing = next((kind for kind in (FACT, PLAN) if kind not in found), None)
        if missing and len(rest) == 1:
            found[missing] = rest[0]
    elif len(rest) == 2:
        earlier, later = sorted(rest, key=lambda column: _year(headings[column]) or 0)
        found = {FACT: earlier, PLAN: later}
    elif len(headings) == 1:
        found = {PLAN: next(iter(headings))}
    return found


def _year(heading: str) -> int | None:
    match = _YEAR.search(heading)
    return int(match[1]) if match else None
