"""A row of the plan as it stood in a month, where it was amended since (domain.md §5 “The plan's life”)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar, cast

from app.domain.terms import FIRST_MONTH, LAST_MONTH, Living, NamedUnit, Terms, read_terms, terms_in


class Amended(Living, Protocol):
    """A row that keeps how it stood before, of the tree or a plain one."""

    @property
    def earlier_terms(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def parent(self) -> Amended | None: ...


@dataclass(frozen=True)
class EarlierLine:
    """A row as it stood in a month; ``terms``: None where only a row above it was another."""

    row: Any
    terms: Terms | None
    above: Any

    @property
    def id(self) -> int:
        return cast(int, self.row.id)

    earlier_terms = ()

    @property
    def state(self) -> tuple[int, ...]:
        """By what it differs from the same row in another month."""
        own = self.terms.until if self.terms else 0
        return (own, *(self.above.state if isinstance(self.above, EarlierLine) else ()))

    @property
    def plan_year(self) -> int:
        return cast(int, self.row.plan_year)

    @property
    def parent(self) -> Any:
        return self.above

    @property
    def sums_parts(self) -> bool:
        return bool(self.row.sums_parts)

    @property
    def mode(self) -> str:
        return cast(str, self.row.mode)

    @property
    def first_month(self) -> int | None:
        return cast("int | None", self.row.first_month)

    @property
    def last_month(self) -> int | None:
        return cast("int | None", self.row.last_month)

    @property
    def name(self) -> str | None:
        return self.terms.name if self.terms else cast("str | None", self.row.name)

    @property
    def mechanism(self) -> Sequence[str]:
        return self.terms.mechanism if self.terms else cast("Sequence[str]", self.row.mechanism)

    @property
    def deadline(self) -> str:
        return self.terms.deadline if self.terms else cast(str, self.row.deadline)

    @property
    def entry_form(self) -> str:
        return self.terms.entry_form if self.terms else cast(str, self.row.entry_form)

    @cached_property
    def responsible(self) -> Sequence[NamedUnit]:
        return self.terms.responsible if self.terms else cast("Sequence[NamedUnit]", self.row.responsible)


def state_of(row: object) -> tuple[int, ...]:
    """By what a row as it stood in a month differs from itself now; nothing where it is the row itself."""
    return row.state if isinstance(row, EarlierLine) else ()


def is_amended(row: object) -> bool:
    """Whether the row, or one above it, was another before."""
    line = cast("Amended | None", row)
    while line is not None:
        if line.earlier_terms:
            return True
        line = line.parent
    return False


RowT = TypeVar("RowT")


def as_of(row: RowT, year_month: int) -> RowT:
    """The row as it stood in a month; itself where nothing of it or of the rows above it has changed since."""
    line = cast(Amended, row)
    above = as_of(line.parent, year_month) if line.parent is not None else None
    terms = terms_in(read_terms(line.earlier_terms), year_month) if line.earlier_terms else None
    if terms is None and above is line.parent:
        return row
    return cast(RowT, EarlierLine(row, terms, above))


def stretches(row: RowT) -> Iterator[tuple[int, int, RowT]]:
    """The row as it stood from a year-month to another, the last first: before each amendment that changed it or a row
    above it, and as it stands."""
    last, line = LAST_MONTH, cast("Amended | None", row)
    untils: set[int] = set()
    while line is not None:
        untils |= {terms.until for terms in read_terms(line.earlier_terms)} if line.earlier_terms else set()
        line = line.parent
    for until in sorted(untils, reverse=True):
        yield until + 1, last, as_of(row, last)
        last = until
    yield FIRST_MONTH, last, as_of(row, last)


def every_state(row: RowT) -> Iterator[RowT]:
    """The row as it stands, and as it stood before each amendment that changed it or a row above it."""
    return (state for _first, _last, state in stretches(row))
