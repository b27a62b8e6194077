"""Who and what the story is told of: the people, the units and the plan's rows, found once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from app.demonstration.accounts import people_by_unit
from app.domain.periods import TASHKENT
from app.models import Centre, Part, Person, Plan, Unit
from app.models.types import living_at
from app.operations.people import person_by_login
from app.queries.plan import rows_of
from app.queries.units import all_units


@dataclass(frozen=True)
class Staff:
    """``people``: unit code → who enters its figures; ``parts``: key → part of the plan; ``files``: where files lie."""

    centre: Centre
    plan: Plan
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    parts: Mapping[str, Part]
    files: Path

    def __getitem__(self, login: str) -> Person:
        """Somebody by login. Raises RuntimeError where nobody has it."""
        found = person_by_login(login)
        if found is None:
            raise RuntimeError(f"the demonstration has no {login}")
        return found

    def writer(self, unit_code: str) -> Person:
        """Who hands in for a unit: its own people, else the methodologist."""
        return self.people.get(unit_code) or self["metodist"]


def staff_of(centre: Centre, plan: Plan, files: Path) -> Staff:
    return Staff(
        centre=centre,
        plan=plan,
        units={unit.code: unit for unit in all_units(centre.id)},
        people=people_by_unit(centre),
        parts={part.key: part for row in rows_of(plan) for part in row.parts},
        files=files,
    )


@dataclass(frozen=True)
class Happening:
    """Something that somebody does at a moment of the story."""

    moment: datetime
    do: Callable[[], object]


def at(day: date, hour: int = 16, minute: int = 0) -> datetime:
    """A moment of a day of the story."""
    return datetime.combine(day, time(hour, minute), TASHKENT)


def happen(events: list[Happening], today: date) -> None:
    """Everything up to and with today, in the order of its moments; of one moment in the order in which it is told."""
    for event in sorted(events, key=lambda event: event.moment):
        if event.moment.date() <= today:
            with living_at(event.moment):
                event.do()
