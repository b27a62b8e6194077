"""Which column of a grid is which: headings in both Uzbek scripts and in Russian, in any order, of one or two rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.documents.findings import COLUMN, SKIP, Findings
from app.documents.grid import FileGrid
from app.domain.text import one_line, search_key

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
    (DEADLINE, re.compile(r"muddat|\bsrok|\bvaqti\b|\bsanasi\b|^data\b")),
    (RESPONSIBLE, re.compile(r"masul|ijrochi|bajaruvchi|otvet?stv|ispolnitel|\bkto\b|\bkim\b")),
    (MEASURE, re.compile(r"olchov|\bolch\b|birligi|\bbirl\b|yedinits|edinits|yedinis|izmereni|\by?ed izm")),
    (FACT, re.compile(r"\bfakt|amalda|bajarildi|bajarilgan\b")),
    (PLAN, re.compile(r"\breja|\bplan")),
    (_QUANTITY, re.compile(r"miqdor|\bson[iy]\b|kolichestv|\bkol vo\b|\boby[oe]m|\bhajm")),
    (NUMBER, re.compile(r"^(no|n|tartib.*|raqam.*|nomer.*|(no )?([pt][ ./]*[pr]|r[ ./]*s))\.?$")),
    (NAME, re.compile(r"\bnom|naimenov|nazvani|korsatkich|tadbir|meropriyat|pokazatel|ishlar|mazmun|soderjan")),
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
        if meaning in (FACT, PLAN, _QUANTITY) or (meaning is None and _year(heading)):
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
    """Which of the quantity columns is last year's fact and which this year's plan.

    The plan by its word, of several the latest; the fact is the column of the year before it, by whatever name, else
    the one with the word; without words the earlier and the later year.
    """
    years = {column: _year(heading) or 0 for column, heading in headings.items()}
    meanings = {column: _meaning(heading) for column, heading in headings.items()}
    plans = [column for column in headings if meanings[column] == PLAN]
    facts = [column for column in headings if meanings[column] == FACT]
    dated = sorted((column for column in headings if years[column]), key=lambda column: years[column])
    if not plans and not facts and len(headings) == 1:
        return {PLAN: next(iter(headings))}
    found: dict[str, int] = {}
    if plans:
        found[PLAN] = max(plans, key=lambda column: (years[column], -column))
    elif dated and (not facts or dated[-1] not in facts):
        found[PLAN] = dated[-1]
    rest = [column for column in headings if column != found.get(PLAN)]
    before = [column for column in rest if years[column] and years[column] + 1 == years.get(found.get(PLAN, -1), 0)]
    worded = [column for column in rest if column in facts]
    if chosen := [column for column in before if column in facts] or before or worded:
        found[FACT] = chosen[0]
    elif not facts and len(rest) == 1 and years[rest[0]]:
        found[FACT] = rest[0]
    return found


def answered_columns(
    grid: FileGrid, header: Header, findings: Findings, known: Mapping[str, str]
) -> tuple[Header, set[int]]:
    """The header with the columns whose headings say nothing to the program: told before (``known``: folded heading →
    meaning), or asked; and those about which it is asked. Nobody is asked about a column that is empty."""
    columns, asked = dict(header.columns), set()
    below = grid.rows[header.last_row + 1 :]
    for column, heading in _headings(grid, header.first_row, header.last_row):
        filled = any(column < len(row) and row[column].text for row in below)
        missing = tuple(meaning for meaning in COLUMNS if meaning not in columns)
        if not missing or not heading or column in columns.values() or not filled or _year(heading):
            continue
        said = known.get(heading_key(heading))
        if said is None:
            place = grid.position(header.last_row, column)
            asked.add(column)
            said = findings.ask(
                COLUMN, "plan.column_unknown", place, choices=(*missing, SKIP), heading=one_line(heading)
            )
        if said in missing:
            columns[said] = column
    return replace(header, columns=columns), asked


def heading_key(heading: str) -> str:
    """The form under which the answer for a heading is kept."""
    return search_key(heading).casefold()[:_LONGEST]


def _year(heading: str) -> int | None:
    match = _YEAR.search(heading)
    return int(match[1]) if match else None
