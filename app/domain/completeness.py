"""How complete what was handed in is: received, on time and filled, each with its denominator (domain.md §4).

“Submitted” alone hides an empty report, so all three stand side by side; none of them can pass 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.counting import Total
from app.domain.deadlines import Deadline
from app.domain.obligations import obligation_periods

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Share:
    """So many of so many; of nothing there is no percentage."""

    count: int = 0
    of: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise ValueError(f"{self.count} of {self.of}")

    @property
    def percent(self) -> Decimal | None:
        return HUNDRED * self.count / self.of if self.of else None

    def __add__(self, other: Share) -> Share:
        return Share(self.count + other.count, self.of + other.of)


@dataclass(frozen=True)
class MonthFacts:
    """What is known of one unit's month. ``submitted_on`` is the first time; a later return does not take it away."""

    end: date
    due: date
    submitted_on: date | None = None
    waived: bool = False
    filled: Share = Share()


@dataclass(frozen=True)
class Completeness:
    """Three answers to “how much is there”, side by side."""

    received: Share = Share()
    on_time: Share = Share()
    filled: Share = Share()

    def __add__(self, other: Completeness) -> Completeness:
        return Completeness(self.received + other.received, self.on_time + other.on_time, self.filled + other.filled)


def time_mark(state: str, facts: MonthFacts, today: date) -> str:
    """Of a month that nobody has handed in, how it stands with its due day."""
    if state != "draft":
        return state
    if facts.waived:
        return "waived"
    if today <= facts.end:
        return "not_due"
    return "overdue" if today > facts.due else "due"


def completeness(months: Iterable[MonthFacts], today: date) -> Completeness:
    """Of the months that are over and not waived: how many came, how many came in time, how many cells are filled."""
    expected = [month for month in months if month.end < today and not month.waived]
    received = [month for month in expected if month.submitted_on is not None]
    on_time = [month for month in received if month.submitted_on is not None and month.submitted_on <= month.due]
    return Completeness(
        Share(len(received), len(expected)),
        Share(len(on_time), len(expected)),
        sum((month.filled for month in expected), start=Share()),
    )


def wanted_spans(deadline: Deadline, year: int) -> dict[int, tuple[int, str]]:
    """Month (1…12) at whose end a figure is wanted → the first month in which it may stand, and the period's key.

    A quarterly figure is wanted in March and may stand in January; a weekly one every month; what is not required
    is not wanted. Of two periods that end in one month the longer counts.
    """
    found: dict[int, tuple[int, str]] = {}
    for period, required in obligation_periods(deadline, year):
        if not required:
            continue
        if period.end.year != year:
            continue  # the last week ends in January, and its December has others
        last = period.end.month
        first = last if period.kind == "week" else period.start.month
        if last not in found or first < found[last][0]:
            found[last] = (first, period.key)
    return found


def filled_share(wanted: Iterable[Sequence[Total]]) -> Share:
    """Of cells that want a value, how many have one; each cell is the months in which its value may stand.

    “Not applicable” leaves the denominator.
    """
    states = [{total.state for total in months} for months in wanted]
    asked = [found for found in states if not found or found - {"not_applicable"}]
    return Share(sum(1 for found in asked if found & {"number", "no_activity"}), len(asked))
