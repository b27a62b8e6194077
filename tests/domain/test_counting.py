from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counting import (
    EMPTY,
    MODES,
    NO_ACTIVITY,
    NOT_APPLICABLE,
    Entry,
    Mode,
    Number,
    Total,
    month_total,
    parts_total,
    running_totals,
    span_total,
    units_total,
)


def n(amount: Number, base: Number | None = None) -> Total:
    return Total("number", amount, base)


def entry(day: int, amount: int, base: int | None = None, accepted: bool = True) -> Entry:
    return Entry("number", amount, base, day=date(2025, 3, day), accepted=accepted)


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
        ("flow", [Entry("no_activity", day=date(2025, 3, 1))], NO_ACTIVITY),
        ("stock", [entry(20, 5509), entry(5, 5400)], n(5509)),
        ("stock", [entry(5, 5400), entry(5, 5401)], n(5401)),  # corrected on the same day
        ("stock", [], EMPTY),
        ("ratio", [entry(1, 1, 2), entry(2, 9, 98)], n(10, 100)),
        ("delivered", [entry(1, 1), entry(8, 1), entry(9, 1, accepted=False)], n(2)),
        ("delivered", [entry(9, 1, accepted=False)], n(0)),  # handed over, not yet accepted: a reported 0
    ],
)
def test_a_month_from_its_entries(mode: Mode, entries: list[Entry], total: Total) -> None:
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
    before = running_totals(mode, months)
    after = running_totals(mode, [*months[:2], corrected, *months[3:]])
    assert after[:2] == before[:2]
    if mode != "stock" and corrected.state == "number" and months[2].state == "number":
        assert {new.value - old.value for old, new in zip(before[2:], after[2:], strict=True)} == {
            corrected.value - months[2].value
        }


@given(st.permutations([n(1), n(20), EMPTY, NO_ACTIVITY, NOT_APPLICABLE, n(300)]))
def test_the_order_of_units_does_not_matter(totals: list[Total]) -> None:
    assert units_total(totals) == n(321)
