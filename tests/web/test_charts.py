"""The chart of twelve months: its scale, where its columns stand, and what has no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.pages.charts import month_chart, scale

NAMES = "yan fev mar apr may iyn iyl avg sen okt noy dek".split()


@pytest.mark.parametrize(
    ("highest", "step", "lines"),
    [
        ("1", 1, 1),
        ("5", 1, 5),
        ("5.1", 2, 3),
        ("9", 2, 5),
        ("11", 5, 3),
        ("25", 5, 5),
        ("26", 10, 3),
        ("750", 200, 4),
        ("4300", 1000, 5),
        ("1000000000", 200_000_000, 5),
        ("12000000001", 5_000_000_000, 3),
    ],
)
def test_the_scale_has_round_steps_and_at_most_five(highest: str, step: int, lines: int) -> None:
    assert scale(Decimal(highest)) == (step, lines)


def test_columns_stand_on_the_floor_and_reach_their_share_of_the_scale() -> None:
    chart = month_chart(NAMES, [300, 0, None] + [None] * 9, [150] * 12, [400] * 12)
    assert [(line.value, line.y) for line in chart.lines] == [
        (0, 224), (100, 174), (200, 124), (300, 74), (400, 24),
    ]  # fmt: skip
    january, february, march = chart.months[:3]
    assert january.actual and (january.actual.y, january.actual.height) == (74, 150)
    assert january.last and (january.last.y, january.last.height) == (149, 75)
    assert february.actual and february.actual.height == 0, "nothing done is a figure"
    assert march.actual is None, "what nobody reported is none"
    assert all(c.y + c.height == 224 for m in chart.months for c in (m.actual, m.last) if c)
    assert chart.plan.split()[0] == "92,24.0" and len(chart.plan.split()) == 12


def test_the_columns_of_a_month_stand_side_by_side_above_its_name() -> None:
    for month in month_chart(NAMES, [1] * 12, [1] * 12, None).months:
        assert month.actual and month.last
        assert month.last.x + month.last.width < month.actual.x
        assert month.last.x < month.middle < month.actual.x + month.actual.width
    assert month.actual.x + month.actual.width < 930


def test_a_year_without_last_year_and_plan_has_neither() -> None:
    chart = month_chart(NAMES, [None] * 11 + [Decimal("12.5")], None, None)
    assert (chart.has_last, chart.plan, chart.lines[-1].value) == (False, "", 15)
    assert chart.months[11].actual and chart.months[11].actual.height == Decimal("166.7")
    assert month_chart(NAMES, [None] * 12, None, [0] * 12).lines[-1].value == 1, "a scale of zeros has one step"
