"""Which months which units owe, of every year with an approved plan (domain.md §4, §5). Kept in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.periods import Period, period_of_month
from app.domain.workflow import SHUT, is_in_the_way, is_shut
from app.models import Indicator, Plan, Responsible
from app.queries.filled import WantedCells
from app.queries.kept import kept
from app.queries.months import counting_units, due_days
from app.queries.units import all_units, span_of


@dataclass(frozen=True)
class OwingYear:
    """A year in which months are handed in. ``months``: unit id → the year-months that it owes; ``due``: year-month →
    the last day on which it is handed in on time."""

    year: int
    months: Mapping[int, tuple[int, ...]]
    due: Mapping[int, date]


@dataclass(frozen=True)
class OwedPlan:
    """An approved plan without its tree."""

    id: int
    year: int
    centre_id: int


@dataclass
class CountedRow:
    """A line of a plan as far as it says what is asked of whom; the tree itself need not be read for that."""

    plan_year: int
    id: int
    sums_parts: bool
    deadline: str
    entry_form: str
    mode: str
    parent: CountedRow | None = None
    responsible: list[Any] = field(default_factory=list)


def owing_years(centre_id: int) -> tuple[OwingYear, ...]:
    """The years whose plan is approved and not closed, the oldest first."""
    return kept("owing", centre_id, 0, partial(read_years, centre_id=centre_id))


def unclosed_months(
    centre_id: int, year: OwingYear, states: Mapping[tuple[int, int], str], today: date
) -> Iterator[tuple[Period, int]]:
    """The months that are over, owed by somebody and not closed, with how many units have still to be accepted.

    ``states``: (unit id, year-month) → where a submission stands.
    """
    spans = {unit.id: span_of(unit) for unit in all_units(centre_id) if unit.id in year.months}
    for number in year.due:
        month = period_of_month(number)
        own = {unit: states.get((unit, number)) for unit, span in spans.items() if span.holds(number)}
        owing = [unit for unit in own if number in year.months[unit]]
        if month.end >= today or not owing or is_shut(own.values()):
            continue
        others = next((state for state in own.values() if state in SHUT), "draft")
        stands = {unit: own[unit] or others for unit in own}
        yield month, sum(1 for unit in own if is_in_the_way(stands[unit], is_owed=unit in owing))


def read_years(session: Session, centre_id: int) -> tuple[OwingYear, ...]:
    units = all_units(centre_id)
    found = []
    for plan, rows in counted_rows(session, centre_id).items():
        due = due_days(centre_id, plan.year)
        counting, wanted = counting_units(rows, units), WantedCells(plan, partial(iter, rows))
        months = {
            unit.id: tuple(month for month in due if (unit.id, month) not in wanted.waived_months)
            for unit in units
            if unit.id in counting
        }
        found.append(OwingYear(plan.year, months, due))
    return tuple(found)


def counted_rows(session: Session, centre_id: int) -> dict[OwedPlan, list[CountedRow]]:
    """The lines of each approved plan, with who is named in them."""
    line = Indicator
    columns: tuple[Any, ...] = (line.parent_id, line.id, line.sums_parts, line.deadline, line.entry_form, line.mode)
    approved = (Plan.centre_id == centre_id, Plan.state == "approved")
    lines = (
        select(Plan.id, Plan.year, *columns).join(line, line.plan_id == Plan.id).where(*approved).order_by(Plan.year)
    )
    named = (
        select(Responsible.indicator_id, Responsible.unit_id, Responsible.everyone, Responsible.share)
        .join(Indicator, Indicator.id == Responsible.indicator_id)
        .join(Plan, Plan.id == Indicator.plan_id)
        .where(*approved)
        .order_by(Responsible.position)
    )
    rows: dict[int, CountedRow] = {}
    above: dict[int, int | None] = {}
    plans: dict[OwedPlan, list[CountedRow]] = {}
    for plan_id, year, parent_id, *facts in session.execute(lines):
        row = CountedRow(year, *facts)
        rows[row.id], above[row.id] = row, parent_id
        plans.setdefault(OwedPlan(plan_id, year, centre_id), []).append(row)
    for row_id, row in rows.items():
        row.parent = rows.get(above[row_id] or 0)
    for one in session.execute(named):
        rows[one.indicator_id].responsible.append(one)
    return plans
