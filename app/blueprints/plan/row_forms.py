"""Changing one row: its printed texts in a draft, how it is counted, and its months by hand."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.rows import load_row
from app.blueprints.plan.views import YEAR, blueprint
from app.domain.counting import MODES
from app.domain.errors import DomainError, NotAllowed
from app.domain.row_rules import SHARES
from app.i18n.formats import MONTHS, format_number
from app.i18n.labels import label
from app.models import Indicator, Part, Plan
from app.operations.plan_rows import need_draft, need_not_closed
from app.operations.plan_units import name_units
from app.operations.plans import ENTRY_FORMS, change_row, set_counting, set_phasing
from app.pages.cells import version_of
from app.queries.plan import rows_of, top_row
from app.queries.row_page import row_view
from app.queries.units import all_units
from app.web.clock import today
from app.web.form_errors import form_errors
from app.web.gate import allow
from app.web.page import locale

TEXTS = ("name", "measure", "fact", "plan", "mechanism", "deadline", "responsible")


@blueprint.get(f"{YEAR}/<row>/edit")
@allow("plan.edit")
def edit_page(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    need_draft(plan)
    return draw_edit(plan, line, texts_of(line))


@blueprint.post(f"{YEAR}/<row>/edit")
@allow("plan.edit")
def edit(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    typed = {name: request.form.get(name, "") for name in TEXTS}
    version = version_of(request.form.get("version", ""))
    try:
        change_row(actor=current_user, plan=plan, row=line, version=version, values=typed)
    except DomainError as error:
        refusal = form_errors(error)
        plan, line = load_row(year, row)
        shown = None if refusal["conflict"] else version
        return draw_edit(plan, line, typed, version=shown, **refusal), error.status
    flash(_("%(key)s qatori saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


@blueprint.get(f"{YEAR}/<row>/counting")
@allow("plan.edit")
def counting_page(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    need_not_closed(plan)
    return draw_counting(plan, line)


@blueprint.post(f"{YEAR}/<row>/counting")
@allow("plan.edit")
def counting(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    units = all_units(plan.centre_id, inactive=True)
    shares = {unit.id: share for unit in units if (share := request.form.get(f"share-{unit.code}"))}
    version = version_of(request.form.get("version", ""))
    try:
        set_counting(
            actor=current_user,
            plan=plan,
            row=line,
            version=version,
            entry_form=request.form.get("entry_form", ""),
            mode=request.form.get("mode", ""),
            sums_parts=bool(request.form.get("sums_parts")),
            shares=shares,
            everyone=request.form.get("share-everyone"),
        )
        answers = dict(zip(request.form.getlist("words"), request.form.getlist("unit"), strict=False))
        name_units(actor=current_user, plan=plan, choices=answers)
    except DomainError as error:
        refusal = form_errors(error)
        plan, line = load_row(year, row)
        return draw_counting(plan, line, typed=True, **refusal), error.status
    flash(_("%(key)s qatorini hisoblash usuli saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


@blueprint.get(f"{YEAR}/<row>/phasing/<int:place>")
@allow("plan.edit")
def phasing_page(year: int, row: str, place: int) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    need_not_closed(plan)
    return draw_phasing(plan, line, load_part(line, place))


@blueprint.post(f"{YEAR}/<row>/phasing/<int:place>")
@allow("plan.edit")
def phasing(year: int, row: str, place: int) -> ResponseReturnValue:
    """Twelve months by hand, or back to the generated ones."""
    plan, line = load_row(year, row)
    typed = [request.form.get(f"month-{month}", "") for month in range(1, 13)]
    try:
        set_phasing(
            actor=current_user,
            plan=plan,
            row=line,
            part=load_part(line, place),
            version=version_of(request.form.get("version", "")),
            typed=None if request.form.get("generated") else typed,
        )
    except DomainError as error:
        refusal = form_errors(error)
        plan, line = load_row(year, row)
        return draw_phasing(plan, line, load_part(line, place), typed, **refusal), error.status
    flash(_("%(key)s: oylar boʻyicha reja saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


def texts_of(line: Indicator) -> dict[str, str]:
    """The row as the form shows it: one step and one unit a line."""
    return {
        "name": line.name or "",
        "measure": line.measure or "",
        "fact": line.fact_text,
        "plan": line.plan_text,
        "mechanism": "\n".join(line.mechanism),
        "deadline": line.deadline,
        "responsible": "\n".join(r.words for r in line.responsible if r.printed),
    }


def draw_edit(
    plan: Plan,
    line: Indicator,
    typed: dict[str, str],
    *,
    conflict: bool = False,
    version: int | None = None,
    **refusal: object,
) -> str:
    """After a conflict the form carries the new version, and each field shows what is stored now."""
    stored = texts_of(line)
    return render_template(
        "plan/edit.html",
        page_title=_("%(key)s qatorini tahrirlash", key=line.key),
        plan=plan,
        row=line,
        typed=typed,
        theirs={name: stored[name] for name in TEXTS if stored[name] != typed[name]} if conflict else {},
        version=line.version if version is None else version,
        measures=sorted({row.measure for row in rows_of(plan) if row.measure}),
        units=all_units(plan.centre_id),
        **refusal,
    )


def draw_counting(plan: Plan, line: Indicator, *, typed: bool = False, **refusal: object) -> str:
    units = all_units(plan.centre_id, inactive=True)
    stored = {r.unit_id: r for r in line.responsible if r.unit_id is not None}
    everyone = next((r for r in line.responsible if r.everyone), None)
    form = request.form if typed else {}
    shares = [
        {
            "unit": unit,
            "printed": unit.id in stored and stored[unit.id].printed,
            "share": form.get(f"share-{unit.code}", stored[unit.id].share if unit.id in stored else ""),
        }
        for unit in units
        if unit.active or unit.id in stored
    ]
    return render_template(
        "plan/counting.html",
        page_title=_("%(key)s qatori qanday hisoblanadi", key=line.key),
        plan=plan,
        row=line,
        version=form.get("version", line.version),
        chosen={
            "entry_form": form.get("entry_form", line.entry_form),
            "mode": form.get("mode", line.mode),
            "sums_parts": bool(form.get("sums_parts")) if typed else line.sums_parts,
            "everyone": form.get("share-everyone", everyone.share) if everyone else "",
        },
        shares=shares,
        inherits=line.parent is not None and not line.responsible,
        above=top_row(line),
        unknown=list(dict.fromkeys(r.words for r in line.responsible if r.unit_id is None and not r.everyone)),
        units=[(unit.code, unit.name) for unit in units],
        entry_forms=[(code, label("entry_form", code)) for code in ENTRY_FORMS],
        modes=[(code, label("mode", code)) for code in MODES],
        share_choices=[(code, label("share", code)) for code in SHARES],
        **refusal,
    )


def draw_phasing(plan: Plan, line: Indicator, part: Part, typed: list[str] | None = None, **refusal: object) -> str:
    view = row_view(plan, None, line, all_units(plan.centre_id), today())
    figure = next(figure for figure in view.figures if figure.key == part.key)
    months = [format_number(value, locale()) for value in figure.phases] if figure.phases else [""] * 12
    return render_template(
        "plan/phasing.html",
        page_title=_("%(key)s: reja oylar boʻyicha", key=part.key),
        plan=plan,
        row=line,
        part=part,
        version=line.version if typed is None else request.form.get("version", ""),
        months=list(zip(MONTHS[locale()], typed or months, strict=True)),
        by_hand=figure.by_hand,
        **refusal,
    )


def load_part(line: Indicator, place: int) -> Part:
    """A figure of the row that has a whole plan of its own, or 404."""
    part = next((part for part in line.parts if part.place == place), None)
    if part is None or line.sums_parts or part.plan is None or line.decimals:
        raise NotAllowed("cell.unknown")
    return part
