"""When things happen in a district library: working days, seasons, and dates drawn from them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from random import Random

from app.domain.calendar import FIVE_DAYS, SIX_DAYS, Calendar
from app.domain.holidays import special_days

# January … December: quiet summers, a rush when school begins.
SEASONS = (0.85, 1.0, 1.05, 1.1, 0.95, 0.7, 0.5, 0.55, 1.15, 1.3, 1.2, 1.0)
WEEKDAYS = (1.0, 1.1, 1.1, 1.05, 0.95, 1.2)  # Monday … Saturday; on Sundays nobody works
DECREED_FROM = 6  # January: the first working day from here on becomes a day off by a decree of December


def working_days(year: int) -> list[date]:
    """The days of a year on which readers come: the reading rooms' week."""
    return Calendar(SIX_DAYS, special_days(year)).working_days(date(year, 1, 1), date(year, 12, 31))


def decreed_day(year: int) -> date:
    """The day off in the January after a year of which the centre hears in December."""
    week = Calendar(FIVE_DAYS, special_days(year + 1))
    return week.working_days(date(year + 1, 1, DECREED_FROM), date(year + 1, 1, 31))[0]


def weight(day: date) -> float:
    """How busy a day is beside an ordinary one."""
    return SEASONS[day.month - 1] * WEEKDAYS[day.weekday()]


def draw(random: Random, days: list[date], count: int, months: Collection[int] = range(1, 13)) -> list[date]:
    """So many dates out of the year's working days, busy days more often, in order."""
    fitting = [day for day in days if day.month in months]
    return sorted(random.choices(fitting, weights=[weight(day) for day in fitting], k=count))


def nth(days: list[date], month: int, place: int) -> date:
    """The n-th working day of a month."""
    return [day for day in days if day.month == month][place - 1]


def within_year(days: list[date], month: int, working: int) -> date:
    """The n-th working day of the month after this one, on which a letter of this year leaves; after December none
    does any more: the last day of the year."""
    return nth(days, month + 1, working) if month < 12 else days[-1]


def after_month(year: int, month: int, working: int) -> date:
    """The n-th working day after a month's end, also in the next year."""
    if month < 12:
        return nth(working_days(year), month + 1, working)
    return [day for day in working_days(year + 1) if day != decreed_day(year)][working - 1]
