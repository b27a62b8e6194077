"""Reads the official plan table from a workbook or a letter as people really have them (domain.md §2).

Nothing is guessed and nothing is lost silently: what could not be read stands in the findings with its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.documents import plan_cells
from app.documents.findings import ROW, SKIP, SURE, TAKE, YEAR, YES, Answers, CellFinding, Findings, Severity
from app.documents.grid import FileGrid, Loose, Position
from app.documents.grids import read_grids
from app.documents.plan_columns import (
    COLUMNS,
    DEADLINE,
    FACT,
    NAME,
    PLAN,
    RESPONSIBLE,
    ROW_KEY,
    Header,
    answered_columns,
    find_header,
    heading_key,
)
from app.documents.plan_heading import Above, read_above
from app.documents.plan_rows import (
    ReadRow,
    Source,
    continue_line,
    ends_table,
    goes_on,
    heading_of,
    is_plain_text,
    is_total,
    kind_of,
    read_line,
)
from app.documents.plan_tree import Block, build_sections
from app.domain.plan_table import PlanTable
from app.domain.text import one_line, search_key

_IN_FULL = re.compile(r"axborot[ -]*kutubxona markazi")  # AKM
_SHOWN = 200  # characters of what is left out, in a question
_MANY = 5  # lines of which all figures are missing: fewer may be so


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
    mean that were asked before (``plan_columns.heading_key``), and whose plans are taken in (``centre``)."""

    answers: Answers = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    centre: str = ""


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
    if told.centre and above.centre and not _is_same_centre(above.centre, told.centre):
        findings.ask(SURE, "plan.other_centre", Position(), choices=(YES,), centre=above.centre, own=told.centre)
    plan_year = _year(above, header, year, findings)
    if plan_year is None:
        if not any(finding.code == "plan.year_other" for finding in findings.with_keys({})):
            findings.add("error", "plan.year_missing")
        return Reading(None, findings.with_keys({}))
    _note_columns(sources[0], asked, findings)
    if header.fact_year and header.fact_year + 1 != plan_year:
        years = {"fact_year": str(header.fact_year), "plan_year": str(plan_year)}
        findings.add("doubt", "plan.fact_of_other_year", sources[0].position(header.last_row, FACT), **years)
    blocks = _blocks(sources, findings)
    _offer_numbers(blocks, sources[0], findings)
    sections, keys = build_sections(blocks, findings)
    _check_totals(blocks, findings)
    _check_columns(blocks, sources[0], findings)
    if not any(section.lines for section in sections):
        findings.add("error", "plan.no_lines")
    _note_outside(grids, index, sources, findings)
    table = PlanTable(plan_year, above.centre, above.title, above.approval, sections)
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
        pieces += grids[index].before[: -1 if _heading_above(first) else None]
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
    if len(named) < 2 or asked:
        return asked or (named[0] if named else None)
    choices = tuple(map(str, named))
    said = findings.ask(
        YEAR, "plan.year_contradicts", Position(), proposal=choices[0], choices=choices, years=", ".join(choices)
    )
    return int(said or choices[0])


def _blocks(sources: list[Source], findings: Findings) -> list[Block]:
    """The lines of each section, in printed order."""
    places = [(source, row) for source in sources for row in range(source.first_row, len(source.grid.rows))]
    end = _end_of_table(places)
    skipped = _hidden_rows(places[:end], findings)
    blocks: list[Block] = []
    last: ReadRow | None = None
    above: Source | None = None
    for source, row in places[:end]:
        if source is not above:
            above = source
            if heading := _heading_above(source):
                blocks.append(Block(heading.roman, heading.text, source.position(-1), ROW_KEY in source.columns))
                last = None
        if source.position(row) in skipped:
            last = None  # nothing goes on with the line above a row that is left out
            continue
        kind = kind_of(source, row)
        heading = heading_of(source, row) if kind == "heading" else None
        if kind == "text" and (last is None or not goes_on(source, row)):
            heading = _unnumbered_heading(source, row, blocks, findings)
        if heading:
            blocks.append(Block(heading.roman, heading.text, source.position(row), ROW_KEY in source.columns))
            last = None
        elif kind == "line" and is_total(source, row):
            _block_for(blocks, source, row, findings).totals.append(read_line(source, row, findings))
        elif kind in ("line", "text") and last is not None and goes_on(source, row):
            findings.add(
                "note", "plan.row_joined", source.position(row), text=one_line(" ".join(source.texts(row).values()))
            )
            continue_line(source, row, last, findings)
        elif kind == "line" and goes_on(source, row):
            text = one_line(" ".join(source.texts(row).values()))
            findings.add("doubt", "plan.row_not_understood", source.position(row), text=text)
        elif kind == "line" or (kind == "continued" and last is None):
            last = read_line(source, row, findings)
            _block_for(blocks, source, row, findings).rows.append(last)
        elif kind == "continued" and last is not None:
            continue_line(source, row, last, findings)
    for source, row in places[end:]:
        _note_row(source, row, findings)
    return blocks


def _heading_above(source: Source) -> plan_cells.Heading | None:
    """The heading of a section that a letter has in the paragraph above the table, where the table begins with none."""
    if not source.grid.before or (source.first_row < len(source.grid.rows) and heading_of(source, source.first_row)):
        return None
    text = source.grid.before[-1].text
    heading = plan_cells.read_heading(text)
    return heading if heading and (plan_cells.is_shouted(heading.text) or not heading.text) else None


def _hidden_rows(places: list[tuple[Source, int]], findings: Findings) -> set[Position]:
    """The hidden rows that are left out: of those that stand together it is asked once whether they are taken."""
    skipped: set[Position] = set()
    run: list[tuple[Source, int]] = []
    for place in [*places, None]:
        if place is not None and place[1] in place[0].grid.hidden_rows:
            run.append(place)
            continue
        texts = [one_line(" ".join(source.texts(row).values())) for source, row in run if source.texts(row)]
        if texts:
            source, row = run[0]
            said = findings.ask(
                ROW, "plan.rows_hidden", source.position(row), proposal=SKIP, choices=(TAKE, SKIP),
                count=len(texts), text="; ".join(texts)[:_SHOWN],
            )  # fmt: skip
            if said != TAKE:
                skipped |= {source.position(row) for source, row in run}
        run = []
    return skipped


def _end_of_table(places: list[tuple[Source, int]]) -> int:
    """Where signatures and footnotes begin: after the last row with a number, a dash or a figure."""
    end = len(places)
    while end and is_plain_text(*places[end - 1]):
        end -= 1
    while end < len(places) and not ends_table(*places[end]):
        end += 1
    return end


def _unnumbered_heading(source: Source, row: int, blocks: list[Block], findings: Findings) -> plan_cells.Heading | None:
    """A text across the table is a section without its number; any other text is reported."""
    texts = source.texts(row)
    column = min(texts)
    text = one_line(" ".join(texts.values()))
    wide = source.grid.cell(row, column).spans > len(source.columns) // 2
    position = source.grid.position(row, column)
    if not wide and not plan_cells.is_shouted(text):
        findings.add("doubt", "plan.row_not_understood", position, text=text)
        return None
    roman = plan_cells.roman(len(blocks) + 1)
    findings.add("doubt", "plan.section_unnumbered", position, text=text, roman=roman)
    return plan_cells.Heading(roman, text)


def _block_for(blocks: list[Block], source: Source, row: int, findings: Findings) -> Block:
    if not blocks:
        findings.add("doubt", "plan.section_missing", source.position(row))
        blocks.append(Block("I", "", source.position(row), ROW_KEY in source.columns))
    return blocks[-1]


def _note_row(source: Source, row: int, findings: Findings) -> None:
    if text := " ".join(source.texts(row).values()):
        findings.add("note", "plan.text_below", source.position(row), text=one_line(text))


def _note_outside(grids: list[FileGrid], index: int, sources: list[Source], findings: Findings) -> None:
    """Paragraphs and tables of a letter between and behind the tables of the plan."""
    if grids[index].kind == "sheet":
        return
    pieces = [*grids[index].after]
    for number, grid in enumerate(grids[index + 1 :], 1):
        of_plan = number < len(sources)
        before = grid.before[: -1 if of_plan and _heading_above(sources[number]) else None]
        pieces += [*before, *(() if of_plan else grid.loose_rows(0)), *grid.after]
    for piece in pieces:
        findings.add("note", "plan.text_below", grids[index].position(-1), text=one_line(piece.text))


def _offer_numbers(blocks: list[Block], source: Source, findings: Findings) -> None:
    """A paper without numbers: the lines of each section are numbered from 1, those under them stay without one."""
    if any(row.number or row.key for block in blocks for row in block.rows) or not blocks:
        return
    place = source.position(source.first_row - 1)
    findings.ask(SURE, "plan.numbers_offered", place, proposal=YES, choices=(YES,))
    flat = DEADLINE not in source.columns and RESPONSIBLE not in source.columns
    for block in blocks:
        numbered = 0
        for row in block.rows:
            if (row.stands_alone or flat) and not row.dashed:
                numbered += 1
                row.number = str(numbered)
            else:
                row.dashed = True


def _check_totals(blocks: list[Block], findings: Findings) -> None:
    """What a section's lines come to, against the total that the paper prints; the total is no line of the plan."""
    for block in blocks:
        for total in block.totals:
            for column, written in total.amounts.items():
                counted = sum(
                    row.amounts[column].values[0] for row in block.rows if row.is_top and row.is_single(column)
                )
                if len(written.values) == 1 and written.values[0] != counted:
                    params = {"written": written.text, "counted": str(counted), "column": column}
                    findings.add("doubt", "plan.total_differs", total.position, **params)
            findings.add("note", "plan.total_left_out", total.position, text=total.name or "")


def _check_columns(blocks: list[Block], source: Source, findings: Findings) -> None:
    """A column of figures in which nothing stands: whoever goes on says that he has seen it."""
    rows = [row for block in blocks for row in block.rows if row.number]
    for column in (FACT, PLAN):
        if column in source.columns and len(rows) >= _MANY and not any(row.amounts[column].text for row in rows):
            place = source.position(source.first_row - 1, column)
            findings.ask(SURE, "plan.column_empty", place, choices=(YES,), column=column, count=len(rows))


def _note_columns(source: Source, asked: Collection[int], findings: Findings) -> None:
    """Columns that a plan wants and has not, and those that it has and that are not taken; not those that are asked."""
    row = source.first_row - 1
    for name in COLUMNS:
        if name not in source.columns:
            findings.add("doubt", "plan.column_missing", source.position(row), column=name)
    for column in sorted(source.headed.difference(source.columns.values(), asked)):
        heading = next(head[column] for head in source.heads if column in head)
        findings.add("note", "plan.column_ignored", source.grid.position(row, column), heading=one_line(heading))
