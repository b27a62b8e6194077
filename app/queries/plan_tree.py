"""Reads of a draft's tree: as it is edited, and as plain rows for pages that list it whole (performance.md “Bars”)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from app.domain.plan_tree import Bough, Branch, Tree
from app.extensions import db
from app.models import Indicator, Plan, PlanSection
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
    version: int
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
    i = Indicator
    names = (i.key, i.number, i.name, i.short_name, i.measure)
    rows = (
        select(i.section_id, i.parent_id, i.id, *names, i.fact_text, i.plan_text, i.sums_parts, i.version)
        .where(i.plan_id == plan_id)
        .order_by(i.position)
    )
    found: dict[int, TreeLine] = {}
    for row in db.session.execute(rows):
        above = found.get(row.parent_id or 0)
        line = TreeLine(
            row.id, row.key, row.number, row.name, row.short_name, row.measure, row.fact_text, row.plan_text,
            row.sums_parts, row.version, above,
        )  # fmt: skip
        found[line.id] = line
        sections[row.section_id].lines.append(line)
        if above is not None:
            above.below.append(line)
    return list(sections.values())
