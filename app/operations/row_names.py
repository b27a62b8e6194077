"""Naming rows for screens, and the figures of composite cells (domain.md §3 “Names”)."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.errors import Invalid
from app.domain.short_names import LONGEST, LONGEST_OF_PART
from app.models import Indicator, Person, Plan
from app.operations.plan_rows import finish_row, need_version, row_state
from app.operations.rights import need, need_not_closed
from app.operations.words import check_line


def set_row_names(
    *,
    actor: Person,
    plan: Plan,
    row: Indicator,
    version: int,
    short_name: str | None = None,
    part_names: Mapping[int, str] | None = None,
) -> None:
    """Set the short name of a row and the names of its figures by their place; an empty one goes back to the rule's.

    What is left out stays. The paper keeps its own sentence. Raises Invalid ``text.too_long`` and, for a place that the
    row's cell does not have, ``plan.no_such_part``.
    """
    need(actor, "plan.edit", otherwise="plan.methodologist")
    need_version(row, version)
    need_not_closed(plan)
    before, parts = row_state(row), {part.place: part for part in row.parts if part.place}
    if short_name is not None:
        row.short_name = check_line(short_name, "short_name", LONGEST)
    for place, name in (part_names or {}).items():
        if place not in parts:
            raise Invalid("plan.no_such_part", field="part_names", key=row.key, place=place)
        parts[place].name = check_line(name, "part_names", LONGEST_OF_PART)
    finish_row(actor, plan, row, before)
