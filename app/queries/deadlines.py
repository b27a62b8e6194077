"""Single obligations, and those of a plan, for those who change them (domain.md §4). The list is ``queries.duties``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager

from app.domain.duties import Duty
from app.extensions import db
from app.models import Obligation, Plan
from app.queries.done import done_days
from app.queries.duty_rows import duty_of
from app.queries.obligation_rows import row_of


def duty_of_number(centre_id: int, obligation_id: int, *, today: date) -> tuple[Obligation, Duty] | None:
    """An obligation with the duty that it makes; None where the plan is a draft or there is none."""
    obligation = db.session.scalar(of_plans(centre_id).where(Obligation.id == obligation_id))
    if obligation is None:
        return None
    row = row_of(obligation)
    return obligation, duty_of(row, done_days(centre_id, [row], today=today).get(row.id), today)


def of_plans(centre_id: int) -> Select[Obligation]:
    return (
        select(Obligation)
        .join(Obligation.unit)
        .join(Obligation.indicator)
        .join(Plan, Plan.id == Obligation.plan_id)
        .where(Obligation.centre_id == centre_id, Plan.state != "draft")
        .options(contains_eager(Obligation.unit), contains_eager(Obligation.indicator))
    )


def has_obligations(centre_id: int) -> bool:
    """Whether a plan of any year has made some: in January those of the old one are still there, and looked up."""
    return bool(db.session.scalar(select(exists().where(Obligation.centre_id == centre_id))))


def obligations_of_plan(plan: Plan) -> list[Obligation]:
    return list(db.session.scalars(select(Obligation).where(Obligation.plan_id == plan.id)))


def obligations_of(centre_id: int, numbers: Collection[int]) -> list[Obligation]:
    """Some obligations by their numbers, in the order of their due days."""
    chosen = of_plans(centre_id).where(Obligation.id.in_(numbers))
    return list(db.session.scalars(chosen.order_by(Obligation.due_on, Obligation.id)))


def days_of_approval(centre_id: int) -> dict[int, date | None]:
    """Plan id → the day on which it was approved."""
    return dict(db.session.execute(select(Plan.id, Plan.approved_on).where(Plan.centre_id == centre_id)).all())


def open_obligations(centre_id: int) -> list[Obligation]:
    """Those whose due date may still move: not waived, not answered, not set by the unit."""
    return list(
        db.session.scalars(
            select(Obligation)
            .join(Obligation.indicator)
            .where(
                Obligation.centre_id == centre_id,
                Obligation.waived_at.is_(None),
                Obligation.report_id.is_(None),
                Obligation.card_id.is_(None),
                Obligation.set_by_unit.is_(False),
            )
            .options(contains_eager(Obligation.indicator))
        )
    )
