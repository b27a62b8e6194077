"""How one unit's share of a figure lies over the months: typed or proposed, looked at, stored with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.row_forms import theirs
from app.blueprints.plan.shares import PLACE, load_figure
from app.blueprints.plan.views import blueprint, load_plan
from app.domain.counting import Number
from app.domain.deadlines import parse_deadline
from app.domain.errors import DomainError, NotAllowed
from app.domain.phasing import EVEN, LAST_YEAR, MONTHS, Phases, spread_again
from app.forms.base import takes
from app.forms.phasing import MonthsForm, PhasingForm, phasing_of
from app.i18n.labels import label
from app.models import Unit
from app.operations.own_shares import checked_months, set_share_months
from app.queries.amendments import fixed_months
from app.queries.month_facts import last_year_months
from app.queries.plan import PlanFacts, part_by_key
from app.queries.shared_figures import SharedFigure
from app.queries.units import unit_by_code
from app.web.gate import allow

WAYS = (EVEN, LAST_YEAR)


@dataclass(frozen=True)
class MonthShare:
    """One month: the row's plan, what the unit has of it and would have, and what nobody has then."""

    number: int
    plan: Number
    share: tuple[Number, Number]
    rest: Number


@dataclass(frozen=True)
class ShareMonths:
    """A unit's share of a figure over the months. ``closed`` months (1–12) stay, in ``idle`` ones the unit does not
    count the row."""

    plan: PlanFacts
    figure: SharedFigure
    unit: Unit
    closed: frozenset[int]

    @property
    def amount(self) -> Number:
        return self.figure.shares[self.unit.id]

    @property
    def stands(self) -> Phases:
        return self.months_of(self.unit.id)

    @property
    def by_hand(self) -> bool:
        return self.figure.stored[self.unit.id].months is not None

    @property
    def idle(self) -> frozenset[int]:
        mode, counted = self.figure.indicator.mode, self.figure.division.counted[self.unit.id]
        return frozenset() if mode == "stock" else frozenset(MONTHS) - counted

    @property
    def fixed(self) -> frozenset[int]:
        return self.closed | self.idle

    @property
    def ways(self) -> list[str]:
        return [way for way in WAYS if self.proposed(way) is not None]

    def months_of(self, unit_id: int) -> Phases:
        target = self.figure.division.target(unit_id, self.figure.stored)
        return target.months if target is not None else (0,) * 12

    def proposed(self, way: str) -> Phases | None:
        """The months that are not fixed, in one of the ways; None where nothing can be gone by."""
        season = last_year_months(self.plan, self.figure, self.unit.id) if way == LAST_YEAR else None
        if way not in WAYS or (way == LAST_YEAR and not season):
            return None
        row = self.figure.indicator
        deadline = parse_deadline(row.deadline, self.plan.year)
        return spread_again(way, self.amount, row.mode, deadline, self.stands, self.fixed, season)

    def told(self, wanted: Phases) -> list[MonthShare]:
        """Month by month what changes."""
        division = self.figure.division
        others = [self.months_of(unit) for unit in division.counted if unit != self.unit.id]
        return [
            MonthShare(
                number=month,
                plan=division.lies[month - 1],
                share=(self.stands[month - 1], wanted[month - 1]),
                rest=division.lies[month - 1] - wanted[month - 1] - sum((one[month - 1] for one in others), start=0),
            )
            for month in MONTHS
        ]


@blueprint.get(f"{PLACE}/<unit>")
@allow("own_shares.set")
def share_months_page(year: int, row: str, place: int, unit: str) -> ResponseReturnValue:
    """The months as they stand; ``way`` proposes others."""
    share = load_share(year, row, place, unit)
    wanted = share.proposed(request.args.get("way", ""))
    form = phasing_of(share.figure.indicator.version, share.stands if wanted is None else wanted)
    return draw_months(share, form, look=wanted is not None)


@blueprint.post(f"{PLACE}/<unit>")
@allow("own_shares.set")
@takes(PhasingForm)
def share_months(year: int, row: str, place: int, unit: str) -> ResponseReturnValue:
    """Twelve months by hand, or back to how the row's plan lies; of an approved plan what they do is shown first."""
    share, form = load_share(year, row, place, unit), PhasingForm.posted()
    try:
        values = form.values()
        months = values["months"]
        if share.plan.state == "approved" and months and not form.was_looked_at and None not in months:
            checked_months(share.figure.division, share.figure.stored, share.unit, months)
            return draw_months(share, form, look=True)
        tree = load_plan(year)
        part = part_by_key(tree, share.figure.key)
        if part is None:
            raise NotAllowed("row.unknown")
        set_share_months(actor=current_user, plan=tree, part=part, unit=share.unit, **values)
    except DomainError as error:
        form.refuse(error, stored=share.figure.indicator)
        return draw_months(share, form), error.status
    flash(_("%(key)s: %(unit)s ulushining oylari saqlandi.", key=share.figure.key, unit=share.unit.name), "success")
    return redirect(url_for("plan.shares", year=year, _anchor=f"part-{share.figure.id}"), 303)


def draw_months(share: ShareMonths, form: MonthsForm, *, look: bool = False) -> str:
    """``look``: what the months of the form do is shown, and the next press stores them."""
    wanted = tuple(field.data for field in form.figures)
    whole = look and all(month is not None for month in wanted)
    if whole:
        form.looked_at.process_data(form.typed_months)
    figure, approved = share.figure, share.plan.state == "approved"
    return render_template(
        "plan/share_months.html",
        page_title=_("%(key)s, %(unit)s: ulush oylar boʻyicha", key=figure.key, unit=share.unit.name),
        plan=share.plan,
        figure=figure,
        share=share,
        form=form,
        errors=form.summary,
        theirs=theirs(form, phasing_of(figure.indicator.version, share.stands)),
        ways=[(way, label("phasing_way", way)) for way in share.ways],
        months=share.told(wanted) if whole else [],
        wants_reason=approved,
        looked=whole or not approved,
    )


def load_share(year: int, row: str, place: int, code: str) -> ShareMonths:
    """A share that was set for a unit, in a plan that is not closed, or 404."""
    plan, figure = load_figure(year, row, place)
    unit = unit_by_code(plan.centre_id, code)
    if unit is None or unit.id not in figure.origins or figure.indicator.decimals:
        raise NotAllowed("row.unknown")
    closed = fixed_months(plan) if plan.state == "approved" else set[int]()
    return ShareMonths(plan, figure, unit, frozenset(closed))
