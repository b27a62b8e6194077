"""Reads of all submissions of a year: units × months with state, received, on time and filled (domain.md §4, §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from app.domain.completeness import Completeness, MonthFacts, Share, completeness, time_mark
from app.domain.periods import Period, parse_period
from app.domain.workflow import EDITABLE, OFFICIAL, is_in_the_way, is_shut
from app.extensions import db
from app.models import Entry, Part, Plan, Submission, Unit
from app.queries.filled import YearFill, wanted_cells
from app.queries.months import YearStates, due_days
from app.queries.owing import owing_years, unclosed_months
from app.queries.plan import parts_of_unit


@dataclass(frozen=True)
class MonthMark:
    """One field of the matrix. ``state`` is the submission's, or of a draft not_due, due, overdue, waived, before or
    after."""

    month: Period
    state: str
    due: date
    submission: Submission | None
    facts: MonthFacts


@dataclass(frozen=True)
class UnitYear:
    """One line of the matrix, with its completeness since January."""

    unit: Unit
    months: tuple[MonthMark, ...]
    completeness: Completeness


@dataclass(frozen=True)
class MonthSummary:
    """One month over all units that owe it; a waived one is expected only where somebody handed it in all the same.
    ``handed_in``: now; what came back is ``returned`` until it is handed in again."""

    month: Period
    due: date
    expected: int
    handed_in: int
    returned: int
    accepted: int
    shut: bool

    @property
    def unfinished(self) -> int:
        return self.expected - self.accepted

    @property
    def missing(self) -> int:
        """How many have still to be handed in; those that wait for a decision or came back are none of them."""
        return self.expected - self.handed_in - self.returned


@dataclass(frozen=True)
class PlanYear:
    """A year that has a plan: months handed in that wait for the methodologist, past months that nobody closed, and
    figures of any year that were changed after it was sent and wait to be looked at."""

    year: int
    waiting: int
    unclosed: int
    changes: int


@dataclass(frozen=True)
class Matrix:
    plan: Plan
    year: YearFill
    units: tuple[UnitYear, ...]
    months: tuple[MonthSummary, ...]

    @property
    def total(self) -> Completeness:
        return sum((line.completeness for line in self.units), start=Completeness())

    def waiting(self) -> list[tuple[Unit, MonthMark]]:
        """What was handed in, is over and waits for the methodologist, the oldest month first."""
        marks = [
            (line.unit, mark)
            for line in self.units
            for mark in line.months
            if mark.state == "submitted" and mark.month.end < self.year.today
        ]
        return sorted(marks, key=lambda pair: pair[1].month)


def waived_months(plan: Plan) -> set[tuple[int, int]]:
    """(unit id, year-month) of months that a unit need not hand in."""
    return wanted_cells(plan).waived_months


def year_matrix(plan: Plan, today: date) -> Matrix:
    """Units × months of a plan's year; the number of statements does not grow with either."""
    states, year = YearStates(plan), YearFill(plan, today)
    months, due = parse_period(str(plan.year)).months, due_days(plan.centre_id, plan.year)
    lines = []
    for unit in states.units:
        parts = parts_of_unit(plan, unit)
        marks = tuple(mark_of(states, year, unit, parts, month, due, today) for month in months)
        lines.append(UnitYear(unit, marks, completeness((mark.facts for mark in marks), today)))
    summaries = tuple(summary(lines, number, month, due[month.year_month]) for number, month in enumerate(months))
    return Matrix(plan, year, tuple(lines), summaries)


def plan_years_at(centre_id: int, shown: int, today: date) -> list[PlanYear]:
    """The years of plans, and what the year before the shown one still wants.

    Nothing is wanted of a plan that is a draft or closed, of one by which nobody ever handed in a month, and of months
    that nobody owes.
    """
    first = Plan.year * 100
    changes = (
        select(func.count(Entry.id))
        .where(
            Entry.centre_id == Plan.centre_id,
            Entry.year_month.between(first + 1, first + 12),
            Entry.former_state.is_not(None),
        )
        .correlate(Plan)
        .scalar_subquery()
    )
    statement = (
        select(
            Plan.year,
            func.count(Submission.id),
            func.count(Submission.id).filter(Submission.state == "submitted"),
            changes,
        )
        .outerjoin(
            Submission,
            and_(
                Submission.centre_id == Plan.centre_id,
                Submission.year_month.between(first + 1, first + 12),
                Plan.year == shown - 1,
            ),
        )
        .where(Plan.centre_id == centre_id)
        .group_by(Plan.year, Plan.centre_id)
        .order_by(Plan.year)
    )
    return [
        PlanYear(year, waiting, len(unclosed_of(centre_id, year, today)) if handed_in else 0, changed)
        for year, handed_in, waiting, changed in db.session.execute(statement)
    ]


def unclosed_of(centre_id: int, year: int, today: date) -> list[Period]:
    """The months of a year that are over and wait to be closed."""
    owing = next((one for one in owing_years(centre_id) if one.year == year), None)
    if owing is None:
        return []
    statement = select(Submission.unit_id, Submission.year_month, Submission.state).where(
        Submission.centre_id == centre_id, Submission.year_month.between(year * 100 + 1, year * 100 + 12)
    )
    states = {(unit_id, month): state for unit_id, month, state in db.session.execute(statement)}
    return [month for month, _missing in unclosed_months(centre_id, owing, states, today)]


def mark_of(
    states: YearStates,
    year: YearFill,
    unit: Unit,
    parts: list[Part],
    month: Period,
    due: Mapping[int, date],
    today: date,
) -> MonthMark:
    row, last = states.rows.get((unit.id, month.year_month)), due[month.year_month]
    begun = month.start <= today
    facts = MonthFacts(
        end=month.end,
        due=last,
        submitted_on=row.first_submitted_on if row else None,
        waived=year.wanted.is_waived_month(unit, month),
        filled=year.share(unit, parts, month) if begun else Share(),
        outside=year.wanted.side(unit, month),
    )
    state = states.state(unit.id, month.year_month)
    return MonthMark(month, time_mark(state, facts, today), last, row, facts)


def summary(lines: Iterable[UnitYear], number: int, month: Period, due: date) -> MonthSummary:
    marks = [line.months[number] for line in lines]
    expected = [mark for mark in marks if not mark.facts.waived or mark.state == "submitted"]
    return MonthSummary(
        month=month,
        due=due,
        expected=len(expected),
        handed_in=sum(1 for mark in expected if mark.state not in {*EDITABLE, "due", "overdue", "not_due"}),
        returned=sum(1 for mark in expected if mark.state == "returned"),
        accepted=sum(1 for mark in expected if mark.state in OFFICIAL),
        shut=is_shut(mark.submission.state if mark.submission else None for mark in marks if not mark.facts.outside),
    )


def unfinished_units(plan: Plan, month: Period) -> list[Unit]:
    """The units whose month is required and neither accepted nor waived: they stand in the way of closing it."""
    states, waived = YearStates(plan), waived_months(plan)
    return [
        unit
        for unit in states.units
        if is_in_the_way(states.state(unit.id, month.year_month), is_owed=(unit.id, month.year_month) not in waived)
    ]


def closable_months(matrix: Matrix, today: date) -> list[MonthSummary]:
    """The months that are over and ready to be closed, the oldest first: each by itself, whatever an older one still
    waits for (domain.md §5)."""
    return [one for one in matrix.months if one.month.end < today and one.expected and not (one.shut or one.unfinished)]


def month_to_close(matrix: Matrix, today: date) -> MonthSummary | None:
    """The first month that is over and not closed; else the last one that is over. One that nobody owes, as before the
    beginning, is not closed."""
    over = [month for month in matrix.months if month.month.end < today]
    return next((month for month in over if not month.shut and month.expected), over[-1] if over else None)
