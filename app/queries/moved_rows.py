"""Rows of a draft that got another number after a page had been opened: its keys mean other rows by now."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Change
from app.queries.filled import AnyPlan
from app.queries.kept import kept
from app.queries.plan import plan_facts

RENUMBERED = ("move", "add")  # what gives a key to another row


def numbering_mark(centre_id: int) -> int | None:
    """The line of the history behind which every row has the number that it has now, for pages to send back; None where
    no plan is a draft, and none can get another."""
    if not any(plan.state == "draft" for plan in plan_facts(centre_id)):
        return None

    def read(session: Session) -> int:
        told = (Change.centre_id == centre_id, Change.subject == "plan_row", Change.action.in_(RENUMBERED))
        return session.scalar(select(func.max(Change.id)).where(*told)) or 0

    return kept("numbering", centre_id, 0, read)


def moved_since(plan: AnyPlan, mark: int) -> Mapping[str, str | None]:
    """Key of a row on a page that was drawn behind that line → its key now, of rows that have another; None: that row
    is gone, and the key another's. ``plan``: a draft; of any other nothing has moved."""
    if mark >= (numbering_mark(plan.centre_id) or 0):
        return {}
    told = (
        Change.centre_id == plan.centre_id,
        Change.subject == "plan_row",
        Change.action.in_(RENUMBERED),
        Change.subject_key.startswith(f"{plan.year}|", autoescape=True),
        Change.id > mark,
    )
    lines = list(db.session.scalars(select(Change).where(*told).order_by(Change.id)))
    moved = [(line.at, line.before or {}, line.after or {}) for line in lines if line.action == "move"]
    now: dict[str, str | None] = {}
    for _moment, act in groupby(moved, lambda line: line[0]):
        moves = {str(before["key"]): str(after["key"]) for _at, before, after in act if "key" in before}
        taken = set(moves.values())
        later = {key: moves.get(at, None if at in taken else at) for key, at in now.items() if at is not None}
        new = {key: moves.get(key) for key in (moves.keys() | taken) - now.keys()}
        now = {**now, **later, **new}
    added = {line.subject_key.partition("|")[2] for line in lines if line.action == "add"}
    now |= dict.fromkeys(added - now.keys())
    return {key: at for key, at in now.items() if at != key}
