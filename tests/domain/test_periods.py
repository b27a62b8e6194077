from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.periods import (
    Kind,
    month_of,
    parse_period,
    period_of,
    to_date,
    today_in_tashkent,
    year_months,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 20))
KINDS = st.sampled_from(["year", "half", "nine_months", "quarter", "month", "week", "day"])


@pytest.mark.parametrize(
    ("key", "kind", "start", "end"),
    [
        ("2025", "year", "2025-01-01", "2025-12-31"),
        ("2025-H1", "half", "2025-01-01", "2025-06-30"),
        ("2025-H2", "half", "2025-07-01", "2025-12-31"),
        ("2025-9M", "nine_months", "2025-01-01", "2025-09-30"),
        ("2025-Q1", "quarter", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "quarter", "2025-10-01", "2025-12-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2025-02", "month", "2025-02-01", "2025-02-28"),
        ("2025-W01", "week", "2024-12-30", "2025-01-05"),
        ("2026-W53", "week", "2026-12-28", "2027-01-03"),
        ("2025-11-07", "day", "2025-11-07", "2025-11-07"),
    ],
)
def test_a_key_is_a_span_of_whole_days(key: str, kind: Kind, start: str, end: str) -> None:
    period = parse_period(key)
    assert (period.key, period.kind, period.start, period.end) == (
        key,
        kind,
        date.fromisoformat(start),
        date.fromisoformat(end),
    )


@pytest.mark.parametrize(
    "key",
    [
        "2025-00",
        "2025-13",
        "9999-99",
        "0000-01",
        "2025-3",
        "1999",
        "2100",
        "2025-Q5",
        "2025-Q0",
        "2025-H3",
        "2025-9m",
        "2025-q1",
        "2025-W00",
        "2025-W53",
        "2025-02-29",
        "2025-1-1",
        "2025-11-7",
        "20255",
        "٢٠٢٥",
        "２０２５",
        "2025-11-",
        "-2025",
        "2025/11",
        "2025-11-07T00",
        "2025-01--2025-11",
    ]
    + ["", " 2025", "2025\n"],
)
def test_anything_else_is_refused_with_the_key(key: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_period(key)
    assert refused.value.code == "period.unknown"
    assert refused.value.params == {"key": key}


@given(DAYS, KINDS)
def test_every_key_reads_back_as_the_same_period(day: date, kind: Kind) -> None:
    period = period_of(kind, day)
    if 2000 <= period.year <= 2099:
        again = parse_period(period.key)
        assert again == period
        assert (again.key, again.kind) == (period.key, kind)
    if kind != "nine_months":
        assert period.start <= day <= period.end


@given(DAYS, KINDS)
def test_neighbours_touch_and_lead_back(day: date, kind: Kind) -> None:
    period = period_of(kind, day)
    assert period.next.previous == period == period.previous.next
    assert period.previous < period < period.next
    if kind != "nine_months":
        assert (period.next.start - period.end).days == 1


@given(DAYS, KINDS)
def test_months_are_those_of_the_days(day: date, kind: Kind) -> None:
    period = period_of(kind, day)
    numbers = [month.year_month for month in period.months]
    days = [period.start + timedelta(days=n) for n in range((period.end - period.start).days + 1)]
    assert numbers == sorted({each.year * 100 + each.month for each in days})
    assert numbers[-1] == period.year_month
    if kind != "week":
        assert numbers == list(year_months(period))


@pytest.mark.parametrize(
    ("week", "months"),
    [
        ("2025-W18", ["2025-04", "2025-05"]),
        ("2025-W23", ["2025-06"]),
        ("2026-W01", ["2025-12", "2026-01"]),
        ("2026-W53", ["2026-12", "2027-01"]),
    ],
)
def test_a_week_lies_in_the_months_of_its_days(week: str, months: list[str]) -> None:
    assert [each.key for each in parse_period(week).months] == months


@pytest.mark.parametrize(
    ("key", "running", "kind", "months"),
    [
        ("2025-01", "2025-01", "month", 1),
        ("2025-03", "2025-Q1", "quarter", 3),
        ("2025-Q2", "2025-H1", "half", 6),
        ("2025-Q3", "2025-9M", "nine_months", 9),
        ("2025-12", "2025", "year", 12),
        ("2025-11", "2025-01--2025-11", "to_date", 11),
        ("2025-11-07", "2025-01-01--2025-11-07", "to_date", 11),
    ],
)
def test_to_date_runs_from_january(key: str, running: str, kind: str, months: int) -> None:
    period = to_date(parse_period(key))
    assert (period.key, period.kind, len(period.months)) == (running, kind, months)
    assert period.start == date(2025, 1, 1)
    assert to_date(period) == period


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 12, 31, 18, 59, 58, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 19, 0, 3, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_year_turns_at_midnight_in_tashkent(instant: datetime, day: date) -> None:
    assert today_in_tashkent(instant) == day


def test_a_time_without_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="zone"):
        today_in_tashkent(datetime(2025, 1, 1))


def test_month_of_a_leap_day() -> None:
    assert month_of(date(2024, 2, 29)).key == "2024-02"
