"""The month grid of a unit, read for its template: days down, measures across (screens.md “Diary”)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import request, url_for

from app.domain.errors import DomainError
from app.domain.periods import Period, month_of, parse_period, period_of
from app.i18n.formats import format_date
from app.i18n.labels import explain, label
from app.models import Entry, Part, Person, Plan, Unit
from app.operations.entries import Refusal
from app.pages.calendar_words import day_words
from app.pages.cells import figure_text, total_text
from app.pages.grid import Column, Grid, GridCell, GridDay, Sum
from app.pages.month_lock import month_lock
from app.pages.row_names import figure_name
from app.queries.calendar import unit_calendar
from app.queries.cells import lock_of, own_units
from app.queries.diary import cells_of, day_parts, totals_of
from app.queries.former import former_part
from app.queries.month_facts import last_year_totals
from app.queries.months import month_state
from app.queries.plan import plan_tree
from app.queries.row_names import NamedFigure
from app.queries.units import all_units
from app.web.page import locale


def units_with_diary(plan: Plan) -> list[Unit]:
    """The units that count something by the day."""
    return [unit for unit in all_units(plan.centre_id) if day_parts(plan, unit)]


def month_grid(
    plan: Plan, unit: Unit, period: Period, *, actor: Person, today: date, refusals: Sequence[Refusal]
) -> Grid:
    """One unit's month; a cell that was refused keeps what was typed and says why."""
    parts = day_parts(plan, unit, month_of(period.start))
    entries = cells_of(plan, unit, period, parts, "day")
    before = last_year_texts(plan, unit, period, parts)
    refused = {refusal.key: refusal for refusal in refusals}
    own = own_units(actor)
    calendar = unit_calendar(unit, [plan.year])
    stands = month_state(unit, period.year_month, today)
    locks: dict[str, str] = {}  # one sentence for each reason, however many days it locks
    days = []
    for number in range((period.end - period.start).days + 1):
        day = period.start + timedelta(days=number)
        error = lock_of(actor, plan, unit, period_of("day", day), today=today, own=own, month=stands)
        reason = lock_words(error, locks) if error else None
        cells = [
            grid_cell(part, unit, day, entries, before.get((part.key, number + 1), ""), reason, refused)
            for part in parts
        ]
        days.append(
            GridDay(
                date=day.isoformat(),
                id=f"d{day.day}",
                weekday=format_date(day, locale(), "weekday"),
                label=str(day.day),
                is_off=not calendar.is_working(day),
                is_today=day == today,
                is_future=day > today,
                holiday=day_words(calendar, day),
                cells=cells,
            )
        )
    sums = totals_of(plan, unit, parts, period.end.month)
    totals = last_year_totals(plan, unit, parts, period.end.month)
    return Grid(
        month=period.key,
        unit=unit,
        save_url=url_for("diary.save", month=period.key, unit=unit.code),
        editable=any(cell.locked is None for day in days for cell in day.cells),
        shut=month_lock(plan, unit, period, today, own=own, stands=stands),
        show_last_year=request.args.get("last_year") == "1",
        columns=[
            Column(part.key, f"c{index}", figure_name(part), measure(part)) for index, part in enumerate(parts, 1)
        ],
        days=days,
        sums=[
            Sum(part.key, total_text(month), total_text(running), total_text(totals[part.key]))
            for part in parts
            for month, running in [sums[part.id]]
        ],
    )


def grid_cell(
    part: Part,
    unit: Unit,
    day: date,
    entries: dict[tuple[int, str], Entry],
    last_year: str,
    reason: str | None,
    refused: dict[str, Refusal],
) -> GridCell:
    entry = entries.get((part.id, day.isoformat()))
    key = f"{part.key}|{unit.code}|{day.isoformat()}"
    refusal = refused.get(key)
    return GridCell(
        part_key=part.key,
        cell_key=key,
        text=figure_text(entry),
        version=entry.version if entry else 0,
        state=entry.state if entry else "empty",
        locked=reason,
        error=explain(refusal.error) if refusal else None,
        typed=refusal.typed if refusal else None,
        last_year=last_year,
    )


def lock_words(error: DomainError, known: dict[str, str]) -> str:
    """A lock's sentence; days that have not come yet share one."""
    if error.code not in known:
        known[error.code] = label("lock_short", "future") if error.code == "lock.future" else explain(error)
    return known[error.code]


def last_year_texts(plan: Plan, unit: Unit, period: Period, parts: Sequence[Part]) -> dict[tuple[str, int], str]:
    """(row key, day of the month) → last year's figure, where last year's plan has the same row."""
    former = plan_tree(plan.centre_id, plan.year - 1)
    if former is None:
        return {}
    keys = {same.id: part.key for part in parts if (same := former_part(plan, former, part)) is not None}
    former_parts = [part for part in day_parts(former, unit) if part.id in keys]
    month = parse_period(f"{former.year}-{period.end.month:02}")
    return {
        (keys[part_id], int(day[-2:])): figure_text(entry)
        for (part_id, day), entry in cells_of(former, unit, month, former_parts, "day").items()
    }


def measure(part: NamedFigure) -> str:
    row = part.indicator
    while not row.measure and row.parent is not None:
        row = row.parent
    return f"{part.key} · {row.measure.lower()}" if row.measure else part.key
