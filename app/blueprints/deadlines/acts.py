"""One obligation, and what may be done to it: waive, date, mark as done."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.deadlines.views import blueprint, own_ids
from app.domain.errors import DomainError
from app.domain.permissions import may
from app.domain.typed import parse_day
from app.models import Obligation
from app.operations.obligations import make_obligations, set_done, set_due_date, unwaive, waive
from app.queries.deadlines import Due, due_of
from app.queries.people import person_of
from app.queries.plan import plan_of
from app.web.clock import today
from app.web.form_errors import form_errors
from app.web.gate import allow, is_local_path


@blueprint.get("/<id:obligation_id>")
@allow("deadlines.view")
def one(obligation_id: int) -> ResponseReturnValue:
    return one_page(load(obligation_id))


@blueprint.post("/<id:obligation_id>/waive")
@allow("deadlines.manage")
def waive_one(obligation_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    return act(
        obligation_id,
        lambda obligation, version: waive(actor=current_user, obligation=obligation, version=version, reason=reason),
        _("Majburiyat talabdan chiqarildi. U endi hisob-kitobga kirmaydi."),
    )


@blueprint.post("/<id:obligation_id>/unwaive")
@allow("deadlines.manage")
def unwaive_one(obligation_id: int) -> ResponseReturnValue:
    return act(
        obligation_id,
        lambda obligation, version: unwaive(actor=current_user, obligation=obligation, version=version),
        _("Majburiyat yana talab qilinadi."),
    )


@blueprint.post("/<id:obligation_id>/date")
@allow("entries.write")
def date_one(obligation_id: int) -> ResponseReturnValue:
    def set_date(obligation: Obligation, version: int) -> None:
        try:
            day = parse_day(request.form.get("due_on", ""))
        except DomainError as error:
            error.field = "due_on"
            raise
        set_due_date(actor=current_user, obligation=obligation, version=version, day=day)

    return act(obligation_id, set_date, _("Muddat saqlandi."))


@blueprint.post("/<id:obligation_id>/done")
@allow("entries.write")
def done_one(obligation_id: int) -> ResponseReturnValue:
    """Mark as done today, or take the mark back (``done`` empty)."""
    done = bool(request.form.get("done"))
    return act(
        obligation_id,
        lambda obligation, version: set_done(
            actor=current_user, obligation=obligation, version=version, done=done, today=today()
        ),
        _("Bajarildi deb belgilandi.") if done else _("Bajarilgani bekor qilindi."),
    )


@blueprint.post("/make")
@allow("deadlines.manage")
def make() -> ResponseReturnValue:
    """Make the obligations of this year's approved plan again; nothing happens where all stand."""
    plan = plan_of(current_user.centre_id, today().year)
    if plan is None or plan.state != "approved":
        flash(_("Majburiyatlar reja tasdiqlangandan keyin tuziladi."), "warning")
    else:
        added, removed = make_obligations(actor=current_user, plan=plan)
        flash(_("Qoʻshilgan majburiyatlar: %(added)s, bekor boʻlgani: %(removed)s.", added=added, removed=removed))
    return redirect(url_for("deadlines.index", whose="all"), 303)


def load(obligation_id: int) -> Due:
    return due_of(current_user.centre_id, obligation_id, today=today()) or abort(404)


def act(obligation_id: int, operation: Callable[[Obligation, int], None], done: str) -> ResponseReturnValue:
    """Do one thing and go back to where it was asked; a refusal shows the obligation with what was typed."""
    obligation = load(obligation_id).obligation
    version = request.form.get("version", "")
    try:
        operation(obligation, int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0)
    except DomainError as error:
        if error.status == 404:
            raise
        refusal = form_errors(error)
        return one_page(load(obligation_id), **refusal), error.status
    flash(done, "success")
    back = request.form.get("next", "")
    return redirect(back if is_local_path(back) else url_for("deadlines.one", obligation_id=obligation_id), 303)


def one_page(due: Due, **errors: object) -> str:
    obligation = due.obligation
    people = {}
    for name in ("done_by_id", "waived_by_id"):
        person_id = getattr(obligation, name)
        person = person_of(obligation.centre_id, person_id) if person_id else None
        people[name.removesuffix("_id")] = person.name if person else ""
    return render_template(
        "deadlines/one.html",
        page_title=_("Majburiyat"),
        due=due,
        year=obligation.first_month // 100,
        may_mark=obligation.unit_id in own_ids(),
        may_waive=may(current_user.role, "deadlines.manage"),
        typed=request.form if errors else {},
        **people,
        **errors,
    )
