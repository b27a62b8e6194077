"""The centre's calendar: its working week and the days unlike it, by which due dates go (domain.md §4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.deadlines.views import blueprint
from app.domain.errors import DomainError, Invalid
from app.domain.holidays import DAY_OFF, HOLIDAY, QURBON, RAMAZON, WORKING_DAY
from app.domain.permissions import may
from app.domain.typed import parse_day
from app.i18n.labels import explain, label
from app.models import CentreHoliday
from app.operations.calendar import (
    add_holiday,
    bring_missing_days,
    change_holiday,
    remove_holiday,
    set_working_week,
)
from app.queries.calendar import centre_calendar, centre_week, days_of, listed_day, listed_days
from app.web.calendar_words import special_name, weekday_choices
from app.web.clock import today
from app.web.form_errors import form_errors
from app.web.gate import allow

FIRST_YEAR, LAST_YEAR = 2000, 2099


@blueprint.get("/holidays")
@allow("deadlines.view")
def holidays() -> ResponseReturnValue:
    return holidays_page(chosen_year())


@blueprint.post("/holidays")
@allow("holidays.manage")
def add_one() -> ResponseReturnValue:
    return act(
        lambda: add_holiday(
            actor=current_user,
            day=typed_day("day"),
            kind=request.form.get("kind", ""),
            name=request.form.get("name", ""),
            today=today(),
        ),
        _("Kun qoʻshildi. Keyingi muddatlar qayta hisoblandi."),
    )


@blueprint.post("/holidays/seed")
@allow("holidays.manage")
def seed() -> ResponseReturnValue:
    """Bring into the list what is known of a year and not in it."""
    year = chosen_year()
    return act(
        lambda: bring_missing_days(actor=current_user, year=year, today=today()),
        _("Davlat bayramlari va qarorlar boʻyicha kunlar roʻyxatda."),
    )


@blueprint.post("/holidays/week")
@allow("holidays.manage")
def set_week() -> ResponseReturnValue:
    """The weekdays on which the centre works."""
    return act(
        lambda: set_working_week(actor=current_user, days=request.form.getlist("working_week"), today=today()),
        _("Ish haftasi saqlandi. Keyingi muddatlar qayta hisoblandi."),
    )


@blueprint.post("/holidays/<id:holiday_id>")
@allow("holidays.manage")
def change_one(holiday_id: int) -> ResponseReturnValue:
    holiday = load(holiday_id)

    def change() -> None:
        change_holiday(
            actor=current_user,
            holiday=holiday,
            shown=typed_day("shown"),
            day=typed_day("day"),
            name=request.form.get("name", ""),
            today=today(),
        )

    return act(change, _("Saqlandi. Keyingi muddatlar qayta hisoblandi."), holiday_id)


@blueprint.post("/holidays/<id:holiday_id>/remove")
@allow("holidays.manage")
def remove_one(holiday_id: int) -> ResponseReturnValue:
    holiday = load(holiday_id)
    return act(
        lambda: remove_holiday(actor=current_user, holiday=holiday, today=today()),
        _("Kun roʻyxatdan olindi. Keyingi muddatlar qayta hisoblandi."),
        holiday_id,
    )


def load(holiday_id: int) -> CentreHoliday:
    return listed_day(current_user.centre_id, holiday_id) or abort(404)


def typed_day(name: str) -> date:
    try:
        day = parse_day(request.form.get(name, ""))
    except DomainError as error:
        error.field = name
        raise
    if day is None:
        raise Invalid("field.required", field=name)
    return day


def chosen_year() -> int:
    wished = request.values.get("year", "")
    year = int(wished) if wished.isascii() and wished.isdecimal() and len(wished) == 4 else today().year
    return year if FIRST_YEAR <= year <= LAST_YEAR else today().year


def act(operation: Callable[[], object], done: str, holiday_id: int | None = None) -> ResponseReturnValue:
    """Do one thing to the list and show it again; a refusal keeps what was typed, beside its line."""
    year = chosen_year()
    try:
        operation()
    except DomainError as error:
        refusal = form_errors(error)
        if error.field and holiday_id:  # each line of the list has fields of its own
            refusal["errors"] = [{"id": f"{error.field}-{holiday_id}", "message": explain(error)}]
        return holidays_page(year, typed=request.form, at=holiday_id, **refusal), error.status
    flash(done, "success")
    return redirect(url_for("deadlines.holidays", year=year), 303)


def holidays_page(year: int, **refusal: object) -> str:
    centre_id = current_user.centre_id
    listed = listed_days(centre_id, year)
    calendar = centre_calendar(centre_id, [year])
    codes = {h.code for h in days_of(centre_id, [year])}
    return render_template(
        "deadlines/holidays.html",
        page_title=_("Bayram va dam olish kunlari"),
        year=year,
        listed=listed,
        moved={special.day: day for day, special in calendar.moved.items()},
        movable_missing=bool(listed) and not codes & {RAMAZON, QURBON},
        special_name=special_name,
        kinds=[(kind, label("day_kind", kind)) for kind in (DAY_OFF, WORKING_DAY, HOLIDAY)],
        weekdays=weekday_choices(),
        week=request.form.getlist("working_week") or list(centre_week(centre_id)),
        can_manage=may(current_user.role, "holidays.manage"),
        **{"typed": {}, "at": None, "wrong": {}, **refusal},
    )
