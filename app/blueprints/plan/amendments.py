"""Amendments of an approved plan: their list, one of them with what would come of it, and the acts on it."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.amendment_words import (
    amendment_view,
    effects_view,
    ends_of_paper,
    head_view,
    paper_of,
    told_state,
)
from app.blueprints.plan.views import MEDIA_TYPES, YEAR, blueprint, load_plan
from app.domain.amending import ASKED, EDITABLE_AMENDMENT, OPEN
from app.domain.errors import DomainError, NotAllowed
from app.domain.periods import month_of, parse_period
from app.domain.permissions import may
from app.forms.amendments import AmendmentActForm, AmendmentForm, AmendmentHeadForm, ReturnAmendmentForm
from app.forms.base import NounForm, takes
from app.models import Amendment, Plan
from app.operations.amendment_effects import effects_of
from app.operations.amendments import (
    approve_amendment,
    ask_amendment,
    begin_amendment,
    change_amendment,
    return_amendment,
    withdraw_amendment,
)
from app.queries.amendments import amended_since, amendment_of, amendments_of, open_amendment, shut_months
from app.queries.filled import AnyPlan
from app.queries.plan import PlanFacts, facts_of_plan, plan_tree
from app.web.clock import today
from app.web.gate import allow

ONE = f"{YEAR}/amendments/<int:number>"


@blueprint.get(f"{YEAR}/amendments/")
@allow("plan.view")
def amendments(year: int) -> ResponseReturnValue:
    """All amendments of a plan, and where a new one begins."""
    plan = load_facts(year)
    return draw_list(plan, AmendmentForm(month=next_month(plan)))


@blueprint.post(f"{YEAR}/amendments/")
@allow("plan.edit")
@takes(AmendmentForm)
def begin(year: int) -> ResponseReturnValue:
    plan, form = load_plan(year), AmendmentForm.posted()
    try:
        made = begin_amendment(actor=current_user, plan=plan, **form.values())
    except DomainError as error:
        return draw_list(load_facts(year), form.refuse(error)), error.status
    return redirect(url_for("plan.amendment", year=year, number=made.number), 303)


@blueprint.get(ONE)
@allow("plan.view")
def amendment(year: int, number: int) -> ResponseReturnValue:
    plan = load_tree(year)
    return draw_one(plan, load_amendment(plan, number))


@blueprint.get(f"{ONE}.docx")
@allow("plan.view")
def amendment_paper(year: int, number: int) -> ResponseReturnValue:
    """The paper to be signed."""
    from app.documents.amendment_docx import write_amendment_docx

    plan = load_tree(year)
    content = write_amendment_docx(paper_of(plan, load_amendment(plan, number)))
    name = f"reja_{year}_ozgartirish_{number}.docx"
    return send_file(BytesIO(content), MEDIA_TYPES["docx"], as_attachment=True, download_name=name)


@blueprint.post(f"{ONE}/head")
@allow("plan.edit")
@takes(AmendmentHeadForm)
def change_head(year: int, number: int) -> ResponseReturnValue:
    """Another month, reason or document."""
    plan, form = load_plan(year), AmendmentHeadForm.posted()
    found = load_amendment(plan, number)
    try:
        change_amendment(actor=current_user, plan=plan, amendment=found, **form.values())
    except DomainError as error:
        return draw_one(load_tree(year), load_amendment(plan, number), form.refuse(error, stored=found)), error.status
    return back(year, number)


@blueprint.post(f"{ONE}/ask")
@allow("plan.edit")
@takes(AmendmentActForm)
def ask(year: int, number: int) -> ResponseReturnValue:
    """Lay it before the director."""
    plan, form = load_plan(year), AmendmentActForm.posted()
    found = load_amendment(plan, number)
    try:
        ask_amendment(actor=current_user, plan=plan, amendment=found, today=today(), **form.values())
    except DomainError as error:
        return draw_one(load_tree(year), load_amendment(plan, number), form.refuse(error)), error.status
    flash(_("%(number)s-oʻzgartirish tasdiqlashga yuborildi.", number=number), "success")
    return back(year, number)


@blueprint.post(f"{ONE}/approve")
@allow("plan.approve")
@takes(AmendmentActForm)
def approve_one(year: int, number: int) -> ResponseReturnValue:
    plan, form = load_plan(year), AmendmentActForm.posted()
    found = load_amendment(plan, number)
    try:
        approve_amendment(actor=current_user, plan=plan, amendment=found, today=today(), **form.values())
    except DomainError as error:
        return draw_one(load_tree(year), load_amendment(plan, number), form.refuse(error)), error.status
    flash(_("%(number)s-oʻzgartirish tasdiqlandi: reja oʻzgardi.", number=number), "success")
    return back(year, number)


@blueprint.post(f"{ONE}/return")
@allow("plan.approve")
@takes(ReturnAmendmentForm)
def give_back(year: int, number: int) -> ResponseReturnValue:
    plan, form = load_plan(year), ReturnAmendmentForm.posted()
    found = load_amendment(plan, number)
    try:
        return_amendment(actor=current_user, plan=plan, amendment=found, **form.values())
    except DomainError as error:
        return draw_one(load_tree(year), load_amendment(plan, number), form.refuse(error)), error.status
    flash(_("%(number)s-oʻzgartirish izoh bilan qaytarildi.", number=number), "success")
    return back(year, number)


@blueprint.post(f"{ONE}/withdraw")
@allow("plan.edit")
@takes(AmendmentActForm)
def withdraw(year: int, number: int) -> ResponseReturnValue:
    plan, form = load_plan(year), AmendmentActForm.posted()
    found = load_amendment(plan, number)
    try:
        withdraw_amendment(actor=current_user, plan=plan, amendment=found, **form.values())
    except DomainError as error:
        return draw_one(load_tree(year), load_amendment(plan, number), form.refuse(error)), error.status
    flash(_("%(number)s-oʻzgartirish bekor qilindi. Reja oʻzgarmadi.", number=number), "success")
    return back(year, number)


def draw_list(plan: PlanFacts, form: AmendmentForm) -> str:
    found = amendments_of(plan)
    waiting = open_amendment(plan)
    may_begin = may(current_user.rights, "plan.edit") and plan.state == "approved" and waiting is None
    return render_template(
        "plan/amendments.html",
        page_title=_("%(year)s-yil rejasiga oʻzgartirishlar", year=plan.year),
        plan=plan,
        amendments=[head_view(one) for one in found],
        form=form.offer(open_months(plan)) if may_begin else None,
        errors=form.summary,
    )


def draw_one(plan: Plan, found: Amendment, refused: NounForm | None = None) -> str:
    """One amendment; ``refused``: the form of the act that was not done."""
    editable = may(current_user.rights, "plan.edit") and found.state in EDITABLE_AMENDMENT
    decides = may(current_user.rights, "plan.approve") and found.state == ASKED
    head = refused if isinstance(refused, AmendmentHeadForm) else AmendmentHeadForm.of(found)
    answer = refused if isinstance(refused, ReturnAmendmentForm) else ReturnAmendmentForm(version=found.version)
    effects = effects_of(plan, found, today()) if found.state in OPEN else None
    view = amendment_view(plan, found)
    return render_template(
        "plan/amendment.html",
        page_title=_("%(year)s-yil rejasiga %(number)s-oʻzgartirish", year=plan.year, number=found.number),
        plan=plan,
        paper=ends_of_paper(plan, found, view),
        amendment=found,
        view=view,
        state=told_state(found),
        effects=effects_view(effects) if effects is not None else None,
        head=head.offer(open_months(plan)) if editable else None,
        may_ask=editable and bool(found.lines) and effects is not None and not effects.faults,
        may_decide=decides and found.prepared_by_id != current_user.id,
        own=decides and found.prepared_by_id == current_user.id,
        may_withdraw=may(current_user.rights, "plan.edit") and found.state in OPEN,
        act=AmendmentActForm(version=found.version),
        answer=answer,
        errors=refused.summary if refused is not None else [],
    )


def open_months(plan: AnyPlan) -> list[str]:
    """The months of the year from which an amendment can hold."""
    shut, since = shut_months(plan.centre_id, plan.year), amended_since(plan)
    first = max([max(shut, default=0) + 1, since or 0])
    return [month.key for month in parse_period(str(plan.year)).months if month.year_month >= first]


def next_month(plan: AnyPlan) -> object:
    """The month that is offered: the running one, or the first that is open."""
    running, months = month_of(today()).key, open_months(plan)
    key = next((month for month in months if month >= running), months[-1] if months else None)
    return parse_period(key) if key else None


def load_facts(year: int) -> PlanFacts:
    """A plan without its rows, or 404."""
    facts = facts_of_plan(current_user.centre_id, year)
    if facts is None:
        raise NotAllowed("plan.unknown", year=year)
    return facts


def load_tree(year: int) -> Plan:
    """The plan of a year for reading, or 404."""
    plan = plan_tree(current_user.centre_id, year)
    if plan is None:
        raise NotAllowed("plan.unknown", year=year)
    return plan


def load_amendment(plan: Plan, number: int) -> Amendment:
    found = amendment_of(plan, number)
    if found is None:
        raise NotAllowed("amendment.unknown")
    return found


def back(year: int, number: int) -> ResponseReturnValue:
    return redirect(url_for("plan.amendment", year=year, number=number), 303)
