"""Due dates: working days of the centre after a period; moved while they lie ahead (domain.md §4)."""

from __future__ import annotations

from datetime import date

from app.domain.obligations import after_approval, due_date, working_days_of
from app.extensions import db
from app.queries.calendar import centre_calendar
from app.queries.deadlines import days_of_approval, open_obligations
from app.queries.obligations import named_day
from app.queries.settings import report_days, working_days
from app.queries.terms import as_of


def move_due_dates(*, centre_id: int, today: date) -> int:
    """Compute the due dates of open obligations again, after the calendar or the number of days changed.

    What a unit set itself, what is waived or answered stays, and so does a due date that is over, or would be by the
    new list: nobody becomes late, or in time, for the past. Gives how many moved.
    """
    days = (working_days(centre_id), report_days(centre_id))
    moved, approved = 0, days_of_approval(centre_id)
    obligations = open_obligations(centre_id)
    calendar = centre_calendar(centre_id, {year for o in obligations for year in (o.ends_on.year, o.ends_on.year + 1)})
    for obligation in obligations:
        if obligation.due_on is None or obligation.due_on < today:
            continue
        kind, period = obligation.kind, obligation.span
        named = named_day(as_of(obligation.indicator, period.year_month), kind, period, period.year)
        due = due_date(obligation.ends_on, working_days_of(kind, period.kind, *days), calendar, day=named)
        due = after_approval(due, approved[obligation.plan_id], calendar)
        if due != obligation.due_on and due >= today:
            obligation.due_on = due
            moved += 1
    db.session.flush()
    return moved
