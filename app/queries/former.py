"""Which row of last year's plan a row is: of a plan that was rolled over the one from which it came, however both are
numbered; of any other the one of the same key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.models import Indicator, Plan
from app.queries.kept import kept


def former_keys(centre_id: int, year: int) -> Mapping[str, str] | None:
    """Key of a row → its key in last year's plan; None for a plan that was not rolled over. Kept in memory."""
    former = aliased(Indicator)

    def read(session: Session) -> dict[str, str] | None:
        statement = (
            select(Indicator.key, former.key)
            .join(Plan, Plan.id == Indicator.plan_id)
            .join(former, former.id == Indicator.former_id)
            .where(Plan.centre_id == centre_id, Plan.year == year)
        )
        return dict(session.execute(statement).all()) or None

    return kept("former_keys", centre_id, year, read)


def former_key(centre_id: int, year: int, key: str) -> str | None:
    """The key that a row, or a figure of one, had last year; None where it is new."""
    keys = former_keys(centre_id, year)
    if keys is None:
        return key
    row, slash, place = key.partition("/")
    return f"{keys[row]}{slash}{place}" if row in keys else None


LATER = aliased(Indicator)  # made once: making it costs more than the statement


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
