"""Which months which units owe, of every year with an approved plan (domain.md §4, §5). Kept in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Plan
from app.queries.kept import kept
from app.queries.months import due_days, units_to_submit
from app.queries.plan import plan_tree
from app.queries.submissions import waived_months


@dataclass(frozen=True)
class OwingYear:
    """A year in which months are handed in. ``months``: unit id → the year-months that it owes; ``due``: year-month →
    the last day on which it is handed in on time."""

    year: int
    months: Mapping[int, tuple[int, ...]]
    due: Mapping[int, date]


def owing_years(centre_id: int) -> tuple[OwingYear, ...]:
    """The years whose plan is approved and not closed, the oldest first."""
    years = kept("approved", centre_id, 0, partial(approved_years, centre_id=centre_id))
    return tuple(kept("owing", centre_id, year, partial(owing_year, centre_id=centre_id, year=year)) for year in years)


def approved_years(session: Session, centre_id: int) -> tuple[int, ...]:
    approved = (Plan.centre_id == centre_id, Plan.state == "approved")
    return tuple(session.scalars(select(Plan.year).where(*approved).order_by(Plan.year)))


def owing_year(_session: Session, centre_id: int, year: int) -> OwingYear:
    plan, due = plan_tree(centre_id, year), due_days(centre_id, year)
    if plan is None:
        return OwingYear(year, {}, due)
    waived = waived_months(plan)
    months = {
        unit.id: tuple(month for month in due if (unit.id, month) not in waived) for unit in units_to_submit(plan)
    }
    return OwingYear(year, months, due)
