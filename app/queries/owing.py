"""Which months which units owe, of every year with an approved plan (domain.md §4, §5). Kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.obligations import FIGURES
from app.domain.periods import Period, period_of_month
from app.domain.workflow import OFFICIAL, SHUT, is_shut
from app.models import Indicator, Obligation, Plan, Responsible
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


@dataclass
class CountedRow:
    """A line of a plan as far as it says who counts it; the tree itself need not be read for that."""

    plan_year: int
    sums_parts: bool
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
        yield month, sum(1 for unit in owing if (own[unit] or others) not in OFFICIAL)


def read_years(session: Session, centre_id: int) -> tuple[OwingYear, ...]:
    units = all_units(centre_id)
    waived = {(plan_id, unit_id, month) for plan_id, unit_id, month in session.execute(waived_statement(centre_id))}
    found = []
    for (plan_id, year), rows in counted_rows(session, centre_id).items():
        due = due_days(centre_id, year)
        counting = counting_units(rows, units)
        months = {
            unit.id: tuple(
                month for month in due if span_of(unit).holds(month) and (plan_id, unit.id, month) not in waived
            )
            for unit in units
            if unit.id in counting
        }
        found.append(OwingYear(year, months, due))
    return tuple(found)


def counted_rows(session: Session, centre_id: int) -> dict[tuple[int, int], Iterable[CountedRow]]:
    """(plan id, year) → the lines of each approved plan, with who is named in them."""
    approved = (Plan.centre_id == centre_id, Plan.state == "approved")
    lines = (
        select(Plan.id, Plan.year, Indicator.id, Indicator.parent_id, Indicator.sums_parts)
        .join(Indicator, Indicator.plan_id == Plan.id)
        .where(*approved)
        .order_by(Plan.year)
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
    plans: dict[tuple[int, int], list[CountedRow]] = {}
    for plan_id, year, row_id, parent_id, sums_parts in session.execute(lines):
        rows[row_id] = CountedRow(year, sums_parts)
        above[row_id] = parent_id
        plans.setdefault((plan_id, year), []).append(rows[row_id])
    for row_id, row in rows.items():
        row.parent = rows.get(above[row_id] or 0)
    for one in session.execute(named):
        rows[one.indicator_id].responsible.append(one)
    return dict(plans)


def waived_statement(centre_id: int) -> Select[Any]:
    """(plan id, unit id, year-month) of months in which everything that a unit could owe is waived."""
    place: tuple[Any, ...] = (Obligation.plan_id, Obligation.unit_id, Obligation.last_month)
    return (
        select(*place)
        .where(Obligation.centre_id == centre_id, Obligation.kind == FIGURES)
        .group_by(*place)
        .having(func.count() == func.count(Obligation.waived_at))
    )
