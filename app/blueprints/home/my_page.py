"""My page: the one thing to do now, then how it stands (screens.md “My page”). What it shows follows from what the
reader may do and for which units he comes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.blueprints.home.answers import answers, gathered_words
from app.blueprints.home.keeping import facts_of, open_steps, own_steps
from app.blueprints.home.leading import LED, behind_of, to_do
from app.blueprints.home.measures import measure_charts, plan_at_hand
from app.blueprints.home.team import BlankBefore, blank_of, team_of
from app.blueprints.home.views import blueprint
from app.blueprints.home.waited import MONTH_AHEAD, handed_in_early, waited_for
from app.domain.duties import AMEND_AGAIN, AMEND_LEFT, HAND_IN, LOOKED_AT, RETURNED, Duty
from app.domain.periods import month_of, parse_period, period_of_month
from app.domain.permissions import may
from app.i18n.formats import format_date
from app.models import Plan, Unit
from app.pages.duty_words import duty_words, place_of, units_of
from app.pages.own_shares import OwnLine, own_lines
from app.pages.today import today_cells
from app.queries.consolidation import Consolidation, consolidate
from app.queries.day_figures import AskedMonth, DayFigures, day_figures
from app.queries.diary import day_parts
from app.queries.duties import duties, everybody_as, of_person, owing_units
from app.queries.exceptions import OpenException, exceptions_for
from app.queries.hand_ins import months_waiting
from app.queries.home import glance, pace_counts
from app.queries.measures import main_measures
from app.queries.owing import owing_years
from app.queries.plan import month_shown, plan_tree, to_check
from app.queries.units import all_units, span_of
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale

MOST_MONTHS = 3  # whose blank days a first page names; it counts the months behind them


@blueprint.get("/")
@allow("home.view")
def index() -> ResponseReturnValue:
    day, rights = today(), current_user.rights
    plan = plan_tree(current_user.centre_id, day.year)
    wide = may(rights, "home.answers")
    owing = everybody_as(current_user) if wide else of_person(current_user)
    found = duties(current_user.centre_id, owing, day, last=day + MONTH_AHEAD)
    units = owing_units(current_user)
    whole = wide or may(rights, "home.leading")
    looked = plan_at_hand(day) if whole else plan  # in January the centre still looks at the year that it hands in
    seen = year_so_far(looked, day) if units or whole else None
    mine = seen if looked is plan else year_so_far(plan, day)
    context = {**own_work(plan, units, found, mine, day), **centre_work(looked, found, seen, day)}
    title = f"{format_date(day, locale(), 'day-month')}, {format_date(day, locale(), 'weekday')}"
    return render_template("home/page.html", page_title=title, plan=plan, day=day, **context)


def year_so_far(plan: Plan | None, day: date) -> Consolidation | None:
    return consolidate(plan, parse_period(str(plan.year)), today=day, view="months") if plan is not None else None


def own_work(
    plan: Plan | None, units: Sequence[Unit], found: Sequence[Duty], result: Consolidation | None, day: date
) -> dict[str, object]:
    """What the reader's units write today and what is waited for from them."""
    if not units:
        return {"own": [], "team": None, "waited": None, "lines": []}
    ids = {unit.id for unit in units}
    owed = [duty for duty in found if duty.unit_id in ids and not duty.permission]
    months = [AskedMonth(plan, month_of(day), units)] if plan is not None else []
    due, waiting = to_be_handed_in(owed, day), months_waiting(by_day(plan, units))
    behind = [due[month] for month in sorted(due)[MOST_MONTHS:]]
    read = day_figures([*months, *months_before(units, due, waiting, day)], day)
    figures, written = (read[0], read[1:]) if months else (None, read)
    before = BlankBefore(written, behind, list(due.values()), waiting)
    team = None
    if figures is not None and sum(1 for unit in units if figures.parts[unit.id]) > 1:
        team = team_of(current_user, figures, before, units, owed, day)
    return {
        "own": own_units_today(units, figures, before, day) if team is None else [],
        "team": team,
        "waited": waited_for(
            owed,
            units_of(current_user.centre_id),
            day,
            exceptions_for(current_user.centre_id, ids, day),
            handed_in_early(units, waiting, day),
        ),
        "lines": own_rows(result, units, day),
    }


def by_day(plan: Plan | None, units: Sequence[Unit]) -> list[Unit]:
    """The units that can have blank days: they count something by the day, as far as the running year tells."""
    return [unit for unit in units if plan is None or day_parts(plan, unit)]


def to_be_handed_in(owed: Sequence[Duty], day: date) -> dict[int, set[int]]:
    """The months that are over and owed → the ids of the units that owe them."""
    owing: dict[int, set[int]] = {}
    for duty in owed:
        month = parse_period(duty.period)
        if duty.kind in (HAND_IN, RETURNED) and month.end < day and duty.unit_id is not None:
            owing.setdefault(month.year_month, set()).add(duty.unit_id)
    return owing


def months_before(
    units: Sequence[Unit], due: Mapping[int, set[int]], waiting: Collection[tuple[int, int]], day: date
) -> list[AskedMonth]:
    """The months before this one whose blank days are named, the oldest first: some of those that are owed, and some of
    those that wait for the decision, of which days may be blank that came after the hand-in."""
    asked = {number: set(due[number]) for number in sorted(due)[:MOST_MONTHS]}
    over = sorted({number for _unit_id, number in waiting if number < month_of(day).year_month})[:MOST_MONTHS]
    for unit_id, number in waiting:
        if number in over:
            asked.setdefault(number, set()).add(unit_id)
    found = []
    for number in sorted(asked):
        month = period_of_month(number)
        plan = plan_tree(current_user.centre_id, month.year)
        if plan is not None:
            found.append(AskedMonth(plan, month, [unit for unit in units if unit.id in asked[number]]))
    return found


def own_units_today(
    units: Sequence[Unit], figures: DayFigures | None, before: BlankBefore, day: date
) -> list[dict[str, object]]:
    """One's units with today's cells and the days that are still blank; one that has ended as long as it owes."""
    month = month_shown(current_user.centre_id, day).key
    owing = {unit_id for one in before.months for unit_id in one.units}
    return [
        {
            "unit": unit,
            "cells": today_cells(figures, unit, day, current_user) if figures else [],
            "blank": blank_of(unit, figures, before, day),
            "asks_today": figures is not None and day in figures.asked[unit.id],
            "save_url": url_for("diary.save", month=month, unit=unit.code, next=url_for("home.index")),
            "diary_url": url_for("diary.month", month=month, unit=unit.code),
            "page_url": url_for(f"{unit.page}.index", unit=unit.code, month=None if figures else month),
        }
        for unit in units
        if span_of(unit).holds(month_of(day).year_month) or unit.id in owing
    ]


def own_rows(result: Consolidation | None, units: Sequence[Unit], day: date) -> list[OwnLine]:
    """The rows that the reader's units count: what these have done, against their own share."""
    if result is None or may(current_user.rights, "home.answers"):
        return []
    ids = {unit.id for unit in units}
    own = consolidate(result.plan, result.period, today=day, unit_ids=ids, figures=result.figures)
    return list(own_lines(result, own, ids))


def centre_work(plan: Plan | None, found: Sequence[Duty], result: Consolidation | None, day: date) -> dict[str, object]:
    """The centre as those see it who gather, lead, keep or inspect it."""
    rights, units = current_user.rights, units_of(current_user.centre_id)
    context: dict[str, object] = {"looked": plan}
    if may(rights, "home.answers"):
        context |= {
            "answers": answers(found, units, day),
            "review_href": first_review(found, day),
        }
        if plan is not None and result is not None:
            context |= gathering(plan, found, result)
    if may(rights, "plan.edit"):
        context["unfinished"] = [
            (duty_words(duty), place_of(duty, units, day), duty.note)
            for duty in found
            if duty.kind in (AMEND_AGAIN, AMEND_LEFT)
        ]
    if may(rights, "home.leading"):
        led = [duty for duty in found if duty.permission in LED and not duty.own and may(rights, duty.permission)]
        context["to_do"] = to_do(led, units, day)
        context["behind"] = behind_of(current_user.centre_id, result, units, day)
        if result is not None:
            former = plan_tree(result.plan.centre_id, result.plan.year - 1)
            context["measures"] = measure_charts(main_measures(result, former, day))
    if may(rights, "exceptions.manage"):
        context["opened"] = opened_of_others(day)
    if may(rights, "system.view"):
        context |= {"facts": facts_of(current_user), "steps": open_steps(current_user, day)}
    else:
        context["steps"] = own_steps(current_user, day)
    return context


def opened_of_others(day: date) -> list[OpenException]:
    """What is open for a while with its end, for those who open months; of their own units it stands in their list."""
    own = {unit.id for unit in owing_units(current_user)}
    every = exceptions_for(current_user.centre_id, {unit.id for unit in all_units(current_user.centre_id)}, day)
    return [one for one in every if one.unit_id not in own]


def gathering(plan: Plan, found: Sequence[Duty], result: Consolidation) -> dict[str, object]:
    """How far the month that is gathered has come, and the year by sections."""
    points = to_check(plan) if may(current_user.rights, "plan.edit") else []
    return {
        "gathered": gathered_words(found, owing_years(plan.centre_id)),
        "sections": glance(result),
        "counts": pace_counts(result),
        "to_check": len(points),
        "to_check_rows": len({point.row.key for point in points}),
    }


def first_review(found: Sequence[Duty], day: date) -> str | None:
    """Where the review begins, for who may look at a month."""
    waiting = [
        duty for duty in found if duty.kind in LOOKED_AT and not duty.own and may(current_user.rights, duty.permission)
    ]
    return place_of(waiting[0], units_of(current_user.centre_id), day) if waiting else None
