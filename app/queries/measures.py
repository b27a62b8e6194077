"""Reads of the main measures: what was done of them month by month, beside last year and the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.domain.counting import Mode, Number, Total, months_total, parts_total, units_total
from app.domain.measures import Candidate, usual, watched, why_not_watched
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Indicator, Part, Plan, PlanSection
from app.queries.behind import counted_lines
from app.queries.consolidation import Consolidation, PartFigures, RowFigures, consolidate, printed_or_sum
from app.queries.former import former_row
from app.queries.month_facts import last_year
from app.queries.phasing import months_of_plan
from app.queries.plan import plan_years, rows_of
from app.queries.settings import setting
from app.queries.sums import MonthFigures, gathered, month_totals, months_of, months_of_plans

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


def setting_of_year(year: int) -> str:
    """Where the keys are kept that they have in one year's plan, once they differ from those that were chosen."""
    return f"{SETTING}.{year}"


def chosen_measures(centre_id: int, year: int) -> list[str]:
    """The keys of the lines that the centre has chosen, as the plan of a year has them; none where it never has."""
    kept = setting(centre_id, setting_of_year(year)) or setting(centre_id, SETTING)
    return [key for key in kept.split(",") if key]


def year_to_choose(centre_id: int, year: int) -> int:
    """The year of the newest plan until this year, of whose lines some are chosen."""
    return max((known for known in plan_years(centre_id) if known <= year), default=year)


@dataclass(frozen=True)
class OfferedRow:
    """A line as it is called on screens; ``why_not``: the code of why it cannot be watched, empty where it can."""

    why_not: str
    key: str
    name: str
    short_name: str
    above: str
    above_short: str


def rows_to_choose(centre_id: int, year: int) -> list[OfferedRow]:
    """The lines of the newest plan until this year, in the paper's order, and which of them can be watched.

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
        OfferedRow(why_not_watched(sums_parts, count, mode), key, name or "", short, over or "", over_short or "")
        for sums_parts, count, mode, key, name, short, over, over_short in db.session.execute(statement)
    ]


def is_watchable(row: Indicator) -> bool:
    return not why_not_watched(row.sums_parts, len(row.parts), row.mode)


def main_measures(result: Consolidation, former: Plan | None, today: date) -> tuple[Measure, ...]:
    """``result``: the year by months; ``former``: last year's plan, if it is stored."""
    lines = {line.row.key: line for line in watchable(result)}
    candidates = [Candidate(key, line.row.entry_form, greatness(line.parts[0])) for key, line in lines.items()]
    keys = watched(chosen_measures(result.plan.centre_id, result.plan.year), candidates)
    found = {key: former_row(result.plan, former, lines[key].row) for key in keys} if former is not None else {}
    before = {key: row.key for key, row in found.items() if row is not None}
    if former is None:
        typed = months_typed(result.plan, keys)
        return tuple(measure(lines[key], typed.get(key), today) for key in keys)
    last = months_of_lines(former, list(before.values()), today)
    return tuple(measure(lines[key], last.get(before.get(key, "")), today) for key in keys)


def usual_measures(centre_id: int, year: int) -> list[str]:
    """The lines that the program watches by itself: those of ``main_measures`` while nobody has chosen.

    Plain rows, as in ``rows_to_choose``; the sums follow the same rules of ``domain.counting``.
    """
    plan = db.session.scalar(select(Plan).where(Plan.centre_id == centre_id, Plan.year == year))
    if plan is None:
        return []
    lines = plain_lines(plan)
    modes: dict[int, Mode] = {part: line.mode for line in lines for part in line.facts}
    figures = gathered(month_totals(plan, modes, None))
    done: dict[int, Total] = {}
    facts: dict[int, list[Number | None]] = {}
    for line in reversed(lines):  # sub-rows stand behind their row, so they are ready when it sums them
        under = [one.id for one in lines if line.sums_parts and one.parent_id == line.id]
        own = [
            months_total(line.mode, months, 1, 12) for part in line.facts for months in figures.get(part, {}).values()
        ]
        below = [fact for one in under for fact in facts[one]]
        done[line.id] = parts_total(done[one] for one in under) if line.sums_parts else units_total(own)
        printed = next(iter(line.facts.values()), None)
        facts[line.id] = [printed_or_sum(printed, below)] if line.sums_parts else list(line.facts.values())
    return usual(
        [
            Candidate(line.key, line.entry_form, max(done[line.id].value or 0, facts[line.id][0] or 0))
            for line in lines
            if not why_not_watched(line.sums_parts, len(line.facts), line.mode)
        ]
    )


@dataclass(frozen=True)
class PlainLine:
    """A line of the plan without its tree. ``facts``: part id → what was done of it last year, as it is printed."""

    id: int
    key: str
    parent_id: int | None
    sums_parts: bool
    entry_form: str
    mode: Mode
    facts: Mapping[int, Number | None]


def plain_lines(plan: Plan) -> list[PlainLine]:
    row = (Indicator.id, Indicator.key, Indicator.parent_id, Indicator.sums_parts, Indicator.entry_form, Indicator.mode)
    statement = (
        select(*row, Part.id.label("part_id"), Part.fact)
        .join(PlanSection, PlanSection.id == Indicator.section_id)
        .outerjoin(Part, Part.indicator_id == Indicator.id)
        .where(Indicator.plan_id == plan.id)
        .order_by(PlanSection.position, Indicator.position, Part.place)
    )
    found: dict[int, tuple[Any, dict[int, Number | None]]] = {}
    for one in db.session.execute(statement):
        _, facts = found.setdefault(one.id, (one, {}))
        if one.part_id is not None:
            facts[one.part_id] = one.fact
    return [
        PlainLine(one.id, one.key, one.parent_id, one.sums_parts, one.entry_form, one.mode, facts)
        for one, facts in found.values()
    ]


def greatness(figures: PartFigures) -> Number:
    """How much is done of a line in a year; while the year is young, what was done last year."""
    return max(figures.running.value or 0, figures.fact or 0)


def watchable(result: Consolidation) -> Iterator[RowFigures]:
    return (line for section in result.sections for line in section.rows if is_watchable(line.row))


def months_of_lines(plan: Plan, keys: Sequence[str], today: date) -> dict[str, tuple[Total, ...]]:
    """The twelve months of some lines, without reading the figures of the others."""
    return months_shown(plan, keys, today, months_of(plan, parts_behind(plan, keys)))


def months_typed(plan: Plan, keys: Sequence[str]) -> dict[str, tuple[Total, ...]]:
    """The twelve months of last year of some lines, where they were typed beside a plan; nothing where none were."""
    figures = months_of_plans([last_year(plan, parts_behind(plan, keys))[0]])
    return months_shown(plan, keys, parse_period(str(plan.year)).end, figures) if figures else {}


def parts_behind(plan: Plan, keys: Sequence[str]) -> list[Part]:
    rows = [row for row in rows_of(plan) if row.key in keys and is_watchable(row)]
    return [part for row in rows for line in counted_lines(plan, row) for part in line.parts]


def months_shown(plan: Plan, keys: Sequence[str], today: date, figures: MonthFigures) -> dict[str, tuple[Total, ...]]:
    result = consolidate(plan, parse_period(str(plan.year)), today=today, view="months", figures=figures)
    return {line.row.key: line.parts[0].months_alone for line in watchable(result) if line.row.key in keys}


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
