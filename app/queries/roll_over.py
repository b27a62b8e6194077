"""Reads for next year's plan: which year it can be made from, what the figures of that year came to, and the whole plan
as it would be made, for who looks at it and for who makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import zip_longest

from app.domain.amounts import stored_amount
from app.domain.counting import Number
from app.domain.periods import parse_period
from app.domain.plan_table import Amount, Line, Section, keyed_lines
from app.domain.roll_over import (
    EXPECTED,
    SO_FAR,
    Proposal,
    YearResult,
    begins_on,
    cell_text,
    moved_text,
    names_year,
    proposed,
    result_of,
)
from app.domain.terms import lives_in
from app.models import Indicator, Part, Plan
from app.queries.consolidation import Consolidation, consolidate
from app.queries.own_shares import stored_shares
from app.queries.papers import ends_of_plan
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
    """Row id → what its year came to. A line that sums its parts takes their sums; its plan that of those parts that
    go on, where all of these have one."""
    chosen = rule or Proposal()
    table = consolidate(plan, parse_period(str(plan.year)), today=today, view="months")
    under: dict[int | None, list[Indicator]] = {}
    for row in rows_of(plan):
        under.setdefault(row.parent_id, []).append(row)
    found: dict[int, RowResult] = {}
    for row in reversed(list(rows_of(plan))):  # parts stand behind their row
        parts = under.get(row.id, [])
        if row.sums_parts:
            going_on = [found[part.id] for part in parts if goes_on(part)]
            found[row.id] = summed(row, [found[part.id] for part in parts], going_on)
        else:
            found[row.id] = of_row(row, table, today, basis, chosen)
    return found


def fact_cell(found: RowResult) -> Amount:
    """A composite cell by its figures; where one of them is not known, nothing."""
    return stored_amount(cell_text([result.value for result in found.results]))


def plan_cell(row: Indicator, found: RowResult) -> Amount:
    """What is proposed; where nothing can be, this year's cell as it stands: a dash, or figures of which one is
    open."""
    return stored_amount(cell_text(found.plans) or row.plan_text)


def basis_of(former: Plan, fact: Amount, found: RowResult) -> str:
    """On what a fact stands; nothing of one that is not known, and of a year that was closed: it is final."""
    if not fact.text or former.state == "closed":
        return ""
    return EXPECTED if found.expected else SO_FAR


@dataclass(frozen=True)
class NextRow:
    """This year's row, and what of it becomes another in next year's plan. ``divided``: the places of the figures that
    have own shares this year."""

    row: Indicator
    key: str
    deadline: str
    fact: Amount
    basis: str
    plan: Amount
    sums_parts: bool
    names_year: bool
    divided: tuple[int, ...]

    @property
    def undivided(self) -> tuple[str, ...]:
        """The keys of the figures whose own shares stay behind, because their plan becomes another."""
        count = max(len(self.fact.values), len(self.plan.values), 1)
        places = range(1, count + 1) if count > 1 else (0,)
        planned = dict(zip_longest(places, self.plan.values))
        was = {part.place: part.plan for part in self.row.parts}
        others = [place for place in self.divided if place not in planned or planned[place] != was[place]]
        return tuple(f"{self.key}/{place}" if place else self.key for place in others)


@dataclass(frozen=True)
class NextPlan:
    """Next year's plan as it would be made. ``headings``: by Roman number; ``ended``: the rows that stay behind."""

    year: int
    title: str
    approval: tuple[str, ...]
    headings: Mapping[str, str]
    rows: tuple[NextRow, ...]
    ended: tuple[Indicator, ...]

    @property
    def mark(self) -> str:
        """By what one is told who looked at another plan than the one that would be made now."""
        above = (self.title, self.approval, dict(self.headings), [row.id for row in self.ended])
        rows = [(one.row.id, one.row.name, one.row.mechanism, one.key, one.deadline) for one in self.rows]
        figures = [(one.fact.text, one.basis, one.plan.text, one.undivided) for one in self.rows]
        told = (above, rows, figures)
        return sha256(repr(told).encode()).hexdigest()[:32]


def next_plan(plan: Plan, today: date, basis: str, rule: Proposal) -> NextPlan:
    """``plan``: this year's, with its whole tree."""
    results, shares = results_of(plan, today, basis, rule), stored_shares(plan)
    staying = [row for row in rows_of(plan) if goes_on(row)]
    keys, over = next_keys(plan, staying), {row.parent_id for row in staying}

    def next_row(row: Indicator) -> NextRow:
        fact = fact_cell(results[row.id])
        return NextRow(
            row=row,
            key=keys[row.id],
            deadline=moved_text(row.deadline, plan.year),
            fact=fact,
            basis=basis_of(plan, fact, results[row.id]),
            plan=plan_cell(row, results[row.id]),
            sums_parts=row.sums_parts and row.id in over,
            names_year=names_year([row.name, *row.mechanism], plan.year),
            divided=tuple(part.place for part in row.parts if part.id in shares),
        )

    return NextPlan(
        year=plan.year + 1,
        title=moved_text(ends_of_plan(plan).title, plan.year),
        approval=tuple(moved_text(line, plan.year) for line in ends_of_plan(plan).approval),
        headings={section.roman: moved_text(section.heading, plan.year) for section in plan.sections},
        rows=tuple(next_row(row) for row in staying),
        ended=tuple(row for row in rows_of(plan) if not goes_on(row)),
    )


def next_keys(plan: Plan, staying: Sequence[Indicator]) -> dict[int, str]:
    """Row id → its key in the next plan: unnumbered parts behind one that ended are lettered anew."""
    under: dict[int | None, list[Indicator]] = {}
    for row in staying:
        under.setdefault(row.parent_id, []).append(row)

    def lines(rows: Sequence[Indicator]) -> tuple[Line, ...]:
        return tuple(Line(number=row.number, parts=lines(under.get(row.id, []))) for row in rows)

    found: dict[int, str] = {}
    for section in plan.sections:
        rows = [row for row in section.indicators if goes_on(row)]
        top = lines([row for row in rows if row.parent_id is None])
        keyed = keyed_lines(Section(section.roman, section.heading, top))
        found |= {row.id: key for row, (key, _line, _above) in zip(rows, keyed, strict=True)}
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


def goes_on(row: Indicator) -> bool:
    """Whether a row still stands at its year's end; one that an amendment ended is no part of the next plan."""
    return lives_in(row, row.plan_year * 100 + 12)


def summed(row: Indicator, below: Sequence[RowResult], going_on: Sequence[RowResult]) -> RowResult:
    results = [result for one in below for result in one.results]
    known = [result.value for result in results if result.value is not None]
    value = sum(known, start=0) if known else None
    plans = [plan for one in going_on for plan in one.plans]
    planned = [plan for plan in plans if plan is not None]
    whole = sum(planned, start=0) if planned and len(planned) == len(plans) else None
    own = stored_amount(row.plan_text).values
    kept = own[0] if len(own) == 1 else None
    return RowResult(
        (YearResult(value, any(result.expected for result in results)),), (whole if whole is not None else kept,)
    )
