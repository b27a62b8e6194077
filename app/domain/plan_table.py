"""The official plan table as plain data: what stands on the paper, in its order (domain.md §2).

Readers make it, writers print it, the import operation stores it. Nothing here is computed or guessed:
what the paper does not show is ``None`` or empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.frozen import Signer

_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
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
    agreement: tuple[str, ...] = ()  # lines of the block of who agrees: “KELISHILDI”, post, name, date
    signatures: tuple[Signer, ...] = ()  # below the table; a reader leaves them, they are no part of the plan


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


def owning_number(number: str, deadline: str, above: Mapping[str, str], numbers: Collection[str]) -> str | None:
    """The number of the line of which a numbered line is a part; None for a line of its own.

    12.1 is a part of 12; a lone 25.1 with a deadline other than that of 25 is a line of its own. ``above``: the numbers
    that stand before it in its section with their deadlines; ``numbers``: all of the section.
    """
    whole, _, ordinal = number.rpartition(".")
    if whole not in above:
        return None
    if ordinal != "1" or f"{whole}.2" in numbers:
        return whole
    return None if deadline and above[whole] and deadline != above[whole] else whole


def free_number(last: str, taken: Collection[str]) -> str:
    """The first number behind another that none of these have: 12.4 → 12.5."""
    whole, _, ordinal = last.rpartition(".")
    number = int(ordinal) + 1
    while f"{whole}.{number}".lstrip(".") in taken:
        number += 1
    return f"{whole}.{number}".lstrip(".")


def roman_number(number: int) -> str:
    """1 → I, 39 → XXXIX: more sections no plan has."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", *_ROMANS)[ones]


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
