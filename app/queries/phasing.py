"""How the plan of a figure lies over the months: by hand, or by the deadline of its row (domain.md §3 “Phasing”)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol, Self

from app.domain.counting import Mode, Number
from app.domain.deadlines import parse_deadline
from app.domain.phasing import Phases, phases
from app.queries.plan import AnyDated, deadline_row


class AnyPlanned(AnyDated, Protocol):
    """A row as far as it says how its plan lies over the months: of the tree, or a plain one."""

    @property
    def parent(self) -> Self | None: ...
    @property
    def mode(self) -> Mode: ...
    @property
    def plan_year(self) -> int: ...


def months_of_plan(row: AnyPlanned, plan: Number, by_hand: Sequence[Number | str] | None) -> Phases:
    """The twelve months, by the deadline that the row follows; ``by_hand`` as the part keeps them, decimals as text."""
    return spread_of(plan, row.mode, deadline_row(row).deadline, row.plan_year, read_phases(by_hand))


def read_phases(stored: Sequence[Number | str] | None) -> Phases | None:
    """Twelve months as they are kept, decimals as text."""
    return tuple(Decimal(one) if isinstance(one, str) else one for one in stored) if stored else None


def stored_phases(spread: Phases | None) -> list[Any] | None:
    """The other way round: decimals as text, so that nothing is rounded."""
    return None if spread is None else [str(one) if isinstance(one, Decimal) else one for one in spread]


@lru_cache(maxsize=4096)
def spread_of(plan: Number, mode: Mode, deadline: str, year: int, by_hand: tuple[Number, ...] | None) -> Phases:
    """The same rows stand on every page."""
    return phases(plan, mode, parse_deadline(deadline, year), by_hand=by_hand)
