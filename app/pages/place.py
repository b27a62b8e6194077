"""Where a person is among the services: which page, which of its units, which month or year, and that year's plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError, NotAllowed
from app.domain.periods import Period, month_of, parse_period
from app.domain.registers import LETTERS, REGISTERS
from app.domain.services import SERVICES, Service
from app.i18n.labels import explain, label
from app.models import Plan, Unit
from app.pages.month_lock import MonthLock, told
from app.pages.no_plan import no_plan_page
from app.queries.cells import lock_of
from app.queries.months import MonthState, month_state
from app.queries.plan import month_shown, plan_tree, takes_cards
from app.queries.service import units_of_page
from app.queries.units import looked_at, unit_with_code
from app.web.address import period_of_key
from app.web.clock import today


@dataclass
class Place:
    """Where a person is: which page, which of its units, which month or year, and that year's plan."""

    service: Service
    units: list[Unit]
    writable: set[int]
    unit: Unit
    period: Period
    plan: Plan | None
    tabs: list[dict[str, object]] = field(default_factory=list)

    @property
    def may_write(self) -> bool:
        return self.unit.id in self.writable

    @property
    def month(self) -> Period:
        """The month that is shown; of a year the one that runs in it."""
        return self.period if self.period.kind == "month" else month_of(min(today(), self.period.end))

    @property
    def month_lock(self) -> str | None:
        """Why the month takes no figures from this person, or None."""
        if not self.may_write or self.plan is None:
            return _("faqat oʻqish")
        return explain(self.month_error) if self.month_error else None

    @cached_property
    def standing(self) -> MonthState:
        """Where the unit's month stands; read once for all that the page draws of it."""
        return month_state(self.unit, self.month.year_month, today())

    @cached_property
    def month_error(self) -> DomainError | None:
        """The same as a refusal; judged once for all that the page draws."""
        assert self.plan is not None
        own, stands = self.writable, self.standing
        return lock_of(current_user, self.plan, self.unit, self.month, today=today(), own=own, month=stands)

    @property
    def shut(self) -> MonthLock | None:
        """The same for a notice; None for who only reads."""
        if not self.may_write or self.plan is None:
            return None
        return told(self.month_error, self.plan, self.unit, self.month)

    @property
    def query(self) -> dict[str, Any]:
        """The part of the address that keeps the place."""
        return {"unit": self.unit.code, "year" if self.period.kind == "year" else "month": self.period.key}


def load_place(unit_code: str | None = None) -> Place | None:
    """The place that the address names; None when the page has no unit yet.

    Raises NotAllowed for a unit of another page and for a month that is none.
    """
    service = SERVICES[request.blueprint or ""]
    units, writable = units_of_page(current_user, service.code)
    if not units:
        return None
    unit = chosen_unit(units, writable, unit_code or request.args.get("unit"))
    period = chosen_period()
    plan = plan_tree(current_user.centre_id, period.year)
    place = Place(service, units, writable, unit, period, plan)
    offered = {other.id for other in looked_at(current_user, units)}
    shown = [other for other in units if other.id in offered or other.id == unit.id]
    slug = (request.view_args or {}).get("slug")
    endpoint, values = (".register", {"slug": slug}) if slug else (".index", {})
    place.tabs = [
        {
            "href": url_for(endpoint, **values, **{**place.query, "unit": other.code}),
            "label": other.name,
            "current": other.id == unit.id,
        }
        for other in shown
    ]
    return place


def chosen_unit(units: list[Unit], writable: set[int], code: str | None) -> Unit:
    if code:
        found = unit_with_code(units, code)
        if found is None:
            raise NotAllowed("unit.unknown")
        return found
    own = {unit.id for unit in current_user.units}
    return min(units, key=lambda unit: (unit.id not in own, unit.id not in writable))


def chosen_period() -> Period:
    """``month=2025-11`` or ``year=2025``; without either the month with which pages open."""
    if "month" in request.args:
        return period_of_key(request.args["month"], {"month"})
    if "year" in request.args:
        return period_of_key(request.args["year"], {"year"})
    return month_shown(current_user.centre_id, today())


def page_name() -> str:
    return label("page", request.blueprint or "")


def no_plan(place: Place) -> str:
    """There is no plan of that year: say so, where there is one, and that its letters are written all the same."""
    slug, letters = (request.view_args or {}).get("slug"), REGISTERS[LETTERS].slug
    endpoint, values = (".register", {"slug": slug}) if slug else (".index", {})
    more = []
    if takes_cards(place.unit.centre_id, place.period.year, letters=True):
        more = [(label("register", LETTERS), url_for(".register", slug=letters, **place.query))]
    return no_plan_page(
        page_name(), place.period.year, lambda year: url_for(endpoint, **values, unit=place.unit.code, year=year), more
    )


def month_links(place: Place, endpoint: str, **values: Any) -> dict[str, object]:
    """The ways to the month before and behind, and to the whole year."""

    def href(period: Period) -> str:
        key = "year" if period.kind == "year" else "month"
        span: dict[str, Any] = {key: period.key}
        return url_for(f".{endpoint}", **values, unit=place.unit.code, **span)

    year = parse_period(str(place.period.year))
    return {
        "previous": {"href": href(place.period.previous), "key": place.period.previous.key},
        "next": {"href": href(place.period.next), "key": place.period.next.key},
        "months": [{"href": href(month), "key": month.key, "current": month == place.period} for month in year.months],
        "year": {"href": href(year), "key": year.key, "current": place.period.kind == "year"},
    }
