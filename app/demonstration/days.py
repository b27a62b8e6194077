"""When things happen in a district library: working days, seasons, and dates drawn from them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from random import Random

from app.domain.calendar import SIX_DAYS, Calendar
from app.domain.holidays import special_days

# January … December: quiet summers, a rush when school begins.
SEASONS = (0.85, 1.0, 1.05, 1.1, 0.95, 0.7, 0.5, 0.55, 1.15, 1.3, 1.2, 1.0)
WEEKDAYS = (1.0, 1.1, 1.1, 1.05, 0.95, 1.2)  # Monday … Saturday; on Sundays nobody works


def working_days(year: int) -> list[date]:
    """The days of a year on which readers come: the reading rooms' week."""
    return Calendar(SIX_DAYS, special_days(year)).working_days(date(year, 1, 1), date(year, 12, 31))


def weight(day: date) -> float:
    """How busy a day is beside an ordinary one."""
    return SEASONS[day.month - 1] * WEEKDAYS[day.weekday()]


def draw(random: Random, days: list[date], count: int, months: Collection[int] = range(1, 13)) -> list[date]:
    """So many dates out of the year's working days, busy days more often, in order."""
    fitting = [day for day in days if day.month in months]
    return sorted(random.choices(fitting, weights=[weight(day) for day in fitting], k=count))


def after_period(days: list[date], month: int, working: int) -> date:
    """The n-th working day of the month after this one; for December the last day of the year."""
    following = [day for day in days if day.month == month + 1]
    return following[working - 1] if following else days[-1]
