"""The calendar of due dates, day by day, as its page draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import Calendar
from app.domain.periods import Period
from app.pages.calendar_words import day_words
from app.pages.duty_words import DutyGroup

MOST_APART = 3  # units of one day whose obligations are still named one by one
LONGEST_NAME = 40

Groups = list[tuple[str, int | None, list[DutyGroup]]]  # whose, its unit if it is one's, what
Address = Callable[[DutyGroup | None, int | None], str]


@dataclass(frozen=True)
class OwedLine:
    """What is due on a day: one obligation, or how many of a unit; ``late`` when it is overdue."""

    words: str
    href: str
    late: bool


@dataclass(frozen=True)
class CalendarDay:
    """A day of the table; not ``here`` when it belongs to another month. ``feast`` is why it is unlike its weekday."""

    day: date
    here: bool
    look: str = ""
    feast: str | None = None
    lines: tuple[OwedLine, ...] = ()


def calendar_day(
    day: date, month: Period, calendar: Calendar, groups: Groups, today: date, address: Address, *, named: bool
) -> CalendarDay:
    """``named``: obligations by their names as long as few units owe on that day; otherwise how many a unit owes."""
    if not month.start <= day <= month.end:
        return CalendarDay(day, here=False)
    feast = day_words(calendar, day)
    looks = {"off": not calendar.is_working(day), "now": day == today, "bare": not groups and not feast}
    lines = named_lines(groups, address) if named and len(groups) <= MOST_APART else counted_lines(groups, address)
    return CalendarDay(day, True, " ".join(look for look, is_so in looks.items() if is_so), feast, tuple(lines))


def named_lines(groups: Groups, address: Address) -> list[OwedLine]:
    return [
        OwedLine(group.words, address(group, unit_id), group.first.state == "overdue")
        for _, unit_id, found in groups
        for group in found
    ]


def counted_lines(groups: Groups, address: Address) -> list[OwedLine]:
    return [
        OwedLine(
            f"{shortened(name)}: {sum(len(group.duties) for group in found)}",
            address(None, unit_id),
            any(group.first.state == "overdue" for group in found),
        )
        for name, unit_id, found in groups
    ]


def shortened(name: str) -> str:
    """A name that fits into a day: whole words, and a sign that there are more."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME - 1].rpartition(" ")[0] + "…"
