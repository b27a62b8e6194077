"""Which rows of a paper leave open how they count and what they are called (domain.md §3 “Ask instead of guess”).

They are asked in the preview of a file and stand in nobody's way: what is not answered is taken as proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from app.domain.plan_table import PlanTable
from app.domain.row_rules import FORM, NAME, Named, Unsure, measured_lines, rules_of, unsure_points
from app.domain.short_names import called, is_cut


def unsure_rows(
    table: PlanTable,
    *,
    named: Mapping[str, Named],
    services: Sequence[str] = (),
    short_names: Mapping[str, str] | None = None,
    settled: Mapping[str, Collection[str]] | None = None,
) -> dict[str, list[Unsure]]:
    """Row key → its open points, of the rows that have some, in the paper's order.

    ``named``: row key → the units that the row names; ``services``: those of the centre; ``short_names``: the ones that
    were set; ``settled``: row key → what of it somebody has said before.
    """
    rules, names = rules_of(table), unsure_names(table, short_names or {})
    found: dict[str, list[Unsure]] = {}
    following: set[str | None] = set()  # rows whose form is asked, or follows from the answer of a row above
    for key, line, measure, parent in measured_lines(table):
        points = unsure_points(
            line,
            measure=measure,
            parent=rules[parent] if parent else None,
            named=named.get(key, ()),
            services=services,
        )
        points = [point for point in [*points, *names.get(key, ())] if point.what not in (settled or {}).get(key, ())]
        if any(point.what == FORM for point in points):
            if parent in following:
                points = [point for point in points if point.what != FORM]
            following.add(key)
        if points:
            found[key] = points
    return found


def unsure_names(table: PlanTable, short_names: Mapping[str, str]) -> dict[str, list[Unsure]]:
    """Row key → why its short name is not certain: another row has the same, or the rule had to cut it."""
    lines = {key: (line, parent) for key, line, _measure, parent in measured_lines(table)}
    names: dict[str, str] = {}
    same: dict[str, list[str]] = defaultdict(list)
    for key, (line, parent) in lines.items():
        above = (lines[parent][0].name, short_names.get(parent, "")) if parent else (None, "")
        names[key] = called(key, line.name, short_names.get(key, ""), above)
        same[names[key].casefold()].append(key)
    found: dict[str, list[Unsure]] = {}
    for key, (line, parent) in lines.items():
        name, over = names[key], lines[parent][0].name if parent else None
        others = [other for other in same[name.casefold()] if other != key]
        if name and others:
            found[key] = [Unsure(NAME, "unsure.name_same", name, params={"keys": ", ".join(others)})]
        elif key not in short_names and is_cut(name, line.name, over):
            found[key] = [Unsure(NAME, "unsure.name_cut", name)]
    return found
