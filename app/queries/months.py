"""Reads of the month's way: where each unit's month stands, what locks it, what the centre has set (domain.md §5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.domain.obligations import after_approval, due_date
from app.domain.opening import CENTRE
from app.domain.periods import TASHKENT, Period, parse_period, period_of_month
from app.domain.workflow import HANDED_IN, OFFICIAL, SHUT
from app.extensions import db
from app.i18n.names import acted
from app.models import Person, Plan, Submission, SubmissionNote, Unit
from app.queries.calendar import centre_calendar
from app.queries.exceptions import exception_until
from app.queries.filled import owed_of_plan, wanted_cells
from app.queries.plan import AnyRow, facts_of_plan, is_entered, row_units, rows_of, units_that_count
from app.queries.settings import entry_window_days, working_days
from app.queries.stand_ins import standing_of
from app.queries.terms import every_state
from app.queries.units import all_units, centre_span, span_of


def due_days(centre_id: int, year: int) -> dict[int, date]:
    """202501 … 202512 → the last day on which that month is handed in on time: the day that the month's obligations
    have, so that nobody becomes late, or in time, for the past (``operations/due_dates.py``); without any, the day that
    the centre's rule gives."""
    days, calendar = working_days(centre_id)["month"], centre_calendar(centre_id, (year, year + 1))
    plan = facts_of_plan(centre_id, year)
    approved_on = plan.approved_on if plan is not None else None
    by_rule = {
        month.year_month: after_approval(due_date(month.end, days, calendar), approved_on, calendar)
        for month in parse_period(str(year)).months
    }
    stored = owed_of_plan(centre_id, plan.id).due if plan is not None else {}
    return {month: stored.get(month, due) for month, due in by_rule.items()}


@dataclass(frozen=True)
class MonthState:
    """Where one unit's month stands, by whom and since when, and what may open it. ``reopened``: it is accepted because
    it was opened again, by who did that."""

    state: str = "draft"
    by: str = ""
    on: date | None = None
    reopened: bool = False
    window_days: int = 0
    exception_until: date | None = None


def month_state(unit: Unit, year_month: int, today: date) -> MonthState:
    """The state that the lock of a unit's cells is judged by.

    A unit that has no submission of its own is shut with the month of the others.
    """
    place = {"centre_id": unit.centre_id, "unit_id": unit.id, "year_month": year_month}
    return stands(unit, year_month, db.session.execute(STANDS, place).first(), today)


def stands(unit: Unit, year_month: int, found: Any, today: date) -> MonthState:
    """``found``: the columns of ``HOW_IT_STANDS``, of the unit or of the others; None where nobody has one."""
    state, moment, name, stand_in_id, reopened = found or ("draft", None, None, None, False)
    lent = standing_of(unit.centre_id, stand_in_id)
    return MonthState(
        state=state,
        by=acted(name or "", lent.in_place_of if lent else ""),
        on=moment.astimezone(TASHKENT).date() if moment else None,
        reopened=bool(reopened),
        window_days=entry_window_days(unit.centre_id),
        exception_until=exception_until(unit, year_month, state, today),
    )


# How a submission came to stand as it does: one that waits by who handed it in, also where its acceptance was taken
# back since; any other by whose act that was.
_waits = Submission.state == "submitted"
BY = case((_waits, Submission.submitted_by_id), else_=Submission.state_by_id)
HOW_IT_STANDS = (
    Submission.state,
    case((_waits, Submission.submitted_at), else_=Submission.state_at),
    Person.name,
    case((_waits, Submission.submitted_stand_in_id), else_=Submission.state_stand_in_id),
    and_(Submission.state == "accepted", Submission.reopened_at == Submission.state_at),
)
# A unit's own submission, else one of a month that is shut for all.
_own = Submission.unit_id == bindparam("unit_id")
STANDS = (
    select(*HOW_IT_STANDS)
    .outerjoin(Person, Person.id == BY)
    .where(
        Submission.centre_id == bindparam("centre_id"),
        Submission.year_month == bindparam("year_month"),
        or_(_own, Submission.state.in_(SHUT)),
    )
    .order_by(case((_own, 0), else_=1), Submission.state.desc(), Submission.id)
    .limit(1)
)


def month_states(units: Sequence[Unit], year_month: int, today: date) -> dict[int, MonthState]:
    """The same of several units of one centre, read once."""
    if not units:
        return {}
    centre_id = units[0].centre_id
    statement = (
        select(Submission.unit_id, *HOW_IT_STANDS)
        .outerjoin(Person, Person.id == BY)
        .where(Submission.centre_id == centre_id, Submission.year_month == year_month)
        .order_by(Submission.state, Submission.id.desc())
    )
    rows = {unit_id: found for unit_id, *found in db.session.execute(statement)}
    shut = next((row for row in reversed(rows.values()) if row[0] in SHUT), None)
    return {unit.id: stands(unit, year_month, rows.get(unit.id) or shut, today) for unit in units}


def first_handed_in(centre_id: int) -> int | None:
    """The earliest year-month that some unit has ever handed in; None before the first."""
    handed_in = (Submission.centre_id == centre_id, Submission.first_submitted_on.is_not(None))
    return db.session.scalar(select(func.min(Submission.year_month)).where(*handed_in))


def submission_of(unit_id: int, year_month: int) -> Submission | None:
    return db.session.scalar(
        select(Submission).where(Submission.unit_id == unit_id, Submission.year_month == year_month)
    )


class MonthRows:
    """The submissions of some units for one month with their notes, and one that shut it for all; read once."""

    def __init__(self, centre_id: int, year_month: int, unit_ids: Collection[int]) -> None:
        place = (Submission.centre_id == centre_id, Submission.year_month == year_month)
        shut = select(Submission.id).where(*place, Submission.state.in_(SHUT)).order_by(Submission.state.desc())
        first = shut.order_by(Submission.id).limit(1).scalar_subquery()
        people = (
            joinedload(Submission.submitted_by),
            joinedload(Submission.notes).joinedload(SubmissionNote.person),
        )
        wanted = select(Submission).where(*place, or_(Submission.unit_id.in_(unit_ids), Submission.id == first))
        found = db.session.scalars(wanted.options(*people).order_by(Submission.id)).unique()
        self.rows = {row.unit_id: row for row in found}

    def own_or_shut(self, unit_id: int) -> Submission | None:
        """A unit's own; where it has none, one of a month that is shut for all, as for the lock of its cells."""
        shut = [row for row in self.rows.values() if row.state in SHUT]
        return self.rows.get(unit_id) or max(shut, key=lambda row: (SHUT.index(row.state), -row.id), default=None)

    def state(self, unit_id: int) -> str:
        row = self.own_or_shut(unit_id)
        return row.state if row else "draft"


def shut_month(centre_id: int, year_month: int) -> Submission | None:
    """One of the submissions of a month that is closed or sent; None while it is open."""
    return db.session.scalar(
        select(Submission)
        .where(Submission.centre_id == centre_id, Submission.year_month == year_month, Submission.state.in_(SHUT))
        .order_by(Submission.state.desc(), Submission.id)
        .limit(1)
    )


def submissions_of_year(centre_id: int, year: int) -> dict[tuple[int, int], Submission]:
    """(unit id, year-month) → submission."""
    rows = db.session.scalars(
        select(Submission).where(
            Submission.centre_id == centre_id, Submission.year_month.between(year * 100 + 1, year * 100 + 12)
        )
    )
    return {(row.unit_id, row.year_month): row for row in rows}


def official_months(centre_id: int) -> dict[int, set[int]]:
    """Unit id → the year-months in which its figures are official, of all years; those of a month that was shut with
    the others, too."""
    places = select(Submission.unit_id, Submission.year_month, Submission.state).where(
        Submission.centre_id == centre_id
    )
    states = {(unit_id, month): state for unit_id, month, state in db.session.execute(places)}
    shut = {month for (_unit_id, month), state in states.items() if state in SHUT}
    months = {month for _unit_id, month in states}
    return {
        unit.id: {
            month
            for month in months
            if (states.get((unit.id, month), "") in OFFICIAL) or (month in shut and (unit.id, month) not in states)
        }
        for unit in all_units(centre_id)
    }


def week_holds_from(unit: Unit) -> Period | None:
    """The month from which another working week of a unit would hold: its first that is not official, from the first
    that is. None where none is, and it holds for all."""
    official = official_months(unit.centre_id)[unit.id]
    if not official:
        return None
    month = period_of_month(min(official))
    while month.year_month in official:
        month = month.next
    return month


def accepted_months(centre_id: int, year: int) -> set[tuple[int, int]]:
    """(unit id, year-month) of what has been accepted: the official figures. Months in which a unit owes nothing,
    before it began or after it ended, count as accepted; CENTRE stands for what is known of the centre as a whole."""
    rows = db.session.execute(
        select(Submission.unit_id, Submission.year_month).where(
            Submission.centre_id == centre_id,
            Submission.year_month.between(year * 100 + 1, year * 100 + 12),
            Submission.state.in_(OFFICIAL),
        )
    )
    accepted = {(unit_id, year_month) for unit_id, year_month in rows}
    spans = {CENTRE: centre_span(centre_id)} | {unit.id: span_of(unit) for unit in all_units(centre_id)}
    months = range(year * 100 + 1, year * 100 + 13)
    return accepted | {(unit_id, month) for unit_id, span in spans.items() for month in months if not span.holds(month)}


def units_to_submit(plan: Plan) -> list[Unit]:
    """The units that count at least one part and work in some month of the year: they owe its months."""
    units = all_units(plan.centre_id)
    counting = {unit_id for row in rows_of(plan) if is_entered(row) for unit_id in row_units(row).ever}
    return [unit for unit in units if unit.id in counting and span_of(unit).touches(plan.year)]


def units_of_month(plan: Plan, month: Period) -> list[Unit]:
    """Those of them that owe this month: not before they began, and not after they ended."""
    return [unit for unit in units_to_submit(plan) if span_of(unit).holds(month.year_month)]


def counting_units(rows: Iterable[AnyRow], units: Sequence[Unit]) -> set[int]:
    """The units that count at least one of these lines."""
    entered = (state for row in rows if is_entered(row) for state in every_state(row))
    return {unit_id for state in entered for unit_id in units_that_count(state, units)}


@dataclass(frozen=True)
class Missing:
    """A unit that has not handed in some months that are over."""

    unit: Unit
    months: tuple[Period, ...]


def not_handed_in(
    plan: Plan, period: Period, today: date, unit_ids: Collection[int] | None = None
) -> tuple[Missing, ...]:
    """Who has not handed in which ended months of a period, in tree order.

    A month that was sent back counts as not; one that is waived, or shut with the others, is owed by nobody.
    """
    ended = [month for month in period.months if month.end < today]
    states, wanted = YearStates(plan), wanted_cells(plan)
    found = []
    for unit in units_to_submit(plan):
        if unit_ids is not None and unit.id not in unit_ids:
            continue
        months = tuple(
            month
            for month in ended
            if states.state(unit.id, month.year_month) not in HANDED_IN and not wanted.is_waived_month(unit, month)
        )
        if months:
            found.append(Missing(unit, months))
    return tuple(found)


class YearStates:
    """Every unit's months of a year, read once; states as a page shows them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows = submissions_of_year(plan.centre_id, plan.year)
        self.shut = {year_month: row.state for (_, year_month), row in self.rows.items() if row.state in SHUT}

    def state(self, unit_id: int, year_month: int) -> str:
        row = self.rows.get((unit_id, year_month))
        return row.state if row else self.shut.get(year_month, "draft")

    @cached_property
    def units(self) -> list[Unit]:
        return units_to_submit(self.plan)
