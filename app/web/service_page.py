"""A service's own page, built once for all services: its rows of the plan, its month, its registers (screens.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError, Invalid, NotAllowed
from app.domain.holidays import holidays_of
from app.domain.periods import Period, month_of, parse_period, period_of
from app.domain.registers import REGISTERS
from app.i18n.labels import explain, label
from app.models import Entry, Part, Plan, Unit
from app.operations.entries import lock_of, own_units
from app.queries.plan import plan_of, plan_years
from app.queries.registers import RowTotal, card_counts, parts_by_register, row_totals
from app.queries.service import missing_today, month_entries, month_parts, unit_rows, units_of_page
from app.web.cells import figure_text
from app.web.clock import today
from app.web.gate import allow
from app.web.register_forms import part_words

SUNDAY = 6


@dataclass(frozen=True)
class ServicePage:
    """What makes a service's page its own: its name (also that of the blueprint), a sentence about its work, and the
    registers that it uses most, in their order."""

    name: str
    lead: str
    registers: tuple[str, ...]


SERVICE_PAGES: dict[str, ServicePage] = {}


@dataclass
class Place:
    """Where a person is: which page, which of its units, which month or year, and that year's plan."""

    page: ServicePage
    units: list[Unit]
    writable: set[int]
    unit: Unit
    period: Period
    plan: Plan | None
    lock: DomainError | None = None
    tabs: list[dict[str, object]] = field(default_factory=list)

    @property
    def may_write(self) -> bool:
        return self.unit.id in self.writable

    @property
    def query(self) -> dict[str, str]:
        """The part of the address that keeps the place."""
        return {"unit": self.unit.code, "year" if self.period.kind == "year" else "month": self.period.key}


def service_blueprint(page: ServicePage, import_name: str) -> Blueprint:
    """The blueprint of a service: its page and its registers."""
    from app.web.register_pages import add_register_views

    SERVICE_PAGES[page.name] = page
    blueprint = Blueprint(page.name, import_name, url_prefix=f"/{page.name.replace('_', '-')}")
    blueprint.add_url_rule("/", "index", index, methods=["GET"])
    add_register_views(blueprint)
    return blueprint


@allow("service.view")
def index() -> ResponseReturnValue:
    """The page of a service for one of its units and one month."""
    place = load_place()
    if place is None:
        return render_template("service/no_units.html", page_title=page_name())
    if place.plan is None:
        return no_plan(place)
    day = today()
    parts, missing = missing_today(place.plan, place.unit, period_of("day", day))
    return render_template(
        "service/page.html",
        page_title=page_name(),
        place=place,
        months=month_links(place, "index"),
        rows=unit_rows(place.plan, place.unit, place.period, day),
        cells=month_cells(place),
        save_url=url_for("diary.month", month=place.period.key, next=request.full_path.rstrip("?")),
        diary={"parts": parts, "missing": missing if is_working(day) else [], "day": day},
        registers=register_cards(place),
        part_words=part_words,
    )


def load_place(unit_code: str | None = None) -> Place | None:
    """The place that the address names; None when the page has no unit yet.

    Raises NotAllowed for a unit of another page and for a month that is none.
    """
    page = SERVICE_PAGES[request.blueprint or ""]
    units, writable = units_of_page(current_user, page.name)
    if not units:
        return None
    unit = chosen_unit(units, writable, unit_code or request.args.get("unit"))
    period = chosen_period()
    plan = plan_of(current_user.centre_id, period.year)
    place = Place(page, units, writable, unit, period, plan)
    if plan is not None and place.may_write:
        day = min(today(), date(plan.year, 12, 31))
        place.lock = lock_of(
            current_user, plan, unit, period_of("day", day), today=today(), own=own_units(current_user)
        )
    shown = [other for other in units if other.id in writable or other.id == unit.id] if writable else units
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
        found = next((unit for unit in units if unit.code == code), None)
        if found is None:
            raise NotAllowed("unit.unknown")
        return found
    own = {unit.id for unit in current_user.units}
    return min(units, key=lambda unit: (unit.id not in own, unit.id not in writable))


def chosen_period() -> Period:
    """``month=2025-11`` or ``year=2025``; without either today's month."""
    key, kind = request.args.get("month"), "month"
    if key is None and "year" in request.args:
        key, kind = request.args["year"], "year"
    if key is None:
        return month_of(today())
    try:
        period = parse_period(key)
    except Invalid:
        raise NotAllowed("period.unknown", key=key) from None
    if period.kind != kind:
        raise NotAllowed("period.unknown", key=key)
    return period


def page_name() -> str:
    return label("page", SERVICE_PAGES[request.blueprint or ""].name)


def no_plan(place: Place) -> str:
    """There is no plan of that year: say so, and where there is one."""
    return render_template(
        "service/no_plan.html",
        page_title=page_name(),
        place=place,
        years=plan_years(current_user.centre_id),
    )


def month_links(place: Place, endpoint: str, **values: object) -> dict[str, object]:
    """The ways to the month before and behind, and to the whole year."""

    def href(period: Period) -> str:
        key = "year" if period.kind == "year" else "month"
        return url_for(f".{endpoint}", **values, unit=place.unit.code, **{key: period.key})

    year = parse_period(str(place.period.year))
    return {
        "previous": {"href": href(place.period.previous), "key": place.period.previous.key},
        "next": {"href": href(place.period.next), "key": place.period.next.key},
        "months": [{"href": href(month), "key": month.key, "current": month == place.period} for month in year.months],
        "year": {"href": href(year), "key": year.key, "current": place.period.kind == "year"},
    }


def month_cells(place: Place) -> list[dict[str, object]]:
    """The unit's figures for the month, as cells that save themselves."""
    assert place.plan is not None
    if place.period.kind != "month":
        return []
    parts = month_parts(place.plan, place.unit)
    entries = month_entries(place.plan, place.unit, parts, place.period)
    before = month_entries(place.plan, place.unit, parts, place.period.previous)
    lock = month_lock(place)
    return [
        month_cell(place, part, entries.get(part.id), before.get(part.id), lock, number)
        for number, part in enumerate(parts, 1)
    ]


def month_cell(
    place: Place, part: Part, entry: Entry | None, before: Entry | None, lock: str | None, number: int
) -> dict[str, object]:
    words = part_words(part)
    measure = part.indicator.measure or (part.indicator.parent.measure if part.indicator.parent else None)
    former = figure_text(before)
    return {
        "cell_key": f"{part.key}|{place.unit.code}|{place.period.key}",
        "id": f"month-{number}",
        "label": words,
        "sub": f"{part.key} · {measure.lower()}" if measure else part.key,
        "text": figure_text(entry),
        "version": entry.version if entry else 0,
        "state": entry.state if entry else "empty",
        "locked": lock,
        "error": None,
        "typed": None,
        "last_year": None,
        "hint": _("oʻtgan oy: %(value)s", value=former) if former else None,
    }


def month_lock(place: Place) -> str | None:
    """Why the month takes no figures from this person, or None."""
    assert place.plan is not None
    if not place.may_write:
        return _("faqat oʻqish")
    error = lock_of(current_user, place.plan, place.unit, place.period, today=today(), own=own_units(current_user))
    return explain(error) if error else None


def is_working(day: date) -> bool:
    return day.weekday() != SUNDAY and day not in {holiday.day for holiday in holidays_of(day.year)}


def register_cards(place: Place) -> list[dict[str, object]]:
    """The unit's registers in the page's order: how many cards this month, what they add to each row."""
    assert place.plan is not None
    parts, counts = parts_by_register(place.plan, place.unit), card_counts(place.unit, place.period)
    entries: dict[int, Entry] = {}
    if place.period.kind == "month":
        entries = month_entries(
            place.plan, place.unit, [part for some in parts.values() for part in some], place.period
        )
    open_now = place.period.kind == "month" and month_lock(place) is None
    return [
        {
            "code": code,
            "href": url_for(".register", slug=REGISTERS[code].slug, **place.query),
            "add_href": url_for(".register", slug=REGISTERS[code].slug, **place.query) + "#card-form",
            "count": counts.get(code, 0),
            "rows": [
                register_row(place, total, entries.get(total.part.id), open_now)
                for total in row_totals(place.unit, parts.get(code, []), place.period)
            ],
            "none_url": url_for(".no_activity", slug=REGISTERS[code].slug, **place.query),
        }
        for code in registers_in_order(place.page.registers, set(parts) | set(counts))
    ]


def register_row(place: Place, total: RowTotal, entry: Entry | None, open_now: bool) -> dict[str, object]:
    """One row that a register feeds. Where nothing was done this month, that can be said."""
    none = entry is not None and entry.state == "no_activity"
    return {
        "key": total.part.key,
        "words": part_words(total.part),
        "cards": total.cards,
        "amount": total.amount,
        "none": none and not total.cards,
        "cell": f"{total.part.key}|{place.unit.code}|{place.period.key}",
        "version": entry.version if entry else 0,
        "can_say_none": open_now and not total.cards,
    }


def registers_in_order(usual: tuple[str, ...], used: set[str]) -> list[str]:
    """The registers that a page shows: those in use, in the page's own order, then the others."""
    return [code for code in (*usual, *(code for code in REGISTERS if code not in usual)) if code in used]
