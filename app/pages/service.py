"""A service's own page, built once for all services: its rows of the plan, its month, its registers (screens.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.completeness import weeks_of
from app.domain.errors import DomainError, NotAllowed
from app.domain.periods import month_of, period_of
from app.domain.registers import REGISTERS
from app.domain.row_rules import COUNTS
from app.domain.services import SERVICES
from app.forms.base import takes
from app.forms.cells import AsideForm
from app.i18n.labels import label
from app.i18n.opening_words import stretches_words
from app.models import Entry, Indicator, Part, Plan
from app.pages.aside import set_aside
from app.pages.calendar_words import off_words
from app.pages.cells import figure_text
from app.pages.month_state import month_chip
from app.pages.place import Place, load_place, month_links, no_plan, page_name
from app.pages.registers.act import add_register_views
from app.pages.registers.weeks import week_line
from app.pages.row_names import figure_name, part_name, row_name
from app.queries.calendar import unit_calendar
from app.queries.consolidation import PartFigures
from app.queries.plan import is_weekly
from app.queries.registers import RegisterMark, RowTotal, card_counts, marks_of, parts_by_register, row_totals
from app.queries.service import UnitRow, missing_today, month_entries, month_parts, unit_rows
from app.queries.terms import as_of
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale


def service_blueprint(code: str, import_name: str) -> Blueprint:
    """The blueprint of a service: its page and its registers."""
    blueprint = Blueprint(code, import_name, url_prefix=f"/{SERVICES[code].address}")
    blueprint.add_url_rule("/", "index", index, methods=["GET"])
    blueprint.add_url_rule("/aside", "set_month_aside", set_month_aside, methods=["POST"])
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
    return service_page(place, place.plan)


@allow("entries.write")
@takes(AsideForm)
def set_month_aside() -> ResponseReturnValue:
    """Set a figure or a register's row aside for the whole month, with the reason."""
    place = load_place() or abort(404)
    plan = place.plan or abort(404)
    if place.period.kind != "month":
        abort(404)
    form = AsideForm.posted(rows=rows_to_set_aside(place))
    try:
        set_aside(form, plan, place.unit, place.period)
    except NotAllowed:
        raise
    except DomainError as error:
        return service_page(place, plan, form.refuse(error)), error.status
    flash(_("Qoʻllanilmaydi deb belgilandi."), "success")
    return redirect(url_for(".index", **place.query), 303)


def service_page(place: Place, plan: Plan, aside: AsideForm | None = None) -> str:
    day = today()
    return render_template(
        "service/page.html",
        page_title=page_name(),
        place=place,
        months=month_links(place, "index"),
        state=month_chip(plan, place.unit, place.period, day),
        rows=row_lines(plan, unit_rows(plan, place.unit, place.period, day)),
        cells=month_cells(place),
        save_url=url_for("diary.month", month=place.period.key, next=request.full_path.rstrip("?")),
        diary=diary_today(place, plan),
        registers=register_cards(place),
        aside=aside or AsideForm(rows=rows_to_set_aside(place)),
        aside_url=url_for(".set_month_aside", **place.query),
        errors=aside.summary if aside else [],
    )


def diary_today(place: Place, plan: Plan) -> dict[str, object] | None:
    """What the diary wants of the unit today: rows without a figure, unless it is a day off. None: no diary."""
    day = today()
    parts, missing = missing_today(plan, place.unit, period_of("day", day))
    if not parts:
        return None
    off = off_words(unit_calendar(place.unit, [day.year]), day)
    month = place.period if place.period.kind == "month" else month_of(day)
    return {
        "off": off,
        "missing": [] if off else [figure_name(part) for part in missing],
        "href": url_for("diary.month", month=month.key, unit=place.unit.code),
    }


@dataclass(frozen=True)
class RowLine:
    """One figure of the plan on a service's page: the unit's own against its own share, and the centre's against the
    centre's plan. ``words``: the row where this is its ``first`` figure, else only what the figure is called."""

    key: str
    href: str
    title: str
    words: str
    first: bool
    measure: str
    counts: bool
    share: str
    own: PartFigures
    centre: PartFigures
    apart: str  # months known for the centre only, before it began; they are no part of ``own``


def row_lines(plan: Plan, rows: Iterable[UnitRow]) -> list[RowLine]:
    """The unit's rows of the plan as the page shows them, in the paper's order."""
    lines, above = [], None
    for one in rows:
        row = one.row
        lines.append(
            RowLine(
                key=one.centre.key,
                href=url_for("plan.row", year=plan.year, row=row.key),
                title=row.name or "",
                words=figure_words(row, one.centre.key, first=row.id != above),
                first=row.id != above,
                measure=(row.measure or "").lower(),
                counts=one.share == COUNTS,
                share=label("share", one.share).lower(),
                own=one.own,
                centre=one.centre,
                apart=stretches_words(one.own.apart, locale()),
            )
        )
        above = row.id
    return lines


def figure_words(row: Indicator, key: str, *, first: bool) -> str:
    """The row's short name, behind it or on a further line of the same row what this figure of its cell is called."""
    part = next((part for part in row.parts if part.key == key and part.place), None)
    if part is None:
        return row_name(row)
    return figure_name(part) if first else part_name(part)


def month_cells(place: Place) -> list[dict[str, object]]:
    """The unit's figures for the month, as cells that save themselves."""
    assert place.plan is not None
    if place.period.kind != "month":
        return []
    parts = month_parts(place.plan, place.unit, place.month)
    entries = month_entries(place.plan, place.unit, parts, place.period)
    before = month_entries(place.plan, place.unit, parts, place.period.previous)
    lock = place.month_lock
    return [
        month_cell(place, part, entries.get(part.id), before.get(part.id), lock, number)
        for number, part in enumerate(parts, 1)
    ]


def month_cell(
    place: Place, part: Part, entry: Entry | None, before: Entry | None, lock: str | None, number: int
) -> dict[str, object]:
    words = figure_name(part)
    measure = part.indicator.measure or (part.indicator.parent.measure if part.indicator.parent else None)
    last_month = figure_text(before)
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
        "hint": _("oʻtgan oy: %(value)s", value=last_month) if last_month else None,
    }


def rows_to_set_aside(place: Place) -> list[tuple[str, str]]:
    """What may be set aside for the whole month: the unit's monthly figures, while they can be written."""
    if place.plan is None or place.period.kind != "month" or place.month_lock:
        return []
    return [(part.key, figure_name(part)) for part in month_parts(place.plan, place.unit, place.month)]


def register_cards(place: Place) -> list[dict[str, object]]:
    """The unit's registers in the page's order: how many cards this month, what they add to each row."""
    assert place.plan is not None
    parts, counts = parts_by_register(place.plan, place.unit, place.period), card_counts(place.unit, place.period)
    fed = [part for some in parts.values() for part in some]
    is_month = place.period.kind == "month"
    marks = marks_of(place.unit, fed, place.period) if is_month else {}
    open_now = is_month and place.month_lock is None
    totals = {total.part.id: total for total in row_totals(place.plan, place.unit, fed, place.period)}
    return [
        {
            "code": code,
            "href": url_for(".register", slug=REGISTERS[code].slug, **place.query),
            "add_href": url_for(".register", slug=REGISTERS[code].slug, **place.query) + "#card-form",
            "count": counts.get(code, 0),
            "rows": [register_row(place, totals[part.id], marks, open_now) for part in parts.get(code, [])],
            "none_url": url_for(".no_activity", slug=REGISTERS[code].slug, **place.query),
        }
        for code in registers_in_order(place.service.registers, set(parts) | set(counts))
    ]


def register_row(
    place: Place, total: RowTotal, marks: Mapping[tuple[int, str], RegisterMark], open_now: bool
) -> dict[str, object]:
    """One row that a register feeds. Where nothing was done this month, or in one of its weeks, that can be said."""
    mark = marks.get((total.part.id, place.period.key), RegisterMark())
    none = mark.is_none and not total.cards
    weeks = weeks_of(place.period) if place.period.kind == "month" and not none else ()
    row = as_of(total.part.indicator, place.month.year_month)
    return {
        "key": total.part.key,
        "words": figure_name(total.part),
        "cards": total.cards,
        "amount": total.amount,
        "none": none,
        "cell": f"{total.part.key}|{place.unit.code}|{place.period.key}",
        "version": mark.version,
        "can_say_none": open_now and not total.cards,
        "weeks": [
            week_line(
                total.part, place.unit, week, marks.get((total.part.id, week.key), RegisterMark()), can_say=open_now
            )
            for week in (weeks if is_weekly(row) else ())
            if week.start <= today() and not any(week.start <= day <= week.end for day in total.days)
        ],
    }


def registers_in_order(usual: tuple[str, ...], used: set[str]) -> list[str]:
    """The registers that a page shows: those in use, in the page's own order, then the others."""
    return [code for code in (*usual, *(code for code in REGISTERS if code not in usual)) if code in used]
