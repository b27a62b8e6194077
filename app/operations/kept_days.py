"""What was accepted keeps the days that were asked of it: nothing that was closed or sent becomes another when a week
changes, or a day off is learned of later (domain.md §4 “One calendar”)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.calendar import bits_of
from app.domain.periods import Period, period_of_month
from app.extensions import db
from app.models import Unit
from app.operations.history import one_writer
from app.queries.calendar import unit_calendar
from app.queries.months import official_months
from app.queries.units import all_units

Places = dict[tuple[int, int], int]  # (unit id, year-month) → its working days as bits


@contextmanager
def days_kept(centre_id: int) -> Iterator[set[Period]]:
    """Around a change of the calendar: official months that would have other working days by it keep those that they
    had, unit by unit. Gives these months, once the change is made."""
    one_writer(centre_id)
    db.session.flush()
    official = official_months(centre_id)
    before, months = working_bits(centre_id, official), set[Period]()
    yield months
    db.session.flush()
    after = working_bits(centre_id, official)
    for place in sorted(place for place, bits in before.items() if after[place] != bits):
        unit_id, year_month = place
        unit = db.session.get_one(Unit, unit_id)
        unit.kept_days = {**unit.kept_days, str(year_month): before[place]}
        months.add(period_of_month(year_month))
    db.session.flush()


def working_bits(centre_id: int, months: dict[int, set[int]]) -> Places:
    found: Places = {}
    for unit in all_units(centre_id):
        for month in (period_of_month(year_month) for year_month in months[unit.id]):
            days = unit_calendar(unit, [month.year]).working_days(month.start, month.end)
            found[unit.id, month.year_month] = bits_of(days)
    return found
