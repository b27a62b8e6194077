"""Today's figures of a unit, as single cells that save themselves (screens.md “My page”)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext as _

from app.domain.periods import month_of, period_of
from app.models import Part, Person, Plan, Unit
from app.pages.cells import figure_text
from app.pages.grid import GridCell
from app.pages.month_grid import lock_words, measure, short_title
from app.queries.cells import lock_of, own_units
from app.queries.diary import cells_of, day_parts
from app.queries.units import all_units


@dataclass
class FigureCell(GridCell):
    """A single figure with its own label; what ``components/cell.html`` draws."""

    id: str = ""
    label: str = ""
    sub: str = ""
    hint: str = ""


def today_cells(plan: Plan, unit: Unit, day: date, actor: Person) -> list[FigureCell]:
    """One cell for each part that the unit counts by the day; yesterday's figure as a hint."""
    parts = day_parts(plan, unit, all_units(plan.centre_id))
    month = month_of(day)
    yesterday = day - timedelta(days=1)
    entries = cells_of(plan, unit, replace(month, start=min(month.start, yesterday)), parts, "day")
    error = lock_of(actor, plan, unit, period_of("day", day), today=day, own=own_units(actor))
    reason = lock_words(error, {}) if error else None

    def cell(index: int, part: Part) -> FigureCell:
        entry = entries.get((part.id, day.isoformat()))
        before = figure_text(entries.get((part.id, yesterday.isoformat())))
        return FigureCell(
            part_key=part.key,
            cell_key=f"{part.key}|{unit.code}|{day.isoformat()}",
            text=figure_text(entry),
            version=entry.version if entry else 0,
            state=entry.state if entry else "empty",
            locked=reason,
            id=f"today-{unit.code}-{index}",
            label=short_title(part),
            sub=measure(part),
            hint=_("kecha %(figure)s", figure=before) if before and entry is None else "",
        )

    return [cell(index, part) for index, part in enumerate(parts, 1)]
