"""How complete what was handed in is: received, on time and filled, each with its denominator (domain.md §4).

“Submitted” alone hides an empty report, so all three stand side by side; none of them can pass 100 %.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.deadlines import Deadline
from app.domain.obligations import obligation_periods
from app.domain.periods import Period, period_of
from app.domain.workflow import SHUT

HUNDRED = Decimal(100)
DAYS, WEEKS, ONCE, LEVEL = ASKED_KINDS = ("days", "weeks", "once", "level")
ALL_YEAR_LONG = ("during_year", "self_set")  # deadlines by which each month says something, and none is required
SAYING = {"number", "no_activity"}  # states that say something; an emptied cell says nothing


@dataclass(frozen=True)
class Share:
    """So many of so many; of nothing there is no percentage. ``explained``: so many of the ``count`` say nothing
    themselves, a reason alone stands for them."""

    count: int = 0
    of: int = 0
    explained: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.explained <= self.count <= self.of:
            raise ValueError(f"{self.count} of {self.of}, {self.explained} of them explained")

    @property
    def is_good(self) -> bool:
        """Whether it earns a tick: nothing is missing, and something is there beside reasons."""
        return self.count == self.of and (not self.explained or self.count > self.explained)

    @property
    def percent(self) -> Decimal | None:
        return HUNDRED * self.count / self.of if self.of else None

    def __add__(self, other: Share) -> Share:
        return Share(self.count + other.count, self.of + other.of, self.explained + other.explained)


@dataclass(frozen=True)
class MonthFacts:
    """What is known of one unit's month. ``submitted_on`` is the first time; a later return does not take it away.

    ``outside``: “before” where the unit had not begun, “after” where it has ended; such a month is waived, too.
    """

    end: date
    due: date
    submitted_on: date | None = None
    waived: bool = False
    filled: Share = Share()
    outside: str = ""


@dataclass(frozen=True)
class Completeness:
    """Three answers to “how much is there”, side by side."""

    received: Share = Share()
    on_time: Share = Share()
    filled: Share = Share()

    def __add__(self, other: Completeness) -> Completeness:
        return Completeness(self.received + other.received, self.on_time + other.on_time, self.filled + other.filled)


def time_mark(state: str, facts: MonthFacts, today: date) -> str:
    """Of a month that nobody has handed in, how it stands with its due day. One that nobody owed and that was only shut
    with the others' is no closed one: it stands in no tally."""
    if facts.waived and facts.submitted_on is None and state in ("draft", *SHUT):
        return facts.outside or "waived"
    if state != "draft":
        return state
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

    A quarterly figure is wanted in March and may stand in January; a weekly one every month; of what runs all year
    something, or “no activity”, is said each month. Of two periods that end in one month the longer counts.
    """
    found: dict[int, tuple[int, str]] = {}
    for period, _required in obligation_periods(deadline, year):
        if period.end.year != year or (period.kind == "year" and deadline.kind in ALL_YEAR_LONG):
            continue  # the last week ends in January, and its December has others
        last = period.end.month
        first = last if period.kind == "week" else period.start.month
        if last not in found or first < found[last][0]:
            found[last] = (first, period.key)
    return found


def weeks_of(month: Period) -> tuple[Period, ...]:
    """The weeks that are counted in a month: their Sunday lies in it (domain.md §4)."""
    week, found = period_of("week", month.start), []
    while week.end <= month.end:
        found.append(week)
        week = week.next
    return tuple(found)


def weeks_meeting(month: Period) -> tuple[Period, ...]:
    """The weeks of which some day lies in a month."""
    counted = weeks_of(month)
    return (*counted, counted[-1].next) if counted[-1].end < month.end else counted


def asked_days(working_days: Sequence[date], today: date) -> list[date]:
    """Of a month's working days those that want figures by now: what is over, and the last one once it has come."""
    return [day for day in working_days if day < today or day == today == working_days[-1]]


def is_worked(month: Period, working_days: Sequence[date], today: date) -> bool:
    """Whether no working day of a month is still to come: it is compared with others then, whatever days off follow."""
    return month.end < today or (bool(working_days) and working_days[-1] <= today)


@dataclass(frozen=True)
class Asked:
    """What one figure wants of a unit in one month: each working day, each week, a level, or one thing said."""

    kind: str
    days: Sequence[date] = ()
    weeks: Sequence[Period] = ()


@dataclass(frozen=True)
class Said:
    """What stands there. ``states`` are of the months in which the value may stand: of a figure for a whole month
    ``whole``, of everything ``any``; ``days`` those with a value, ``aside`` those that are not applicable.

    ``known``: of a level, that a number was ever written this year.
    """

    whole: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    aside: frozenset[date] = frozenset()
    known: bool = False


@dataclass(frozen=True)
class Filled:
    """How much of what is wanted is there. ``blank``: the days that say nothing; ``explained``: those with a reason;
    ``weeks``: those that say nothing."""

    share: Share = Share()
    blank: tuple[date, ...] = ()
    explained: tuple[date, ...] = ()
    weeks: tuple[Period, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.share.count == self.share.of


def filled(asked: Asked, said: Said, explained: Collection[date] = ()) -> Filled:
    """What is filled of one figure's month: a value, or a confirmed “no activity” (domain.md §4 “Completeness”).

    “Not applicable” leaves the denominator. A reason confirms a day; a figure for the whole month every one.
    """
    if said.any == {"not_applicable"} and asked.kind != DAYS or said.whole == {"not_applicable"}:
        return Filled()
    if asked.kind == DAYS:
        days = [day for day in asked.days if day not in said.aside]
        silent = [] if said.whole & SAYING else [day for day in days if day not in said.days]
        blank = tuple(day for day in silent if day not in explained)
        confirmed = tuple(day for day in silent if day in explained)
        return Filled(Share(len(days) - len(blank), len(days), len(confirmed)), blank, confirmed)
    if asked.kind == WEEKS:
        wanted = [] if said.whole & SAYING else asked.weeks
        empty = tuple(week for week in wanted if not any(week.start <= day <= week.end for day in said.days))
        return Filled(Share(len(asked.weeks) - len(empty), len(asked.weeks)), weeks=empty)
    is_there = bool(said.any & SAYING) and (said.known or asked.kind != LEVEL)
    return Filled(Share(int(is_there), 1))
