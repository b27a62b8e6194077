"""Reads of reports: what was frozen and sent, what is owed to the region, what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from app.domain.frozen import (
    FigureDifference,
    Plain,
    Readiness,
    differences,
    leaves_from,
    plain_number,
    plain_total,
)
from app.domain.opening import opening_year_months
from app.domain.periods import PAPER_KINDS, TASHKENT, Period, parse_period, period_of_month
from app.domain.stand_ins import is_own_in_place
from app.domain.workflow import is_shut
from app.extensions import db
from app.models import Person, Plan, Report, ReportScan, Submission
from app.queries.consolidation import Consolidation, PartFigures, RowFigures, consolidate
from app.queries.months import Missing, units_of_month
from app.queries.papers import centre_of_report
from app.queries.plan import plan_of
from app.queries.stand_ins import acting_as
from app.queries.submissions import waived_months


def reports_of(centre_id: int, year: int) -> list[Report]:
    """The reports of a year without their figures, as people look for them: the period that ended last first, of those
    that end together the shorter one, as the paper goes from month to year; of one period the newest version.

    A period of which there is no report yet shows its newest draft.
    """
    statement = (
        select(Report)
        .where(Report.centre_id == centre_id, Report.period.startswith(str(year)))
        .options(defer(Report.figures), joinedload(Report.made_by), joinedload(Report.sent_by))
    )
    found = sorted(db.session.scalars(statement), key=place_in_list)
    reports = [report for report in found if not report.draft]
    drafts = {report.period: report for report in reversed(found) if report.draft}
    for report in reports:
        drafts.pop(report.period, None)
    return sorted([*reports, *drafts.values()], key=place_in_list)


def place_in_list(report: Report) -> tuple[int, int, int]:
    period = parse_period(report.period)
    return -period.end.toordinal(), PAPER_KINDS.index(period.kind), -report.version_number


def reports_of_period(centre_id: int, period: str, *, drafts: bool = False) -> list[Report]:
    """Every version of one period's report, or every draft, the first one first."""
    statement = select(Report).where(Report.centre_id == centre_id, Report.period == period, Report.draft.is_(drafts))
    return list(db.session.scalars(statement.order_by(Report.version_number)))


def latest_report(centre_id: int, period: str, *, draft: bool = False) -> Report | None:
    versions = reports_of_period(centre_id, period, drafts=draft)
    return versions[-1] if versions else None


def report_of(centre_id: int, report_id: int) -> Report | None:
    return db.session.scalar(select(Report).where(Report.centre_id == centre_id, Report.id == report_id))


def is_own_report(person: Person, report: Report) -> bool:
    """Whether a person would sign what he made himself, one of both in another's place."""
    acting = acting_as(person, "reports.sign")
    return is_own_in_place(report.made_by_id, acting, lent=report.made_stand_in_id is not None)


def made_on(report: Report) -> date:
    """The day on which a report was frozen, as its workbook says it."""
    day = report.figures.get("made_on")
    return date.fromisoformat(day) if day else report.made_at.astimezone(TASHKENT).date()


def first_day(report: Report) -> date:
    """The earliest day that its letter can bear."""
    signed_on = report.signed_at.astimezone(TASHKENT).date() if report.signed_at else None
    return leaves_from(made_on(report), signed_on)


def printed_day(report: Report) -> date | None:
    """The outgoing day that was printed when it was frozen; of one that was signed only later none counts."""
    day = report.outgoing_date
    return day if day is not None and day >= first_day(report) else None


def scan_of(centre_id: int, scan_id: int) -> ReportScan | None:
    """A scan that was not taken away."""
    return db.session.scalar(
        select(ReportScan).where(
            ReportScan.centre_id == centre_id, ReportScan.id == scan_id, ReportScan.voided_at.is_(None)
        )
    )


def consolidated(plan: Plan, period: Period, basis: str, today: date) -> Consolidation:
    """The table that a report of this basis shows now."""
    return consolidate(plan, period, today=today, basis=basis)


def plain_figures(result: Consolidation, missing: Sequence[Missing] = (), ready: Readiness | None = None) -> Plain:
    """Everything that the table shows, as plain data (domain/frozen.py); ``ready``: the months that it waits for.

    A table of some units says so and has their own share beside each figure; one of the whole centre has neither.
    """
    plan = result.plan
    return {
        **({"of_units": True} if result.of_units else {}),
        "format": 1,
        "period": result.period.key,
        "basis": result.basis,
        "year": plan.year,
        "centre": centre_of_report(plan),
        "plan_revision": plan.revision,
        "columns": [column.key for column in result.columns],
        "running": result.running.key,
        "missing": [{"unit": one.unit.name, "months": [month.key for month in one.months]} for one in missing],
        "not_ended": [month.key for month in ready.not_ended] if ready else [],
        "not_closed": [month.key for month in ready.not_closed] if ready else [],
        **opening_part(result),
        "sections": [
            {
                "roman": group.section.roman,
                "heading": group.section.heading,
                "rows": [plain_row(line, own=result.of_units) for line in group.rows],
            }
            for group in result.sections
        ],
    }


def opening_part(result: Consolidation) -> Plain:
    """What of the table was before the centre worked with the program; nothing where nothing was.

    ``months`` of the running total that opening figures stand for; ``totals``: figures of which only the sum of several
    months is known, which counts in the last; ``apart``: those of the centre that are no part of these units' table.
    """
    parts = [
        part for section in result.sections for row in section.rows if not row.row.sums_parts for part in row.parts
    ]
    found = {
        "months": [
            period_of_month(month).key for month in opening_year_months(one for p in parts for one in p.opening)
        ],
        "totals": [[part.key, one.key] for part in parts for one in part.opening if one.is_total],
        "apart": [part.key for part in parts if part.apart],
    }
    return {"opening": found} if found["months"] or found["apart"] else {}


def plain_row(line: RowFigures, *, own: bool) -> Plain:
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
        "parts": [{**plain_part(part), **({"share": plain_number(part.share)} if own else {})} for part in line.parts],
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
    return differences(report.figures, plain_figures(result))


def reportable_periods(year: int, today: date) -> list[Period]:
    """The periods of a year that have begun, in the order of the paper: months, quarters, half-years, nine months."""
    keys = [f"{year}-{month:02}" for month in range(1, 13)]
    keys += [f"{year}-Q{quarter}" for quarter in range(1, 5)] + [f"{year}-H1", f"{year}-9M", str(year)]
    return [period for period in map(parse_period, keys) if period.start <= today]


def readiness(plan: Plan, period: Period, today: date) -> Readiness:
    """What keeps a period from being reported now.

    A month that nobody owes, because everything was waived, counts as closed. Read from the database itself, whatever
    the session remembers: it is asked behind the lock.
    """
    statement = select(Submission.unit_id, Submission.year_month, Submission.state).where(
        Submission.centre_id == plan.centre_id,
        Submission.year_month.in_([month.year_month for month in period.months]),
    )
    states = {(unit_id, month): state for unit_id, month, state in db.session.execute(statement)}
    waived = waived_months(plan)

    def is_closed(month: Period) -> bool:
        units, number = [unit.id for unit in units_of_month(plan, month)], month.year_month
        return is_shut(states.get((unit, number)) for unit in units) or all((unit, number) in waived for unit in units)

    ended = [month for month in period.months if month.end < today]
    return Readiness(
        not_ended=tuple(month for month in period.months if month not in ended),
        not_closed=tuple(month for month in ended if not is_closed(month)),
    )


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
