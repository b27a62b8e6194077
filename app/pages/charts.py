"""The chart of twelve months, reckoned before it is drawn: where its lines, columns and points stand.

Units are those of the drawing; y grows downwards, as in SVG.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import count

from app.domain.counting import Number

MOST_LINES = 5
TENTH = Decimal("0.1")

Figures = Sequence[Number | None]


@dataclass(frozen=True)
class Canvas:
    """How a drawing is measured. ``floor``: the y of zero; ``rise``: how far the highest line stands above it;
    ``first``: where January begins; ``apart``: how wide a month is; ``last`` and ``actual``: where in it the columns
    begin and how wide they are, ``alone``: without last year; ``middle``: where its name and its plan stand."""

    floor: int
    rise: int
    first: int
    apart: int
    last: tuple[int, int]
    actual: tuple[int, int]
    alone: tuple[int, int]
    middle: int


# 930 × 256 and 348 × 84
LARGE = Canvas(floor=224, rise=200, first=60, apart=72, last=(6, 22), actual=(30, 28), alone=(30, 28), middle=32)
SMALL = Canvas(floor=64, rise=60, first=0, apart=29, last=(4, 9), actual=(14, 10), alone=(5, 18), middle=14)


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


def month_chart(
    names: Sequence[str], actual: Figures, last: Figures | None, plan: Figures | None, canvas: Canvas = LARGE
) -> MonthChart:
    """What was done in each month, last year beside it, the plan above both; None is a month without a figure."""
    figures = [figure for row in (actual, last or (), plan or ()) for figure in row if figure is not None]
    step, steps = scale(max([Decimal(1), *map(Decimal, figures)]))
    top = Decimal(step * steps)
    return MonthChart(
        lines=tuple(line(canvas, step * place, top) for place in range(steps + 1)),
        months=tuple(
            Month(
                name,
                canvas.first + canvas.apart * place + canvas.middle,
                column(canvas, place, canvas.last, last[place] if last else None, top),
                column(canvas, place, canvas.actual if last else canvas.alone, actual[place], top),
            )
            for place, name in enumerate(names)
        ),
        plan=" ".join(points(canvas, plan or (), top)),
        has_last=bool(last),
    )


def scale(highest: Decimal) -> tuple[int, int]:
    """The step of the scale and how many there are: the smallest of 1, 2, 5 × 10ⁿ that reaches with five lines."""
    step = next(step for step in steps_upwards() if step * MOST_LINES >= highest)
    return step, int((highest / step).to_integral_value(ROUND_CEILING))


def steps_upwards() -> Iterator[int]:
    return (base * 10**power for power in count() for base in (1, 2, 5))


def line(canvas: Canvas, value: int, top: Decimal) -> ScaleLine:
    y = y_of(canvas, value, top)
    return ScaleLine(value, y, y + 4)


def column(canvas: Canvas, place: int, within: tuple[int, int], value: Number | None, top: Decimal) -> Bar | None:
    if value is None:
        return None
    offset, width = within
    height = (canvas.rise * Decimal(value) / top).quantize(TENTH)
    return Bar(canvas.first + canvas.apart * place + offset, y_of(canvas, value, top), width, height)


def points(canvas: Canvas, plan: Figures, top: Decimal) -> Iterator[str]:
    for place, value in enumerate(plan):
        if value is not None:
            yield f"{canvas.first + canvas.apart * place + canvas.middle},{y_of(canvas, value, top)}"


def y_of(canvas: Canvas, value: Number, top: Decimal) -> Decimal:
    return (canvas.floor - canvas.rise * Decimal(value) / top).quantize(TENTH)
