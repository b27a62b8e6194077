from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counting import Number
from app.domain.phasing import even
from app.domain.progress import (
    Achievement,
    achievement,
    due_by_now,
    growth,
    pace,
    planned_in,
    shown,
)


@pytest.mark.parametrize(
    ("actual", "planned", "answer"),
    [
        (50, 100, Achievement("percent", Decimal(50))),
        (300, 100, Achievement("percent", Decimal(300))),
        (0, 100, Achievement("percent", Decimal(0))),
        (0, 0, Achievement("dash")),
        (0, None, Achievement("no_plan")),
        (7, 0, Achievement("outside", extra=7)),
        (7, None, Achievement("no_plan")),
        (None, 100, Achievement("empty")),
        (None, None, Achievement("no_plan")),
    ],
)
def test_actual_against_plan(actual: Number | None, planned: Number | None, answer: Achievement) -> None:
    assert achievement(actual, planned) == answer


def test_three_achievements_with_three_denominators() -> None:
    months = even(9000)
    of_period = achievement(800, planned_in("flow", months, range(3, 4)))
    assert shown(of_period.percent or Decimal(0)) == Decimal("106.7")
    assert achievement(1800, due_by_now("flow", months, 3)).percent == 80
    assert achievement(1800, 9000).percent == 20


@pytest.mark.parametrize(
    ("mode", "closed", "due"), [("flow", 0, 0), ("flow", 3, 78), ("stock", 3, 26), ("stock", 0, 0), ("flow", 12, 310)]
)
def test_only_closed_months_are_due(mode: str, closed: int, due: int) -> None:
    assert due_by_now(mode, even(310), closed) == due  # type: ignore[arg-type]


@pytest.mark.parametrize("phases", [None, (), (0,) * 12])
def test_without_a_plan_nothing_is_due(phases: tuple[int, ...] | None) -> None:
    assert due_by_now("flow", phases, 5) is None


@pytest.mark.parametrize(
    ("actual", "due", "word"),
    [
        (84, 100, "behind"),
        (Decimal("84.94"), 100, "behind"),
        (Decimal("84.99"), 100, "on_plan"),  # it prints “85”
        (85, 100, "on_plan"),
        (115, 100, "on_plan"),
        (Decimal("115.04"), 100, "on_plan"),
        (Decimal("115.06"), 100, "ahead"),
        (0, 100, "behind"),
        (None, 100, "not_reported"),
        (None, 0, "not_yet_due"),
        (0, 0, "not_yet_due"),
        (3, 0, "not_yet_due"),
        (3, None, "outside_plan"),
        (0, None, "no_plan"),
        (None, None, "no_plan"),
    ],
)
def test_the_word_for_the_pace(actual: Number | None, due: Number | None, word: str) -> None:
    assert pace(actual, due) == word


def test_a_blank_plan_has_no_pace_whatever_was_done() -> None:
    assert {pace(actual, None, has_plan=False) for actual in (None, 0, 7)} == {"no_plan"}


def test_the_centre_sets_what_is_on_plan() -> None:
    assert pace(92, 100, low=95, high=105) == "behind"


@pytest.mark.parametrize(
    ("actual", "last_year", "change"),
    [(110, 100, Decimal(10)), (90, 100, Decimal(-10)), (5, 0, None), (5, None, None), (None, 100, None), (0, 4, -100)],
)
def test_growth_is_the_change_against_last_year(actual: int | None, last_year: int | None, change: Decimal) -> None:
    assert growth(actual, last_year) == change


@pytest.mark.parametrize(
    ("exact", "printed"),
    [
        ("99.96", "99.9"),
        ("99.9999", "99.9"),
        ("99.95", "99.9"),
        ("99.94", "99.9"),
        ("100", "100.0"),
        ("100.04", "100.0"),
        ("66.65", "66.7"),
        ("66.64", "66.6"),
        ("-0.05", "-0.1"),
    ],
)
def test_rounding_is_half_up_and_never_makes_a_hundred(exact: str, printed: str) -> None:
    assert str(shown(Decimal(exact))) == printed


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_hundred_is_shown_only_when_the_plan_is_done(actual: int, planned: int) -> None:
    percent = achievement(actual, planned).percent
    assert percent is not None
    assert (shown(percent) >= 100) == (actual >= planned)
