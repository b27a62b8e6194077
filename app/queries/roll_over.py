"""Reads for next year's plan: which year it can be made from, and what the figures of that year came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.amounts import stored_amount
from app.domain.counting import Number
from app.domain.periods import parse_period
from app.domain.roll_over import Proposal, YearResult, begins_on, proposed, result_of
from app.models import Indicator, Part, Plan
from app.queries.consolidation import Consolidation, consolidate
from app.queries.phasing import months_of_plan
from app.queries.plan import plan_facts, rows_of


def year_to_roll(centre_id: int, today: date) -> int | None:
    """The newest year whose plan the next one can be rolled over from: there is none of the next year yet, and it is
    November at least."""
    years = [plan.year for plan in plan_facts(centre_id)]
    newest = max(years, default=None)
    return newest if newest is not None and today >= begins_on(newest) else None


@dataclass(frozen=True)
class RowResult:
    """What a row's figures came to, in the order of its cell, and what is proposed of each for next year."""

    results: tuple[YearResult, ...]
    plans: tuple[Number | None, ...]

    @property
    def expected(self) -> bool:
        return any(result.expected for result in self.results)


def results_of(plan: Plan, today: date, basis: str, rule: Proposal | None = None) -> dict[int, RowResult]:
    """Row id → what its year came to. A line that sums its parts takes their sums; its plan likewise, where all of its
    parts have one."""
    chosen = rule or Proposal()
    table = consolidate(plan, parse_period(str(plan.year)), today=today, view="months")
    under: dict[int | None, list[Indicator]] = {}
    for row in rows_of(plan):
        under.setdefault(row.parent_id, []).append(row)
    found: dict[int, RowResult] = {}
    for row in reversed(list(rows_of(plan))):  # parts stand behind their row
        below = [found[part.id] for part in under.get(row.id, [])]
        found[row.id] = summed(row, below) if row.sums_parts else of_row(row, table, today, basis, chosen)
    return found


def of_row(row: Indicator, table: Consolidation, today: date, basis: str, rule: Proposal) -> RowResult:
    line = next(line for section in table.sections for line in section.rows if line.row is row)
    results, plans = [], []
    for part, figures in zip(row.parts, line.parts, strict=True):
        phases = months_of_plan(row, part.plan, part.phasing) if part.plan is not None else None
        result = result_of(row.mode, figures.columns, phases, figures.running, today, row.plan_year, basis)
        results.append(result)
        plans.append(plan_of_part(row, part, result, rule))
    return RowResult(tuple(results), tuple(plans))


def plan_of_part(row: Indicator, part: Part, result: YearResult, rule: Proposal) -> Number | None:
    """A dash, or words that are no figure, are no plan to grow: they are copied as they stand."""
    if part.plan is None and row.plan_text:
        return None
    return proposed(rule, row.mode, part.plan, result.value, row.decimals)


def summed(row: Indicator, below: Sequence[RowResult]) -> RowResult:
    results = [result for one in below for result in one.results]
    known = [result.value for result in results if result.value is not None]
    value = sum(known, start=0) if known else None
    plans = [plan for one in below for plan in one.plans]
    planned = [plan for plan in plans if plan is not None]
    whole = sum(planned, start=0) if planned and len(planned) == len(plans) else None
    own = stored_amount(row.plan_text).values
    kept = own[0] if len(own) == 1 else None
    return RowResult(
        (YearResult(value, any(result.expected for result in results)),), (whole if whole is not None else kept,)
    )
