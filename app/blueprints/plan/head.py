"""The head and foot of one plan's paper: said by hand while it is a draft, kept once it is approved."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.views import YEAR, blueprint
from app.domain.errors import DomainError, NotAllowed
from app.domain.papers import PLACEHOLDERS, PLAN, PaperEnds, Said, plan_paper
from app.domain.permissions import may
from app.forms.base import takes
from app.forms.papers import PaperForm, paper_form
from app.i18n.labels import label
from app.models import Plan
from app.operations.papers import read_said, set_plan_ends
from app.queries.papers import said_of_plan
from app.queries.plan import plan_alone
from app.web.gate import allow


@blueprint.get(f"{YEAR}/head")
@allow("plan.view")
def head(year: int) -> ResponseReturnValue:
    plan = load_alone(year)
    return draw_head(plan, form_of_plan(plan))


@blueprint.post(f"{YEAR}/head")
@allow("plan.edit")
@takes(PaperForm)
def set_head(year: int) -> ResponseReturnValue:
    """Store what was typed, or show how the plan's paper would look with it."""
    plan, form = load_alone(year), PaperForm.posted().for_paper(PLAN, of_plan=True)
    try:
        typed = form.values()
        version = typed.pop("version")
        if form.was_looked_at:
            return draw_head(plan, form, read_said(PLAN, typed, plan.own_ends, needed=False))
        set_plan_ends(actor=current_user, plan=plan, version=version, typed=typed)
    except NotAllowed:
        raise
    except DomainError as error:
        form.refuse(error, stored=plan)
        return draw_head(load_alone(year), form), error.status
    flash(_("%(year)s-yil rejasining bosh qismi saqlandi.", year=year), "success")
    return redirect(url_for("plan.head", year=year), 303)


def load_alone(year: int) -> Plan:
    """The plan of a year without its rows, or 404."""
    plan = plan_alone(current_user.centre_id, year)
    if plan is None:
        raise NotAllowed("plan.unknown", year=year)
    return plan


def draw_head(plan: Plan, form: PaperForm, looked: Said | None = None) -> str:
    """The page; ``looked``: what was typed and is shown before it is stored."""
    return render_template(
        "plan/head.html",
        page_title=_("%(year)s-yil ish rejasi: bosh qismi va imzolari", year=plan.year),
        plan=plan,
        form=form,
        errors=form.summary,
        placeholders=[(name, label("placeholder", name)) for name in PLACEHOLDERS[PLAN]],
        ends=ends_with(plan, looked),
        looked=looked is not None,
        may_edit=may(current_user.rights, "plan.edit") and plan.state == "draft",
    )


def ends_with(plan: Plan, own: Said | None) -> PaperEnds:
    """The plan's head and foot, with something else said by hand."""
    sources = said_of_plan(plan)
    if own is not None:
        sources[0] = own
    return plan_paper(sources, plan.year)


def form_of_plan(plan: Plan) -> PaperForm:
    return paper_form(plan.own_ends, plan.version).for_paper(PLAN, of_plan=True)
