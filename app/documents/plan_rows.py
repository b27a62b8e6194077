"""The rows below the header of a plan: which are sections, lines, text below the table, and what a line says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from app.documents import plan_cells
from app.documents.findings import Findings
from app.documents.grid import FileCell, FileGrid, Position
from app.documents.plan_amounts import is_blank, read_amount
from app.documents.plan_columns import (
    DEADLINE,
    FACT,
    MEASURE,
    MECHANISM,
    NAME,
    NUMBER,
    PLAN,
    RESPONSIBLE,
    ROW_KEY,
    Header,
)
from app.domain.amounts import DASHES, is_counted_singly
from app.domain.plan_table import Amount
from app.domain.text import one_line, search_key

Kind = Literal["empty", "furniture", "heading", "line", "continued", "text"]
_SIGNATURE = re.compile(r"^(direktor|rahbar|izoh|tuzuvchi|tayyorla|bajardi|ijrochi|imzo|primechani)")
_TOTAL = re.compile(r"(jami|hammasi|umumiy jami|itogo|vsego)\b")
_SIGNATURE_LINE = re.compile(r"_{3,}|^\*")


@dataclass
class ReadRow:
    """One line of the paper, read but not yet nested."""

    position: Position
    number: str = ""
    dashed: bool = False
    key: str = ""
    name: str | None = None
    measure: str | None = None
    fact: Amount = field(default_factory=Amount)
    plan: Amount = field(default_factory=Amount)
    mechanism: str = ""
    deadline: str = ""
    responsible: str = ""

    @property
    def amounts(self) -> dict[str, Amount]:
        return {FACT: self.fact, PLAN: self.plan}

    @property
    def is_top(self) -> bool:
        """A numbered line that is part of no other."""
        return bool(self.number) and "." not in self.number

    def is_single(self, column: str) -> bool:
        """Whether one figure stands in a quantity cell."""
        return len(self.amounts[column].values) == 1

    @property
    def stands_alone(self) -> bool:
        """It looks like a numbered line: it has its own deadline or units."""
        return bool(self.deadline or self.responsible)


@dataclass(frozen=True)
class Source:
    """A grid with the columns of its plan table."""

    grid: FileGrid
    columns: dict[str, int]
    first_row: int = 0
    heads: tuple[dict[int, str], ...] = ()  # what stands in the rows of the header
    headed: frozenset[int] = frozenset()  # columns with a heading of their own

    @classmethod
    def below(cls, grid: FileGrid, header: Header) -> Source:
        bare = cls(grid, header.columns)
        heads = tuple(bare.texts(row) for row in range(header.first_row, header.last_row + 1))
        return cls(grid, header.columns, header.last_row + 1, heads, frozenset().union(*heads))

    def cell(self, row: int, column: str) -> FileCell:
        return self.grid.cell(row, self.columns[column]) if column in self.columns else FileCell()

    def texts(self, row: int) -> dict[int, str]:
        """What stands in a row, by column, without our own hidden key."""
        hidden = self.columns.get(ROW_KEY)
        cells = enumerate(self.grid.rows[row])
        return {column: cell.text for column, cell in cells if cell.text and column != hidden}

    def position(self, row: int, column: str | None = None) -> Position:
        return self.grid.position(row, self.columns[column] if column else -1)


def kind_of(source: Source, row: int) -> Kind:
    """What a row of the body is, judged by itself."""
    texts = source.texts(row)
    if not texts:
        return "empty"
    if _is_furniture(source, texts):
        return "furniture"
    if heading_of(source, row):
        return "heading"
    number, name = source.cell(row, NUMBER), source.cell(row, NAME)
    if number.covered == "down" and name.covered == "down":
        return "continued"
    if len(texts) > 1 and any(source.cell(row, column).text for column in (NAME, NUMBER, FACT, PLAN)):
        return "line"
    if name.text and name.spans < 3 and source.columns.get(NUMBER, -1) != source.columns[NAME]:
        return "line"
    return "line" if plan_cells.read_number(number.text) else "text"


def _is_furniture(source: Source, texts: dict[int, str]) -> bool:
    """Headings repeated on a new page, and the row that numbers the columns."""
    values = list(texts.values())
    return texts in source.heads or (len(values) >= 4 and values == [str(index + 1) for index in range(len(values))])


def heading_of(source: Source, row: int) -> plan_cells.Heading | None:
    """The section heading of a row: merged over the table, in its first cell only, or number and heading apart."""
    texts = source.texts(row)
    if len(texts) == 1:
        return plan_cells.read_heading(next(iter(texts.values())))
    number, name = source.cell(row, NUMBER).text, source.cell(row, NAME).text
    if len(texts) == 2 and number and name and not number[0].isdigit():
        return plan_cells.read_heading(f"{number.rstrip(' .')}. {name}")
    return None


def is_plain_text(source: Source, row: int) -> bool:
    """A row without number, dash, unit of measure or figure: perhaps a sub-row, perhaps text below the table."""
    if kind_of(source, row) in ("heading", "continued"):
        return False
    cells = [source.cell(row, column).text for column in (MEASURE, FACT, PLAN, ROW_KEY)]
    number, name = source.cell(row, NUMBER).text, source.cell(row, NAME).text
    return not (
        any(not is_blank(text) for text in cells) or plan_cells.read_number(number) or plan_cells.strip_dash(name)[0]
    )


def ends_table(source: Source, row: int) -> bool:
    """A plain row that opens the text below the table: a blank, a text across, a signature or a footnote."""
    if kind_of(source, row) != "line":
        return True
    texts = source.texts(row).values()
    return any(_SIGNATURE.search(search_key(text)) or _SIGNATURE_LINE.search(text) for text in texts)


def is_total(source: Source, row: int) -> bool:
    """A line that sums what stands above it: named so, without a number, and none that the program wrote itself."""
    if source.cell(row, NUMBER).text or source.cell(row, ROW_KEY).text:
        return False
    return bool(_TOTAL.match(search_key(source.cell(row, NAME).text)))


def goes_on(source: Source, row: int) -> bool:
    """A line that a page broke: no number, unit of measure or figure, and its name goes on with a small letter."""
    own = [source.cell(row, column).text for column in (NUMBER, MEASURE, FACT, PLAN, ROW_KEY)]
    name, rest = (
        source.cell(row, NAME),
        [source.cell(row, column).text for column in (MECHANISM, DEADLINE, RESPONSIBLE)],
    )
    if any(own) or not (name.text or any(rest)) or name.spans > 2:
        return False
    return not plan_cells.strip_dash(name.text)[0] and (not name.text or name.text[0].islower())


def read_line(source: Source, row: int, findings: Findings) -> ReadRow:
    """One line of the table; what cannot be read is reported and left empty."""
    line = ReadRow(source.position(row), key=source.cell(row, ROW_KEY).text)
    name = one_line(source.cell(row, NAME).text)
    if NUMBER in source.columns:
        name = _read_number_cell(source, row, line, name, findings)
    else:
        line.number, name = plan_cells.split_number(name)
        line.number = plan_cells.read_number(line.number) or ""
    if not line.number or line.key.rpartition(".")[2].isalpha():
        dashed, name = plan_cells.strip_dash(name)
        line.dashed = line.dashed or dashed
    line.name = None if plan_cells.is_unreadable(name) else name
    if line.name is None:
        findings.add("doubt", "plan.name_missing", source.position(row, NAME))
    elif plan_cells.UNREADABLE_STORED in name:
        findings.add("doubt", "plan.text_unreadable", source.position(row, NAME))
    line.measure = one_line(_own_or_merged(source, row, MEASURE, line)) or None
    line.deadline = one_line(_own_or_merged(source, row, DEADLINE, line))
    if re.search(r"…|\.\.\.", line.deadline):
        findings.add("doubt", "plan.deadline_unclear", source.position(row, DEADLINE), value=line.deadline)
    line.mechanism = _own_or_merged(source, row, MECHANISM, line)
    line.responsible = _own_or_merged(source, row, RESPONSIBLE, line)
    counted = is_counted_singly(line.measure) and not line.key  # what the program wrote itself was looked at before
    line.fact = _amount(source, row, FACT, line.measure if counted else None, findings)
    line.plan = _amount(source, row, PLAN, line.measure if counted else None, findings)
    known = source.headed.union(source.columns.values())
    for column, text in source.texts(row).items():
        if column not in known:
            findings.add("doubt", "plan.cell_ignored", source.grid.position(row, column), text=text)
    return line


def _read_number_cell(source: Source, row: int, line: ReadRow, name: str, findings: Findings) -> str:
    cell = source.cell(row, NUMBER)
    position = source.position(row, NUMBER)
    if cell.is_date:
        findings.add("doubt", "plan.number_is_date", position, value=cell.text)
        return name
    number = plan_cells.read_number(cell.text)
    if number is not None:
        line.number = number
    elif cell.text in DASHES:
        line.dashed = True
    elif cell.text:
        findings.add("doubt", "plan.number_unclear", position, value=cell.text)
        return f"{one_line(cell.text)} {name}".strip()
    return name


def _own_or_merged(source: Source, row: int, column: str, line: ReadRow) -> str:
    """A cell merged over several lines belongs to each of them; sub-rows leave it to the line above them."""
    cell = source.cell(row, column)
    if cell.covered != "down":
        return cell.text
    start = row
    while start > 0 and source.cell(start, column).covered == "down":
        start -= 1
    numbered_above = plan_cells.read_number(source.cell(start, NUMBER).text) is not None
    if not line.number and numbered_above and column != MEASURE:
        return ""
    return source.cell(start, column).text


def _amount(source: Source, row: int, column: str, counted: str | None, findings: Findings) -> Amount:
    """One quantity cell of a line; a figure that stands over several is nobody's."""
    if column not in source.columns:
        return Amount()
    cell, position = source.cell(row, column), source.position(row, column)
    if cell.covered and source.grid.anchor(row, source.columns[column]).text:
        findings.add("doubt", "plan.amount_merged", position)
        return Amount()
    return read_amount(cell, position, counted, findings)


def continue_line(source: Source, row: int, line: ReadRow, findings: Findings) -> None:
    """A row that goes on with the line above: merged with it, or broken by a page."""
    if name := one_line(source.cell(row, NAME).text):
        line.name = f"{line.name or ''} {name}".strip()
    for column in (MECHANISM, RESPONSIBLE):
        if text := source.cell(row, column).text:
            setattr(line, column, f"{getattr(line, column)}\n{text}".strip())
    deadline = one_line(source.cell(row, DEADLINE).text)
    if deadline and deadline != line.deadline:
        line.deadline = f"{line.deadline}, {deadline}".strip(", ")
    taken = {source.columns.get(name) for name in (NAME, MECHANISM, RESPONSIBLE, DEADLINE)}
    for index, text in source.texts(row).items():
        if index not in taken:
            findings.add("doubt", "plan.row_not_understood", source.grid.position(row, index), text=text)
