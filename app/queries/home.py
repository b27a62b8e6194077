"""Reads for “my page”: how far the plan is, and which units have filled the month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models import Entry, Plan, Unit
from app.queries.consolidation import Consolidation, RowFigures
from app.queries.plan import parts_of_unit
from app.queries.units import all_units


@dataclass(frozen=True)
class FilledMonth:
    """One unit's month: parts that have a figure of the parts that it counts, and when it last wrote."""

    unit: Unit
    filled: int
    wanted: int
    last_at: datetime | None


def pace_counts(result: Consolidation) -> Counter[str]:
    """How many numbered rows are behind, on plan, ahead …"""
    return Counter(line.pace for section in result.sections for line in section.rows if line.depth == 0)


def rows_behind(result: Consolidation, most: int = 8) -> list[RowFigures]:
    """The numbered rows that lag, the furthest behind first."""
    lagging = [
        line for section in result.sections for line in section.rows if line.depth == 0 and line.pace == "behind"
    ]
    return sorted(lagging, key=lambda line: min(p.of_year.percent or 0 for p in line.parts))[:most]


def units_in_month(plan: Plan, year_month: int) -> list[FilledMonth]:
    """Every unit that counts something, and how much of its month is filled."""
    units = all_units(plan.centre_id)
    statement = (
        select(Entry.unit_id, Entry.part_id, func.max(Entry.changed_at))
        .where(
            Entry.centre_id == plan.centre_id,
            Entry.year_month == year_month,
            Entry.voided_at.is_(None),
            Entry.state != "empty",
        )
        .group_by(Entry.unit_id, Entry.part_id)
    )
    filled: dict[int, dict[int, datetime]] = {}
    for unit_id, part_id, last in db.session.execute(statement):
        filled.setdefault(unit_id, {})[part_id] = last
    found = []
    for unit in units:
        wanted = {part.id for part in parts_of_unit(plan, unit, units)}
        if wanted:
            has = filled.get(unit.id, {})
            found.append(FilledMonth(unit, len(wanted & set(has)), len(wanted), max(has.values(), default=None)))
    return found
