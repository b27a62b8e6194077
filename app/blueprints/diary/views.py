"""The month grid of daily counts, and the saving of single cells (contract.md “Pages”)."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.documents.paper_ends import diary_ends
from app.domain.errors import Conflict, DomainError, Invalid, Locked, NotAllowed
from app.domain.periods import Period
from app.extensions import db
from app.forms.base import takes
from app.forms.cells import AsideForm, CellForm, CellsForm
from app.i18n.labels import explain
from app.models import Plan, Unit
from app.operations.entries import Refusal, save_cell, save_cells
from app.pages.aside import set_aside
from app.pages.cells import refused_answer, saved_answer
from app.pages.grid import Grid
from app.pages.month_grid import month_grid, units_with_diary
from app.pages.month_state import month_chip
from app.pages.moved_rows import need_same_rows, renumbered
from app.pages.no_plan import no_plan_page
from app.pages.row_names import figure_name
from app.queries.cells import find_cell
from app.queries.diary import day_parts
from app.queries.exceptions import exceptions_for
from app.queries.plan import plan_tree
from app.queries.units import all_units, looked_at, writable_units
from app.web.address import asked_unit, period_of_key
from app.web.clock import today
from app.web.gate import allow, is_local_path
from app.web.page import locale

blueprint = Blueprint("diary", __name__, url_prefix="/diary")


@blueprint.get("/<month>")
@allow("entries.view")
def month(month: str) -> ResponseReturnValue:
    """The grid of one unit's month."""
    period, plan = load_month(month)
    if plan is None:
        return no_plan_page(_("Kundalik"), period.year, december)
    return render_grid(period, plan)


@blueprint.post("/<month>")
@allow("entries.write")
@takes(CellForm)
def save(month: str) -> ResponseReturnValue:
    """Save one cell, named by ``?cell=``, or the whole page as a browser without JavaScript sends it."""
    return save_one(month, request.args["cell"]) if "cell" in request.args else save_page(month)


def save_one(month: str, key: str) -> ResponseReturnValue:
    """One cell: 200, or 409, 422, 423 with what was typed kept and both values shown."""
    period, plan = needed_month(month)
    form = CellForm.posted()
    typed = form.typed("value").text
    try:
        need_same_rows(plan, [key])
        cell = find_cell(plan, key)
        if cell.period.months != period.months:
            raise NotAllowed("cell.unknown")
        values = form.values()
        entry = save_cell(
            actor=current_user,
            plan=plan,
            cell=cell,
            typed=typed,
            version=values["version"],
            today=today(),
            state=values["state"],
            reason=values["reason"],
        )
    except (Conflict, Locked, Invalid) as error:
        db.session.rollback()
        return refused_answer(plan, key, typed, error)
    return saved_answer(plan, cell, entry)


def save_page(month: str) -> ResponseReturnValue:
    """All cells of a form: what can be saved is, what cannot comes back as it was typed with the reason."""
    period, plan = needed_month(month)
    typed, gone = renumbered(plan, CellsForm.posted().figures())
    changed, refusals = save_cells(actor=current_user, plan=plan, typed=typed, today=today())
    refusals = [*gone, *refusals]
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
@takes(AsideForm)
def set_one_aside(month: str) -> ResponseReturnValue:
    """Set one cell of a day aside as not applicable, with the reason."""
    period, plan = needed_month(month)
    unit = chosen_unit(plan, units_with_diary(plan))
    form = AsideForm.posted(rows=rows_of(plan, unit, period), by_day=True)
    try:
        set_aside(form, plan, unit, period)
    except NotAllowed:
        raise
    except DomainError as error:
        return render_grid(period, plan, aside=form.refuse(error)), error.status
    flash(_("Qoʻllanilmaydi deb belgilandi."), "success")
    return redirect(url_for("diary.month", month=month, unit=unit.code), 303)


def december(year: int) -> str:
    """The way to another year is to the month in which it stops."""
    return url_for("diary.month", month=f"{year}-12", unit=request.args.get("unit"))


def needed_month(key: str) -> tuple[Period, Plan]:
    """The same where the year must have a plan."""
    period, plan = load_month(key)
    if plan is None:
        raise NotAllowed("period.unknown", key=key)
    return period, plan


def load_month(key: str) -> tuple[Period, Plan | None]:
    """The month of the address and the plan of its year. Raises NotAllowed when it is no month."""
    period = period_of_key(key, {"month"})
    return period, plan_tree(current_user.centre_id, period.year)


def chosen_unit(plan: Plan, with_diary: list[Unit]) -> Unit:
    """The unit asked for, else the first of one's own that keeps a diary, else the first that does."""
    asked = asked_unit()
    if asked is not None:
        return asked
    own = {unit.id for unit in current_user.units}
    below_own = {unit.id for unit in writable_units(current_user)}
    ranked = sorted(with_diary, key=lambda unit: (unit.id not in own, unit.id not in below_own))
    return ranked[0] if ranked else all_units(plan.centre_id)[0]


def render_grid(
    period: Period, plan: Plan, refusals: list[Refusal] | None = None, aside: AsideForm | None = None
) -> str:
    with_diary = units_with_diary(plan)
    unit = chosen_unit(plan, with_diary)
    grid = month_grid(plan, unit, period, actor=current_user, today=today(), refusals=refusals or [])
    return render_template(
        "diary/page.html",
        page_title=_("Kundalik"),
        paper=diary_ends(plan.centre_id, period, today(), locale(), centre_name=current_user.centre.name),
        grid=grid,
        months=month_links(period, unit),
        units=unit_links(with_diary, unit, period),
        errors=aside.summary if aside else grid_errors(grid, refusals or []),
        state=month_chip(plan, unit, period, today()),
        exceptions=[e for e in exceptions_for(plan.centre_id, [unit.id], today()) if e.month_key == period.key],
        aside=aside or AsideForm(rows=rows_of(plan, unit, period), by_day=True),
        aside_url=url_for("diary.set_one_aside", month=period.key, unit=unit.code),
    )


def rows_of(plan: Plan, unit: Unit, month: Period) -> list[tuple[str, str]]:
    """What may be set aside on a day: the parts that the unit counts by the day."""
    return [(part.key, figure_name(part)) for part in day_parts(plan, unit, month)]


def grid_errors(grid: Grid, refusals: list[Refusal]) -> list[dict[str, str | None]]:
    ids = {cell.cell_key: f"{day.id}-{column.id}" for day in grid.days for column, cell in grid.line(day)}
    return [
        {"id": ids.get(refusal.key), "message": f"{refusal.typed}: {explain(refusal.error)}"} for refusal in refusals
    ]


def month_links(period: Period, unit: Unit) -> dict[str, object]:
    def link(other: Period) -> dict[str, str]:
        return {"href": url_for("diary.month", month=other.key, unit=unit.code), "key": other.key}

    return {"previous": link(period.previous), "current": period, "next": link(period.next)}


def unit_links(shown: list[Unit], unit: Unit, period: Period) -> list[dict[str, object]]:
    offered = {other.id for other in looked_at(current_user, all_units(current_user.centre_id))}
    shown = [other for other in shown if other.id in offered or other.id == unit.id]
    return [
        {
            "href": url_for("diary.month", month=period.key, unit=other.code),
            "label": other.name,
            "current": other.id == unit.id,
        }
        for other in shown
    ]


def worst_status(refusals: list[Refusal]) -> int:
    statuses = [refusal.error.status for refusal in refusals]
    return statuses[0] if len(set(statuses)) == 1 else DomainError.status
