"""Reads of all submissions of a year: units × months with state, received, on time and filled (domain.md §4, §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from app.domain.completeness import Completeness, MonthFacts, Share, completeness, filled_share, time_mark, wanted_spans
from app.domain.counting import EMPTY, Total
from app.domain.deadlines import parse_deadline
from app.domain.obligations import FIGURES
from app.domain.periods import Period, parse_period
from app.domain.workflow import EDITABLE
from app.extensions import db
from app.models import LockException, Obligation, Part, Plan, Submission, Unit
from app.queries.months import OFFICIAL, SHUT, YearStates, due_days
from app.queries.owing import waived_statement
from app.queries.plan import parts_of_unit, top_row
from app.queries.sums import MonthFigures, month_figures
from app.queries.units import all_units, span_of

Waived = set[tuple[int, int, str]]  # unit id, id of the numbered row, period


@dataclass(frozen=True)
class MonthMark:
    """One field of the matrix. ``state`` is the submission's, or of a draft not_due, due, overdue or waived."""

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
    """One month over all units that owe it; waived ones are not expected."""

    month: Period
    due: date
    expected: int
    handed_in: int
    accepted: int
    shut: bool

    @property
    def unfinished(self) -> int:
        return self.expected - self.accepted


@dataclass(frozen=True)
class PlanYear:
    """A year that has a plan: months handed in that wait for the methodologist, and past months that nobody closed."""

    year: int
    waiting: int
    unclosed: int


@dataclass(frozen=True)
class Matrix:
    plan: Plan
    units: tuple[UnitYear, ...]
    months: tuple[MonthSummary, ...]

    @property
    def total(self) -> Completeness:
        return sum((line.completeness for line in self.units), start=Completeness())

    def waiting(self) -> list[tuple[Unit, MonthMark]]:
        """What was handed in and waits for the methodologist, the oldest month first."""
        marks = [(line.unit, mark) for line in self.units for mark in line.months if mark.state == "submitted"]
        return sorted(marks, key=lambda pair: pair[1].month)


class WantedCells:
    """Which cells of which unit want a value in which month: what the plan's deadlines require and nobody waived."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.units = all_units(plan.centre_id)
        self.spans: dict[int, dict[int, tuple[int, str]]] = {}

    @cached_property
    def waived(self) -> Waived:
        return waived_obligations(self.plan)

    @cached_property
    def waived_months(self) -> set[tuple[int, int]]:
        return waived_months(self.plan)

    def span(self, part: Part, month: int) -> tuple[int, str] | None:
        """The first month in which a part's value may stand when it is wanted in a month, and the period's key."""
        top = top_row(part.indicator)
        if top.id not in self.spans:
            self.spans[top.id] = wanted_spans(parse_deadline(top.deadline, self.plan.year), self.plan.year)
        return self.spans[top.id].get(month)

    def of_month(self, unit: Unit, parts: Iterable[Part], month: int) -> list[tuple[Part, int]]:
        """The parts that want a value of a unit, each with the first month in which it may stand."""
        wanted = [(part, span) for part in parts if (span := self.span(part, month))]
        return [
            (part, first)
            for part, (first, key) in wanted
            if (unit.id, top_row(part.indicator).id, key) not in self.waived
        ]


def waived_obligations(plan: Plan) -> Waived:
    rows = db.session.execute(
        select(Obligation.unit_id, Obligation.indicator_id, Obligation.period).where(
            Obligation.plan_id == plan.id, Obligation.kind == FIGURES, Obligation.waived_at.is_not(None)
        )
    )
    return {(unit_id, indicator_id, period) for unit_id, indicator_id, period in rows}


def waived_months(plan: Plan) -> set[tuple[int, int]]:
    """(unit id, year-month) of months that a unit need not hand in: everything that it could owe is waived, or it had
    not begun, or has ended."""
    rows = db.session.execute(waived_statement(plan.centre_id).where(Obligation.plan_id == plan.id))
    waived = {(unit_id, year_month) for _, unit_id, year_month in rows}
    months = [month.year_month for month in parse_period(str(plan.year)).months]
    return waived | {
        (unit.id, month) for unit in all_units(plan.centre_id) for month in months if not span_of(unit).holds(month)
    }


def year_matrix(plan: Plan, today: date) -> Matrix:
    """Units × months of a plan's year; the number of statements does not grow with either."""
    states, wanted, figures = YearStates(plan), WantedCells(plan), month_figures(plan)
    months, due = parse_period(str(plan.year)).months, due_days(plan.centre_id, plan.year)
    lines = []
    for unit in states.units:
        parts = parts_of_unit(plan, unit, wanted.units)
        marks = tuple(mark_of(states, wanted, figures, unit, parts, month, due, today) for month in months)
        lines.append(UnitYear(unit, marks, completeness((mark.facts for mark in marks), today)))
    summaries = tuple(summary(lines, number, month, due[month.year_month]) for number, month in enumerate(months))
    return Matrix(plan, tuple(lines), summaries)


def plan_years_at(centre_id: int, shown: int) -> list[PlanYear]:
    """The years of plans, and what the year before the shown one still wants.

    Nothing is wanted of a closed plan, and of one by which nobody ever handed in a month.
    """
    first = Plan.year * 100
    statement = (
        select(
            Plan.year,
            Plan.state,
            func.count(Submission.id),
            func.count(Submission.id).filter(Submission.state == "submitted"),
            func.count(Submission.year_month.distinct()).filter(Submission.state.in_(SHUT)),
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
        .group_by(Plan.year, Plan.state)
        .order_by(Plan.year)
    )
    return [
        PlanYear(year, waiting, 12 - shut if handed_in and state != "closed" else 0)
        for year, state, handed_in, waiting, shut in db.session.execute(statement)
    ]


def mark_of(
    states: YearStates,
    wanted: WantedCells,
    figures: MonthFigures,
    unit: Unit,
    parts: list[Part],
    month: Period,
    due: Mapping[int, date],
    today: date,
) -> MonthMark:
    row, last = states.rows.get((unit.id, month.year_month)), due[month.year_month]
    cells = wanted.of_month(unit, parts, month.end.month)
    facts = MonthFacts(
        end=month.end,
        due=last,
        submitted_on=row.first_submitted_on if row else None,
        waived=(unit.id, month.year_month) in wanted.waived_months,
        filled=filled(cells, figures, unit, month.end.month),
    )
    state = states.state(unit.id, month.year_month)
    return MonthMark(month, time_mark(state, facts, today), last, row, facts)


def filled(cells: Iterable[tuple[Part, int]], figures: MonthFigures, unit: Unit, month: int) -> Share:
    def months_of_cell(part: Part, first: int) -> list[Total]:
        return figures.get(part.id, {}).get(unit.id, [EMPTY] * 12)[first - 1 : month]

    return filled_share(months_of_cell(part, first) for part, first in cells)


def summary(lines: Iterable[UnitYear], number: int, month: Period, due: date) -> MonthSummary:
    marks = [line.months[number] for line in lines]
    expected = [mark for mark in marks if not mark.facts.waived]
    return MonthSummary(
        month=month,
        due=due,
        expected=len(expected),
        handed_in=sum(1 for mark in expected if mark.state not in {*EDITABLE, "due", "overdue", "not_due"}),
        accepted=sum(1 for mark in expected if mark.state in OFFICIAL),
        shut=any(mark.state in SHUT for mark in marks),
    )


def unfinished_units(plan: Plan, month: Period) -> list[Unit]:
    """The units whose month is required and neither accepted nor waived: they stand in the way of closing it."""
    states, waived = YearStates(plan), waived_months(plan)
    return [
        unit
        for unit in states.units
        if (unit.id, month.year_month) not in waived and states.state(unit.id, month.year_month) not in OFFICIAL
    ]


def month_to_close(matrix: Matrix, today: date) -> MonthSummary | None:
    """The first month that is over and not closed; else the last one that is over."""
    over = [month for month in matrix.months if month.month.end < today]
    return next((month for month in over if not month.shut), over[-1] if over else None)


def exceptions_of(centre_id: int) -> list[LockException]:
    """Every month that was opened for a while, the newest first."""
    return list(
        db.session.scalars(
            select(LockException)
            .where(LockException.centre_id == centre_id)
            .options(joinedload(LockException.unit), joinedload(LockException.person))
            .order_by(LockException.id.desc())
        )
    )
