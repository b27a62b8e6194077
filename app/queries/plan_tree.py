"""Reads of a draft's tree: as it is edited, and as plain rows for pages that list it whole (performance.md “Bars”)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from app.domain.plan_tree import Bough, Branch, Tree
from app.extensions import db
from app.models import Indicator, Plan, PlanSection
from app.queries.former import OfYear, former_rows
from app.queries.plan import rows_of


def tree_of(plan: Plan) -> Tree:
    """The tree of a plan whose rows were read."""
    stored = {row.id: Branch(row.id, row.number, row.deadline) for row in rows_of(plan)}
    tree = []
    for section in plan.sections:
        bough = Bough(section.roman)
        for row in section.indicators:
            home = stored[row.parent_id].under if row.parent_id is not None else bough.rows
            home.append(stored[row.id])
        tree.append(bough)
    return tree


FIELDS = (
    "id", "key", "number", "name", "short_name", "measure", "fact_text", "plan_text", "sums_parts", "former_id",
    "fact_basis", "mechanism",
)  # fmt: skip


@dataclass
class TreeLine:
    """A row as far as lists of a draft need it. ``parent``: the row above it; ``parts``: the figures of its cell."""

    id: int
    key: str
    number: str
    name: str | None
    short_name: str
    measure: str | None
    fact_text: str
    plan_text: str
    sums_parts: bool
    former_id: int | None
    fact_basis: str
    mechanism: list[str]
    parent: TreeLine | None
    below: list[TreeLine] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def is_lettered(self) -> bool:
        """Whether it is called by a letter; no rows come below it."""
        return self.key.rpartition(".")[2].isalpha()


@dataclass(frozen=True)
class TreeSection:
    roman: str
    heading: str
    lines: list[TreeLine]


def tree_sections(plan_id: int) -> list[TreeSection]:
    """Every section of a plan with its rows in the paper's order, empty ones too."""
    heads = select(PlanSection.id, PlanSection.roman, PlanSection.heading).where(PlanSection.plan_id == plan_id)
    sections = {
        number: TreeSection(roman, heading, [])
        for number, roman, heading in db.session.execute(heads.order_by(PlanSection.position))
    }
    columns = (getattr(Indicator, name) for name in ("section_id", "parent_id", *FIELDS))
    rows: Select[*tuple[Any, ...]] = select(*columns).where(Indicator.plan_id == plan_id).order_by(Indicator.position)
    found: dict[int, TreeLine] = {}
    for row in db.session.execute(rows):
        above = found.get(row.parent_id or 0)
        line = TreeLine(**dict(zip(FIELDS, row[2:], strict=True)), parent=above)
        found[line.id] = line
        sections[row.section_id].lines.append(line)
        if above is not None:
            above.below.append(line)
    return list(sections.values())


@dataclass(frozen=True)
class FormerPlan:
    """A row of last year's plan, and what it planned."""

    id: int
    key: str
    text: str


def former_plans(plan: OfYear, lines: Iterable[TreeLine]) -> dict[int, str]:
    """Row id → what last year's plan has as the plan of the same row."""
    before = (Plan.centre_id == plan.centre_id, Plan.year == plan.year - 1)
    rows = select(Indicator.id, Indicator.key, Indicator.plan_text).join(Plan).where(*before)
    same = former_rows(plan, lines, [FormerPlan(*row) for row in db.session.execute(rows)])
    return {row_id: former.text for row_id, former in same.items()}
