"""What a plan makes owed: by whom, for which row, for which period (domain.md §4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.deadlines import Deadline, parse_deadline, reports_owed
from app.domain.obligations import FIGURES, REPORT, obligation_periods, report_periods
from app.domain.periods import Period, period_of_month
from app.domain.row_rules import CONTRIBUTES, COUNTS, OVERSEES
from app.domain.terms import FIRST_MONTH, LAST_MONTH, lives_in, read_terms
from app.domain.units import LEADERSHIP, SERVICE
from app.models import Indicator, Plan, Unit
from app.queries.plan import deadline_row, responsible_units, rows_of
from app.queries.terms import as_of
from app.queries.units import span_of

SHARE_ORDER = (COUNTS, CONTRIBUTES, OVERSEES)  # of two shares in one row the stronger
ObligationKey = tuple[int, int, str, str]  # indicator id, unit id, period, kind


@dataclass(frozen=True)
class Owed:
    """One obligation as the plan's text makes it. ``day``: of the next month, where the paper names one."""

    row: Indicator
    unit_id: int
    kind: str
    period: Period
    required: bool
    day: int | None
    set_by_unit: bool

    @property
    def key(self) -> ObligationKey:
        return (self.row.id, self.unit_id, self.period.key, self.kind)


def owed_by_plan(plan: Plan, units: Sequence[Unit]) -> dict[ObligationKey, Owed]:
    """Everything that the plan makes owed, in the paper's order.

    One per row with a deadline × unit that counts × period. Those who contribute confirm with their hand-in and owe
    nothing of their own, overseers nothing at all; the reports that the mechanism or the name asks for are owed beside
    it by the lead unit.
    """
    found: dict[ObligationKey, Owed] = {}
    for first, last in eras(plan):
        for row, lines in deadline_rows(plan, last):
            shares = shares_of(lines, units)
            for owed in (*of_deadline(plan, row, shares), *of_rhythms(plan, row, leads_of(row, shares, units))):
                if first <= owed.period.year_month <= last:
                    found[owed.key] = owed
    return found


def eras(plan: Plan) -> list[tuple[int, int]]:
    """The stretches of year-months in which the same rows stood the same: one, unless amendments changed, added or
    ended rows (domain.md §5 “The plan's life”). What ends in a stretch is owed as the plan stood then."""
    untils: set[int] = set()
    for row in rows_of(plan):
        untils |= {terms.until for terms in read_terms(row.earlier_terms)}
        untils |= {period_of_month(row.first_month).previous.year_month} if row.first_month is not None else set()
        untils |= {row.last_month} if row.last_month is not None else set()
    lasts = sorted(untils)
    return list(zip([FIRST_MONTH, *(last + 1 for last in lasts)], [*lasts, LAST_MONTH], strict=True))


def deadline_rows(plan: Plan, year_month: int) -> list[tuple[Indicator, list[Indicator]]]:
    """Each row that has a deadline of its own in a month with the lines that follow it: its sub-rows without another
    one. What is not in the plan then is none of them."""
    rows = [as_of(row, year_month) for row in rows_of(plan) if lives_in(row, year_month)]
    lines: dict[int, list[Indicator]] = {}
    for row in rows:  # sub-rows stand behind their row
        lines.setdefault(deadline_row(row).id, []).append(row)
    return [(row, lines[row.id]) for row in rows if row.id in lines]


def shares_of(lines: Sequence[Indicator], units: Sequence[Unit]) -> dict[int, str]:
    """Unit id → its strongest share in a row and the lines that follow it."""
    found: dict[int, str] = {}
    for line in lines:
        for unit_id, share in responsible_units(line, units).items():
            found[unit_id] = min(found.get(unit_id, share), share, key=SHARE_ORDER.index)
    year = lines[0].plan_year
    working = {unit.id for unit in units if span_of(unit).touches(year)}
    return {unit_id: share for unit_id, share in found.items() if unit_id in working}


def leads_of(row: Indicator, shares: dict[int, str], units: Sequence[Unit]) -> list[Unit]:
    """Who hands the report over, the nearest first: a service named that does not merely oversee, else a unit."""
    by_id = {unit.id: unit for unit in units}
    named = [r.unit_id for r in row.responsible if r.unit_id is not None] or list(by_id)
    candidates = [by_id[unit_id] for unit_id in named if shares.get(unit_id, OVERSEES) != OVERSEES]
    return sorted(candidates, key=lambda unit: (unit.kind != SERVICE, unit.kind == LEADERSHIP))


def of_deadline(plan: Plan, row: Indicator, shares: dict[int, str]) -> Iterator[Owed]:
    deadline = parse_deadline(row.deadline, plan.year)
    for period, required in obligation_periods(deadline, plan.year):
        for unit_id, share in shares.items():
            if share == COUNTS:
                yield Owed(row, unit_id, FIGURES, period, required, deadline.day, is_self_set(deadline))


def of_rhythms(plan: Plan, row: Indicator, leads: Sequence[Unit]) -> Iterator[Owed]:
    """One report for each period of each rhythm, by the nearest unit that works when it ends; two steps that want the
    same one are answered together."""
    for rhythm in rhythms_of(row, plan.year):
        for period in report_periods(rhythm, plan.year):
            lead = next((unit for unit in leads if span_of(unit).holds(period.year_month)), None)
            if lead is not None:
                yield Owed(row, lead.id, REPORT, period, True, rhythm.day, set_by_unit=False)


def rhythms_of(row: Indicator, year: int) -> tuple[Deadline, ...]:
    return reports_owed(row.name or "", row.mechanism, parse_deadline(row.deadline, year))


def is_self_set(deadline: Deadline) -> bool:
    return deadline.self_set or deadline.kind == "self_set"


def named_day(row: Indicator, kind: str, period: Period, year: int) -> int | None:
    """The day of the next month by which a row's obligation is due, where the paper names one."""
    if kind == REPORT:
        days = [rhythm.day for rhythm in rhythms_of(row, year) if period in report_periods(rhythm, year)]
        return days[-1] if days else None
    return parse_deadline(row.deadline, year).day
