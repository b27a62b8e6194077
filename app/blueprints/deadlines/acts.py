"""One obligation, the letter that answers it, and what may be done to it: waive, date."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.deadlines.empty_week import week_of
from app.blueprints.deadlines.views import blueprint, list_address, list_with
from app.domain.duties import Duty
from app.domain.errors import DomainError, NotAllowed
from app.domain.obligations import FIGURES, REPORT
from app.domain.periods import month_of
from app.domain.permissions import may
from app.domain.registers import LETTERS, REGISTERS
from app.forms.base import ActForm, NounForm, takes
from app.forms.cells import NoActivityForm
from app.forms.obligation import DueDateForm, ObligationForm, WaiverForm, WaiveSeveralForm
from app.models import Obligation
from app.operations.entries import save_cell
from app.operations.obligations import make_obligations, set_due_date, unwaive, waive, waive_several
from app.pages.duty_words import place_of, units_of
from app.queries.cells import find_cell
from app.queries.deadlines import duty_of_number, obligations_of
from app.queries.letters import letter_of
from app.queries.people import person_of
from app.queries.plan import is_archived, plan_of
from app.queries.reports import latest_report
from app.queries.terms import as_of
from app.queries.units import writable_units
from app.web.clock import today
from app.web.gate import allow
from app.web.names import acted_by


@blueprint.get("/<id:obligation_id>")
@allow("deadlines.view")
def one(obligation_id: int) -> ResponseReturnValue:
    return one_page(*load(obligation_id))


@blueprint.post("/<id:obligation_id>/waive")
@allow("deadlines.manage")
@takes(WaiverForm)
def waive_one(obligation_id: int) -> ResponseReturnValue:
    (obligation, _duty), form = load(obligation_id), WaiverForm.posted()
    return act(
        obligation,
        form,
        lambda: waive(actor=current_user, obligation=obligation, **form.values()),
        _("Majburiyat talabdan chiqarildi. U endi hisob-kitobga kirmaydi."),
    )


@blueprint.post("/waive")
@allow("deadlines.manage")
@takes(WaiveSeveralForm)
def waive_chosen() -> ResponseReturnValue:
    """Waive the obligations that are ticked in the list, with one reason."""
    form = WaiveSeveralForm.posted()
    try:
        values = form.values()
        obligations = obligations_of(current_user.centre_id, values["wanted"])
        count = waive_several(actor=current_user, obligations=obligations, reason=values["reason"])
    except DomainError as error:
        return list_with(form.refuse(error)), error.status
    if count:
        flash(_("Talabdan chiqarildi: %(count)s.", count=count), "success")
    else:
        flash(_("Belgilanganlar avvalroq talabdan chiqarilgan, hech narsa oʻzgarmadi."), "info")
    return redirect(list_address(), 303)


@blueprint.post("/<id:obligation_id>/unwaive")
@allow("deadlines.manage")
@takes(ObligationForm)
def unwaive_one(obligation_id: int) -> ResponseReturnValue:
    (obligation, _duty), form = load(obligation_id), ObligationForm.posted()
    return act(
        obligation,
        form,
        lambda: unwaive(actor=current_user, obligation=obligation, **form.values()),
        _("Majburiyat yana talab qilinadi."),
    )


@blueprint.post("/<id:obligation_id>/date")
@allow("entries.write")
@takes(DueDateForm)
def date_one(obligation_id: int) -> ResponseReturnValue:
    (obligation, _duty), form = load(obligation_id), DueDateForm.posted()
    return act(
        obligation,
        form,
        lambda: set_due_date(actor=current_user, obligation=obligation, **form.values()),
        _("Muddat saqlandi."),
    )


@blueprint.post("/<id:obligation_id>/no-activity")
@allow("entries.write")
@takes(NoActivityForm)
def say_none(obligation_id: int) -> ResponseReturnValue:
    """Confirm that nothing was done in the week of an obligation, or take that back."""
    (obligation, _duty), form = load(obligation_id), NoActivityForm.posted()

    def say() -> None:
        values, found = form.values(), week_of(obligation)
        if found is None or values["cell"] not in {line.cell for line in found.lines}:
            raise NotAllowed("cell.unknown")
        save_cell(
            actor=current_user,
            plan=found.plan,
            cell=find_cell(found.plan, values["cell"]),
            typed="-" if values["value"] == "-" else "",
            version=values["version"],
            today=today(),
        )

    return act(obligation, form, say, _("Saqlandi: %(key)s", key=form.typed("cell").text.partition("|")[0]))


@blueprint.post("/make")
@allow("deadlines.manage")
@takes(ActForm)
def make() -> ResponseReturnValue:
    """Make the obligations of this year's approved plan again; nothing happens where all stand."""
    plan = plan_of(current_user.centre_id, today().year)
    if plan is None or plan.state != "approved":
        flash(_("Majburiyatlar reja tasdiqlangandan keyin tuziladi."), "warning")
    else:
        added, removed, changed = make_obligations(actor=current_user, plan=plan, today=today())
        flash(
            _(
                "Qoʻshilgan majburiyatlar: %(added)s, bekor boʻlgani: %(removed)s, oʻzgargani: %(changed)s.",
                added=added,
                removed=removed,
                changed=changed,
            )
        )
    return redirect(url_for("deadlines.index", whose="all"), 303)


def load(obligation_id: int) -> tuple[Obligation, Duty]:
    return duty_of_number(current_user.centre_id, obligation_id, today=today()) or abort(404)


def act(obligation: Obligation, form: NounForm, operation: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do one thing and show the obligation again; a refusal shows it with what was typed."""
    here = obligation.id
    try:
        operation()
    except DomainError as error:
        if error.status == 404:
            raise
        form.refuse(error, stored=obligation)
        return one_page(*load(here), form), error.status
    flash(done, "success")
    return redirect(url_for("deadlines.one", obligation_id=here), 303)


def one_page(obligation: Obligation, duty: Duty, refused: NounForm | None = None) -> str:
    """An obligation with the acts that are left; the form that was refused stands where it was."""
    archived = is_archived(obligation.centre_id, obligation.span.year)
    is_own = obligation.unit_id in {unit.id for unit in writable_units(current_user)} and not archived
    may_waive = may(current_user.rights, "deadlines.manage") and not archived
    return render_template(
        "deadlines/one.html",
        page_title=_("Majburiyat"),
        o=obligation,
        duty=duty,
        deadline=as_of(obligation.indicator, obligation.last_month).deadline,
        place=place_of(duty, units_of(obligation.centre_id), today()),
        year=obligation.first_month // 100,
        waived_by=acted_by(name_of(obligation, obligation.waived_by_id), obligation.waived_stand_in_id),
        letter=letter_link(obligation),
        ways=ways_to_answer(obligation, duty, is_own=is_own)
        if is_own or may(current_user.rights, "reports.make")
        else [],
        date_form=refused if isinstance(refused, DueDateForm) else DueDateForm.of(obligation),
        week=week_of(obligation) if obligation.kind == FIGURES else None,
        may_date=is_own and obligation.set_by_unit,
        waiver_form=refused if isinstance(refused, WaiverForm) else WaiverForm(version=obligation.version),
        may_waive=may_waive and duty.is_open and not obligation.waived_at,
        may_unwaive=may_waive and obligation.waived_at is not None,
        errors=refused.summary if refused else [],
    )


def letter_link(obligation: Obligation) -> dict[str, object] | None:
    """The letter that answered it, and the way to it."""
    letter = letter_of(obligation)
    if letter is None:
        return None
    if letter.report_id is not None:
        return {"letter": letter, "href": url_for("reports.report", report_id=letter.report_id)}
    address = url_for(f"{letter.page}.card", slug=REGISTERS[LETTERS].slug, card_id=letter.card_id)
    return {"letter": letter, "href": address}


def ways_to_answer(obligation: Obligation, duty: Duty, *, is_own: bool) -> list[tuple[str, str]]:
    """Where the letter that it waits for is made: a document of the unit, or the report of its period."""
    if obligation.kind != REPORT or not duty.is_open or today() < obligation.starts_on:
        return []
    ways = []
    if is_own:
        slug, unit = REGISTERS[LETTERS].slug, obligation.unit
        month = month_of(today()).key  # the letter leaves now, also where this year has no plan yet
        address = url_for(f"{unit.page}.register", slug=slug, unit=unit.code, month=month, duty=obligation.id)
        ways.append((_("Hujjat yozish"), f"{address}#card-form"))
    if may(current_user.rights, "reports.make") and obligation.period_kind not in ("week", "day"):
        ways.append((_("Hisobot"), report_address(obligation)))
    return ways


def report_address(obligation: Obligation) -> str:
    """The newest report of its period, or the form that makes it."""
    latest = latest_report(obligation.centre_id, obligation.period)
    if latest is not None:
        return url_for("reports.report", report_id=latest.id)
    return url_for("reports.new", period=obligation.period)


def name_of(obligation: Obligation, person_id: int | None) -> str:
    person = person_of(obligation.centre_id, person_id) if person_id else None
    return person.name if person else ""
