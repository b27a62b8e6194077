"""Looking at what was changed in months that had been sent, figure by figure (domain.md §5 “Locks”)."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.submissions.views import blueprint, matrix_page
from app.domain.errors import DomainError, NotAllowed
from app.forms.base import takes
from app.forms.month import MonthForm, ReturnChangeForm
from app.models import Entry, Plan
from app.operations.changed_figures import accept_change, return_change
from app.queries.changes import entry_of
from app.queries.plan import plan_tree
from app.web.clock import today
from app.web.gate import allow


@blueprint.post("/changes/<id:entry_id>/accept")
@allow("changes.review")
@takes(MonthForm)
def accept_one_change(entry_id: int) -> ResponseReturnValue:
    """The changed figure becomes official."""
    entry, plan = needed(entry_id)
    form = MonthForm.posted()
    return decide(
        plan,
        form,
        lambda: accept_change(actor=current_user, plan=plan, entry=entry, today=today(), **form.values()),
        _("Oʻzgarish qabul qilindi"),
    )


@blueprint.post("/changes/<id:entry_id>/return")
@allow("changes.review")
@takes(ReturnChangeForm)
def return_one_change(entry_id: int) -> ResponseReturnValue:
    """The figure goes back to what it was."""
    entry, plan = needed(entry_id)
    form = ReturnChangeForm.posted(line=entry_id)
    return decide(
        plan,
        form,
        lambda: return_change(actor=current_user, plan=plan, entry=entry, today=today(), **form.values()),
        _("Son avvalgisiga qaytarildi"),
    )


def decide(plan: Plan, form: MonthForm, operation: Callable[[], None], words: str) -> ResponseReturnValue:
    """Do it and come back to the list; a refusal shows the list with what was typed."""
    try:
        operation()
    except NotAllowed:
        raise
    except DomainError as error:
        return matrix_page(plan.year, form.refuse(error)), error.status
    flash(words, "success")
    return redirect(url_for(".index", year=plan.year, _anchor="changes"), 303)


def needed(entry_id: int) -> tuple[Entry, Plan]:
    entry = entry_of(current_user.centre_id, entry_id)
    plan = plan_tree(current_user.centre_id, entry.year_month // 100) if entry else None
    if entry is None or plan is None:
        abort(404)
    return entry, plan
