"""Today's figures of a unit, as single cells that save themselves (screens.md “My page”)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from app.domain.periods import period_of
from app.models import Part, Person, Unit
from app.pages.cells import figure_text
from app.pages.grid import GridCell
from app.pages.month_grid import lock_words, measure
from app.pages.row_names import figure_name
from app.queries.cells import lock_of, own_units
from app.queries.day_figures import DayFigures


@dataclass
class FigureCell(GridCell):
    """A single figure with its own label; what ``components/cell.html`` draws."""

    id: str = ""
    label: str = ""
    sub: str = ""
    hint: str = ""


def today_cells(figures: DayFigures, unit: Unit, day: date, actor: Person) -> list[FigureCell]:
    """One cell for each part that the unit counts by the day; yesterday's figure as a hint."""
    if not figures.parts[unit.id]:
        return []
    yesterday = day - timedelta(days=1)
    error = lock_of(actor, figures.plan, unit, period_of("day", day), today=day, own=own_units(actor))
    reason = lock_words(error, {}) if error else None

    def cell(index: int, part: Part) -> FigureCell:
        entry = figures.cells.get((unit.id, part.id, day))
        before = figure_text(figures.cells.get((unit.id, part.id, yesterday)))
        return FigureCell(
            part_key=part.key,
            cell_key=f"{part.key}|{unit.code}|{day.isoformat()}",
            text=figure_text(entry),
            version=entry.version if entry else 0,
            state=entry.state if entry else "empty",
            locked=reason,
            id=f"today-{unit.code}-{index}",
            label=figure_name(part),
            sub=measure(part),
            hint=_("kecha %(figure)s", figure=before) if before and entry is None else "",
        )

    return [cell(index, part) for index, part in enumerate(figures.parts[unit.id], 1)]
