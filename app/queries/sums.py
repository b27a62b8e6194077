"""The sums of the entries, month by month (domain.md §3).

Running totals are computed from the entries at every reading, never stored: one grouped statement over a covering
index for what adds up, one for levels. Their number does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Select, func, select, type_coerce
from sqlalchemy.types import BigInteger

from app.domain.counting import EMPTY, Total, parts_total
from app.domain.frozen import ACCEPTED, ENTERED
from app.domain.row_rules import STOCK
from app.extensions import db
from app.models import Entry, Part, Plan
from app.models.types import unscale
from app.queries.months import accepted_months
from app.queries.plan import rows_of

Months = list[Total]  # twelve, January first
MonthFigures = dict[int, dict[int, Months]]  # part id → unit id → months
Figure = tuple[int, int, int, Total]  # part id, unit id, year-month, total


def month_figures(plan: Plan, unit_ids: Collection[int] | None = None, basis: str = ENTERED) -> MonthFigures:
    """Every part's months of the plan's year, unit by unit; on the accepted basis only the months accepted."""
    levels = [part.id for row in rows_of(plan) if row.mode == STOCK for part in row.parts]
    figures = [*sums(plan, levels, unit_ids), *latest(plan, levels, unit_ids)]
    if basis == ACCEPTED:
        taken = accepted_months(plan.centre_id, plan.year)
        figures = [figure for figure in figures if (figure[1], figure[2]) in taken]
    return gathered(figures)


def months_of(plan: Plan, parts: Sequence[Part], unit_id: int) -> MonthFigures:
    """The months of some parts of one unit, without reading the rest of the plan."""
    ids = [part.id for part in parts]
    levels = [part.id for part in parts if part.indicator.mode == STOCK]
    return gathered([*sums(plan, levels, [unit_id], ids), *latest(plan, levels, [unit_id])])


def gathered(figures: Iterable[Figure]) -> MonthFigures:
    found: MonthFigures = {}
    for part_id, unit_id, year_month, total in figures:
        months = found.setdefault(part_id, {}).setdefault(unit_id, [EMPTY] * 12)
        months[year_month % 100 - 1] = total
    return found


def of_year(statement: Select, plan: Plan, unit_ids: Collection[int] | None) -> Select:
    statement = statement.where(
        Entry.centre_id == plan.centre_id,
        Entry.year_month.between(plan.year * 100 + 1, plan.year * 100 + 12),
        Entry.voided_at.is_(None),
    )
    return statement if unit_ids is None else statement.where(Entry.unit_id.in_(unit_ids))


def sums(
    plan: Plan, levels: Sequence[int], unit_ids: Collection[int] | None, part_ids: Sequence[int] | None = None
) -> Iterable[Figure]:
    """What adds up, grouped by the database; states come as groups of their own and are weighed here."""
    place = (Entry.year_month, Entry.part_id, Entry.unit_id, Entry.state)
    value, base = (type_coerce(func.sum(column), BigInteger) for column in (Entry.value, Entry.base))
    statement = of_year(select(*place, value, base), plan, unit_ids).group_by(*place)
    if part_ids is not None:
        statement = statement.where(Entry.part_id.in_(part_ids))
    groups: dict[tuple[int, int, int], list[Total]] = {}
    skip = set(levels)
    for year_month, part_id, unit_id, state, amount, whole in db.session.execute(statement):
        if part_id in skip:
            continue
        total = Total(
            state,
            None if amount is None else unscale(int(amount)),
            None if whole is None else unscale(int(whole)),
        )
        groups.setdefault((part_id, unit_id, year_month), []).append(total)
    for (part_id, unit_id, year_month), totals in groups.items():
        yield part_id, unit_id, year_month, totals[0] if len(totals) == 1 else parts_total(totals)


def latest(plan: Plan, levels: Sequence[int], unit_ids: Collection[int] | None) -> Iterable[Figure]:
    """Levels: the last value of each month."""
    if not levels:
        return
    columns = (Entry.part_id, Entry.unit_id, Entry.year_month, Entry.state, Entry.value)
    statement = of_year(select(*columns), plan, unit_ids).where(Entry.part_id.in_(levels))
    for part_id, unit_id, year_month, state, value in db.session.execute(statement.order_by(Entry.date, Entry.id)):
        yield part_id, unit_id, year_month, Total(state, value)
