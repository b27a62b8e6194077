"""Reads the official plan table from a workbook or a letter as people really have them (domain.md §2).

Nothing is guessed and nothing is lost silently: what could not be read stands in the findings with its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.documents import plan_cells
from app.documents.findings import CellFinding, Findings
from app.documents.grid import FileGrid, Loose
from app.documents.grids import read_grids
from app.documents.plan_columns import COLUMNS, NAME, ROW_KEY, Header, find_header
from app.documents.plan_heading import Above, read_above
from app.documents.plan_rows import (
    ReadRow,
    Source,
    continue_line,
    ends_table,
    heading_of,
    is_plain_text,
    kind_of,
    read_line,
)
from app.documents.plan_tree import Block, build_sections
from app.domain.plan_table import PlanTable
from app.domain.text import one_line


@dataclass(frozen=True)
class Reading:
    """A plan as read; ``table`` is None when the file holds none."""

    table: PlanTable | None
    findings: tuple[CellFinding, ...] = ()


def read_plan(data: bytes, *, year: int | None = None) -> Reading:
    """The plan table of an XLSX or DOCX file; ``year`` is used when the paper names none.

    Raises Invalid ``file.…`` for a file that is not to be opened; everything else becomes a finding.
    """
    grids = read_grids(data)
    findings = Findings()
    chosen = _choose(grids, year, findings)
    if chosen is None:
        findings.add("error", "plan.no_table")
        return Reading(None, findings.with_keys({}))
    index, header = chosen
    sources = _sources(grids, index, header)
    above = read_above(_pieces_above(grids, index, header))
    plan_year = _year(above, header, year, findings)
    if plan_year is None:
        findings.add("error", "plan.year_missing")
        return Reading(None, findings.with_keys({}))
    _note_columns(sources[0], findings)
    blocks = _blocks(sources, findings)
    sections, keys = build_sections(blocks, findings)
    if not any(section.lines for section in sections):
        findings.add("error", "plan.no_lines")
    _note_outside(grids, index, len(sources), findings)
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


def _pieces_above(grids: list[FileGrid], index: int, header: Header) -> list[Loose]:
    pieces: list[Loose] = []
    if grids[index].kind == "table":
        for grid in grids[:index]:
            pieces += [*grid.before, *grid.loose_rows(0)]
        pieces += grids[index].before
    return [*pieces, *grids[index].loose_rows(0, header.first_row)]


def _year(above: Above, header: Header, asked: int | None, findings: Findings) -> int | None:
    """The year that the paper names: title, then headings; else the one asked for. Contradictions are a doubt."""
    last = header.fact_year + 1 if header.fact_year else None
    named = [year for year in (*above.years, header.plan_year, last, asked) if year]
    if len(set(named)) > 1:
        findings.add("doubt", "plan.year_contradicts", used=named[0], years=", ".join(map(str, dict.fromkeys(named))))
    return named[0] if named else None


def _blocks(sources: list[Source], findings: Findings) -> list[Block]:
    """The lines of each section, in printed order."""
    places = [(source, row) for source in sources for row in range(source.first_row, len(source.grid.rows))]
    end = _end_of_table(places)
    blocks: list[Block] = []
    last: ReadRow | None = None
    for source, row in places[:end]:
        kind = kind_of(source, row)
        heading = heading_of(source, row) if kind == "heading" else None
        if kind == "text":
            heading = _unnumbered_heading(source, row, blocks, findings)
        if heading:
            blocks.append(Block(heading.roman, heading.text, source.position(row), ROW_KEY in source.columns))
            last = None
        elif kind == "line" or (kind == "continued" and last is None):
            last = read_line(source, row, findings)
            _block_for(blocks, source, row, findings).rows.append(last)
        elif kind == "continued" and last is not None:
            continue_line(source, row, last, findings)
    for source, row in places[end:]:
        _note_row(source, row, findings)
    return blocks


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


def _note_outside(grids: list[FileGrid], index: int, sources: int, findings: Findings) -> None:
    """Paragraphs and tables of a letter between and behind the tables of the plan."""
    if grids[index].kind == "sheet":
        return
    pieces = [*grids[index].after]
    for number, grid in enumerate(grids[index + 1 :], 1):
        pieces += [*grid.before, *(grid.loose_rows(0) if number >= sources else ()), *grid.after]
    for piece in pieces:
        findings.add("note", "plan.text_below", grids[index].position(-1), text=one_line(piece.text))


def _note_columns(source: Source, findings: Findings) -> None:
    """Columns that a plan wants and has not, and columns that it has and nobody knows."""
    row = source.first_row - 1
    for name in COLUMNS:
        if name not in source.columns:
            findings.add("doubt", "plan.column_missing", source.position(row), column=name)
    for column in sorted(source.headed.difference(source.columns.values())):
        heading = next(head[column] for head in source.heads if column in head)
        findings.add("note", "plan.column_ignored", source.grid.position(row, column), heading=one_line(heading))
