"""Months of the demonstration that were opened after they had been sent: one was corrected, one is open now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from app.demonstration.acts import TypeCell
from app.demonstration.days import after_month, nth, working_days
from app.demonstration.doing import perform
from app.demonstration.handing_in import CLOSED_AFTER, settled_months
from app.demonstration.reports import CORRECTED, CORRECTED_ON, FORGOTTEN
from app.demonstration.staff import Happening, Staff, at
from app.domain.periods import Period, parse_period
from app.operations.changed_figures import accept_change
from app.operations.lock_exceptions import grant_exception
from app.queries.changes import waiting_changes

WRONG_UNIT, WRONG_ROW, WRONG_DAY, RIGHT = "abonement", "IV.16", 8, "64"
WHY_OPENED = "Bir kunda berilgan kitoblar soni daftardan notoʻgʻri koʻchirilgan."
OPEN_UNIT, OPEN_DAYS = "umumiy-zal", 3
WHY_OPEN = "Oʻquvchilar guruhining qatnovi yozilmay qolgan."


def corrected_month(staff: Staff) -> Iterator[Happening]:
    """A figure of a month that was sent is corrected: opened, typed, looked at; its reports follow (``reports``)."""
    days, year = working_days(staff.plan.year), staff.plan.year
    opened, typed, looked_at = (nth(days, CORRECTED_ON[0], CORRECTED_ON[1] - back) for back in (2, 1, 0))
    wrong = nth(days, CORRECTED, WRONG_DAY)
    month = parse_period(f"{year}-{CORRECTED:02}")
    yield Happening(
        at(opened, 11), partial(grant, staff, WRONG_UNIT, month, opened, opened + timedelta(days=4), WHY_OPENED)
    )
    act = TypeCell(typed, WRONG_UNIT, WRONG_ROW, wrong.isoformat(), RIGHT, version=1)
    yield Happening(at(typed, 10), partial(perform, staff, act))
    yield Happening(at(looked_at, 10), partial(look_at_changes, staff, looked_at))


def running_exception(staff: Staff, today: date) -> Iterator[Happening]:
    """The month that was sent last is open for a sector, since the working day before today; none where none was."""
    year = staff.plan.year
    before = [day for day in (*working_days(year), *working_days(year + 1)) if day < today]
    sent = [
        month
        for month in settled_months(year, today)
        if month.end.month != FORGOTTEN and after_month(year, month.end.month, CLOSED_AFTER) < before[-1]
    ]
    if sent:
        until = today + timedelta(days=OPEN_DAYS)
        yield Happening(at(before[-1], 11), partial(grant, staff, OPEN_UNIT, sent[-1], before[-1], until, WHY_OPEN))


def grant(staff: Staff, unit: str, month: Period, day: date, until: date, reason: str) -> None:
    grant_exception(
        actor=staff["direktor"],
        plan=staff.plan,
        unit=staff.units[unit],
        month=month,
        until=until,
        reason=reason,
        today=day,
    )


def look_at_changes(staff: Staff, day: date) -> None:
    for change in waiting_changes(staff.centre.id):
        entry = change.entry
        accept_change(actor=staff["metodist"], plan=staff.plan, entry=entry, version=entry.version, today=day)
