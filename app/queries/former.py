"""Which row of last year's plan a row is: of a plan that was rolled over the one from which it came, however both are
numbered; of any other the one of the same key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from app.models import Indicator, Part, Plan
from app.queries.plan import row_by_key, row_of_id, rows_of

LATER = aliased(Indicator)  # made once: making it costs more than the statement


def is_rolled_over(plan: Plan) -> bool:
    """Whether the rows of a plan know from which ones they came."""
    return any(row.former_id is not None for row in rows_of(plan))


def former_row(plan: Plan, former: Plan, row: Indicator) -> Indicator | None:
    """The same row in last year's plan; None where it is new. The trees of both plans were read."""
    if is_rolled_over(plan):
        return row_of_id(former, row.former_id) if row.former_id is not None else None
    return row_by_key(former, row.key)


def former_part(plan: Plan, former: Plan, part: Part) -> Part | None:
    """The same figure: of a composite cell the one of the same place."""
    row = former_row(plan, former, part.indicator)
    return next((one for one in row.parts if one.place == part.place), None) if row is not None else None


def is_same_row(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two rows of a statement are one: the same, or of two years one behind the other. Rows of which neither
    goes on under another key are the same by their key."""
    alone = ~exists().where(LATER.former_id.in_([one.id, other.id]))
    by_key = and_(one.former_id.is_(None), other.former_id.is_(None), one.key == other.key, alone)
    return or_(
        one.id == other.id,
        one.former_id == other.id,
        other.former_id == one.id,
        and_(one.plan_id != other.plan_id, by_key),
    )
