"""A service's own page, built once for all services: its rows of the plan, its month, its registers (screens.md)."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.periods import period_of
from app.domain.registers import REGISTERS
from app.i18n.labels import explain
from app.models import Entry, Part
from app.operations.entries import lock_of, own_units
from app.pages.place import SERVICE_PAGES, Place, ServicePage, load_place, month_links, no_plan, page_name
from app.pages.registers.act import add_register_views
from app.pages.registers.words import part_words
from app.queries.calendar import unit_calendar
from app.queries.registers import RowTotal, card_counts, parts_by_register, row_totals
from app.queries.service import missing_today, month_entries, month_parts, unit_rows
from app.web.calendar_words import off_words
from app.web.cells import figure_text
from app.web.clock import today
from app.web.gate import allow
from app.web.month_state import month_chip


def service_blueprint(page: ServicePage, import_name: str) -> Blueprint:
    """The blueprint of a service: its page and its registers."""
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
    off = off_words(unit_calendar(place.unit, [day.year]), day)
    return render_template(
        "service/page.html",
        page_title=page_name(),
        place=place,
        months=month_links(place, "index"),
        state=month_chip(place.plan, place.unit, place.period, day),
        rows=unit_rows(place.plan, place.unit, place.period, day),
        cells=month_cells(place),
        save_url=url_for("diary.month", month=place.period.key, next=request.full_path.rstrip("?")),
        diary={
            "parts": parts,
            "missing": [] if off else missing,
            "off": off,
            "day": day,
        },
        registers=register_cards(place),
        aside=aside_form(place),
        part_words=part_words,
    )


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


def aside_form(place: Place) -> dict[str, object] | None:
    """What may be set aside for the whole month: the unit's monthly figures and its register rows."""
    if place.plan is None or place.period.kind != "month" or month_lock(place):
        return None
    url = url_for("diary.set_aside", month=place.period.key, unit=place.unit.code, next=request.full_path.rstrip("?"))
    rows = [(part.key, part_words(part)) for part in month_parts(place.plan, place.unit)]
    return {"url": url, "rows": rows, "by_day": False}


def month_lock(place: Place) -> str | None:
    """Why the month takes no figures from this person, or None."""
    assert place.plan is not None
    if not place.may_write:
        return _("faqat oʻqish")
    error = lock_of(current_user, place.plan, place.unit, place.period, today=today(), own=own_units(current_user))
    return explain(error) if error else None


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
                for total in row_totals(place.plan, place.unit, parts.get(code, []), place.period)
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
