"""The official plan table as plain data: what stands on the paper, in its order (domain.md §2).

Readers make it, writers print it, the import operation stores it. Nothing here is computed or guessed:
what the paper does not show is ``None`` or empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

UNREADABLE = "[o‘qilmadi]"  # what people write where the scan shows no name


@dataclass(frozen=True)
class Amount:
    """One quantity cell. ``text`` is what is printed; ``values`` its components in order.

    ``1/2/1`` has three values, ``310`` one, ``-`` and an empty cell none.
    """

    text: str = ""
    values: tuple[int | Decimal, ...] = ()


@dataclass(frozen=True)
class Line:
    """One printed line of the table: a numbered row, or a sub-row among the ``parts`` of one."""

    number: str = ""  # "12", "12.4", "25.1"; no final point; "" when the paper gives none
    name: str | None = None  # None: the paper does not show it
    measure: str | None = None  # unit of measure as printed
    fact: Amount = Amount()  # last year
    plan: Amount = Amount()  # this year
    mechanism: tuple[str, ...] = ()  # ordered steps, without their numbering
    deadline: str = ""
    responsible: tuple[str, ...] = ()  # units as printed, in order
    parts: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Section:
    roman: str  # "IV"
    heading: str  # without the Roman number
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class PlanTable:
    year: int
    centre: str = ""  # "Jizzax viloyati Arnasoy tuman axborot-kutubxona markazi", when the paper says so
    title: str = ""  # the whole title as printed, on one line
    approval: tuple[str, ...] = ()  # lines of the approval block: “TASDIQLAYMAN”, post, name, date
    sections: tuple[Section, ...] = field(default=())


def keyed_lines(section: Section) -> Iterator[tuple[str, Line, str | None]]:
    """Every line of a section with its row key and its parent's key, in printed order.

    A numbered line is ``IV.12.4``; an unnumbered sub-row takes its parent's key and a letter,
    ``IV.14.a`` (contract.md “Addresses”). A sub-row that repeats its parent's number counts as unnumbered.
    """

    def walk(lines: tuple[Line, ...], parent: str | None) -> Iterator[tuple[str, Line, str | None]]:
        letters = 0
        taken: set[str] = set()
        for line in lines:
            own = f"{section.roman}.{line.number}" if line.number else ""
            if not own or own == parent or own in taken:
                own = f"{parent or section.roman}.{letter(letters)}"
                letters += 1
            taken.add(own)
            yield own, line, parent
            yield from walk(line.parts, own)

    return walk(section.lines, None)


def letter(index: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def part_keys(row_key: str, components: int) -> tuple[str, ...]:
    """Keys of the figures of one line: the row itself, or ``II.2/1`` … for a composite cell."""
    if components <= 1:
        return (row_key,)
    return tuple(f"{row_key}/{place}" for place in range(1, components + 1))
