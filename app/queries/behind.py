"""The entries behind a figure of the consolidation: of which lines, units and months it is made (domain.md §3)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.domain.frozen import ENTERED
from app.domain.opening import CENTRE
from app.domain.periods import Period, year_months
from app.extensions import db
from app.models import Entry, Indicator, OpeningFigure, Plan
from app.queries.months import accepted_months
from app.queries.own_shares import SharesOfYear
from app.queries.plan import rows_of
from app.queries.sums import OFFICIAL_ENTRY, of_year
from app.queries.units import has_months_before


def entries_behind(
    plan: Plan, row: Indicator, period: Period, unit_ids: Collection[int] | None = None, basis: str = ENTERED
) -> list[Entry | OpeningFigure]:
    """The entries that a figure of the consolidation is made of, in the order of their dates, the opening figures among
    them."""
    openings = opening_behind(plan, row, period, unit_ids) if has_months_before(plan.centre_id, plan.year) else []
    entries = entered_behind(plan, row, period, unit_ids, basis)
    return sorted([*openings, *entries], key=lambda one: (one.date, one.part_id, one.unit_id or CENTRE))


def opening_behind(plan: Plan, row: Indicator, period: Period, unit_ids: Collection[int] | None) -> list[OpeningFigure]:
    """The opening figures; those of the whole centre where all units that count the row are asked for."""
    lines, shares = counted_lines(plan, row), SharesOfYear(plan)
    whole = [line for line in lines if unit_ids is None or shares.all_who_count(line, unit_ids)]
    of_centre = and_(
        OpeningFigure.unit_id.is_(None), OpeningFigure.part_id.in_([part.id for line in whole for part in line.parts])
    )
    statement = (
        select(OpeningFigure)
        .options(joinedload(OpeningFigure.unit), joinedload(OpeningFigure.part), joinedload(OpeningFigure.person))
        .where(
            OpeningFigure.centre_id == plan.centre_id,
            OpeningFigure.part_id.in_([part.id for line in lines for part in line.parts]),
            OpeningFigure.year_month.in_(year_months(period)),
            OpeningFigure.state != "empty",
        )
        .order_by(OpeningFigure.id)
    )
    if unit_ids is not None:
        statement = statement.where(or_(of_centre, OpeningFigure.unit_id.in_(unit_ids)))
    return list(db.session.scalars(statement))


def counted_lines(plan: Plan, row: Indicator) -> list[Indicator]:
    """The lines whose entries make a row's figure: itself, or the lowest ones below it."""
    if not row.sums_parts:
        return [row]
    return [line for sub in rows_of(plan) if sub.parent_id == row.id for line in counted_lines(plan, sub)]


def entered_behind(
    plan: Plan, row: Indicator, period: Period, unit_ids: Collection[int] | None, basis: str
) -> list[Entry]:
    ids = [part.id for line in counted_lines(plan, row) for part in line.parts]
    meant = (Entry.part_id.in_(ids), Entry.date.between(period.start, period.end))
    order = (Entry.date, Entry.part_id, Entry.unit_id, Entry.id)
    entries = select(Entry).options(joinedload(Entry.unit))
    if basis == ENTERED:
        statement = of_year(entries, plan, unit_ids).where(*meant, Entry.state != "empty")
        return list(db.session.scalars(statement.order_by(*order)))
    statement = of_year(entries, plan, unit_ids, holds=OFFICIAL_ENTRY).where(*meant, OFFICIAL_ENTRY.state != "empty")
    taken = accepted_months(plan.centre_id, plan.year)
    rows = db.session.scalars(statement.order_by(*order))
    return [as_official(entry) for entry in rows if (entry.unit_id, entry.year_month) in taken]


def as_official(entry: Entry) -> Entry:
    """The entry as it is shown on the accepted basis, for reading only: before a change that nobody has looked at."""
    if entry.former_state is not None:
        for name in ("state", "value", "base"):
            set_committed_value(entry, name, getattr(entry, f"former_{name}"))
    return entry
