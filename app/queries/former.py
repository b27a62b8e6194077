"""Which row of last year's plan a row is: of a plan that was rolled over the one from which it came, however both are
numbered; of any other the one of the same key. It is asked here by everyone, of trees, plain rows and statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from app.models import Indicator, Part, Plan
from app.queries.plan import facts_of_plan, rows_of

LATER, EARLIER = aliased(Indicator), aliased(Indicator)  # made once: making them costs more than the statement


class OfYear(Protocol):
    """A plan, with its tree or without."""

    @property
    def centre_id(self) -> int: ...
    @property
    def year(self) -> int: ...


class KeyedRow(Protocol):
    """A row as far as it is known by its number and key."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...


class RolledRow(KeyedRow, Protocol):
    @property
    def former_id(self) -> int | None: ...


FormerT = TypeVar("FormerT", bound=KeyedRow)


def is_rolled_over(plan: OfYear) -> bool:
    """Whether the rows of a plan know from which ones they came."""
    facts = facts_of_plan(plan.centre_id, plan.year)
    return facts is not None and facts.is_rolled_over


def former_rows(plan: OfYear, rows: Iterable[RolledRow], last_year: Iterable[FormerT]) -> dict[int, FormerT]:
    """Row id → the same row among those of last year's plan; nothing of a row that is new."""
    rolled = is_rolled_over(plan)
    known: dict[int | str | None, FormerT] = {other.id if rolled else other.key: other for other in last_year}
    wanted = {row.id: row.former_id if rolled else row.key for row in rows}
    return {row_id: known[mark] for row_id, mark in wanted.items() if mark in known}


def former_row(plan: Plan, former: Plan, row: Indicator) -> Indicator | None:
    """The same row in last year's plan; None where it is new. The trees of both plans were read."""
    return former_rows(plan, [row], rows_of(former)).get(row.id)


def former_part(plan: Plan, former: Plan, part: Part) -> Part | None:
    """The same figure: of a composite cell the one of the same place."""
    row = former_row(plan, former, part.indicator)
    return next((one for one in row.parts if one.place == part.place), None) if row is not None else None


def is_same_row(one: Any, other: Any) -> ColumnElement[bool]:
    """The same rule for a statement: whether two rows are one, the same, or of two years one behind the other."""
    by_key = and_(one.key == other.key, ~grew_out_of(one, other), ~grew_out_of(other, one))
    return or_(
        one.id == other.id,
        one.former_id == other.id,
        other.former_id == one.id,
        and_(one.plan_id != other.plan_id, by_key),
    )


def grew_out_of(later: Any, earlier: Any) -> ColumnElement[bool]:
    """Whether the plan of a row was rolled over from that of another one."""
    return exists().where(
        LATER.plan_id == later.plan_id, LATER.former_id == EARLIER.id, EARLIER.plan_id == earlier.plan_id
    )
