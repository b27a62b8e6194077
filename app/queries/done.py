"""Since when an obligation is done: by its figures, by the month handed in, or by its letter (domain.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.domain.deadlines import place_followed
from app.domain.obligations import FIGURES, REPORT
from app.domain.periods import TASHKENT
from app.domain.registers import LETTERS, REGISTERS
from app.domain.row_rules import MONTH
from app.domain.spans import MonthSpan
from app.domain.workflow import SHUT
from app.extensions import db
from app.models import Card, Change, Entry, Indicator, Obligation, Part, Plan, Report, Submission, Unit
from app.queries.former import is_same_row
from app.queries.obligation_rows import ObligationRow
from app.queries.units import all_units, span_of

BY_THE_DAY = ("week", "day")  # shorter than the month that is handed in
FirstFigures = dict[tuple[int, int], list[tuple[int, date | None, date]]]  # (unit, row) → (month, day or None, done)


def done_days(centre_id: int, obligations: Sequence[ObligationRow], *, today: date) -> dict[int, date]:
    """Obligation id → the day since which it is done; those that are not done are left out.

    Reports are judged by the letter that answers them. Figures of a week or month, and documents, are done with the
    first figure or the hand-in, whichever came first; figures of a quarter or longer by the hand-in of the month in
    which it ends, and by nothing else (``is_handed_in``). What was done on a day is never done on a later one: no
    hand-in, correction or return takes it away. A whole year is not done before it is over or the unit's own date has
    come.
    """
    done = answered_days([o for o in obligations if o.kind == REPORT])
    counted = [o for o in obligations if o.kind == FIGURES]
    if not counted:
        return done
    figures = first_figures(centre_id, counted)
    submitted = first_submissions(centre_id, counted)
    spans = {unit.id: span_of(unit) for unit in all_units(centre_id)}
    for obligation in counted:
        day = done_by_figures(obligation, figures, submitted, spans[obligation.unit_id])
        running = obligation.period_kind == "year" and not obligation.set_by_unit and today <= obligation.ends_on
        if day is not None and not running:
            done[obligation.id] = day
    return done


def done_by_figures(
    obligation: ObligationRow, figures: FirstFigures, submitted: dict[tuple[int, int], date], works: MonthSpan
) -> date | None:
    """Handed in are all months of the period in which the unit ``works``: before that nothing is owed."""
    written = min(
        (
            done
            for month, day, done in figures.get((obligation.unit_id, obligation.indicator_id), [])
            if is_figure_of(obligation, month, day)
        ),
        default=None,
    )
    if obligation.is_handed_in:
        return submitted.get((obligation.unit_id, obligation.last_month))
    months = [month.year_month for month in obligation.span.months if works.holds(month.year_month)]
    handed_in = [submitted.get((obligation.unit_id, month)) for month in months]
    complete = [day for day in handed_in if day is not None]
    last = max(complete, default=None) if len(complete) == len(handed_in) else None
    return min((day for day in (written, last) if day is not None), default=None)


def is_figure_of(obligation: ObligationRow, month: int, day: date | None) -> bool:
    """Whether a figure stands in an obligation's period. ``day`` None: it is of the whole month, as “no activity” of a
    register is; it holds for the weeks that end in it, as in what is filled (``domain.completeness``)."""
    if day is not None:
        return obligation.starts_on <= day <= obligation.ends_on
    first = obligation.last_month if obligation.period_kind in BY_THE_DAY else obligation.first_month
    return first <= month <= obligation.last_month


def answered_days(reports: Sequence[ObligationRow]) -> dict[int, date]:
    """Obligation id → the day on which its letter left: the report's outgoing date, the card's own."""
    linked = [o.id for o in reports if o.has_letter]
    if not linked:
        return {}
    statement = (
        select(Obligation.id, func.coalesce(Report.outgoing_date, Card.date))
        .outerjoin(Report, and_(Report.id == Obligation.report_id, report_left()))
        .outerjoin(Card, and_(Card.id == Obligation.card_id, card_left()))
        .where(Obligation.id.in_(linked), or_(Report.id.is_not(None), Card.id.is_not(None)))
    )
    return {number: day for number, day in db.session.execute(statement) if day is not None}


def is_answered(obligation: type[Obligation]) -> ColumnElement[bool]:
    """The same for a statement: whether the letter that an obligation is linked to has left."""
    report = select(Report.id).where(Report.id == obligation.report_id, report_left())
    card = select(Card.id).where(Card.id == obligation.card_id, card_left())
    return or_(exists(report.correlate(obligation)), exists(card.correlate(obligation)))


def report_left() -> ColumnElement[bool]:
    return and_(Report.sent_at.is_not(None), Report.outgoing_date.is_not(None))


def card_left() -> ColumnElement[bool]:
    """As ``domain.registers.is_letter``: a voided document answers nothing, nor one in preparation or sent back."""
    register = REGISTERS[LETTERS]
    stage, accepted = register.counts_when or ("", "")
    number = Card.data[register.number_field].as_string()
    return and_(Card.voided_at.is_(None), Card.data[stage].as_string() == accepted, number != "")


def first_submissions(centre_id: int, obligations: Sequence[ObligationRow]) -> dict[tuple[int, int], date]:
    """(unit, month) → the day on which it was first handed in, or closed without that."""
    columns = (Submission.unit_id, Submission.year_month, Submission.first_submitted_on, Submission.state_at)
    statement = select(*columns).where(
        Submission.centre_id == centre_id,
        Submission.unit_id.in_({o.unit_id for o in obligations}),
        Submission.year_month.between(min(o.first_month for o in obligations), max(o.last_month for o in obligations)),
        Submission.state != "draft",
        or_(Submission.first_submitted_on.is_not(None), Submission.state.in_(SHUT)),
    )
    found = {}
    for unit_id, month, day, moment in db.session.execute(statement):
        if day is None and moment is not None:
            day = moment.astimezone(TASHKENT).date()
        if day is not None:
            found[unit_id, month] = day
    return found


def first_figures(centre_id: int, obligations: Sequence[ObligationRow]) -> FirstFigures:
    """When the first figure of each month was written, for each unit and row; by the day where weeks are owed."""
    same = same_rows(obligations)
    rows = rows_of_parts({o.plan_id for o in obligations} | {plan_id for _, plan_id, _ in same})
    owing = {other: row for other, _, row in same}
    rows = {part: (*lines, *(owing[row] for row in lines if row in owing)) for part, lines in rows.items()}
    by_day = {o.indicator_id for o in obligations if o.period_kind in BY_THE_DAY}
    daily = [part for part, owners in rows.items() if by_day & set(owners)]
    wanted = {o.indicator_id for o in obligations}
    monthly = [part for part, owners in rows.items() if wanted & set(owners) and part not in set(daily)]
    found: FirstFigures = {}
    for parts, with_day in ((monthly, False), (daily, True)):
        for unit_id, part_id, month, day, moment in earliest(centre_id, obligations, parts, with_day):
            done = moment.astimezone(TASHKENT).date()
            for row_id in rows[part_id]:
                found.setdefault((unit_id, row_id), []).append((month, day, done))
    return found


def earliest(
    centre_id: int, obligations: Sequence[ObligationRow], parts: Sequence[int], with_day: bool
) -> Iterable[tuple[int, int, int, date | None, datetime]]:
    if not parts:
        return
    place = (Entry.unit_id, Entry.part_id, Entry.year_month, *((Entry.date, Entry.grain) if with_day else ()))
    statement = (
        select(*place, func.min(func.coalesce(Card.created_at, first_written(), Entry.changed_at)))
        .join(Part, Part.id == Entry.part_id)
        .join(Unit, Unit.id == Entry.unit_id)
        .outerjoin(Card, Card.id == Entry.card_id)
        .where(
            Entry.centre_id == centre_id,
            Entry.year_month.between(min(o.first_month for o in obligations), max(o.last_month for o in obligations)),
            Entry.part_id.in_(parts),
            Entry.unit_id.in_({o.unit_id for o in obligations}),
            Entry.voided_at.is_(None),
            Entry.state != "empty",
        )
        .group_by(*place)
    )
    for unit_id, part_id, month, *day, moment in db.session.execute(statement):
        yield unit_id, part_id, month, day[0] if day and day[1] != MONTH else None, moment


def first_written() -> ColumnElement[datetime | None]:
    """When a typed figure that was changed since was written first, as its history says; without that nothing. A week's
    “no activity” that was said again is as old as it says itself."""
    day = cast(Entry.date, String)
    when = case((Entry.grain == MONTH, func.substr(day, 1, 7)), else_=day)
    first = (
        select(func.min(Change.at))
        .where(
            Change.centre_id == Entry.centre_id,
            Change.subject == "cell",
            Change.subject_key == Part.key + "|" + Unit.code + "|" + when,
        )
        .correlate(Entry, Part, Unit)
        .scalar_subquery()
    )
    return case((Entry.version > 1, first))


def same_rows(obligations: Sequence[ObligationRow]) -> list[tuple[int, int, int]]:
    """(row, its plan, row that owes) of the neighbouring years' plans, for weeks that lie in two years.

    29–31 December stand in the plan that ends and answer week 1 of the next one.
    """
    crossing = {o.indicator_id for o in obligations if o.first_month // 100 != o.last_month // 100}
    if not crossing:
        return []
    owing, other, own_plan, other_plan = aliased(Indicator), aliased(Indicator), aliased(Plan), aliased(Plan)
    statement = (
        select(other.id, other.plan_id, owing.id)
        .join(own_plan, own_plan.id == owing.plan_id)
        .join(other_plan, and_(other_plan.centre_id == own_plan.centre_id, other_plan.id != own_plan.id))
        .join(other, and_(other.plan_id == other_plan.id, is_same_row(other, owing)))
        .where(owing.id.in_(crossing), other_plan.year.between(own_plan.year - 1, own_plan.year + 1))
    )
    return [(other_id, plan_id, own_id) for other_id, plan_id, own_id in db.session.execute(statement)]


def rows_of_parts(plan_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Part id → its line and those above it up to the one whose deadline it follows: it is a figure of each."""
    line, above, top = aliased(Indicator), aliased(Indicator), aliased(Indicator)
    chain: tuple[Any, ...] = (top.id, above.id, line.id, top.deadline, above.deadline, line.deadline)
    statement = (
        select(Part.id, *chain)
        .join(line, line.id == Part.indicator_id)
        .outerjoin(above, above.id == line.parent_id)
        .outerjoin(top, top.id == above.parent_id)
        .where(Part.plan_id.in_(set(plan_ids)))
    )
    found: dict[int, tuple[int, ...]] = {}
    for part_id, *columns in db.session.execute(statement):
        lines = [row_id for row_id in columns[:3] if row_id is not None]
        found[part_id] = tuple(lines[place_followed(columns[6 - len(lines) :]) :])
    return found
