"""A whole plan as plain data, as it is kept with what may be taken back (domain.md §5 “Undo of an import”).

Every column of its tables is in it, so that one that comes later is not forgotten; what ties its tables together is
told by nesting and by the keys of rows. ``operations.kept_plans`` makes the plan of it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, inspect, select
from sqlalchemy.orm.attributes import set_committed_value

from app.domain.text import search_key
from app.domain.undoing import CountedLine
from app.extensions import Base, db
from app.models import Indicator, OwnShare, Part, Plan, Unit
from app.models.types import Quantity
from app.queries.plan import rows_of, units_that_count

Kept = Mapping[str, Any]
OURS = ("id", "centre_id", "version")  # what a thing is known by, and not what it says
TIES = ("plan_id", "section_id", "parent_id", "indicator_id", "part_id")  # told by nesting and keys


@cache
def columns_of(model: type[Base]) -> dict[str, Column[Any]]:
    """Attribute → column, of those that say something: not what ties a thing to its plan, but what ties a row to last
    year's."""
    found = {name: one.columns[0] for name, one in inspect(model).column_attrs.items()}
    return {name: cast("Column[Any]", one) for name, one in found.items() if one.name not in (*OURS, *TIES)}


def told(thing: Base) -> dict[str, Any]:
    """What one thing says, as JSON takes it: decimals and days as text."""
    return {column.name: plain(getattr(thing, name)) for name, column in columns_of(type(thing)).items()}


def plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def value_of(column: Column[Any], told: Any) -> Any:
    """What stood in a column, of what was kept of it."""
    if told is None:
        return None
    if isinstance(column.type, Quantity):
        return Decimal(told) if isinstance(told, str) else told
    kind = column.type.python_type
    return kind.fromisoformat(told) if kind in (date, datetime) else told


def plan_state(plan: Plan) -> dict[str, Any]:
    """A plan with its whole tree."""
    fill_shares(plan)
    return {
        **told(plan),
        "sections": [
            {**told(section), "rows": [row_told(row) for row in section.indicators]} for section in plan.sections
        ],
    }


def row_told(row: Indicator) -> dict[str, Any]:
    return {
        **told(row),
        "parent": row.parent.key if row.parent else None,
        "responsible": [told(one) for one in row.responsible],
        "parts": [{**told(part), "own_shares": shares_told(part)} for part in row.parts],
    }


def shares_told(part: Part) -> list[dict[str, Any]]:
    return [told(share) for share in sorted(part.own_shares, key=lambda share: share.unit_id)]


def fill_shares(plan: Plan) -> None:
    """The shares of all parts by one statement."""
    found: dict[int, list[OwnShare]] = {}
    for share in db.session.scalars(select(OwnShare).join(Part).where(Part.plan_id == plan.id)):
        found.setdefault(share.part_id, []).append(share)
    for row in rows_of(plan):
        for part in row.parts:
            set_committed_value(part, "own_shares", found.get(part.id, []))


@dataclass(frozen=True)
class KeptResponsible:
    unit_id: int | None
    everyone: bool
    share: str


@dataclass
class KeptRow:
    """A line of a kept plan as far as it says who counts it (``queries.plan.AnyRow``)."""

    plan_year: int
    sums_parts: bool
    parent: KeptRow | None
    responsible: list[KeptResponsible] = field(default_factory=list)


def kept_rows(kept: Kept) -> dict[str, dict[str, Any]]:
    """Row key → the row, in the paper's order."""
    return {row["key"]: row for section in kept.get("sections", ()) for row in section["rows"]}


def counted_lines(kept: Kept, units: Sequence[Unit]) -> dict[str, CountedLine]:
    """Part key → its line, with the units that count it."""
    rows: dict[str, KeptRow] = {}
    found: dict[str, CountedLine] = {}
    for key, row in kept_rows(kept).items():
        named = [KeptResponsible(one["unit_id"], one["everyone"], one["share"]) for one in row["responsible"]]
        rows[key] = KeptRow(kept["year"], row["sums_parts"], rows.get(row["parent"]), named)
        line = CountedLine(
            name=search_key(row["name"]) if row["name"] else None,
            measure=row["measure"],
            entry_form=row["entry_form"],
            mode=row["mode"],
            sums_parts=row["sums_parts"],
            counting=frozenset(units_that_count(rows[key], units)),
        )
        found |= {part["key"]: line for part in row["parts"]}
    return found
