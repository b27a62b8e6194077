"""Reads for a service's page: its units, their rows of the plan with what is done, and the figures of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.periods import Period, month_of
from app.domain.row_rules import DAY, MONTH
from app.models import Entry, Indicator, Part, Person, Plan, Unit
from app.queries.consolidation import PartFigures, consolidate
from app.queries.diary import cells_of, day_parts
from app.queries.plan import parts_of_form, share_until
from app.queries.units import all_units, writable_units


@dataclass(frozen=True)
class UnitRow:
    """One figure of the plan that a unit answers for: the whole centre's, and what the unit itself added, against its
    own share where it counts the row."""

    row: Indicator
    share: str
    centre: PartFigures
    own: PartFigures


def units_of_page(person: Person, page: str) -> tuple[list[Unit], set[int]]:
    """The units of a service's page in tree order, and the ids of those whose figures the person may write."""
    units = [unit for unit in all_units(person.centre_id) if unit.page == page]
    return units, {unit.id for unit in writable_units(person)} & {unit.id for unit in units}


def unit_rows(plan: Plan, unit: Unit, period: Period, today: date) -> list[UnitRow]:
    """The rows that a unit counts, contributes to or oversees at the end of a period, or did before, in the paper's
    order, since 1 January."""
    centre = consolidate(plan, period, today=today)
    own = consolidate(plan, period, today=today, unit_ids=[unit.id], figures=centre.figures)
    own_figures = {figures.key: figures for s in own.sections for row in s.rows for figures in row.parts}
    return [
        UnitRow(line.row, share, figures, own_figures[figures.key])
        for section in centre.sections
        for line in section.rows
        if (share := share_until(line.row, unit, period.year_month))
        for figures in line.parts
    ]


def month_parts(plan: Plan, unit: Unit, month: Period) -> list[Part]:
    """The parts for which a unit enters one figure for a month."""
    return parts_of_form(plan, unit, MONTH, month)


def month_entries(plan: Plan, unit: Unit, parts: list[Part], period: Period) -> dict[int, Entry]:
    """Part id → the figure for the whole month that stands in its cell."""
    return {part_id: entry for (part_id, _), entry in cells_of(plan, unit, period, parts, "month").items()}


def missing_today(plan: Plan, unit: Unit, today: Period) -> tuple[list[Part], list[Part]]:
    """The parts that a unit counts by the day, and those of them that have nothing for today."""
    parts = day_parts(plan, unit, month_of(today.start))
    filled = {part_id for (part_id, _), e in cells_of(plan, unit, today, parts, DAY).items() if e.state != "empty"}
    return parts, [part for part in parts if part.id not in filled]
