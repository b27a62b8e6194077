"""Which days are worked: a working week, and the days unlike it (domain.md §4).

The centre's week rules the due dates, a unit's own week which days want figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from app.domain.errors import Invalid
from app.domain.holidays import HOLIDAY, WORKING_DAY, SpecialDay

FIVE_DAYS, SIX_DAYS = "12345", "123456"  # ISO weekdays: 1 is Monday
WEEKDAYS = "1234567"
NEXT = timedelta(days=1)
MOST_FORMER_WEEKS = 8  # that are remembered


FormerWeeks = tuple[tuple[date, str], ...]  # the last day on which a week held, and that week; the oldest first


class Calendar:
    """A working week with its special days; a day off that meets a holiday is moved here, once.

    ``kept``: year-month → the working days that it has whatever week and list say, as bits (``bits_of``); ``former``:
    the weeks before this one, each for its own days.
    """

    def __init__(
        self, week: str, days: Iterable[SpecialDay], kept: Mapping[int, int] | None = None, former: FormerWeeks = ()
    ) -> None:
        self.week, self.kept, self.former = week, kept or {}, former
        self.special = {special.day: special for special in days}
        self.moved: dict[date, SpecialDay] = {}
        for special in sorted(self.special.values()):
            if special.kind == HOLIDAY and not self._in_week(special.day):
                self.moved[self.on_or_after(special.day + NEXT)] = special

    def is_working(self, day: date) -> bool:
        kept = self.kept.get(day.year * 100 + day.month)
        if kept is not None:
            return bool(kept & bits_of([day]))
        special = self.special.get(day)
        if special is not None:
            return special.kind == WORKING_DAY
        return self._in_week(day) and day not in self.moved

    def reason(self, day: date) -> SpecialDay | None:
        """Why a day is unlike its weekday: its own special day, or the holiday whose day off it took over."""
        return self.special.get(day) or self.moved.get(day)

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before ``day``."""
        while not self.is_working(day):
            day += NEXT
        return day

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; with 0 the first one that is not before it."""
        for _ in range(count):
            day = self.on_or_after(day + NEXT)
        return self.on_or_after(day)

    def working_days(self, first: date, last: date) -> list[date]:
        """The working days of a span, both ends included."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self.is_working(day)]

    def _in_week(self, day: date) -> bool:
        week = next((week for until, week in self.former if day <= until), self.week)
        return str(day.isoweekday()) in week


def bits_of(days: Iterable[date]) -> int:
    """Some days of a month as one number, its first bit being the 1st."""
    return sum({1 << (day.day - 1) for day in days})


def read_former_weeks(text: str) -> FormerWeeks:
    """The weeks that a centre had, as they are kept: “2025-11-17:12345 2026-05-03:123456”."""
    pairs = (word.split(":") for word in text.split())
    return tuple((date.fromisoformat(until), week) for until, week in pairs)


def with_former_week(former: FormerWeeks, week: str, today: date) -> str:
    """The same text once another week than ``week`` holds from today on. One that held not a single day is none."""
    yesterday = today - NEXT
    known = former if former and former[-1][0] >= yesterday else (*former, (yesterday, week))
    return " ".join(f"{until.isoformat()}:{one}" for until, one in known[-MOST_FORMER_WEEKS:])


def read_week(days: Iterable[str]) -> str:
    """A working week from its weekdays, 1 (Monday) to 7. Raises Invalid ``week.empty`` or ``choice.unknown``."""
    chosen = set(days)
    if not chosen:
        raise Invalid("week.empty", field="working_week")
    if not chosen <= set(WEEKDAYS):
        raise Invalid("choice.unknown", field="working_week")
    return "".join(sorted(chosen))
