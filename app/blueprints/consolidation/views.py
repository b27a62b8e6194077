"""The official table with what was really done (contract.md “Addresses”: /consolidation/<period>)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.consolidation.entries import entry_lines, sum_of, sums_by_unit
from app.documents.paper_ends import consolidation_ends
from app.documents.report_block import opening_sentences
from app.domain.amending import APPROVED
from app.domain.counting import STOCK
from app.domain.errors import NotAllowed
from app.domain.frozen import ACCEPTED, ENTERED
from app.domain.periods import PAPER_KINDS, Period, period_of, period_of_month, to_date
from app.forms.base import asks
from app.forms.filters import ConsolidationFilterForm
from app.models import Entry, Indicator, OpeningFigure, Plan, Unit
from app.pages.history_words import Wording
from app.pages.no_plan import no_plan_page
from app.pages.row_names import figure_name, row_name
from app.queries.behind import entries_behind
from app.queries.consolidation import Consolidation, consolidate, without_opening
from app.queries.history import cell_changes
from app.queries.months import not_handed_in
from app.queries.plan import facts_of_plan, month_shown, plan_tree, row_by_key
from app.queries.reports import opening_part
from app.queries.units import all_units, centre_begins, with_sectors
from app.web.address import asked_unit, period_of_key
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale, page_number

blueprint = Blueprint("consolidation", __name__, url_prefix="/consolidation")
RUNNING = re.compile(r"(20[0-9]{2})-01--\1-[0-9]{2}")
ENTRIES_ON_A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/")
@allow("consolidation.view")
def index() -> ResponseReturnValue:
    """This quarter, or the last one that has a plan."""
    shown = month_shown(current_user.centre_id, today())
    return redirect(url_for("consolidation.table", period=period_of("quarter", shown.start).key))


@blueprint.get("/<period>")
@allow("consolidation.view")
@asks(ConsolidationFilterForm)
def table(period: str) -> ResponseReturnValue:
    chosen, plan = load_period(period)
    if plan is None:
        return no_plan_page(_("Jamlanma"), chosen.year, lambda year: url_for("consolidation.table", period=str(year)))
    unit = asked_unit()
    form = filter_form(plan, chosen, unit)
    wanted = form.wanted()
    result = consolidated(plan, chosen, unit, wanted)
    page = render_template(
        "consolidation/page.html",
        page_title=_("Jamlanma"),
        paper=consolidation_ends(plan, chosen, today(), locale()),
        result=result,
        period=chosen,
        unit=unit,
        form=form,
        state=wanted["state"],
        basis=wanted["basis"] or ENTERED,
        missing=not_handed_in(plan, chosen, today(), with_sectors(unit)),
        amended=amended_rows(plan, result),
        opening=opening_sentences(opening_part(result), locale()),
        without_opening=len(without_opening(result)) if unit is None else 0,
        begins=period_of_month(centre_begins(plan.centre_id)),
        periods=period_choices(chosen, form),
        **form.told(),
    )
    return page, form.status


def amended_rows(plan: Plan, result: Consolidation) -> dict[str, list[int]]:
    """Row key → the numbers of the approved amendments that changed it."""
    facts = facts_of_plan(plan.centre_id, plan.year)
    approved = [one for one in facts.amendments if one.state == APPROVED] if facts is not None else []
    rows = [line.row for section in result.sections for line in section.rows]
    found = {row.key: [one.number for one in approved if row.id in one.acts] for row in rows}
    return {key: numbers for key, numbers in found.items() if numbers}


@blueprint.get("/<period>.xlsx")
@allow("consolidation.export")
@asks(ConsolidationFilterForm)
def workbook(period: str) -> ResponseReturnValue:
    from app.documents.consolidation_xlsx import write_consolidation_xlsx

    chosen, plan = load_period(period)
    if plan is None:
        raise NotAllowed("period.unknown", key=period)
    unit = asked_unit()
    form = filter_form(plan, chosen, unit)
    wanted = form.wanted()
    if form.errors:
        return redirect(url_for("consolidation.table", period=chosen.key, **form.address), 303)
    content = write_consolidation_xlsx(
        consolidated(plan, chosen, unit, wanted),
        unit=unit,
        locale=locale(),
        today=today(),
        missing=not_handed_in(plan, chosen, today(), with_sectors(unit)),
    )
    accepted = "_qabul_qilingan" if wanted["basis"] == ACCEPTED else ""
    name = f"jamlanma_{chosen.key.replace('-', '_')}{'_' + unit.code if unit else ''}{accepted}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.get("/<period>/<path:row>")
@allow("consolidation.view")
def figure(period: str, row: str) -> ResponseReturnValue:
    """The entries behind one figure, with their history."""
    chosen, plan = load_period(period, running=True)
    key, __, place = row.partition("/")
    line = row_by_key(plan, key) if plan else None
    if plan is None or line is None or (place and f"{key}/{place}" not in {part.key for part in line.parts}):
        raise NotAllowed("period.unknown", key=period)
    unit = asked_unit()
    code = unit.code if unit else None
    entries = entries_behind(plan, line, chosen, with_sectors(unit), chosen_basis())
    if place:
        entries = [entry for entry in entries if entry.part.key == row]
    pages = max(1, -(-len(entries) // ENTRIES_ON_A_PAGE))
    page = min(page_number(), pages)
    return render_template(
        "consolidation/figure.html",
        page_title=f"{row} {figure_title(line, row)}",
        plan=plan,
        row=line,
        period=chosen,
        unit=unit,
        count=len(entries),
        total=None if line.mode == STOCK else sum_of(entries),
        lines=entry_lines(entries[(page - 1) * ENTRIES_ON_A_PAGE : page * ENTRIES_ON_A_PAGE]),
        page=page,
        pages=pages,
        back=period.partition("--")[2] or period,
        page_url=figure_url(period=chosen.key, row=row, unit=code),
        history_url=url_for("system.history", row=line.key, period=period_of_history(chosen), unit=code),
        by_unit=sums_by_unit(entries) if line.mode != STOCK else [],
        changes=cell_changes(plan, rows_of_parts(entries) or {row: line.id}, chosen),
        words=Wording(all_units(plan.centre_id)),
    )


def rows_of_parts(entries: Iterable[Entry | OpeningFigure]) -> dict[str, int]:
    """Key of a part → id of its row, of the parts of some entries."""
    return {entry.part.key: entry.part.indicator_id for entry in entries}


def figure_title(line: Indicator, key: str) -> str:
    """The row's short name; of a composite cell's figure with what it is called."""
    part = next((part for part in line.parts if part.key == key), None)
    return figure_name(part) if part is not None else row_name(line)


def figure_url(**place: Any) -> str:
    """The address of a figure's entries for a pager: the page's number stands as ``{page}``."""
    address = url_for("consolidation.figure", **place, basis=request.args.get("basis"))
    return f"{address}{'&' if '?' in address else '?'}page={{page}}"


def period_of_history(period: Period) -> str:
    """The history knows the named periods; “since January” is asked for as its year."""
    return str(period.year) if "--" in period.key else period.key


def load_period(key: str, *, running: bool = False) -> tuple[Period, Plan | None]:
    """A month, quarter, half-year, nine months or year, and its plan; ``running`` takes “since January” too."""
    if running and RUNNING.fullmatch(key):  # from January to a month's end
        period = to_date(period_of_key(key.partition("--")[2], PAPER_KINDS))
    else:
        period = period_of_key(key, PAPER_KINDS)
    return period, plan_tree(current_user.centre_id, period.year)


def filter_form(plan: Plan, period: Period, unit: Unit | None) -> ConsolidationFilterForm:
    """The filter of the table; without one it shows everything that was entered, a month by months."""
    usual = {"view": usual_view(period), "basis": ENTERED}
    form = ConsolidationFilterForm.asked(usual=usual)
    form.section.offer(plan.sections)
    form.unit.offer(all_units(plan.centre_id), unit)
    return form


def usual_view(period: Period) -> str:
    return "months" if period.kind == "month" else "quarters"


def chosen_basis() -> str:
    """All that was entered (the working table), or only what was accepted (the official one)."""
    return ACCEPTED if request.args.get("basis") == ACCEPTED else ENTERED


def consolidated(plan: Plan, period: Period, unit: Unit | None, wanted: Mapping[str, Any]) -> Consolidation:
    return consolidate(
        plan,
        period,
        today=today(),
        view=wanted["view"] or usual_view(period),
        unit_ids=with_sectors(unit),
        section=wanted["section"],
        basis=wanted["basis"] or ENTERED,
    )


def period_choices(period: Period, form: ConsolidationFilterForm) -> list[dict[str, object]]:
    """Every period of the year, as links of a picker, in the order of the paper."""
    year = period.year
    keys = [
        *(f"{year}-{month:02}" for month in range(1, 13)),
        *(f"{year}-Q{quarter}" for quarter in range(1, 5)),
        f"{year}-H1",
        f"{year}-9M",
        f"{year}",
    ]
    return [
        {"key": key, "href": url_for("consolidation.table", period=key, **form.address), "current": key == period.key}
        for key in keys
    ]
