"""Reads of reasons for deviation: which lines stand behind at a quarter's end, who counts them, what was said of them.

Pace is the consolidation's own; here it is only looked at (domain.md §4 “Reasons”).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.deviations import (
    BEHIND,
    UNWRITTEN,
    answer_due,
    has_begun,
    is_wanted,
    judged_as_of,
    lies_before,
    quarter_number,
    quarters_of,
)
from app.domain.obligations import FIGURES
from app.domain.periods import TASHKENT, Period, to_date
from app.extensions import db
from app.models import Deviation, DeviationReason, Indicator, Obligation, Person, Plan, Unit
from app.queries.behind import counted_lines
from app.queries.calendar import calendar_after, centre_calendar
from app.queries.consolidation import RowFigures, consolidate
from app.queries.kept import kept
from app.queries.obligations import deadline_rows
from app.queries.plan import counting_in
from app.queries.sums import MonthFigures
from app.queries.units import all_units, centre_span, span_of

MOST_SENTENCES = 40  # to pick from; older ones are typed again


@dataclass(frozen=True)
class GivenReason:
    """What stands of one line, quarter and unit: the sentence (empty: none) with who gave it, and who asked for it."""

    indicator_id: int
    unit_id: int
    quarter: int
    version: int
    text: str = ""
    given_by: str = ""
    given_on: date | None = None
    asked_by: str = ""
    asked_on: date | None = None


@dataclass(frozen=True)
class UnitReason:
    """A unit that counts a line, what it said, and whether a reason is wanted of it."""

    unit: Unit
    wanted: bool
    given: GivenReason | None = None

    @property
    def text(self) -> str:
        return self.given.text if self.given else ""

    @property
    def version(self) -> int:
        return self.given.version if self.given else 0

    @property
    def is_asked(self) -> bool:
        return self.given is not None and self.given.asked_on is not None and not self.given.text

    @property
    def is_missing(self) -> bool:
        return not self.text and (self.wanted or self.is_asked)


@dataclass(frozen=True)
class DeviationLine:
    """One printed line with its figures as they stood at the quarter's end, and the units that count it."""

    figures: RowFigures
    units: tuple[UnitReason, ...]

    @property
    def row(self) -> Indicator:
        return self.figures.row

    @property
    def is_behind(self) -> bool:
        return self.figures.pace == BEHIND

    @property
    def is_unwritten(self) -> bool:
        """Whether something was due by then and nobody wrote a figure."""
        return self.figures.pace == UNWRITTEN

    @property
    def is_spoken_of(self) -> bool:
        """Whether somebody gave a reason for it or asked for one."""
        return any(one.text or one.is_asked for one in self.units)

    @property
    def lowest(self) -> Decimal:
        """How far the figure has come that is the furthest behind, in percent of what was due."""
        percents = [part.to_date.percent for part in self.figures.parts if part.pace == BEHIND]
        return min((percent for percent in percents if percent is not None), default=Decimal(0))


@dataclass(frozen=True)
class QuarterDeviations:
    """A quarter of a plan: its lines in the paper's order, and sentences that were given already.

    ``begun``: reasons of it are wanted by now, so that its pace means something; ``before``: it lies before the centre
    began with the program. What has no figure is counted apart from what stands behind, and explained like it.
    """

    plan: Plan
    quarter: Period
    begun: bool
    before: bool
    lines: tuple[DeviationLine, ...]
    sentences: tuple[str, ...]

    @property
    def judged(self) -> bool:
        return self.begun and not self.before

    @property
    def behind(self) -> list[DeviationLine]:
        return [line for line in self.lines if line.is_behind] if self.judged else []

    @property
    def unwritten(self) -> list[DeviationLine]:
        return [line for line in self.lines if line.is_unwritten] if self.judged else []

    @property
    def to_explain(self) -> list[DeviationLine]:
        """What stands behind or has no figure, and what somebody spoke of or asked about although it does not."""
        return [
            line for line in self.lines if line.is_spoken_of or (self.judged and (line.is_behind or line.is_unwritten))
        ]

    @property
    def missing(self) -> list[tuple[DeviationLine, UnitReason]]:
        """Where a reason is wanted, or was asked for, and none stands."""
        return [(line, one) for line in self.lines for one in line.units if one.is_missing]


def given_reasons(centre_id: int, period: Period) -> list[GivenReason]:
    """What was said and asked of the quarters that end within a period, by line and unit, the oldest first."""
    writer, asker = aliased(Person), aliased(Person)
    numbers = quarters_of(period)
    d = Deviation
    statement = (
        select(
            d.indicator_id, d.unit_id, d.quarter, d.version, DeviationReason.text, writer.name, d.given_at, asker.name,
            d.asked_on,
        )
        .outerjoin(DeviationReason, DeviationReason.id == d.reason_id)
        .outerjoin(writer, writer.id == d.given_by_id)
        .outerjoin(asker, asker.id == d.asked_by_id)
        .where(d.centre_id == centre_id, d.quarter >= numbers.start, d.quarter < numbers.stop)
        .order_by(d.given_at, d.id)
    )  # fmt: skip
    return [
        GivenReason(
            row_id, unit_id, number, version, words or "", by or "", at.astimezone(TASHKENT).date() if at else None,
            asker_name or "", asked_on,
        )
        for row_id, unit_id, number, version, words, by, at, asker_name, asked_on in db.session.execute(statement)
    ]  # fmt: skip


def quarter_deviations(
    plan: Plan,
    quarter: Period,
    today: date,
    *,
    unit_ids: Collection[int] | None = None,
    figures: MonthFigures | None = None,
) -> QuarterDeviations:
    """The lines of a quarter that some units count, all of the centre's where none are named.

    ``figures`` are those of the whole centre as they were entered, where they were read already.
    """
    number, begun = quarter_number(quarter), is_begun(plan.centre_id, quarter, today)
    before = is_before(plan.centre_id, quarter)
    if plan.state == "draft":  # nothing is owed by it, and nobody is asked why
        return QuarterDeviations(plan, quarter, begun, before, (), ())
    given = given_reasons(plan.centre_id, to_date(quarter))
    stands = {(one.indicator_id, one.unit_id): one for one in given if one.quarter == number}
    table = consolidate(plan, quarter, today=judged_as_of(quarter, today), figures=figures)
    waived, units = waived_rows(plan, quarter), all_units(plan.centre_id)
    lines = []
    for line in (line for section in table.sections for line in section.rows):
        counted = counted_lines(plan, line.row)
        counting = explaining_units(counted, quarter, units)
        found = reasons_of_line(plan, line, counting, units, stands, waived, judged=begun and not before)
        chosen = tuple(one for one in found if unit_ids is None or one.unit.id in unit_ids)
        if chosen:
            lines.append(DeviationLine(line, chosen))
    near = [one for one in given if one.quarter == number or unit_ids is None or one.unit_id in unit_ids]
    sentences = tuple(dict.fromkeys(one.text for one in reversed(near) if one.text))
    return QuarterDeviations(plan, quarter, begun, before, tuple(lines), sentences[:MOST_SENTENCES])


def is_begun(centre_id: int, quarter: Period, today: date) -> bool:
    return has_begun(quarter, today, centre_calendar(centre_id, [quarter.year]))


def is_before(centre_id: int, quarter: Period) -> bool:
    """Whether a quarter had ended before the centre began with the program."""
    return lies_before(quarter, centre_span(centre_id))


def answer_day(centre_id: int, asked_on: date) -> date:
    """By when a reason that was asked for is given: the end of the year may lie between."""
    return answer_due(asked_on, calendar_after(centre_id, [asked_on]))


def reasons_of_line(
    plan: Plan,
    line: RowFigures,
    counting: Collection[int],
    units: Sequence[Unit],
    stands: Mapping[tuple[int, int], GivenReason],
    waived: Collection[tuple[int, int]],
    *,
    judged: bool,
) -> Iterable[UnitReason]:
    """The units that count a line and work at the quarter's end, and those that were asked or spoke when they did."""
    for unit in units:
        given = stands.get((line.row.id, unit.id))
        if unit.id in counting or given is not None:
            spared = unit.id not in counting or (unit.id, line.row.id) in waived
            wanted = is_wanted(line.pace, plan_state=plan.state, judged=judged, waived=spared)
            yield UnitReason(unit, wanted, given)


def explaining_units(lines: Iterable[Indicator], quarter: Period, units: Sequence[Unit]) -> set[int]:
    """Who can say why a line stands so, of which the figures are those of these lines (``counted_lines``): those that
    count one of them and work at the quarter's end."""
    counting = {unit_id for line in lines for unit_id in counting_in(line, quarter.year_month)}
    return {unit.id for unit in units if unit.id in counting and span_of(unit).holds(quarter.year_month)}


def is_owed(plan: Plan, row: Indicator, unit_id: int, quarter: Period) -> bool:
    """Whether a reason that was asked for is still owed: not of a unit that had ended by then, nor of a waived row."""
    unit = next((unit for unit in all_units(plan.centre_id) if unit.id == unit_id), None)
    works = unit is not None and span_of(unit).holds(quarter.year_month)
    return works and (unit_id, row.id) not in waived_rows(plan, quarter)


def waived_rows(plan: Plan, quarter: Period) -> frozenset[tuple[int, int]]:
    """(unit id, line's id) that were waived for a quarter: its whole span, or everything within it; kept in memory."""
    read = partial(read_waived, plan=plan, quarter=quarter)
    return kept("waived_rows", plan.centre_id, quarter_number(quarter), read)


def read_waived(session: Session, plan: Plan, quarter: Period) -> frozenset[tuple[int, int]]:
    months, o = [month.year_month for month in quarter.months], Obligation
    place, is_waived = (o.unit_id, o.indicator_id), o.waived_at.is_not(None)
    spans_it = and_(o.first_month <= months[0], o.last_month >= months[-1])
    within = and_(o.starts_on > quarter.start - timedelta(days=7), o.last_month.between(months[0], months[-1]))
    statement = (
        select(*place)
        .where(o.plan_id == plan.id, o.kind == FIGURES, or_(spans_it, within))
        .group_by(*place)
        .having(
            or_(
                how_many(spans_it, is_waived) > 0,
                and_(how_many(within) > 0, how_many(within) == how_many(within, is_waived)),
            )
        )
    )
    following = {row.id: lines for row, lines in deadline_rows(plan, quarter.year_month)}
    return frozenset(
        (unit_id, line.id) for unit_id, row_id in session.execute(statement) for line in following.get(row_id, [])
    )


def how_many(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((and_(*conditions), 1)))
