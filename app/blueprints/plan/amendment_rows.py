"""The rows of an amendment: what is to stand there, how it is to count, a row that is added or ends."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.amendments import ONE, back, load_amendment, load_tree
from app.blueprints.plan.views import blueprint, load_plan
from app.domain.amending import check_editable
from app.domain.errors import DomainError, NotAllowed
from app.domain.terms import lives_in
from app.forms.amendments import AddedRowForm
from app.forms.base import ActForm, takes
from app.forms.counting import CountingForm, counting_form, counting_of
from app.forms.plan_row import RowForm
from app.models import Amendment, Indicator, Plan
from app.operations.amendment_effects import amended_tree
from app.operations.amendment_lines import amend_counting, amend_new_row, amend_row, end_row, leave_row
from app.operations.plan_units import name_units
from app.queries.plan import row_by_key, rows_of, top_row
from app.queries.units import all_units
from app.web.clock import today
from app.web.gate import allow

ROW = f"{ONE}/rows/<row>"


@blueprint.get(f"{ONE}/choose")
@allow("plan.edit")
def choose_row(year: int, number: int) -> ResponseReturnValue:
    """From here one goes to the row that changes."""
    plan = load_tree(year)
    found = load_editable(plan, number)
    return render_template(
        "plan/choose_row.html",
        page_title=_("Qaysi qator oʻzgaradi"),
        plan=plan,
        amendment=found,
        rows=[row for row in rows_of(plan) if lives_in(row, found.first_month)],
        touched={line.row_key for line in found.lines},
    )


@blueprint.get(ROW)
@allow("plan.edit")
def amend_page(year: int, number: int, row: str) -> ResponseReturnValue:
    """The texts of a row as the amendment has them."""
    found, line = load_amended(year, number, row)
    return draw_texts(found, line, form_of_row(found, line))


@blueprint.post(ROW)
@allow("plan.edit")
@takes(RowForm)
def amend(year: int, number: int, row: str) -> ResponseReturnValue:
    plan, form = load_plan(year), RowForm.posted(year=year)
    found = load_amendment(plan, number)
    try:
        amend_row(actor=current_user, plan=plan, amendment=found, row_key=row, **form.values())
    except DomainError as error:
        form.refuse(error, stored=found)
        found, line = load_amended(year, number, row)
        return draw_texts(found, line, form), error.status
    flash(_("%(key)s qatori oʻzgartirishga yozildi.", key=row), "success")
    return back(year, number)


@blueprint.get(f"{ROW}/counting")
@allow("plan.edit")
def amend_counting_page(year: int, number: int, row: str) -> ResponseReturnValue:
    """How a row counts, as the amendment has it."""
    found, line = load_amended(year, number, row)
    form = counting_of(line, all_units(line.centre_id))
    form.version.process_data(found.version)
    return draw_counting(found, line, form)


@blueprint.post(f"{ROW}/counting")
@allow("plan.edit")
@takes(CountingForm)
def amend_count(year: int, number: int, row: str) -> ResponseReturnValue:
    plan = load_plan(year)
    found, line = load_amended(year, number, row)
    form = counting_form(line, all_units(plan.centre_id)).posted()
    try:
        found = load_amendment(plan, number)
        amend_counting(actor=current_user, plan=plan, amendment=found, row_key=row, **form.values())
        name_units(actor=current_user, plan=plan, choices=form.answers, today=today())
    except DomainError as error:
        form.refuse(error, stored=found)
        found, line = load_amended(year, number, row)
        return draw_counting(found, line, form), error.status
    flash(_("%(key)s qatori oʻzgartirishga yozildi.", key=row), "success")
    return back(year, number)


@blueprint.get(f"{ONE}/add")
@allow("plan.edit")
def add_page(year: int, number: int) -> ResponseReturnValue:
    plan = load_tree(year)
    found = load_editable(plan, number)
    return draw_new(plan, found, AddedRowForm(year=year, version=found.version))


@blueprint.post(f"{ONE}/add")
@allow("plan.edit")
@takes(AddedRowForm)
def add_row(year: int, number: int) -> ResponseReturnValue:
    plan, form = load_plan(year), AddedRowForm.posted(year=year)
    found = load_amendment(plan, number)
    form.offer(plan, found)
    try:
        key = amend_new_row(actor=current_user, plan=plan, amendment=found, **form.values())
    except DomainError as error:
        form.refuse(error, stored=found)
        plan = load_tree(year)
        return draw_new(plan, load_amendment(plan, number), form), error.status
    flash(_("%(key)s qatori oʻzgartirishga yozildi.", key=key), "success")
    return redirect(url_for("plan.amend_counting_page", year=year, number=number, row=key), 303)


@blueprint.post(f"{ROW}/end")
@allow("plan.edit")
@takes(ActForm)
def end(year: int, number: int, row: str) -> ResponseReturnValue:
    """The row leaves the plan."""
    plan = load_plan(year)
    end_row(actor=current_user, plan=plan, amendment=load_amendment(plan, number), row_key=row)
    flash(_("%(key)s qatori oʻzgartirishga yozildi.", key=row), "success")
    return back(year, number)


@blueprint.post(f"{ROW}/leave")
@allow("plan.edit")
@takes(ActForm)
def leave(year: int, number: int, row: str) -> ResponseReturnValue:
    """The row stays as it is."""
    plan = load_plan(year)
    leave_row(actor=current_user, plan=plan, amendment=load_amendment(plan, number), row_key=row)
    return back(year, number)


def load_editable(plan: Plan, number: int) -> Amendment:
    found = load_amendment(plan, number)
    check_editable(found.state, number)
    return found


def load_amended(year: int, number: int, row: str) -> tuple[Amendment, Indicator]:
    """An amendment and a row as it would be by it, or 404."""
    plan = load_tree(year)
    found = load_editable(plan, number)
    line = row_by_key(amended_tree(plan, found)[0], row)
    if line is None:
        raise NotAllowed("row.unknown")
    stands = row_by_key(plan, row)
    if stands is not None and not lives_in(stands, found.first_month):
        raise NotAllowed("amendment.row_gone", key=row)
    return found, line


def form_of_row(found: Amendment, line: Indicator) -> RowForm:
    form = RowForm.of(line, line.plan_year)
    form.version.process_data(found.version)
    return form


def draw_texts(found: Amendment, line: Indicator, form: RowForm) -> str:
    return render_template(
        "plan/amend_row.html",
        page_title=_("%(key)s qatori nima boʻlsin", key=line.key),
        year=line.plan_year,
        amendment=found,
        row=line,
        form=form,
        errors=form.summary,
        measures=sorted({row.measure for row in rows_of(line.section.plan) if row.measure}),
    )


def draw_counting(found: Amendment, line: Indicator, form: CountingForm) -> str:
    return render_template(
        "plan/amend_counting.html",
        page_title=_("%(key)s qatori qanday hisoblansin", key=line.key),
        year=line.plan_year,
        amendment=found,
        row=line,
        form=form,
        errors=form.summary,
        inherits=line.parent is not None and not line.responsible,
        above=top_row(line),
    )


def draw_new(plan: Plan, found: Amendment, form: AddedRowForm) -> str:
    return render_template(
        "plan/add_row.html",
        page_title=_("Rejaga yangi qator"),
        year=plan.year,
        amendment=found,
        form=form.offer(plan, found),
        errors=form.summary,
        measures=sorted({row.measure for row in rows_of(plan) if row.measure}),
    )
