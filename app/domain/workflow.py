"""The month's way from the unit to the regional library, and the locks on its cells (domain.md §5).

draft → submitted → accepted → closed → sent, with a way back at each step but the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.periods import Period, month_of
from app.domain.permissions import Rights, may
from app.domain.spans import MonthSpan

STATES = ("draft", "submitted", "returned", "accepted", "closed", "sent")
EDITABLE = ("draft", "returned")
HANDED_IN = ("submitted", "accepted", "closed", "sent")
OFFICIAL = ("accepted", "closed", "sent")  # states whose figures the accepted basis takes
SHUT = ("closed", "sent")
LONGEST_EXCEPTION = 14  # days
WINDOW, SENT = "window", "sent"  # what an exception opens: an ended entry window, or a month that was sent
RIGHT_TO_OPEN = {WINDOW: "exceptions.window", SENT: "exceptions.sent"}


@dataclass(frozen=True)
class Act:
    """One step of a month, and the permission that it takes. ``came_back``: of a month whose return still stands
    (``standing_return``), or of one without; None: of any."""

    name: str
    before: str
    after: str
    permission: str
    needs_reason: bool = False
    came_back: bool | None = None


ACTS = (
    Act("submit", "draft", "submitted", "submissions.submit"),
    Act("submit", "returned", "submitted", "submissions.submit"),
    Act("withdraw", "submitted", "draft", "submissions.withdraw", came_back=False),
    Act("withdraw", "submitted", "returned", "submissions.withdraw", came_back=True),
    Act("return", "submitted", "returned", "submissions.review", needs_reason=True),
    Act("return_own", "submitted", "returned", "submissions.accept_own", needs_reason=True),
    Act("accept", "submitted", "accepted", "submissions.review"),
    Act("accept_own", "submitted", "accepted", "submissions.accept_own"),
    Act("undo_accept", "accepted", "submitted", "submissions.review", needs_reason=True),
    Act("close", "accepted", "closed", "months.close"),
    Act("reopen", "closed", "accepted", "months.reopen", needs_reason=True),
    Act("send", "closed", "sent", "reports.send"),
)

OFFICIAL_ACTS = ("submit", "accept", "accept_own", "close", "send")  # of what is said to others


def is_shut(states: Iterable[str | None]) -> bool:
    """Whether a month is closed, by where it stands with each unit that works in it: with some it is closed or sent,
    and with none it was opened again. None: a unit without a submission of its own, closed with the others."""
    own = {state for state in states if state is not None}
    return bool(own) and own <= set(SHUT)


def is_in_the_way(state: str, *, is_owed: bool) -> bool:
    """Whether a unit's month keeps a month from being closed: one that is owed and not accepted, or one that is not
    owed but was handed in, on which somebody has to decide first."""
    return state not in OFFICIAL and (is_owed or state == "submitted")


def standing_return(acts: Sequence[str]) -> int | None:
    """Where in a month's thread, oldest act first, stands the return that still holds: nothing but an acceptance ends
    it. None where there is none. An acceptance leaves no word in the thread, but a month that was accepted is handed
    in again by the undo alone, which does."""
    for place in reversed(range(len(acts))):
        if acts[place] in ("return", "undo_accept"):
            return place if acts[place] == "return" else None
    return None


def acts_for(state: str, holder: str | Rights) -> tuple[str, ...]:
    """The acts that somebody may try in a state, for the buttons of a page."""
    return tuple(dict.fromkeys(act.name for act in ACTS if act.before == state and may(holder, act.permission)))


def next_state(
    act: str,
    state: str,
    holder: str | Rights,
    *,
    reason: str = "",
    came_back: bool = False,
    look_refused: str = "",
    running: bool = False,
    unfinished: int = 0,
    wanting: int = 0,
    plan_state: str = "approved",
) -> str:
    """The state after an act.

    ``came_back``: a return of the month still stands; taken back, it is a returned one again.
    ``look_refused``: why the person may not accept what was handed in, OWN or NOT_A_REVIEWERS of
    ``domain.looking``; empty where he may.
    ``running``: the month is not over; who accepted it now would accept days that are not written yet.
    ``wanting``: what is empty in the month or stopped by a check and has neither figure nor reason, as one that was
    handed in before it was over may have.
    ``unfinished``: required submissions neither accepted nor waived.
    ``plan_state``: of the plan of the month's year; on a draft figures are typed, and nothing of them is official.
    Raises NotAllowed ``workflow.not_yours``; Conflict ``workflow.wrong_state`` (``act``, ``state``),
    ``workflow.plan_draft``, ``look_refused``, ``workflow.month_running``, ``workflow.not_whole``
    and ``workflow.unfinished`` (``count``); Invalid ``workflow.reason_missing``.
    """
    known = [step for step in ACTS if step.name == act]
    if not any(may(holder, step.permission) for step in known):
        raise NotAllowed("workflow.not_yours", act=act)
    step = next((step for step in known if step.before == state and step.came_back in (None, came_back)), None)
    if step is None:
        raise Conflict("workflow.wrong_state", act=act, state=state)
    if act in OFFICIAL_ACTS and plan_state == "draft":
        raise Conflict("workflow.plan_draft")
    if step.needs_reason and not reason.strip():
        raise Invalid("workflow.reason_missing", field="reason")
    if look_refused:
        raise Conflict(look_refused)
    if act in ("accept", "accept_own") and running:
        raise Conflict("workflow.month_running")
    if act in ("accept", "accept_own") and wanting:
        raise Conflict("workflow.not_whole", count=wanting)
    if act == "close" and unfinished:
        raise Conflict("workflow.unfinished", count=unfinished)
    return step.after


@dataclass(frozen=True)
class CellFacts:
    """What must be known of a cell to judge whether it takes a figure now."""

    period: Period  # of the cell: a day or a month
    today: date  # in Tashkent
    has_right: bool = True
    span: MonthSpan = MonthSpan()
    plan_state: str = "approved"  # draft, approved, closed
    submission_state: str = "draft"
    locked_by: str = ""  # who brought the submission into its state, and when; of one that waits who handed it in
    locked_on: date | None = None
    reopened: bool = False  # it is accepted because that person opened the closed month again
    entry_window_days: int = 0  # after the month's end; 0 = never ends
    exception_until: date | None = None


@dataclass(frozen=True)
class Lock:
    """Why a cell takes no figure: a code for ``Locked`` and what fills its sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def lock_reason(facts: CellFacts) -> Lock | None:
    """The first lock that holds, in the order of domain.md §5; None when the cell is open.

    An exception reopens the entry window, and a month that was sent, because nothing else leads out of it: a report
    is corrected that way. Figures that were submitted come back by returning or reopening them.
    """
    if not facts.has_right:
        return Lock("lock.no_right")
    if facts.span.ended_before(facts.period.year_month):
        return Lock("lock.unit_closed")
    if not facts.span.holds(facts.period.year_month):
        return Lock("lock.before_beginning")
    if facts.period.start > facts.today:
        return Lock("lock.future", {"period": facts.period.key})
    if facts.plan_state == "closed":
        return Lock("lock.year_archived", {"year": facts.period.year})
    if facts.submission_state == "sent" and _is_excepted(facts):
        return None
    if facts.submission_state not in EDITABLE:
        state = "reopened" if facts.reopened else facts.submission_state
        return Lock(f"lock.{state}", {"by": facts.locked_by, "on": facts.locked_on})
    return _window_lock(facts)


def opens_what(state: str) -> str:
    """What an exception for a month in this state opens.

    Submitted, accepted and closed months go back by return, undo or reopening, and no exception leads into them.
    """
    return SENT if state == "sent" else WINDOW


def may_open(holder: str | Rights, opens: str) -> bool:
    """Whether somebody grants and ends exceptions of a kind."""
    return may(holder, RIGHT_TO_OPEN[opens])


def may_except(holder: str | Rights, state: str) -> None:
    """Whether somebody may open a month in this state for a while: its window, or, director and deputy, what was sent.

    Raises Invalid ``exception.not_so``, ``exception.above``, ``exception.below`` at the month; NotAllowed.
    """
    if state not in (*EDITABLE, "sent"):
        raise Invalid("exception.not_so", field="month")
    if may_open(holder, opens_what(state)):
        return
    if not may(holder, "exceptions.manage"):
        raise NotAllowed("workflow.not_yours", act="exceptions.manage")
    raise Invalid("exception.above" if state == "sent" else "exception.below", field="month")


def check_exception(until: date, today: date, reason: str) -> None:
    """Whether a lock may be opened until that day.

    Raises Invalid ``exception.past``, ``exception.too_long`` (``days``) or ``exception.reason_missing``.
    """
    if until < today:
        raise Invalid("exception.past", field="until")
    if until > today + timedelta(days=LONGEST_EXCEPTION):
        raise Invalid("exception.too_long", field="until", days=LONGEST_EXCEPTION)
    if not reason.strip():
        raise Invalid("exception.reason_missing", field="reason")


def check_month_to_open(month: Period, today: date, *, plan_state: str, span: MonthSpan) -> None:
    """Whether an exception can help a month: one that is over, of a year that is not archived, in which the unit (or,
    for what a form offers, the centre) works with the program.

    Raises Locked ``lock.year_archived``; Invalid ``exception.running``, ``exception.outside`` (``period``).
    """
    if plan_state == "closed":
        raise Locked("lock.year_archived", year=month.year)
    if month.end >= today:
        raise Invalid("exception.running", field="month", period=month.key)
    if not span.holds(month.year_month):
        raise Invalid("exception.outside", field="month", period=month.key)


def _window_lock(facts: CellFacts) -> Lock | None:
    last_day = month_of(facts.period.end).end + timedelta(days=facts.entry_window_days)
    if not facts.entry_window_days or facts.today <= last_day:
        return None
    if _is_excepted(facts):
        return None
    return Lock("lock.window_ended", {"last_day": last_day, "days": facts.entry_window_days})


def _is_excepted(facts: CellFacts) -> bool:
    return facts.exception_until is not None and facts.today <= facts.exception_until
