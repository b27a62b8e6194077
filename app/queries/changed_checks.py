"""What the checks find in figures that were changed in a month that had been sent (domain.md §5): nobody hands it in
again, so who looks at the change is told what handing in would have asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.domain.checks import MonthFinding, check_month
from app.models import Plan
from app.queries.changes import FigureChange
from app.queries.filled import YearFill
from app.queries.month_facts import Figured, behind_month, part_facts, with_former
from app.queries.plan import parts_of_unit, plan_tree

Place = tuple[int, int, str]  # unit id, year-month, part key
Found = Mapping[Place, tuple[MonthFinding, ...]]


def place_of_change(change: FigureChange) -> Place:
    return change.entry.unit_id, change.entry.year_month, change.entry.part.key


def checks_of_changes(changes: Sequence[FigureChange], today: date) -> Found:
    """What the page of its month finds for the part of each change; the statements grow with the months alone."""
    found: dict[Place, tuple[MonthFinding, ...]] = {}
    for year in sorted({change.month.year for change in changes}):
        of_year = [change for change in changes if change.month.year == year]
        plan = plan_tree(of_year[0].entry.centre_id, year)
        if plan is not None:
            found.update(checks_of_year(plan, of_year, today))
    return found


def checks_of_year(
    plan: Plan, changes: Sequence[FigureChange], today: date
) -> Iterator[tuple[Place, tuple[MonthFinding, ...]]]:
    units = {change.entry.unit_id: change.entry.unit for change in changes}
    places = {(change.entry.unit_id, change.month) for change in changes}
    parts = {(unit_id, month): parts_of_unit(plan, units[unit_id], month) for unit_id, month in places}
    every = list({part.id: part for own in parts.values() for part in own}.values())
    year = YearFill(plan, today, list(units))
    figures, former = with_former(plan, list(units), every)
    for month in sorted({change.month for change in changes}):
        of_month = [change for change in changes if change.month == month]
        behind = behind_month({change.entry.unit_id for change in of_month}, month)
        for unit_id, one in behind.items():
            own = parts[unit_id, month]
            fills = {fill.part.id: fill for fill in year.of_unit(units[unit_id], own, month)}
            figured = Figured(figures, former.get(unit_id, {}), fills)
            facts = part_facts(plan, units[unit_id], month, own, figured, one, today)
            findings = check_month(facts, is_over=month.end < today)
            for place in {place_of_change(change) for change in of_month if change.entry.unit_id == unit_id}:
                yield place, tuple(finding for finding in findings if finding.part_key == place[2])
