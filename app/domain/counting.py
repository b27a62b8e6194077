"""How entries add up: four modes, four value states (domain.md §3). Empty is never 0.

A sum has the strongest state among what is added: a number, else “no activity”, else empty;
“not applicable” leaves the sum and is the answer only when nothing else is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Number = int | Decimal
Mode = Literal["flow", "stock", "ratio", "delivered"]
State = Literal["number", "empty", "no_activity", "not_applicable"]

MODES: tuple[Mode, ...] = ("flow", "stock", "ratio", "delivered")
FLOW, STOCK, RATIO, DELIVERED = MODES
STATES: tuple[State, ...] = ("number", "empty", "no_activity", "not_applicable")


def adds_up(mode: Mode) -> bool:
    """Whether months and units add up: things done and documents; a level or a ratio stands."""
    return mode in (FLOW, DELIVERED)


@dataclass(frozen=True)
class Total:
    """A value with its state; of a ratio ``amount`` is n and ``base`` is d.

    A number has an amount, “no activity” the amount 0, the other two none: so empty cannot be added as 0.
    """

    state: State
    amount: Number | None = None
    base: Number | None = None

    def __post_init__(self) -> None:
        if self.state == "no_activity":
            object.__setattr__(self, "amount", 0)
        if (self.amount is not None) != self.has_value:
            raise ValueError(f"state {self.state} with amount {self.amount}")

    @property
    def has_value(self) -> bool:
        """Whether somebody reported it: a number or a confirmed 0."""
        return self.state in ("number", "no_activity")

    @property
    def value(self) -> Number | None:
        """The one figure to compare with a plan: the amount, of a ratio n/d in percent; None where there is none."""
        if self.amount is None or self.base is None:
            return self.amount
        return Decimal(self.amount) * 100 / self.base if self.base else None


@dataclass(frozen=True)
class Counted(Total):
    """One dated fact of one unit for one leaf, or several of one state that somebody has added up already."""

    day: date = date.min


@dataclass(frozen=True)
class Opening(Total):
    """A month's figure from before the centre worked with the program (domain.opening); ``since``: the year-month from
    which it stands on, the month itself unless only the total of several is known."""

    since: int = 0


EMPTY = Total("empty")
NO_ACTIVITY = Total("no_activity")
NOT_APPLICABLE = Total("not_applicable")


def month_total(mode: Mode, entries: Iterable[Counted]) -> Total:
    """What one unit's entries of one month give for the month; their order does not matter.

    A level is the latest number: “no activity” says that it did not move, an emptied cell says nothing. Of two
    numbers of one day the larger holds.
    """
    given = list(entries)
    if mode != STOCK:
        return _added(given)
    numbers = [entry for entry in given if entry.amount is not None and entry.state == "number"]
    if not numbers:
        return _without_number(given)
    last = max(numbers, key=lambda entry: (entry.day, entry.amount, entry.base or 0))
    return Total("number", last.amount, last.base)


def span_total(mode: Mode, month_totals: Sequence[Total]) -> Total:
    """A quarter, year to date or year from its months in order: a sum, of a level the latest number."""
    return _latest(month_totals) if mode == STOCK else _added(month_totals)


def months_total(mode: Mode, year: Sequence[Total], first: int, last: int) -> Total:
    """What the months ``first`` … ``last`` (1–12) of a year give, from its twelve months.

    A level holds until another number is written, so it may lie before the first of them.
    """
    return span_total(mode, year[0 if mode == STOCK else first - 1 : last])


def units_total(unit_totals: Iterable[Total]) -> Total:
    """Several units together, in every mode a sum: of levels each unit's own latest, of ratios Σn / Σd."""
    return _added(unit_totals)


def parts_total(part_totals: Iterable[Total]) -> Total:
    """An indicator that sums its parts; one that is counted by itself never comes here."""
    return _added(part_totals)


def _added(totals: Iterable[Total]) -> Total:
    given = list(totals)
    numbers = [total for total in given if total.state == "number"]
    if not numbers:
        return _without_number(given)
    amount = sum((total.amount for total in numbers if total.amount is not None), start=0)
    bases = [total.base for total in numbers if total.base is not None]
    return Total("number", amount, sum(bases, start=0) if bases else None)


def _latest(totals: Sequence[Total]) -> Total:
    """The last number. “No activity” says that a level did not move, not that it fell to 0."""
    for total in reversed(totals):
        if total.state == "number":
            return Total("number", total.amount, total.base)
    return _without_number(totals)


def _without_number(totals: Sequence[Total]) -> Total:
    states = {total.state for total in totals}
    if "no_activity" in states:
        return NO_ACTIVITY
    return NOT_APPLICABLE if states == {"not_applicable"} else EMPTY
