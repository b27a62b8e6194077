"""When figures were written first, however often they were changed since, and whatever number their row has now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select
from sqlalchemy.orm import Session

from app.domain.row_rules import MONTH
from app.extensions import db
from app.models import Card, Change, Entry, Indicator, Part, Plan, Unit
from app.queries.history import KeySpan, key_spans
from app.queries.kept import kept


@dataclass(frozen=True)
class AskedFigures:
    """Which figures are asked for: of some parts and units, from a year-month to another."""

    parts: Collection[int]
    units: Collection[int]
    first: int
    last: int


@dataclass(frozen=True)
class FirstMoment:
    """When the first figure of a unit's month was written; ``day`` where it stands on one and days matter."""

    unit_id: int
    part_id: int
    month: int
    day: date | None
    moment: datetime


def earliest(centre_id: int, asked: AskedFigures, *, with_day: bool) -> Iterator[FirstMoment]:
    """The first of each unit, part and month, with ``with_day`` of each day."""
    if not asked.parts:
        return
    moved = {part: spans for part, spans in moved_parts(centre_id).items() if part in set(asked.parts)}
    usual = [part for part in asked.parts if part not in moved]
    place = (Entry.unit_id, Entry.part_id, Entry.year_month, *((Entry.date, Entry.grain) if with_day else ()))
    written = func.min(func.coalesce(Card.created_at, first_written(), Entry.changed_at))
    statement = figures_asked(select(*place, written), centre_id, asked, usual).group_by(*place)
    for unit_id, part_id, month, *day, moment in db.session.execute(statement) if usual else ():
        yield FirstMoment(unit_id, part_id, month, day[0] if day and day[1] != MONTH else None, moment)
    if moved:
        yield from of_moved(centre_id, asked, moved, with_day=with_day)


def figures_asked(statement: Select[Any], centre_id: int, asked: AskedFigures, parts: Collection[int]) -> Select[Any]:
    return (
        statement.join(Part, Part.id == Entry.part_id)
        .join(Unit, Unit.id == Entry.unit_id)
        .outerjoin(Card, Card.id == Entry.card_id)
        .where(
            Entry.centre_id == centre_id,
            Entry.year_month.between(asked.first, asked.last),
            Entry.part_id.in_(parts),
            Entry.unit_id.in_(asked.units),
            Entry.voided_at.is_(None),
            Entry.state != "empty",
        )
    )


def first_written() -> ColumnElement[datetime | None]:
    """When a typed figure that was changed since was written first, as its history says; without that nothing. A week's
    “no activity” that was said again is as old as it says itself."""
    day = cast(Entry.date, String)
    when = case((Entry.grain == MONTH, func.substr(day, 1, 7)), else_=day)
    first = (
        select(func.min(Change.at))
        .where(
            Change.centre_id == Entry.centre_id,
            Change.subject == "cell",
            Change.subject_key == Part.key + "|" + Unit.code + "|" + when,
        )
        .correlate(Entry, Part, Unit)
        .scalar_subquery()
    )
    return case((Entry.version > 1, first))


def moved_parts(centre_id: int) -> Mapping[int, Sequence[KeySpan]]:
    """Part id → the keys that it has had, of rows that got another number, or the number of another: their history
    stands under several. Kept in memory."""
    return kept("moved_parts", centre_id, 0, partial(read_moved, centre_id=centre_id))


def read_moved(session: Session, centre_id: int) -> dict[int, list[KeySpan]]:
    own = (Change.centre_id == centre_id, Change.subject == "plan_row", Change.action == "move")
    lines = session.scalars(select(Change).where(*own).order_by(Change.id.desc()))
    moves: dict[int, list[Change]] = {}
    for line in lines:
        moves.setdefault(int(line.subject_key[:4]), []).append(line)
    if not moves:
        return {}
    parts = (
        select(Plan.year, Indicator.id, Indicator.key, Part.id, Part.key)
        .join(Indicator, Indicator.plan_id == Plan.id)
        .join(Part, Part.indicator_id == Indicator.id)
        .where(Plan.centre_id == centre_id, Plan.year.in_(moves))
    )
    found = {}
    for year, row_id, row_key, part_id, part_key in session.execute(parts):
        spans, place = key_spans(row_id, row_key, moves[year]), part_key[len(row_key) :]
        if len(spans) > 1 or spans[0].after:
            found[part_id] = [KeySpan(span.key + place, span.after, span.before) for span in spans]
    return found


def of_moved(
    centre_id: int, asked: AskedFigures, moved: Mapping[int, Sequence[KeySpan]], *, with_day: bool
) -> Iterator[FirstMoment]:
    """The same of rows that had several keys."""
    columns: tuple[Any, ...] = (
        Entry.unit_id, Entry.part_id, Entry.year_month, Entry.date, Entry.grain, Entry.version, Unit.code,
        Entry.changed_at, Card.created_at,
    )  # fmt: skip
    figures = figures_asked(select(*columns), centre_id, asked, list(moved))
    rows = list(db.session.execute(figures))
    keys: dict[str, list[tuple[KeySpan, int]]] = {}  # key of a cell → the figures that it named for a while
    for number, row in enumerate(rows):
        if row.version > 1 and row.created_at is None:
            when = f"{row.date:%Y-%m}" if row.grain == MONTH else row.date.isoformat()
            for span in moved[row.part_id]:
                keys.setdefault(f"{span.key}|{row.code}|{when}", []).append((span, number))
    first: dict[int, datetime] = {}
    told = (Change.centre_id == centre_id, Change.subject == "cell", Change.subject_key.in_(keys))
    lines = select(Change.subject_key, Change.id, Change.at).where(*told)
    for key, line, at in db.session.execute(lines) if keys else ():
        for span, number in keys[key]:
            if span.after < line and (span.before is None or line < span.before):
                first[number] = min(first.get(number, at), at)
    found: dict[tuple[int, int, int, date | None], datetime] = {}
    for number, row in enumerate(rows):
        day = row.date if with_day and row.grain != MONTH else None
        place = (row.unit_id, row.part_id, row.year_month, day)
        moment = row.created_at or first.get(number) or row.changed_at
        found[place] = min(found.get(place, moment), moment)
    for (unit_id, part_id, month, day), moment in found.items():
        yield FirstMoment(unit_id, part_id, month, day, moment)
