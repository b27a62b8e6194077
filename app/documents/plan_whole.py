"""A plan that was read, as a whole: its columns, its numbers and its totals."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.documents.findings import SURE, YES, Findings
from app.documents.plan_columns import COLUMNS, DEADLINE, FACT, PLAN, RESPONSIBLE, ROW_KEY
from app.documents.plan_rows import ReadRow, Source
from app.documents.plan_tree import Block
from app.domain.counting import Number
from app.domain.text import one_line

_MANY = 5  # lines of which all figures are missing: fewer may be so
_SHOWN = 200  # characters of what is left out


def offer_numbers(blocks: list[Block], source: Source, findings: Findings) -> None:
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


def check_totals(blocks: list[Block], findings: Findings) -> None:
    """What lines come to, against the total that the paper prints for them: those of a section, or within it those
    above, all or since the last total. The total is no line of the plan."""
    for block in blocks:
        since = 0
        for total, above in block.totals:
            spans = [block.rows[:above] or block.rows, block.rows[since:above], block.rows]
            for column, written in total.amounts.items():
                sums = [_sum_of(rows, column) for rows in spans]
                if len(written.values) == 1 and written.values[0] not in sums:
                    params = {"written": written.text, "counted": str(sums[0]), "column": column}
                    findings.add("doubt", "plan.total_differs", total.position, **params)
            findings.add("note", "plan.total_left_out", total.position, text=total.name or "")
            since = above


def _sum_of(rows: Sequence[ReadRow], column: str) -> Number:
    return sum((row.amounts[column].values[0] for row in rows if row.is_top and row.is_single(column)), start=0)


def check_columns(blocks: list[Block], source: Source, findings: Findings) -> None:
    """A column of figures in which nothing stands: whoever goes on says that he has seen it."""
    rows = [row for block in blocks for row in block.rows if row.number]
    for column in (FACT, PLAN):
        if column in source.columns and len(rows) >= _MANY and not any(row.amounts[column].text for row in rows):
            place = source.position(source.first_row - 1, column)
            findings.ask(SURE, "plan.column_empty", place, choices=(YES,), column=column, count=len(rows))


def note_columns(source: Source, asked: Collection[int], findings: Findings) -> None:
    """Columns that a plan wants and has not, and those that it has and that are not taken; not those that are asked."""
    row = source.first_row - 1
    for name in COLUMNS:
        if name not in source.columns:
            findings.add("doubt", "plan.column_missing", source.position(row), column=name)
    for column in sorted(source.headed.difference(source.columns.values(), asked)):
        heading = next(head[column] for head in source.heads if column in head)
        findings.add("note", "plan.column_ignored", source.grid.position(row, column), heading=one_line(heading))


def note_hidden_columns(source: Source, findings: Findings) -> None:
    """Columns that a workbook hides and that hold something below the headings, taken all the same or left out. Our own
    hidden key is none of them."""
    taken = {column: name for name, column in source.columns.items()}
    for column in sorted(source.grid.hidden_columns.intersection(range(source.grid.width))):
        cells = [source.grid.cell(row, column) for row in range(source.first_row, len(source.grid.rows))]
        texts = [one_line(cell.text) for cell in cells if cell.text]
        count = sum(1 for cell in cells if cell.text or cell.held)
        place = source.grid.position(source.first_row - 1, column)
        if not count or taken.get(column) == ROW_KEY:
            continue
        if column in taken:
            findings.add("doubt", "plan.column_hidden", place, column=taken[column], count=count)
        else:
            findings.add("doubt", "plan.column_hidden_left", place, count=count, text="; ".join(texts)[:_SHOWN])
