"""The data checks (“sifat tekshiruvi”): what is doubtful, where it is mended, what was left as it is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.system.views import blueprint
from app.domain.data_checks import CHECKS, DataFinding
from app.domain.errors import DomainError, NotAllowed
from app.domain.permissions import may
from app.domain.registers import REGISTERS
from app.domain.typed import LAST_YEAR, parse_number
from app.forms.base import takes
from app.forms.check_decision import CheckDecisionForm, UndoDecisionForm
from app.i18n.labels import SENTENCES, sentence
from app.models import CheckDecision, Plan
from app.operations.data_checks import leave_as_is, undo_decision
from app.queries.data_checks import decisions_of, findings_of
from app.queries.plan import plan_of, plan_years
from app.web.clock import today
from app.web.gate import allow


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its words, the address that mends it, and the decision that left it, if any."""

    id: str
    finding: DataFinding
    detail: str
    href: str | None
    decision: CheckDecision | None
    form: CheckDecisionForm


@blueprint.get("/checks")
@allow("checks.view")
def checks() -> ResponseReturnValue:
    return draw(chosen_plan(request.args.get("year", "")))


@blueprint.post("/checks")
@allow("checks.decide")
@takes(CheckDecisionForm)
def leave() -> ResponseReturnValue:
    form = CheckDecisionForm.posted()
    plan = chosen_plan(form.typed("year").text)
    if plan is None:
        raise NotAllowed("check.unknown")
    try:
        values = form.values()
        leave_as_is(
            actor=current_user,
            plan=plan,
            check=values["check"],
            subject_key=values["subject_key"],
            reason=values["reason"],
            today=today(),
        )
    except NotAllowed:
        raise
    except DomainError as error:
        return draw(plan, form.refuse(error)), error.status
    flash(_("Shundayligicha qoldirildi."), "success")
    return redirect(url_for("system.checks", year=plan.year, _anchor=values["check"]), 303)


@blueprint.post("/checks/<id:decision_id>/undo")
@allow("checks.decide")
@takes(UndoDecisionForm)
def undo(decision_id: int) -> ResponseReturnValue:
    decisions = decisions_of(current_user.centre_id).values()
    decision = next((one for one in decisions if one.id == decision_id), None)
    if decision is None:
        raise NotAllowed("check.unknown")
    check, year = decision.check, UndoDecisionForm.posted()["year"].data
    undo_decision(actor=current_user, decision=decision)
    flash(_("Qaror bekor qilindi."), "success")
    return redirect(url_for("system.checks", year=year, _anchor=check), 303)


def draw(plan: Plan | None, refused: CheckDecisionForm | None = None) -> str:
    decisions = decisions_of(current_user.centre_id)
    found = {(one.check, one.subject_key): one for one in findings_of(plan, today())} if plan else {}
    shown = [
        ShownFinding(
            f"finding-{number}",
            one,
            detail_of(one),
            address_of(one, plan),
            decisions.get(key),
            form_of_finding(f"finding-{number}", one, plan, refused),
        )
        for number, (key, one) in enumerate(found.items(), 1)
        if plan
    ]
    return render_template(
        "system/checks.html",
        page_title=_("Sifat tekshiruvi"),
        plan=plan,
        years=[
            {
                "href": url_for("system.checks", year=year),
                "label": year,
                "current": plan is not None and year == plan.year,
            }
            for year in plan_years(current_user.centre_id)
        ],
        groups=[(check, *split(shown, check)) for check in CHECKS],
        open_count=sum(1 for one in shown if one.decision is None),
        may_decide=may(current_user.rights, "checks.decide"),
        refused=refused,
        errors=refused.summary if refused else [],
    )


def form_of_finding(
    line: str, finding: DataFinding, plan: Plan, refused: CheckDecisionForm | None
) -> CheckDecisionForm:
    """The form that leaves a finding as it is; the one that was refused stands where it was."""
    if refused is not None and (refused.typed("check").text, refused.typed("subject_key").text) == (
        finding.check,
        finding.subject_key,
    ):
        return refused
    return CheckDecisionForm(line=line, year=plan.year, check=finding.check, subject_key=finding.subject_key)


def split(shown: list[ShownFinding], check: str) -> tuple[list[ShownFinding], list[ShownFinding]]:
    """What is open, and what was left as it is."""
    own = [one for one in shown if one.finding.check == check]
    return [one for one in own if one.decision is None], [one for one in own if one.decision is not None]


def chosen_plan(text: str) -> Plan | None:
    """The plan of the year in the address; this year's, or the latest, where none is named."""
    years = plan_years(current_user.centre_id)
    if text:
        year = parse_number(text, LAST_YEAR) or 0
    else:
        year = today().year if today().year in years else max(years, default=0)
    return plan_of(current_user.centre_id, year) if year in years else None


def detail_of(finding: DataFinding) -> str:
    column = finding.facts.get("column")
    code = f"data_check.{finding.check}{f'_{column}' if column else ''}"
    return sentence(code, finding.facts) if code in SENTENCES else ""


def address_of(finding: DataFinding, plan: Plan) -> str | None:
    """Where the reader mends it; None where only somebody else can."""
    remedy, rights = finding.remedy, current_user.rights
    match remedy.kind:
        case "card" | "register" if not remedy.page:
            return None
        case "card":
            return url_for(f"{remedy.page}.card", slug=REGISTERS[remedy.register].slug, card_id=int(remedy.key))
        case "register":
            slug = REGISTERS[remedy.register].slug
            return url_for(f"{remedy.page}.register", slug=slug, unit=remedy.key, month=remedy.month)
        case "unit":
            return url_for("people.unit", unit_id=int(remedy.key)) if may(rights, "people.manage") else None
        case "units":
            return url_for("people.units") if may(rights, "people.manage") else None
        case "shares" if may(rights, "own_shares.set"):
            return url_for("plan.shares", year=plan.year)
        case "counting" if may(rights, "plan.edit") and plan.state == "approved":
            return url_for("plan.amendments", year=plan.year)
        case "counting" if may(rights, "plan.edit") and plan.state != "closed":
            return url_for("plan.counting_page", year=plan.year, row=remedy.key)
        case "row" if may(rights, "plan.edit") and plan.state == "draft":
            return url_for("plan.edit_page", year=plan.year, row=remedy.key)
    return url_for("plan.row", year=plan.year, row=remedy.key)
