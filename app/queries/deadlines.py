"""What is owed and when: due dates with their time state, and how many are overdue (domain.md §4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from app.domain.obligations import FIGURES, REPORT, time_state
from app.domain.permissions import may
from app.extensions import db
from app.models import (
    Entry,
    Indicator,
    Obligation,
    Part,
    Person,
    Plan,
    Submission,
    Unit,
)
from app.queries.done import done_days, is_answered
from app.queries.units import writable_units

UNFINISHED = ("overdue", "due", "not_yet_due")
SOON_DAYS = 7


@dataclass(frozen=True)
class Due:
    """One obligation as it stands today. ``days``: until the due date, negative after it, None without one."""

    obligation: Obligation
    row: Indicator
    unit: Unit
    state: str
    done_on: date | None
    days: int | None

    @property
    def is_open(self) -> bool:
        return self.state in UNFINISHED

    @property
    def is_soon(self) -> bool:
        return self.is_open and self.days is not None and 0 <= self.days <= SOON_DAYS


def dues(
    centre_id: int,
    *,
    today: date,
    unit_ids: Collection[int] | None = None,
    first: date | None = None,
    last: date | None = None,
    year: int | None = None,
    optional: bool = False,
) -> list[Due]:
    """Obligations of active units, by due date; those without a date last.

    ``first`` and ``last`` bound the due date (one without a date is always within), ``year`` is the plan's.
    Optional ones, the months of a row that runs all year, only when asked for.
    """
    statement = of_active_units(centre_id)
    if unit_ids is not None:
        statement = statement.where(Obligation.unit_id.in_(unit_ids))
    if first is not None:
        statement = statement.where(or_(Obligation.due_on.is_(None), Obligation.due_on >= first))
    if last is not None:
        statement = statement.where(or_(Obligation.due_on.is_(None), Obligation.due_on <= last))
    if year is not None:
        statement = statement.where(Plan.year == year)
    if not optional:
        statement = statement.where(Obligation.required)
    order = (Obligation.due_on.is_(None), Obligation.due_on, Unit.position, Indicator.position, Obligation.ends_on)
    found = list(db.session.scalars(statement.order_by(*order, Obligation.id)))
    done = done_days(centre_id, found, today=today)
    return [judged(obligation, done.get(obligation.id), today) for obligation in found]


def judged(obligation: Obligation, done_on: date | None, today: date) -> Due:
    state = time_state(
        ends_on=obligation.ends_on,
        due_on=obligation.due_on,
        done_on=done_on,
        required=obligation.required,
        waived=obligation.waived_at is not None,
        today=today,
    )
    days = (obligation.due_on - today).days if obligation.due_on else None
    return Due(obligation, obligation.indicator, obligation.unit, state, done_on, days)


def of_active_units(centre_id: int) -> Select[Obligation]:
    return (
        select(Obligation)
        .join(Obligation.unit)
        .join(Obligation.indicator)
        .join(Plan, Plan.id == Obligation.plan_id)
        .where(Obligation.centre_id == centre_id, Unit.active, Plan.state != "draft")
        .options(contains_eager(Obligation.unit), contains_eager(Obligation.indicator))
    )


def due_of(centre_id: int, obligation_id: int, *, today: date) -> Due | None:
    obligation = db.session.scalar(of_active_units(centre_id).where(Obligation.id == obligation_id))
    if obligation is None:
        return None
    return judged(obligation, done_days(centre_id, [obligation], today=today).get(obligation.id), today)


def obligations_of_plan(plan: Plan) -> list[Obligation]:
    return list(db.session.scalars(select(Obligation).where(Obligation.plan_id == plan.id)))


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


def owing_units(person: Person) -> list[Unit]:
    """The units for which a person comes and owes: those written for, but of who may write for any the own ones."""
    if may(person.role, "entries.write_any"):
        return [unit for unit in person.units if unit.active]
    return writable_units(person)


def overdue_count(unit_ids: Collection[int], today: date) -> int:
    """How many obligations of these units are overdue."""
    return db.session.scalar(overdue_statement(unit_ids, today)) or 0 if unit_ids else 0


def overdue_statement(unit_ids: Collection[int], today: date) -> Select[int]:
    """The same as one statement, for the menu of every page.

    Equal to counting ``overdue`` in ``dues``; what is done is asked of the database instead.
    """
    line, above, top, owing = (aliased(Indicator) for _ in range(4))
    o = Obligation
    written = (
        select(Entry.id)
        .join(Part, Part.id == Entry.part_id)
        .join(line, line.id == Part.indicator_id)
        .outerjoin(above, above.id == line.parent_id)
        .outerjoin(top, top.id == above.parent_id)
        .where(
            Entry.centre_id == o.centre_id,
            Entry.unit_id == o.unit_id,
            Entry.year_month.between(o.first_month, o.last_month),
            Entry.date.between(o.starts_on, o.ends_on),
            Entry.voided_at.is_(None),
            Entry.state != "empty",
            # By its key: a week that lies in two years is answered by the same row of both plans.
            or_(line.key == owing.key, above.key == owing.key, top.key == owing.key),
        )
    )
    months = (
        select(func.count())
        .select_from(Submission)
        .where(
            Submission.unit_id == o.unit_id,
            Submission.year_month.between(o.first_month, o.last_month),
            Submission.state != "draft",
            Submission.first_submitted_on.is_not(None),
        )
        .scalar_subquery()
    )
    undone = or_(
        o.kind.not_in((FIGURES, REPORT)),
        and_(o.kind == REPORT, ~is_answered(o)),
        and_(
            o.kind == FIGURES,
            months < months_between(o.first_month, o.last_month),
            ~exists(written.correlate(o, owing)),
        ),
    )
    return (
        select(func.count())
        .select_from(o)
        .join(Plan, Plan.id == o.plan_id)
        .join(Unit, Unit.id == o.unit_id)
        .join(owing, owing.id == o.indicator_id)
        .where(
            o.unit_id.in_(unit_ids),
            o.due_on < today,
            o.required,
            o.waived_at.is_(None),
            Plan.state != "draft",
            Unit.active,
            undone,
        )
    )


def months_between(first: Any, last: Any) -> Any:
    """How many months from 202512 to 202601, both counted, as SQL."""
    return (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1
