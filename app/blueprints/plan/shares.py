"""Own shares: what of each figure's plan is which unit's own; set by figure, looked at, with a reason (contract.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.row_forms import theirs
from app.blueprints.plan.tree import load_facts
from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.counting import Number, Total
from app.domain.errors import DomainError, Invalid, Locked, NotAllowed
from app.domain.own_shares import EVEN, LAST_YEAR, SetShare, check_shares, rest_of
from app.domain.permissions import may
from app.domain.progress import Achievement, achievement
from app.forms.base import takes
from app.forms.own_shares import OwnSharesForm, own_shares_form, own_shares_of
from app.i18n.labels import label
from app.models import Unit
from app.operations.own_shares import kept_by_closed, set_own_shares, spread_own_shares
from app.pages.row_names import figure_name
from app.queries.amendments import fixed_months
from app.queries.month_facts import last_year_by_unit
from app.queries.plan import PlanFacts, part_by_key
from app.queries.shared_figures import SharedFigure, done_by_unit, shared_figures
from app.queries.units import all_units
from app.web.gate import allow

PLACE = f"{YEAR}/<row>/shares/<int:place>"
PROPOSED = (EVEN, LAST_YEAR)


@dataclass(frozen=True)
class Divided:
    """A figure that several units count: what each of them has of its plan (name, share, how it was set, whether its
    months are by hand, where they are set), and what nobody has."""

    figure: SharedFigure
    name: str
    units: list[tuple[str, Number | None, str, bool, str]]
    rest: Number | None
    href: str


@dataclass(frozen=True)
class UnitEffect:
    """What a share does to one unit: its share and how much of it is done, before and after."""

    name: str
    done: Total | None
    share: tuple[Number | None, Number | None]
    percent: tuple[Achievement | None, Achievement | None]


@blueprint.get(f"{YEAR}/shares")
@allow("plan.view")
def shares(year: int) -> ResponseReturnValue:
    """Every figure with a plan that several units count."""
    plan = load_facts(year)
    return render_template(
        "plan/shares.html",
        page_title=_("%(year)s-yil rejasi: boʻlinmalarning oʻz ulushi", year=year),
        plan=plan,
        figures=[divided(plan, figure) for figure in shared_figures(plan)],
        may_set=may(current_user.rights, "own_shares.set") and plan.state != "closed",
    )


def divided(plan: PlanFacts, figure: SharedFigure) -> Divided:
    return Divided(
        figure,
        figure_name(figure),
        [
            (
                unit.name,
                figure.shares.get(unit.id),
                figure.origins.get(unit.id, ""),
                unit.id in figure.origins and figure.stored[unit.id].months is not None,
                months_place(plan, figure, unit),
            )
            for unit in counting_units(plan, figure)
        ],
        rest_of(figure.plan, figure.shares) if figure.origins else None,
        url_for("plan.shares_page", year=plan.year, row=figure.indicator.key, place=figure.place),
    )


def months_place(plan: PlanFacts, figure: SharedFigure, unit: Unit) -> str:
    """Where the months of a share that was set are."""
    if unit.id not in figure.origins or figure.indicator.decimals:
        return ""
    row = figure.indicator.key
    return url_for("plan.share_months_page", year=plan.year, row=row, place=figure.place, unit=unit.code)


@blueprint.get(PLACE)
@allow("own_shares.set")
def shares_page(year: int, row: str, place: int) -> ResponseReturnValue:
    """The shares of one figure as they stand; ``way`` proposes others."""
    plan, figure = load_figure(year, row, place)
    way = request.args.get("way", "")
    proposal = proposed(plan, figure, way)
    form = form_of(plan, figure, figure.shares if proposal is None else proposal, way if proposal else "")
    return draw_shares(plan, figure, form, look=proposal is not None)


@blueprint.post(PLACE)
@allow("own_shares.set")
@takes(OwnSharesForm)
def set_shares(year: int, row: str, place: int) -> ResponseReturnValue:
    """Store the shares; of an approved plan what they do is shown first."""
    plan, figure = load_figure(year, row, place)
    form = own_shares_form(dividing_units(plan, figure), figure.indicator.decimals).posted()
    try:
        values = form.values()
        check_shares(figure.division.divided, figure.indicator.decimals, form.typed_shares)
        if plan.state == "approved" and not form.was_looked_at:
            wanted = {unit: SetShare(amount) for unit, amount in form.typed_shares.items()}
            names = {unit.id: unit.name for unit in all_units(plan.centre_id)}
            kept_by_closed(figure.division, figure.stored, wanted, fixed_months(plan), names)
            return draw_shares(plan, figure, form, look=True)
        store(plan, figure, form, values["version"], values["reason"] or "")
    except DomainError as error:
        form.refuse(error, stored=figure.indicator)
        return draw_shares(plan, figure, form), error.status
    flash(_("%(key)s: boʻlinmalar ulushi saqlandi.", key=figure.key), "success")
    return redirect(url_for("plan.shares", year=year, _anchor=f"part-{figure.id}"), 303)


def store(plan: PlanFacts, figure: SharedFigure, form: OwnSharesForm, version: int, reason: str) -> None:
    """As they were proposed, where nobody typed another figure; else by hand."""
    tree = load_plan(plan.year)
    part = part_by_key(tree, figure.key)
    if part is None:
        raise NotAllowed("row.unknown")
    wanted, way = form.typed_shares, form.way.text
    if way in PROPOSED and proposed(plan, figure, way) == wanted:
        spread_own_shares(actor=current_user, plan=tree, part=part, version=version, way=way, reason=reason)
    else:
        set_own_shares(actor=current_user, plan=tree, part=part, version=version, amounts=wanted, reason=reason)


def draw_shares(plan: PlanFacts, figure: SharedFigure, form: OwnSharesForm, *, look: bool = False) -> str:
    """``look``: what the shares of the form do is shown, and the next press stores them."""
    if look:
        form.looked_at.process_data(form.shares_text)
    ways = [way for way in PROPOSED if proposed(plan, figure, way) is not None]
    return render_template(
        "plan/own_shares.html",
        page_title=_("%(key)s: boʻlinmalarning oʻz ulushi", key=figure.key),
        plan=plan,
        figure=figure,
        form=form,
        errors=form.summary,
        theirs=theirs(form, form_of(plan, figure, figure.shares)),
        ways=[(way, label("share_way", way)) for way in ways],
        alone=[
            (unit.name, figure.shares[unit.id])
            for unit in counting_units(plan, figure)
            if unit.id in figure.division.by_rule
        ],
        effects=effects_of_shares(plan, figure, form.typed_shares) if look else [],
        rest=rest_of(figure.division.divided, form.typed_shares),
        wants_reason=plan.state == "approved",
        looked=look or plan.state != "approved",
    )


def effects_of_shares(plan: PlanFacts, figure: SharedFigure, wanted: Mapping[int, Number]) -> list[UnitEffect]:
    """How much of the old and of the new share each unit has done."""
    done, before = done_by_unit(plan, figure.id, figure.indicator.mode), figure.shares
    return [
        UnitEffect(
            unit.name,
            done.get(unit.id),
            (before.get(unit.id), wanted.get(unit.id)),
            (of_share(done, before, unit), of_share(done, wanted, unit)),
        )
        for unit in dividing_units(plan, figure)
    ]


def of_share(done: Mapping[int, Total], shares: Mapping[int, Number], unit: Unit) -> Achievement | None:
    total = done.get(unit.id)
    return achievement(total.value if total else None, shares[unit.id]) if unit.id in shares else None


def proposed(plan: PlanFacts, figure: SharedFigure, way: str) -> dict[int, Number] | None:
    """The whole plan divided in a way; None where nothing can be gone by."""
    if way not in PROPOSED:
        return None
    weights = last_year_by_unit(plan, figure) if way == LAST_YEAR else None
    try:
        return figure.division.spread(weights)
    except Invalid:
        return None


def form_of(plan: PlanFacts, figure: SharedFigure, amounts: Mapping[int, Number], way: str = "") -> OwnSharesForm:
    row = figure.indicator
    return own_shares_of(dividing_units(plan, figure), row.decimals, row.version, amounts, way)


def dividing_units(plan: PlanFacts, figure: SharedFigure) -> list[Unit]:
    """The units whose shares are set: not of who alone counts it in each of his months."""
    return [unit for unit in counting_units(plan, figure) if unit.id in figure.division.between]


def counting_units(plan: PlanFacts, figure: SharedFigure) -> list[Unit]:
    units = {unit.id: unit for unit in all_units(plan.centre_id)}
    return [units[unit_id] for unit_id in figure.counting]


def load_figure(year: int, row: str, place: int) -> tuple[PlanFacts, SharedFigure]:
    """A plan that is not closed, and a figure of it that several units count, or 404."""
    plan = load_facts(year)
    if plan.state == "closed":
        raise Locked("lock.year_archived", year=year)
    figure = next((one for one in shared_figures(plan, row) if one.place == place), None)
    if figure is None:
        raise NotAllowed("row.unknown")
    return plan, figure
