"""Everything about one row of the plan: its figures by month and unit, against the plan and last year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.counting import EMPTY, Number, Total, months_total, span_total, units_total
from app.domain.deadlines import Deadline, parse_deadline
from app.domain.opening import CENTRE, Stretch
from app.domain.own_shares import rest_of
from app.domain.periods import parse_period
from app.domain.progress import Achievement, PaceCode, achievement, growth, shown
from app.models import Entry, Indicator, OpeningFigure, Part, Plan, Unit
from app.queries.behind import counted_lines, entries_behind
from app.queries.consolidation import Consolidation, PartFigures, RowFigures, consolidate, ended_months, summed_target
from app.queries.former import former_row
from app.queries.month_facts import last_year
from app.queries.obligations import rhythms_of
from app.queries.own_shares import PartShares, SharesOfYear, UnitsTarget
from app.queries.phasing import months_of_plan
from app.queries.plan import deadline_row, row_units
from app.queries.sums import month_figures, months_of_plans

SHOWN_ENTRIES = 50


@dataclass(frozen=True)
class MonthsOfUnit:
    """One unit's twelve months of a figure, and the sum since January against the unit's own share; ``origin``: how the
    share was set, empty where it was not. Without a unit: what is known of the whole centre from before it began."""

    unit: Unit | None
    months: tuple[Total, ...]
    total: Total
    share: Number | None
    of_share: Achievement
    origin: str


@dataclass(frozen=True)
class FigureView:
    """One figure of the row. Months that have not come yet are None; ``last`` is last year, if its plan is stored.

    ``part``: None for a line without a figure of its own. ``rest``: what of the plan no unit has been given, negative
    where they were given more; None where nothing was divided.
    """

    key: str
    part: Part | None
    fact: Number | None
    plan: Number | None
    months: tuple[Total | None, ...]
    last: tuple[Total, ...] | None
    phases: tuple[Number, ...] | None
    by_hand: bool
    running: Total
    of_year: Achievement
    to_date: Achievement
    due: Number | None
    growth: Decimal | None
    pace: PaceCode
    by_unit: tuple[MonthsOfUnit, ...]
    rest: Number | None
    opening: tuple[Stretch, ...]

    @property
    def place(self) -> int:
        return self.part.place if self.part is not None else 0

    @property
    def actual(self) -> list[Number | None]:
        """The months as a chart draws them; of a ratio the percent."""
        return [drawn(month) for month in self.months]

    @property
    def last_year(self) -> list[Number | None] | None:
        return [drawn(month) for month in self.last] if self.last else None

    @property
    def planned(self) -> list[Number] | None:
        return list(self.phases) if self.phases else None


def drawn(total: Total | None) -> Number | None:
    if total is None or total.base is None or total.value is None:
        return total.value if total else None
    return shown(Decimal(total.value))


@dataclass(frozen=True)
class RowView:
    """The row with its figures; ``ended`` months of its year are over."""

    row: Indicator
    above: tuple[Indicator, ...]
    subrows: tuple[RowFigures, ...]
    figures: tuple[FigureView, ...]
    deadline: Deadline
    reports: tuple[Deadline, ...]  # in which rhythms a report goes out (domain.md §2)
    shares: dict[str, list[Unit]]
    ended: int
    known_last_year: bool  # each month of last year that is over this year, of every figure


def row_view(plan: Plan, former: Plan | None, row: Indicator, units: Sequence[Unit], today: date) -> RowView:
    """Gather the page of a row. ``former`` is last year's plan; ``units`` are the centre's, inactive ones too."""
    year = parse_period(str(plan.year))
    begun = sum(1 for month in year.months if month.start <= today)
    ended = ended_months(year, today)
    table = consolidate(plan, year, today=today, view="months")
    lines, counted = {line.row.id: line for line in lines_of(table)}, counted_lines(plan, row)
    before = former_line(plan, former, row, today) if former else typed_line(plan, row)
    named = row_units(row).shares
    owner = deadline_row(row)
    return RowView(
        row=row,
        above=chain(row),
        subrows=tuple(lines[sub.id] for sub in row.subrows),
        figures=tuple(
            figure_view(plan, lines, row, counted, part, before.parts[i] if before else None, units, begun, ended)
            for i, part in enumerate(lines[row.id].parts)
        ),
        deadline=parse_deadline(owner.deadline, plan.year),
        reports=rhythms_of(owner, plan.year),
        shares={
            share: [unit for unit in units if named.get(unit.id) == share] for share in dict.fromkeys(named.values())
        },
        ended=ended,
        known_last_year=before is not None and all(part.knows_until(ended) for part in before.parts),
    )


def lines_of(table: Consolidation) -> Iterable[RowFigures]:
    for section in table.sections:
        yield from section.rows


def former_line(plan: Plan, former: Plan, row: Indicator, today: date) -> RowFigures | None:
    """The same row a year ago; a row whose cell had another number of figures is not the same."""
    table = consolidate(former, parse_period(str(former.year)), today=today, view="months")
    same, figures = former_row(plan, former, row), 1 if row.sums_parts else len(row.parts)
    return next((line for line in lines_of(table) if line.row is same and len(line.parts) == figures), None)


def typed_line(plan: Plan, row: Indicator) -> RowFigures | None:
    """Last year's months of a row where they were typed, there being no plan of last year; None where they were not."""
    counted = [part for line in counted_lines(plan, row) for part in line.parts]
    before, _same = last_year(plan, counted)
    figures = months_of_plans([before])
    if not figures:
        return None
    year = parse_period(str(plan.year))
    table = consolidate(plan, year, today=year.end, view="months", figures=figures)
    return next(line for line in lines_of(table) if line.row is row)


def chain(row: Indicator) -> tuple[Indicator, ...]:
    """The rows above a sub-row, from the numbered one down."""
    above: list[Indicator] = []
    parent = row.parent
    while parent is not None:
        above.insert(0, parent)
        parent = parent.parent
    return tuple(above)


def figure_view(
    plan: Plan,
    lines: Mapping[int, RowFigures],
    row: Indicator,
    counted: Sequence[Indicator],
    part: PartFigures,
    last: PartFigures | None,
    units: Sequence[Unit],
    begun: int,
    ended: int,
) -> FigureView:
    """One figure of a row; ``counted``: the lines whose entries make it (``counted_lines``)."""
    columns = part.columns
    own = next((own for own in row.parts if own.key == part.key), None)
    by_hand = own.phasing if own is not None and not row.sums_parts else None
    shares = shares_of_row(plan, lines, row, counted, own, units)
    past = span_total(row.mode, columns[:ended])
    past_last = span_total(row.mode, last.columns[:ended]).value if last and last.knows_until(ended) else None
    return FigureView(
        key=part.key,
        part=own,
        fact=part.fact,
        plan=part.plan,
        months=tuple(total if place < begun else None for place, total in enumerate(columns)),
        last=last.months_alone if last else None,
        phases=months_of_plan(row, part.plan, by_hand) if part.plan is not None else None,
        by_hand=bool(by_hand),
        running=part.running,
        of_year=part.of_year,
        to_date=part.to_date if part.due else Achievement("no_plan" if part.plan is None else "dash"),
        due=part.due,
        growth=growth(past.value, past_last),
        pace=part.pace,
        by_unit=months_by_unit(plan, row, counted, part.key, units, begun, shares),
        rest=rest_of(part.plan, shares.shares) if part.plan is not None and shares.origins else None,
        opening=part.opening,
    )


def shares_of_row(
    plan: Plan,
    lines: Mapping[int, RowFigures],
    row: Indicator,
    counted: Iterable[Indicator],
    part: Part | None,
    units: Sequence[Unit],
) -> PartShares:
    """Each unit's own share of a figure; of a row that sums its parts, of all that it counts of them."""
    year = SharesOfYear(plan)
    if part is not None and not row.sums_parts:
        return year.of_part(part)
    parts = [one for line in counted for one in line.parts]
    counting = {unit for one in parts for unit in year.of_part(one).counting}
    found = {unit: target for unit in counting if (target := targets_of(year, lines, row, unit)[0].target)}
    order = tuple(unit.id for unit in units if unit.id in counting)
    return PartShares(order, {unit: target.amount for unit, target in found.items()}, {})


def targets_of(year: SharesOfYear, lines: Mapping[int, RowFigures], row: Indicator, unit_id: int) -> list[UnitsTarget]:
    """What one unit's figures of a row are held against, as the table of that unit says it."""
    if not row.sums_parts:
        return [year.target(part, [unit_id]) for part in row.parts]
    under = [target for sub in row.subrows for target in targets_of(year, lines, sub, unit_id)]
    return [summed_target(row, lines[row.id].parts[0].plan, under)]


def months_by_unit(
    plan: Plan,
    row: Indicator,
    counted: Iterable[Indicator],
    key: str,
    units: Sequence[Unit],
    begun: int,
    shares: PartShares,
) -> tuple[MonthsOfUnit, ...]:
    """Who entered what, and who has a share of it; of a row that sums its parts, all of its parts together. Of a level
    where it stood then."""
    ids = {part.id for line in counted for part in line.parts if row.sums_parts or part.key == key}
    sets = [by_unit for part_id, by_unit in month_figures(plan).items() if part_id in ids]
    found = []
    for unit_id, unit in ((CENTRE, None), *((unit.id, unit) for unit in units)):
        own = [by_unit[unit_id] for by_unit in sets if unit_id in by_unit]
        if own or unit_id in shares.shares:
            months = tuple(
                units_total(months_total(row.mode, year, month, month) for year in own) if month <= begun else EMPTY
                for month in range(1, 13)
            )
            total, share = units_total(span_total(row.mode, year) for year in own), shares.shares.get(unit_id)
            of_share = achievement(total.value, share) if share is not None else Achievement("empty")
            found.append(MonthsOfUnit(unit, months, total, share, of_share, shares.origins.get(unit_id, "")))
    return tuple(found)


def last_entries(plan: Plan, row: Indicator, most: int = SHOWN_ENTRIES) -> tuple[list[Entry | OpeningFigure], int]:
    """The newest entries behind the row's figure, and how many there are."""
    entries = entries_behind(plan, row, parse_period(str(plan.year)))
    return entries[::-1][:most], len(entries)
