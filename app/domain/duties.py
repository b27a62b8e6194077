"""The one list of duties: what somebody owes, by when, and how it stands (domain.md §4 “One list”).

A duty of a unit is owed by those who come for it; an act on months and reports by those who hold its permission.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import Calendar

FIGURES, DOCUMENT, REPORT = OF_OBLIGATIONS = ("figures", "document", "report")
REASON, HAND_IN, RETURNED = ("reason", "hand_in", "returned")
UNIT_DUTIES = (*OF_OBLIGATIONS, REASON, HAND_IN, RETURNED)
OF_ROWS = (*OF_OBLIGATIONS, REASON)  # those that name a row of the plan
REVIEW, CHANGED, CLOSE, CORRECT, SIGN, SEND, APPROVE, AMEND, AMEND_AGAIN, AMEND_LEFT, CLOSE_YEAR = ACT_DUTIES = (
    "review", "changed", "close", "correct", "sign", "send", "approve", "amend", "amend_again", "amend_left",
    "close_year",
)  # fmt: skip
LOOKED_AT = (REVIEW, CHANGED)  # somebody has to look and to decide
DUTY_KINDS = (*UNIT_DUTIES, *ACT_DUTIES)
UNFINISHED = ("overdue", "due", "not_due")
SOON_DAYS = 7
REVIEW_DAYS = 1  # working days after it was handed in, and not before the month is due
CORRECT_DAYS = 3  # working days after a figure of a report that was sent became another


@dataclass(frozen=True)
class Duty:
    """One thing that is owed. ``unit_id``: whose it is, of an act the unit whose month it is about, if any.

    ``permission``: of an act, who may do it. ``number``: of the obligation, submission, report or question behind it,
    and how often it was changed (``revision``). ``missing``: of a month to close, how many units it waits for; then
    it can only be watched yet. ``stale``: of a report to send, that it is to be made anew; ``reopened``: that it waits
    until a month that is open again is closed. ``own``: who asks has done himself what is judged here: it waits for
    somebody else.
    """

    kind: str
    period: str
    due: date | None
    state: str
    unit_id: int | None = None
    permission: str = ""
    row_key: str = ""
    row_name: str = ""
    row_short: str = ""
    note: str = ""
    done_on: date | None = None
    number: int = 0
    revision: int = 0
    missing: int = 0
    stale: bool = False
    reopened: bool = False
    own: bool = False

    @property
    def is_obligation(self) -> bool:
        """Whether an obligation stands behind it, which has a page of its own and can be waived."""
        return self.kind in OF_OBLIGATIONS

    @property
    def is_open(self) -> bool:
        return self.state in UNFINISHED

    @property
    def has_come(self) -> bool:
        """Whether its time has come: also of a month that is to be closed and still waits for some units. It is open
        for who closes it, wherever duties are told, but not his lateness: no “overdue”, no number in the menu."""
        return self.state != "not_due" or self.missing > 0

    def days(self, today: date) -> int | None:
        """Until the due day, negative after it; None without one."""
        return (self.due - today).days if self.due else None

    def is_soon(self, today: date) -> bool:
        days = self.days(today)
        return self.is_open and days is not None and 0 <= days <= SOON_DAYS


def in_order(duties: Iterable[Duty]) -> list[Duty]:
    """The oldest first, those without a day last; of one day first what is handed in, then what is done with it."""
    return sorted(duties, key=lambda duty: (duty.due or date.max, DUTY_KINDS.index(duty.kind), duty.unit_id or 0))


def review_due(handed_in_on: date, month_due: date, calendar: Calendar) -> date:
    """By when a month that was handed in is looked at."""
    return calendar.after(max(handed_in_on, month_due), REVIEW_DAYS)


def changed_due(changed_on: date, calendar: Calendar) -> date:
    """By when somebody looks at what was changed in a month that had been sent."""
    return calendar.after(changed_on, REVIEW_DAYS)


def correct_due(wrong_since: date, calendar: Calendar) -> date:
    """By when a report that was sent and is wrong since is corrected, or left as it is with a reason."""
    return calendar.after(wrong_since, CORRECT_DAYS)


def returned_due(returned_on: date, month_due: date) -> date:
    """A returned month is owed again at once; what was returned before its due day, by that day."""
    return max(returned_on, month_due)


def closing_due(by_rule: date, month_due: date, days_between: int, calendar: Calendar) -> date:
    """By when a month is closed: as the rule says, and as many working days after the hand-in as usual
    (``days_between``) where that is due later, as after a plan that was approved late."""
    return max(by_rule, calendar.after(month_due, max(days_between, 0)))


def act_state(due: date, today: date, *, possible: bool = True) -> str:
    """How an act stands that waits for somebody: not yet while something is missing for it."""
    if not possible:
        return "not_due"
    return "overdue" if today > due else "due"
