"""The sums of the entries, month by month (domain.md §3).

Running totals are computed from the entries at every reading, never stored: one grouped statement over a covering
index for what adds up, one for levels. Their number does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, CompoundSelect, Select, case, func, null, or_, select, type_coerce, union_all
from sqlalchemy.types import BigInteger

from app.domain.counting import EMPTY, FLOW, STOCK, Counted, Mode, Number, Opening, Total, month_total
from app.domain.frozen import ACCEPTED, ENTERED
from app.domain.opening import CENTRE
from app.domain.periods import Period
from app.extensions import db
from app.models import Entry, OpeningFigure, Part, Plan
from app.models.types import unscale
from app.queries.filled import AnyPlan
from app.queries.months import accepted_months
from app.queries.plan import rows_of
from app.queries.units import has_months_before

Months = list[Total]  # twelve, January first
MonthFigures = dict[int, dict[int, Months]]  # part id → unit id, or CENTRE → months
NOTHING: Months = [EMPTY] * 12  # never written to
Figure = tuple[int, int, int, Total]  # part id, unit id, year-month, total


def month_figures(plan: Plan, unit_ids: Collection[int] | None = None, basis: str = ENTERED) -> MonthFigures:
    """Every part's months of the plan's year, unit by unit; on the accepted basis only the months accepted.

    Opening figures of the centre as a whole stand under CENTRE, whichever units are asked for: who adds up a row leaves
    them out unless he has all the units that count it.
    """
    modes = {part.id: row.mode for row in rows_of(plan) for part in row.parts}
    official = basis == ACCEPTED and has_changes(plan)
    figures = month_totals(plan, modes, unit_ids, official=official)
    if basis == ACCEPTED:
        taken = accepted_months(plan.centre_id, plan.year)
        figures = (figure for figure in figures if (figure[1], figure[2]) in taken)
    return gathered(figures)


def of_units(figures: MonthFigures, unit_ids: Collection[int] | None) -> MonthFigures:
    """The same figures, of some units only."""
    if unit_ids is None:
        return figures
    return {
        part_id: {key: months for key, months in by_unit.items() if key in unit_ids or key == CENTRE}
        for part_id, by_unit in figures.items()
    }


def months_of(
    plan: Plan,
    parts: Sequence[Part],
    unit_ids: Collection[int] | None = None,
    *,
    by_cards: bool = False,
    official: bool = False,
) -> MonthFigures:
    """The months of some parts, of some units or of all, without reading the rest of the plan; ``by_cards``: what their
    cards give; ``official``: what stood there before changes at which nobody has looked yet."""
    modes = {part.id: part.indicator.mode for part in parts}
    return gathered(month_totals(plan, modes, unit_ids, list(modes), by_cards=by_cards, official=official))


def months_of_plans(wanted: Sequence[PlanParts]) -> MonthFigures:
    """The same of several years by as many statements as of one."""
    return gathered(totals_of_plans([one for one in wanted if one.modes]))


def has_changes(plan: Plan, period: Period | None = None) -> bool:
    """Whether some figure of a month that was sent was changed, and nobody has looked at it yet: of the plan's year, or
    of the months from January until a period ends."""
    last = period.year_month if period is not None else plan.year * 100 + 12
    waiting = select(Entry.id).where(
        Entry.centre_id == plan.centre_id,
        Entry.year_month.between(plan.year * 100 + 1, last),
        Entry.former_state.is_not(None),
    )
    return db.session.scalar(waiting.limit(1)) is not None


def month_by_month(months: Months) -> Months:
    """The same without totals of several months, which say nothing of the month in which they stand."""
    return [
        EMPTY if isinstance(total, Opening) and total.since % 100 != number else total
        for number, total in enumerate(months, 1)
    ]


def gathered(figures: Iterable[Figure]) -> MonthFigures:
    found: MonthFigures = {}
    for part_id, unit_id, year_month, total in figures:
        months = found.setdefault(part_id, {}).setdefault(unit_id, [EMPTY] * 12)
        months[year_month % 100 - 1] = total
    return found


def month_totals(
    plan: AnyPlan,
    modes: Mapping[int, Mode],
    unit_ids: Collection[int] | None,
    part_ids: Sequence[int] | None = None,
    *,
    by_cards: bool = False,
    official: bool = False,
) -> Iterator[Figure]:
    """Each month of each part and unit, by ``counting.month_total``; ``modes`` are those of the plan's parts. What was
    before the centre began is an ``Opening``."""
    return totals_of_plans([PlanParts(plan, modes, part_ids, unit_ids)], by_cards=by_cards, official=official)


@dataclass(frozen=True)
class PlanParts:
    """Of which parts of a plan figures are wanted, of ``part_ids``, or of all whose ``modes`` are given; and of which
    units, of all where none are named. ``opening``: only what was typed as one table, not what was entered."""

    plan: AnyPlan
    modes: Mapping[int, Mode]
    part_ids: Sequence[int] | None
    unit_ids: Collection[int] | None
    opening: bool = False


def totals_of_plans(wanted: Sequence[PlanParts], *, by_cards: bool = False, official: bool = False) -> Iterator[Figure]:
    """The database only shortens what the rule reads: of what adds up one sum a state, of a level the last entry a
    state."""
    groups: dict[tuple[int, int, int], list[Counted]] = {}
    opened: dict[tuple[int, int, int], int] = {}
    holds = OFFICIAL_ENTRY if official else ENTERED_ENTRY
    added, held = [], []
    modes: dict[int, Mode] = {}
    for one in wanted:
        modes |= one.modes
        if one.opening:
            added.append(opening_sums(one.plan, one.unit_ids, one.part_ids))
            continue
        added.append(sums(one.plan, one.unit_ids, one.part_ids, by_cards, holds))
        if not by_cards and has_months_before(one.plan.centre_id, one.plan.year):
            added.append(opening_sums(one.plan, one.unit_ids, one.part_ids))
        levels = [part_id for part_id, mode in one.modes.items() if mode == STOCK]
        if levels:
            held.append(latest(one.plan, one.unit_ids, levels, by_cards, holds))
    for statement in (together(some) for some in (added, held) if some):
        for year_month, part_id, unit_id, state, amount, whole, day, since in db.session.execute(statement):
            if since is None and (day is None) == (modes.get(part_id) == STOCK):
                continue  # a level is no sum
            place = (part_id, unit_id, year_month)
            groups.setdefault(place, []).append(Counted(state, scaled(amount), scaled(whole), day or date.min))
            if since is not None:
                opened[place] = since
    for (part_id, unit_id, year_month), entries in groups.items():
        total = month_total(modes.get(part_id, FLOW), entries)
        if since := opened.get((part_id, unit_id, year_month)):
            total = Opening(total.state, total.amount, total.base, since)
        yield part_id, unit_id, year_month, total


def together(statements: Sequence[Select[Any]]) -> Select[Any] | CompoundSelect[Any]:
    return statements[0] if len(statements) == 1 else union_all(*statements)


def scaled(thousandths: int | None) -> Number | None:
    return None if thousandths is None else unscale(int(thousandths))


@dataclass(frozen=True)
class Holding:
    """What of an entry is counted: as it was entered, or as it was before a change at which nobody has looked yet."""

    state: ColumnElement[Any]
    value: ColumnElement[Any]
    base: ColumnElement[Any]
    lives: ColumnElement[bool]


def former_or(former: Any, now: Any) -> ColumnElement[Any]:
    return case((Entry.former_state.is_not(None), former), else_=now)


ENTERED_ENTRY = Holding(
    cast(ColumnElement[Any], Entry.state),
    cast(ColumnElement[Any], Entry.value),
    cast(ColumnElement[Any], Entry.base),
    Entry.voided_at.is_(None),
)
OFFICIAL_ENTRY = Holding(
    former_or(Entry.former_state, Entry.state),
    former_or(Entry.former_value, Entry.value),
    former_or(Entry.former_base, Entry.base),
    or_(Entry.voided_at.is_(None), Entry.former_state.is_not(None)),
)


def of_year(
    statement: Select[*tuple[Any, ...]],
    plan: AnyPlan,
    unit_ids: Collection[int] | None,
    *,
    by_cards: bool = False,
    holds: Holding = ENTERED_ENTRY,
) -> Select[*tuple[Any, ...]]:
    """What holds of the entries of a plan's year: of some units, or only what cards feed."""
    statement = statement.where(
        Entry.centre_id == plan.centre_id,
        Entry.year_month.between(plan.year * 100 + 1, plan.year * 100 + 12),
        holds.lives,
    )
    if by_cards:
        statement = statement.where(Entry.card_id.is_not(None))
    return statement if unit_ids is None else statement.where(Entry.unit_id.in_(unit_ids))


def sums(
    plan: AnyPlan, unit_ids: Collection[int] | None, part_ids: Sequence[int] | None, by_cards: bool, holds: Holding
) -> Select[*tuple[Any, ...]]:
    """One sum for each month, part, unit and state."""
    group = (Entry.year_month, Entry.part_id, Entry.unit_id, holds.state)
    value, base = (type_coerce(func.sum(column), BigInteger) for column in (holds.value, holds.base))
    columns: Select[*tuple[Any, ...]] = select(*group, value, base, null().label("day"), null().label("since"))
    statement = of_year(columns, plan, unit_ids, by_cards=by_cards, holds=holds).group_by(*group)
    return statement if part_ids is None else statement.where(Entry.part_id.in_(part_ids))


def opening_sums(
    plan: AnyPlan, unit_ids: Collection[int] | None, part_ids: Sequence[int] | None
) -> Select[*tuple[Any, ...]]:
    """The opening figures of a plan's year in the columns of ``sums``: of some units, always with the centre's."""
    statement = select(
        OpeningFigure.year_month,
        OpeningFigure.part_id,
        func.coalesce(OpeningFigure.unit_id, CENTRE),
        OpeningFigure.state,
        type_coerce(OpeningFigure.value, BigInteger),
        type_coerce(OpeningFigure.base, BigInteger),
        null().label("day"),
        OpeningFigure.since,
    ).where(
        OpeningFigure.centre_id == plan.centre_id,
        OpeningFigure.year_month.between(plan.year * 100 + 1, plan.year * 100 + 12),
        OpeningFigure.state != "empty",
    )
    if unit_ids is not None:
        statement = statement.where(or_(OpeningFigure.unit_id.in_(unit_ids), OpeningFigure.unit_id.is_(None)))
    return statement if part_ids is None else statement.where(OpeningFigure.part_id.in_(part_ids))


def latest(
    plan: AnyPlan, unit_ids: Collection[int] | None, levels: Sequence[int], by_cards: bool, holds: Holding
) -> Select[*tuple[Any, ...]]:
    """The last entry for each month, part, unit and state; of several of one day the largest."""
    group = (Entry.year_month, Entry.part_id, Entry.unit_id, holds.state.label("held_state"))
    order = (Entry.date.desc(), holds.value.desc())
    newest = func.row_number().over(
        partition_by=(Entry.year_month, Entry.part_id, Entry.unit_id, holds.state), order_by=order
    )
    value = type_coerce(holds.value, BigInteger).label("held_value")
    base = type_coerce(holds.base, BigInteger).label("held_base")
    ordered = select(*group, value, base, Entry.date, newest.label("place")).where(Entry.part_id.in_(levels))
    found = of_year(ordered, plan, unit_ids, by_cards=by_cards, holds=holds).subquery()
    return select(*(column for column in found.c if column.key != "place"), null()).where(found.c.place == 1)
