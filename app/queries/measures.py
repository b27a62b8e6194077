"""Reads of the main measures: what was done of them month by month, beside last year and the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.domain.counting import Number, Total
from app.domain.measures import Candidate, can_be_watched, watched
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Indicator, Part, Plan, PlanSection
from app.queries.behind import counted_lines
from app.queries.consolidation import Consolidation, PartFigures, RowFigures, consolidate
from app.queries.phasing import months_of_plan
from app.queries.plan import rows_of
from app.queries.settings import setting
from app.queries.sums import months_of

SETTING = "main_measures"  # the keys of the lines that were chosen, with commas between


@dataclass(frozen=True)
class Measure:
    """One line that is watched. ``months`` of the year and of ``last`` year, where its plan is stored: None where
    nothing has come in; ``phases``: the months of the plan."""

    row: Indicator
    figures: PartFigures
    months: tuple[Number | None, ...]
    last: tuple[Number | None, ...] | None
    phases: tuple[Number, ...] | None


def chosen_measures(centre_id: int) -> list[str]:
    """The keys of the lines that the centre has chosen; none where it never has."""
    return [key for key in setting(centre_id, SETTING).split(",") if key]


@dataclass(frozen=True)
class WatchableRow:
    """A line that can be chosen, as it is called on screens."""

    key: str
    name: str
    short_name: str
    above: str
    above_short: str


def rows_to_choose(centre_id: int, year: int) -> list[WatchableRow]:
    """The lines that can be watched, of the newest plan until this year, in the paper's order.

    Plain rows: a page that only names them does not load the plan's tree (performance.md “Bars”).
    """
    above = aliased(Indicator)
    figures = select(func.count()).select_from(Part).where(Part.indicator_id == Indicator.id).scalar_subquery()
    newest = select(func.max(Plan.year)).where(Plan.centre_id == centre_id, Plan.year <= year).scalar_subquery()
    rule = (Indicator.sums_parts, figures, Indicator.mode)
    names = (Indicator.key, Indicator.name, Indicator.short_name, above.name, above.short_name)
    statement = (
        select(*rule, *names)
        .join(Plan, Plan.id == Indicator.plan_id)
        .join(PlanSection, PlanSection.id == Indicator.section_id)
        .outerjoin(above, above.id == Indicator.parent_id)
        .where(Plan.centre_id == centre_id, Plan.year == newest)
        .order_by(PlanSection.position, Indicator.position)
    )
    return [
        WatchableRow(key, name or "", short, over or "", over_short or "")
        for sums_parts, count, mode, key, name, short, over, over_short in db.session.execute(statement)
        if can_be_watched(sums_parts, count, mode)
    ]


def is_watchable(row: Indicator) -> bool:
    return can_be_watched(row.sums_parts, len(row.parts), row.mode)


def main_measures(result: Consolidation, former: Plan | None, today: date) -> tuple[Measure, ...]:
    """``result``: the year by months; ``former``: last year's plan, if it is stored."""
    lines = {line.row.key: line for line in watchable(result)}
    candidates = [Candidate(key, line.row.entry_form, greatness(line.parts[0])) for key, line in lines.items()]
    keys = watched(chosen_measures(result.plan.centre_id), candidates)
    last = months_of_lines(former, keys, today) if former is not None else {}
    return tuple(measure(lines[key], last.get(key), today) for key in keys)


def greatness(figures: PartFigures) -> Number:
    """How much is done of a line in a year; while the year is young, what was done last year."""
    return max(figures.running.value or 0, figures.fact or 0)


def watchable(result: Consolidation) -> Iterator[RowFigures]:
    return (line for section in result.sections for line in section.rows if is_watchable(line.row))


def months_of_lines(plan: Plan, keys: Sequence[str], today: date) -> dict[str, tuple[Total, ...]]:
    """The twelve months of some lines, without reading the figures of the others."""
    rows = [row for row in rows_of(plan) if row.key in keys and is_watchable(row)]
    parts = [part for row in rows for line in counted_lines(plan, row) for part in line.parts]
    year = parse_period(str(plan.year))
    result = consolidate(plan, year, today=today, view="months", figures=months_of(plan, parts))
    return {line.row.key: line.parts[0].columns for line in watchable(result) if line.row.key in keys}


def measure(line: RowFigures, last: Sequence[Total] | None, today: date) -> Measure:
    row, figures = line.row, line.parts[0]
    year = parse_period(str(row.plan_year))
    begun = sum(1 for month in year.months if month.start <= today)
    by_hand = row.parts[0].phasing if row.parts and not row.sums_parts else None
    return Measure(
        row=row,
        figures=figures,
        months=tuple(total.value if place < begun else None for place, total in enumerate(figures.columns)),
        last=tuple(total.value for total in last) if last else None,
        phases=months_of_plan(row, figures.plan, by_hand) if figures.plan is not None else None,
    )
