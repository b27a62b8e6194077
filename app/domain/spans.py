"""In which months a unit owes: from when it works with the program until it ends (domain.md §4 “Beginning”, §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.errors import Invalid
from app.domain.periods import Period, parse_period

YEARS_BEFORE, YEARS_AHEAD = 5, 1  # how far from today the month may lie in which a centre begins


@dataclass(frozen=True)
class MonthSpan:
    """Year-months, 202506; ``first`` and ``last`` are within, None leaves that end open."""

    first: int | None = None
    last: int | None = None

    def holds(self, year_month: int) -> bool:
        return (self.first is None or year_month >= self.first) and (self.last is None or year_month <= self.last)

    def ended_before(self, year_month: int) -> bool:
        return self.last is not None and year_month > self.last

    def touches(self, year: int) -> bool:
        """Whether it holds some month of a year."""
        return (self.first is None or self.first <= year * 100 + 12) and (
            self.last is None or self.last >= year * 100 + 1
        )


class SomeMonths(Protocol):
    """Which months are meant: those of a span, or some that need not lie one behind the other."""

    def holds(self, year_month: int) -> bool: ...


@dataclass(frozen=True)
class MonthSet:
    """Year-months by themselves."""

    months: frozenset[int]

    def holds(self, year_month: int) -> bool:
        return year_month in self.months


def owing_span(centre_first: int | None, first: int | None, last: int | None) -> MonthSpan:
    """A unit's months, none of them before the centre began."""
    begins = [month for month in (centre_first, first) if month is not None]
    return MonthSpan(max(begins, default=None), last)


def check_beginning(month: Period, today: date) -> None:
    """A centre begins in a month near today. Raises Invalid ``beginning.far`` (``first``, ``last``: days)."""
    first, last = parse_period(f"{today.year - YEARS_BEFORE}-01"), parse_period(f"{today.year + YEARS_AHEAD}-12")
    if not first <= month <= last:
        raise Invalid("beginning.far", field="first_month", first=first.start, last=last.end)
