"""The sums of the entries, month by month (domain.md §3).

Running totals are computed from the entries at every reading, never stored: one grouped statement over a covering
index for what adds up, one for levels. Their number does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, null, select, type_coerce
from sqlalchemy.types import BigInteger

from app.domain.counting import EMPTY, FLOW, STOCK, Counted, Mode, Number, Total, month_total
from app.domain.frozen import ACCEPTED, ENTERED
from app.extensions import db
from app.models import Entry, Part, Plan
from app.models.types import unscale
from app.queries.months import accepted_months
from app.queries.plan import rows_of

Months = list[Total]  # twelve, January first
MonthFigures = dict[int, dict[int, Months]]  # part id → unit id → months
NOTHING: Months = [EMPTY] * 12  # never written to
Figure = tuple[int, int, int, Total]  # part id, unit id, year-month, total


def month_figures(plan: Plan, unit_ids: Collection[int] | None = None, basis: str = ENTERED) -> MonthFigures:
    """Every part's months of the plan's year, unit by unit; on the accepted basis only the months accepted."""
    modes = {part.id: row.mode for row in rows_of(plan) for part in row.parts}
    figures = month_totals(plan, modes, unit_ids)
    if basis == ACCEPTED:
        taken = accepted_months(plan.centre_id, plan.year)
        figures = (figure for figure in figures if (figure[1], figure[2]) in taken)
    return gathered(figures)


def months_of(plan: Plan, parts: Sequence[Part], unit_id: int, *, by_cards: bool = False) -> MonthFigures:
    """The months of some parts of one unit, without reading the rest of the plan; ``by_cards``: what its cards give."""
    modes = {part.id: part.indicator.mode for part in parts}
    return gathered(month_totals(plan, modes, [unit_id], list(modes), by_cards=by_cards))


def gathered(figures: Iterable[Figure]) -> MonthFigures:
    found: MonthFigures = {}
    for part_id, unit_id, year_month, total in figures:
        months = found.setdefault(part_id, {}).setdefault(unit_id, [EMPTY] * 12)
        months[year_month % 100 - 1] = total
    return found


def month_totals(
    plan: Plan,
    modes: Mapping[int, Mode],
    unit_ids: Collection[int] | None,
    part_ids: Sequence[int] | None = None,
    *,
    by_cards: bool = False,
) -> Iterator[Figure]:
    """Each month of each part and unit, by ``counting.month_total``; ``modes`` are those of the plan's parts.

    The database only shortens what the rule reads: of what adds up one sum a state, of a level the last entry a state.
    """
    groups: dict[tuple[int, int, int], list[Counted]] = {}
    levels = [part_id for part_id, mode in modes.items() if mode == STOCK]
    statements = [sums(plan, unit_ids, part_ids, by_cards)]
    if levels:
        statements.append(latest(plan, unit_ids, levels, by_cards))
    for statement in statements:
        for year_month, part_id, unit_id, state, amount, whole, day in db.session.execute(statement):
            if (day is None) == (modes.get(part_id) == STOCK):
                continue  # a level is no sum
            counted = Counted(state, scaled(amount), scaled(whole), day or date.min)
            groups.setdefault((part_id, unit_id, year_month), []).append(counted)
    for (part_id, unit_id, year_month), entries in groups.items():
        yield part_id, unit_id, year_month, month_total(modes.get(part_id, FLOW), entries)


def scaled(thousandths: int | None) -> Number | None:
    return None if thousandths is None else unscale(int(thousandths))


def of_year(
    statement: Select[*tuple[Any, ...]], plan: Plan, unit_ids: Collection[int] | None, *, by_cards: bool = False
) -> Select[*tuple[Any, ...]]:
    """What holds of the entries of a plan's year: of some units, or only what cards feed."""
    statement = statement.where(
        Entry.centre_id == plan.centre_id,
        Entry.year_month.between(plan.year * 100 + 1, plan.year * 100 + 12),
        Entry.voided_at.is_(None),
    )
    if by_cards:
        statement = statement.where(Entry.card_id.is_not(None))
    return statement if unit_ids is None else statement.where(Entry.unit_id.in_(unit_ids))


def sums(
    plan: Plan, unit_ids: Collection[int] | None, part_ids: Sequence[int] | None, by_cards: bool
) -> Select[*tuple[Any, ...]]:
    """One sum for each month, part, unit and state."""
    group = (Entry.year_month, Entry.part_id, Entry.unit_id, Entry.state)
    value, base = (type_coerce(func.sum(column), BigInteger) for column in (Entry.value, Entry.base))
    columns: Select[*tuple[Any, ...]] = select(*group, value, base, null())
    statement = of_year(columns, plan, unit_ids, by_cards=by_cards).group_by(*group)
    return statement if part_ids is None else statement.where(Entry.part_id.in_(part_ids))


def latest(
    plan: Plan, unit_ids: Collection[int] | None, levels: Sequence[int], by_cards: bool
) -> Select[*tuple[Any, ...]]:
    """The last entry for each month, part, unit and state; of several of one day the largest."""
    group = (Entry.year_month, Entry.part_id, Entry.unit_id, Entry.state)
    newest = func.row_number().over(partition_by=group, order_by=(Entry.date.desc(), Entry.value.desc()))
    value, base = (type_coerce(column, BigInteger).label(column.key) for column in (Entry.value, Entry.base))
    ordered = select(*group, value, base, Entry.date, newest.label("place")).where(Entry.part_id.in_(levels))
    found = of_year(ordered, plan, unit_ids, by_cards=by_cards).subquery()
    return select(*(column for column in found.c if column.key != "place")).where(found.c.place == 1)
