"""Reads of reports: what was frozen and sent, what is owed to the region, what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from app.domain.frozen import FigureDifference, Plain, differences, plain_number, plain_total
from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import Obligation, Plan, Report, Submission
from app.queries.consolidation import Consolidation, PartFigures, RowFigures, consolidate
from app.queries.months import SHUT, Missing, submissions_of_year, units_to_submit
from app.queries.plan import plan_of

OwedState = Literal["on_time", "late", "overdue", "open"]


def reports_of(centre_id: int, year: int) -> list[Report]:
    """The reports of a year without their figures: periods from January on, the newest version first."""
    statement = (
        select(Report)
        .where(Report.centre_id == centre_id, Report.period.startswith(str(year)))
        .options(defer(Report.figures), joinedload(Report.made_by), joinedload(Report.sent_by))
    )
    reports = list(db.session.scalars(statement))
    return sorted(reports, key=lambda report: (parse_period(report.period), -report.version_number))


def reports_of_period(centre_id: int, period: str) -> list[Report]:
    """Every version of one period's report, the first one first."""
    statement = select(Report).where(Report.centre_id == centre_id, Report.period == period)
    return list(db.session.scalars(statement.order_by(Report.version_number)))


def latest_report(centre_id: int, period: str) -> Report | None:
    versions = reports_of_period(centre_id, period)
    return versions[-1] if versions else None


def report_of(centre_id: int, report_id: int) -> Report | None:
    return db.session.scalar(select(Report).where(Report.centre_id == centre_id, Report.id == report_id))


def consolidated(plan: Plan, period: Period, basis: str, today: date) -> Consolidation:
    """The table that a report of this basis shows now."""
    return consolidate(plan, period, today=today, basis=basis)


def plain_figures(result: Consolidation, basis: str, missing: Sequence[Missing]) -> Plain:
    """Everything that the table shows, as plain data (domain/frozen.py)."""
    plan = result.plan
    return {
        "format": 1,
        "period": result.period.key,
        "basis": basis,
        "year": plan.year,
        "centre": plan.centre_name,
        "plan_revision": plan.revision,
        "columns": [column.key for column in result.columns],
        "running": result.running.key,
        "missing": [{"unit": one.unit.name, "months": [month.key for month in one.months]} for one in missing],
        "sections": [
            {
                "roman": group.section.roman,
                "heading": group.section.heading,
                "rows": [plain_row(line) for line in group.rows],
            }
            for group in result.sections
        ],
    }


def plain_row(line: RowFigures) -> Plain:
    row = line.row
    return {
        "key": row.key,
        "number": row.number,
        "depth": line.depth,
        "name": row.name,
        "measure": row.measure,
        "fact": row.fact_text,
        "plan": row.plan_text,
        "responsible": [one.words for one in row.responsible if one.printed],
        "pace": line.pace,
        "parts": [plain_part(part) for part in line.parts],
    }


def plain_part(part: PartFigures) -> Plain:
    return {
        "key": part.key,
        "fact": plain_number(part.fact),
        "plan": plain_number(part.plan),
        "columns": [plain_total(total) for total in part.columns],
        "running": plain_total(part.running),
        "of_year": {
            "kind": part.of_year.kind,
            "percent": plain_number(part.of_year.percent),
            "extra": plain_number(part.of_year.extra),
        },
    }


def changes_since(report: Report, today: date) -> list[FigureDifference]:
    """The figures that a report would show differently now, on the same basis."""
    period = parse_period(report.period)
    plan = plan_of(report.centre_id, period.year)
    if plan is None:
        return []
    result = consolidated(plan, period, report.basis, today)
    return differences(report.figures, plain_figures(result, report.basis, ()))


@dataclass(frozen=True)
class OwedReport:
    """What the region waits for in one period, and the report that answered it first."""

    period: Period
    due_on: date | None
    obligations: tuple[Obligation, ...]
    report: Report | None
    state: OwedState


def owed_reports(centre_id: int, year: int, today: date) -> list[OwedReport]:
    """What was owed to the region in a year, period by period, and whether it went out in time.

    Owed is what the reporting rhythms of the plan say; what was waived is not owed (domain.md §4).
    """
    statement = (
        select(Obligation)
        .where(
            Obligation.centre_id == centre_id,
            Obligation.kind == "report",
            Obligation.period.startswith(str(year)),
            Obligation.required.is_(True),
            Obligation.waived_at.is_(None),
        )
        .options(joinedload(Obligation.indicator), joinedload(Obligation.unit))
    )
    by_period: dict[str, list[Obligation]] = {}
    for obligation in db.session.scalars(statement):
        by_period.setdefault(obligation.period, []).append(obligation)
    first: dict[str, Report] = {}
    for report in sorted(reports_of(centre_id, year), key=lambda one: one.version_number):
        if report.sent_at is not None:
            first.setdefault(report.period, report)
    found = [owed(key, obligations, first.get(key), today) for key, obligations in by_period.items()]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.period))


def owed(key: str, obligations: Sequence[Obligation], report: Report | None, today: date) -> OwedReport:
    dates = [one.due_on for one in obligations if one.due_on]
    due = min(dates, default=None)
    done = report.outgoing_date if report else None
    if done is None and all(one.done_on for one in obligations):
        done = max(one.done_on for one in obligations if one.done_on)
    state: OwedState
    if done is not None:
        state = "late" if due and done > due else "on_time"
    else:
        state = "overdue" if due and today > due else "open"
    ordered = sorted(obligations, key=lambda one: one.indicator.position)
    return OwedReport(parse_period(key), due, tuple(ordered), report, state)


def reportable_periods(year: int, today: date) -> list[Period]:
    """The periods of a year that have begun, in the order of the paper: months, quarters, half-years, nine months."""
    keys = [f"{year}-{month:02}" for month in range(1, 13)]
    keys += [f"{year}-Q{quarter}" for quarter in range(1, 5)] + [f"{year}-H1", f"{year}-9M", str(year)]
    return [period for period in map(parse_period, keys) if period.start <= today]


def open_months(plan: Plan, period: Period, today: date) -> list[Period]:
    """The months of a period that are over and not closed by every unit that counts."""
    ended = [month for month in period.months if month.end < today]
    units = [unit.id for unit in units_to_submit(plan)]
    rows = submissions_of_year(plan.centre_id, plan.year)

    def is_shut(unit_id: int, month: Period) -> bool:
        row = rows.get((unit_id, month.year_month))
        return row is not None and row.state in SHUT

    return [month for month in ended if not all(is_shut(unit_id, month) for unit_id in units)]


def reopened_since(report: Report) -> list[tuple[str, Period]]:
    """The units' months that were opened again after a report had been frozen: it stands on older figures."""
    period = parse_period(report.period)
    wanted = [month.year_month for month in period.months]
    statement = (
        select(Submission)
        .where(
            Submission.centre_id == report.centre_id,
            Submission.year_month.in_(wanted),
            Submission.reopened_at > report.made_at,
        )
        .options(joinedload(Submission.unit))
        .order_by(Submission.year_month, Submission.unit_id)
    )
    return [
        (row.unit.name, parse_period(f"{row.year_month // 100}-{row.year_month % 100:02}"))
        for row in db.session.scalars(statement)
    ]
