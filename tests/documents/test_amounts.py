"""Quantity cells: one figure, several, a dash, nothing; anything else is refused by name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.amounts import parse_amount
from app.domain.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "text", "values"),
    [
        ("", "", ()),
        (None, "", ()),
        ("-", "-", ()),
        ("–", "–", ()),
        ("2000", "2000", (2000,)),
        ("1 234", "1234", (1234,)),
        ("11\u00a0187", "11187", (11187,)),
        ("61\u202f200", "61200", (61200,)),
        ("1/12", "1/12", (1, 12)),
        ("1 / 2 / 1", "1/2/1", (1, 2, 1)),
        ("12,5", "12,5", (Decimal("12.5"),)),
        (1.0, "1", (1,)),
        (12.5, "12,5", (Decimal("12.5"),)),
        ("0", "0", (0,)),
    ],
)
def test_taken(typed: str | float | None, text: str, values: tuple) -> None:
    amount = parse_amount(typed)
    assert (amount.text, amount.values) == (text, values)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1/", "number.composite"),
        ("1//2", "number.composite"),
        ("/", "number.composite"),
        ("a/b", "number.not_number"),
        ("12 dona", "number.text_after"),
        ("-5", "number.negative"),
        ("+5", "number.sign"),
        ("1e3", "number.exponent"),
        ("٣", "number.foreign_digits"),
        ("1О", "number.letter_o"),
        ("61,200", "number.ambiguous"),
        ("1000000001", "number.too_large"),
        ("1 2", "number.spaces"),
    ],
)
def test_refused_with_the_cell_as_it_was(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_amount(typed)
    assert (refusal.value.code, refusal.value.params["value"]) == (code, typed)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=4))
def test_what_is_printed_is_read_again(figures: list[int]) -> None:
    amount = parse_amount("/".join(map(str, figures)))
    assert amount.values == tuple(figures)
    assert parse_amount(amount.text) == amount
