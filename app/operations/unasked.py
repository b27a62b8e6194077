"""Writing where nothing was asked makes the month owed (domain.md §4): what is kept of that is read again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from app.extensions import db
from app.models.stamp import TREE_STAMP, change_stamp
from app.queries.counted_rows import OwedPlan
from app.queries.filled import WantedCells
from app.queries.plan import facts_of_plan, plan_tree, rows_of


def mark_unasked(centre_id: int, places: Iterable[tuple[int, int]]) -> None:
    """Change the centre's mark if something was written, or taken away, in months that are not asked of their unit.
    Called once it is written. ``places``: (unit id, year-month)."""
    for unit_id, year_month in set(places):
        year = year_month // 100
        facts, tree = facts_of_plan(centre_id, year), plan_tree(centre_id, year)
        if facts is None or tree is None:
            continue  # without a plan nobody owes a month; once one comes, all is read anew
        if (unit_id, year_month) in WantedCells(OwedPlan(facts.id, year, centre_id), partial(rows_of, tree)).unasked:
            change_stamp(db.session(), TREE_STAMP, [centre_id])
            return
