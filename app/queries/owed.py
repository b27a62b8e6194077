"""The months that units have to hand in, this year's and last year's (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select

from app.domain.completeness import MonthFacts, time_mark
from app.domain.periods import Period, month_of, parse_period
from app.domain.workflow import EDITABLE
from app.extensions import db
from app.models import Plan, Submission, Unit
from app.queries.months import SHUT, due_days, units_to_submit
from app.queries.plan import plan_tree
from app.queries.submissions import waived_months

OWN_OR_SHUT = select(Submission.unit_id, Submission.year_month, Submission.state).where(
    Submission.centre_id == bindparam("centre_id"),
    Submission.year_month.between(bindparam("first"), bindparam("last")),
    or_(Submission.unit_id.in_(bindparam("unit_ids", expanding=True)), Submission.state.in_(SHUT)),
)


@dataclass(frozen=True)
class MonthAtHand:
    """A unit's month that is over and not handed in, or the running one however it stands (then ``due`` is None)."""

    unit_id: int
    month: Period
    state: str
    due: date | None


def months_at_hand(centre_id: int, units: Sequence[Unit], today: date) -> list[MonthAtHand]:
    """The months that some units have to look at now, the oldest first."""
    if not units:
        return []
    running = month_of(today)
    months = [*parse_period(str(today.year - 1)).months, *parse_period(str(today.year)).months]
    begun = [month for month in months if month <= running]
    states = states_of(centre_id, units, begun)
    found: list[MonthAtHand] = []
    for year in (today.year - 1, today.year):
        wanted = [
            (unit, month, state)
            for month in begun
            for unit in units
            if month.year == year
            and ((state := states.get((unit.id, month.year_month), "draft")) in EDITABLE or month == running)
        ]
        plan = plan_tree(centre_id, year) if wanted else None
        if plan is not None and plan.state != "closed":
            found += of_plan(plan, wanted, today)
    return found


def states_of(centre_id: int, units: Sequence[Unit], months: Sequence[Period]) -> dict[tuple[int, int], str]:
    """(unit id, year-month) → state, of months that have one; what is shut for others is shut for all."""
    place = {"centre_id": centre_id, "first": months[0].year_month, "last": months[-1].year_month}
    rows = db.session.execute(OWN_OR_SHUT, {**place, "unit_ids": [unit.id for unit in units]}).all()
    shut = {year_month: state for _, year_month, state in rows if state in SHUT}
    everyones = {(unit.id, year_month): state for unit in units for year_month, state in shut.items()}
    return everyones | {(unit_id, year_month): state for unit_id, year_month, state in rows}


def of_plan(plan: Plan, months: Sequence[tuple[Unit, Period, str]], today: date) -> list[MonthAtHand]:
    """Of these months of a plan's year those that the unit owes by it, with the day until which."""
    counting = {unit.id for unit in units_to_submit(plan)}
    owed = [(unit, month, state) for unit, month, state in months if unit.id in counting]
    if all(month.end >= today for _, month, _ in owed):
        return [MonthAtHand(unit.id, month, state, None) for unit, month, state in owed]
    due, waived = due_days(plan.centre_id, plan.year), waived_months(plan)
    return [
        at_hand(unit, month, state, due[month.year_month], today)
        for unit, month, state in owed
        if (unit.id, month.year_month) not in waived
    ]


def at_hand(unit: Unit, month: Period, state: str, due: date, today: date) -> MonthAtHand:
    if month.end >= today:
        return MonthAtHand(unit.id, month, state, None)
    return MonthAtHand(unit.id, month, time_mark(state, MonthFacts(month.end, due), today), due)
