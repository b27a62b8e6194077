"""My page: what a person came to do today (screens.md)."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.blueprints.home.views import blueprint
from app.domain.periods import month_of, parse_period
from app.domain.permissions import may
from app.i18n.formats import format_date
from app.models import Plan
from app.pages.due_words import due_card
from app.pages.month_state import owed_chips
from app.pages.today import today_cells
from app.queries.consolidation import RowFigures, consolidate
from app.queries.deadlines import owing_units
from app.queries.home import pace_counts, rows_behind, units_in_month
from app.queries.plan import plan_tree, to_check
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale


@blueprint.get("/")
@allow("home.view")
def index() -> ResponseReturnValue:
    day = today()
    plan = plan_tree(current_user.centre_id, day.year)
    own = own_units_today(plan)
    context: dict[str, object] = {"lines": [], "counts": None, "months": [], "to_check": 0}
    if plan is not None:
        context = overview(plan) if may(current_user.role, "home.overview") else {**context, "lines": own_lines(plan)}
    context |= due_card(current_user, day)
    title = f"{format_date(day, locale(), 'day-month')}, {format_date(day, locale(), 'weekday')}"
    return render_template("home/page.html", page_title=title, plan=plan, day=day, own=own, **context)


def own_units_today(plan: Plan | None) -> list[dict[str, object]]:
    """One's units with today's cells and the months to hand in.

    Before the new year's plan stands there are no cells, and only units that still owe a month of the old year.
    """
    day = today()
    month = month_of(day).key if plan else f"{day.year - 1}-12"
    units = owing_units(current_user)
    chips = owed_chips(current_user.centre_id, units, day)
    return [
        {
            "unit": unit,
            "chips": chips[unit.id],
            "cells": today_cells(plan, unit, day, current_user) if plan else [],
            "save_url": url_for("diary.save", month=month, unit=unit.code, next=url_for("home.index")),
            "diary_url": url_for("diary.month", month=month, unit=unit.code),
            "page_url": url_for(f"{unit.page}.index", unit=unit.code, month=None if plan else month),
        }
        for unit in units
        if plan or chips[unit.id]
    ]


def own_lines(plan: Plan) -> list[RowFigures]:
    """The rows that name the person's units, with what the whole centre has done: the plan is everybody's."""
    ids = {unit.id for unit in owing_units(current_user)}
    if not ids:
        return []
    result = consolidate(plan, parse_period(str(plan.year)), today=today())
    named = {r.indicator_id for s in plan.sections for row in s.indicators for r in row.responsible if r.unit_id in ids}
    return [line for section in result.sections for line in section.rows if line.row.id in named]


def overview(plan: Plan) -> dict[str, object]:
    result = consolidate(plan, parse_period(str(plan.year)), today=today())
    return {
        "lines": rows_behind(result),
        "counts": pace_counts(result),
        "months": units_in_month(plan, month_of(today()).year_month),
        "to_check": len(to_check(plan)),
    }
