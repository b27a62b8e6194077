"""In which months a unit owes: from when it works with the program until it ends (domain.md §4 “Beginning”, §5)."""

from __future__ import annotations

from dataclasses import dataclass


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


def owing_span(centre_first: int | None, first: int | None, last: int | None) -> MonthSpan:
    """A unit's months, none of them before the centre began."""
    begins = [month for month in (centre_first, first) if month is not None]
    return MonthSpan(max(begins, default=None), last)
