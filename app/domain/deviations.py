"""Reasons for deviation (ogʻish sababi): why a row stands behind at the end of a quarter (domain.md §4 “Reasons”).

A reason explains and changes no figure: it may be written after the month was closed and never stops a hand-in. A row
of “1/2/1” is one line with one reason; a sub-row is a line of its own.
"""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.calendar import Calendar
from app.domain.errors import Invalid, Locked
from app.domain.obligations import time_state
from app.domain.periods import Period, month_of, parse_period, period_of
from app.domain.progress import PaceCode
from app.domain.spans import MonthSpan

ANSWER_DAYS = 3  # working days after a reason was asked for
REASON_LIMIT = 300  # characters: it stands in one column of the paper
BEHIND: PaceCode = "behind"
UNWRITTEN: PaceCode = "not_reported"  # something was due and nobody wrote a figure: not on plan, and told apart


def quarter_number(quarter: Period) -> int:
    """A quarter as it is stored: 20253 for the third of 2025."""
    return quarter.year * 10 + quarter.end.month // 3


def quarter_of_number(number: int) -> Period:
    return parse_period(f"{number // 10}-Q{number % 10}")


def quarters_of(period: Period) -> range:
    """The stored numbers of the quarters that end within a period of one year."""
    return range(period.year * 10 + (period.start.month + 2) // 3, period.year * 10 + period.end.month // 3 + 1)


def quarter_ended_by(month: Period) -> Period | None:
    """The quarter that a month ends; None for the other eight months."""
    quarter = period_of("quarter", month.start)
    return quarter if quarter.end == month.end else None


def begins_on(quarter: Period, calendar: Calendar) -> date:
    """From when reasons are wanted: the quarter's last working day, on which its hand-in can begin."""
    last = month_of(quarter.end)
    return max(calendar.working_days(last.start, last.end), default=last.end)


def has_begun(quarter: Period, today: date, calendar: Calendar) -> bool:
    return today >= begins_on(quarter, calendar)


def quarter_at_hand(today: date, calendar: Calendar) -> Period:
    """The newest quarter of which reasons are wanted; in January last year's fourth."""
    quarter = period_of("quarter", today)
    return quarter if has_begun(quarter, today, calendar) else quarter.previous


def judged_as_of(quarter: Period, today: date) -> date:
    """The day as of which a quarter's pace is judged: all of its months are over then."""
    return max(today, quarter.end + timedelta(days=1))


def lies_before(quarter: Period, span: MonthSpan) -> bool:
    """Whether a quarter had ended when the centre began with the program: nobody owes a word of it."""
    return span.first is not None and quarter.year_month < span.first


def is_wanted(pace: PaceCode, *, plan_state: str, judged: bool, waived: bool = False) -> bool:
    """Whether a reason is wanted for a line: it is judged and owed, and stands behind or has no figure at all. What is
    ahead may have one."""
    return pace in (BEHIND, UNWRITTEN) and plan_state == "approved" and judged and not waived


def check_open(plan_state: str, *, year: int, begun: bool, before: bool, quarter: Period) -> None:
    """Whether reasons of a quarter can be asked for and written, its months closed or not. ``before``: it lies before
    the centre began.

    Raises Locked ``lock.year_archived``; Invalid ``deviation.draft``, ``deviation.too_early`` (``period``),
    ``deviation.before_beginning`` (``period``).
    """
    if plan_state == "closed":
        raise Locked("lock.year_archived", year=year)
    if plan_state != "approved":
        raise Invalid("deviation.draft", year=year)
    if before:
        raise Invalid("deviation.before_beginning", period=quarter.key)
    if not begun:
        raise Invalid("deviation.too_early", period=quarter.key)


def answer_due(asked_on: date, calendar: Calendar) -> date:
    return calendar.after(asked_on, ANSWER_DAYS)


def answer_state(asked_on: date, due_on: date, answered_on: date | None, today: date) -> str:
    """How a question stands: it is due from the day on which it was put."""
    before = asked_on - timedelta(days=1)
    return time_state(ends_on=before, due_on=due_on, done_on=answered_on, required=True, waived=False, today=today)
