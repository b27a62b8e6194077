"""Reasons for deviation of a quarter: read, written and asked for at any later time (domain.md §4 “Reasons”)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.deviations import begins_on, lies_before, quarter_at_hand
from app.domain.errors import DomainError, NotAllowed
from app.domain.periods import Period, period_of_month
from app.forms.base import NounForm, asks, takes
from app.forms.deviations import AskForm, DeviationsForm
from app.forms.filters import DeviationsFilterForm
from app.i18n.formats import format_period, format_period_short
from app.models import Plan, Unit
from app.operations.deviations import ask_reason, end_ask, explain_lines
from app.pages.deviations import Drawing
from app.pages.no_plan import no_plan_page
from app.pages.papers import list_paper
from app.queries.calendar import centre_calendar
from app.queries.deviations import QuarterDeviations, quarter_deviations
from app.queries.plan import plan_tree
from app.queries.units import all_units, centre_span, span_of, unit_with_code, with_sectors
from app.web.address import period_of_key
from app.web.clock import today
from app.web.gate import allow, is_local_path
from app.web.page import locale

blueprint = Blueprint("deviations", __name__, url_prefix="/deviations")


@blueprint.get("/")
@allow("deviations.view")
def index() -> ResponseReturnValue:
    """The quarter at hand."""
    calendar = centre_calendar(current_user.centre_id, (today().year - 1, today().year))
    return redirect(url_for(".quarter", period=quarter_at_hand(today(), calendar).key, unit=request.args.get("unit")))


@blueprint.get("/<period>")
@allow("deviations.view")
@asks(DeviationsFilterForm)
def quarter(period: str) -> ResponseReturnValue:
    return quarter_page(period)


@blueprint.post("/<period>")
@allow("deviations.write")
@takes(DeviationsForm)
def explain(period: str) -> ResponseReturnValue:
    """Write the reasons of some lines, or take them back."""
    form = DeviationsForm.posted()

    def write(plan: Plan, chosen: Period) -> str:
        count = explain_lines(actor=current_user, plan=plan, quarter=chosen, today=today(), **form.values())
        return _("Ogʻish sabablari saqlandi, oʻzgargani: %(count)s", count=count)

    return act(period, form, write)


@blueprint.post("/<period>/ask")
@allow("deviations.ask")
@takes(AskForm)
def ask(period: str) -> ResponseReturnValue:
    """Ask a unit why one of its lines stands behind."""
    form = AskForm.posted()

    def put(plan: Plan, chosen: Period) -> str:
        row_key, unit_code = form.asked_of()
        ask_reason(actor=current_user, plan=plan, quarter=chosen, row_key=row_key, unit_code=unit_code, today=today())
        return _("Sababi soʻraldi: %(row)s, %(unit)s", row=row_key, unit=unit_name(plan, unit_code))

    return act(period, form, put)


@blueprint.post("/<period>/ask/end")
@allow("deviations.ask")
@takes(AskForm)
def take_ask_back(period: str) -> ResponseReturnValue:
    """Nobody waits for the reason any more."""
    form = AskForm.posted()

    def end(plan: Plan, chosen: Period) -> str:
        row_key, unit_code = form.asked_of()
        end_ask(actor=current_user, plan=plan, quarter=chosen, row_key=row_key, unit_code=unit_code)
        return _("Soʻrov bekor qilindi: %(row)s, %(unit)s", row=row_key, unit=unit_name(plan, unit_code))

    return act(period, form, end)


def act(period: str, form: NounForm, operation: Callable[[Plan, Period], str]) -> ResponseReturnValue:
    """Do one act and come back to where it was begun; a refusal shows the page with what was typed."""
    chosen, plan = load_quarter(period)
    if plan is None:
        raise NotAllowed("plan.unknown")
    try:
        words = operation(plan, chosen)
    except NotAllowed:
        raise
    except DomainError as error:
        page, _status = quarter_page(period, form.refuse(error))
        return page, error.status
    flash(words, "success")
    target = request.args.get("next", "")
    here = url_for(".quarter", period=chosen.key, unit=request.args.get("unit"), show=request.args.get("show"))
    return redirect(target if is_local_path(target) else here, 303)


def quarter_page(period: str, refused: NounForm | None = None) -> tuple[str, int]:
    """The page with its status; a form that was refused stands as it was sent."""
    chosen, plan = load_quarter(period)
    if plan is None:
        title = _("Ogʻish sabablari")
        return no_plan_page(title, chosen.year, lambda year: url_for(".quarter", period=f"{year}-Q4")), 200
    asked = DeviationsFilterForm.asked(usual={"show": "behind"})
    asked.unit.offer(all_units(plan.centre_id))
    wanted = asked.wanted()
    unit = unit_with_code(all_units(plan.centre_id), wanted["unit"] or "")
    found = quarter_deviations(plan, chosen, today(), unit_ids=with_sectors(unit))
    form = refused if isinstance(refused, DeviationsForm) else DeviationsForm()
    shown = found.lines if wanted["show"] == "all" else found.to_explain
    told = {"errors": refused.summary} if refused is not None else asked.told()
    page = render_template(
        "deviations/page.html",
        page_title=_("Ogʻish sabablari"),
        paper=list_paper(_("Ogʻish sabablari: %(period)s", period=format_period(chosen.key, locale()))),
        found=found,
        lines=Drawing(found, form.deviations).lines(shown),
        unit=unit,
        filter=asked,
        form=form,
        here=asked.address,
        quarters=quarter_links(chosen, asked),
        begins=begins_on(chosen, centre_calendar(plan.centre_id, [chosen.year])),
        nothing=nothing_words(found, unit),
        **told,
    )
    return page, asked.status


def nothing_words(found: QuarterDeviations, unit: Unit | None) -> tuple[str, str]:
    """Why the page shows no line."""
    if found.plan.state == "draft":
        return _("Reja hali tasdiqlanmagan"), _("Ogʻish sabablari tasdiqlangan reja boʻyicha yoziladi.")
    span = centre_span(found.plan.centre_id) if unit is None else span_of(unit)
    if span.first is not None and lies_before(found.quarter, span):
        return (
            _("Chorak ish boshlanishidan oldin: %(quarter)s", quarter=format_period(found.quarter.key, locale())),
            _(
                "Dastur bilan ish boshlangan oy: %(month)s. Undan oldingi choraklarning sababi soʻralmaydi.",
                month=format_period(period_of_month(span.first).key, locale()),
            ),
        )
    if unit is not None and not found.lines:
        return _("Bu boʻlinma hisobga oladigan qator yoʻq"), _(
            "Ogʻish sababini sonni hisobga oladigan boʻlinma yozadi."
        )
    if not found.begun:
        quarter = format_period(found.quarter.key, locale())
        return _("Chorak hali tugamagan: %(quarter)s", quarter=quarter), ""
    return _("Orqada qolgan yoki yozilmagan qator yoʻq"), _(
        "Bu chorak oxirigacha soni kutilgan hamma qator reja boʻyicha yoki undan oldinda."
    )


def unit_name(plan: Plan, code: str) -> str:
    unit = unit_with_code(all_units(plan.centre_id), code)
    return unit.name if unit else code


def load_quarter(key: str) -> tuple[Period, Plan | None]:
    """A quarter and the plan of its year. Raises NotAllowed for any other period."""
    chosen = period_of_key(key, {"quarter"})
    return chosen, plan_tree(current_user.centre_id, chosen.year)


def quarter_links(chosen: Period, form: DeviationsFilterForm) -> list[dict[str, Any]]:
    """The quarters of the year, keeping the filter."""
    return [
        {
            "href": url_for(".quarter", period=f"{chosen.year}-Q{number}", **form.address),
            "label": format_period_short(f"{chosen.year}-Q{number}", locale()),
            "current": chosen.key == f"{chosen.year}-Q{number}",
        }
        for number in range(1, 5)
    ]
