"""What the checks of a unit's month are told of each part: its figure, the months beside it, cards and evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.domain.checks import PartFacts
from app.domain.completeness import ONCE
from app.domain.counting import (
    EMPTY,
    FLOW,
    NO_ACTIVITY,
    STOCK,
    Mode,
    Number,
    Total,
    months_total,
    span_total,
    units_total,
)
from app.domain.opening import CENTRE
from app.domain.periods import Period
from app.domain.registers import LETTERS, REGISTERS, is_uncounted
from app.domain.terms import lives_in
from app.domain.text import search_key
from app.extensions import db
from app.models import Card, Entry, Evidence, Indicator, Part, Plan, Unit
from app.queries.counted_rows import OwedPlan
from app.queries.data_checks import left_uncounted
from app.queries.filled import AnyPlan, PartFill
from app.queries.former import OfYear, RolledRow, former_rows
from app.queries.kept import kept
from app.queries.plan import facts_of_plan, form_in, rows_of
from app.queries.sums import NOTHING, MonthFigures, Months, PlanParts, month_by_month, months_of_plans


@dataclass(frozen=True)
class Figured:
    """The figures of a unit: this year's by part id, last year's by part key, what is filled by part id."""

    months: MonthFigures
    former: Mapping[str, Months]
    fills: Mapping[int, PartFill]


FormerMonths = dict[int, dict[str, Months]]  # unit id → part key → last year's twelve months


@dataclass(frozen=True)
class PlainPart:
    """A part of a plan whose tree need not be read."""

    id: int
    mode: Mode
    place: int
    row: PlainRow


@dataclass(frozen=True)
class PlainRow:
    id: int
    key: str


class AnyPart(Protocol):
    """A figure as far as it says which it was last year: of the tree, or a plain one."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def indicator(self) -> ModedRow: ...


class ModedRow(RolledRow, Protocol):
    @property
    def mode(self) -> Mode: ...


def plain_parts(centre_id: int, year: int) -> list[PlainPart]:
    """The parts of a year's plan; kept in memory."""
    statement = (
        select(Part.id, Indicator.mode, Part.place, Indicator.id, Indicator.key)
        .join(Indicator, Indicator.id == Part.indicator_id)
        .join(Plan, Plan.id == Indicator.plan_id)
        .where(Plan.centre_id == centre_id, Plan.year == year)
    )

    def read(session: Session) -> list[PlainPart]:
        found = session.execute(statement)
        return [PlainPart(part_id, mode, place, PlainRow(row_id, key)) for part_id, mode, place, row_id, key in found]

    return kept("parts", centre_id, year, read)


def with_former(
    plan: Plan, unit_ids: Collection[int], parts: Iterable[Part], *, whole: bool = False
) -> tuple[MonthFigures, FormerMonths]:
    """The months of some parts of some units, and last year's by this year's keys, where its plan has the same line:
    read together.

    ``whole``: of this year those of every part and unit, for who looks at more than these.
    """
    parts = list(parts)
    modes = {part.id: part.indicator.mode for part in parts}
    own = OwedPlan(plan.id, plan.year, plan.centre_id)
    if whole:
        modes = {part.id: row.mode for row in rows_of(plan) for part in row.parts}
    wanted = PlanParts(own, modes, None if whole else list(modes), None if whole else unit_ids)
    before, same = last_year(plan, parts, unit_ids)
    if before.opening:  # of these very parts: one after the other
        figures, others = months_of_plans([wanted]), months_of_plans([before])
    else:
        figures = others = months_of_plans([wanted, before])
    former = {
        unit_id: {key: others.get(part_id, {}).get(unit_id, NOTHING) for key, part_id in same.items()}
        for unit_id in unit_ids
    }
    return {part_id: by_unit for part_id, by_unit in figures.items() if part_id in modes}, former


def last_year(
    plan: AnyPlan, parts: Sequence[AnyPart], unit_ids: Collection[int] | None = None
) -> tuple[PlanParts, dict[str, int]]:
    """What was done of some parts in the year before: by its plan, else as it was typed beside this one
    (domain.md §4). Gives where it is read, and key of a part → id of the part under which it stands there."""
    facts = facts_of_plan(plan.centre_id, plan.year - 1)
    if facts is None:
        typed = OwedPlan(plan.id, plan.year - 1, plan.centre_id)
        modes = {part.id: part.indicator.mode for part in parts}
        return PlanParts(typed, modes, list(modes), unit_ids, opening=True), {part.key: part.id for part in parts}
    same = same_parts(plan, parts, plain_parts(plan.centre_id, plan.year - 1))
    modes = {part.id: part.mode for part in same.values()}
    whose = OwedPlan(facts.id, facts.year, plan.centre_id)
    return PlanParts(whose, modes, list(modes), unit_ids), {key: part.id for key, part in same.items()}


def same_parts(plan: OfYear, parts: Sequence[AnyPart], former: Sequence[PlainPart]) -> dict[str, PlainPart]:
    """Key of a part → last year's, as ``former.former_part`` says it of trees."""
    same = former_rows(plan, [part.indicator for part in parts], [part.row for part in former])
    by_place = {(part.row.id, part.place): part for part in former}
    places = {part.key: (same[part.indicator.id].id, part.place) for part in parts if part.indicator.id in same}
    return {key: by_place[place] for key, place in places.items() if place in by_place}


def last_year_totals(plan: AnyPlan, unit: Unit, parts: Sequence[Part], month: int) -> dict[str, Total]:
    """Key of a part → what a unit did of it in the same month of the year before; EMPTY where that is not known."""
    before, same = last_year(plan, parts, [unit.id])
    figures = months_of_plans([before])
    found = {part.key: EMPTY for part in parts}
    for key, part_id in same.items():
        months = month_by_month(figures.get(part_id, {}).get(unit.id, NOTHING))
        found[key] = handed_in(before.modes[part_id], months, month)
    return found


def last_year_months(plan: AnyPlan, part: AnyPart, unit_id: int | None = None) -> list[Number | None] | None:
    """The twelve months of the same figure in the year before, of one unit or of all together; None where nothing is
    known of them. Of a total of several months no month is known."""
    before, same = last_year(plan, [part])
    figures = months_of_plans([before]).get(same.get(part.key, 0), {})
    mode = before.modes.get(same.get(part.key, 0), part.indicator.mode)
    years = [month_by_month(year) for unit, year in figures.items() if unit_id in (None, unit)]
    months = (units_total(months_total(mode, year, month, month) for year in years) for month in range(1, 13))
    found = [month.value for month in months]
    return found if any(found) else None


def last_year_by_unit(plan: AnyPlan, part: AnyPart) -> dict[int, Number]:
    """Unit id → what it did of the same figure in the year before, of a level where it stood; nothing of units of which
    it is not known."""
    before, same = last_year(plan, [part])
    years = months_of_plans([before]).get(same.get(part.key, 0), {})
    mode = before.modes.get(same.get(part.key, 0), part.indicator.mode)
    totals = {unit: span_total(mode, year) for unit, year in years.items() if unit != CENTRE}
    return {unit: total.value for unit, total in totals.items() if total.value is not None}


def handed_in(mode: Mode, months: Months, month: int) -> Total:
    """What a month says of a figure; of a level that did not move the level, of one that nobody named nothing."""
    said = months[month - 1]
    return months_total(mode, months, month, month) if said.has_value else said


def each_month(mode: Mode, months: Months) -> list[Total]:
    return [handed_in(mode, months, month) for month in range(1, 13)]


def part_facts(
    plan: Plan, unit: Unit, month: Period, parts: Sequence[Part], figured: Figured, behind: Behind, today: date
) -> list[PartFacts]:
    number = month.end.month
    letters = next((part.id for part in parts if form_in(part.indicator, month) == LETTERS), None)
    whole = number - 1 if month.previous.end < today else max(0, today.month - 1)  # months before it that are over

    def facts(part: Part) -> PartFacts:
        mode, months = part.indicator.mode, month_by_month(figured.months.get(part.id, {}).get(unit.id, NOTHING))
        last_year = month_by_month(figured.former.get(part.key, NOTHING))
        register, fill = REGISTERS.get(form_in(part.indicator, month)), figured.fills.get(part.id)
        silent = fill is not None and fill.is_silent and not months[number - 1].has_value
        value = handed_in(mode, months, number)
        return PartFacts(
            key=part.key,
            mode=mode,
            value=NO_ACTIVITY if silent else value,
            before=(*each_month(mode, last_year)[number - 1 :], *each_month(mode, months)[:whole]),
            last_year=last_year[number - 1],
            decimals=part.indicator.decimals,
            wanted=fill is not None and fill.asked.kind == ONCE and not fill.filled.is_whole,
            silent=silent,
            level_unknown=fill is not None and fill.level_unknown,
            former_level=months_total(STOCK, last_year, 1, 12) if mode == STOCK else EMPTY,
            by_cards=register is not None,
            cards=behind.cards.get(part.id, 0),
            one_a_card=register is not None and measure_key(part.indicator) not in register.quantities,
            without_evidence=behind.bare.get(part.id, 0),
            uncounted=behind.uncounted if part.id == letters else 0,
            parts=lines_under(plan, part, month),
        )

    return [facts(part) for part in parts]


def lines_under(plan: Plan, part: Part, month: Period) -> tuple[str, ...]:
    """The parts under a line that is counted by itself, where all are things done in the same unit of measure; of a
    month those that were in the plan then."""
    row = part.indicator
    if row.mode != FLOW or len(row.parts) != 1:
        return ()
    under = [line for line in rows_of(plan) if line.parent_id == row.id and lives_in(line, month.year_month)]
    if any(line.mode != FLOW or measure_key(line) != measure_key(row) for line in under):
        return ()
    return tuple(other.key for line in under for other in line.parts)


def measure_key(row: Indicator) -> str:
    """The folded unit of measure of a line: its own, or the one of the row above."""
    source: Indicator | None = row
    while source is not None and not source.measure:
        source = source.parent
    return search_key(source.measure or "") if source is not None else ""


@dataclass
class Behind:
    """The cards behind a month's figures by part id, and those of them that want evidence and have neither file nor
    link; how many documents count in no row yet."""

    cards: dict[int, int] = field(default_factory=dict)
    bare: dict[int, int] = field(default_factory=dict)
    uncounted: int = 0


def behind_month(unit_ids: Collection[int], month: Period) -> dict[int, Behind]:
    """Unit id → what stands behind its month, read once for all of them."""
    found = behind_months(unit_ids, [month])
    return {unit_id: found.get((unit_id, month.year_month)) or Behind() for unit_id in unit_ids}


def behind_months(unit_ids: Collection[int], months: Collection[Period]) -> dict[tuple[int, int], Behind]:
    """(unit id, year-month) → the same of several months; without what nothing stands behind."""
    proven = (
        select(Evidence.card_id)
        .where(Evidence.card_id == Card.id, Evidence.voided_at.is_(None))
        .correlate(Card)
        .exists()
    )
    counts = and_(Entry.card_id == Card.id, Entry.voided_at.is_(None), Entry.state == "number")
    rows = db.session.execute(
        select(Card.id, Card.centre_id, Card.unit_id, Card.year_month, Entry.part_id, Card.register, Card.data, proven)
        .outerjoin(Entry, counts)
        .where(
            Card.unit_id.in_(unit_ids),
            Card.year_month.in_({month.year_month for month in months}),
            Card.voided_at.is_(None),
        )
    )
    found, decided = dict[tuple[int, int], Behind](), None
    for card_id, centre_id, unit_id, year_month, part_id, register, data, has_file in rows:
        one = found.setdefault((unit_id, year_month), Behind())
        if is_uncounted(REGISTERS[register], data):
            decided = left_uncounted(centre_id) if decided is None else decided
            one.uncounted += card_id not in decided
        if part_id is None:
            continue
        one.cards[part_id] = one.cards.get(part_id, 0) + 1
        if REGISTERS[register].wants_evidence and not has_file and not data.get("link"):
            one.bare[part_id] = one.bare.get(part_id, 0) + 1
    return found
