"""A stand-in (vaqtincha vazifasini bajaruvchi): who acts in another's place from a day to a day (domain.md §5).

The days are local days, both within. It ends by itself: what a person may is judged anew for each day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.errors import Invalid

RUNNING, COMING, PAST = STATES = ("running", "coming", "past")
MOST_YEARS = 3  # from the first day: a parental leave, the longest leave there is
AHEAD_YEARS = 1  # nobody names a stand-in for a first day further away


@dataclass(frozen=True)
class Standing:
    """One stand-in as it was named. ``absent_id`` and ``absent``: for whom, None and empty where nobody has the post;
    ``unit_ids``: the units of the absent person; ``ended_on``: the first day on which it holds no more, if it was ended
    before its last day."""

    id: int
    person_id: int
    person: str
    role: str
    absent_id: int | None
    absent: str
    unit_ids: frozenset[int]
    first_day: date
    last_day: date
    ended_on: date | None = None

    @property
    def in_place_of(self) -> str:
        """The name of the absent person, or the code of the post that nobody has."""
        return self.absent or self.role

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day and (self.ended_on is None or day < self.ended_on)

    def state(self, day: date) -> str:
        """Whether it runs, comes or is past on a day."""
        if self.holds(day):
            return RUNNING
        return COMING if day < self.first_day and self.ended_on is None else PAST

    def meets(self, first_day: date, last_day: date) -> bool:
        """Whether it holds on some of these days."""
        last = min([self.last_day, *([self.ended_on - timedelta(days=1)] if self.ended_on else [])])
        return self.first_day <= last and self.first_day <= last_day and first_day <= last


def check_days(first_day: date, last_day: date, today: date) -> None:
    """Raises Invalid ``stand_in.past``, ``stand_in.far``, ``stand_in.days`` or ``stand_in.too_long`` (``last``)."""
    if first_day < today:
        raise Invalid("stand_in.past", field="first_day")
    if first_day > last_within(today, AHEAD_YEARS):
        raise Invalid("stand_in.far", field="first_day", last=last_within(today, AHEAD_YEARS))
    if last_day < first_day:
        raise Invalid("stand_in.days", field="last_day")
    if last_day > last_within(first_day, MOST_YEARS):
        raise Invalid("stand_in.too_long", field="last_day", years=MOST_YEARS, last=last_within(first_day, MOST_YEARS))


def last_within(first_day: date, years: int) -> date:
    """The last day of so many years that begin with a day, both within: 18.11.2025 and 3 years → 17.11.2028."""
    # of the leap day's three years later the day before the first of March
    first_of_month = first_day.replace(day=1, year=first_day.year + years)
    return first_of_month + timedelta(days=first_day.day - 2)


@dataclass(frozen=True)
class Acting:
    """As whom something is done: who acts, and in whose place; ``lent``: whether it is another's right, or that of a
    post that nobody has."""

    person_id: int | None = None
    absent_id: int | None = None
    lent: bool = False


def is_own(authors: Collection[int], acting: Acting) -> bool:
    """Whether an act would judge what the same people did: nobody becomes another by the hat that he wears.

    ``authors``: who did it, and in whose place."""
    return acting.person_id in authors or acting.absent_id in authors


def is_own_in_place(maker_id: int, acting: Acting, *, lent: bool) -> bool:
    """The same of what two posts do one after the other, the plan and the report: one hand does not do both where one
    of both is in another's place. Who made it and later got the other post himself goes on, and so does another hand.

    ``lent``: whether it was made in another's place."""
    return (lent or acting.lent) and maker_id == acting.person_id
