"""The centre's calendar: its working week, the country's holidays as confirmed, its own days (domain.md §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from app.domain.calendar import read_former_weeks, read_week, with_former_week
from app.domain.errors import Conflict, Invalid
from app.domain.holidays import DAY_KINDS, DECREED, SpecialDay, special_days
from app.domain.periods import Period
from app.domain.text import check_text, clean_text
from app.extensions import db
from app.models import CentreHoliday, Person, Setting
from app.operations.due_dates import move_due_dates
from app.operations.history import note_change
from app.operations.kept_days import days_kept
from app.operations.rights import need, need_open_year
from app.queries.calendar import listed_days, listed_on
from app.queries.settings import FORMER_WEEKS, setting

NAME_LIMIT = 200


def seed_holidays(*, actor: Person | None, centre_id: int, years: Iterable[int]) -> None:
    """Give the list the country's days of each year that has none yet; feasts that are only reckoned wait."""
    for year in years:
        if not listed_days(centre_id, year):
            list_days(centre_id, special_days(year))
            note_added(actor, centre_id, year, special_days(year))


def bring_missing_days(*, actor: Person, year: int, today: date) -> int:
    """Add what this version knows of a year and the list does not hold, such as a new decree; gives how many.

    A holiday that is listed under another date stays where the centre has put it.
    """
    need(actor, "holidays.manage")
    need_open_year(actor.centre_id, year)
    listed = listed_days(actor.centre_id, year)
    days, codes = {each.day for each in listed}, {each.code for each in listed} - {DECREED, ""}
    missing = [each for each in special_days(year) if each.day not in days and each.code not in codes]
    if missing:
        with days_kept(actor.centre_id) as months:
            list_days(actor.centre_id, missing)
        move_due_dates(centre_id=actor.centre_id, today=today)
        note_added(actor, actor.centre_id, year, missing, months)
    return len(missing)


def list_days(centre_id: int, days: Sequence[SpecialDay]) -> None:
    db.session.add_all(
        CentreHoliday(centre_id=centre_id, day=each.day, kind=each.kind, code=each.code, confirmed=each.confirmed)
        for each in days
    )
    db.session.flush()


def note_added(
    actor: Person | None, centre_id: int, year: int, days: Sequence[SpecialDay], months: Collection[Period] = ()
) -> None:
    note_holiday(actor, centre_id, "add", str(year), None, {"added": len(days), **told(months)})


def set_working_week(*, actor: Person, working_week: Iterable[str], today: date) -> None:
    """Set the weekdays on which the centre works, 1 (Monday) to 7; due dates that lie ahead move with them.

    Raises Invalid ``week.empty`` or ``choice.unknown``.
    """
    need(actor, "holidays.manage")
    week, centre = read_week(working_week), actor.centre
    if week == centre.working_week:
        return
    before = centre.working_week
    former = read_former_weeks(setting(centre.id, FORMER_WEEKS))
    with days_kept(centre.id) as months:
        centre.working_week = week
        remembered = Setting(centre_id=centre.id, name=FORMER_WEEKS, value=with_former_week(former, before, today))
        db.session.merge(remembered)
    moved = move_due_dates(centre_id=centre.id, today=today)
    note_change(
        actor=actor,
        centre_id=centre.id,
        action="change",
        subject="setting",
        subject_key="working_week",
        before={"working_week": before},
        after={"working_week": week, "obligations_moved": moved, **told(months)},
    )


def add_holiday(*, actor: Person, day: date, kind: str, name: str, today: date) -> CentreHoliday:
    """Add a holiday, a day off or a working day of the centre, and move the due dates that fall behind it.

    Raises Locked for an archived year; Invalid ``holiday.taken``, ``holiday.name_missing``, ``choice.unknown`` or what
    the text raises.
    """
    need(actor, "holidays.manage")
    need_open_year(actor.centre_id, day.year)
    if kind not in DAY_KINDS:
        raise Invalid("choice.unknown", field="kind")
    need_free_day(actor.centre_id, day)
    seed_holidays(actor=actor, centre_id=actor.centre_id, years=[day.year])
    need_free_day(actor.centre_id, day)
    holiday = CentreHoliday(centre_id=actor.centre_id, day=day, kind=kind, name=read_name(name), confirmed=True)
    with days_kept(actor.centre_id) as months:
        db.session.add(holiday)
    finish(actor, holiday, "add", None, months, today)
    return holiday


def change_holiday(*, actor: Person, holiday: CentreHoliday, shown: date, day: date, name: str, today: date) -> None:
    """Move or rename a day off; a movable one is confirmed by it. ``shown`` is the day that the page showed.

    Raises Conflict when somebody moved it meanwhile, Invalid as ``add_holiday``.
    """
    need(actor, "holidays.manage")
    for changed in (holiday.day, day):
        need_open_year(actor.centre_id, changed.year)
    if holiday.day != shown:
        raise Conflict("conflict.holiday", day=holiday.day)
    if day != holiday.day:
        need_free_day(actor.centre_id, day)
    before = holiday_state(holiday)
    with days_kept(actor.centre_id) as months:
        if not holiday.code:
            holiday.name = read_name(name)
        holiday.day, holiday.confirmed = day, True
    finish(actor, holiday, "change", before, months, today)


def remove_holiday(*, actor: Person, holiday: CentreHoliday, today: date) -> None:
    """Take a day out of the list: people work on it."""
    need(actor, "holidays.manage")
    need_open_year(actor.centre_id, holiday.day.year)
    before, day = holiday_state(holiday), holiday.day
    with days_kept(actor.centre_id) as months:
        db.session.delete(holiday)
    moved = move_due_dates(centre_id=actor.centre_id, today=today)
    after = {"obligations_moved": moved, **told(months)}
    note_holiday(actor, actor.centre_id, "remove", day.isoformat(), before, after)


def finish(
    actor: Person,
    holiday: CentreHoliday,
    action: str,
    before: dict[str, Any] | None,
    months: Collection[Period],
    today: date,
) -> None:
    after = holiday_state(holiday)
    if after == before:
        return
    after |= {"obligations_moved": move_due_dates(centre_id=actor.centre_id, today=today), **told(months)}
    note_holiday(actor, actor.centre_id, action, holiday.day.isoformat(), before, after)


def told(months: Collection[Period]) -> dict[str, Any]:
    """For the history: the accepted months that keep their days beside a change."""
    return {"kept_months": [month.key for month in sorted(months)]} if months else {}


def need_free_day(centre_id: int, day: date) -> None:
    if listed_on(centre_id, day) is not None:
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
        "kind": holiday.kind,
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
