from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counting import (
    EMPTY,
    MODES,
    NO_ACTIVITY,
    NOT_APPLICABLE,
    STATES,
    Counted,
    Mode,
    Number,
    State,
    Total,
    month_total,
    months_total,
    parts_total,
    span_total,
    units_total,
)


def n(amount: Number, base: Number | None = None) -> Total:
    return Total("number", amount, base)


def entry(day: int, amount: int, base: int | None = None) -> Counted:
    return Counted("number", amount, base, day=date(2025, 3, day))


def said(day: int, state: State) -> Counted:
    return Counted(state, day=date(2025, 3, day))


TOTALS = st.one_of(
    st.sampled_from([EMPTY, NO_ACTIVITY, NOT_APPLICABLE]), st.integers(0, 10_000).map(lambda amount: n(amount))
)
YEARS = st.lists(TOTALS, min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("mode", "entries", "total"),
    [
        ("flow", [entry(1, 5), entry(2, 0), entry(2, 7)], n(12)),
        ("flow", [entry(1, 0)], n(0)),
        ("flow", [], EMPTY),
        ("flow", [said(1, "no_activity")], NO_ACTIVITY),
        ("stock", [entry(20, 5509), entry(5, 5400)], n(5509)),
        ("stock", [entry(5, 5400), entry(5, 5401)], n(5401)),  # two numbers of one day: the larger
        ("stock", [entry(5, 40), said(10, "no_activity")], n(40)),  # it did not move
        ("stock", [entry(5, 40), said(12, "empty")], n(40)),  # 41 typed on the 12th and emptied
        ("stock", [said(3, "empty"), said(10, "no_activity")], NO_ACTIVITY),
        ("stock", [said(10, "not_applicable"), entry(5, 40)], n(40)),
        ("stock", [], EMPTY),
        ("ratio", [entry(1, 1, 2), entry(2, 9, 98)], n(10, 100)),
        ("delivered", [entry(1, 1), entry(8, 1), said(9, "empty")], n(2)),  # a draft that has not left
    ],
)
def test_a_month_from_its_entries(mode: Mode, entries: list[Counted], total: Total) -> None:
    assert month_total(mode, entries) == total


@pytest.mark.parametrize(
    ("mode", "months", "total"),
    [
        ("flow", [n(5), EMPTY, n(7)], n(12)),
        ("flow", [EMPTY, EMPTY], EMPTY),
        ("flow", [NO_ACTIVITY, EMPTY], NO_ACTIVITY),
        ("flow", [NOT_APPLICABLE, EMPTY], EMPTY),
        ("flow", [NOT_APPLICABLE, NOT_APPLICABLE], NOT_APPLICABLE),
        ("flow", [NOT_APPLICABLE, n(3)], n(3)),
        ("flow", [n(Decimal("1.5")), n(2)], n(Decimal("3.5"))),
        ("stock", [n(5400), n(5509), EMPTY], n(5509)),
        ("stock", [n(5400), n(5300)], n(5300)),
        ("stock", [n(5400), NO_ACTIVITY], n(5400)),  # nothing happened: the level stays
        ("ratio", [n(1, 2), n(9, 98)], n(10, 100)),
        ("delivered", [n(1), n(1), EMPTY], n(2)),
    ],
)
def test_a_span_from_its_months(mode: Mode, months: list[Total], total: Total) -> None:
    assert span_total(mode, months) == total


def test_units_add_their_own_levels_and_ratios_are_never_averaged() -> None:
    assert units_total([n(300), n(200), EMPTY]) == n(500)
    together = units_total([n(1, 2), n(9, 98)])
    assert together.value == Decimal(10)  # not the mean of 50 % and 9,2 %
    assert parts_total([n(11), n(310), EMPTY, n(650)]) == n(971)


@pytest.mark.parametrize("total", [n(0, 0), EMPTY, NOT_APPLICABLE])
def test_where_there_is_nothing_to_divide_there_is_no_value(total: Total) -> None:
    assert total.value is None


@pytest.mark.parametrize(("state", "amount"), [("empty", 0), ("not_applicable", 5), ("number", None)])
def test_empty_cannot_be_written_as_a_number(state: str, amount: int | None) -> None:
    with pytest.raises(ValueError, match=state):
        Total(state, amount)  # type: ignore[arg-type]


@given(st.sampled_from(MODES), YEARS)
def test_empty_is_never_summed_as_nought(mode: Mode, months: list[Total]) -> None:
    reported = [month for month in months if month.has_value]
    assert span_total(mode, months).has_value == bool(reported)
    assert span_total(mode, months).value == (span_total(mode, reported).value if reported else None)


@given(st.sampled_from(MODES), YEARS, TOTALS)
def test_a_late_correction_of_march_moves_only_the_running_totals_from_march_on(
    mode: Mode, months: list[Total], corrected: Total
) -> None:
    before = running(mode, months)
    after = running(mode, [*months[:2], corrected, *months[3:]])
    assert after[:2] == before[:2]
    if mode != "stock" and corrected.state == "number" and months[2].state == "number":
        assert {new.value - old.value for old, new in zip(before[2:], after[2:], strict=True)} == {
            corrected.value - months[2].value
        }


def running(mode: Mode, months: list[Total]) -> list[Total]:
    return [months_total(mode, months, 1, month) for month in range(1, 13)]


def test_a_level_holds_over_the_months_in_which_nobody_wrote_it() -> None:
    year = [n(40), EMPTY, NO_ACTIVITY, n(38), *[EMPTY] * 8]
    assert [months_total("stock", year, month, month).value for month in range(1, 6)] == [40, 40, 40, 38, 38]
    assert [months_total("flow", year, month, month).value for month in range(1, 6)] == [40, None, 0, 38, None]
    assert months_total("stock", year, 2, 3) == n(40)  # a span in which it did not move


ENTRIES = st.lists(
    st.tuples(st.integers(1, 3), st.one_of(st.integers(0, 99), st.sampled_from(STATES[1:]))), max_size=6
).map(lambda found: [entry(day, what) if isinstance(what, int) else said(day, what) for day, what in found])


@given(st.sampled_from(MODES), ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_a_month_s_entries_does_not_matter(mode: Mode, entries: list[Counted], chance: Random) -> None:
    shuffled = chance.sample(entries, len(entries))
    assert month_total(mode, shuffled) == month_total(mode, entries)


@given(st.permutations([n(1), n(20), EMPTY, NO_ACTIVITY, NOT_APPLICABLE, n(300)]))
def test_the_order_of_units_does_not_matter(totals: list[Total]) -> None:
    assert units_total(totals) == n(321)
