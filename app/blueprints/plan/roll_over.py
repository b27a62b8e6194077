"""The plan of the next year: rolled over from this one, or begun without rows."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.next_plan import look_at
from app.blueprints.plan.tree import load_facts
from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.errors import Conflict, DomainError, Invalid, NotAllowed
from app.domain.papers import CENTRE_NAME, PLAN, merged, plan_paper
from app.domain.roll_over import USUAL_SECTIONS, begins_on, usual_title
from app.forms.base import takes
from app.forms.roll_over import EmptyPlanForm, RollOverForm
from app.operations.roll_over import RolledOver, begin_plan, roll_over
from app.queries.papers import said_of
from app.queries.plan import plan_years
from app.queries.roll_over import next_plan, year_to_roll
from app.web.clock import today
from app.web.gate import allow


@blueprint.get(f"{YEAR}/roll-over")
@allow("plan.edit")
def roll_over_page(year: int) -> ResponseReturnValue:
    """How next year's plan is made from this one; where that cannot be, why and what to do."""
    load_facts(year)
    return draw_roll_over(year, RollOverForm())


@blueprint.post(f"{YEAR}/roll-over")
@allow("plan.edit")
@takes(RollOverForm)
def make_next_plan(year: int) -> ResponseReturnValue:
    """Look at what would be made, or make it: of what was looked at that, and nothing else."""
    form = RollOverForm.posted()
    try:
        form.values()
        form.rule.check()
        if form.wants_look:
            if (refusal := refusal_of(year)) is not None:
                raise refusal
            return draw_roll_over(year, form, look=True)
        done = roll_over(
            actor=current_user,
            plan=load_plan(year),
            today=today(),
            basis=form.basis.data,
            rule=form.rule,
            looked_at=form.looked_mark,
        )
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_roll_over(year, form.refuse(error), look=bool(form.looked_mark)), error.status
    words = _("%(year)s-yil rejasi qoralama boʻlib tuzildi. Sonlari va qatorlarini tekshiring.", year=year + 1)
    flash(words, "success")
    tell_shares(done)
    if done.ended:
        keys = ", ".join(done.ended)
        flash(_("Bu yil rejadan chiqarilgani uchun koʻchmagan qatorlar: %(keys)s.", keys=keys), "info")
    return redirect(url_for("plan.figures", year=year + 1), 303)


@blueprint.get("/new")
@allow("plan.edit")
def empty_plan_page() -> ResponseReturnValue:
    """The form of a plan that begins without rows: year and words are proposed."""
    centre, years = current_user.centre, plan_years(current_user.centre_id)
    year = today().year if today().year not in years else max(years) + 1
    said = said_of(centre.id, PLAN)
    name = merged(said).get(CENTRE_NAME) or centre.name
    ends = plan_paper([*said, {"centre_name": name, "title": usual_title(name, year)}], year)
    form = EmptyPlanForm(year=year, centre_name=ends.centre_name, title=ends.title, headings="\n".join(USUAL_SECTIONS))
    return draw_empty(form)


@blueprint.post("/new")
@allow("plan.edit")
@takes(EmptyPlanForm)
def begin_empty_plan() -> ResponseReturnValue:
    form = EmptyPlanForm.posted()
    try:
        values = form.values()
        headings = [line for line in values.pop("headings").splitlines() if line.strip()]
        plan = begin_plan(actor=current_user, headings=headings, today=today(), **values)
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_empty(form.refuse(error)), error.status
    flash(_("%(year)s-yil rejasi boshlandi. Endi qatorlarini qoʻshing.", year=plan.year), "success")
    return redirect(url_for("plan.tree", year=plan.year), 303)


def tell_shares(done: RolledOver) -> None:
    """Own shares of a plan that became another one are divided anew, by whoever knows how."""
    if done.undivided:
        keys = ", ".join(done.undivided)
        words = _(
            "Rejasi oʻzgargani uchun boʻlinmalarning oʻz ulushi koʻchmadi, qaytadan taqsimlang: %(keys)s.", keys=keys
        )
        flash(words, "warning")


def tell_left_out(done: RolledOver) -> None:
    """Rows that have other figures than last year's: its results are not theirs."""
    if done.left_out:
        keys = ", ".join(done.left_out)
        words = _(
            "Tarkibi oʻtgan yilgidan boshqacha boʻlgani uchun natijasi olinmagan qatorlar, qoʻlda yozing: %(keys)s.",
            keys=keys,
        )
        flash(words, "warning")


def draw_roll_over(year: int, form: RollOverForm, *, look: bool = False) -> str:
    """``look``: with the plan that would be made by the rule of the form; the next press makes that one."""
    refusal, shown = refusal_of(year), None
    if look and refusal is None and not any(field.errors for field in form):
        made = next_plan(load_plan(year), today(), form.basis.data, form.rule)
        form.show(made.mark)
        shown = look_at(made)
    return render_template(
        "plan/roll_over.html",
        page_title=_("%(year)s-yil rejasini tuzish", year=year + 1),
        year=year,
        form=form,
        refusal=refusal,
        look=shown,
        exists=year + 1 in plan_years(current_user.centre_id),
        errors=form.summary,
    )


def refusal_of(year: int) -> DomainError | None:
    """Why the next plan cannot be made from this year's now."""
    if year + 1 in plan_years(current_user.centre_id):
        return Conflict("roll_over.exists", year=year + 1)
    if today() < begins_on(year):
        return Invalid("roll_over.too_early", year=year + 1, day=begins_on(year))
    return None


def draw_empty(form: EmptyPlanForm) -> str:
    return render_template(
        "plan/begin.html",
        page_title=_("Rejani boʻsh boshlash"),
        form=form,
        errors=form.summary,
        roll_from=year_to_roll(current_user.centre_id, today()),
    )
