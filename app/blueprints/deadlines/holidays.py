"""The centre's calendar: its working week and the days unlike it, by which due dates go (domain.md §4)."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.deadlines.views import blueprint
from app.domain.errors import DomainError
from app.domain.holidays import QURBON, RAMAZON
from app.domain.periods import period_of_month
from app.domain.permissions import may
from app.domain.typed import FIRST_YEAR, LAST_YEAR, parse_number
from app.forms.base import NounForm, takes
from app.forms.holiday import BeginningForm, HolidayForm, NewHolidayForm, WorkingWeekForm, YearForm
from app.i18n.formats import format_period
from app.models import CentreHoliday
from app.operations.beginning import set_beginning
from app.operations.calendar import (
    add_holiday,
    bring_missing_days,
    change_holiday,
    remove_holiday,
    set_working_week,
)
from app.pages.calendar_words import special_name
from app.queries.calendar import centre_calendar, centre_week, days_of, kept_months, listed_day, listed_days
from app.queries.plan import is_archived
from app.queries.units import centre_begins
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale


@blueprint.get("/holidays")
@allow("deadlines.view")
def holidays() -> ResponseReturnValue:
    return holidays_page()


@blueprint.post("/holidays")
@allow("holidays.manage")
@takes(NewHolidayForm)
def add_one() -> ResponseReturnValue:
    form = NewHolidayForm.posted()
    return act(
        form,
        lambda: add_holiday(actor=current_user, today=today(), **form.values()),
        _("Kun qoʻshildi. Keyingi muddatlar qayta hisoblandi."),
    )


@blueprint.post("/holidays/seed")
@allow("holidays.manage")
@takes(YearForm)
def seed() -> ResponseReturnValue:
    """Bring into the list what is known of a year and not in it."""
    form = YearForm.posted()
    return act(
        form,
        lambda: bring_missing_days(actor=current_user, today=today(), **form.values()),
        _("Davlat bayramlari va qarorlar boʻyicha kunlar roʻyxatda."),
    )


@blueprint.post("/holidays/week")
@allow("holidays.manage")
@takes(WorkingWeekForm)
def set_week() -> ResponseReturnValue:
    """The weekdays on which the centre works."""
    form = WorkingWeekForm.posted()
    return act(
        form,
        lambda: set_working_week(actor=current_user, today=today(), **form.values()),
        _("Ish haftasi saqlandi. Keyingi muddatlar qayta hisoblandi."),
    )


@blueprint.post("/holidays/beginning")
@allow("holidays.manage")
@takes(BeginningForm)
def set_first_month() -> ResponseReturnValue:
    """The month from which the centre works with the program."""
    form = BeginningForm.posted()
    return act(
        form,
        lambda: set_beginning(actor=current_user, today=today(), **form.values()),
        _("Saqlandi. Undan oldingi oylar uchun hech narsa talab qilinmaydi, yozilgani qabul qilingan hisoblanadi."),
    )


@blueprint.post("/holidays/<id:holiday_id>")
@allow("holidays.manage")
@takes(HolidayForm)
def change_one(holiday_id: int) -> ResponseReturnValue:
    holiday, form = load(holiday_id), HolidayForm.posted(line=holiday_id)
    return act(
        form,
        lambda: change_holiday(actor=current_user, holiday=holiday, today=today(), **form.values()),
        _("Saqlandi. Keyingi muddatlar qayta hisoblandi."),
    )


@blueprint.post("/holidays/<id:holiday_id>/remove")
@allow("holidays.manage")
@takes(YearForm)
def remove_one(holiday_id: int) -> ResponseReturnValue:
    holiday, form = load(holiday_id), YearForm.posted()
    return act(
        form,
        lambda: remove_holiday(actor=current_user, holiday=holiday, today=today()),
        _("Kun roʻyxatdan olindi. Keyingi muddatlar qayta hisoblandi."),
    )


def load(holiday_id: int) -> CentreHoliday:
    return listed_day(current_user.centre_id, holiday_id) or abort(404)


def chosen_year() -> int:
    year = parse_number(request.args.get("year", ""), LAST_YEAR)
    return year if year and year >= FIRST_YEAR else today().year


def act(form: NounForm, operation: Callable[[], object], done: str) -> ResponseReturnValue:
    """Do one thing to the calendar and show it again; a refusal keeps what was typed, beside its line."""
    before = kept_months(current_user.centre_id)
    try:
        operation()
    except DomainError as error:
        return holidays_page(form.refuse(error)), error.status
    flash(done, "success")
    months = {month for _unit, month in kept_months(current_user.centre_id) - before}
    if months:
        names = ", ".join(format_period(period_of_month(month).key, locale()) for month in sorted(months))
        flash(_("Qabul qilingan oylarning ish kunlari oʻzgarmadi: %(months)s.", months=names), "info")
    return redirect(url_for("deadlines.holidays", year=chosen_year()), 303)


def holidays_page(refused: NounForm | None = None) -> str:
    """The list of a year; the form that was refused stands where it was."""
    centre_id, year = current_user.centre_id, chosen_year()
    listed = listed_days(centre_id, year)
    calendar = centre_calendar(centre_id, [year])
    codes = {special.code for special in days_of(centre_id, [year])}

    def forms(kind: type[NounForm], line: object, fresh: NounForm) -> NounForm:
        same = isinstance(refused, kind) and refused.line == str(line)
        return refused if same and refused is not None else fresh

    beginning = BeginningForm(first_month=period_of_month(centre_begins(centre_id)))
    return render_template(
        "deadlines/holidays.html",
        page_title=_("Bayram va dam olish kunlari"),
        year=year,
        lines=[(holiday, forms(HolidayForm, holiday.id, HolidayForm.of(holiday))) for holiday in listed],
        moved={special.day: day for day, special in calendar.moved.items()},
        movable_missing=bool(listed) and not codes & {RAMAZON, QURBON},
        special_name=special_name,
        new_form=forms(NewHolidayForm, "", NewHolidayForm()),
        week_form=forms(WorkingWeekForm, "", WorkingWeekForm(working_week=list(centre_week(centre_id)))),
        beginning_form=forms(BeginningForm, "", beginning),
        can_manage=may(current_user.rights, "holidays.manage"),
        may_list=may(current_user.rights, "holidays.manage") and not is_archived(centre_id, year),
        errors=refused.summary if refused else [],
        refused=refused,
    )
