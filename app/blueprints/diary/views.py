"""The month grid of daily counts, and the saving of single cells (contract.md “Pages”)."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import Conflict, DomainError, Invalid, Locked, NotAllowed
from app.domain.periods import Period, parse_period
from app.domain.typed import parse_day
from app.extensions import db
from app.i18n.labels import explain
from app.models import Plan, Unit
from app.operations.entries import Refusal, current_entry, find_cell, save_cell, save_cells
from app.pages.month_grid import Grid, month_grid, units_with_diary
from app.queries.plan import plan_tree
from app.queries.units import all_units, writable_units
from app.web.cells import refused_answer, saved_answer, version_of
from app.web.clock import today
from app.web.gate import allow, is_local_path, log_refusal
from app.web.month_state import month_chip

blueprint = Blueprint("diary", __name__, url_prefix="/diary")


@blueprint.get("/<month>")
@allow("entries.view")
def month(month: str) -> ResponseReturnValue:
    """The grid of one unit's month."""
    period, plan = load_month(month)
    if plan is None:
        return render_template("diary/no_plan.html", page_title=_("Kundalik"), period=period)
    return render_grid(period, plan)


@blueprint.post("/<month>")
@allow("entries.write")
def save(month: str) -> ResponseReturnValue:
    """Save one cell, named by ``?cell=``, or the whole page as a browser without JavaScript sends it."""
    return save_one(month, request.args["cell"]) if "cell" in request.args else save_page(month)


def save_one(month: str, key: str) -> ResponseReturnValue:
    """One cell: 200, or 409, 422, 423 with what was typed kept and both values shown."""
    period, plan = load_month(month, needed=True)
    typed = request.form.get("value", "")
    cell = find_cell(plan, key)
    if cell.period.months != period.months:
        raise NotAllowed("cell.unknown")
    try:
        entry = save_cell(
            actor=current_user,
            plan=plan,
            cell=cell,
            typed=typed,
            version=version_of(request.form.get("version", "")),
            today=today(),
            state=request.form.get("state"),
            reason=request.form.get("reason", ""),
        )
    except (Conflict, Locked, Invalid) as error:
        db.session.rollback()
        return refused_answer(plan, key, typed, error)
    return saved_answer(plan, cell, entry)


def save_page(month: str) -> ResponseReturnValue:
    """All cells of a form: what can be saved is, what cannot comes back as it was typed with the reason."""
    period, plan = load_month(month, needed=True)
    typed = typed_cells(request.form.get("no_activity", ""))
    changed, refusals = save_cells(actor=current_user, plan=plan, typed=typed, today=today())
    target = request.args.get("next", "")
    if refusals and not target:
        g.keep_writes = True  # the cells that could be saved are saved, whatever became of the others
        return render_grid(period, plan, refusals), worst_status(refusals)
    for refusal in refusals:
        flash(f"{refusal.key}: “{refusal.typed}”. {explain(refusal.error)}", "error")
    if changed or not refusals:
        flash(_("Saqlandi. Oʻzgargan kataklar: %(count)s", count=changed), "success")
    here = url_for("diary.month", month=month, unit=request.args.get("unit"))
    return redirect(target if is_local_path(target) else here, 303)


@blueprint.post("/<month>/aside")
@allow("entries.write")
def set_aside(month: str) -> ResponseReturnValue:
    """Set one cell of the month aside as not applicable, with the reason; an empty day means the whole month."""
    period, plan = load_month(month, needed=True)
    unit = request.args.get("unit", "")
    target = request.args.get("next", "")
    try:
        day = parse_day(request.form.get("day", ""))
        cell = find_cell(plan, f"{request.form.get('row', '')}|{unit}|{day.isoformat() if day else period.key}")
        if cell.period.months != period.months:
            raise Invalid("date.outside_month", field="day")
        known = current_entry(cell)
        version = known.version if known else 0
        save_cell(
            actor=current_user,
            plan=plan,
            cell=cell,
            typed="",
            version=version,
            today=today(),
            state="not_applicable",
            reason=request.form.get("reason", ""),
        )
        flash(_("Qoʻllanilmaydi deb belgilandi."), "success")
    except (Conflict, Locked, Invalid) as error:
        db.session.rollback()
        flash(explain(error), "error")
    here = url_for("diary.month", month=month, unit=unit)
    return redirect(target if is_local_path(target) else here, 303)


def load_month(key: str, *, needed: bool = False) -> tuple[Period, Plan | None]:
    """The month of the address and the plan of its year. Raises NotAllowed when it is no month."""
    try:
        period = parse_period(key)
    except Invalid:
        raise NotAllowed("period.unknown", key=key) from None
    plan = plan_tree(current_user.centre_id, period.year) if period.kind == "month" else None
    if period.kind != "month" or (needed and plan is None):
        raise NotAllowed("period.unknown", key=key)
    return period, plan


def chosen_unit(plan: Plan, with_diary: list[Unit]) -> Unit:
    """The unit asked for, else the first of one's own that keeps a diary, else the first that does."""
    code = request.args.get("unit")
    if code:
        found = next((unit for unit in all_units(plan.centre_id) if unit.code == code), None)
        if found is None:
            raise NotAllowed("unit.unknown")
        return found
    own = {unit.id for unit in current_user.units}
    below_own = {unit.id for unit in writable_units(current_user)}
    ranked = sorted(with_diary, key=lambda unit: (unit.id not in own, unit.id not in below_own))
    return ranked[0] if ranked else all_units(plan.centre_id)[0]


def render_grid(period: Period, plan: Plan, refusals: list[Refusal] | None = None) -> str:
    with_diary = units_with_diary(plan)
    unit = chosen_unit(plan, with_diary)
    grid = month_grid(plan, unit, period, actor=current_user, today=today(), refusals=refusals or [])
    return render_template(
        "diary/page.html",
        page_title=_("Kundalik"),
        grid=grid,
        months=month_links(period, unit),
        units=unit_links(with_diary, unit, period),
        errors=grid_errors(grid, refusals or []),
        state=month_chip(plan, unit, period, today()),
        aside=aside_form(grid) if grid.editable else None,
    )


def aside_form(grid: Grid) -> dict[str, object]:
    """What the form under the grid offers: a column and a day to set aside."""
    rows = [(column.part_key, column.title) for column in grid.columns]
    return {"url": url_for("diary.set_aside", month=grid.month, unit=grid.unit.code), "rows": rows, "by_day": True}


def grid_errors(grid: Grid, refusals: list[Refusal]) -> list[dict[str, str | None]]:
    ids = {
        cell.cell_key: f"{day.id}-{column.id}"
        for day in grid.days
        for cell, column in zip(day.cells, grid.columns, strict=True)
    }
    return [
        {"id": ids.get(refusal.key), "message": f"{refusal.typed}: {explain(refusal.error)}"} for refusal in refusals
    ]


def month_links(period: Period, unit: Unit) -> dict[str, object]:
    def link(other: Period) -> dict[str, str]:
        return {"href": url_for("diary.month", month=other.key, unit=unit.code), "key": other.key}

    return {"previous": link(period.previous), "current": period, "next": link(period.next)}


def unit_links(shown: list[Unit], unit: Unit, period: Period) -> list[dict[str, object]]:
    writable = {other.id for other in writable_units(current_user)}
    if writable:
        shown = [other for other in shown if other.id in writable or other.id == unit.id]
    return [
        {
            "href": url_for("diary.month", month=period.key, unit=other.code),
            "label": other.name,
            "current": other.id == unit.id,
        }
        for other in shown
    ]


def typed_cells(no_activity_day: str) -> list[tuple[str, str, int]]:
    """The cells of a form, in order: ``value`` once for each, their keys and versions beside it.

    Our pages send all keys in one field ``cells`` and all versions in ``versions``, which halves a month's page;
    ``cell`` and ``version`` once for each cell are as good. “Boʻlmadi” on a day writes “-” into its empty cells.
    """
    form = request.form
    keys = form.get("cells", "").split() or form.getlist("cell")
    versions = form.get("versions", "").split() or form.getlist("version")
    values = form.getlist("value")
    if not len(keys) == len(values) == len(versions):
        log_refusal("uneven_form")
        raise Invalid("form.uneven")
    cells = []
    for key, value, version in zip(keys, values, versions, strict=True):
        if no_activity_day and key.endswith(f"|{no_activity_day}") and not value.strip():
            value = "-"
        cells.append((key, value, version_of(version)))
    return cells


def worst_status(refusals: list[Refusal]) -> int:
    statuses = [refusal.error.status for refusal in refusals]
    return statuses[0] if len(set(statuses)) == 1 else DomainError.status
