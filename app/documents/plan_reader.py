"""Reads the official plan table from a workbook or a letter as people really have them (domain.md §2).

Nothing is guessed and nothing is lost silently: what could not be read stands in the findings with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.documents.findings import SURE, YEAR, YES, Answers, CellFinding, Findings, Severity
from app.documents.grid import FileGrid, Loose, Position
from app.documents.grids import read_grids
from app.documents.plan_blocks import heading_above, read_blocks
from app.documents.plan_columns import (
    FACT,
    NAME,
    Header,
    answered_columns,
    find_header,
    heading_key,
)
from app.documents.plan_heading import Above, read_above
from app.documents.plan_rows import (
    Source,
    kind_of,
)
from app.documents.plan_tree import build_sections
from app.documents.plan_whole import check_columns, check_totals, note_columns, note_hidden_columns, offer_numbers
from app.domain.plan_table import PlanTable
from app.domain.text import one_line, search_key

_IN_FULL = re.compile(r"axborot[ -]*kutubxona markazi")  # AKM


@dataclass(frozen=True)
class Reading:
    """A plan as read; ``table`` is None when the file holds none."""

    table: PlanTable | None
    findings: tuple[CellFinding, ...] = ()

    def of(self, severity: Severity) -> list[CellFinding]:
        return [found for found in self.findings if found.severity == severity]

    @property
    def headings(self) -> dict[str, str]:
        """Folded heading → meaning, of the columns that were asked and told."""
        return {
            heading_key(str(found.params["heading"])): found.said
            for found in self.findings
            if found.code == "plan.column_unknown" and found.said
        }


@dataclass(frozen=True)
class Told:
    """What is known of a file besides itself: ``answers`` to the questions of an earlier reading, what ``headings``
    mean that were asked before (``plan_columns.heading_key``), whose plans are taken in (``centre``), and what its
    papers call that centre, too."""

    answers: Answers = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    centre: str = ""
    on_papers: tuple[str, ...] = ()


def read_plan(data: bytes, *, year: int | None = None, told: Told | None = None) -> Reading:
    """The plan table of an XLSX or DOCX file; ``year`` is used when the paper names none, refused against the paper.

    An open question has its proposal in the table. Raises Invalid ``file.…`` for a file that is not to be opened;
    everything else becomes a finding.
    """
    told = told or Told()
    grids = read_grids(data)
    findings = Findings(told.answers)
    chosen = _choose(grids, year, findings)
    if chosen is None:
        findings.add("error", "plan.no_table")
        return Reading(None, findings.with_keys({}))
    index, header = chosen
    header, asked = answered_columns(grids[index], header, findings, told.headings)
    sources = _sources(grids, index, header)
    above = read_above(_pieces_above(grids, index, header, sources[0]))
    names = [name for name in (told.centre, *told.on_papers) if name]
    if names and above.centre and not any(_is_same_centre(above.centre, name) for name in names):
        findings.ask(SURE, "plan.other_centre", Position(), choices=(YES,), centre=above.centre, own=told.centre)
    plan_year = _year(above, header, year, findings)
    if plan_year is None:
        return Reading(None, findings.with_keys({}))
    note_columns(sources[0], asked, findings)
    note_hidden_columns(sources[0], findings)
    if header.fact_year and header.fact_year + 1 != plan_year:
        years = {"fact_year": str(header.fact_year), "plan_year": str(plan_year)}
        findings.add("doubt", "plan.fact_of_other_year", sources[0].position(header.last_row, FACT), **years)
    blocks = read_blocks(sources, findings)
    offer_numbers(blocks, sources[0], findings)
    sections, keys = build_sections(blocks, findings)
    check_totals(blocks, findings)
    check_columns(blocks, sources[0], findings)
    if not any(section.lines for section in sections):
        findings.add("error", "plan.no_lines")
    _note_outside(grids, index, sources, findings)
    table = PlanTable(plan_year, above.centre, above.title, above.approval, sections, above.agreement)
    return Reading(table, findings.with_keys(keys))


def _choose(grids: list[FileGrid], year: int | None, findings: Findings) -> tuple[int, Header] | None:
    """The sheet with the plan (that of the year asked for, if there are several), or the letter's first plan table."""
    headers = {index: header for index, grid in enumerate(grids) if (header := find_header(grid))}
    headers = {index: header for index, header in headers.items() if NAME in header.columns}
    if not headers:
        return None
    if grids[0].kind == "table":
        first = min(headers)
        return first, headers[first]
    chosen = max(headers, key=lambda index: _fitness(grids[index], headers[index], year) + (-index,))
    for index, grid in enumerate(grids):
        if index == chosen or not any(cell.text for row in grid.rows for cell in row):
            continue
        if index in headers:
            findings.add("doubt", "plan.several_tables", grid.position(-1), sheet=grid.name, used=grids[chosen].name)
        else:
            findings.add("note", "plan.sheet_ignored", grid.position(-1), sheet=grid.name)
    if not grids[chosen].visible:
        findings.add("doubt", "plan.sheet_hidden", grids[chosen].position(-1), sheet=grids[chosen].name)
    return chosen, headers[chosen]


def _fitness(grid: FileGrid, header: Header, year: int | None) -> tuple[bool, bool, int]:
    return grid.visible, year is not None and header.plan_year == year, len(header.columns)


def _sources(grids: list[FileGrid], index: int, header: Header) -> list[Source]:
    """The chosen table; in a letter also the tables that go on with it on later pages."""
    sources = [Source.below(grids[index], header)]
    if grids[index].kind == "sheet":
        return sources
    for grid in grids[index + 1 :]:
        own = find_header(grid, rows=2)
        if own and NAME in own.columns:
            sources.append(Source.below(grid, own))
        elif not own and grid.width == grids[index].width and _goes_on(Source(grid, header.columns)):
            sources.append(Source(grid, header.columns))
        else:
            break
    return sources


def _goes_on(source: Source) -> bool:
    return any(kind_of(source, row) in ("heading", "line") for row in range(len(source.grid.rows)))


def _pieces_above(grids: list[FileGrid], index: int, header: Header, first: Source) -> list[Loose]:
    pieces: list[Loose] = []
    if grids[index].kind == "table":
        for grid in grids[:index]:
            pieces += [*grid.before, *grid.loose_rows(0)]
        pieces += grids[index].before[: -1 if heading_above(first) else None]
    return [*pieces, *grids[index].loose_rows(0, header.first_row)]


def _is_same_centre(printed: str, own: str) -> bool:
    """Whether a title names this centre; one of both may be the shorter form of the other."""
    pairs = [[search_key(name).casefold() for name in (printed, own)]]
    pairs.append([_IN_FULL.sub("akm", name) for name in pairs[0]])
    return any(one in other or other in one for one, other in pairs)


def _year(above: Above, header: Header, asked: int | None, findings: Findings) -> int | None:
    """The year that the paper names: title, then headings; else the one asked for. Which of several is asked."""
    last = header.fact_year + 1 if header.fact_year and not header.plan_year else None
    named = list(dict.fromkeys(year for year in (*above.years, header.plan_year, last) if year))
    if asked and named and asked not in named:
        findings.add("error", "plan.year_other", asked=str(asked), years=", ".join(map(str, named)))
        return None
    if not named and not asked:
        findings.add("error", "plan.year_missing")
        return None
    if len(named) < 2 or asked:
        return asked or named[0]
    choices = tuple(map(str, named))
    said = findings.ask(
        YEAR, "plan.year_contradicts", Position(), proposal=choices[0], choices=choices, years=", ".join(choices)
    )
    return int(said or choices[0])


def _note_outside(grids: list[FileGrid], index: int, sources: list[Source], findings: Findings) -> None:
    """Paragraphs and tables of a letter between and behind the tables of the plan."""
    if grids[index].kind == "sheet":
        return
    pieces = [*grids[index].after]
    for number, grid in enumerate(grids[index + 1 :], 1):
        of_plan = number < len(sources)
        before = grid.before[: -1 if of_plan and heading_above(sources[number]) else None]
        pieces += [*before, *(() if of_plan else grid.loose_rows(0)), *grid.after]
    for piece in pieces:
        findings.add("note", "plan.text_below", grids[index].position(-1), text=one_line(piece.text))
