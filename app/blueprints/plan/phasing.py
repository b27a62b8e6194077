"""The plan of a figure over its months: generated in one of some ways or typed, looked at, and stored with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.row_forms import theirs
from app.blueprints.plan.rows import load_row
from app.blueprints.plan.views import YEAR, blueprint
from app.domain.counting import FLOW, Mode, Number
from app.domain.deadlines import Deadline, parse_deadline
from app.domain.errors import DomainError, NotAllowed
from app.domain.phasing import LAST_YEAR, WAYS, Phases, spread_again
from app.domain.progress import due_by_now
from app.forms.base import takes
from app.forms.phasing import MonthsForm, PhasingForm, phasing_of
from app.i18n.labels import label
from app.models import Indicator, Part, Plan
from app.operations.plans import checked_months, set_phasing
from app.operations.rights import need_not_closed
from app.queries.amendments import fixed_months
from app.queries.month_facts import last_year_months
from app.queries.plan import deadline_row
from app.queries.row_page import FigureView, row_view
from app.queries.units import all_units
from app.web.clock import today
from app.web.gate import allow

PLACE = f"{YEAR}/<row>/phasing/<int:place>"


@dataclass(frozen=True)
class Spread:
    """What is known of a figure where its months are set: how they lie, which of them stay, last year's, and what would
    be due by now."""

    figure: FigureView
    fixed: frozenset[int]
    ended: int
    last_year: Sequence[Number | None] | None

    @property
    def stands(self) -> Phases:
        return tuple(self.figure.phases or ())

    def due(self, months: Phases) -> Number | None:
        return due_by_now(self.figure_mode, months, self.ended)

    @property
    def figure_mode(self) -> Mode:
        return self.figure.part.indicator.mode if self.figure.part is not None else FLOW


@blueprint.get(PLACE)
@allow("plan.edit")
def phasing_page(year: int, row: str, place: int) -> ResponseReturnValue:
    """The months as they stand; ``way`` proposes others."""
    plan, line = load_row(year, row)
    need_not_closed(plan)
    part = load_part(line, place)
    spread, way = spread_of(plan, line, part), request.args.get("way", "")
    months = proposed(spread, way) if way in WAYS else spread.stands
    form = phasing_of(line.version, months)
    return draw_phasing(plan, line, part, form, spread, look=way in WAYS)


@blueprint.post(PLACE)
@allow("plan.edit")
@takes(PhasingForm)
def phasing(year: int, row: str, place: int) -> ResponseReturnValue:
    """Twelve months by hand, or back to the generated ones; of an approved plan what they do is shown first."""
    plan, line = load_row(year, row)
    part, form = load_part(line, place), PhasingForm.posted()
    try:
        values = form.values()
        if plan.state == "approved" and values["months"] and not form.was_looked_at and None not in values["months"]:
            checked_months(part.plan or 0, line.mode, values["months"])
            return draw_phasing(plan, line, part, form, spread_of(plan, line, part), look=True)
        set_phasing(actor=current_user, plan=plan, row=line, part=part, **values)
    except DomainError as error:
        form.refuse(error, stored=line)
        return draw_phasing(plan, line, part, form, spread_of(plan, line, part)), error.status
    flash(_("%(key)s: oylar boʻyicha reja saqlandi.", key=row), "success")
    return redirect(url_for("plan.row", year=year, row=row), 303)


def draw_phasing(
    plan: Plan, line: Indicator, part: Part, form: MonthsForm, spread: Spread, *, look: bool = False
) -> str:
    """``look``: what the months of the form do is shown, and the next press stores them."""
    wanted = tuple(field.data for field in form.figures)
    whole = look and all(month is not None for month in wanted)
    if whole:
        form.looked_at.process_data(form.typed_months)
    ways = [way for way in WAYS if way != LAST_YEAR or spread.last_year]
    return render_template(
        "plan/phasing.html",
        page_title=_("%(key)s: reja oylar boʻyicha", key=part.key),
        plan=plan,
        row=line,
        part=part,
        form=form,
        errors=form.summary,
        theirs=theirs(form, phasing_of(line.version, spread.stands)),
        by_hand=spread.figure.by_hand,
        fixed=spread.fixed,
        stands=spread.stands,
        ways=[(way, label("phasing_way", way)) for way in ways],
        due=(spread.due(spread.stands), spread.due(wanted)) if whole else None,
        wants_reason=plan.state == "approved",
        looked=whole or plan.state != "approved",
    )


def proposed(spread: Spread, way: str) -> Phases:
    part = spread.figure.part
    assert part is not None and part.plan is not None
    row = part.indicator
    return spread_again(way, part.plan, row.mode, deadline_of(row), spread.stands, spread.fixed, spread.last_year)


def deadline_of(row: Indicator) -> Deadline:
    return parse_deadline(deadline_row(row).deadline, row.plan_year)


def spread_of(plan: Plan, line: Indicator, part: Part) -> Spread:
    view = row_view(plan, None, line, all_units(plan.centre_id), today())
    figure = next(figure for figure in view.figures if figure.key == part.key)
    fixed = fixed_months(plan) if plan.state == "approved" else set[int]()
    return Spread(figure, frozenset(fixed), view.ended, last_year_months(plan, part))


def load_part(line: Indicator, place: int) -> Part:
    """A figure of the row that has a whole plan of its own, or 404."""
    part = next((part for part in line.parts if part.place == place), None)
    if part is None or line.sums_parts or part.plan is None or line.decimals:
        raise NotAllowed("row.unknown")
    return part
