"""The rows of a plan's tables, one after another: sections with their lines, and what is none of them."""

from __future__ import annotations

from app.documents import plan_cells
from app.documents.findings import ROW, SKIP, TAKE, Findings
from app.documents.grid import Position
from app.documents.plan_columns import ROW_KEY
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
from app.documents.plan_tree import Block
from app.domain.plan_table import roman_number
from app.domain.text import one_line

_SHOWN = 200  # characters of what is left out, in a question


def read_blocks(sources: list[Source], findings: Findings) -> list[Block]:
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
            if heading := heading_above(source):
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
            block = _block_for(blocks, source, row, findings)
            block.totals.append((read_line(source, row, findings), len(block.rows)))
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


def heading_above(source: Source) -> plan_cells.Heading | None:
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
    roman = roman_number(len(blocks) + 1)
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
