"""Reads of the plan: the whole tree at once, the paper again, who counts what, and what is still doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Protocol, Self, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.domain.amounts import is_settled, stored_amount
from app.domain.deadlines import parse_deadline, place_followed
from app.domain.periods import Period, month_of, parse_period
from app.domain.phasing import MONTHS
from app.domain.plan_table import Line, PlanTable, Section, keyed_lines, part_keys
from app.domain.registers import REGISTERS
from app.domain.row_rules import COUNTS
from app.domain.terms import life_of, lives_in
from app.domain.text import search_key
from app.domain.units import SERVICE
from app.extensions import db
from app.models import (
    Amendment,
    AmendmentLine,
    Entry,
    HeadingAlias,
    Indicator,
    OpeningFigure,
    Part,
    Plan,
    PlanImport,
    PlanSection,
    Unit,
)
from app.queries.kept import kept
from app.queries.papers import with_ends
from app.queries.terms import Amended, as_of, every_state, stretches
from app.queries.units import all_units, is_everyone, own_span


def plan_of(centre_id: int, year: int) -> Plan | None:
    """The plan of a year with its whole tree, in a number of statements that does not grow with the rows."""
    return db.session.scalars(whole_plan(centre_id, year)).unique().one_or_none()


def plan_alone(centre_id: int, year: int) -> Plan | None:
    """The plan of a year without its rows, for who asks only what stands above and below its table."""
    return db.session.scalar(select(Plan).where(Plan.centre_id == centre_id, Plan.year == year))


def whole_plan(centre_id: int, year: int) -> Select[Plan]:
    lines = joinedload(Plan.sections).selectinload(PlanSection.indicators)
    return (
        select(Plan)
        .where(Plan.centre_id == centre_id, Plan.year == year)
        .options(lines.selectinload(Indicator.parts), lines.selectinload(Indicator.responsible))
    )


def plan_tree(centre_id: int, year: int) -> Plan | None:
    """The same kept in memory, only for reading; every way through the tree is filled in, none is loaded later."""
    return kept("plan", centre_id, year, lambda session: read_tree(session, centre_id, year))


def read_tree(session: Session, centre_id: int, year: int) -> Plan | None:
    plan = session.scalars(whole_plan(centre_id, year)).unique().one_or_none()
    if plan is None:
        return None
    units = {unit.id: unit for unit in all_units(centre_id)}
    rows = {row.id: row for row in rows_of(plan)}
    subrows: dict[int | None, list[Indicator]] = {}
    for row in rows.values():
        subrows.setdefault(row.parent_id, []).append(row)
    for section in plan.sections:
        set_committed_value(section, "plan", plan)
        for row in section.indicators:
            set_committed_value(row, "section", section)
            set_committed_value(row, "parent", rows.get(row.parent_id or 0))
            set_committed_value(row, "subrows", subrows.get(row.id, []))
            for part in row.parts:
                set_committed_value(part, "indicator", row)
            for responsible in row.responsible:
                set_committed_value(responsible, "indicator", row)
                set_committed_value(responsible, "unit", units.get(responsible.unit_id or 0))
    _row_units.update((row, reckon_units(row, list(units.values()))) for row in rows.values())
    return plan


@dataclass(frozen=True)
class AmendmentFacts:
    """An amendment without its words: from which year-month it holds, who prepared it, why it came back (``note``), and
    what it does to which row (``acts``: row id → act)."""

    number: int
    state: str
    first_month: int
    prepared_by: int
    decided_on: date | None
    note: str
    acts: dict[int, str]


@dataclass(frozen=True)
class PlanFacts:
    """What is asked of a plan without its rows; its amendments in their order."""

    id: int
    centre_id: int
    year: int
    state: str
    approved_on: date | None
    version: int
    amendments: list[AmendmentFacts]
    turned_on: date | None = None
    turned_by: str = ""
    turned_for: str = ""
    turn_reason: str = ""
    is_rolled_over: bool = False  # its rows know from which ones of last year's they came


def plan_facts(centre_id: int) -> tuple[PlanFacts, ...]:
    """Every plan of a centre, the oldest year first; kept in memory."""
    return kept("plans", centre_id, 0, lambda session: read_facts(session, centre_id))


def read_facts(session: Session, centre_id: int) -> tuple[PlanFacts, ...]:
    """By one statement: a plan comes once for each row of each amendment."""
    one, line = Amendment, AmendmentLine
    facts = (one.number, one.state, one.first_month, one.prepared_by_id, one.decided_on, one.note)
    rolled = exists().where(Indicator.plan_id == Plan.id, Indicator.former_id.is_not(None))
    turned = (Plan.turned_on, Plan.turned_by, Plan.turned_for, Plan.turn_reason, rolled)
    columns: tuple[Any, ...] = (Plan.id, Plan.year, Plan.state, Plan.approved_on, Plan.version, *turned)
    chosen = (
        select(*columns, *facts, line.indicator_id, line.act)
        .outerjoin(one, one.plan_id == Plan.id)
        .outerjoin(line, line.amendment_id == one.id)
        .where(Plan.centre_id == centre_id)
        .order_by(Plan.year, one.number, line.id)
    )
    plans: dict[int, PlanFacts] = {}
    for row in session.execute(chosen):
        plan_id, year, state, approved_on, version, *turn = row[: len(columns)]
        number, amended, first_month, prepared_by, decided_on, note, row_id, act = row[len(columns) :]
        plan = plans.setdefault(plan_id, PlanFacts(plan_id, centre_id, year, state, approved_on, version, [], *turn))
        if number is not None and (not plan.amendments or plan.amendments[-1].number != number):
            one_more = AmendmentFacts(number, amended, first_month, prepared_by, decided_on, note, {})
            plan.amendments.append(one_more)
        if row_id is not None:
            plan.amendments[-1].acts[row_id] = act
    return tuple(plans.values())


def facts_of_plan(centre_id: int, year: int) -> PlanFacts | None:
    return next((plan for plan in plan_facts(centre_id) if plan.year == year), None)


def is_archived(centre_id: int, year: int) -> bool:
    """Whether a year was closed: it is read, and nothing of it written (domain.md §5)."""
    plan = facts_of_plan(centre_id, year)
    return plan is not None and plan.state == "closed"


def plan_years(centre_id: int) -> list[int]:
    return [plan.year for plan in plan_facts(centre_id)]


def takes_cards(centre_id: int, year: int, *, letters: bool) -> bool:
    """Whether cards of a year are written: by its plan; of letters also in a year that waits for its plan, because what
    the years before owe leaves in it (domain.md §4)."""
    years = plan_years(centre_id)
    return year in years or (letters and any(other < year for other in years))


def year_at_hand(centre_id: int, today: date) -> int:
    """The year whose months are handed in and reported now: in January the old one, where it has a plan and is not
    archived; later, while this year has none, the last such one."""
    states = {plan.year: plan.state for plan in plan_facts(centre_id)}
    before = month_of(today).previous.year
    if before != today.year and states.get(before, "closed") != "closed":
        return before
    unfinished = [year for year, state in states.items() if year < today.year and state != "closed"]
    return today.year if today.year in states else max(unfinished, default=today.year)


def month_shown(centre_id: int, today: date) -> Period:
    """The month with which pages open: today's; where its year has no plan, December of the last year that had one."""
    years = [year for year in plan_years(centre_id) if year <= today.year]
    return month_of(today) if not years or years[-1] == today.year else parse_period(f"{years[-1]}-12")


def rows_of(plan: Plan) -> Iterator[Indicator]:
    """Every printed line in the paper's order."""
    for section in plan.sections:
        yield from section.indicators


def family(row: Indicator) -> Iterator[Indicator]:
    """A row and all below it, in the paper's order."""
    yield row
    for under in row.subrows:
        yield from family(under)


def row_by_key(plan: Plan, key: str) -> Indicator | None:
    return next((row for row in rows_of(plan) if row.key == key), None)


def row_of_id(plan: Plan, row_id: int) -> Indicator | None:
    return next((row for row in rows_of(plan) if row.id == row_id), None)


def part_by_key(plan: Plan, key: str) -> Part | None:
    """A part of a plan whose tree was read."""
    row_key = key.partition("/")[0]
    row = row_by_key(plan, row_key)
    return next((part for part in row.parts if part.key == key), None) if row is not None else None


def parts_by_id(plan: Plan) -> dict[int, Part]:
    """The parts of a plan whose tree was read."""
    return {part.id: part for row in rows_of(plan) for part in row.parts}


def top_row(row: Indicator) -> Indicator:
    while row.parent is not None:
        row = row.parent
    return row


class AnyResponsible(Protocol):
    """A unit named in a row: of the tree, or a plain row of a statement."""

    @property
    def unit_id(self) -> int | None: ...
    @property
    def everyone(self) -> bool: ...
    @property
    def share(self) -> str: ...


class AnyRow(Protocol):
    """A row as far as it says who counts it: of the tree, or a plain one for which the tree need not be read."""

    @property
    def plan_year(self) -> int: ...
    @property
    def sums_parts(self) -> bool: ...
    @property
    def parent(self) -> AnyRow | None: ...
    @property
    def responsible(self) -> Sequence[AnyResponsible]: ...


class AnyCounted(AnyRow, Amended, Protocol):
    """A row as far as it says who counts it in which month, likewise."""

    @property
    def parent(self) -> Self | None: ...


class AnyLine(AnyCounted, Protocol):
    """A line as far as it says what is asked of whom, likewise."""

    @property
    def id(self) -> int: ...
    @property
    def parent(self) -> Self | None: ...
    @property
    def deadline(self) -> str: ...
    @property
    def entry_form(self) -> str: ...
    @property
    def mode(self) -> str: ...


class AnyDated(Protocol):
    """A line as far as it says whose deadline it follows, likewise."""

    @property
    def parent(self) -> Self | None: ...
    @property
    def deadline(self) -> str: ...


LineT = TypeVar("LineT", bound=AnyDated)


def deadline_row(row: LineT) -> LineT:
    """The line whose deadline a line follows, and whose obligations are its own."""
    return rows_followed(row)[-1]


def rows_followed(row: LineT) -> list[LineT]:
    """A line and those above it up to the one whose deadline it follows: its figures answer each of them."""
    lines = [row]
    while lines[0].parent is not None:
        lines.insert(0, lines[0].parent)
    return lines[place_followed([line.deadline for line in lines]) :][::-1]


def is_weekly(row: Indicator) -> bool:
    """Whether a line, as it stands or stood, is asked week by week: a register's row with such a deadline (domain.md
    §4)."""
    deadline = parse_deadline(deadline_row(row).deadline, row.plan_year)
    return row.entry_form in REGISTERS and deadline.kind == "weekly"


def responsible_units(row: AnyRow, units: Iterable[Unit]) -> dict[int, str]:
    """Unit id → share, of a row or, where it names nobody, of the row above it. “Everyone” are the services that work
    in some month of the plan's year."""
    source: AnyRow | None = row
    while source is not None and not source.responsible:
        source = source.parent
    named = source.responsible if source is not None else []
    found = {r.unit_id: r.share for r in reversed(named) if r.unit_id is not None}  # of a unit named twice, the first
    for everyone in (r for r in named if r.everyone):
        for unit in units:
            if unit.kind == SERVICE and own_span(unit).touches(row.plan_year):
                found.setdefault(unit.id, everyone.share)
    return found


def units_that_count(row: AnyRow, units: Sequence[Unit]) -> tuple[int, ...]:
    """The units that count a row and work in some month of its year, in their order."""
    shares = responsible_units(row, units)
    return tuple(unit.id for unit in units if shares.get(unit.id) == COUNTS and own_span(unit).touches(row.plan_year))


@dataclass(frozen=True)
class RowUnits:
    """Who answers for a row: unit id → share, and the ids of those that count it; ``ever``: of those that count it in
    some month of the year, before an amendment or after it, ``months``: each with the months (1–12) in which it
    does."""

    shares: Mapping[int, str]
    counting: tuple[int, ...]
    ever: tuple[int, ...]
    months: Mapping[int, frozenset[int]]


_row_units: WeakKeyDictionary[Indicator, RowUnits] = WeakKeyDictionary()  # of the trees that are kept in memory


def row_units(row: Indicator) -> RowUnits:
    """Who answers for a row of a stored plan. It was reckoned with the tree that is kept, for a page asks each row
    again and again; of a plan that may be changed it is reckoned anew."""
    return _row_units.get(row) or reckon_units(row, all_units(row.centre_id))


def reckon_units(row: Indicator, units: Sequence[Unit]) -> RowUnits:
    counting = units_that_count(row, units)
    ever = {unit_id for state in every_state(row) for unit_id in units_that_count(state, units)}
    ordered = tuple(unit.id for unit in units if unit.id in ever)
    return RowUnits(responsible_units(row, units), counting, ordered, counted_months(row, units))


def counted_months(row: AnyCounted, units: Sequence[Unit]) -> dict[int, frozenset[int]]:
    """Unit id → the months (1–12) in which it counts a row, as the row stood then, in the order of the units."""
    begins, ends = life_of(row)
    found: dict[int, set[int]] = {}
    for first, last, state in stretches(row):
        lived = range(max(first, begins) - row.plan_year * 100, min(last, ends) - row.plan_year * 100 + 1)
        months = [month for month in MONTHS if month in lived]
        for unit_id in units_that_count(state, units) if months else ():
            found.setdefault(unit_id, set()).update(months)
    return {unit.id: frozenset(found[unit.id]) for unit in units if unit.id in found}


def is_entered(row: AnyRow) -> bool:
    """Whether figures are entered for the line itself; a line that sums its parts takes none."""
    return not row.sums_parts


def parts_of_unit(plan: Plan, unit: Unit, month: Period | None = None, *, share: str = COUNTS) -> list[Part]:
    """The parts that a unit counts, in the paper's order: in a month, or in some month of the year."""
    return [
        part
        for row in rows_of(plan)
        if is_entered(row) and has_share(row, unit, share, month.year_month if month is not None else None)
        for part in row.parts
    ]


def has_share(row: Indicator, unit: Unit, share: str, year_month: int | None) -> bool:
    """Whether a unit has this share of a row in a month; without one, in some state of the row."""
    if year_month is not None and not lives_in(row, year_month):
        return False
    states = every_state(row) if year_month is None else (as_of(row, year_month),)
    return any(shares_in_state(row, state).get(unit.id) == share for state in states)


def counting_in(row: Indicator, year_month: int) -> tuple[int, ...]:
    """The units that count a row in a month."""
    if not lives_in(row, year_month):
        return ()
    state = as_of(row, year_month)
    return row_units(row).counting if state is row else units_that_count(state, all_units(row.centre_id))


def share_until(row: Indicator, unit: Unit, year_month: int) -> str | None:
    """A unit's share of a row in a month, or the last one that it had before; None where the row came later."""
    begins, ends = life_of(row)
    shares = (
        shares_in_state(row, state).get(unit.id)
        for first, last, state in stretches(row)
        if max(first, begins) <= min(last, ends, year_month)
    )
    return next((share for share in shares if share), None)


def shares_in_state(row: Indicator, state: Indicator) -> Mapping[int, str]:
    return row_units(row).shares if state is row else responsible_units(state, all_units(row.centre_id))


def parts_of_form(plan: Plan, unit: Unit, form: str, month: Period | None = None) -> list[Part]:
    """The parts that a unit counts and that are entered in a form: in a month, or in some month of the year."""
    parts = parts_of_unit(plan, unit, month)
    if month is not None:
        return [part for part in parts if form_in(part.indicator, month) == form]
    return [part for part in parts if any(state.entry_form == form for state in every_state(part.indicator))]


def form_in(row: Indicator, month: Period) -> str:
    """In which form a row's figures are entered in a month."""
    return as_of(row, month.year_month).entry_form


def plan_table(plan: Plan) -> PlanTable:
    """The plan as it is printed; exporting and importing it again changes nothing."""

    def line(row: Indicator) -> Line:
        return Line(
            number=row.number,
            name=row.name,
            measure=row.measure,
            fact=stored_amount(row.fact_text),
            plan=stored_amount(row.plan_text),
            mechanism=tuple(row.mechanism),
            deadline=row.deadline,
            responsible=tuple(r.words for r in row.responsible if r.printed),
            parts=tuple(line(sub) for sub in subrows.get(row.id, [])),
        )

    subrows: dict[int, list[Indicator]] = {}
    for row in rows_of(plan):
        if row.parent_id is not None:
            subrows.setdefault(row.parent_id, []).append(row)
    sections = tuple(
        Section(s.roman, s.heading, tuple(line(row) for row in s.indicators if row.parent_id is None))
        for s in plan.sections
    )
    return with_ends(plan, PlanTable(plan.year, sections=sections))


def unknown_units(known: Mapping[str, Unit], table: PlanTable) -> list[str]:
    """The names in a table that no unit or alias of the centre has (``units_by_name``), in the paper's order."""
    words = [w for s in table.sections for _, line, _ in keyed_lines(s) for w in line.responsible]
    return [word for word in dict.fromkeys(words) if search_key(word) not in known and not is_everyone(word)]


def likely_units(names: Mapping[str, Unit], words: str, most: int = 3) -> list[Unit]:
    """Of the units by their names those with the most similar ones, best first: a proposal for a person, never an
    answer."""
    close = get_close_matches(search_key(words), names, n=most, cutoff=0.5)
    return list({names[key].id: names[key] for key in close}.values())


def has_figures() -> ColumnElement[bool]:
    """Whether a part of the statement around was counted: it has entries, or opening figures."""
    return or_(exists().where(Entry.part_id == Part.id), exists().where(OpeningFigure.part_id == Part.id))


def lost_keys(plan: Plan, table: PlanTable) -> list[str]:
    """The keys of figures with entries, or opening figures, that storing a table would remove."""
    wanted: set[str] = set()
    for section in table.sections:
        for key, line, _ in keyed_lines(section):
            wanted.update(part_keys(key, max(len(line.fact.values), len(line.plan.values), 1)))
    keys = db.session.scalars(select(Part.key).where(Part.plan_id == plan.id, has_figures()).order_by(Part.id))
    return [key for key in keys if key not in wanted]


def plan_import_of(centre_id: int, import_id: int) -> PlanImport | None:
    return db.session.scalar(select(PlanImport).where(PlanImport.centre_id == centre_id, PlanImport.id == import_id))


def known_headings(centre_id: int) -> dict[str, str]:
    """Headings of columns that were told before: folded heading → meaning."""
    told = select(HeadingAlias.heading_key, HeadingAlias.meaning).where(HeadingAlias.centre_id == centre_id)
    return dict(db.session.execute(told).all())


def waiting_imports(centre_id: int) -> list[PlanImport]:
    """Plan files that wait for their confirmation, newest first."""
    waiting = (PlanImport.centre_id == centre_id, PlanImport.state == "waiting")
    return list(db.session.scalars(select(PlanImport).where(*waiting).order_by(PlanImport.id.desc())))


DOUBTS = ("name", "fact", "plan", "measure", "deadline", "responsible", "unit")


@dataclass(frozen=True)
class ToCheck:
    """Something in a row that the paper does not settle, until someone fills or confirms it."""

    row: Indicator
    code: str  # of DOUBTS
    detail: str = ""


def to_check(plan: Plan) -> list[ToCheck]:
    """Rows without name or figures, deadlines nobody can read, units that no name matches (domain.md §2)."""
    found = []
    for row in rows_of(plan):
        open_points = [point for point in doubts_of(row, plan.year) if point.code not in row.confirmed]
        found.extend(open_points)
    return found


def doubts_of(row: Indicator, year: int) -> Iterator[ToCheck]:
    has_parts = row.sums_parts
    if not row.name:
        yield ToCheck(row, "name")
    for code, text in (("fact", row.fact_text), ("plan", row.plan_text)):
        if not is_settled(stored_amount(text)) and (text or not has_parts):
            yield ToCheck(row, code, text)
    if row.parent_id is None and not row.measure:
        yield ToCheck(row, "measure")
    if deadline_row(row) is row and parse_deadline(row.deadline, year).kind == "unknown":
        yield ToCheck(row, "deadline", row.deadline)
    if row.parent_id is None and not row.responsible:
        yield ToCheck(row, "responsible")
    for responsible in row.responsible:
        if responsible.unit_id is None and not responsible.everyone:
            yield ToCheck(row, "unit", responsible.words)
