"""The official table of a year, on the page and as a file, and its approval (contract.md “Addresses”: /plan/<year>)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import NotAllowed
from app.domain.permissions import may
from app.domain.roll_over import EXPECTED
from app.forms.base import ActForm, asks, takes
from app.forms.filters import PlanFilterForm
from app.models import Indicator, Plan, PlanImport, Unit
from app.operations.plans import approve_plan
from app.queries.history import is_own_plan
from app.queries.papers import ends_of_plan
from app.queries.plan import ToCheck, plan_of, plan_table, plan_years, responsible_units, rows_of, to_check
from app.queries.plan_undo import last_import, undoing_of
from app.queries.roll_over import year_to_roll
from app.queries.units import all_units, with_sectors
from app.web.address import asked_unit
from app.web.clock import today
from app.web.gate import allow

blueprint = Blueprint("plan", __name__, url_prefix="/plan")
YEAR = "/<int(fixed_digits=4, min=2000, max=2099):year>"
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class TableRow:
    row: Indicator
    depth: int

    @property
    def printed_names(self) -> list[str]:
        return [one.words for one in self.row.responsible if one.printed]


@dataclass(frozen=True)
class TableSection:
    roman: str
    heading: str
    rows: list[TableRow]


@dataclass
class RowToCheck:
    """One row with all of its points that the paper leaves open."""

    row: Indicator
    points: list[ToCheck] = field(default_factory=list)


@blueprint.get("/")
@allow("plan.view")
def index() -> ResponseReturnValue:
    """This year's plan; where there is none, the newest."""
    years = plan_years(current_user.centre_id)
    year = today().year
    return redirect(url_for("plan.table", year=year if year in years or not years else years[-1]))


@blueprint.get(YEAR)
@allow("plan.view")
@asks(PlanFilterForm)
def table(year: int) -> ResponseReturnValue:
    plan = plan_of(current_user.centre_id, year)
    years = plan_years(current_user.centre_id)
    if plan is None:
        title = _("Ish rejasi")
        return render_template(
            "plan/empty.html",
            page_title=title,
            year=year,
            years=years,
            can_import=may(current_user.rights, "plan.import"),
            can_edit=may(current_user.rights, "plan.edit"),
            roll_from=year_to_roll(current_user.centre_id, today()),
        )
    unit, open_points = asked_unit(), rows_to_check(plan)
    form = PlanFilterForm.asked()
    form.section.offer(plan.sections)
    form.unit.offer(all_units(plan.centre_id), unit)
    may_edit = may(current_user.rights, "plan.edit")
    approves = may(current_user.rights, "plan.approve") and plan.state == "draft"
    own = approves and is_own_plan(current_user, plan)
    page = render_template(
        "plan/table.html",
        page_title=_("Ish rejasi"),
        plan=plan,
        year_links=year_links(years, year),
        sections=list(table_sections(plan, form.wanted()["section"] or "", unit)),
        unit=unit,
        form=form,
        ends=ends_of_plan(plan),
        open_points=open_points,
        open_count=sum(len(item.points) for item in open_points),
        opened="open" in request.args,
        may_confirm=may_edit and plan.state != "closed",
        may_edit=may_edit and plan.state == "draft",
        may_approve=approves and not own,
        may_roll=may_edit and year_to_roll(plan.centre_id, today()) == year,
        expected=sum(row.fact_basis == EXPECTED for row in rows_of(plan)),
        own_plan=own,
        year_end=year_end_words(plan),
        undoable=undoable_import(plan) if may_edit and plan.state == "draft" else None,
        **form.told(),
    )
    return page, form.status


def year_end_words(plan: Plan) -> str:
    """How the way to the end of a year is called for who closes years, or opens them again; nothing for others, and
    before the year is over."""
    rights = current_user.rights
    if plan.state == "closed":
        return _("Yopilgan yil") if may(rights, "plan.reopen") else ""
    over = plan.state == "approved" and plan.year < today().year
    return _("Yilni yopish") if over and may(rights, "plan.close") else ""


def undoable_import(plan: Plan) -> PlanImport | None:
    """The file that was stored last, while nothing stands in the way of taking it back."""
    last = last_import(plan.centre_id, plan.year)
    return last if last is not None and undoing_of(last, plan).refusal is None else None


def year_links(years: list[int], shown: int) -> list[dict[str, object]]:
    """The ways to the plans of other years; none where there is one plan."""
    links: list[dict[str, object]] = [
        {"href": url_for("plan.table", year=year), "label": year, "current": year == shown} for year in years
    ]
    return links if len(links) > 1 else []


@blueprint.get(f"{YEAR}.<any(xlsx, docx):kind>")
@allow("plan.view")
def download(year: int, kind: str) -> ResponseReturnValue:
    """The official table as a file, in the words of the paper whatever the reader's language."""
    plan = load_plan(year)
    if kind == "docx":
        from app.documents.plan_docx import write_plan_docx as write
    else:
        from app.documents.plan_xlsx import write_plan_xlsx as write
    content = write(plan_table(plan))
    return send_file(BytesIO(content), MEDIA_TYPES[kind], as_attachment=True, download_name=f"ish_rejasi_{year}.{kind}")


@blueprint.post(f"{YEAR}/approve")
@allow("plan.approve")
@takes(ActForm)
def approve(year: int) -> ResponseReturnValue:
    plan = load_plan(year)
    approve_plan(actor=current_user, plan=plan, today=today())
    flash(_("%(year)s-yil rejasi tasdiqlandi.", year=year), "success")
    return redirect(url_for("plan.table", year=year), 303)


def load_plan(year: int) -> Plan:
    """The plan of a year, or 404."""
    plan = plan_of(current_user.centre_id, year)
    if plan is None:
        raise NotAllowed("plan.unknown", year=year)
    return plan


def table_sections(plan: Plan, roman: str, unit: Unit | None) -> Iterator[TableSection]:
    """The sections that the filter leaves; a line that fits brings the lines above and below it."""
    shown = {row.id for row in rows_of(plan)} if unit is None else rows_of_unit(plan, unit)
    depths: dict[int, int] = {}
    for section in plan.sections:
        rows = []
        for row in section.indicators:
            depths[row.id] = depths[row.parent_id] + 1 if row.parent_id is not None else 0
            if row.id in shown:
                rows.append(TableRow(row, depths[row.id]))
        if roman in ("", section.roman) and rows:
            yield TableSection(section.roman, section.heading, rows)


def rows_of_unit(plan: Plan, unit: Unit) -> set[int]:
    """The lines for which a unit, or one below it, answers in any way, with the lines above them."""
    units, wanted = all_units(plan.centre_id), with_sectors(unit) or set()
    found: set[int] = set()
    for row in rows_of(plan):
        if wanted & set(responsible_units(row, units)):
            found.add(row.id)
            if row.parent_id is not None:
                found.add(row.parent_id)
    return found


def rows_to_check(plan: Plan) -> list[RowToCheck]:
    found: dict[str, RowToCheck] = {}
    for point in to_check(plan):
        found.setdefault(point.row.key, RowToCheck(point.row)).points.append(point)
    return list(found.values())
