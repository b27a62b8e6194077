"""Reads of what became wrong: of which report, since when, and how it ended. One that left is corrected, one that waits
is made anew (domain.md §4, §5 “sent”)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.domain.frozen import ACCEPTED
from app.domain.periods import TASHKENT, Period
from app.extensions import db
from app.models import OwedCorrection, Report
from app.queries.reports import reportable_periods


@dataclass(frozen=True)
class CorrectionRow:
    """A correction as the list of duties needs it. ``report_id`` and ``period``: of the report that is wrong;
    ``left_on``: when a newer version left; ``ended``: it was left as it is with a ``reason``, or became right again."""

    report_id: int
    period: str
    since: date
    left_on: date | None
    ended: bool
    reason: str


def correction_rows(centre_id: int) -> list[CorrectionRow]:
    """What is owed and what was, by one statement."""
    ended: tuple[Any, ...] = (OwedCorrection.ended_at, OwedCorrection.reason)
    statement = of_centre(centre_id, left_later(), *ended).order_by(OwedCorrection.id)
    return [
        CorrectionRow(number, period, since, at.astimezone(TASHKENT).date() if at else None, ended is not None, reason)
        for number, period, since, at, ended, reason in db.session.execute(statement)
    ]


def open_corrections(centre_id: int, *columns: Any) -> Select[Any]:
    """The corrections that are owed as a statement: the wrong report, its period, since when, and further columns."""
    return of_centre(centre_id, *columns).where(OwedCorrection.ended_at.is_(None), left_later().is_(None))


def wrong_reports(centre_id: int) -> set[int]:
    """The reports that are to be corrected."""
    return {number for number, *_ in db.session.execute(open_corrections(centre_id))}


def left_reports(centre_id: int) -> set[int]:
    """The sent reports that were left as they are, whatever else was found of them since."""
    statement = of_centre(centre_id).where(OwedCorrection.reason != "")
    return {number for number, *_ in db.session.execute(statement)}


def of_centre(centre_id: int, *columns: Any) -> Select[Any]:
    first: tuple[Any, ...] = (Report.id, Report.period, OwedCorrection.since, *columns)
    statement = select(*first).join(Report, Report.id == OwedCorrection.report_id)
    return statement.where(OwedCorrection.centre_id == centre_id, Report.sent_at.is_not(None))


def left_later() -> ColumnElement[Any]:
    """When a newer version of a report left first."""
    newer = aliased(Report)
    return (
        select(newer.sent_at)
        .where(
            newer.centre_id == Report.centre_id,
            newer.period == Report.period,
            newer.draft.is_(False),
            newer.sent_at.is_not(None),
            newer.id > Report.id,
        )
        .order_by(newer.id)
        .limit(1)
        .scalar_subquery()
    )


def correction_of(report_id: int) -> OwedCorrection | None:
    """The one that is owed of a report, whether it left or not and whatever version came after it."""
    return db.session.scalar(of_report(report_id).where(OwedCorrection.ended_at.is_(None)))


def last_left(report_id: int) -> str:
    """Of what figures a report was last left as it is; empty where it never was."""
    left = of_report(report_id).where(OwedCorrection.reason != "").order_by(OwedCorrection.id.desc()).limit(1)
    found = db.session.scalar(left)
    return found.figures_hash if found else ""


def left_as_they_are(report_id: int) -> Sequence[OwedCorrection]:
    """Each time that a report was left as it is, with who did it."""
    left = of_report(report_id).where(OwedCorrection.reason != "").options(joinedload(OwedCorrection.ended_by))
    return db.session.scalars(left.order_by(OwedCorrection.id)).all()


def of_report(report_id: int) -> Select[OwedCorrection]:
    return select(OwedCorrection).where(OwedCorrection.report_id == report_id)


def standing_with(centre_id: int, months: Collection[Period], today: date) -> list[Report]:
    """Of each period to which one of these months belongs, the last version that left and the newest that waits."""
    years = {month.year for month in months}
    keys = [
        period.key
        for year in years
        for period in reportable_periods(year, today)
        if any(period.start <= month.start and month.end <= period.end for month in months)
    ]
    statement = select(Report).where(
        Report.centre_id == centre_id,
        Report.period.in_(keys),
        Report.draft.is_(False),
        or_(Report.sent_at.is_not(None), Report.basis == ACCEPTED),
    )
    last: dict[tuple[str, bool], Report] = {}
    for report in db.session.scalars(statement.order_by(Report.id)):
        last.pop((report.period, False), None)  # a newer version stands in its place
        last[report.period, report.sent_at is not None] = report
    return list(last.values())
