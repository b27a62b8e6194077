"""Reports and confirmations of the demonstration: done in time, but for the latest and one forgotten month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from app.domain.obligations import FIGURES
from app.extensions import db
from app.models import Obligation, Person, Plan
from app.operations.obligations import set_done

LATEST = timedelta(days=14)  # not marked yet
FORGOTTEN = "-04"  # the month whose confirmations nobody thought of


def mark_done(plan: Plan, people: Mapping[str, Person], today: date) -> None:
    """Every unit marks on the last day what it handed over or took part in."""
    marked = select(Obligation).where(
        Obligation.plan_id == plan.id,
        Obligation.kind != FIGURES,
        Obligation.required,
        Obligation.due_on < today - LATEST,
    )
    for obligation in db.session.scalars(marked.order_by(Obligation.due_on, Obligation.id)):
        actor = people.get(obligation.unit.code)
        if actor is None or obligation.due_on is None or obligation.period.endswith(FORGOTTEN):
            continue
        set_done(actor=actor, obligation=obligation, version=obligation.version, done=True, today=obligation.due_on)
