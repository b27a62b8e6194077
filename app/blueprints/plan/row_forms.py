"""Changing one row: its printed texts in a draft, how it is counted, and its months by hand."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.rows import load_row
from app.blueprints.plan.views import YEAR, blueprint
from app.domain.errors import DomainError
from app.forms.base import NounForm, takes
from app.forms.choices import Choice
from app.forms.counting import CountingForm, counting_form, counting_of, names_form
from app.forms.fields import Tick
from app.forms.plan_row import RowForm
from app.forms.unit_names import NamesForm
from app.models import Indicator, Plan
from app.operations.plan_rows import need_draft
from app.operations.plan_units import name_units
from app.operations.plans import change_row, set_counting
from app.operations.rights import need_not_closed
from app.queries.plan import rows_of, top_row
from app.queries.units import all_units
from app.web.clock import today
from app.web.gate import allow


@blueprint.get(f"{YEAR}/<row>/edit")
@allow("plan.edit")
def edit_page(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    need_draft(plan)
    return draw_edit(plan, line, RowForm.of(line, year))


@blueprint.post(f"{YEAR}/<row>/edit")
@allow("plan.edit")
@takes(RowForm)
def edit(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    form = RowForm.posted(year=year)
    try:
        change_row(actor=current_user, plan=plan, row=line, **form.values())
    except DomainError as error:
        return draw_edit(plan, line, form.refuse(error, stored=line)), error.status
    flash(_("%(key)s qatori saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


@blueprint.get(f"{YEAR}/<row>/counting")
@allow("plan.edit")
def counting_page(year: int, row: str) -> ResponseReturnValue:
    """Of an approved plan only what is still unknown: which units its names mean."""
    plan, line = load_row(year, row)
    need_not_closed(plan)
    if plan.state == "approved":
        return draw_names(plan, line, names_form(line, all_units(plan.centre_id))())
    stored = counting_of(line, all_units(plan.centre_id))
    return draw_counting(plan, line, stored, stored)


@blueprint.post(f"{YEAR}/<row>/counting")
@allow("plan.edit")
@takes(CountingForm)
def counting(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    units = all_units(plan.centre_id)
    form = counting_form(line, units).posted()
    try:
        set_counting(actor=current_user, plan=plan, row=line, **form.values())
        name_units(actor=current_user, plan=plan, choices=form.answers, today=today())
    except DomainError as error:
        form.refuse(error, stored=line)
        return draw_counting(plan, line, form, counting_of(line, units)), error.status
    flash(_("%(key)s qatorini hisoblash usuli saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


@blueprint.post(f"{YEAR}/<row>/names")
@allow("plan.edit")
@takes(NamesForm)
def names(year: int, row: str) -> ResponseReturnValue:
    """Which units the names of a row mean: asked once, answered also after the approval."""
    plan, line = load_row(year, row)
    form = names_form(line, all_units(plan.centre_id)).posted()
    try:
        form.values()
        name_units(actor=current_user, plan=plan, choices=form.answers, today=today())
    except DomainError as error:
        return draw_names(plan, line, form.refuse(error)), error.status
    flash(_("%(key)s qatori saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


def draw_edit(plan: Plan, line: Indicator, form: RowForm) -> str:
    return render_template(
        "plan/edit.html",
        page_title=_("%(key)s qatorini tahrirlash", key=line.key),
        plan=plan,
        row=line,
        form=form,
        errors=form.summary,
        theirs=theirs(form, RowForm.of(line, plan.year)),
        measures=sorted({row.measure for row in rows_of(plan) if row.measure}),
    )


def draw_counting(plan: Plan, line: Indicator, form: CountingForm, stored: CountingForm) -> str:
    """The page of a row's counting; ``stored`` is the form as the row is stored, beside which a conflict is shown."""
    return render_template(
        "plan/counting.html",
        page_title=_("%(key)s qatori qanday hisoblanadi", key=line.key),
        plan=plan,
        row=line,
        form=form,
        errors=form.summary,
        theirs=theirs(form, stored),
        inherits=line.parent is not None and not line.responsible,
        above=top_row(line),
    )


def draw_names(plan: Plan, line: Indicator, form: NamesForm) -> str:
    return render_template(
        "plan/names.html",
        page_title=_("%(key)s qatori qanday hisoblanadi", key=line.key),
        plan=plan,
        row=line,
        form=form,
        errors=form.summary,
    )


def theirs(form: NounForm, stored: NounForm) -> dict[str, str]:
    """After a conflict: the fields whose stored value is another one than was typed, and that value in words."""
    if not form.conflict:
        return {}
    other = [field for field in stored.shown_fields if field.name in form and field.data != form[field.name].data]
    return {field.name: in_words(field) or "—" for field in other}


def in_words(field: Any) -> str:
    """The value of a field as its form shows it."""
    if isinstance(field, Choice):
        return next((str(words) for code, words in field.options if code == field.text), "")
    if isinstance(field, Tick):
        return str(_("ha") if field.data else _("yoʻq"))
    return str(field.text)
