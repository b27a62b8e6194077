"""A month of daily figures of several units in one statement: what stands in each cell, and which days are blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from sqlalchemy import select

from app.domain.counting import FLOW, Number, State
from app.domain.periods import Period
from app.extensions import db
from app.models import Entry, Part, Plan, Unit
from app.queries.calendar import unit_calendar
from app.queries.cells import Written
from app.queries.diary import day_parts
from app.queries.units import all_units

Place = tuple[int, int, date]  # unit id, part id, day


@dataclass(frozen=True)
class DayFigures:
    """``parts``: unit id → what it counts by the day; ``cells``: what stands where; ``whole``: (unit, part) of which
    one figure says the month; ``over``: unit id → its working days of the month that are over."""

    month: Period
    parts: Mapping[int, Sequence[Part]]
    cells: Mapping[Place, Written]
    whole: frozenset[tuple[int, int]]
    over: Mapping[int, Sequence[date]]

    def blank_days(self, unit_id: int) -> list[date]:
        """The working days that are over and on which some part says nothing."""
        wanted = [part.id for part in self.parts[unit_id] if (unit_id, part.id) not in self.whole]
        return [
            day
            for day in self.over[unit_id]
            if any(
                (cell := self.cells.get((unit_id, part_id, day))) is None or cell.state == "empty" for part_id in wanted
            )
        ]

    def sum_of(self, part: Part, days: Iterable[date]) -> Number | None:
        """What all units did on some days; of a level no sum is made."""
        if part.indicator.mode != FLOW:
            return None
        chosen = set(days)
        values = [
            cell.value
            for (_, part_id, day), cell in self.cells.items()
            if part_id == part.id and day in chosen and cell.value is not None
        ]
        return sum(values) if values else None


def day_figures(plan: Plan, units: Sequence[Unit], month: Period, today: date) -> DayFigures:
    everyone = all_units(plan.centre_id)
    parts = {unit.id: day_parts(plan, unit, everyone) for unit in units}
    wanted = {part.id for counted in parts.values() for part in counted}
    statement = select(
        Entry.unit_id, Entry.part_id, Entry.date, Entry.grain, Entry.state, Entry.value, Entry.base, Entry.version
    ).where(
        Entry.centre_id == plan.centre_id,
        Entry.unit_id.in_([unit.id for unit in units]),
        Entry.year_month == month.year_month,
        Entry.part_id.in_(wanted),
        Entry.card_id.is_(None),
    )
    cells: dict[Place, Written] = {}
    whole: set[tuple[int, int]] = set()
    for unit_id, part_id, day, grain, state, value, base, version in db.session.execute(statement) if wanted else ():
        if grain == "day":
            cells[unit_id, part_id, day] = Written(cast(State, state), value, base, "", version)
        elif state != "empty":
            whole.add((unit_id, part_id))
    last = min(month.end, today - timedelta(days=1))
    over = {unit.id: unit_calendar(unit, [month.year]).working_days(month.start, last) for unit in units}
    return DayFigures(month, parts, cells, frozenset(whole), over)
