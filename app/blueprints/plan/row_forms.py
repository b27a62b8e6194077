"""Changing one row: its printed texts in a draft, how it is counted, and its months by hand."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.rows import load_row
from app.blueprints.plan.views import YEAR, blueprint
from app.domain.errors import DomainError, NotAllowed
from app.forms.base import NounForm, takes
from app.forms.choices import Choice
from app.forms.counting import CountingForm, counting_form, counting_of
from app.forms.fields import Tick
from app.forms.phasing import MonthsForm, PhasingForm, phasing_of
from app.forms.plan_row import RowForm
from app.models import Indicator, Part, Plan
from app.operations.plan_rows import need_draft
from app.operations.plan_units import name_units
from app.operations.plans import change_row, set_counting, set_phasing
from app.operations.rights import need_not_closed
from app.queries.plan import rows_of, top_row
from app.queries.row_page import FigureView, row_view
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
    plan, line = load_row(year, row)
    need_not_closed(plan)
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
        name_units(actor=current_user, plan=plan, choices=form.answers)
    except DomainError as error:
        form.refuse(error, stored=line)
        return draw_counting(plan, line, form, counting_of(line, units)), error.status
    flash(_("%(key)s qatorini hisoblash usuli saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


@blueprint.get(f"{YEAR}/<row>/phasing/<int:place>")
@allow("plan.edit")
def phasing_page(year: int, row: str, place: int) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    need_not_closed(plan)
    part = load_part(line, place)
    return draw_phasing(plan, line, part, phasing_of(line.version, figure_of(plan, line, part).phases))


@blueprint.post(f"{YEAR}/<row>/phasing/<int:place>")
@allow("plan.edit")
@takes(PhasingForm)
def phasing(year: int, row: str, place: int) -> ResponseReturnValue:
    """Twelve months by hand, or back to the generated ones."""
    plan, line = load_row(year, row)
    part, form = load_part(line, place), PhasingForm.posted()
    try:
        set_phasing(actor=current_user, plan=plan, row=line, part=part, **form.values())
    except DomainError as error:
        return draw_phasing(plan, line, part, form.refuse(error, stored=line)), error.status
    flash(_("%(key)s: oylar boʻyicha reja saqlandi.", key=row), "success")
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


def draw_phasing(plan: Plan, line: Indicator, part: Part, form: MonthsForm) -> str:
    figure = figure_of(plan, line, part)
    return render_template(
        "plan/phasing.html",
        page_title=_("%(key)s: reja oylar boʻyicha", key=part.key),
        plan=plan,
        row=line,
        part=part,
        form=form,
        errors=form.summary,
        theirs=theirs(form, phasing_of(line.version, figure.phases)),
        by_hand=figure.by_hand,
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


def figure_of(plan: Plan, line: Indicator, part: Part) -> FigureView:
    view = row_view(plan, None, line, all_units(plan.centre_id), today())
    return next(figure for figure in view.figures if figure.key == part.key)


def load_part(line: Indicator, place: int) -> Part:
    """A figure of the row that has a whole plan of its own, or 404."""
    part = next((part for part in line.parts if part.place == place), None)
    if part is None or line.sums_parts or part.plan is None or line.decimals:
        raise NotAllowed("row.unknown")
    return part
