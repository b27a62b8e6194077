"""Own shares by rule: they and the rest are the plan, each lies over its unit's months exactly, nothing is negative."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counting import Number
from app.domain.deadlines import parse_deadline
from app.domain.errors import Invalid
from app.domain.own_shares import (
    Target,
    check_shares,
    months_in,
    phased,
    rest_of,
    shares_in_force,
    spread,
    takes_shares,
    together,
)
from app.domain.phasing import by_weights, phases
from app.domain.spans import MonthSpan

YEAR = 2025
WHOLE, FROM_JULY, TO_MARCH = MonthSpan(), MonthSpan(202507), MonthSpan(202301, 202503)
PLANS = st.one_of(st.integers(0, 10**7), st.decimals(0, 10**5, places=1))
MONTHS = st.integers(1, 12)
SPANS = st.one_of(
    st.just(WHOLE),
    st.builds(lambda first: MonthSpan(YEAR * 100 + first), MONTHS),
    st.builds(lambda last: MonthSpan(None, YEAR * 100 + last), MONTHS),
    st.tuples(MONTHS, MONTHS).map(lambda two: MonthSpan(YEAR * 100 + min(two), YEAR * 100 + max(two))),
)
WEIGHTS = st.lists(st.integers(0, 10**5), min_size=12, max_size=12)
DEADLINES = st.sampled_from(["har oyda", "har chorakda", "sentabr–dekabr", "yil davomida", "I–III chorak"])


def test_who_alone_counts_a_row_has_its_whole_plan() -> None:
    assert shares_in_force(12, "delivered", [7], {}) == {7: 12}
    assert shares_in_force(12, "flow", [7], {7: 5}) == {7: 12}, "what was stored while others counted is none any more"
    assert shares_in_force(None, "flow", [7], {7: 5}) == {}


def test_of_several_each_has_what_was_set_for_it() -> None:
    assert shares_in_force(9000, "flow", [1, 2, 3], {}) == {}
    assert shares_in_force(9000, "flow", [1, 2, 3], {2: 0, 1: 4000, 9: 5}) == {1: 4000, 2: 0}
    assert shares_in_force(90, "ratio", [1, 2], {1: 40}) == {1: 90, 2: 90}, "a percentage is not divided"
    assert not takes_shares(90, "ratio", [1, 2]) and not takes_shares(None, "flow", [1, 2])
    assert not takes_shares(9, "flow", [1]) and takes_shares(9, "stock", [1, 2])


def test_evenly_gives_what_does_not_divide_to_the_earlier_unit() -> None:
    spans = {3: WHOLE, 1: WHOLE, 2: WHOLE}
    assert spread(100, "flow", spans, YEAR) == {3: 34, 1: 33, 2: 33}
    assert spread(Decimal("1.0"), "flow", spans, YEAR) == {3: Decimal("0.4"), 1: Decimal("0.3"), 2: Decimal("0.3")}


def test_who_works_half_a_year_has_half_as_much_of_what_is_done_and_a_level_in_full() -> None:
    assert spread(90, "flow", {1: WHOLE, 2: FROM_JULY}, YEAR) == {1: 60, 2: 30}
    assert spread(90, "stock", {1: WHOLE, 2: FROM_JULY}, YEAR) == {1: 45, 2: 45}


def test_by_last_year_goes_by_what_each_unit_did() -> None:
    spans = {1: WHOLE, 2: WHOLE, 3: WHOLE}
    assert spread(9000, "flow", spans, YEAR, {1: 5000, 2: 5000}) == {1: 4500, 2: 4500, 3: 0}
    with pytest.raises(Invalid, match="shares.nothing_to_go_by"):
        spread(9000, "flow", spans, YEAR, {9: 5})


@given(PLANS, st.lists(SPANS, min_size=1, max_size=8), st.data())
def test_what_is_spread_is_the_plan_and_nothing_of_it_negative(plan: Number, spans: list[MonthSpan], data) -> None:
    units = dict(enumerate(spans))
    weights = {unit: data.draw(st.integers(0, 10**6)) for unit in units} if data.draw(st.booleans()) else None
    try:
        found = spread(plan, data.draw(st.sampled_from(["flow", "delivered", "stock"])), units, YEAR, weights)
    except Invalid:
        assert weights is not None and not any(weights.values())
        return
    assert list(found) == list(units)
    assert sum(found.values()) == plan and rest_of(plan, found) == 0
    assert min(found.values()) >= 0
    assert weights is None or all(found[unit] == 0 for unit, weight in weights.items() if not weight)
    check_shares(plan, 1, found)


@given(PLANS, st.dictionaries(st.integers(1, 5), st.integers(0, 10**7)))
def test_shares_and_the_rest_are_the_plan_and_only_so_much_is_let_through(
    plan: Number, shares: dict[int, Number]
) -> None:
    assert sum(shares.values()) + rest_of(plan, shares) == plan
    if sum(shares.values()) > plan:
        with pytest.raises(Invalid, match="shares.above_plan") as refusal:
            check_shares(plan, 0, shares)
        assert refusal.value.params["excess"] == sum(shares.values()) - plan
    else:
        check_shares(plan, 0, shares)


def test_a_share_below_zero_or_finer_than_the_row_is_refused() -> None:
    with pytest.raises(Invalid, match="shares.negative"):
        check_shares(10, 0, {1: -1})
    with pytest.raises(Invalid, match="shares.places"):
        check_shares(10, 1, {1: Decimal("0.25")})


@given(PLANS, st.integers(0, 100), WEIGHTS, SPANS)
def test_the_months_of_a_share_add_up_to_it_within_the_months_of_its_unit(
    plan: Number, percent: int, weights: list[int], span: MonthSpan
) -> None:
    share = int(plan * percent / 100)
    months = phased(share, "flow", by_weights(plan, weights), span, YEAR)
    assert len(months) == 12 and sum(months) == share and min(months) >= 0
    outside = set(range(1, 13)) - set(months_in(span, YEAR))
    assert len(outside) == 12 or all(months[month - 1] == 0 for month in outside)


@given(PLANS, DEADLINES)
def test_the_whole_plan_as_a_share_lies_as_the_plan_does(plan: Number, deadline: str) -> None:
    lies = phases(plan, "flow", parse_deadline(deadline, YEAR))
    assert phased(plan, "flow", lies, WHOLE, YEAR) == lies


def test_what_a_unit_that_began_or_ended_is_to_have_done_falls_into_its_months() -> None:
    lies = phases(120, "flow", parse_deadline("yil davomida", YEAR))
    assert phased(60, "flow", lies, FROM_JULY, YEAR) == (0,) * 6 + (10,) * 6
    assert phased(30, "flow", lies, TO_MARCH, YEAR) == (10,) * 3 + (0,) * 9
    autumn = phases(120, "flow", parse_deadline("sentabr–dekabr", YEAR))
    assert phased(30, "flow", autumn, TO_MARCH, YEAR) == (10,) * 3 + (0,) * 9, "the row plans nothing before it ended"


def test_a_level_is_the_same_part_of_each_months_level_and_the_share_in_december() -> None:
    lies = (1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900, 1950, 2000)
    assert phased(500, "stock", lies, WHOLE, YEAR) == (250, 275, 300, 325, 350, 375, 400, 425, 450, 475, 488, 500)
    assert phased(500, "stock", lies, FROM_JULY, YEAR)[:7] == (0, 0, 0, 0, 0, 0, 400)
    assert phased(0, "stock", (0,) * 12, WHOLE, YEAR) == (0,) * 12
    assert phased(90, "ratio", (90,) * 12, FROM_JULY, YEAR) == (90,) * 12


@given(PLANS, WEIGHTS, SPANS)
def test_a_level_ends_at_the_share(share: Number, lies: list[int], span: MonthSpan) -> None:
    months = phased(share, "stock", tuple(lies), span, YEAR)
    assert months[-1] == share or not span.holds(YEAR * 100 + 12)
    assert min(months) >= 0


def test_several_shares_are_one_only_where_all_are_known() -> None:
    one, other = Target(12, (1,) * 12), Target(24, (2,) * 12)
    assert together([one, other]) == Target(36, (3,) * 12)
    assert together([one, None]) is None and together([]) is None
