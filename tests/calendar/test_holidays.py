"""The years as the law and the decrees make them, beside a library that keeps them for every country."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.calendar import FIVE_DAYS, SIX_DAYS, Calendar
from app.domain.holidays import DAY_OFF, DECREED, HOLIDAY, LAST_ANNOUNCED, WORKING_DAY, special_days
from tests.calendar.source import YEARS, days_of, observed


@pytest.mark.parametrize("year", YEARS)
def test_the_days_are_those_of_the_library(year: int) -> None:
    feasts, off, working, fixed = days_of(year)
    found = special_days(year)
    by_kind = {kind: {each.day for each in found if each.kind == kind} for kind in (HOLIDAY, DAY_OFF, WORKING_DAY)}
    assert by_kind[HOLIDAY] == {day for day, *_ in feasts} | fixed
    assert (by_kind[DAY_OFF], by_kind[WORKING_DAY]) == (set(off), set(working))
    announced = all(known for *_, known in feasts)
    assert announced == (year <= LAST_ANNOUNCED)
    assert {each.confirmed for each in found if each.code not in (DECREED, "")} >= {announced}


@pytest.mark.parametrize("year", YEARS)
def test_our_own_rule_moves_the_days_off_of_a_five_day_week_where_the_library_does(year: int) -> None:
    calendar = Calendar(FIVE_DAYS, special_days(year))
    first = date(year, 1, 1)
    weekdays = [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]
    assert {day for day in weekdays if day.isoweekday() <= 5 and not calendar.is_working(day)} == observed(year)


@pytest.mark.parametrize(
    ("week", "day", "works"),
    [
        (FIVE_DAYS, "2025-03-10", False),  # 8 March is a Saturday
        (SIX_DAYS, "2025-03-10", True),  # whose readers' room is shut on the 8th itself
        (SIX_DAYS, "2025-03-08", False),
        (SIX_DAYS, "2025-03-31", False),  # Ramazon is a Sunday, for both
        (FIVE_DAYS, "2025-03-31", False),
        (FIVE_DAYS, "2025-01-04", True),  # a Saturday worked for 2 January
        (FIVE_DAYS, "2025-01-11", False),
        (SIX_DAYS, "2025-01-11", True),
        (FIVE_DAYS, "2026-03-23", False),  # Navroʻz on a Saturday behind Ramazon on the Friday
        (FIVE_DAYS, "2026-12-12", True),
        (FIVE_DAYS, "2026-12-31", False),
    ],
)
def test_whether_a_day_is_worked(week: str, day: str, works: bool) -> None:
    when = date.fromisoformat(day)
    assert Calendar(week, special_days(when.year)).is_working(when) is works


def test_two_holidays_of_one_weekend_move_two_days() -> None:
    days = special_days(2025)
    saturday = next(each for each in days if each.day == date(2025, 3, 8))
    both = [*(each for each in days if each.day.month != 3), saturday, type(saturday)(date(2025, 3, 9))]
    calendar = Calendar(FIVE_DAYS, both)
    assert sorted(calendar.moved) == [date(2025, 3, 10), date(2025, 3, 11)]
