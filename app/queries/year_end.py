"""What is in the way of closing a year, gathered (domain.md §5 “Closing a year”)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.domain.duties import Duty
from app.domain.periods import Period, parse_period
from app.domain.year_end import YearFacts
from app.extensions import db
from app.models import Report
from app.queries.exceptions import open_exceptions
from app.queries.plan import PlanFacts
from app.queries.units import centre_begins


def facts_of_year(centre_id: int, plan: PlanFacts, today: date, owed: Iterable[Duty]) -> YearFacts:
    """``owed``: everything that anybody owes now, of every year."""
    year = parse_period(str(plan.year))
    opened = [one for one in open_exceptions(centre_id) if one.year_month // 100 == plan.year and one.until >= today]
    return YearFacts(
        is_draft=plan.state == "draft",
        is_over=year.end < today,
        is_before=(centre_begins(centre_id) or 0) > year.year_month,
        has_left=report_left(centre_id, year),
        owed=[duty for duty in owed if parse_period(duty.period).year == plan.year],
        opened=len(opened),
    )


def report_left(centre_id: int, period: Period) -> bool:
    """Whether a report of a period was sent."""
    sent = (Report.centre_id == centre_id, Report.period == period.key, Report.sent_at.is_not(None))
    return db.session.scalar(select(Report.id).where(*sent).limit(1)) is not None
