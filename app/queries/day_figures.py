"""A month of daily figures of several units: what stands in each cell, by one statement, and which days are blank.

What is blank is asked of ``domain.completeness``, as when the month is handed in: a reason given confirms a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import cast

from sqlalchemy import select

from app.domain.completeness import DAYS, SAYING, Asked, Said, asked_days, filled
from app.domain.counting import FLOW, Number, State
from app.domain.periods import Period
from app.extensions import db
from app.models import Entry, Part, Plan, Unit
from app.queries.calendar import unit_calendar
from app.queries.cells import Written
from app.queries.diary import day_parts
from app.queries.filled import WantedCells, blank_reasons, explained_days, wanted_cells
from app.queries.units import span_of

Place = tuple[int, int, date]  # unit id, part id, day


class GivenReasons:
    """The reasons given for blank days from the first to the last of some units: read once, and only when asked for."""

    def __init__(self, centre_id: int, first: date, last: date, unit_ids: Collection[int]) -> None:
        self.wanted = (centre_id, first, last, list(unit_ids))

    @cached_property
    def explained(self) -> Mapping[int, frozenset[date]]:
        return explained_days(blank_reasons(*self.wanted))


@dataclass(frozen=True)
class DayFigures:
    """``parts``: unit id → what it counts by the day; ``cells``: what stands where, the day before the month, too;
    ``whole``: (unit, part) → states of a month's figure; ``asked``: unit id → the days that want figures."""

    plan: Plan
    month: Period
    units: Mapping[int, Unit]
    parts: Mapping[int, Sequence[Part]]
    cells: Mapping[Place, Written]
    whole: Mapping[tuple[int, int], frozenset[str]]
    asked: Mapping[int, Sequence[date]]
    reasons: GivenReasons

    def blank_days(self, unit_id: int) -> list[date]:
        """The days that want figures, on which some part says nothing and nobody has said why."""
        blank = {day for part in self.parts[unit_id] for day in self.silent_days(unit_id, part)}
        return sorted(blank - self.reasons.explained.get(unit_id, frozenset())) if blank else []

    def silent_days(self, unit_id: int, part: Part) -> list[date]:
        states = {day: cell.state for day in self.asked[unit_id] if (cell := self.cells.get((unit_id, part.id, day)))}
        whole = self.whole.get((unit_id, part.id), frozenset())
        said = Said(
            whole=whole,
            any=whole | set(states.values()),
            days=frozenset(day for day, state in states.items() if state in SAYING),
            aside=frozenset(day for day, state in states.items() if state == "not_applicable"),
        )
        blank = filled(Asked(DAYS, days=self.asked[unit_id]), said).blank
        return self.wanted.wanted_days(unit_id, part.indicator, blank) if blank else []

    @cached_property
    def wanted(self) -> WantedCells:
        return wanted_cells(self.plan)

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


def day_figures(
    plan: Plan, units: Sequence[Unit], month: Period, today: date, reasons: GivenReasons | None = None
) -> DayFigures:
    """A unit that does not work in the month has no parts in it. ``reasons``: where several months share them."""
    reasons = reasons or GivenReasons(plan.centre_id, month.start, month.end, [unit.id for unit in units])
    before = month.start - timedelta(days=1)
    works = {unit.id for unit in units if span_of(unit).holds(month.year_month)}
    parts = {unit.id: day_parts(plan, unit) if unit.id in works else [] for unit in units}
    wanted = {part.id for counted in parts.values() for part in counted}
    statement = select(
        Entry.unit_id, Entry.part_id, Entry.date, Entry.grain, Entry.state, Entry.value, Entry.base, Entry.version
    ).where(
        Entry.centre_id == plan.centre_id,
        Entry.unit_id.in_([unit.id for unit in units]),
        Entry.date.between(before, month.end),
        Entry.part_id.in_(wanted),
        Entry.card_id.is_(None),
    )
    cells: dict[Place, Written] = {}
    whole: dict[tuple[int, int], frozenset[str]] = {}
    for unit_id, part_id, day, grain, state, value, base, version in db.session.execute(statement) if wanted else ():
        if grain == "day":
            cells[unit_id, part_id, day] = Written(cast(State, state), value, base, "", version)
        elif day >= month.start and state != "empty":
            whole[unit_id, part_id] = whole.get((unit_id, part_id), frozenset()) | {state}
    asked = {
        unit.id: asked_days(unit_calendar(unit, [month.year]).working_days(month.start, month.end), today)
        for unit in units
    }
    return DayFigures(plan, month, {unit.id: unit for unit in units}, parts, cells, whole, asked, reasons)
