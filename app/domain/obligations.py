"""What a deadline makes owed: the periods and their due dates (domain.md §4)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from app.domain.calendar import Calendar
from app.domain.deadlines import Deadline
from app.domain.periods import Period, parse_period, period_of

FIGURES, REPORT = OBLIGATION_KINDS = ("figures", "report")
TIME_STATES = ("not_due", "due", "overdue", "done", "done_late", "optional", "waived")

# Working days after the end of a period, unless the centre sets them. Figures of a month or more are part of the
# hand-in of the month in which the period ends, and due with it.
FIGURE_WORKING_DAYS = {"day": 0, "week": 3, "month": 3}
REPORT_WORKING_DAYS = {"day": 0, "week": 3, "month": 5, "quarter": 7, "half": 7, "nine_months": 7, "year": 10}
OFFERED_BEFORE = timedelta(days=14)


def is_offered(ends_on: date, today: date) -> bool:
    """Whether the form of a letter offers a duty of a period that ends then: it is over, or will be soon."""
    return ends_on <= today + OFFERED_BEFORE


def working_days_of(kind: str, period_kind: str, figures: Mapping[str, int], reports: Mapping[str, int]) -> int:
    """The working days after a period's end in which an obligation of a kind is due, of those that the centre has."""
    if kind == REPORT:
        return reports[period_kind]
    return figures.get(period_kind, figures["month"])


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


def report_periods(rhythm: Deadline, year: int) -> tuple[Period, ...]:
    """The periods for which a report is owed: those that its rhythm requires.

    What runs all year, what the unit sets and what nobody can read is owed once, at the year's end (domain.md §4).
    """
    required = tuple(period for period, is_required in obligation_periods(rhythm, year) if is_required)
    return required or (parse_period(str(year)),)


def due_date(period_end: date, working_days: int, calendar: Calendar, *, day: int | None = None) -> date:
    """The last day for a period's figures: its end + N working days, or ``day`` of the next month where one is named.

    Always a working day of ``calendar``, the centre's: what is not one is skipped, and a fixed day moves to the next.
    """
    due = period_end
    if day is not None:
        first = (period_end.replace(day=28) + timedelta(days=4)).replace(day=1)
        due, working_days = first.replace(day=min(day, monthrange(first.year, first.month)[1])), 0
    return calendar.after(due, working_days)


def after_approval(due: date, approved_on: date | None, calendar: Calendar) -> date:
    """What fell due before the plan was approved is due three working days after it."""
    if approved_on is None or due >= approved_on:
        return due
    return calendar.after(approved_on, FIGURE_WORKING_DAYS["month"])


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
        return "done" if due_on is None or done_on <= due_on else "done_late"
    if due_on is not None and today > due_on:
        return "overdue" if required else "optional"
    if today <= ends_on and (due_on is None or today < due_on):
        return "not_due"
    return "due" if required else "optional"
