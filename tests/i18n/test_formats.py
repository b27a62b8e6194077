"""Numbers, dates and periods as official papers write them, beside what Babel 2.18 makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import babel
import pytest
from babel.dates import format_date as babel_date
from babel.numbers import format_percent as babel_percent
from babel.numbers import parse_decimal as babel_number
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.typed import parse_decimal, parse_whole
from app.i18n.formats import format_date, format_moment, format_number, format_percent, format_period

DAY = date(2025, 1, 5)
still_faulty = pytest.mark.skipif(not babel.__version__.startswith("2.18."), reason="shows the faults of Babel 2.18")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (999, "999"),
        (61200, "61\u00a0200"),
        (1234567, "1\u00a0234\u00a0567"),
        (-5, "\u22125"),
        (Decimal("12.50"), "12,5"),
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1\u00a0000"),
    ],
)
def test_numbers(value: int | Decimal | None, text: str) -> None:
    assert {format_number(value, locale) for locale in ("uz", "ru", "uz_Cyrl")} == {text}


@given(st.integers(0, 10**9))
def test_a_number_shown_can_be_typed(number: int) -> None:
    assert parse_whole(format_number(number)) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("99.6", "99,6"),
        ("99.96", "99,9"),
        ("99.9999", "99,9"),
        ("100", "100"),
        ("66.66666", "66,7"),
        ("33.35", "33,4"),
        ("0", "0"),
        ("116.25", "116,3"),
    ],
)
def test_percentages_are_never_rounded_up_to_100(value: str, text: str) -> None:
    assert format_percent(Decimal(value)) == f"{text}\u00a0%"


@pytest.mark.parametrize(
    ("locale", "long", "month", "day_month", "weekday"),
    [
        ("uz", "2025-yil 5-yanvar", "2025-yil yanvar", "5-yanvar", "yakshanba"),
        ("uz_Cyrl", "2025 йил 5 январь", "2025 йил январь", "5 январь", "якшанба"),
        ("ru", "5 января 2025\u00a0г.", "январь 2025\u00a0г.", "5 января", "воскресенье"),
    ],
)
def test_dates(locale: str, long: str, month: str, day_month: str, weekday: str) -> None:
    assert format_date(DAY, locale) == long
    assert format_date(DAY, locale, "short") == "05.01.2025"
    assert format_date(DAY, locale, "month") == month
    assert format_date(DAY, locale, "day-month") == day_month
    assert format_date(DAY, locale, "weekday") == weekday
    assert format_date(None, locale) == ""


def test_a_moment_is_shown_in_tashkent_time() -> None:
    assert format_moment(datetime(2025, 12, 31, 20, 5, tzinfo=UTC)) == "01.01.2026 01:05"


@pytest.mark.parametrize(
    ("key", "uz", "uz_cyrl", "ru"),
    [
        ("2025", "2025-yil", "2025 йил", "2025 год"),
        ("2025-H1", "2025-yil I yarim yillik", "2025 йил I ярим йиллик", "I полугодие 2025\u00a0г."),
        ("2025-9M", "2025-yil 9 oylik", "2025 йил 9 ойлик", "9 месяцев 2025\u00a0г."),
        ("2025-Q3", "2025-yil III chorak", "2025 йил III чорак", "III квартал 2025\u00a0г."),
        ("2025-11", "2025-yil noyabr", "2025 йил ноябрь", "ноябрь 2025\u00a0г."),
        ("2026-W53", "2026-yil 53-hafta", "2026 йил 53-ҳафта", "53-я неделя 2026\u00a0г."),
        ("2025-11-07", "2025-yil 7-noyabr", "2025 йил 7 ноябрь", "7 ноября 2025\u00a0г."),
    ],
)
def test_periods(key: str, uz: str, uz_cyrl: str, ru: str) -> None:
    assert (format_period(key, "uz"), format_period(key, "uz_Cyrl"), format_period(key, "ru")) == (uz, uz_cyrl, ru)


@still_faulty
def test_babel_writes_uzbek_dates_unofficially() -> None:
    assert babel_date(DAY, "long", "uz") == "5-yanvar, 2025"
    assert babel_date(DAY, "short", "uz") == "05/01/25"
    assert babel_date(DAY, "MMMM", "uz_Cyrl") == "январ"  # without ь


@still_faulty
def test_babel_leaks_quarter_names_of_the_first_language() -> None:
    first = babel_date(DAY, "qqqq", "uz")
    assert babel_date(DAY, "qqqq", "ru") == first == "1-chorak"
    assert format_period("2025-Q1", "uz") == "2025-yil I chorak"
    assert format_period("2025-Q1", "ru") == "I квартал 2025\u00a0г."


@still_faulty
def test_babel_rounds_up_to_100_percent() -> None:
    assert babel_percent(Decimal("0.996"), locale="uz") == "100%"


@still_faulty
def test_babel_guesses_what_was_typed() -> None:
    assert babel_number("61,200", locale="ru") == Decimal("61.2")
    assert babel_number("1e3", locale="uz") == 1000
    for typed in ("61,200", "1e3"):
        with pytest.raises(Invalid):
            parse_decimal(typed, 3)


@still_faulty
def test_babel_weeks_are_not_iso_weeks() -> None:
    assert babel_date(date(2027, 1, 1), "YYYY-'W'ww", "uz") == "2027-W01"
    assert date(2027, 1, 1).isocalendar()[:2] == (2026, 53)
