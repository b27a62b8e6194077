"""The figures that several units count, with what each has of their plan: plain rows, without the tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import select

from app.domain.counting import Mode, Number, Total, span_total
from app.domain.handovers import Division
from app.domain.own_shares import SetShare
from app.extensions import db
from app.models import Indicator, Part, PlanSection, Responsible
from app.queries.counted_rows import OwedPlan
from app.queries.filled import AnyPlan
from app.queries.own_shares import stored_shares
from app.queries.phasing import months_of_plan
from app.queries.plan import counted_months
from app.queries.sums import gathered, month_totals
from app.queries.units import all_units, own_span

FIELDS = (
    "id", "parent_id", "key", "name", "short_name", "measure", "mode", "sums_parts", "decimals", "version", "former_id",
    "deadline", "earlier_terms", "first_month", "last_month",
)  # fmt: skip


@dataclass
class SharedRow:
    """A row as far as its figures are divided."""

    plan_year: int
    id: int
    parent_id: int | None
    key: str
    name: str | None
    short_name: str
    measure: str | None
    mode: Mode
    sums_parts: bool
    decimals: int
    version: int
    former_id: int | None
    deadline: str
    earlier_terms: list[dict[str, Any]]
    first_month: int | None
    last_month: int | None
    parent: SharedRow | None = None
    responsible: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class SharedFigure:
    """A figure with a plan that several units count. ``name``: of a composite cell's figure; ``stored``: the shares
    that were set, by unit id."""

    id: int
    key: str
    place: int
    name: str
    plan: Number
    indicator: SharedRow
    division: Division
    stored: Mapping[int, SetShare]

    @cached_property
    def shares(self) -> dict[int, Number]:
        """Unit id → its share, of those that have one."""
        return self.division.shares(self.stored)

    @property
    def origins(self) -> dict[int, str]:
        """Unit id → how its share was set, of those between which the plan is divided."""
        return {unit: self.stored[unit].origin for unit in self.division.between if unit in self.stored}

    @property
    def counting(self) -> tuple[int, ...]:
        """The units that count it in some month of the year."""
        return tuple(self.division.counted)


def shared_figures(plan: AnyPlan, row_key: str | None = None) -> list[SharedFigure]:
    """Those of a plan, or of one row of it, in the paper's order."""
    rows, units, stored = shared_rows(plan), all_units(plan.centre_id), stored_shares(plan)
    spans = {unit.id: own_span(unit) for unit in units}
    columns = (Part.id, Part.key, Part.place, Part.name, Part.plan, Part.phasing, Part.indicator_id)
    wanted = select(*columns).where(Part.plan_id == plan.id, Part.plan.is_not(None)).order_by(Part.place)
    parts: dict[int, list[Any]] = {}
    for one in db.session.execute(wanted):
        parts.setdefault(one.indicator_id, []).append(one)
    found = []
    for row in rows:
        if row.sums_parts or row_key not in (None, row.key):
            continue
        counted = counted_months(row, units)
        for one in parts.get(row.id, []):
            lies = months_of_plan(row, one.plan, one.phasing)
            division = Division(one.plan, row.mode, lies, plan.year, counted, spans)
            if division.between:
                own = stored.get(one.id, {})
                found.append(SharedFigure(one.id, one.key, one.place, one.name, one.plan, row, division, own))
    return found


def shared_rows(plan: AnyPlan) -> list[SharedRow]:
    """By one statement: a row comes once for each of those who are named in it."""
    fields = [getattr(Indicator, name) for name in FIELDS]
    named = (Responsible.id.label("named_id"), Responsible.unit_id, Responsible.everyone, Responsible.share)
    statement = (
        select(*fields, *named)
        .join(PlanSection, PlanSection.id == Indicator.section_id)
        .outerjoin(Responsible, Responsible.indicator_id == Indicator.id)
        .where(Indicator.plan_id == plan.id)
        .order_by(PlanSection.position, Indicator.position, Responsible.position)
    )
    rows: dict[int, SharedRow] = {}
    for one in db.session.execute(statement):
        row = rows.get(one.id)
        if row is None:
            row = rows[one.id] = SharedRow(plan.year, *one[: len(FIELDS)])
            row.parent = rows.get(row.parent_id or 0)
        if one.named_id is not None:
            row.responsible.append(one)
    return list(rows.values())


def done_by_unit(plan: AnyPlan, part_id: int, mode: Mode) -> dict[int, Total]:
    """Unit id → what it did of a figure in its year, of a level where it stands."""
    whose = OwedPlan(plan.id, plan.year, plan.centre_id)
    months = gathered(month_totals(whose, {part_id: mode}, None, [part_id])).get(part_id, {})
    return {unit_id: span_total(mode, year) for unit_id, year in months.items()}
