"""One row of a draft's tree: added, moved, numbered, split, taken out."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.rows import load_row
from app.blueprints.plan.tree import draw_tree, load_draft, refused, told
from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.errors import DomainError, NotAllowed
from app.domain.plan_tree import UNDER
from app.forms.base import NounForm, asks, takes
from app.forms.plan_tree import NewRowForm, RowPlaceForm, RowRemovalForm, RowStepForm, SplitForm, WhereForm
from app.operations.plan_tree import add_row, place_row, split_row, step_row, take_row_out
from app.pages.row_names import row_name
from app.queries.plan import PlanFacts
from app.queries.plan_tree import TreeLine, TreeSection, tree_sections
from app.web.gate import allow


@blueprint.get(f"{YEAR}/tree/new")
@allow("plan.edit")
@asks(WhereForm)
def new_row(year: int) -> ResponseReturnValue:
    """The form of a row that is added, beside the row from which one comes."""
    plan = load_draft(year)
    sections, where = tree_sections(plan.id), WhereForm.asked().wanted()["where"] or ""
    form = NewRowForm(
        year=year, where=where, version=plan.version, renumbered=True, measure=measure_at(sections, where)
    )
    return draw_new(plan, sections, form)


@blueprint.post(f"{YEAR}/tree/new")
@allow("plan.edit")
@takes(NewRowForm)
def add_new_row(year: int) -> ResponseReturnValue:
    plan, form = load_plan(year), NewRowForm.posted(year=year)
    form.where.offer(tree_sections(plan.id))
    try:
        edited = add_row(actor=current_user, plan=plan, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        facts = refused(form, error, year)
        return draw_new(facts, tree_sections(facts.id), form), error.status
    assert edited.row is not None
    flash(_("%(key)s qatori qoʻshildi.", key=edited.row.key), "success")
    return told(year, edited)


@blueprint.get(f"{YEAR}/<row>/place")
@allow("plan.edit")
def place(year: int, row: str) -> ResponseReturnValue:
    """Where a row stands, and what can be done with it there."""
    return draw_place(load_draft(year), row)


@blueprint.post(f"{YEAR}/<row>/place")
@allow("plan.edit")
@takes(RowPlaceForm)
def move_row(year: int, row: str) -> ResponseReturnValue:
    (plan, line), form = load_row(year, row), RowPlaceForm.posted(line="place")
    form.where.offer(tree_sections(plan.id))
    try:
        edited = place_row(actor=current_user, plan=plan, row=line, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_place(refused(form, error, year), row, form=form), error.status
    flash(_("Qator saqlandi: %(key)s.", key=line.key), "success")
    return told(year, edited)


@blueprint.post(f"{YEAR}/<row>/step")
@allow("plan.edit")
@takes(RowStepForm)
def step(year: int, row: str) -> ResponseReturnValue:
    """One place up or down; the numbers follow."""
    (plan, line), form = load_row(year, row), RowStepForm.posted()
    try:
        wanted = form.values()
        down = wanted.pop("step") == "down"
        edited = step_row(actor=current_user, plan=plan, row=line, down=down, **wanted)
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_tree(refused(form, error, year), errors=form.summary), error.status
    return told(year, edited)


@blueprint.post(f"{YEAR}/<row>/split")
@allow("plan.edit")
@takes(SplitForm)
def split(year: int, row: str) -> ResponseReturnValue:
    (plan, line), form = load_row(year, row), SplitForm.posted(line="split")
    try:
        edited = split_row(actor=current_user, plan=plan, row=line, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_place(refused(form, error, year), row, parts=form), error.status
    flash(_("%(key)s qatori tarkibga boʻlindi.", key=line.key), "success")
    return told(year, edited)


@blueprint.post(f"{YEAR}/<row>/remove")
@allow("plan.edit")
@takes(RowRemovalForm)
def remove(year: int, row: str) -> ResponseReturnValue:
    (plan, line), form = load_row(year, row), RowRemovalForm.posted()
    try:
        edited = take_row_out(actor=current_user, plan=plan, row=line, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_place(refused(form, error, year), row, removal=form), error.status
    flash(_("%(key)s qatori olib tashlandi.", key=row), "success")
    return told(year, edited)


def measure_at(sections: list[TreeSection], where: str) -> str:
    """The unit of measure of the row below which another one is added: what it counts is mostly the same."""
    kind, _sep, key = where.partition(":")
    line = next((line for one in sections for line in one.lines if line.key == key), None)
    return line.measure or "" if line is not None and kind == UNDER else ""


def draw_new(plan: PlanFacts, sections: list[TreeSection], form: NewRowForm) -> str:
    form.where.offer(sections)
    return render_template(
        "plan/new_row.html",
        page_title=_("Yangi qator"),
        plan=plan,
        form=form,
        errors=form.summary,
        measures=sorted({line.measure for one in sections for line in one.lines if line.measure}),
    )


def load_line(sections: list[TreeSection], key: str) -> TreeLine:
    found = next((line for one in sections for line in one.lines if line.key == key), None)
    if found is None:
        raise NotAllowed("row.unknown")
    return found


def draw_place(
    plan: PlanFacts,
    key: str,
    *,
    form: RowPlaceForm | None = None,
    parts: SplitForm | None = None,
    removal: RowRemovalForm | None = None,
) -> str:
    sections = tree_sections(plan.id)
    line = load_line(sections, key)
    shown: dict[str, Any] = {
        "form": form or RowPlaceForm(line="place", number=line.number, renumbered=True, version=plan.version),
        "parts": parts or SplitForm(line="split", version=plan.version),
        "removal": removal or RowRemovalForm(renumbered=True, version=plan.version),
    }
    shown["form"].where.offer(sections, without=line)
    sent: list[NounForm] = [one for one in (form, parts, removal) if one is not None]
    return render_template(
        "plan/place.html",
        page_title=_("%(key)s qatorining oʻrni", key=line.key),
        plan=plan,
        line=line,
        name=row_name(line),
        below=len(lines_below(line)),
        errors=[fault for one in sent for fault in one.summary],
        **shown,
    )


def lines_below(line: TreeLine) -> list[TreeLine]:
    return [deeper for one in line.below for deeper in (one, *lines_below(one))]
