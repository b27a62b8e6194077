"""Editing the tree of a draft: the list of its rows, their numbers, and its sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.errors import DomainError, Locked, NotAllowed
from app.forms.base import NounForm, takes
from app.forms.plan_tree import NumbersForm, SectionForm, SectionHeadingForm, SectionRemovalForm
from app.operations.plan_tree import Edited, add_section, change_section, number_section, take_section_out
from app.queries.plan import PlanFacts, facts_of_plan
from app.queries.plan_tree import TreeSection, tree_sections
from app.web.gate import allow


@blueprint.get(f"{YEAR}/tree")
@allow("plan.edit")
def tree(year: int) -> ResponseReturnValue:
    """Every row of a draft with what can be done with it."""
    return draw_tree(load_draft(year))


@blueprint.post(f"{YEAR}/tree/numbers")
@allow("plan.edit")
@takes(NumbersForm)
def number_rows(year: int) -> ResponseReturnValue:
    plan, form = load_plan(year), NumbersForm.posted(line="numbers")
    form.offer(tree_sections(plan.id))
    try:
        edited = number_section(actor=current_user, plan=plan, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_tree(refused(form, error, year), numbers=form), error.status
    flash(_("Qatorlar raqamlandi."), "success")
    return told(year, edited)


@blueprint.post(f"{YEAR}/tree/sections")
@allow("plan.edit")
@takes(SectionForm)
def new_section(year: int) -> ResponseReturnValue:
    plan, form = load_plan(year), SectionForm.posted(line="section")
    form.offer(tree_sections(plan.id))
    try:
        edited = add_section(actor=current_user, plan=plan, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_tree(refused(form, error, year), section=form), error.status
    flash(_("Boʻlim qoʻshildi."), "success")
    return told(year, edited)


@blueprint.get(f"{YEAR}/tree/sections/<roman>")
@allow("plan.edit")
def section(year: int, roman: str) -> ResponseReturnValue:
    plan = load_draft(year)
    found = load_section(plan, roman)
    return draw_section(plan, found, SectionHeadingForm(heading=found.heading, version=plan.version))


@blueprint.post(f"{YEAR}/tree/sections/<roman>")
@allow("plan.edit")
@takes(SectionHeadingForm)
def rename_section(year: int, roman: str) -> ResponseReturnValue:
    plan, form = load_plan(year), SectionHeadingForm.posted()
    found = load_section(load_facts(year), roman)
    try:
        edited = change_section(actor=current_user, plan=plan, roman=roman, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        return draw_section(refused(form, error, year), found, form), error.status
    flash(_("Boʻlim nomi saqlandi."), "success")
    return told(year, edited)


@blueprint.post(f"{YEAR}/tree/sections/<roman>/remove")
@allow("plan.edit")
@takes(SectionRemovalForm)
def remove_section(year: int, roman: str) -> ResponseReturnValue:
    plan, form = load_plan(year), SectionRemovalForm.posted()
    found = load_section(load_facts(year), roman)
    try:
        edited = take_section_out(actor=current_user, plan=plan, roman=roman, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        facts = refused(form, error, year)
        page = draw_section(facts, found, SectionHeadingForm(heading=found.heading, version=facts.version), form)
        return page, error.status
    flash(_("%(roman)s boʻlim olib tashlandi.", roman=roman), "success")
    return told(year, edited)


def refused(form: NounForm, error: DomainError, year: int) -> PlanFacts:
    """Keep why a form was refused, and go on with the plan as it is now."""
    form.refuse(error, stored=load_facts(year))
    return load_facts(year)


def load_facts(year: int) -> PlanFacts:
    """A plan without its rows, or 404."""
    found = facts_of_plan(current_user.centre_id, year)
    if found is None:
        raise NotAllowed("plan.unknown", year=year)
    return found


def load_draft(year: int) -> PlanFacts:
    """The same, or 423 where it is no draft any more."""
    found = load_facts(year)
    if found.state != "draft":
        raise Locked("plan.not_draft", year=year)
    return found


def load_section(plan: PlanFacts, roman: str) -> TreeSection:
    found = next((one for one in tree_sections(plan.id) if one.roman == roman), None)
    if found is None:
        raise NotAllowed("row.unknown")
    return found


def told(year: int, edited: Edited) -> ResponseReturnValue:
    """Back to the list, at the row; how many rows have another number is said."""
    if edited.moved:
        words = _("Raqami oʻzgargan qatorlar: %(count)s. Sonlari va tarixi oʻzi bilan koʻchdi.", count=edited.moved)
        flash(words, "info")
    anchor = f"row-{edited.row.key}" if edited.row is not None else None
    return redirect(url_for("plan.tree", year=year, _anchor=anchor), 303)


def draw_tree(
    plan: PlanFacts,
    *,
    numbers: NumbersForm | None = None,
    section: SectionForm | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> str:
    sections = tree_sections(plan.id)
    numbers = numbers or NumbersForm(line="numbers", version=plan.version, first=1, onward=True)
    section = section or SectionForm(line="section", version=plan.version)
    numbers.offer(sections)
    section.offer(sections)
    return render_template(
        "plan/tree.html",
        page_title=_("%(year)s-yil rejasining qatorlari", year=plan.year),
        plan=plan,
        sections=sections,
        numbers=numbers,
        section_form=section,
        errors=[*numbers.summary, *section.summary, *errors],
    )


def draw_section(
    plan: PlanFacts, section: TreeSection, form: SectionHeadingForm, removal: SectionRemovalForm | None = None
) -> str:
    return render_template(
        "plan/section.html",
        page_title=_("%(roman)s boʻlim", roman=section.roman),
        plan=plan,
        section=section,
        form=form,
        removal=removal or SectionRemovalForm(version=plan.version),
        errors=[*form.summary, *(removal.summary if removal else [])],
    )
