"""The chart of twelve months, reckoned before it is drawn: where its lines, columns and points stand.

Units are those of the drawing, 930 wide and 256 high; y grows downwards, as in SVG.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import count

from app.domain.counting import Number

FLOOR, RISE = 224, 200  # the y of zero, and how far the highest line stands above it
FIRST, APART = 60, 72  # where January begins, and how wide a month is
MOST_LINES = 5
TENTH = Decimal("0.1")

Figures = Sequence[Number | None]


@dataclass(frozen=True)
class ScaleLine:
    """A line of the scale: what it stands for, its y, and the y of its figure."""

    value: int
    y: Decimal
    text_y: Decimal


@dataclass(frozen=True)
class Bar:
    """A column of a month from the floor up."""

    x: int
    y: Decimal
    width: int
    height: Decimal


@dataclass(frozen=True)
class Month:
    """The name under a month with the x of its middle; its columns, where there is a figure."""

    name: str
    middle: int
    last: Bar | None
    actual: Bar | None


@dataclass(frozen=True)
class MonthChart:
    """``plan``: the points of the dashed line as SVG takes them; empty when nothing is planned."""

    lines: tuple[ScaleLine, ...]
    months: tuple[Month, ...]
    plan: str
    has_last: bool


def month_chart(names: Sequence[str], actual: Figures, last: Figures | None, plan: Figures | None) -> MonthChart:
    """What was done in each month, last year beside it, the plan above both; None is a month without a figure."""
    figures = [figure for row in (actual, last or (), plan or ()) for figure in row if figure is not None]
    step, steps = scale(max([Decimal(1), *map(Decimal, figures)]))
    top = Decimal(step * steps)
    return MonthChart(
        lines=tuple(line(step * place, top) for place in range(steps + 1)),
        months=tuple(
            month(place, name, actual[place], last[place] if last else None, top) for place, name in enumerate(names)
        ),
        plan=" ".join(points(plan or (), top)),
        has_last=bool(last),
    )


def scale(highest: Decimal) -> tuple[int, int]:
    """The step of the scale and how many there are: the smallest of 1, 2, 5 × 10ⁿ that reaches with five lines."""
    step = next(step for step in steps_upwards() if step * MOST_LINES >= highest)
    return step, int((highest / step).to_integral_value(ROUND_CEILING))


def steps_upwards() -> Iterator[int]:
    return (base * 10**power for power in count() for base in (1, 2, 5))


def line(value: int, top: Decimal) -> ScaleLine:
    y = y_of(value, top)
    return ScaleLine(value, y, y + 4)


def month(place: int, name: str, actual: Number | None, last: Number | None, top: Decimal) -> Month:
    x = FIRST + APART * place
    return Month(name, x + 32, column(x + 6, 22, last, top), column(x + 30, 28, actual, top))


def column(x: int, width: int, value: Number | None, top: Decimal) -> Bar | None:
    if value is None:
        return None
    return Bar(x, y_of(value, top), width, (RISE * Decimal(value) / top).quantize(TENTH))


def points(plan: Figures, top: Decimal) -> Iterator[str]:
    for place, value in enumerate(plan):
        if value is not None:
            yield f"{FIRST + APART * place + 32},{y_of(value, top)}"


def y_of(value: Number, top: Decimal) -> Decimal:
    return (FLOOR - RISE * Decimal(value) / top).quantize(TENTH)
