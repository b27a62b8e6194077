"""Reads of the history: what happened to a figure, a row, a unit, a person."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_, select

from app.domain.periods import Period
from app.extensions import db
from app.models import Change, Plan

MOST = 200


def cell_changes(plan: Plan, part_keys: Collection[str], period: Period, *, most: int = MOST) -> list[Change]:
    """The changes of the cells of some parts within a period, newest first."""
    statement = (
        select(Change)
        .where(
            Change.centre_id == plan.centre_id,
            Change.subject == "cell",
            or_(*(Change.subject_key.startswith(f"{key}|", autoescape=True) for key in part_keys)),
        )
        .order_by(Change.id.desc())
    )
    found = []
    for change in db.session.scalars(statement):
        when = change.subject_key.rpartition("|")[2]
        if within(when, period):
            found.append(change)
            if len(found) == most:
                break
    return found


def within(key: str, period: Period) -> bool:
    """Whether a day's or month's key lies in a period; both are written so that text order is time order."""
    return period.start.isoformat()[: len(key)] <= key <= period.end.isoformat()[: len(key)]
