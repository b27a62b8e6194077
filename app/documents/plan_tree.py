"""From printed lines to sections with nested sub-rows: which line is a part of which (domain.md §1, §2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from app.documents.findings import NUMBER, Findings
from app.documents.grid import Position
from app.documents.plan_cells import read_number, split_steps, split_units
from app.documents.plan_rows import ReadRow
from app.domain.plan_table import Line, Section, free_number, keyed_lines, owning_number

_KEY = re.compile(r"([IVX]+)(\.[0-9]+)*(\.[a-z]+)*")


@dataclass
class Block:
    """A section while it is read. ``totals``: lines that sum others, and are none themselves, each with how many rows
    stand above it."""

    roman: str
    heading: str
    position: Position
    has_keys: bool = False
    rows: list[ReadRow] = field(default_factory=list)
    totals: list[tuple[ReadRow, int]] = field(default_factory=list)


@dataclass
class _Node:
    row: ReadRow
    parts: list[_Node] = field(default_factory=list)


def build_sections(blocks: list[Block], findings: Findings) -> tuple[tuple[Section, ...], dict[Position, str]]:
    """The sections with nested lines, and the key of each printed row."""
    keyed = bool(blocks) and all(_keys_fit(block) for block in blocks)
    if not keyed and any(row.key for block in blocks for row in block.rows):
        findings.add("doubt", "plan.row_keys_ignored", blocks[0].position)
    if not keyed:
        _infer_numbers(blocks, findings)
    sections: list[Section] = []
    keys: dict[Position, str] = {}
    romans: set[str] = set()
    for block in blocks:
        if block.roman in romans:
            findings.add("error", "plan.section_duplicate", block.position, roman=block.roman)
        romans.add(block.roman)
        _ask_duplicates(block, findings, keyed)
        top = _nest(block, keyed, None if keyed else findings)
        section = _section(block, top)
        sections.append(section)
        keys |= {node.row.position: key for node, (key, _, _) in zip(_walk(top), keyed_lines(section), strict=True)}
    return tuple(sections), keys


def _keys_fit(block: Block) -> bool:
    """Whether our own hidden column is there and still says what the lines say."""
    rows = block.rows
    if not block.has_keys or not all(_KEY.fullmatch(row.key) for row in rows):
        return False
    if len({row.key for row in rows}) < len(rows):
        return False
    top = _nest(block, True, None)
    found = [key for key, _, _ in keyed_lines(_section(block, top))]
    return [node.row for node in _walk(top)] == rows and found == [row.key for row in rows]


def _section(block: Block, top: list[_Node]) -> Section:
    return Section(block.roman, block.heading, tuple(map(_line, top)))


def _line(node: _Node) -> Line:
    row = node.row
    steps, units = split_steps(row.mechanism), split_units(row.responsible)
    parts = tuple(map(_line, node.parts))
    return Line(row.number, row.name, row.measure, row.fact, row.plan, steps, row.deadline, units, parts)


def _walk(nodes: list[_Node]) -> Iterator[_Node]:
    for node in nodes:
        yield node
        yield from _walk(node.parts)


def _nest(block: Block, keyed: bool, findings: Findings | None) -> list[_Node]:
    top: list[_Node] = []
    numbers = {row.number for row in block.rows}
    by_number: dict[str, _Node] = {}
    by_key: dict[str, _Node] = {}
    last: _Node | None = None  # the last numbered line: it owns the unnumbered ones below it
    for row in block.rows:
        node = _Node(row)
        if keyed and row.key.rpartition(".")[2].isalpha():
            parent = by_key.get(row.key.rpartition(".")[0])
        elif _repeats(row, last) or not row.number:
            parent = last
        else:
            parent = _owner(row, by_number, numbers)
            by_number.setdefault(row.number, node)
            last = node
        if findings and not row.number and not row.dashed and (parent is None or row.stands_alone):
            findings.add("doubt", "plan.number_missing", row.position)
        (parent.parts if parent else top).append(node)
        by_key[row.key] = node
    return top


def _repeats(row: ReadRow, last: _Node | None) -> bool:
    """A sub-row that repeats its parent's number, as some papers print it."""
    return last is not None and last.row.number == row.number != "" and (row.dashed or not row.stands_alone)


def _owner(row: ReadRow, by_number: dict[str, _Node], numbers: set[str]) -> _Node | None:
    deadlines = {number: node.row.deadline for number, node in by_number.items()}
    return by_number.get(owning_number(row.number, row.deadline, deadlines, numbers) or "")


def _ask_duplicates(block: Block, findings: Findings, keyed: bool) -> None:
    """A number that stands twice: which it is is asked, with the next free one as the proposal."""
    seen: dict[str, ReadRow] = {}
    taken = {row.number for row in block.rows}
    last = ""
    for row in block.rows:
        repeats = row.number == last and (row.dashed or not row.stands_alone)
        if row.number and row.number in seen and not repeats and not (keyed and row.key[-1:].isalpha()):
            first, free = seen[row.number], free_number(last, taken)
            said = findings.ask(
                NUMBER, "plan.row_duplicate", row.position, proposal=free, fits=partial(_is_free, taken),
                number=row.number, roman=block.roman, first=first.position.row,
            )  # fmt: skip
            row.number = read_number(said or "") or free
            taken.add(row.number)
        if row.number:
            seen.setdefault(row.number, row)
            last = row.number


def _is_free(taken: set[str], said: str) -> bool:
    return read_number(said) is not None and read_number(said) not in taken


def _infer_numbers(blocks: list[Block], findings: Findings) -> None:
    """A missing number is taken from its neighbours only when nothing else fits: 14, …, 16."""
    rows = [row for block in blocks for row in block.rows]
    firsts = {block.rows[0].position for block in blocks if block.rows}
    numbered = [index for index, row in enumerate(rows) if row.number]
    for before, after in zip([-1, *numbered], [*numbered, len(rows)], strict=True):
        gaps = [row for row in rows[before + 1 : after] if not row.dashed and row.stands_alone]
        if len(gaps) != 1 or after == len(rows):
            continue
        whole, _, ordinal = rows[after].number.rpartition(".")
        wanted = f"{whole}.{int(ordinal) - 1}".lstrip(".")
        previous = f"{whole}.{int(ordinal) - 2}".lstrip(".")
        above = rows[before].number if before >= 0 else ""
        opens = ordinal == "2" and (gaps[0].position in firsts if not whole else above == whole)
        if above == previous or opens:
            gaps[0].number = wanted
            findings.add("note", "plan.number_inferred", gaps[0].position, number=wanted)
