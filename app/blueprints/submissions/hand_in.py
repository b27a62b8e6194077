"""Handing in a month of several units in one act (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.submissions.views import blueprint, plan_of_month, unit_month_of
from app.domain.errors import DomainError, NotAllowed
from app.domain.periods import Period
from app.forms.base import WrongForm, takes
from app.forms.month import SubmitSeveralForm
from app.i18n.formats import format_period
from app.i18n.labels import explain, sentence
from app.models import Plan
from app.operations.handing_in import submit_months
from app.operations.submissions import UnitMonth
from app.pages.month_lock import MonthLock, month_lock
from app.queries.cells import own_units
from app.queries.duties import owing_units
from app.queries.hand_ins import HandIn, hand_ins
from app.queries.months import stands
from app.web.address import period_of_key
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale


@blueprint.post("/<month>/submit")
@allow("submissions.submit")
@takes(SubmitSeveralForm)
def submit_several(month: str) -> ResponseReturnValue:
    """Hand in the units that are ticked; each answers for itself."""
    chosen, form = month_begun(month), SubmitSeveralForm.posted()
    try:
        wanted = [(unit_month_of(month, unit), version) for _, unit, version in form.values()["wanted"]]
        results = submit_months(actor=current_user, wanted=wanted, today=today(), reason=form.reason)
    except NotAllowed:
        raise
    except DomainError as error:
        return hand_in_page(chosen, form.refuse(error)), error.status
    refusals = [refusal_words(unit_month, why) for unit_month, why in results if why is not None]
    if len(refusals) == len(results):
        form.form_errors.extend(refusals)
        return hand_in_page(chosen, form.refuse(WrongForm())), WrongForm.status
    for unit_month, why in results:
        if why is None:
            flash(_("Topshirildi: %(unit)s", unit=unit_month.unit.name), "success")
    for words in refusals:
        flash(words, "error")
    return redirect(url_for(".show", month=month), 303)


def month_begun(key: str) -> Period:
    """The month of an address. Raises NotAllowed for one that has not begun."""
    month = period_of_key(key, {"month"})
    if month.start > today():
        raise NotAllowed("period.unknown", key=key)
    return month


def refusal_words(unit_month: UnitMonth, why: DomainError) -> str:
    return f"{unit_month.unit.name}: {explain(why)}"


def hand_in_page(month: Period, refused: SubmitSeveralForm | None = None) -> str:
    """What can be handed in, and what stands in the way of the rest; a form that was refused stands as it was sent."""
    plan = plan_of_month(month)
    found = hand_ins(plan, owing_units(current_user), month, today()) if plan.state == "approved" else []
    shut = shut_of(plan, found)
    ready = [one for one in found if one.is_possible and not (one.silent and one.unit.id in shut)]
    form = refused or SubmitSeveralForm(wanted=[ticked(one) for one in ready if not (one.spans or one.to_come)])
    return render_template(
        "submissions/hand_in.html",
        page_title=_("Oyni topshirish: %(month)s", month=format_period(month.key, locale())),
        month=month,
        waits=sentence("workflow.plan_draft", {}) if plan.state == "draft" else None,
        ready=ready,
        blocked=[one for one in found if one not in ready],
        shut=shut,
        ticked=ticked,
        form=form,
        errors=refused.summary if refused else [],
    )


def shut_of(plan: Plan, found: Sequence[HandIn]) -> dict[int, MonthLock]:
    """Unit id → why its month takes no figures any more, although it is still to be handed in."""
    own, day, locks = own_units(current_user), today(), {}
    for one in found:
        standing = stands(one.unit, one.month.year_month, (one.state, None, None, None, False), day)
        lock = month_lock(plan, one.unit, one.month, day, own=own, stands=standing)
        if lock is not None:
            locks[one.unit.id] = lock
    return locks


def ticked(one: HandIn) -> str:
    """The value of its box: which month of which unit, in which version the page shows it."""
    return f"{one.month.key}|{one.unit.code}|{one.version}"
