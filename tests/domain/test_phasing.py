from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counting import MODES, Mode, Number
from app.domain.deadlines import parse_deadline
from app.domain.errors import Invalid
from app.domain.phasing import by_weights, even, levels, only_months, phases

DECIMALS = st.decimals(0, 10**9, places=2)
PLANS = st.one_of(st.integers(0, 10**9), DECIMALS, st.decimals(0, 10**6, places=1))
WEIGHTS = st.lists(st.one_of(st.none(), st.integers(0, 10**6), DECIMALS), min_size=12, max_size=12)
DEADLINES = st.sampled_from(
    ["har oyda", "har chorakda", "I–III chorak", "sentabr–dekabr", "yilda ikki marta", "25.12.2025", "yil davomida", ""]
)


@pytest.mark.parametrize(
    ("plan", "months"),
    [
        (310, (26,) * 10 + (25,) * 2),
        (12, (1,) * 12),
        (0, (0,) * 12),
        (2, (1, 1) + (0,) * 10),
        (Decimal("1.30"), (Decimal("0.11"),) * 10 + (Decimal("0.10"),) * 2),
        (Decimal("12.0"), (Decimal("1.0"),) * 12),
    ],
)
def test_even_gives_what_does_not_divide_to_the_earlier_months(plan: Number, months: tuple[Number, ...]) -> None:
    assert even(plan) == months


def test_only_the_months_that_the_deadline_names() -> None:
    assert only_months(10, (9, 10, 11, 12)) == (0,) * 8 + (3, 3, 2, 2)
    assert phases(2, "flow", parse_deadline("2025-yil I–III chorak", 2025)) == (1, 1) + (0,) * 10
    assert phases(8, "flow", parse_deadline("har chorakda", 2025)) == (0, 0, 2) * 4
    assert phases(2, "delivered", parse_deadline("yilda ikki marotaba", 2025)) == (0,) * 5 + (1,) + (0,) * 5 + (1,)


def test_last_years_season_shapes_the_plan_within_the_months_named() -> None:
    last_year = [0, 0, 0, 0, 0, 0, None, 50, 10, 0, 0, 30]
    assert phases(8, "flow", parse_deadline("sentabr–dekabr", 2025), last_year) == (0,) * 8 + (2, 0, 0, 6)
    assert phases(9, "flow", parse_deadline("yil davomida", 2025), last_year) == (0,) * 7 + (5, 1, 0, 0, 3)


def test_a_level_goes_in_a_straight_line_to_the_plan() -> None:
    assert levels(5509) == (5509,) * 12
    assert levels(6200, 5000) == tuple(range(5100, 6300, 100))
    assert phases(120, "stock", parse_deadline("yil davomida", 2025), [300] * 11 + [240])[::11] == (230, 120)


@given(PLANS, WEIGHTS)
def test_the_months_add_up_to_the_plan_exactly(plan: Number, weights: list[Number | None]) -> None:
    months = by_weights(plan, weights)
    assert sum(months) == plan
    assert min(months) >= 0
    if any(weights):
        assert all(share == 0 for share, weight in zip(months, weights, strict=True) if not weight)


@given(PLANS, st.sampled_from(MODES), DEADLINES, st.one_of(st.none(), WEIGHTS))
def test_phases_keep_the_plan_in_every_mode(
    plan: Number, mode: Mode, text: str, last_year: list[Number | None] | None
) -> None:
    months = phases(plan, mode, parse_deadline(text, 2025), last_year)
    assert len(months) == 12
    assert (months[-1] if mode in ("stock", "ratio") else sum(months)) == plan
    assert all(type(month) is type(plan) for month in months)


@given(PLANS)
def test_even_months_differ_by_one_last_digit_and_never_rise(plan: Number) -> None:
    months = even(plan)
    assert list(months) == sorted(months, reverse=True)
    step = Decimal(1).scaleb(plan.as_tuple().exponent) if isinstance(plan, Decimal) else 1
    assert months[0] - months[-1] <= step


@pytest.mark.parametrize(
    ("mode", "figures", "code"),
    [
        ("flow", [10] * 11, "phasing.months"),
        ("flow", [10] * 11 + [11], "phasing.sum"),
        ("flow", [-10, 130] + [0] * 10, "phasing.negative"),
        ("stock", [120] * 11 + [119], "phasing.last_level"),
    ],
)
def test_figures_by_hand_must_keep_the_plan(mode: Mode, figures: list[Number], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        phases(120, mode, parse_deadline("yil davomida", 2025), by_hand=figures)
    assert refused.value.code == code


def test_figures_by_hand_go_before_everything() -> None:
    by_hand = [0] * 11 + [120]
    assert phases(120, "flow", parse_deadline("yanvar", 2025), [1] * 12, by_hand) == tuple(by_hand)
