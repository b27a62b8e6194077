"""An obligation of one week: its lines without a card, where “nothing was done this week” is said (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass

from flask_login import current_user

from app.domain.errors import DomainError, NotAllowed
from app.domain.periods import Period, month_of, parse_period
from app.models import Obligation, Part, Plan, Unit
from app.pages.month_lock import MonthLock, told
from app.pages.registers.weeks import WeekLine, week_line
from app.queries.cells import lock_of, own_units
from app.queries.plan import deadline_row, is_weekly, parts_of_unit, plan_tree, row_by_key
from app.queries.registers import RegisterMark, fed_by_cards, marks_of
from app.queries.terms import as_of
from app.web.clock import today


@dataclass(frozen=True)
class EmptyWeek:
    """Its lines stand in the plan of the year of its Sunday; ``shut``: why the person cannot write there."""

    plan: Plan
    lines: list[WeekLine]
    shut: MonthLock | None


def week_of(obligation: Obligation) -> EmptyWeek | None:
    """None for other periods, before the week has begun, for who may not write for the unit, and where cards stand on
    all lines or the whole month was said to have none."""
    week = parse_period(obligation.period)
    if week.kind != "week" or week.start > today():
        return None
    plan, unit, month = plan_tree(obligation.centre_id, week.end.year), obligation.unit, month_of(week.end)
    parts = lines_of(plan, unit, obligation.indicator.key, month) if plan is not None else []
    if plan is None or not parts:
        return None
    lock = lock_of(current_user, plan, unit, week, today=today(), own=own_units(current_user))
    if isinstance(lock, NotAllowed):
        return None
    lines = lines_without_cards(parts, unit, week, lock)
    return EmptyWeek(plan, lines, told(lock, plan, unit, month)) if lines else None


def lines_of(plan: Plan, unit: Unit, key: str, month: Period) -> list[Part]:
    """The parts that a unit counts week by week in a month and that follow the deadline of a row then."""
    owner = row_by_key(plan, key)
    parts = [(part, as_of(part.indicator, month.year_month)) for part in parts_of_unit(plan, unit, month)]
    return [part for part, row in parts if owner and is_weekly(row) and deadline_row(row).id == owner.id]


def lines_without_cards(parts: list[Part], unit: Unit, week: Period, lock: DomainError | None) -> list[WeekLine]:
    month = month_of(week.end)
    marks, fed = marks_of(unit, parts, month), fed_by_cards(unit, parts, week)
    return [
        week_line(part, unit, week, marks.get((part.id, week.key), RegisterMark()), can_say=lock is None)
        for part in parts
        if part.key not in fed and not marks.get((part.id, month.key), RegisterMark()).is_none
    ]
