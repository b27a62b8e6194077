"""The obligations of a plan as duties: those that are still open by one statement, or all with the day of doing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.domain.duties import DOCUMENT, Duty
from app.domain.obligations import FIGURES, REPORT, time_state
from app.domain.registers import LETTERS
from app.domain.short_names import called
from app.extensions import db
from app.models import Indicator, Obligation, Unit
from app.queries.obligation_rows import ObligationRow
from app.queries.plan import plan_facts
from app.queries.undone import undone
from app.queries.units import centre_begins

KEPT, RUNNING = ("approved", "closed"), ("approved",)  # states of plans: those whose duties are kept, and still owed


def of_plans(centre_id: int, states: Collection[str]) -> ColumnElement[bool]:
    """Whether an obligation belongs to a plan in one of these states. By the plans' numbers, so that years that are
    closed are not even looked at."""
    return Obligation.plan_id.in_([plan.id for plan in plan_facts(centre_id) if plan.state in states])


def owed_to_region(centre_id: int, states: Collection[str] = KEPT) -> tuple[ColumnElement[bool], ...]:
    """What holds of an obligation by which a unit owes the region a report; the statement joins the unit."""
    return *asked_by_region(centre_id, states), Obligation.waived_at.is_(None)


def asked_by_region(centre_id: int, states: Collection[str] = KEPT) -> tuple[ColumnElement[bool], ...]:
    """The same with what was waived."""
    is_wanted = and_(Obligation.kind == REPORT, Obligation.required)
    return of_plans(centre_id, states), is_wanted, within_span(centre_begins(centre_id))


def rows_wanted(
    centre_id: int,
    unit_ids: Collection[int] | None,
    first: date | None,
    last: date | None,
    states: Collection[str] = KEPT,
) -> Select[Any]:
    """Required obligations of plans in these ``states``. ``first`` and ``last`` bound the due day; one without a due
    day is always within."""
    o, owing, above = Obligation, Indicator, aliased(Indicator)
    columns: tuple[InstrumentedAttribute[Any] | ColumnElement[Any], ...] = (
        o.id, o.plan_id, o.unit_id, o.indicator_id, o.kind, o.period, o.starts_on, o.ends_on, o.first_month,
        o.last_month, o.required, o.due_on, o.set_by_unit, o.report_id, o.card_id, o.waived_at.is_not(None),
        owing.key, owing.name, owing.short_name, above.name, above.short_name, owing.entry_form, owing.earlier_terms,
        o.version,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(owing, owing.id == o.indicator_id)
        .outerjoin(above, above.id == owing.parent_id)
        .join(Unit, Unit.id == o.unit_id)
        .where(of_plans(centre_id, states), o.required, within_span(centre_begins(centre_id)))
        .order_by(o.due_on.is_(None), o.due_on, owing.position, o.ends_on, o.id)
    )
    if unit_ids is not None:
        statement = statement.where(o.unit_id.in_(unit_ids))
    if first is not None:
        statement = statement.where(or_(o.due_on.is_(None), o.due_on >= first))
    if last is not None:
        statement = statement.where(or_(o.due_on.is_(None), o.due_on <= last))
    return statement


def within_span(begins: int | None) -> ColumnElement[bool]:
    """Whether the unit of an obligation works when its period ends, and the centre with the program."""
    ends = Obligation.last_month
    return and_(
        or_(Unit.first_month.is_(None), ends >= Unit.first_month),
        or_(Unit.last_month.is_(None), ends <= Unit.last_month),
        ends >= (begins or 0),
    )


def open_rows(
    centre_id: int, today: date, unit_ids: Collection[int] | None, first: date | None, last: date | None
) -> list[ObligationRow]:
    """Those that are neither done nor waived."""
    statement = rows_wanted(centre_id, unit_ids, first, last, RUNNING).where(
        Obligation.waived_at.is_(None), undone(centre_id, today)
    )
    return [ObligationRow(*row) for row in db.session.execute(statement)]


def all_rows(
    centre_id: int, unit_ids: Collection[int] | None, first: date | None, last: date | None
) -> list[ObligationRow]:
    return [ObligationRow(*row) for row in db.session.execute(rows_wanted(centre_id, unit_ids, first, last))]


def duty_of(row: ObligationRow, done_on: date | None, today: date) -> Duty:
    state = time_state(
        ends_on=row.ends_on,
        due_on=row.due_on,
        done_on=done_on,
        required=row.required,
        waived=row.waived,
        today=today,
    )
    return Duty(
        kind=DOCUMENT if row.kind == FIGURES and row.entry_form == LETTERS else row.kind,
        period=row.period,
        due=row.due_on,
        state=state,
        unit_id=row.unit_id,
        row_key=row.key,
        row_name=row.name or "",
        row_short=called(row.key, row.name, row.short_name, (row.above_name, row.above_short or "")),
        done_on=done_on,
        number=row.id,
        revision=row.version - 1,
    )


def open_duties(rows: Iterable[ObligationRow], today: date) -> list[Duty]:
    return [duty_of(row, None, today) for row in rows]
