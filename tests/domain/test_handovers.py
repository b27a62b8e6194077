"""A plan between units that come and go within the year: exact, never negative, never more than there is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.handovers import Division
from app.domain.own_shares import SetShare
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


def said(**shares: int) -> dict[int, SetShare]:
    """``said(_1=60, _2=40)``: what was typed for some units."""
    return {int(name[1:]): SetShare(amount) for name, amount in shares.items()}


def amounts(shares: Mapping[int, SetShare]) -> dict[int, int]:
    return {unit: share.amount for unit, share in shares.items()}


def test_by_hand() -> None:
    """120 a year are 10 a month. One alone until June, two from July: 60 are the first's, 30 each of the others."""
    three = division(120, {1: FIRST, 2: SECOND, 3: SECOND})
    assert three.between == (2, 3) and three.divided == 60
    assert three.shares({}) == {1: 60} and three.spread() == {2: 30, 3: 30}
    assert three.shares(said(_2=40, _3=20)) == {1: 60, 2: 40, 3: 20}
    assert three.target(1, {}).months == (10,) * 6 + (0,) * 6
    assert three.target(2, said(_2=42)).months == (0,) * 6 + (7,) * 6
    assert three.target(3, {}) is None, "nobody has given it one"
    both = division(120, {1: WHOLE, 2: SECOND})
    assert both.spread() == {1: 90, 2: 30}
    assert both.target(1, said(_1=90, _2=30)).months == (10,) * 6 + (5,) * 6
    assert both.in_month(1, 3, {}) == 10 and both.in_month(1, 9, {}) is None, "alone until June, one of two since"


def test_what_was_set_keeps_what_lay_in_its_months() -> None:
    before = division(120, {1: WHOLE, 2: WHOLE})
    set_then = said(_1=48, _2=72)
    assert amounts(division(120, {1: FIRST, 2: WHOLE, 3: SECOND}).left(before, set_then)) == {1: 24, 2: 72}
    # The first goes and nobody comes: what is planned from July on is the second's alone.
    assert amounts(division(120, {1: FIRST, 2: WHOLE}).left(before, set_then)) == {1: 24, 2: 36 + 60}
    # Both end in June, with what was planned until then.
    ended = division(60, {1: FIRST, 2: FIRST}, lies=(10,) * 6 + (0,) * 6)
    assert amounts(ended.left(before, set_then)) == {1: 24, 2: 36}


def test_closed_months_keep_what_they_had() -> None:
    """60 of 120 are five a month. From July it is 84: 30 until June stay, 54 lie over six months."""
    one = division(120, {1: WHOLE, 2: WHOLE})
    found = one.settled(one, said(_1=60, _2=60), said(_1=84, _2=36), range(1, 7))
    assert found[1] == SetShare(84, months=(5,) * 6 + (9,) * 6) and found[2].months == (5,) * 6 + (1,) * 6
    assert one.target(1, found).months == found[1].months
    less = one.settled(one, said(_1=60), said(_1=20), range(1, 7))
    assert less[1].amount == 30, "no less than it had"
    assert one.settled(one, said(_1=60), said(_1=60), range(1, 7)) == said(_1=60)
    assert one.settled(one, {}, said(_1=60), range(1, 7)) == said(_1=60), "nothing was said of them"


def test_a_plan_that_is_raised_leaves_the_months_before_to_the_shares() -> None:
    """From July 20 a month instead of 10: a share of 60 had 30 until then, and keeps 30 for the rest."""
    before = division(120, {1: WHOLE, 2: WHOLE})
    after = division(180, {1: WHOLE, 2: WHOLE}, lies=(10,) * 6 + (20,) * 6)
    found = after.settled(before, said(_1=60), after.left(before, said(_1=60)), range(1, 7))
    assert after.target(1, found).months == (5,) * 12


def test_months_by_hand_go_with_a_share() -> None:
    by_hand = {1: SetShare(48, months=(8,) * 6 + (0,) * 6), 2: SetShare(72)}
    before = division(120, {1: WHOLE, 2: WHOLE})
    assert before.target(1, by_hand).months == (8,) * 6 + (0,) * 6 and before.in_month(1, 7, by_hand) == 0
    left = division(120, {1: FIRST, 2: WHOLE, 3: SECOND}).left(before, by_hand)
    assert left == {1: by_hand[1], 2: SetShare(72)}


@given(st.integers(0, 10**5), MODES, COUNTED, st.data())
def test_together_they_never_have_more_than_the_plan(
    plan: int, mode: str, counted: dict[int, frozenset[int]], data: st.DataObject
) -> None:
    one = division(plan, counted, mode)
    weights = {unit: data.draw(st.integers(0, 99)) for unit in counted} if data.draw(st.booleans()) else None
    try:
        spread = one.spread(weights) if one.between else {}
    except Invalid:
        assert weights is not None
        return
    given_out = {unit: SetShare(amount) for unit, amount in spread.items()}
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
    stored = {unit: SetShare(amount) for unit, amount in enumerate(given_out, 1)}
    after = division(plan, data.draw(COUNTED))
    left = after.left(before, stored)
    assert set(left) <= set(after.between)
    if sum(given_out) <= plan:
        assert sum(after.shares(left).values()) <= plan
    assert all(share.amount >= 0 for share in left.values())


@given(st.integers(0, 10**4), st.integers(0, 10**4), MODES, COUNTED, st.sets(st.integers(1, 12)), st.data())
def test_of_fixed_months_nothing_changes_whatever_is_set(
    plan: int, other: int, mode: str, counted: dict[int, frozenset[int]], fixed: set[int], data: st.DataObject
) -> None:
    before, after = division(plan, counted, mode), division(other, counted, mode)
    stood, wanted = (
        {unit: SetShare(data.draw(st.integers(0, max(plan, 1)))) for unit in before.between} for _ in range(2)
    )
    found = after.settled(before, stood, wanted, fixed)
    for unit, share in found.items():
        had, has = before.target(unit, stood), after.target(unit, found)
        assert all(had.months[month - 1] == has.months[month - 1] for month in fixed)
        assert has.amount == share.amount and min(has.months) >= 0
        if mode != "stock":
            assert sum(has.months) == share.amount
            idle = set(range(1, 13)) - counted[unit] - fixed
            assert all(has.months[month - 1] == 0 for month in idle)


@pytest.mark.parametrize("stored", [{}, {1: SetShare(300), 2: SetShare(700)}])
def test_a_level_is_of_who_counts_it_at_the_end(stored: dict[int, SetShare]) -> None:
    """A thousand readers; the first gives them away in July: it was to stand where the plan stood then."""
    one = division(1000, {1: FIRST, 2: SECOND}, "stock")
    assert one.between == () and one.shares(stored) == {2: 1000}
    assert one.target(1, stored).amount == one.lies[5] and one.target(2, stored).months[:6] == (0,) * 6
