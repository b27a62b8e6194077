"""The acts on one unit's month: handed in, taken back, returned, accepted, reopened (domain.md §5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.submissions.hand_in import hand_in_page, month_begun
from app.blueprints.submissions.month_page import month_page
from app.blueprints.submissions.views import blueprint, unit_month_of
from app.domain.errors import DomainError, NotAllowed
from app.domain.permissions import may
from app.extensions import db
from app.forms.base import NounForm, WrongForm, takes
from app.forms.month import MonthForm, ReopenUnitForm, ReturnForm, SubmitForm, UndoAcceptForm
from app.i18n.formats import format_period
from app.models import BlankReason
from app.operations.deviations import explain_lines
from app.operations.handing_in import quarter_of, submit_month, take_reason_back
from app.operations.months import reopen_month
from app.operations.submissions import (
    UnitMonth,
    accept_month,
    accept_own_month,
    return_month,
    return_own_month,
    undo_accept,
    withdraw_month,
)
from app.queries.months import submission_of
from app.queries.waiting import step_of
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale


@blueprint.get("/<month>")
@blueprint.get("/<month>/<unit>")
@allow("submissions.view")
def show(month: str, unit: str | None = None) -> ResponseReturnValue:
    """A month of one unit; without one, of those units of the reader that still owe it."""
    if unit is not None:
        return month_page(unit_month_of(month, unit))
    chosen = month_begun(month)
    if not may(current_user.rights, "submissions.submit"):
        return redirect(url_for(".index", year=chosen.year))
    return hand_in_page(chosen)


@blueprint.post("/<month>/<unit>/submit")
@allow("submissions.submit")
@takes(SubmitForm)
def submit(month: str, unit: str) -> ResponseReturnValue:
    """Hand the month in, with the explanations that were typed."""
    unit_month, form = unit_month_of(month, unit), SubmitForm.posted(line="submit")
    return act(
        unit_month,
        form,
        lambda: submit_month(actor=current_user, unit_month=unit_month, today=today(), **form.values()),
        _("Oy topshirildi"),
    )


@blueprint.post("/<month>/<unit>/deviations")
@allow("deviations.write")
@takes(SubmitForm)
def save_deviations(month: str, unit: str) -> ResponseReturnValue:
    """Write why rows stand behind, without handing in: what else was typed stays on the page."""
    unit_month, form = unit_month_of(month, unit), SubmitForm.posted(line="submit")
    try:
        if not form.deviations.validate(form):
            raise WrongForm
        given = {**quarter_of(unit_month), "deviations": form.deviations.data}
        count = explain_lines(actor=current_user, today=today(), **given)
    except NotAllowed:
        raise
    except DomainError as error:
        form.refuse(error)
        return month_page(unit_month_of(month, unit), form), error.status
    flash(_("Ogʻish sabablari saqlandi, oʻzgargani: %(count)s", count=count), "success")
    if not form.says_more:
        return redirect(here(unit_month), 303)
    form.deviations.forget()
    return month_page(unit_month, form)


@blueprint.post("/<month>/<unit>/reasons/<id:reason_id>/void")
@allow("submissions.submit")
@takes(MonthForm)
def void_reason(month: str, unit: str, reason_id: int) -> ResponseReturnValue:
    """Take back why some days are blank."""
    unit_month, form = unit_month_of(month, unit), MonthForm.posted()
    reason = db.session.get(BlankReason, reason_id)
    if reason is None:
        abort(404)
    return act(
        unit_month,
        form,
        lambda: take_reason_back(actor=current_user, unit_month=unit_month, reason=reason, **form.values()),
        _("Sabab olib tashlandi"),
    )


@blueprint.post("/<month>/<unit>/withdraw")
@allow("submissions.withdraw")
@takes(MonthForm)
def withdraw(month: str, unit: str) -> ResponseReturnValue:
    unit_month, form = unit_month_of(month, unit), MonthForm.posted()
    return act(
        unit_month,
        form,
        lambda: withdraw_month(actor=current_user, unit_month=unit_month, **form.values()),
        _("Oy qaytarib olindi, yana yozish mumkin"),
    )


@blueprint.post("/<month>/<unit>/return")
@allow("submissions.review")
@takes(ReturnForm)
def give_back(month: str, unit: str) -> ResponseReturnValue:
    unit_month, form = unit_month_of(month, unit), ReturnForm.posted(line="return")
    return act(
        unit_month,
        form,
        lambda: return_month(actor=current_user, unit_month=unit_month, **form.values()),
        _("Oy qaytarildi"),
        onward=True,
    )


@blueprint.post("/<month>/<unit>/return-own")
@allow("submissions.accept_own")
@takes(ReturnForm)
def give_back_own(month: str, unit: str) -> ResponseReturnValue:
    """Give back what the methodologist handed in herself."""
    unit_month, form = unit_month_of(month, unit), ReturnForm.posted(line="return_own")
    return act(
        unit_month,
        form,
        lambda: return_own_month(actor=current_user, unit_month=unit_month, today=today(), **form.values()),
        _("Oy qaytarildi"),
        onward=True,
    )


@blueprint.post("/<month>/<unit>/accept")
@allow("submissions.review")
@takes(MonthForm)
def accept(month: str, unit: str) -> ResponseReturnValue:
    unit_month, form = unit_month_of(month, unit), MonthForm.posted()
    return act(
        unit_month,
        form,
        lambda: accept_month(actor=current_user, unit_month=unit_month, today=today(), **form.values()),
        _("Oy qabul qilindi"),
        onward=True,
    )


@blueprint.post("/<month>/<unit>/accept-own")
@allow("submissions.accept_own")
@takes(MonthForm)
def accept_own(month: str, unit: str) -> ResponseReturnValue:
    """Accept what the methodologist handed in herself."""
    unit_month, form = unit_month_of(month, unit), MonthForm.posted()
    return act(
        unit_month,
        form,
        lambda: accept_own_month(actor=current_user, unit_month=unit_month, today=today(), **form.values()),
        _("Oy qabul qilindi"),
        onward=True,
    )


@blueprint.post("/<month>/<unit>/undo")
@allow("submissions.review")
@takes(UndoAcceptForm)
def undo(month: str, unit: str) -> ResponseReturnValue:
    unit_month, form = unit_month_of(month, unit), UndoAcceptForm.posted(line="undo_accept")
    return act(
        unit_month,
        form,
        lambda: undo_accept(actor=current_user, unit_month=unit_month, **form.values()),
        _("Qabul qilish bekor qilindi"),
    )


@blueprint.post("/<month>/<unit>/reopen")
@allow("months.reopen")
@takes(ReopenUnitForm)
def reopen_unit(month: str, unit: str) -> ResponseReturnValue:
    """Open the closed month of one unit only."""
    unit_month, form = unit_month_of(month, unit), ReopenUnitForm.posted(line="reopen")
    return act(
        unit_month,
        form,
        lambda: reopen_month(
            actor=current_user, plan=unit_month.plan, month=unit_month.month, unit=unit_month.unit, **form.values()
        ),
        _("Oy qayta ochildi"),
    )


def act(
    unit_month: UnitMonth, form: NounForm, operation: Callable[[], Any], words: str, *, onward: bool = False
) -> ResponseReturnValue:
    """Do one act and come back, or go ``onward`` to what waits next; a refusal shows the page with what was typed."""
    try:
        operation()
    except NotAllowed:
        raise
    except DomainError as error:
        form.refuse(error, stored=submission_of(unit_month.unit.id, unit_month.month.year_month))
        return month_page(unit_month_of(unit_month.month.key, unit_month.unit.code), form), error.status
    flash(f"{words}: {unit_month.unit.name}, {format_period(unit_month.month.key, locale())}", "success")
    return redirect(next_waiting(unit_month) if onward else here(unit_month), 303)


def here(unit_month: UnitMonth) -> str:
    return url_for(".show", month=unit_month.month.key, unit=unit_month.unit.code)


def next_waiting(unit_month: UnitMonth) -> str:
    """The month that waits next, and after the last one the list of all."""
    step = step_of(current_user, unit_month.unit, unit_month.month, today())
    if step.next is None:
        return url_for(".index", year=unit_month.month.year)
    return url_for(".show", month=step.next.month_key, unit=step.next.unit.code)
