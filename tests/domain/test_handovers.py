"""A plan between units that come and go within the year: exact, never negative, never more than there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.handovers import Division
from app.domain.phasing import by_weights, levels
from app.domain.spans import MonthSpan

YEAR, ALWAYS = 2025, MonthSpan()
FIRST, SECOND, WHOLE = frozenset(range(1, 7)), frozenset(range(7, 13)), frozenset(range(1, 13))
MODES = st.sampled_from(["flow", "delivered", "stock"])
COUNTED = st.dictionaries(
    st.integers(1, 4), st.sets(st.integers(1, 12), min_size=1).map(frozenset), min_size=1, max_size=4
)


def division(plan: int, counted: dict[int, frozenset[int]], mode: str = "flow", lies: tuple[int, ...] = ()) -> Division:
    even = by_weights(plan, [1] * 12) if mode != "stock" else levels(plan)
    return Division(plan, mode, lies or even, YEAR, counted, dict.fromkeys(counted, ALWAYS))


def test_by_hand() -> None:
    """120 a year are 10 a month. One alone until June, two from July: 60 are the first's, 30 each of the others."""
    three = division(120, {1: FIRST, 2: SECOND, 3: SECOND})
    assert three.between == (2, 3) and three.divided == 60
    assert three.shares({}) == {1: 60} and three.spread() == {2: 30, 3: 30}
    assert three.shares({2: 40, 3: 20}) == {1: 60, 2: 40, 3: 20}
    assert three.target(1, {}).months == (10,) * 6 + (0,) * 6
    assert three.target(2, {2: 42}).months == (0,) * 6 + (7,) * 6
    assert three.target(3, {}) is None, "nobody has given it one"
    both = division(120, {1: WHOLE, 2: SECOND})
    assert both.spread() == {1: 90, 2: 30}
    assert both.target(1, {1: 90, 2: 30}).months == (10,) * 6 + (5,) * 6
    assert both.in_month(1, 3, {}) == 10 and both.in_month(1, 9, {}) is None, "alone until June, one of two since"


def test_what_was_set_keeps_what_lay_in_its_months() -> None:
    before = division(120, {1: WHOLE, 2: WHOLE})
    assert division(120, {1: FIRST, 2: WHOLE, 3: SECOND}).left(before, {1: 48, 2: 72}) == {1: 24, 2: 72}
    # The first goes and nobody comes: what is planned from July on is the second's alone.
    assert division(120, {1: FIRST, 2: WHOLE}).left(before, {1: 48, 2: 72}) == {1: 24, 2: 36 + 60}
    # Both end in June, with what was planned until then.
    ended = division(60, {1: FIRST, 2: FIRST}, lies=(10,) * 6 + (0,) * 6)
    assert ended.left(before, {1: 48, 2: 72}) == {1: 24, 2: 36}


@given(st.integers(0, 10**5), MODES, COUNTED, st.data())
def test_together_they_never_have_more_than_the_plan(
    plan: int, mode: str, counted: dict[int, frozenset[int]], data: st.DataObject
) -> None:
    one = division(plan, counted, mode)
    weights = {unit: data.draw(st.integers(0, 99)) for unit in counted} if data.draw(st.booleans()) else None
    try:
        given_out = one.spread(weights) if one.between else {}
    except Invalid:
        assert weights is not None
        return
    shares = one.shares(given_out)
    assert sum(shares.values()) <= plan and min(shares.values(), default=0) >= 0
    if mode != "stock":
        assert one.between == () or sum(shares.values()) == plan
        for unit, share in shares.items():
            target = one.target(unit, given_out)
            assert target.amount == share == sum(target.months) and min(target.months) >= 0
            outside = set(range(1, 13)) - counted[unit]
            assert len(counted) == 1 or all(target.months[month - 1] == 0 for month in outside)


@given(st.integers(0, 10**4), st.lists(st.integers(0, 10**4), min_size=3, max_size=3), st.data())
def test_what_is_left_of_shares_is_no_more_than_there_is(plan: int, given_out: list[int], data: st.DataObject) -> None:
    before = division(plan, {1: WHOLE, 2: WHOLE, 3: WHOLE})
    stored = dict(enumerate(given_out, 1))
    after = division(plan, data.draw(COUNTED))
    left = after.left(before, stored)
    assert set(left) <= set(after.between)
    if sum(given_out) <= plan:
        assert sum(after.shares(left).values()) <= plan
    assert all(amount >= 0 for amount in left.values())


@pytest.mark.parametrize("stored", [{}, {1: 300, 2: 700}])
def test_a_level_is_of_who_counts_it_at_the_end(stored: dict[int, int]) -> None:
    """A thousand readers; the first gives them away in July: it was to stand where the plan stood then."""
    one = division(1000, {1: FIRST, 2: SECOND}, "stock")
    assert one.between == () and one.shares(stored) == {2: 1000}
    assert one.target(1, stored).amount == one.lies[5] and one.target(2, stored).months[:6] == (0,) * 6
