"""Since when an obligation is done: by its figures, by the month handed in, or by its letter (domain.md §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.domain.obligations import FIGURES, REPORT
from app.domain.periods import TASHKENT
from app.domain.registers import LETTERS, REGISTERS
from app.domain.spans import MonthSpan
from app.domain.workflow import SHUT
from app.extensions import db
from app.models import Card, Indicator, Obligation, Part, Plan, Report, Submission
from app.queries.first_written import AskedFigures, earliest
from app.queries.former import is_same_row
from app.queries.obligation_rows import ObligationRow
from app.queries.plan import rows_followed
from app.queries.terms import stretches
from app.queries.units import all_units, span_of

BY_THE_DAY = ("week", "day")  # shorter than the month that is handed in


class FirstFigure(NamedTuple):
    """When the first figure of a month was written, of a day where days matter; ``span``: the year-months in which its
    line follows the deadline of the row that owes, so that it is a figure of that row."""

    month: int
    day: date | None
    done: date
    span: MonthSpan


FirstFigures = dict[tuple[int, int], list[FirstFigure]]  # (unit, row) → its figures


def done_days(centre_id: int, obligations: Sequence[ObligationRow], *, today: date) -> dict[int, date]:
    """Obligation id → the day since which it is done; those that are not done are left out.

    Reports are judged by the letter that answers them. Figures of a week or month, and documents, are done with the
    first figure or the hand-in, whichever came first, but of a week only with a hand-in behind it; figures of a quarter
    or longer by the hand-in of the month in which it ends, and by nothing else (``is_handed_in``). What was done on a
    day is never done on a later one: no hand-in, correction or return takes it away. A whole year is not done before it
    is over or the unit's own date has come.
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
            one.done
            for one in figures.get((obligation.unit_id, obligation.indicator_id), [])
            if one.span.holds(obligation.last_month) and is_figure_of(obligation, one.month, one.day)
        ),
        default=None,
    )
    if obligation.is_handed_in:
        return submitted.get((obligation.unit_id, obligation.last_month))
    months = [month.year_month for month in obligation.span.months if works.holds(month.year_month)]
    handed_in = [handed_in_for(obligation, month, submitted) for month in months]
    complete = [day for day in handed_in if day is not None]
    last = max(complete, default=None) if len(complete) == len(handed_in) else None
    return min((day for day in (written, last) if day is not None), default=None)


def handed_in_for(obligation: ObligationRow, month: int, submitted: dict[tuple[int, int], date]) -> date | None:
    """When a month of the period was handed in; before a week was over it says nothing of that week."""
    day = submitted.get((obligation.unit_id, month))
    early = obligation.period_kind in BY_THE_DAY and month == obligation.last_month
    return None if early and day is not None and day < obligation.ends_on else day


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
    for lines in rows.values():
        lines += [(owing[row], span) for row, span in lines if row in owing]
    by_day = {o.indicator_id for o in obligations if o.period_kind in BY_THE_DAY}
    daily = [part for part, lines in rows.items() if any(row in by_day for row, _ in lines)]
    wanted = {o.indicator_id for o in obligations}
    monthly = [
        part for part, lines in rows.items() if any(row in wanted for row, _ in lines) and part not in set(daily)
    ]
    found: FirstFigures = {}
    for parts, with_day in ((monthly, False), (daily, True)):
        for one in earliest(centre_id, asked_of(obligations, parts), with_day=with_day):
            done = one.moment.astimezone(TASHKENT).date()
            for row_id, span in rows[one.part_id]:
                found.setdefault((one.unit_id, row_id), []).append(FirstFigure(one.month, one.day, done, span))
    return found


def asked_of(obligations: Sequence[ObligationRow], parts: Collection[int]) -> AskedFigures:
    first, last = min(o.first_month for o in obligations), max(o.last_month for o in obligations)
    return AskedFigures(parts, {o.unit_id for o in obligations}, first, last)


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


@dataclass
class DatedLine:
    """A line as far as it says whose deadline it follows, in each month of the year."""

    id: int
    deadline: str
    earlier_terms: list[dict[str, Any]]
    first_month: int | None
    last_month: int | None
    parent: DatedLine | None = None


def rows_of_parts(plan_ids: Iterable[int]) -> dict[int, list[tuple[int, MonthSpan]]]:
    """Part id → its line and those above it up to the one whose deadline it follows, each with the year-months in which
    it does: it is a figure of each."""
    line = Indicator
    columns = (line.parent_id, Part.id, line.id, line.deadline, line.earlier_terms, line.first_month, line.last_month)
    statement = select(*columns).outerjoin(Part, Part.indicator_id == line.id).where(line.plan_id.in_(set(plan_ids)))
    lines: dict[int, DatedLine] = {}
    above: dict[int, int | None] = {}
    parts: list[tuple[int, int]] = []
    for parent_id, part_id, row_id, *facts in db.session.execute(statement):
        lines[row_id], above[row_id] = DatedLine(row_id, *facts), parent_id
        parts += [(part_id, row_id)] if part_id is not None else []
    for row_id, one in lines.items():
        one.parent = lines.get(above[row_id] or 0)
    return {
        part_id: [
            (row.id, MonthSpan(first, last))
            for first, last, state in stretches(lines[row_id])
            for row in rows_followed(state)
        ]
        for part_id, row_id in parts
    }
