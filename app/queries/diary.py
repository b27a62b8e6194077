"""Reads for the diary: a month's cells of one unit, and their sums."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.domain.counting import EMPTY, Total, months_total
from app.domain.periods import Period
from app.domain.row_rules import DAY
from app.extensions import db
from app.models import Entry, Part, Plan, Unit
from app.queries.plan import parts_of_form
from app.queries.sums import months_of


def day_parts(plan: Plan, unit: Unit, month: Period | None = None) -> list[Part]:
    """The parts that a unit counts by the day, in the paper's order: in a month, or in some month of the year."""
    return parts_of_form(plan, unit, DAY, month)


def cells_of(plan: Plan, unit: Unit, period: Period, parts: Sequence[Part], grain: str) -> dict[tuple[int, str], Entry]:
    """(part id, ISO date) → entry, of one unit's cells in a period."""
    statement = select(Entry).where(
        Entry.centre_id == plan.centre_id,
        Entry.unit_id == unit.id,
        Entry.part_id.in_([part.id for part in parts]),
        Entry.date.between(period.start, period.end),
        Entry.grain == grain,
        Entry.card_id.is_(None),
    )
    return {(entry.part_id, entry.date.isoformat()): entry for entry in db.session.scalars(statement)}


def totals_of(plan: Plan, unit: Unit, parts: Sequence[Part], month: int) -> dict[int, tuple[Total, Total]]:
    """Part id → the month's total and the running total since January, of one unit."""
    figures = months_of(plan, parts, [unit.id])
    found = {}
    for part in parts:
        months = figures.get(part.id, {}).get(unit.id, [EMPTY] * 12)
        mode = part.indicator.mode
        found[part.id] = (months_total(mode, months, month, month), months_total(mode, months, 1, month))
    return found


def part_totals(plan: Plan, part: Part, unit: Unit, period: Period) -> tuple[Total, Total]:
    """The month's and the running total behind one cell, of its unit."""
    return totals_of(plan, unit, [part], period.end.month)[part.id]
