"""Months that were opened for a while, and what the centre has set for its months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.submissions.views import blueprint, place_of
from app.domain.errors import Invalid
from app.domain.periods import month_of
from app.domain.typed import parse_day, parse_whole
from app.domain.workflow import LONGEST_EXCEPTION
from app.extensions import db
from app.i18n.formats import format_date, format_period
from app.models import LockException
from app.operations.lock_exceptions import end_exception, grant_exception, set_months, set_self_acceptance
from app.queries.deadlines import working_days
from app.queries.months import entry_window_days, own_acceptance_allowed, units_to_submit
from app.queries.plan import plan_tree
from app.queries.submissions import exceptions_of
from app.web.clock import today
from app.web.form_errors import form_errors
from app.web.gate import allow
from app.web.page import locale

USUAL_DAYS = 3


@blueprint.get("/exceptions")
@allow("submissions.view")
def exceptions() -> ResponseReturnValue:
    """Every exception: which month of which unit, until when, why, by whom."""
    return exceptions_page()


@blueprint.post("/exceptions")
@allow("exceptions.manage")
def grant() -> ResponseReturnValue:
    """Open a month for a while."""
    form = request.form
    try:
        place = place_of(form.get("month", ""), form.get("unit", ""))
        until = needed_date(form.get("until", ""))
        grant_exception(
            actor=current_user,
            plan=place.plan,
            unit=place.unit,
            month=place.month,
            until=until,
            reason=form.get("reason", ""),
            today=today(),
        )
    except Invalid as error:
        return exceptions_page(**form_errors(error)), error.status
    flash(_("Vaqtincha ochildi: %(unit)s", unit=place.unit.name), "success")
    return redirect(url_for(".exceptions"), 303)


@blueprint.post("/exceptions/<id:exception_id>/end")
@allow("exceptions.manage")
def end(exception_id: int) -> ResponseReturnValue:
    """End an exception before its day."""
    found = db.session.get(LockException, exception_id)
    if found is None or found.centre_id != current_user.centre_id:
        abort(404)
    end_exception(actor=current_user, exception=found)
    flash(_("Yopildi: %(unit)s", unit=found.unit.name), "success")
    return redirect(url_for(".exceptions"), 303)


@blueprint.post("/settings")
@allow("months.set")
def settings() -> ResponseReturnValue:
    """How long a month may be written, and when it is due."""
    try:
        set_months(
            actor=current_user,
            entry_window_days=posted_number("entry_window_days") or 0,
            working_days_month=posted_number("working_days_month"),
            today=today(),
        )
    except Invalid as error:
        return exceptions_page(**form_errors(error)), error.status
    flash(_("Sozlamalar saqlandi"), "success")
    return redirect(url_for(".exceptions"), 303)


@blueprint.post("/settings/self-acceptance")
@allow("months.self_acceptance")
def self_acceptance() -> ResponseReturnValue:
    """Whether the methodologist may accept what she handed in herself."""
    set_self_acceptance(actor=current_user, allowed=request.form.get("own_acceptance") == "1")
    flash(_("Sozlamalar saqlandi"), "success")
    return redirect(url_for(".exceptions"), 303)


def exceptions_page(**errors: Any) -> str:
    day = today()
    plan = plan_tree(current_user.centre_id, day.year)
    until = min(day + timedelta(days=USUAL_DAYS), day + timedelta(days=LONGEST_EXCEPTION))
    centre_id = current_user.centre_id
    return render_template(
        "submissions/exceptions.html",
        page_title=_("Vaqtincha ochilgan oylar"),
        exceptions=[exception_view(found, day) for found in exceptions_of(centre_id)],
        units=units_to_submit(plan) if plan else [],
        months=month_choices(day),
        typed={name: request.form.get(name, "") for name in ("unit", "month", "reason")}
        | {"until": request.form.get("until", format_date(until, locale(), "short"))},
        window=request.form.get("entry_window_days", str(entry_window_days(centre_id))),
        due_days=request.form.get("working_days_month", str(working_days(centre_id)["month"])),
        own_acceptance=own_acceptance_allowed(centre_id),
        longest=LONGEST_EXCEPTION,
        **errors,
    )


def exception_view(found: LockException, day: date) -> dict[str, Any]:
    return {
        "found": found,
        "month": f"{found.year_month // 100}-{found.year_month % 100:02}",
        "open": found.ended_at is None and found.until >= day,
    }


def month_choices(day: date) -> list[tuple[str, str]]:
    """This month and the eleven before it."""
    months = [month_of(day)]
    while len(months) < 12:
        months.append(months[-1].previous)
    return [(month.key, format_period(month.key, locale())) for month in months]


def posted_number(name: str) -> int | None:
    try:
        return parse_whole(request.form.get(name, ""))
    except Invalid as error:
        raise Invalid(error.code, field=name, **error.params) from None


def needed_date(text: str) -> date:
    try:
        found = parse_day(text)
    except Invalid as error:
        raise Invalid(error.code, field="until", **error.params) from None
    if found is None:
        raise Invalid("field.required", field="until")
    return found
