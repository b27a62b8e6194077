"""What a deadline makes owed: the periods and their due dates (domain.md §4)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from app.domain.calendar import Calendar
from app.domain.deadlines import Deadline
from app.domain.periods import Period, parse_period, period_of

FIGURES, CONFIRMATION, REPORT = OBLIGATION_KINDS = ("figures", "confirmation", "report")
TIME_STATES = ("not_yet_due", "due", "overdue", "done_on_time", "done_late", "optional", "waived")

# Working days after the end of a period until its figures are due, unless the centre sets them.
WORKING_DAYS = {"day": 0, "week": 3, "month": 3, "quarter": 5, "half": 5, "nine_months": 5, "year": 10}


def obligation_periods(deadline: Deadline, year: int) -> tuple[tuple[Period, bool], ...]:
    """The periods for which a unit owes figures, each with whether it is required (domain.md §4).

    A daily row is owed by the month, as the diary is. An unknown deadline makes nothing until somebody sets it.
    """
    months = parse_period(str(year)).months
    match deadline.kind:
        case "weekly":
            weeks = date(year, 12, 28).isocalendar().week  # 28 December is always in the last one
            return tuple((parse_period(f"{year}-W{week:02}"), True) for week in range(1, weeks + 1))
        case "quarterly":
            return tuple((parse_period(f"{year}-Q{quarter}"), True) for quarter in range(1, 5))
        case "named_months" if deadline.quarters:
            return tuple((parse_period(f"{year}-Q{quarter}"), True) for quarter in deadline.quarters)
        case "daily" | "monthly" | "times_a_year" | "named_months":
            return tuple((months[month - 1], True) for month in deadline.months)
        case "during_year" | "self_set":
            return (*((month, False) for month in months), (parse_period(str(year)), True))
        case "on_date":
            return ((period_of("day", deadline.on), True),) if deadline.on else ()
        case "unknown":
            return ()


def due_date(period_end: date, working_days: int, calendar: Calendar, *, day: int | None = None) -> date:
    """The last day for a period's figures: its end + N working days, or ``day`` of the next month where one is named.

    Always a working day of ``calendar``, the centre's: what is not one is skipped, and a fixed day moves to the next.
    """
    due = period_end
    if day is not None:
        first = (period_end.replace(day=28) + timedelta(days=4)).replace(day=1)
        due, working_days = first.replace(day=min(day, monthrange(first.year, first.month)[1])), 0
    return calendar.after(due, working_days)


def time_state(
    *, ends_on: date, due_on: date | None, done_on: date | None, required: bool, waived: bool, today: date
) -> str:
    """One of ``TIME_STATES``, computed and never stored (domain.md §4).

    Due from the day after the period's end (or from the due day, where that comes first) to the due day. What is not
    required and was not done is ``optional`` once its period is over; it can never be overdue.
    """
    if waived:
        return "waived"
    if done_on is not None:
        return "done_on_time" if due_on is None or done_on <= due_on else "done_late"
    if due_on is not None and today > due_on:
        return "overdue" if required else "optional"
    if today <= ends_on and (due_on is None or today < due_on):
        return "not_yet_due"
    return "due" if required else "optional"
