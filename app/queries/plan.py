"""Reads of the plan: the whole tree at once, the paper again, who counts what, and what is still doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.amounts import parse_amount
from app.domain.deadlines import parse_deadline
from app.domain.plan_table import Line, PlanTable, Section
from app.domain.row_rules import COUNTS
from app.domain.units import SERVICE
from app.extensions import db
from app.models import Indicator, Part, Plan, PlanSection, Unit


def plan_of(centre_id: int, year: int) -> Plan | None:
    """The plan of a year with its whole tree, in a number of statements that does not grow with the rows."""
    lines = selectinload(Plan.sections).selectinload(PlanSection.indicators)
    return db.session.scalar(
        select(Plan)
        .where(Plan.centre_id == centre_id, Plan.year == year)
        .options(lines.selectinload(Indicator.parts), lines.selectinload(Indicator.responsible))
    )


def plan_years(centre_id: int) -> list[int]:
    return list(db.session.scalars(select(Plan.year).where(Plan.centre_id == centre_id).order_by(Plan.year)))


def rows_of(plan: Plan) -> Iterator[Indicator]:
    """Every printed line in the paper's order."""
    for section in plan.sections:
        yield from section.indicators


def numbered_rows(plan: Plan) -> list[Indicator]:
    return [row for row in rows_of(plan) if row.parent_id is None]


def row_by_key(plan: Plan, key: str) -> Indicator | None:
    return next((row for row in rows_of(plan) if row.key == key), None)


def part_by_key(plan: Plan, key: str) -> Part | None:
    return db.session.scalar(select(Part).where(Part.plan_id == plan.id, Part.key == key))


def plan_head(centre_id: int, year: int) -> Plan | None:
    """The plan of a year without its tree: its state, for a single cell."""
    return db.session.scalar(select(Plan).where(Plan.centre_id == centre_id, Plan.year == year))


def top_row(row: Indicator) -> Indicator:
    while row.parent is not None:
        row = row.parent
    return row


def responsible_units(row: Indicator, units: Iterable[Unit]) -> dict[int, str]:
    """Unit id → share, of a row or, where it names nobody, of the row above it. “Everyone” are the active services."""
    source: Indicator | None = row
    while source is not None and not source.responsible:
        source = source.parent
    found: dict[int, str] = {}
    for responsible in source.responsible if source is not None else []:
        if responsible.everyone:
            for unit in units:
                if unit.kind == SERVICE and unit.active:
                    found.setdefault(unit.id, responsible.share)
        elif responsible.unit_id is not None:
            found.setdefault(responsible.unit_id, responsible.share)
    return found


def is_entered(row: Indicator) -> bool:
    """Whether figures are entered for the line itself; a line that sums its parts takes none."""
    return not row.sums_parts


def parts_of_unit(plan: Plan, unit: Unit, units: list[Unit], *, share: str = COUNTS) -> list[Part]:
    """The parts that a unit counts, in the paper's order."""
    return [
        part
        for row in rows_of(plan)
        if is_entered(row) and responsible_units(row, units).get(unit.id) == share
        for part in row.parts
    ]


def plan_table(plan: Plan) -> PlanTable:
    """The plan as it is printed; exporting and importing it again changes nothing."""

    def line(row: Indicator) -> Line:
        return Line(
            number=row.number,
            name=row.name,
            measure=row.measure,
            fact=parse_amount(row.fact_text),
            plan=parse_amount(row.plan_text),
            mechanism=tuple(row.mechanism),
            deadline=row.deadline,
            responsible=tuple(r.words for r in row.responsible if r.printed),
            parts=tuple(line(sub) for sub in subrows.get(row.id, [])),
        )

    subrows: dict[int, list[Indicator]] = {}
    for row in rows_of(plan):
        if row.parent_id is not None:
            subrows.setdefault(row.parent_id, []).append(row)
    return PlanTable(
        year=plan.year,
        centre=plan.centre_name,
        title=plan.title,
        approval=tuple(plan.approval),
        sections=tuple(
            Section(s.roman, s.heading, tuple(line(row) for row in s.indicators if row.parent_id is None))
            for s in plan.sections
        ),
    )


@dataclass(frozen=True)
class ToCheck:
    """Something in a row that the paper does not settle, until someone fills or confirms it."""

    row: Indicator
    code: str  # name, fact, plan, measure, deadline, responsible, unit
    detail: str = ""


def to_check(plan: Plan) -> list[ToCheck]:
    """Rows without name or figures, deadlines nobody can read, units that no name matches (domain.md §2)."""
    found = []
    for row in rows_of(plan):
        open_points = [point for point in doubts_of(row, plan.year) if point.code not in row.confirmed]
        found.extend(open_points)
    return found


def doubts_of(row: Indicator, year: int) -> Iterator[ToCheck]:
    has_parts = row.sums_parts
    if not row.name:
        yield ToCheck(row, "name")
    if not row.fact_text and not has_parts:
        yield ToCheck(row, "fact")
    if not row.plan_text and not has_parts:
        yield ToCheck(row, "plan")
    if row.parent_id is None and not row.measure:
        yield ToCheck(row, "measure")
    if row.parent_id is None and parse_deadline(row.deadline, year).kind == "unknown":
        yield ToCheck(row, "deadline", row.deadline)
    if row.parent_id is None and not row.responsible:
        yield ToCheck(row, "responsible")
    for responsible in row.responsible:
        if responsible.unit_id is None and not responsible.everyone:
            yield ToCheck(row, "unit", responsible.words)
