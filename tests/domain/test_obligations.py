from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import FIVE_DAYS, Calendar
from app.domain.deadlines import parse_deadline
from app.domain.holidays import DAY_OFF, SpecialDay, special_days
from app.domain.obligations import due_date, obligation_periods

CALENDAR = Calendar(FIVE_DAYS, [day for year in range(2024, 2029) for day in special_days(year)])


@pytest.mark.parametrize(
    ("text", "year", "required"),
    [
        ("har oyda", 2025, [f"2025-{month:02}" for month in range(1, 13)]),
        ("har kuni", 2025, [f"2025-{month:02}" for month in range(1, 13)]),
        ("har chorakda", 2025, ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ("har haftada", 2025, [f"2025-W{week:02}" for week in range(1, 53)]),
        ("har hafta", 2026, [f"2026-W{week:02}" for week in range(1, 54)]),
        ("yanvar, fevral", 2025, ["2025-01", "2025-02"]),
        ("II–III chorak", 2025, ["2025-Q2", "2025-Q3"]),
        ("yilda ikki marotaba", 2025, ["2025-06", "2025-12"]),
        ("25.12.2025", 2025, ["2025-12-25"]),
        ("yil davomida", 2025, ["2025"]),
        ("o‘zi belgilaydi", 2025, ["2025"]),
        ("2025-yil … chorak", 2025, []),
        ("", 2025, []),
    ],
)
def test_what_a_deadline_makes_owed(text: str, year: int, required: list[str]) -> None:
    owed = obligation_periods(parse_deadline(text, year), year)
    assert [period.key for period, is_required in owed if is_required] == required


def test_during_the_year_every_month_may_and_the_year_must_be_reported() -> None:
    owed = obligation_periods(parse_deadline("2025-yil davomida", 2025), 2025)
    assert [period.key for period, required in owed if not required] == [f"2025-{month:02}" for month in range(1, 13)]


@given(st.text("har oykchdfi yl-123IV,.", max_size=30), st.integers(2000, 2099))
def test_nobody_owes_the_same_period_twice(text: str, year: int) -> None:
    periods = [period for period, _ in obligation_periods(parse_deadline(text, year), year)]
    assert len(set(periods)) == len(periods)


@pytest.mark.parametrize(
    ("end", "days", "due"),
    [
        ("2025-11-30", 3, "2025-12-03"),
        ("2025-01-31", 3, "2025-02-05"),  # Friday: the weekend does not count
        ("2025-02-28", 6, "2025-03-11"),  # 8 March is a Saturday: Monday is off in its place
        ("2025-03-09", 3, "2025-03-13"),  # week 10
        ("2025-03-30", 3, "2025-04-03"),  # week 13: Ramazon on a Sunday
        ("2024-12-31", 1, "2025-01-03"),
        ("2025-01-03", 1, "2025-01-04"),  # a Saturday that is worked
        ("2025-09-30", 5, "2025-10-08"),  # 1 October is a holiday
        ("2025-12-31", 10, "2026-01-16"),  # so is 1 January, and 2 January by decree
        ("2025-11-30", 0, "2025-12-01"),  # a Sunday
        ("2024-02-29", 3, "2024-03-05"),
    ],
)
def test_due_is_the_nth_working_day_after_the_period(end: str, days: int, due: str) -> None:
    assert due_date(date.fromisoformat(end), days, CALENDAR) == date.fromisoformat(due)


def test_a_named_day_of_the_next_month_comes_before_the_number_of_days() -> None:
    assert due_date(date(2025, 10, 31), 3, CALENDAR, day=5) == date(2025, 11, 5)
    assert due_date(date(2025, 3, 31), 3, CALENDAR, day=5) == date(2025, 4, 7)  # the 5th is a Saturday
    assert due_date(date(2025, 1, 31), 3, CALENDAR, day=31) == date(2025, 2, 28)


@given(
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.integers(0, 40),
    st.one_of(st.none(), st.integers(1, 31)),
    st.sets(st.dates(date(2024, 1, 1), date(2028, 3, 1)), max_size=30),
)
def test_due_is_always_a_working_day_and_never_before_the_end(
    end: date, days: int, day: int | None, holidays: set[date]
) -> None:
    calendar = Calendar(FIVE_DAYS, [SpecialDay(each, DAY_OFF) for each in holidays])
    due = due_date(end, days, calendar, day=day)
    assert due.weekday() < 5
    assert due not in holidays
    assert due >= end
    if day is None and days:
        after = [end + timedelta(days=step) for step in range(1, (due - end).days + 1)]
        assert sum(each.weekday() < 5 and each not in holidays for each in after) == days
