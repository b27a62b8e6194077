"""What people type: what is taken, and how the refusal names the trouble (trust.md V1–V5, E18)."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.typed import parse_day, parse_decimal, parse_ratio, parse_whole


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("0", 0),
        ("007", 7),
        ("12 345", 12345),
        ("12\u00a0345", 12345),
        ("12\u202f345", 12345),
        ("1000 000", 1000000),
        ("\t5\r\n", 5),
        ("1 000 000 000", 10**9),
        ("", None),
        (" \u00a0 ", None),
    ],
)
def test_whole_numbers(typed: str, number: int | None) -> None:
    assert parse_whole(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-1", "negative"),
        ("−5", "negative"),
        ("- 5", "negative"),
        ("+5", "sign"),
        ("1e3", "exponent"),
        ("1E400", "exponent"),
        ("NaN", "not_number"),
        ("sNaN", "not_number"),
        ("Infinity", "not_number"),
        ("1_000", "not_number"),
        ("0x10", "not_number"),
        ("-", "not_number"),
        ("dona", "not_number"),
        ("१२", "foreign_digits"),
        ("１２", "foreign_digits"),
        ("٣", "foreign_digits"),
        ("²", "foreign_digits"),
        ("½", "foreign_digits"),
        ("1О", "letter_o"),
        ("1o", "letter_o"),
        ("2О25", "letter_o"),
        ("l2", "letter_l"),
        ("З", "letter_z"),
        ("З0", "letter_z"),
        ("1\x00", "invisible"),
        ("1\u200b2", "invisible"),
        ("\u200f1", "invisible"),
        ("\ufeff1", "invisible"),
        ("1\ud800", "invisible"),
        ("12%", "percent"),
        ("12 dona", "text_after"),
        ("3та", "text_after"),
        ("=1+1", "formula"),
        ("12,5", "decimal"),
        ("12.5", "decimal"),
        ("1 2", "spaces"),
        (str(2**63), "too_large"),
        ("9" * 30, "too_large"),
        ("1000000001", "too_large"),
        ("9" * 100_000, "too_long"),
    ],
)
def test_refused_whole_numbers(typed: str, code: str) -> None:
    started = time.perf_counter()
    with pytest.raises(Invalid) as refused:
        parse_whole(typed)
    assert refused.value.code == f"number.{code}"
    assert time.perf_counter() - started < 0.1


@given(st.text(max_size=70))
def test_any_text_is_a_number_empty_or_refused(typed: str) -> None:
    try:
        number = parse_whole(typed)
    except Invalid as refused:
        assert refused.code.startswith("number.")
    else:
        assert number is None or 0 <= number <= 10**9


@given(st.integers(0, 10**9), st.sampled_from(" \u00a0\u202f\u2009"))
def test_grouped_digits_are_read_back(number: int, blank: str) -> None:
    assert parse_whole(f"{number:,}".replace(",", blank)) == number


@pytest.mark.parametrize(
    ("typed", "places", "number"),
    [
        ("12,5", 2, Decimal("12.5")),
        ("12.5", 2, Decimal("12.5")),
        ("1 234,56", 2, Decimal("1234.56")),
        ("12", 2, Decimal(12)),
        ("0,125", 3, Decimal("0.125")),
        ("1234,567", 3, Decimal("1234.567")),
        ("", 2, None),
    ],
)
def test_decimals(typed: str, places: int, number: Decimal | None) -> None:
    assert parse_decimal(typed, places) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.234,5", "ambiguous"),
        ("1,234", "ambiguous"),
        ("1.234.567", "ambiguous"),
        ("0,125", "places"),
        (",5", "not_number"),
        ("-1,5", "negative"),
        ("1e3", "exponent"),
        ("sNaN", "not_number"),
        ("١,5", "foreign_digits"),
        ("1,5 dona", "text_after"),
        ("9" * 12, "too_large"),
    ],
)
def test_refused_decimals(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_decimal(typed, 2)
    assert refused.value.code == f"number.{code}"


def test_no_fraction_where_none_is_taken() -> None:
    with pytest.raises(Invalid, match="number.decimal"):
        parse_decimal("2,5", 0)


@pytest.mark.parametrize(("typed", "pair"), [("12/40", (12, 40)), (" 0 / 5 ", (0, 5)), ("5/5", (5, 5)), ("", None)])
def test_ratios(typed: str, pair: tuple[int, int] | None) -> None:
    assert parse_ratio(typed) == pair


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1/", "ratio.form"),
        ("/2", "ratio.form"),
        ("1//2", "ratio.form"),
        ("1/2/1", "ratio.form"),
        ("12", "ratio.form"),
        ("a/b", "number.not_number"),
        ("40/12", "ratio.more_than_whole"),
    ],
)
def test_refused_ratios(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_ratio(typed)
    assert refused.value.code == code


@pytest.mark.parametrize("typed", ["2025-03-31", "31.03.2025", " 31.3.2025 "])
def test_days(typed: str) -> None:
    assert parse_day(typed) == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("29.02.2025", "no_such_day"),
        ("2025-13-01", "no_such_day"),
        ("0001-01-01", "year"),
        ("9999-12-31", "year"),
        ("01.01.1999", "year"),
        ("31.12.25", "short_year"),
        ("01/02/2025", "slashes"),
        ("２０２５-12-31", "form"),
        ("bugun", "form"),
        ("2025-1-1", "form"),
        ("1" * 1000, "form"),
    ],
)
def test_refused_days(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_day(typed)
    assert refused.value.code == f"date.{code}"


def test_an_empty_day_is_no_day() -> None:
    assert parse_day("  ") is None
