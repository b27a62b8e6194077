"""Reads of opening figures: the table in which they are typed, and where they stand (domain.md §4 “Beginning”).

Plain rows throughout: the table of a whole year is drawn without loading the plan's tree, also the first time after a
write (performance.md “Bars”).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from app.domain.counting import Mode, Number, State, adds_up
from app.domain.opening import (
    CENTRE,
    OpeningFacts,
    OpeningPlace,
    OpeningProgress,
    Stretch,
    is_known,
    opening_months,
)
from app.domain.periods import parse_period, period_of_month
from app.domain.spans import MonthSpan
from app.domain.terms import lives_in
from app.extensions import db
from app.models import Entry, Indicator, OpeningFigure, Part, Plan, PlanSection, Report, Responsible, Unit
from app.queries.plan import AnyCounted, is_entered, rows_of, units_that_count
from app.queries.settings import opening_ended_years
from app.queries.terms import as_of, is_amended
from app.queries.units import all_units, centre_span, has_months_before, span_of

FigurePlace = tuple[int, OpeningPlace]  # part id, and where


@dataclass(frozen=True)
class OpeningWritten:
    """What stands in a place; an emptied one goes on with its version."""

    id: int
    state: State
    value: Number | None
    base: Number | None
    version: int


@dataclass
class OpeningLine:
    """A line of the plan as far as the table needs it. ``counting``: the units that counted it in the months before
    they began, in the paper's order."""

    parent: OpeningLine | None
    plan_year: int
    key: str
    name: str | None
    short_name: str
    measure: str | None
    mode: Mode
    sums_parts: bool
    earlier_terms: list[dict[str, Any]]
    first_month: int | None
    last_month: int | None
    parts: list[OpeningPart] = field(default_factory=list)
    responsible: list[Any] = field(default_factory=list)
    counting: tuple[int, ...] = ()


@dataclass(frozen=True)
class OpeningPart:
    id: int
    key: str
    place: int
    name: str
    fact: Number | None
    indicator: OpeningLine


@dataclass(frozen=True)
class OtherThanFact:
    """A figure of which last year's months come to another sum than the fact that the paper prints."""

    part: OpeningPart
    typed: Number
    fact: Number


def span_of_place(centre_id: int, unit: Unit | None) -> MonthSpan:
    """The months in which a unit, or without one the centre, works with the program."""
    return centre_span(centre_id) if unit is None else span_of(unit)


def opening_lines(plan_id: int, year: int, units: Sequence[Unit]) -> list[OpeningLine]:
    """Every line of a plan in the paper's order."""
    found: dict[int, OpeningLine] = {}
    columns = (
        Indicator.id, Indicator.parent_id, Indicator.key, Indicator.name, Indicator.short_name, Indicator.measure,
        Indicator.mode, Indicator.sums_parts, Indicator.earlier_terms, Indicator.first_month, Indicator.last_month,
    )  # fmt: skip
    lines = (
        select(*columns)
        .join(PlanSection, PlanSection.id == Indicator.section_id)
        .where(Indicator.plan_id == plan_id)
        .order_by(PlanSection.position, Indicator.position)
    )
    for number, above, *facts in db.session.execute(lines):
        found[number] = OpeningLine(found.get(above or 0), year, *facts)
    parts = select(Part.id, Part.key, Part.place, Part.name, Part.fact, Part.indicator_id)
    chosen = parts.where(Part.plan_id == plan_id).order_by(Part.place)
    for number, key, place, name, fact, line_id in db.session.execute(chosen):
        found[line_id].parts.append(OpeningPart(number, key, place, name, fact, found[line_id]))
    named = (
        select(Responsible.indicator_id, Responsible.unit_id, Responsible.everyone, Responsible.share)
        .join(Indicator, Indicator.id == Responsible.indicator_id)
        .where(Indicator.plan_id == plan_id)
        .order_by(Responsible.position)
    )
    for one in db.session.execute(named):
        found[one.indicator_id].responsible.append(one)
    for line in found.values():
        line.counting = counting_before(line, units) if is_entered(line) else ()
    return list(found.values())


def counting_before(row: AnyCounted, units: Sequence[Unit]) -> tuple[int, ...]:
    """The units whose opening figures a line takes: those that count it, and of one that was amended those that did in
    January, or in a month before they began themselves."""
    january = row.plan_year * 100 + 1
    if not is_amended(row) and lives_in(row, january):
        return units_that_count(row, units)
    months = {unit.id: {january, *opening_months(span_of(unit), row.plan_year)} for unit in units}
    counted = {
        month: units_that_count(as_of(row, month), units) if lives_in(row, month) else ()
        for month in set().union(*months.values())
    }
    return tuple(unit.id for unit in units if any(unit.id in counted[month] for month in months[unit.id]))


def facts_of(
    place: OpeningPlace,
    mode: Mode,
    counting: tuple[int, ...],
    span: MonthSpan,
    part_id: int,
    entered: Collection[tuple[int, int, int]],
    today: date,
) -> OpeningFacts:
    """What is known of a place of a line that ``counting`` units count; ``span``: of ``span_of_place``, or of last
    year."""
    whose = counting if place.unit_id == CENTRE else (place.unit_id,)
    months = range(place.stretch.first, place.stretch.last + 1)
    done = [month for month in months if any((part_id, unit_id, month) in entered for unit_id in whose)]
    return OpeningFacts(place, mode, span, counting, done, today)


def opening_written(plan_id: int, year: int) -> dict[FigurePlace, OpeningWritten]:
    """Everything that stands in the months of a year on a plan, of that year or the one behind it; emptied figures
    too."""
    o = OpeningFigure
    of_plan = o.part_id.in_(select(Part.id).where(Part.plan_id == plan_id))
    statement = select(
        o.part_id, o.unit_id, o.since, o.year_month, o.id, o.state, o.value, o.base, o.version
    ).where(of_plan, o.year_month.between(year * 100 + 1, year * 100 + 12))  # fmt: skip
    return {
        (part_id, OpeningPlace(unit_id or CENTRE, Stretch(since, month))): OpeningWritten(
            number, cast(State, state), value, base, version
        )
        for part_id, unit_id, since, month, number, state, value, base, version in db.session.execute(statement)
    }


def other_than_fact(lines: Iterable[OpeningLine], written: Mapping[FigurePlace, OpeningWritten]) -> list[OtherThanFact]:
    """The figures whose months of last year are known for the whole year and come to another sum than the paper's fact,
    or to more than that already. Of what adds up only."""
    sums: dict[int, list[tuple[OpeningPlace, Number]]] = {}
    for (part_id, place), figure in written.items():
        if figure.state in ("number", "no_activity"):
            sums.setdefault(part_id, []).append((place, figure.value or 0))
    found = []
    for line in lines:
        for part in line.parts if adds_up(line.mode) else ():
            known = sums.get(part.id, [])
            typed = sum((value for _place, value in known), start=0)
            months = dict.fromkeys(line.counting, 0)
            for place, _value in known:
                months[place.unit_id] = months.get(place.unit_id, 0) + place.stretch.last - place.stretch.first + 1
            whole = months.pop(CENTRE, 0) == 12 or (bool(months) and set(months.values()) == {12})
            if part.fact is not None and known and (typed > part.fact or (whole and typed != part.fact)):
                found.append(OtherThanFact(part, typed, part.fact))
    return found


def entered_months(centre_id: int, year: int, months: Sequence[int]) -> set[tuple[int, int, int]]:
    """(part, unit, year-month) for which something was entered day by day, month by month or by cards."""
    if not months:
        return set()
    statement = (
        select(Entry.part_id, Entry.unit_id, Entry.year_month)
        .where(
            Entry.centre_id == centre_id,
            Entry.year_month.between(months[0], months[-1]),
            Entry.voided_at.is_(None),
            Entry.state != "empty",
        )
        .distinct()
    )
    return {(part_id, unit_id, month) for part_id, unit_id, month in db.session.execute(statement)}


def last_sent_month(centre_id: int, year: int) -> int | None:
    """The last year-month of a year that a report which was sent tells of: with it all months since January."""
    statement = select(Report.period).where(
        Report.centre_id == centre_id,
        Report.period.startswith(str(year)),
        Report.sent_at.is_not(None),
    )
    return max((parse_period(key).year_month for key in db.session.scalars(statement.distinct())), default=None)


def opening_stretches(centre_id: int) -> dict[int, set[Stretch]]:
    """Unit id, or CENTRE → where its opening figures of all years stand; last year's months of a plan are none."""
    own_year = OpeningFigure.year_month.between(Plan.year * 100 + 1, Plan.year * 100 + 12)
    statement = (
        select(OpeningFigure.unit_id, OpeningFigure.since, OpeningFigure.year_month)
        .join(Part, Part.id == OpeningFigure.part_id)
        .join(Plan, Plan.id == Part.plan_id)
        .where(OpeningFigure.centre_id == centre_id, OpeningFigure.state != "empty", own_year)
        .distinct()
    )
    found: dict[int, set[Stretch]] = {}
    for unit_id, since, month in db.session.execute(statement):
        found.setdefault(unit_id or CENTRE, set()).add(Stretch(since, month))
    return found


def opening_progress(plan: Plan, today: date) -> OpeningProgress | None:
    """How far the table of a plan's year is; None where its year has no month before the beginning."""
    if not has_months_before(plan.centre_id, plan.year):
        return None
    units = all_units(plan.centre_id)
    rows = [
        (row.mode, [part.id for part in row.parts], counting_before(row, units))
        for row in rows_of(plan)
        if is_entered(row)
    ]
    return progress_of(plan.centre_id, plan.year, rows, opening_written(plan.id, plan.year), today)


def progress_of(
    centre_id: int,
    year: int,
    rows: Iterable[tuple[Mode, Sequence[int], Collection[int]]],
    written: Mapping[FigurePlace, OpeningWritten],
    today: date,
) -> OpeningProgress:
    """``rows``: how each counts, the ids of its parts, the ids of the units that count it. One that is counted by
    nobody with a month before, or of whose months none is over yet, is not waited for."""
    taken, months = places_taken(written), {}
    for unit in all_units(centre_id):
        own = opening_months(span_of(unit), year)
        months[unit.id] = [month for month in own if period_of_month(month).end < today]
    every = begun = known = 0
    for mode, parts, counting in rows:
        waited = [unit_id for unit_id in counting if months.get(unit_id)]
        if not waited:
            continue
        every += 1
        begun += any(taken.get(part_id) for part_id in parts)
        known += all(
            is_known(mode, months[unit_id], [one.stretch for one in taken.get(part_id, ()) if one.unit_id in whose])
            for part_id in parts
            for unit_id in waited
            for whose in [(unit_id, CENTRE)]
        )
    return OpeningProgress(every, begun, known, year in opening_ended_years(centre_id))


def places_taken(written: Mapping[FigurePlace, OpeningWritten]) -> dict[int, list[OpeningPlace]]:
    """Part id → the places at which something stands."""
    found: dict[int, list[OpeningPlace]] = {}
    for (part_id, place), figure in written.items():
        if figure.state != "empty":
            found.setdefault(part_id, []).append(place)
    return found
