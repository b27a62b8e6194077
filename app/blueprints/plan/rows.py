"""Everything about one row of the plan (screens.md “Row page”)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.history_words import history_lines
from app.blueprints.plan.row_words import entry_lines, facts, figure_cards, measure_of, plan_words, short_months
from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.amending import EDITABLE_AMENDMENT
from app.domain.errors import DomainError, NotAllowed
from app.domain.periods import parse_period, period_of_month
from app.domain.permissions import may
from app.forms.base import takes
from app.forms.plan import PointsForm
from app.forms.row_names import RowNamesForm, row_names_form, row_names_of
from app.models import Change, Indicator, Plan
from app.operations.plans import confirm_row
from app.operations.row_names import set_row_names
from app.pages.moved_rows import need_same_rows
from app.pages.row_names import row_name
from app.queries.amendments import amendments_of_row, open_amendment
from app.queries.behind import counted_lines
from app.queries.history import cell_changes, row_changes
from app.queries.plan import doubts_of, plan_of, row_by_key
from app.queries.row_page import last_entries, row_view
from app.queries.units import all_units
from app.web.clock import today
from app.web.gate import allow, is_local_path

SHOWN_CHANGES = 50


@blueprint.get(f"{YEAR}/<row>")
@allow("plan.view")
def row(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    return draw_row(plan, line)


def draw_row(plan: Plan, line: Indicator, refused: RowNamesForm | None = None) -> str:
    """Everything about a row; ``refused``: its names as they were typed and not taken."""
    year, units = plan.year, all_units(plan.centre_id)
    view = row_view(plan, plan_of(plan.centre_id, year - 1), line, units, today())
    entries, count = last_entries(plan, line)
    may_edit = may(current_user.rights, "plan.edit")
    may_count = may_edit and plan.state != "closed"
    return render_template(
        "plan/row.html",
        page_title=f"{line.key} {row_name(line)}",
        plan=plan,
        view=view,
        measure=measure_of(view),
        paces=list(dict.fromkeys(figure.pace for figure in view.figures)),
        facts=facts(view),
        cards=figure_cards(plan, view, may_count),
        months=short_months(),
        plan_words=plan_words(plan, view),
        printed_names=[one.words for one in line.responsible if one.printed],
        doubts=[point for point in doubts_of(line, year) if point.code not in line.confirmed],
        entries=entry_lines(entries),
        entry_count=count,
        history=history_lines(changes_of(plan, line), units),
        amendments=[(one, period_of_month(one.first_month).key) for one in amendments_of_row(plan, line.id)],
        names=(refused or row_names_of(line)) if may_edit and plan.state != "closed" else None,
        errors=refused.summary if refused else [],
        may_edit=may_edit and plan.state == "draft",
        amend_url=amend_url(plan, line) if may_edit and plan.state == "approved" else None,
        may_count=may_count and plan.state == "draft",
    )


def amend_url(plan: Plan, line: Indicator) -> str:
    """To the amendment that is prepared, or where one begins."""
    found = open_amendment(plan)
    if found is None or found.state not in EDITABLE_AMENDMENT:
        return url_for("plan.amendments", year=plan.year)
    return url_for("plan.amend_page", year=plan.year, number=found.number, row=line.key)


@blueprint.get(f"{YEAR}/<row>/<int:place>")
@allow("plan.view")
def part(year: int, row: str, place: int) -> ResponseReturnValue:
    """A figure of a composite cell (``II.2/1``) is shown inside its row."""
    _plan, line = load_row(year, row)
    if place not in {part.place for part in line.parts}:
        raise NotAllowed("row.unknown")
    return redirect(url_for("plan.row", year=year, row=row, _anchor=f"figure-{place}"))


@blueprint.post(f"{YEAR}/<row>/short-name")
@allow("plan.edit")
@takes(RowNamesForm)
def set_names(year: int, row: str) -> ResponseReturnValue:
    """What the row is called on screens, and the figures of its cell."""
    plan, line = load_row(year, row)
    form = row_names_form(line).posted()
    try:
        set_row_names(actor=current_user, plan=plan, row=line, **form.values())
    except DomainError as error:
        return draw_row(plan, line, form.refuse(error, stored=line)), error.status
    flash(_("%(key)s qatorining nomi saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


@blueprint.post(f"{YEAR}/<row>/confirm")
@allow("plan.edit")
@takes(PointsForm)
def confirm_points(year: int, row: str) -> ResponseReturnValue:
    """Points that the paper leaves open are as the paper has them."""
    plan, line = load_row(year, row)
    confirm_row(actor=current_user, plan=plan, row=line, **PointsForm.posted().values())
    target = request.args.get("next", "")
    here = url_for("plan.table", year=year, open=1, _anchor="to-check")
    return redirect(target if is_local_path(target) else here, 303)


def load_row(year: int, key: str) -> tuple[Plan, Indicator]:
    """A row and its plan, or 404. Nothing is written by a page on which another row had the number."""
    plan = load_plan(year)
    if request.method == "POST":
        need_same_rows(plan, [key])
    line = row_by_key(plan, key)
    if line is None:
        raise NotAllowed("row.unknown")
    return plan, line


def changes_of(plan: Plan, line: Indicator) -> list[Change]:
    """What happened to the row and to the figures behind it, newest first."""
    parts = {part.key: counted.id for counted in counted_lines(plan, line) for part in counted.parts}
    cells = cell_changes(plan, parts, parse_period(str(plan.year)), most=SHOWN_CHANGES) if parts else []
    together = [*cells, *row_changes(plan, line, most=SHOWN_CHANGES)]
    return sorted(together, key=lambda change: change.id, reverse=True)[:SHOWN_CHANGES]
