"""Reads of the month's way: where each unit's month stands, what locks it, what the centre has set (domain.md §5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import func, select

from app.domain.obligations import due_date
from app.domain.periods import TASHKENT, Period, parse_period
from app.domain.permissions import may
from app.domain.row_rules import COUNTS
from app.extensions import db
from app.models import LockException, Plan, Setting, Submission, Unit
from app.queries.calendar import centre_calendar
from app.queries.deadlines import working_days
from app.queries.plan import is_entered, responsible_units, rows_of
from app.queries.units import all_units

HANDED_IN = ("submitted", "accepted", "closed", "sent")
OFFICIAL = ("accepted", "closed", "sent")  # states whose figures the accepted basis takes
SHUT = ("closed", "sent")


def setting(centre_id: int, name: str) -> str:
    """What a centre has set for itself; empty where it has set nothing."""
    found = db.session.get(Setting, (centre_id, name))
    return found.value if found else ""


def number_setting(centre_id: int, name: str, usual: int) -> int:
    value = setting(centre_id, name)
    return int(value) if value.isascii() and value.isdigit() else usual


def entry_window_days(centre_id: int) -> int:
    """Days after the month's end in which figures may be entered; 0 = never ends."""
    return number_setting(centre_id, "entry_window_days", 0)


def by_reviewer(row: Submission) -> bool:
    """Whether it was handed in by somebody who accepts the others': then somebody above accepts it."""
    return row.submitted_by is not None and may(row.submitted_by.role, "submissions.review")


def own_acceptance_allowed(centre_id: int) -> bool:
    return setting(centre_id, "own_acceptance") == "1"


def due_days(centre_id: int, year: int) -> dict[int, date]:
    """202501 … 202512 → the last day on which that month is handed in on time."""
    days, calendar = working_days(centre_id)["month"], centre_calendar(centre_id, (year, year + 1))
    return {month.year_month: due_date(month.end, days, calendar) for month in parse_period(str(year)).months}


@dataclass(frozen=True)
class MonthState:
    """Where one unit's month stands, by whom and since when, and what may open it."""

    state: str = "draft"
    by: str = ""
    on: date | None = None
    window_days: int = 0
    exception_until: date | None = None


def month_state(unit: Unit, year_month: int, today: date) -> MonthState:
    """The state that the lock of a unit's cells is judged by.

    A unit that has no submission of its own is shut with the month of the others.
    """
    row = submission_of(unit.id, year_month) or shut_month(unit.centre_id, year_month)
    return MonthState(
        state=row.state if row else "draft",
        by=row.state_by.name if row and row.state_by else "",
        on=row.state_at.astimezone(TASHKENT).date() if row and row.state_at else None,
        window_days=entry_window_days(unit.centre_id),
        exception_until=exception_until(unit.id, year_month, today),
    )


def submission_of(unit_id: int, year_month: int) -> Submission | None:
    return db.session.scalar(
        select(Submission).where(Submission.unit_id == unit_id, Submission.year_month == year_month)
    )


def shut_month(centre_id: int, year_month: int) -> Submission | None:
    """One of the submissions of a month that is closed or sent; None while it is open."""
    return db.session.scalar(
        select(Submission)
        .where(Submission.centre_id == centre_id, Submission.year_month == year_month, Submission.state.in_(SHUT))
        .order_by(Submission.state.desc(), Submission.id)
        .limit(1)
    )


def exception_until(unit_id: int, year_month: int, today: date) -> date | None:
    """Until when an exception opens a unit's month; None when none holds today."""
    return db.session.scalar(
        select(LockException.until)
        .where(
            LockException.unit_id == unit_id,
            LockException.year_month == year_month,
            LockException.until >= today,
            LockException.ended_at.is_(None),
        )
        .order_by(LockException.until.desc())
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


def waiting_count(centre_id: int) -> int:
    """How many months were handed in and wait for the methodologist."""
    waiting = (Submission.centre_id == centre_id, Submission.state == "submitted")
    return db.session.scalar(select(func.count()).select_from(Submission).where(*waiting)) or 0


def accepted_months(centre_id: int, year: int) -> set[tuple[int, int]]:
    """(unit id, year-month) of what has been accepted: the official figures."""
    rows = db.session.execute(
        select(Submission.unit_id, Submission.year_month).where(
            Submission.centre_id == centre_id,
            Submission.year_month.between(year * 100 + 1, year * 100 + 12),
            Submission.state.in_(OFFICIAL),
        )
    )
    return {(unit_id, year_month) for unit_id, year_month in rows}


def units_to_submit(plan: Plan) -> list[Unit]:
    """The active units that count at least one part: they owe every month."""
    units = all_units(plan.centre_id)
    counting = {
        unit_id
        for row in rows_of(plan)
        if is_entered(row)
        for unit_id, share in responsible_units(row, units).items()
        if share == COUNTS
    }
    return [unit for unit in units if unit.id in counting]


@dataclass(frozen=True)
class Missing:
    """A unit that has not handed in some months that are over."""

    unit: Unit
    months: tuple[Period, ...]


def not_handed_in(
    plan: Plan, period: Period, today: date, unit_ids: Collection[int] | None = None
) -> tuple[Missing, ...]:
    """Who has not handed in which ended months of a period, in tree order; a month that was sent back counts as not."""
    ended = [month for month in period.months if month.end < today]
    rows = submissions_of_year(plan.centre_id, plan.year)
    found = []
    for unit in units_to_submit(plan):
        if unit_ids is not None and unit.id not in unit_ids:
            continue
        months = tuple(month for month in ended if not is_handed_in(rows, unit, month))
        if months:
            found.append(Missing(unit, months))
    return tuple(found)


def is_handed_in(rows: Mapping[tuple[int, int], Submission], unit: Unit, month: Period) -> bool:
    row = rows.get((unit.id, month.year_month))
    return row is not None and row.state in HANDED_IN


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
