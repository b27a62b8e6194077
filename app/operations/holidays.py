"""The centre's list of days off: the country's holidays as confirmed or moved, and its own (domain.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.domain.errors import Conflict, Invalid
from app.domain.holidays import holidays_of
from app.domain.text import check_text, clean_text
from app.extensions import db
from app.models import CentreHoliday, Person
from app.operations.due_dates import move_due_dates
from app.operations.history import note_change
from app.queries.deadlines import holiday_on, holidays_between

NAME_LIMIT = 200


def seed_holidays(*, actor: Person | None, centre_id: int, years: Iterable[int]) -> None:
    """Give the list the country's holidays of each year that has none yet; the movable ones wait to be confirmed."""
    for year in years:
        if holidays_between(centre_id, date(year, 1, 1), date(year, 12, 31)):
            continue
        found = holidays_of(year)
        db.session.add_all(
            CentreHoliday(centre_id=centre_id, day=each.day, code=each.code, confirmed=each.confirmed) for each in found
        )
        db.session.flush()
        note_holiday(actor, centre_id, "add", str(year), None, {"added": len(found)})


def add_holiday(*, actor: Person, day: date, name: str, today: date) -> CentreHoliday:
    """Add a day off of the centre, and move the due dates that fall behind it.

    Raises Invalid ``holiday.taken``, ``holiday.name_missing`` or what the text raises.
    """
    need_free_day(actor.centre_id, day)
    seed_holidays(actor=actor, centre_id=actor.centre_id, years=[day.year])
    need_free_day(actor.centre_id, day)
    holiday = CentreHoliday(centre_id=actor.centre_id, day=day, name=read_name(name), confirmed=True)
    db.session.add(holiday)
    finish(actor, holiday, "add", None, today)
    return holiday


def change_holiday(*, actor: Person, holiday: CentreHoliday, shown: date, day: date, name: str, today: date) -> None:
    """Move or rename a day off; a movable one is confirmed by it. ``shown`` is the day that the page showed.

    Raises Conflict when somebody moved it meanwhile, Invalid as ``add_holiday``.
    """
    if holiday.day != shown:
        raise Conflict("conflict.holiday", day=holiday.day)
    if day != holiday.day:
        need_free_day(actor.centre_id, day)
    before = holiday_state(holiday)
    if not holiday.code:
        holiday.name = read_name(name)
    holiday.day, holiday.confirmed = day, True
    finish(actor, holiday, "change", before, today)


def remove_holiday(*, actor: Person, holiday: CentreHoliday, today: date) -> None:
    """Take a day out of the list: people work on it."""
    before, day = holiday_state(holiday), holiday.day
    db.session.delete(holiday)
    db.session.flush()
    moved = move_due_dates(centre_id=actor.centre_id, today=today)
    note_holiday(actor, actor.centre_id, "remove", day.isoformat(), before, {"obligations_moved": moved})


def finish(actor: Person, holiday: CentreHoliday, action: str, before: dict[str, Any] | None, today: date) -> None:
    after = holiday_state(holiday)
    if after == before:
        return
    db.session.flush()
    moved = move_due_dates(centre_id=actor.centre_id, today=today)
    after["obligations_moved"] = moved
    note_holiday(actor, actor.centre_id, action, holiday.day.isoformat(), before, after)


def need_free_day(centre_id: int, day: date) -> None:
    if holiday_on(centre_id, day) is not None:
        raise Invalid("holiday.taken", field="day", day=day)


def read_name(name: str) -> str:
    check_text(name, NAME_LIMIT)
    cleaned = clean_text(name)
    if not cleaned:
        raise Invalid("holiday.name_missing", field="name")
    return cleaned


def holiday_state(holiday: CentreHoliday) -> dict[str, Any]:
    return {
        "day": holiday.day.isoformat(),
        "name": holiday.name,
        "holiday": holiday.code,
        "confirmed": holiday.confirmed,
    }


def note_holiday(
    actor: Person | None,
    centre_id: int,
    action: str,
    key: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    note_change(
        actor=actor,
        centre_id=centre_id,
        action=action,
        subject="holiday",
        subject_key=key,
        before=before,
        after=after,
    )
