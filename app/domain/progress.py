"""How far the plan is: achievement, pace and growth (domain.md §3 “Achievement”).

Actual and planned are plain figures; None is “empty” on the one side and “no plan” on the other.
Percent are exact Decimals; only ``shown`` rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

from app.domain.counting import Mode, Number

PaceCode = Literal[
    "behind", "on_plan", "ahead", "outside_plan", "no_plan", "not_reported", "not_yet_due", "part_of_plan"
]

PACES: tuple[PaceCode, ...] = (
    "behind",
    "on_plan",
    "ahead",
    "outside_plan",
    "no_plan",
    "not_reported",
    "not_yet_due",
    "part_of_plan",  # some of the units that count the row: not held against the plan of all
)
HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Achievement:
    """The answer to “how much of it?”.

    ``percent``: a number, never capped. ``outside``: done without a plan, “rejadan tashqari +A”, with ``extra`` = A.
    ``dash``: nothing planned and nothing done, “—”. ``empty``: not reported, which is not 0 %. ``no_plan``: the paper
    leaves the plan blank, “rejasiz”; a blank is not a 0.
    """

    kind: Literal["percent", "outside", "dash", "empty", "no_plan"]
    percent: Decimal | None = None
    extra: Number | None = None


def achievement(actual: Number | None, planned: Number | None) -> Achievement:
    """Actual against planned."""
    if planned is None:
        return Achievement("no_plan")
    if actual is None:
        return Achievement("empty")
    if planned:
        return Achievement("percent", Decimal(actual) * 100 / planned)
    return Achievement("outside", extra=actual) if actual else Achievement("dash")


def planned_in(mode: Mode, phases: Sequence[Number] | None, months: range) -> Number | None:
    """The plan of a span's months (1…12): their sum, of a level or ratio the last one; None without a plan."""
    if not phases or not any(phases):
        return None
    chosen = [phases[month - 1] for month in months]
    if mode in ("stock", "ratio"):
        return chosen[-1] if chosen else 0
    return sum(chosen, start=0)


def due_by_now(mode: Mode, phases: Sequence[Number] | None, closed_months: int) -> Number | None:
    """What the closed months of the year should have brought; 0 when none is closed yet, None without a plan."""
    return planned_in(mode, phases, range(1, closed_months + 1))


def pace(
    actual: Number | None,
    due: Number | None,
    low: Number = 85,
    high: Number = 115,
    *,
    reached: bool = False,
    has_plan: bool = True,
) -> PaceCode:
    """How the year goes. ``due`` is from ``due_by_now``; low and high are percent of it, both still “on plan”. Judged
    on the number that is printed: “85 %” is never “behind”.

    ``reached``: the plan of the whole year is fulfilled already. A small plan is due early in whole numbers (4 a year:
    January to April); who has done all of it is not behind. ``has_plan``: False where the paper leaves it blank.
    """
    if not has_plan:
        return "no_plan"
    if due is None:
        return "outside_plan" if actual else "no_plan"
    if not due:
        return "not_yet_due"  # even with early work: else in January everybody would be ahead
    if actual is None:
        return "not_reported"
    percent = shown(Decimal(actual) * 100 / due)
    if percent < low:
        return "on_plan" if reached else "behind"
    return "ahead" if percent > high else "on_plan"


def growth(actual: Number | None, last_year: Number | None) -> Decimal | None:
    """Change against the same months of last year in percent, negative when less; None without a comparison."""
    if actual is None or not last_year:
        return None
    return Decimal(actual - last_year) * 100 / last_year


def shown(percent: Decimal) -> Decimal:
    """One decimal, half up; what is not yet 100 is never shown as 100,0 (99,96 → 99,9)."""
    rounding = ROUND_DOWN if percent < HUNDRED <= percent.quantize(_TENTH, ROUND_HALF_UP) else ROUND_HALF_UP
    return percent.quantize(_TENTH, rounding)
