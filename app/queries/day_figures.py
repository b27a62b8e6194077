"""Months of daily figures of several units: what stands in each cell, by one statement, and which days are blank.

What is blank is asked of ``domain.completeness``, as when the month is handed in: a reason given confirms a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast

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
        return sorted(self.unwritten(unit_id) - self.explained(unit_id))

    def explained(self, unit_id: int) -> frozenset[date]:
        """Of the days on which some part says nothing, those for which a reason stands."""
        silent = self.unwritten(unit_id)
        return silent & self.reasons.explained.get(unit_id, frozenset()) if silent else frozenset()

    def unwritten(self, unit_id: int) -> frozenset[date]:
        return frozenset(day for part in self.parts[unit_id] for day in self.silent_days(unit_id, part))

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


@dataclass(frozen=True)
class AskedMonth:
    """A month of which some units are asked what they wrote by the day."""

    plan: Plan
    month: Period
    units: Sequence[Unit]

    @property
    def day_before(self) -> date:
        return self.month.start - timedelta(days=1)

    def parts(self) -> dict[int, list[Part]]:
        """Unit id → what it counts by the day; nothing where it does not work in the month."""
        works = {unit.id for unit in self.units if span_of(unit).holds(self.month.year_month)}
        return {unit.id: day_parts(self.plan, unit, self.month) if unit.id in works else [] for unit in self.units}


def day_figures(months: Sequence[AskedMonth], today: date) -> list[DayFigures]:
    """Several months of one centre, each of its own units, by one statement."""
    if not months:
        return []
    parts = [one.parts() for one in months]
    wanted = {part.id for of_month in parts for counted in of_month.values() for part in counted}
    unit_ids = {unit.id for one in months for unit in one.units}
    first, last = min(one.day_before for one in months), max(one.month.end for one in months)
    centre_id = months[0].plan.centre_id
    statement = select(
        Entry.unit_id, Entry.part_id, Entry.date, Entry.grain, Entry.state, Entry.value, Entry.base, Entry.version
    ).where(
        Entry.centre_id == centre_id,
        Entry.unit_id.in_(unit_ids),
        Entry.date.between(first, last),
        Entry.part_id.in_(wanted),
        Entry.card_id.is_(None),
    )
    rows = db.session.execute(statement).all() if wanted else []
    reasons = GivenReasons(centre_id, first + timedelta(days=1), last, unit_ids)
    return [of_month(one, counted, rows, today, reasons) for one, counted in zip(months, parts, strict=True)]


def of_month(
    asked: AskedMonth, parts: Mapping[int, Sequence[Part]], rows: Iterable[Any], today: date, reasons: GivenReasons
) -> DayFigures:
    """``rows``: entries of these units and others, of this month and others."""
    units, month = {unit.id: unit for unit in asked.units}, asked.month
    cells: dict[Place, Written] = {}
    whole: dict[tuple[int, int], frozenset[str]] = {}
    for unit_id, part_id, day, grain, state, value, base, version in rows:
        if unit_id not in units or not asked.day_before <= day <= month.end:
            continue
        if grain == "day":
            cells[unit_id, part_id, day] = Written(cast(State, state), value, base, "", version)
        elif day >= month.start and state != "empty":
            whole[unit_id, part_id] = whole.get((unit_id, part_id), frozenset()) | {state}
    days = {
        unit.id: asked_days(unit_calendar(unit, [month.year]).working_days(month.start, month.end), today)
        for unit in asked.units
    }
    return DayFigures(asked.plan, month, units, parts, cells, whole, days, reasons)
