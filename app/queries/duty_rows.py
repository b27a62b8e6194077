"""The obligations of a plan as duties: those that are still open by one statement, or all with the day of their doing.

What is done is told twice, for the database and in ``queries.done``; a test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.domain.duties import DOCUMENT, Duty
from app.domain.obligations import FIGURES, REPORT, time_state
from app.domain.registers import LETTERS
from app.domain.row_rules import MONTH
from app.domain.short_names import called
from app.domain.workflow import SHUT
from app.extensions import db
from app.models import Entry, Indicator, Obligation, Part, Submission, Unit
from app.queries.done import is_answered
from app.queries.former import is_same_row
from app.queries.obligation_rows import ObligationRow
from app.queries.plan import plan_facts
from app.queries.units import centre_begins

LINE, ABOVE, TOP = (aliased(Indicator) for _ in range(3))  # made once: making them costs more than the statement
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
        owing.key, owing.name, owing.short_name, above.name, above.short_name, owing.entry_form, o.version,
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
        Obligation.waived_at.is_(None), undone(today, centre_begins(centre_id))
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


def undone(today: date, begins: int | None) -> ColumnElement[bool]:
    """Whether an obligation of the statement around, which joins its unit, is not done; ``begins``: the centre's first
    month. Months before the centre or the unit began count as handed in.

    Figures of a quarter or longer are part of the hand-in of the month in which it ends, and done with that alone;
    documents are done when they are written, and so is what the unit set a day for.
    """
    o, line, above, top = Obligation, LINE, ABOVE, TOP
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
            is_figure_of(o),
            Entry.voided_at.is_(None),
            Entry.state != "empty",
            answers_row(),
        )
    )
    handed_in = and_(Submission.state != "draft", Submission.first_submitted_on.is_not(None))
    months = (
        select(func.count())
        .select_from(Submission)
        .where(Submission.unit_id == o.unit_id, Submission.year_month.between(o.first_month, o.last_month), handed_in)
        .correlate(o)
        .scalar_subquery()
    )
    last_month = select(Submission.id).where(
        Submission.unit_id == o.unit_id,
        Submission.year_month == o.last_month,
        or_(handed_in, Submission.state.in_(SHUT)),
    )
    is_long = and_(
        o.first_month < o.last_month, o.period.not_like("%W%"), ~o.set_by_unit, Indicator.entry_form != LETTERS
    )
    # A whole year is not done before it is over, or the unit's own day has come.
    running = and_(o.last_month == o.first_month + 11, o.set_by_unit.is_(False), o.ends_on >= today)
    return or_(
        and_(o.kind == REPORT, ~is_answered(o)),
        and_(
            o.kind == FIGURES,
            or_(
                running,
                and_(is_long, ~exists(last_month.correlate(o))),
                and_(
                    ~is_long,
                    months < months_between(worked_since(begins), o.last_month),
                    ~exists(written.correlate(o, Indicator)),
                ),
            ),
        ),
    )


def is_figure_of(o: type[Obligation]) -> ColumnElement[bool]:
    """Whether an entry stands in an obligation's period, as ``done.is_figure_of`` says: one of a whole month does for
    the weeks and days that end in it."""
    of_month, by_day = Entry.grain == MONTH, or_(o.period.like("%W%"), func.length(o.period) == 10)
    return or_(
        and_(or_(~of_month, ~by_day), Entry.date.between(o.starts_on, o.ends_on)),
        and_(of_month, by_day, Entry.year_month == o.last_month),
    )


def answers_row() -> ColumnElement[bool]:
    """Whether a figure's line is that of the obligation, or follows its deadline, as ``place_followed`` says.

    A week that lies in two years is answered by the same row of both plans.
    """
    line, above, top = LINE, ABOVE, TOP
    return or_(
        is_same_row(line, Indicator),
        and_(is_same_row(above, Indicator), line.deadline.in_(["", above.deadline])),
        and_(is_same_row(top, Indicator), *(row.deadline.in_(["", top.deadline]) for row in (above, line))),
    )


def worked_since(begins: int | None) -> ColumnElement[int]:
    """The first month of an obligation's period in which its unit works."""
    first = later(Obligation.first_month, literal(begins or 0))
    return later(first, func.coalesce(Unit.first_month, 0))


def later(one: Any, other: Any) -> ColumnElement[int]:
    return case((one < other, other), else_=one)


def months_between(first: Any, last: Any) -> Any:
    """How many months from 202512 to 202601, both counted, as SQL."""
    return (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1
