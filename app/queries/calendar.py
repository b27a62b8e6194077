"""The one calendar that is asked which days are worked (domain.md §4): of the centre and of each unit.

A year that the centre has not listed yet is taken as the law and the decrees make it: no year is without holidays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache, partial
from itertools import groupby

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.calendar import FIVE_DAYS, Calendar, FormerWeeks, read_former_weeks
from app.domain.holidays import SpecialDay, special_days
from app.extensions import db
from app.models import CentreHoliday, Unit
from app.queries.kept import kept
from app.queries.settings import FORMER_WEEKS, setting
from app.queries.units import all_units, habits_of

YEARS_READ = 10


def centre_calendar(centre_id: int, years: Iterable[int]) -> Calendar:
    """The centre's own week: what due dates go by. A due date of December needs the next year, too. Days before another
    week was set count by the one that they had: nobody becomes late, or in time, for the past."""
    former = read_former_weeks(setting(centre_id, FORMER_WEEKS))
    return calendar_of(centre_week(centre_id), days_of(centre_id, years), former=former)


def calendar_after(centre_id: int, days: Iterable[date]) -> Calendar:
    """The same by which working days are counted on from some days: the end of a year may lie behind any of them."""
    years = {day.year for day in days}
    return centre_calendar(centre_id, years | {year + 1 for year in years})


def unit_calendar(unit: Unit, years: Iterable[int]) -> Calendar:
    """The unit's week, or the centre's where it has none of its own: which days want figures. What was accepted before
    the calendar changed keeps the days that were asked of it."""
    years = set(years)
    kept_days = tuple((int(month), bits) for month, bits in unit.kept_days.items() if int(month) // 100 in years)
    return calendar_of(unit.working_week or centre_week(unit.centre_id), days_of(unit.centre_id, years), kept_days)


def kept_months(centre_id: int) -> set[tuple[int, int]]:
    """(unit id, year-month) of what keeps the days that were asked of it, whatever the calendar says by now."""
    return {(unit.id, int(month)) for unit in all_units(centre_id) for month in unit.kept_days}


@lru_cache(maxsize=256)
def calendar_of(
    week: str, days: tuple[SpecialDay, ...], kept_days: tuple[tuple[int, int], ...] = (), former: FormerWeeks = ()
) -> Calendar:
    return Calendar(week, days, dict(kept_days), former)


def centre_week(centre_id: int) -> str:
    return habits_of(centre_id).working_week or FIVE_DAYS


def days_of(centre_id: int, years: Iterable[int]) -> tuple[SpecialDay, ...]:
    """The special days of some years in order; read and kept by decades, for a page asks for two or three years."""

    def listed(year: int) -> tuple[SpecialDay, ...]:
        first = year - year % YEARS_READ
        decade = kept("days", centre_id, first, partial(read_days, centre_id=centre_id, first=first))
        return decade.get(year) or special_days(year)

    return tuple(day for year in sorted(set(years)) for day in listed(year))


def read_days(session: Session, centre_id: int, first: int) -> dict[int, tuple[SpecialDay, ...]]:
    """Year → the days that the centre itself has listed, of the years from ``first`` on that are read together."""
    d = CentreHoliday
    listed = (
        select(d.day, d.kind, d.code, d.name, d.confirmed)
        .where(d.centre_id == centre_id, d.day.between(date(first, 1, 1), date(first + YEARS_READ - 1, 12, 31)))
        .order_by(d.day)
    )
    days = [SpecialDay(*row) for row in session.execute(listed)]
    return {year: tuple(found) for year, found in groupby(days, lambda one: one.day.year)}


def in_span(centre_id: int, first: date, last: date) -> Select[CentreHoliday]:
    statement = select(CentreHoliday).where(
        CentreHoliday.centre_id == centre_id, CentreHoliday.day.between(first, last)
    )
    return statement.order_by(CentreHoliday.day)


def listed_days(centre_id: int, year: int) -> list[CentreHoliday]:
    """What the centre itself has listed for a year, in order; empty before it has."""
    return list(db.session.scalars(in_span(centre_id, date(year, 1, 1), date(year, 12, 31))))


def listed_on(centre_id: int, day: date) -> CentreHoliday | None:
    return db.session.scalar(in_span(centre_id, day, day))


def listed_day(centre_id: int, holiday_id: int) -> CentreHoliday | None:
    statement = select(CentreHoliday).where(CentreHoliday.centre_id == centre_id, CentreHoliday.id == holiday_id)
    return db.session.scalar(statement)
