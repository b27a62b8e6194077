"""Months that were opened for a while, and what the centre has set for its months."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.submissions.views import blueprint, unit_month_of
from app.domain.errors import DomainError, NotAllowed
from app.domain.workflow import LONGEST_EXCEPTION, may_open
from app.extensions import db
from app.forms.base import ActForm, NounForm, takes
from app.forms.exception import ExceptionForm
from app.forms.month_settings import MonthSettingsForm, SelfAcceptanceForm
from app.i18n.formats import format_period
from app.models import LockException, Unit
from app.operations.lock_exceptions import end_exception, grant_exception, set_months, set_self_acceptance
from app.queries.exceptions import exceptions_of, months_to_open
from app.queries.months import units_to_submit
from app.queries.owing import owing_years
from app.queries.plan import plan_tree
from app.queries.settings import entry_window_days, own_acceptance_allowed, working_days
from app.queries.units import all_units
from app.web.clock import today
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
@takes(ExceptionForm)
def grant() -> ResponseReturnValue:
    """Open a month for a while."""
    form = ExceptionForm.posted(**exception_choices())
    try:
        values = form.values()
        unit_month = unit_month_of(values.pop("month").key, values.pop("unit"))
        grant_exception(
            actor=current_user,
            plan=unit_month.plan,
            unit=unit_month.unit,
            month=unit_month.month,
            today=today(),
            **values,
        )
    except NotAllowed:
        raise
    except DomainError as error:
        return exceptions_page(form.refuse(error)), error.status
    flash(_("Vaqtincha ochildi: %(unit)s", unit=unit_month.unit.name), "success")
    return redirect(url_for(".exceptions"), 303)


@blueprint.post("/exceptions/<id:exception_id>/end")
@allow("exceptions.manage")
@takes(ActForm)
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
@takes(MonthSettingsForm)
def settings() -> ResponseReturnValue:
    """How long a month may be written, and when it is due."""
    form = MonthSettingsForm.posted()
    return keep(form, lambda: set_months(actor=current_user, today=today(), **form.values()))


@blueprint.post("/settings/self-acceptance")
@allow("months.self_acceptance")
@takes(SelfAcceptanceForm)
def self_acceptance() -> ResponseReturnValue:
    """Whether the methodologist may accept what she handed in herself."""
    form = SelfAcceptanceForm.posted()
    return keep(form, lambda: set_self_acceptance(actor=current_user, **form.values()))


def keep(form: NounForm, operation: Callable[[], object]) -> ResponseReturnValue:
    """Keep settings and show the page again; a refusal keeps what was typed."""
    try:
        operation()
    except NotAllowed:
        raise
    except DomainError as error:
        return exceptions_page(form.refuse(error)), error.status
    flash(_("Sozlamalar saqlandi"), "success")
    return redirect(url_for(".exceptions"), 303)


def exceptions_page(refused: NounForm | None = None) -> str:
    """Every exception, and the forms; the one that was refused stands as it was sent."""
    day, centre_id = today(), current_user.centre_id
    until = day + timedelta(days=min(USUAL_DAYS, LONGEST_EXCEPTION))
    fresh: list[NounForm] = [
        ExceptionForm(until=until, **exception_choices()),
        MonthSettingsForm(
            entry_window_days=entry_window_days(centre_id), working_days_month=working_days(centre_id)["month"]
        ),
        SelfAcceptanceForm(allowed=own_acceptance_allowed(centre_id)),
    ]
    grant_form, settings_form, acceptance_form = [refused if type(refused) is type(form) else form for form in fresh]
    return render_template(
        "submissions/exceptions.html",
        page_title=_("Vaqtincha ochilgan oylar"),
        exceptions=[exception_view(found, day) for found in exceptions_of(centre_id)],
        grant_form=grant_form,
        settings_form=settings_form,
        acceptance_form=acceptance_form,
        errors=refused.summary if refused else [],
    )


def exception_choices() -> dict[str, list[tuple[str, str]]]:
    """The months that can be opened, and the units that hand in in their years."""
    months = months_to_open(current_user.centre_id, today())
    return {
        "units": [(unit.code, unit.name) for unit in units_offered({month.year for month in months})],
        "months": [(month.key, format_period(month.key, locale())) for month in months],
    }


def units_offered(years: Collection[int]) -> list[Unit]:
    """Of plans that are approved those that owe; where there is none yet, those that will by this year's."""
    centre_id = current_user.centre_id
    owing = [year.months for year in owing_years(centre_id) if year.year in years]
    if owing:
        return [unit for unit in all_units(centre_id) if any(months.get(unit.id) for months in owing)]
    plan = plan_tree(centre_id, today().year)
    return units_to_submit(plan) if plan else []


def exception_view(found: LockException, day: date) -> dict[str, Any]:
    return {
        "found": found,
        "open": found.ended_at is None and found.until >= day,
        "may_end": may_open(current_user.rights, found.opens),
    }
