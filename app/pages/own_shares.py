"""Lines that hold what a unit has done against its own share of the plan, and nothing of it against the centre's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.models import Indicator
from app.queries.consolidation import Consolidation, PartFigures
from app.queries.plan import row_units


@dataclass(frozen=True)
class OwnLine:
    """A row of the plan that some units count: what they have done, and beside it the whole centre's figures."""

    row: Indicator
    parts: tuple[PartFigures, ...]
    centre: tuple[PartFigures, ...]

    @property
    def has_plan(self) -> bool:
        return any(part.plan is not None for part in self.parts)

    @property
    def has_share(self) -> bool:
        """Whether these units' share is known of every figure that has a plan."""
        return self.has_plan and all(part.plan is None or part.share is not None for part in self.parts)

    @property
    def first_due(self) -> float | None:
        """What of the first figure's share should be done by now, in percent: where the mark of the bar stands."""
        first = self.parts[0]
        return float(100 * first.due / first.share) if first.due and first.share else None


def own_lines(centre: Consolidation, own: Consolidation, unit_ids: Collection[int]) -> Iterator[OwnLine]:
    """The lines that one of the units counts in the course of the year, in the paper's order; both tables are of one
    plan and period."""
    for group, own_group in zip(centre.sections, own.sections, strict=True):
        for line, own_line in zip(group.rows, own_group.rows, strict=True):
            if set(row_units(line.row).months) & set(unit_ids):
                yield OwnLine(line.row, own_line.parts, line.parts)
