"""Which months which units owe, of every year with an approved plan (domain.md §4, §5). Kept in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from app.domain.periods import Period, period_of_month
from app.domain.workflow import SHUT, is_in_the_way, is_shut
from app.queries.counted_rows import counted_rows
from app.queries.filled import WantedCells
from app.queries.kept import kept
from app.queries.months import counting_units, due_days
from app.queries.units import all_units, span_of


@dataclass(frozen=True)
class OwingYear:
    """A year in which months are handed in. ``months``: unit id → the year-months that it owes; ``due``: year-month →
    the last day on which it is handed in on time."""

    year: int
    months: Mapping[int, tuple[int, ...]]
    due: Mapping[int, date]


def owing_years(centre_id: int) -> tuple[OwingYear, ...]:
    """The years whose plan is approved and not closed, the oldest first."""
    return kept("owing", centre_id, 0, partial(read_years, centre_id=centre_id))


def unclosed_months(
    centre_id: int, year: OwingYear, states: Mapping[tuple[int, int], str], today: date
) -> Iterator[tuple[Period, int]]:
    """The months that are over, owed by somebody and not closed, with how many units have still to be accepted.

    ``states``: (unit id, year-month) → where a submission stands.
    """
    spans = {unit.id: span_of(unit) for unit in all_units(centre_id) if unit.id in year.months}
    for number in year.due:
        month = period_of_month(number)
        own = {unit: states.get((unit, number)) for unit, span in spans.items() if span.holds(number)}
        owing = [unit for unit in own if number in year.months[unit]]
        if month.end >= today or not owing or is_shut(own.values()):
            continue
        others = next((state for state in own.values() if state in SHUT), "draft")
        stands = {unit: own[unit] or others for unit in own}
        yield month, sum(1 for unit in own if is_in_the_way(stands[unit], is_owed=unit in owing))


def read_years(_session: Session, centre_id: int) -> tuple[OwingYear, ...]:
    units = all_units(centre_id)
    found = []
    for plan, rows in counted_rows(centre_id).items():
        due = due_days(centre_id, plan.year)
        counting, wanted = counting_units(rows, units), WantedCells(plan, partial(iter, rows))
        months = {
            unit.id: tuple(month for month in due if (unit.id, month) not in wanted.waived_months)
            for unit in units
            if unit.id in counting
        }
        found.append(OwingYear(plan.year, months, due))
    return tuple(found)
