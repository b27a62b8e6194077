"""Reads of how much of each unit's month is filled, by the one rule of ``domain.completeness`` (domain.md §4).

Handing in, the review, the matrix and the report all ask here. A year of all units takes as many statements as a month
of one: the database adds up which days say something, one number of bits for each part, unit, month and state.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, Protocol

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    null,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.domain.completeness import (
    ALL_YEAR_LONG,
    DAYS,
    LEVEL,
    ONCE,
    SAYING,
    WEEKS,
    Asked,
    Filled,
    Said,
    Share,
    asked_days,
    filled,
    wanted_spans,
    weeks_meeting,
    weeks_of,
)
from app.domain.counting import STOCK
from app.domain.deadlines import Deadline, parse_deadline
from app.domain.obligations import FIGURES
from app.domain.periods import Period, month_of, parse_period, period_of
from app.domain.registers import REGISTERS
from app.domain.row_rules import CONTRIBUTES, COUNTS, DAY, MONTH, WEEK
from app.domain.terms import lives_in, read_terms, terms_in
from app.extensions import db
from app.models import BlankReason, Entry, Indicator, Obligation, OpeningFigure, Part, Plan, Unit
from app.queries.calendar import unit_calendar
from app.queries.counted_rows import counted_rows
from app.queries.former import is_same_row
from app.queries.kept import kept
from app.queries.plan import AnyLine, deadline_row, is_entered, responsible_units, rows_of
from app.queries.terms import as_of, every_state, is_amended, state_of
from app.queries.unasked import read_written
from app.queries.units import all_units, has_months_before, span_of


@dataclass(frozen=True)
class PartFill:
    """What one part wants of a unit's month, and what is there."""

    part: Part
    asked: Asked
    filled: Filled
    form: str  # in which its figures are entered in that month
    level_unknown: bool = False
    all_year: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether handing in says “no activity” for it: a register's row, or one that runs all year, without a word."""
        kept_so = self.form in REGISTERS or self.all_year
        return not self.filled.is_whole and kept_so and self.asked.kind != DAYS and not self.level_unknown

    @property
    def empty_weeks(self) -> tuple[Period, ...]:
        """The weeks that say nothing beside others that do; none where the whole month says nothing."""
        return self.filled.weeks if self.filled.share.count else ()


@dataclass
class Spoken:
    """What stands of one part, unit and month, by grain: states, and the days of each state."""

    states: dict[str, set[str]] = field(default_factory=dict)
    days: dict[tuple[str, str], list[date]] = field(default_factory=dict)

    @property
    def has_number(self) -> bool:
        return any("number" in states for states in self.states.values())


NOTHING_SAID = Spoken()


@dataclass(frozen=True)
class LineRule:
    """By what a line is asked: ``owner`` is the line whose deadline it follows, and whose obligations are its own;
    ``spans``: month at whose end a figure is wanted → the first month in which it may stand, and the period's key."""

    owner: int
    deadline: Deadline
    spans: Mapping[int, tuple[int, str]]


class AnyPlan(Protocol):
    """A plan as far as it can be asked what it wants of whom: with its tree, or without."""

    @property
    def id(self) -> int: ...
    @property
    def centre_id(self) -> int: ...
    @property
    def year(self) -> int: ...


@dataclass
class OwedOfPlan:
    """What a plan's obligations of figures say. ``waived``: (unit, line with a deadline of its own, period) that are;
    ``months``: (unit, year-month) in which all is that a unit could owe; ``due``: year-month → the due day of the
    oldest monthly one that is not waived and whose row names no day of its own."""

    waived: set[tuple[int, int, str]] = field(default_factory=set)
    months: set[tuple[int, int]] = field(default_factory=set)
    due: dict[int, date] = field(default_factory=dict)


class WantedCells:
    """Which of a plan's ``lines`` wants a value in which month: what the deadlines ask and nobody waived."""

    def __init__(self, plan: AnyPlan, lines: Callable[[], Iterable[AnyLine]]) -> None:
        self.plan, self.lines = plan, lines
        self.rules: dict[tuple[int, ...], LineRule] = {}

    @cached_property
    def waived(self) -> set[tuple[int, int, str]]:
        """(unit, line with a deadline of its own, period) that are waived."""
        return self.owed.waived

    @cached_property
    def owed(self) -> OwedOfPlan:
        return owed_of_plan(self.plan.centre_id, self.plan.id)

    @cached_property
    def waived_months(self) -> set[tuple[int, int]]:
        """(unit, year-month) that a unit need not hand in: nothing is asked of it and it wrote nothing, or it does not
        work then."""
        return self.outside | (self.unasked - self.written)

    @cached_property
    def unasked(self) -> frozenset[tuple[int, int]]:
        """(unit, year-month) of nothing that is asked of a unit that works then: all that it could owe is waived, or
        nothing is wanted of it and nothing joint confirmed by it. Each figure that is written asks for it, so it is
        kept."""
        return kept("unasked", self.plan.centre_id, self.plan.year, lambda _session: self.unasked_months())

    def unasked_months(self) -> frozenset[tuple[int, int]]:
        months = kept("wanted_months", self.plan.centre_id, self.plan.year, lambda _session: self.wanted_months())
        every = {(unit.id, month.year_month) for unit in all_units(self.plan.centre_id) for month in self.months}
        return frozenset((self.owed.months | (every - months)) - self.outside)

    @cached_property
    def written(self) -> frozenset[tuple[int, int]]:
        """Those of the ``unasked`` in which a unit that counts wrote something all the same: nothing becomes official
        that nobody handed in. Whoever writes there changes the centre's mark (``operations.unasked``)."""
        centre_id, year = self.plan.centre_id, self.plan.year
        running = kept("written", centre_id, 0, partial(read_running, centre_id=centre_id))
        if year in running:
            return running[year]
        return kept("written", centre_id, year, lambda session: read_written(session, centre_id, self.open_places()))

    def open_places(self) -> list[tuple[int, int, set[int]]]:
        """(unit, year-month, lines that the unit counts) of the ``unasked``."""
        units, counted = all_units(self.plan.centre_id), dict[int, set[int]]()
        for line in self.lines():
            for state in every_state(line) if is_entered(line) else ():
                for unit_id, share in responsible_units(state, units).items():
                    if share == COUNTS:
                        counted.setdefault(unit_id, set()).add(line.id)
        return [(unit_id, month, counted[unit_id]) for unit_id, month in self.unasked if unit_id in counted]

    @cached_property
    def outside(self) -> set[tuple[int, int]]:
        """(unit, year-month) before a unit began or after it ended: nothing is asked there."""
        spans, months = {unit.id: span_of(unit) for unit in all_units(self.plan.centre_id)}, self.months
        return {
            (unit_id, month.year_month)
            for unit_id, span in spans.items()
            for month in months
            if not span.holds(month.year_month)
        }

    @property
    def months(self) -> tuple[Period, ...]:
        return parse_period(str(self.plan.year)).months

    def wanted_months(self) -> set[tuple[int, int]]:
        """(unit, year-month) in which some line asks something of a unit that counts it, or joint work is confirmed."""
        units, found = all_units(self.plan.centre_id), set[tuple[int, int]]()
        for line in self.lines():
            for state, months in self.states(line) if is_entered(line) else ():
                for unit_id, share in responsible_units(state, units).items():
                    found |= {
                        (unit_id, month.year_month)
                        for month in months
                        if share == CONTRIBUTES or (share == COUNTS and self.asks(unit_id, line, month))
                    }
        return found

    def states(self, line: AnyLine) -> list[tuple[AnyLine, list[Period]]]:
        """How a line stood, each with the months of the year in which it stood so; none of those without it."""
        found: dict[tuple[int, ...], tuple[AnyLine, list[Period]]] = {}
        for month in self.months:
            if lives_in(line, month.year_month):
                state = as_of(line, month.year_month)
                found.setdefault(state_of(state), (state, []))[1].append(month)
        return list(found.values())

    def is_waived_month(self, unit: Unit, month: Period) -> bool:
        return (unit.id, month.year_month) in self.waived_months

    def side(self, unit: Unit, month: Period) -> str:
        """“before” of a month before a unit began, “after” of one after it ended; else nothing."""
        span = span_of(unit)
        if span.holds(month.year_month):
            return ""
        return "after" if span.ended_before(month.year_month) else "before"

    def asks(self, unit_id: int, line: AnyLine, month: Period) -> bool:
        """Whether a line asks something of a unit that counts it at the end of a month, or on its days: as it stood
        then, before or after amendments."""
        if not lives_in(line, month.year_month):
            return False
        amended, line = is_amended(line), as_of(line, month.year_month)
        if amended and not self.counts(unit_id, line):
            return False
        always = line.entry_form == DAY or line.mode == STOCK
        return (always or self.first_month(line, month) is not None) and not self.is_waived(unit_id, line, month)

    def counts(self, unit_id: int, line: AnyLine) -> bool:
        return responsible_units(line, all_units(self.plan.centre_id)).get(unit_id) == COUNTS

    def is_waived(self, unit_id: int, line: AnyLine, period: Period) -> bool:
        """Whether what a line wants of a month or a week is waived, with the period of its deadline that holds it; a
        month that is asked week by week is when each of its weeks is."""
        line = as_of(line, period.year_month)
        rule = self.rule(line)
        if rule.deadline.kind in ALL_YEAR_LONG and (unit_id, rule.owner, str(self.plan.year)) in self.waived:
            return True  # it owes the year, and the months are of it
        if rule.deadline.kind != "weekly":
            keys = [self.key(rule, period)]
        elif period.kind == "week":
            keys = [period.key]
        else:
            keys = [week.key for week in (weeks_of(period) if line.entry_form != DAY else weeks_meeting(period))]
        return all((unit_id, rule.owner, key) in self.waived for key in keys)

    def wanted_days(self, unit_id: int, line: AnyLine, days: Sequence[date]) -> list[date]:
        """Of some days of a month those whose week, month or quarter nobody waived."""
        if days and self.rule(as_of(line, month_of(days[0]).year_month)).deadline.kind == "weekly":
            return [day for day in days if not self.is_waived(unit_id, line, period_of("week", day))]
        return list(days) if days and not self.is_waived(unit_id, line, month_of(days[0])) else []

    def key(self, rule: LineRule, month: Period) -> str:
        """The period of a deadline in which a month lies; the month itself where it lies in none."""
        ends = [last for last, (first, _key) in rule.spans.items() if first <= month.end.month <= last]
        return rule.spans[min(ends)][1] if ends else month.key

    def first_month(self, line: AnyLine, month: Period) -> int | None:
        """The first month in which a line's value may stand when one is wanted in a month; else None."""
        first, _key = self.rule(as_of(line, month.year_month)).spans.get(month.end.month, (None, ""))
        return first

    def rule(self, line: AnyLine) -> LineRule:
        place = (line.id, *state_of(line))
        if place not in self.rules:
            owner = deadline_row(line)
            deadline = parse_deadline(owner.deadline, self.plan.year)
            self.rules[place] = LineRule(owner.id, deadline, wanted_spans(deadline, self.plan.year))
        return self.rules[place]


def wanted_cells(plan: Plan) -> WantedCells:
    """Of a plan whose tree was read."""
    return WantedCells(plan, partial(rows_of, plan))


def read_running(session: Session, centre_id: int) -> dict[int, frozenset[tuple[int, int]]]:
    """The year of each approved plan → where something was written unasked; by one statement."""
    plans = {plan: WantedCells(plan, partial(iter, rows)) for plan, rows in counted_rows(centre_id).items()}
    places = [place for wanted in plans.values() for place in wanted.open_places()]
    found = read_written(session, centre_id, places)
    return {plan.year: frozenset(one for one in found if one[1] // 100 == plan.year) for plan in plans}


def owed_of_plan(centre_id: int, plan_id: int) -> OwedOfPlan:
    """Kept in memory, of all plans together: for the months owed are those of all years."""
    return kept("owed_of_plans", centre_id, 0, partial(read_owed, centre_id=centre_id)).get(plan_id, OwedOfPlan())


def read_owed(session: Session, centre_id: int) -> dict[int, OwedOfPlan]:
    """Plan id → what its obligations of figures say; by one statement."""
    o, nothing, former = Obligation, null(), cast(Indicator.earlier_terms, String)
    named = cast(o.indicator_id, String) + literal(":") + o.period
    waived = (
        select(
            o.plan_id,
            o.unit_id,
            o.last_month,
            func.count() == func.count(o.waived_at),
            func.aggregate_strings(case((o.waived_at.is_not(None), named)), " "),
            cast(nothing, String).label("former"),
            cast(nothing, Date).label("due_on"),
            cast(nothing, Integer).label("first_id"),
        )
        .where(o.centre_id == centre_id, o.kind == FIGURES)
        .group_by(o.plan_id, o.unit_id, o.last_month)
    )
    is_month = (func.length(o.period) == 7, o.first_month == o.last_month)
    dated = (
        select(
            o.plan_id,
            cast(nothing, Integer),
            o.last_month,
            cast(nothing, Boolean),
            Indicator.deadline,
            former,
            o.due_on,
            func.min(o.id),
        )
        .join(Indicator, Indicator.id == o.indicator_id)
        .where(o.centre_id == centre_id, o.kind == FIGURES, *is_month, o.due_on.is_not(None), o.waived_at.is_(None))
        .group_by(o.plan_id, o.last_month, Indicator.deadline, former, o.due_on)
    )
    found: dict[int, OwedOfPlan] = {}
    oldest: dict[tuple[int, int], int] = {}
    rows: Iterable[Any] = session.execute(union_all(waived, dated))
    for plan_id, unit_id, year_month, everything, words, before, due_on, first_id in rows:
        owed = found.setdefault(plan_id, OwedOfPlan())
        if unit_id is None:
            is_older = first_id < oldest.get((plan_id, year_month), first_id + 1)
            terms = terms_in(read_terms(json.loads(before)), year_month)
            deadline = terms.deadline if terms else words
            if is_older and parse_deadline(deadline or "", year_month // 100).day is None:
                owed.due[year_month], oldest[plan_id, year_month] = due_on, first_id
            continue
        if everything:
            owed.months.add((unit_id, year_month))
        for row_id, _, period in (word.partition(":") for word in (words or "").split()):
            owed.waived.add((unit_id, int(row_id), period))
    return found


class YearFill:
    """A year of a plan, of all units or of some: what each part wants in each month, and what is there."""

    def __init__(self, plan: Plan, today: date, unit_ids: Collection[int] | None = None) -> None:
        self.plan, self.today, self.unit_ids = plan, today, unit_ids
        self.wanted = wanted_cells(plan)
        self.worked: dict[tuple[int, str], list[date]] = {}

    def of_unit(self, unit: Unit, parts: Iterable[Part], month: Period) -> list[PartFill]:
        """What a unit's parts want in a month, in the paper's order; what is not asked is left out."""
        return [found for part in parts if (found := self.of_part(unit, part, month)) is not None]

    def share(self, unit: Unit, parts: Iterable[Part], month: Period) -> Share:
        return sum((one.filled.share for one in self.of_unit(unit, parts, month)), start=Share())

    def of_part(self, unit: Unit, part: Part, month: Period) -> PartFill | None:
        line = as_of(part.indicator, month.year_month)
        deadline = self.wanted.rule(line).deadline
        is_level = line.mode == STOCK
        if not self.wanted.asks(unit.id, part.indicator, month):
            return None
        if line.entry_form == DAY:
            asked = Asked(DAYS, days=self.days(unit, line, month))
        elif is_level:
            asked = Asked(LEVEL)
        elif deadline.kind == "weekly" and line.entry_form in REGISTERS:
            asked = Asked(WEEKS, weeks=self.weeks(unit, line, month))
        else:
            asked = Asked(ONCE)
        last = month.end.month
        said = self.said(unit, part, line.entry_form, self.wanted.first_month(line, month) or last, last)
        unknown = is_level and not said.known and said.any != {"not_applicable"}
        found = filled(asked, said)
        if found.blank:  # most months are whole, and nobody need be asked why
            found = filled(asked, said, self.explained.get(unit.id, frozenset()))
        return PartFill(part, asked, found, line.entry_form, unknown, deadline.kind in ALL_YEAR_LONG)

    def days(self, unit: Unit, line: Indicator, month: Period) -> list[date]:
        return self.wanted.wanted_days(unit.id, line, asked_days(self.working_days(unit, month), self.today))

    def weeks(self, unit: Unit, line: Indicator, month: Period) -> list[Period]:
        return [
            week for week in weeks_of(month) if week.end < self.today and not self.wanted.is_waived(unit.id, line, week)
        ]

    def working_days(self, unit: Unit, month: Period) -> list[date]:
        place = (unit.id, month.key)
        if place not in self.worked:
            self.worked[place] = unit_calendar(unit, [month.year]).working_days(month.start, month.end)
        return self.worked[place]

    def said(self, unit: Unit, part: Part, form: str, first: int, last: int) -> Said:
        """What stands of a part in the months ``first`` … ``last``; days are those of the last one and of its weeks."""
        spoken = [self.of_month(unit, part, number) for number in range(first, last + 1)]
        shown = (DAY,) if form == DAY else ("card", WEEK)
        near = [self.of_month(unit, part, number) for number in (last - 1, last)]

        def days(*states: str) -> frozenset[date]:
            places = ((grain, state) for grain in shown for state in states)
            return frozenset().union(*(one.days.get(place, ()) for place in places for one in near))

        return Said(
            whole=frozenset(state for one in spoken for state in one.states.get(MONTH, ())),
            any=frozenset(state for one in spoken for states in one.states.values() for state in states),
            days=days(*SAYING),
            aside=days("not_applicable"),
            known=(part.id, unit.id) in self.opening_levels
            or any(self.of_month(unit, part, number).has_number for number in range(1, last + 1)),
        )

    @cached_property
    def opening_levels(self) -> set[tuple[int, int]]:
        """(part, unit) of which a number is known from before it began: a level goes on from there."""
        if not has_months_before(self.plan.centre_id, self.plan.year):
            return set()
        first = self.plan.year * 100
        statement = select(OpeningFigure.part_id, OpeningFigure.unit_id).where(
            OpeningFigure.centre_id == self.plan.centre_id,
            OpeningFigure.year_month.between(first + 1, first + 12),
            OpeningFigure.unit_id.is_not(None),
            OpeningFigure.state == "number",
        )
        return {(part_id, unit_id) for part_id, unit_id in db.session.execute(statement) if unit_id is not None}

    def of_month(self, unit: Unit, part: Part, number: int) -> Spoken:
        return self.spoken.get((part.id, unit.id, number), NOTHING_SAID)

    @cached_property
    def spoken(self) -> dict[tuple[int, int, int], Spoken]:
        """(part, unit, month) → what stands there; month 0 is the last December as far as its days lie in week 1."""
        first = self.plan.year * 100
        each = self.standing(Entry.part_id).where(Entry.year_month.between(first + 1, first + 12)).distinct()
        monday = weeks_of(parse_period(f"{self.plan.year}-01"))[0].start
        wanted = union(each, self.of_same_rows(monday)) if monday.year < self.plan.year else each
        cells = wanted.subquery()
        group = list(cells.c)[:-1]
        bits = func.sum(literal(1).bitwise_lshift(cells.c.day - 1))
        found: dict[tuple[int, int, int], Spoken] = {}
        for row in db.session.execute(select(*group, bits.label("bits")).group_by(*group)):
            month = row.year_month % 100 if row.year_month > first else 0
            one = found.setdefault((row.part_id, row.unit_id, month), Spoken())
            one.states.setdefault(row.grain, set()).add(row.state)
            one.days[row.grain, row.state] = list(days_of(row.year_month, int(row.bits)))
        return found

    def standing(self, part_id: InstrumentedAttribute[int]) -> Select[Any]:
        day = cast(extract("day", Entry.date), Integer).label("day")
        columns: tuple[Any, ...] = (Entry.unit_id, Entry.year_month, Entry.grain, Entry.state, day)
        statement = select(part_id.label("part_id"), *columns)
        if self.unit_ids is not None:
            statement = statement.where(Entry.unit_id.in_(self.unit_ids))
        return statement.where(
            Entry.centre_id == self.plan.centre_id, Entry.voided_at.is_(None), Entry.state != "empty"
        )

    def of_same_rows(self, monday: date) -> Select[Any]:
        """The days of week 1 that stand in the plan of the year before, in the same row (domain.md §4)."""
        own, other, row, former = aliased(Part), aliased(Part), aliased(Indicator), aliased(Indicator)
        return (
            self.standing(own.id)
            .join(other, other.id == Entry.part_id)
            .join(former, former.id == other.indicator_id)
            .join(row, and_(row.plan_id == self.plan.id, is_same_row(row, former)))
            .join(own, and_(own.indicator_id == row.id, own.place == other.place))
            .where(Entry.year_month == monday.year * 100 + 12, Entry.date >= monday)
        )

    @cached_property
    def reasons(self) -> list[BlankReason]:
        year = parse_period(str(self.plan.year))
        return blank_reasons(self.plan.centre_id, year.start, year.end, self.unit_ids)

    @cached_property
    def explained(self) -> dict[int, frozenset[date]]:
        return explained_days(self.reasons)


def blank_reasons(
    centre_id: int, first: date, last: date, unit_ids: Collection[int] | None = None
) -> list[BlankReason]:
    """Why days from the first to the last are blank, the oldest span first: of some units, or of all."""
    statement = select(BlankReason).where(
        BlankReason.centre_id == centre_id,
        BlankReason.first_day <= last,
        BlankReason.last_day >= first,
        BlankReason.voided_at.is_(None),
    )
    if unit_ids is not None:
        statement = statement.where(BlankReason.unit_id.in_(unit_ids))
    return list(db.session.scalars(statement.order_by(BlankReason.first_day, BlankReason.id)))


def explained_days(reasons: Iterable[BlankReason]) -> dict[int, frozenset[date]]:
    """Unit id → the days for which it has given a reason."""
    found: dict[int, set[date]] = {}
    for reason in reasons:
        length = (reason.last_day - reason.first_day).days + 1
        days = {reason.first_day + timedelta(days=number) for number in range(length)}
        found.setdefault(reason.unit_id, set()).update(days)
    return {unit_id: frozenset(days) for unit_id, days in found.items()}


def days_of(year_month: int, mask: int) -> Iterator[date]:
    """The days of a month that a number of bits names, its first bit being the 1st."""
    year, month = divmod(year_month, 100)
    return (date(year, month, number) for number in range(1, 32) if mask >> (number - 1) & 1)
