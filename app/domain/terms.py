"""How a row of the plan stood before it was amended, and from when to when it counts (domain.md §5 “The plan's life”).

An amendment holds from a month on. What is asked of the months before is what the plan said then: by which deadline, in
which form, of whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

FIRST_MONTH, LAST_MONTH = 0, 999912  # year-months before and after all others


@dataclass(frozen=True)
class NamedUnit:
    """A unit named in a row as it stood then, or “all services” (``everyone``), with its share in the counting."""

    unit_id: int | None
    everyone: bool
    share: str


@dataclass(frozen=True)
class Terms:
    """What a row said until the end of a year-month (202506)."""

    until: int
    name: str | None
    mechanism: tuple[str, ...]
    deadline: str
    entry_form: str
    responsible: tuple[NamedUnit, ...]

    def stored(self) -> dict[str, Any]:
        """As the row keeps it."""
        named = [[one.unit_id, one.everyone, one.share] for one in self.responsible]
        return {
            "until": self.until,
            "name": self.name,
            "mechanism": list(self.mechanism),
            "deadline": self.deadline,
            "entry_form": self.entry_form,
            "responsible": named,
        }


def read_terms(stored: Iterable[Mapping[str, Any]]) -> tuple[Terms, ...]:
    """The other way round, the oldest first."""
    found = (
        Terms(
            one["until"],
            one["name"],
            tuple(one["mechanism"]),
            one["deadline"],
            one["entry_form"],
            tuple(NamedUnit(*named) for named in one["responsible"]),
        )
        for one in stored
    )
    return tuple(sorted(found, key=lambda terms: terms.until))


def terms_in(terms: Iterable[Terms], year_month: int) -> Terms | None:
    """Those that held in a month; None where the row's own do."""
    return next((one for one in terms if year_month <= one.until), None)


class Living(Protocol):
    """A row as far as it says when it counts."""

    @property
    def first_month(self) -> int | None: ...
    @property
    def last_month(self) -> int | None: ...
    @property
    def parent(self) -> Living | None: ...


def lives_in(row: Living, year_month: int) -> bool:
    """Whether a row counts in a month: it, and the rows above it, had come into the plan and had not left it."""
    first, last = life_of(row)
    return first <= year_month <= last


def life_of(row: Living) -> tuple[int, int]:
    """The first and the last year-month in which a row, and those above it, are in the plan."""
    first, last = FIRST_MONTH, LAST_MONTH
    line: Living | None = row
    while line is not None:
        if line.first_month is not None:
            first = max(first, line.first_month)
        if line.last_month is not None:
            last = min(last, line.last_month)
        line = line.parent
    return first, last
