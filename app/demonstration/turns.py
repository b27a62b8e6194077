"""What turns in the last weeks of the year: a sector ends, and a decree moves a day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from app.demonstration.days import decreed_day, nth, working_days
from app.demonstration.staff import Happening, Staff, at
from app.domain.holidays import DAY_OFF
from app.domain.periods import parse_period
from app.operations.calendar import add_holiday
from app.operations.units import change_unit
from app.queries.units import unit_by_code

ENDING_UNIT, LAST_MONTH = "huquqiy", 11  # it works until the end of this month
DECREE = "Prezident qarori bilan dam olish kuni"


def turns(staff: Staff) -> Iterator[Happening]:
    """What the administrator notes: a unit's last month, shortly before it is over, and a day off of next January."""
    days, year = working_days(staff.plan.year), staff.plan.year
    yield Happening(at([day for day in days if day.month == LAST_MONTH][-2], 11), partial(end_unit, staff))
    heard = nth(days, 12, 12)
    decree = partial(add_holiday, actor=staff["admin"], day=decreed_day(year), kind=DAY_OFF, name=DECREE, today=heard)
    yield Happening(at(heard, 10), decree)


def end_unit(staff: Staff) -> None:
    unit = unit_by_code(staff.centre.id, ENDING_UNIT)
    if unit is None:
        raise RuntimeError(f"the demonstration has no {ENDING_UNIT}")
    change_unit(
        actor=staff["admin"],
        unit=unit,
        version=unit.version,
        name=unit.name,
        kind=unit.kind,
        page=unit.page,
        parent_id=unit.parent_id,
        working_week=unit.working_week or "",
        first_month=None,
        last_month=parse_period(f"{staff.plan.year}-{LAST_MONTH:02}"),
    )
