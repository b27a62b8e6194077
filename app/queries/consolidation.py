"""The consolidation (jamlanma): the plan table with what was really done (domain.md §3).

The sums come from ``queries/sums.py``; here they are put into the paper's lines and held against the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.counting import EMPTY, Mode, Number, Opening, Total, months_total, parts_total, units_total
from app.domain.frozen import ENTERED
from app.domain.opening import CENTRE, Stretch, takes_opening, within
from app.domain.own_shares import Target, together
from app.domain.periods import Period, parse_period, to_date
from app.domain.progress import Achievement, PaceCode, achievement, due_by_now, pace
from app.models import Indicator, Part, Plan, PlanSection
from app.queries.own_shares import SharesOfYear, UnitsTarget
from app.queries.phasing import months_of_plan
from app.queries.plan import rows_of
from app.queries.sums import MonthFigures, Months, month_figures, of_units
from app.queries.units import centre_span

# The word of a composite line is the first of these among its figures.
SERIOUSNESS: tuple[PaceCode, ...] = (
    "behind", "not_reported", "on_plan", "ahead", "outside_plan", "not_yet_due", "no_plan", "part_of_plan"
)  # fmt: skip


@dataclass(frozen=True)
class PartFigures:
    """One part in one consolidation: the columns, the running total, and how far the plan is.

    ``due`` is what the months that are over should have brought, ``ended`` what they did. ``opening``: what of it was
    before the centre worked with the program; ``apart``: what is known of those months for the centre as a whole only,
    and is no part of these units' figures. ``without_plan``: keys of the parts that are summed and have no plan, where
    the sum has one.
    """

    key: str
    fact: Number | None
    plan: Number | None  # the whole centre's
    share: Number | None  # what the figures are held against: of all units the plan, of some their own share of it
    columns: tuple[Total, ...]
    running: Total
    of_year: Achievement
    due: Number | None
    pace: PaceCode
    ended: Total
    opening: tuple[Stretch, ...] = ()
    apart: tuple[Stretch, ...] = ()
    without_plan: tuple[str, ...] = ()

    @property
    def to_date(self) -> Achievement:
        """How much of what was due by the end of the months that are over."""
        return achievement(self.ended.value, self.due)

    @property
    def months_alone(self) -> tuple[Total, ...]:
        """The columns, being months, without those that are known only within a total of several."""
        within_totals = {
            month % 100 for one in self.opening if one.is_total for month in range(one.first, one.last + 1)
        }
        return tuple(EMPTY if month in within_totals else total for month, total in enumerate(self.columns, 1))

    def knows_until(self, month: int) -> bool:
        """Whether each month from January to that one is known, alone or within a total that ends by then, where months
        were typed as opening figures: half a year held against a whole one would be growth that nobody had."""
        if not self.opening:
            return month > 0
        totals = [one for one in self.opening if one.is_total and one.last % 100 <= month]
        told = {number % 100 for one in totals for number in range(one.first, one.last + 1)}
        alone = {number for number, total in enumerate(self.months_alone, 1) if total.has_value}
        return month > 0 and set(range(1, month + 1)) <= told | alone

    def is_opening(self, period: Period) -> bool:
        """Whether opening figures are among what is summed for a period."""
        return any(within(one, period) for one in self.opening)


@dataclass(frozen=True)
class RowFigures:
    """One printed line; ``depth`` is 0 for a numbered row."""

    row: Indicator
    depth: int
    parts: tuple[PartFigures, ...]

    @property
    def pace(self) -> PaceCode:
        """One word for the line: of a composite cell the least favourable of its figures."""
        return min((part.pace for part in self.parts), key=SERIOUSNESS.index)


@dataclass(frozen=True)
class SectionFigures:
    section: PlanSection
    rows: tuple[RowFigures, ...]


@dataclass(frozen=True)
class Consolidation:
    """The table for one period. ``columns`` are its months or quarters; ``running`` is since 1 January; ``figures``
    are those that it sums."""

    plan: Plan
    period: Period
    columns: tuple[Period, ...]
    running: Period
    sections: tuple[SectionFigures, ...]
    figures: MonthFigures
    basis: str = ENTERED
    of_units: bool = False  # of some units only


def columns_of(period: Period, view: str) -> tuple[Period, ...]:
    """The columns of a consolidation: the months of the period, or the quarters of the year up to its end."""
    if period.kind == "month":
        return (period,)
    if view == "months":
        return period.months
    return tuple(parse_period(f"{period.year}-Q{q}") for q in range(1, (period.end.month + 2) // 3 + 1))


def consolidate(
    plan: Plan,
    period: Period,
    *,
    today: date,
    view: str = "quarters",
    unit_ids: Collection[int] | None = None,
    section: str | None = None,
    basis: str = ENTERED,
    figures: MonthFigures | None = None,
) -> Consolidation:
    """Consolidate what was entered, or with ``basis`` “accepted” only the months that were accepted (domain.md §5).

    ``unit_ids`` narrows it to some units, whose figures are held against their own share, ``section`` to one Roman
    number; ``figures`` are those of all units on this basis, where they were read already.
    """
    columns, running = columns_of(period, view), to_date(period)
    figures = month_figures(plan, unit_ids, basis) if figures is None else of_units(figures, unit_ids)
    ended = ended_months(period, today)
    sums: dict[int, list[Figures]] = {}
    held: dict[int, list[UnitsTarget]] = {}
    by_row: dict[int, tuple[PartFigures, ...]] = {}
    rows = list(rows_of(plan))
    shares = SharesOfYear(plan) if unit_ids is not None else None
    children: dict[int | None, list[Indicator]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    for row in reversed(rows):  # sub-rows stand behind their row, so they are ready when it sums them
        under = children.get(row.id, [])
        of_centre = shares is None or unit_ids is None or shares.all_who_count(row, unit_ids)
        if row.sums_parts:
            parts = summed(row, [sums[child.id] for child in under])
            targets = [summed_target(row, parts[0].plan, [one for child in under for one in held[child.id]])]
        else:
            parts = [
                own(
                    part,
                    row.mode,
                    figures.get(part.id, {}),
                    columns,
                    period.end.month,
                    ended,
                    today=today,
                    of_centre=of_centre,
                )
                for part in row.parts
            ]
            targets = [
                of_all(part) if shares is None or unit_ids is None else shares.target(part, unit_ids)
                for part in row.parts
            ]
        sums[row.id], held[row.id] = parts, targets
        by_row[row.id] = tuple(
            judged(row, figure, one.target, ended) for figure, one in zip(parts, targets, strict=True)
        )
    depths = {row.id: 0 for row in rows if row.parent_id is None}
    for row in rows:
        if row.parent_id is not None:
            depths[row.id] = depths[row.parent_id] + 1
    sections = tuple(
        SectionFigures(s, tuple(RowFigures(row, depths[row.id], by_row[row.id]) for row in s.indicators))
        for s in plan.sections
        if section is None or s.roman == section
    )
    return Consolidation(plan, period, columns, running, sections, figures, basis, unit_ids is not None)


def ended_months(period: Period, today: date) -> int:
    """How many months of the year, up to the period's end, are over: only they are due (domain.md §3)."""
    year = parse_period(str(period.year))
    return sum(1 for month in year.months if month.end <= period.end and month.end < today)


@dataclass(frozen=True)
class Figures:
    """A part's sums before they are judged against the plan."""

    key: str
    fact: Number | None
    plan: Number | None
    columns: tuple[Total, ...]
    running: Total
    ended: Total  # of the months that are over: only they are held against what was due
    phasing: Sequence[Number] | None = None
    opening: tuple[Stretch, ...] = ()
    apart: tuple[Stretch, ...] = ()
    without_plan: tuple[str, ...] = ()


def own(
    part: Part,
    mode: Mode,
    by_unit: Mapping[int, Months],
    columns: Sequence[Period],
    last: int,
    ended: int,
    *,
    today: date,
    of_centre: bool = True,
) -> Figures:
    """The sums of one part over the units that count it; ``last`` and ``ended`` are month numbers. A column that lies
    ahead is empty, also of a level, which holds until another number is written and no longer than today.

    ``of_centre``: what is known of the centre only belongs to none of the units, and is added where all that count the
    row stand together.
    """
    apart = [] if of_centre else opening_of([by_unit[CENTRE]] if CENTRE in by_unit else [], last)
    by_unit = by_unit if of_centre else {unit_id: months for unit_id, months in by_unit.items() if unit_id != CENTRE}

    def span(first: int, end: int) -> Total:
        return units_total(months_total(mode, months, first, end) for months in by_unit.values())

    def column_total(column: Period) -> Total:
        return span(column.start.month, column.end.month) if column.start <= today else EMPTY

    return Figures(
        part.key,
        part.fact,
        part.plan,
        tuple(map(column_total, columns)),
        span(1, last),
        span(1, ended),
        part.phasing,
        tuple(opening_of(by_unit.values(), last)),
        tuple(apart),
    )


def opening_of(years: Iterable[Months], last: int) -> list[Stretch]:
    """The opening figures among some years up to a month, each stretch once."""
    found = {
        Stretch(total.since, total.since // 100 * 100 + number)
        for year in years
        for number, total in enumerate(year[:last], 1)
        if isinstance(total, Opening)
    }
    return sorted(found)


def summed(row: Indicator, children: Iterable[list[Figures]]) -> list[Figures]:
    """A line that sums its parts, all of their figures together.

    Its plan and fact are its own where the paper prints them; otherwise the sum: of facts, if all of them are known, of
    plans, of those that are, and the parts without one are named (domain.md §3).
    """
    sets = list(children)
    together = [figure for parts in sets for figure in parts]
    count = len(together[0].columns) if together else 0
    own_part = row.parts[0] if row.parts else None
    return [
        Figures(
            row.key,
            printed_or_sum(own_part.fact if own_part else None, [f.fact for f in together]),
            printed_or_sum(own_part.plan if own_part else None, [f.plan for f in together if f.plan is not None]),
            tuple(parts_total(f.columns[i] for f in together) for i in range(count)),
            parts_total(f.running for f in together),
            parts_total(f.ended for f in together),
            opening=stretches(f.opening for f in together),
            apart=stretches(f.apart for f in together),
            without_plan=tuple(key for f in together for key in (f.without_plan if f.plan is not None else (f.key,))),
        )
    ]


def stretches(sets: Iterable[tuple[Stretch, ...]]) -> tuple[Stretch, ...]:
    return tuple(sorted({one for some in sets for one in some}))


def printed_or_sum(printed: Number | None, parts: Sequence[Number | None]) -> Number | None:
    if printed is not None:
        return printed
    if not parts or any(part is None for part in parts):
        return None
    return sum(part for part in parts if part is not None)


def summed_target(row: Indicator, plan: Number | None, parts: Sequence[UnitsTarget]) -> UnitsTarget:
    """Of a line that sums its parts: its own plan where nobody else counts any of them, else the shares of all those
    parts that these units count. Parts without a plan have no share and take none away (domain.md §3)."""
    own = [part for part in parts if part.counts]
    whole = bool(own) and all(part.whole for part in parts)
    planned = [part.target for part in own if part.planned]
    target = parts_target(row, plan, planned) if whole else together(planned)
    return UnitsTarget(target, bool(own), whole, plan is not None)


def parts_target(row: Indicator, plan: Number | None, parts: Sequence[Target | None]) -> Target | None:
    """Of a line that sums its parts: what they plan, month by month, so that the sum is due what its parts are; where
    the paper prints another plan than theirs, that one."""
    known = [target for target in parts if target is not None]
    joined = together(known) if known else None
    own = row.parts[0].phasing if row.parts else None
    return joined if joined is not None and joined.amount == plan else plan_target(row, plan, own)


def of_all(part: Part) -> UnitsTarget:
    """Of all units together: the whole plan."""
    target = plan_target(part.indicator, part.plan, part.phasing)
    return UnitsTarget(target, counts=True, whole=True, planned=target is not None)


def plan_target(row: Indicator, plan: Number | None, by_hand: Sequence[Number] | None = None) -> Target | None:
    """The whole centre's plan."""
    return None if plan is None else Target(plan, months_of_plan(row, plan, by_hand))


def judged(row: Indicator, figures: Figures, target: Target | None, ended: int) -> PartFigures:
    """Hold the sums against what they are to reach. Where there is a plan and these units have no known share of it,
    they are held against nothing."""
    unknown = target is None and figures.plan is not None
    actual, wanted = figures.running.value, target.amount if target else None
    due = due_by_now(row.mode, target.months if target else None, ended)
    reached = bool(wanted and actual is not None and actual >= wanted)
    kept_up = pace(figures.ended.value, due, reached=reached, has_plan=wanted is not None)
    return PartFigures(
        key=figures.key,
        fact=figures.fact,
        plan=figures.plan,
        share=wanted,
        columns=figures.columns,
        running=figures.running,
        of_year=Achievement("empty") if unknown else achievement(actual, wanted),
        due=0 if due is None and wanted is not None else due,  # a plan of 0 is one, too
        pace="part_of_plan" if unknown else kept_up,
        ended=figures.ended,
        opening=figures.opening,
        apart=figures.apart,
        without_plan=figures.without_plan if figures.plan is not None else (),
    )


def without_opening(result: Consolidation) -> list[str]:
    """The figures of which nothing is known from before the centre began, though the table runs from January."""
    span = centre_span(result.plan.centre_id)
    if not takes_opening(span, result.plan.year * 100 + 1):
        return []
    rows = [line for section in result.sections for line in section.rows if not line.row.sums_parts]
    return [part.key for line in rows for part in line.parts if not part.opening]
