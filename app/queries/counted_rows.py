"""The lines of the approved plans as plain facts: what is asked of whom, of all years without their trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Indicator, Plan, Responsible
from app.queries.kept import kept


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
    first_month: int | None
    last_month: int | None
    earlier_terms: list[dict[str, Any]]
    name: str | None
    mechanism: list[str]
    parent: CountedRow | None = None
    responsible: list[Any] = field(default_factory=list)


def counted_rows(centre_id: int) -> dict[OwedPlan, list[CountedRow]]:
    """The lines of each approved plan, with who is named in them; kept in memory."""
    return kept("counted_rows", centre_id, 0, lambda session: read_rows(session, centre_id))


def read_rows(session: Session, centre_id: int) -> dict[OwedPlan, list[CountedRow]]:
    """By one statement: a line comes once for each of those who are named in it."""
    line = Indicator
    asked = (line.sums_parts, line.deadline, line.entry_form, line.mode)
    amended = (line.first_month, line.last_month, line.earlier_terms, line.name, line.mechanism)
    columns: tuple[Any, ...] = (line.parent_id, line.id, *asked, *amended)
    named = (Responsible.unit_id, Responsible.everyone, Responsible.share)
    lines = (
        select(Plan.id, Plan.year, Responsible.id.label("named_id"), *named, *columns)
        .join(line, line.plan_id == Plan.id)
        .outerjoin(Responsible, Responsible.indicator_id == line.id)
        .where(Plan.centre_id == centre_id, Plan.state == "approved")
        .order_by(Plan.year, Responsible.position)
    )
    rows: dict[int, CountedRow] = {}
    above: dict[int, int | None] = {}
    plans: dict[OwedPlan, list[CountedRow]] = {}
    for one in session.execute(lines):
        parent_id, *facts = one[6:]
        row = rows.get(facts[0])
        if row is None:
            row = rows[facts[0]] = CountedRow(one.year, *facts)
            above[row.id] = parent_id
            plans.setdefault(OwedPlan(one[0], one.year, centre_id), []).append(row)
        if one.named_id is not None:
            row.responsible.append(one)
    for row_id, row in rows.items():
        row.parent = rows.get(above[row_id] or 0)
    return plans
