"""Closing a centre's month, opening it again, and noting that it was sent (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.periods import Period, period_of_month
from app.domain.workflow import is_shut, next_state
from app.extensions import db
from app.models import Change, Person, Plan, Submission, Unit
from app.models.types import now
from app.operations.history import one_writer
from app.operations.rights import need
from app.operations.submissions import UnitMonth, add_note, change_state, new_submission
from app.operations.words import check_words
from app.queries.months import units_of_month
from app.queries.submissions import unfinished_units


def close_month(*, actor: Person, plan: Plan, month: Period, today: date) -> int:
    """Close a month when every required submission is accepted or waived; gives how many were closed.

    A unit whose month was waived is closed with the others, so that nothing is written into it any more.

    Raises NotAllowed; Locked for an archived year; Invalid ``submission.not_over``; Conflict ``workflow.unfinished``
    (``count``) or ``workflow.wrong_state``.
    """
    need(actor, "months.close")
    rows = rows_of_month(plan, month)
    if month.end >= today:
        raise Invalid("submission.not_over", period=month.key)
    unfinished, units = len(unfinished_units(plan, month)), units_of_month(plan, month)
    accepted = [row for row in rows.values() if row.state == "accepted"]
    own = [rows[unit.id].state if unit.id in rows else None for unit in units]
    if not own or is_shut(own):
        raise Conflict("workflow.wrong_state", act="close", state=next((state for state in own if state), "draft"))
    next_state("close", "accepted", actor.rights, unfinished=unfinished, plan_state=plan.state)
    for row in accepted:
        change_state(actor, UnitMonth(plan, row.unit, month), row, "close", "closed")
    for unit in units:
        waived = rows.get(unit.id)
        if waived is None or waived.state in ("draft", "returned"):
            unit_month = UnitMonth(plan, unit, month)
            change_state(actor, unit_month, waived or new_submission(unit_month), "close", "closed")
    return len(accepted)


def reopen_month(*, actor: Person, plan: Plan, month: Period, reason: str, unit: Unit | None = None) -> int:
    """The director opens a closed month, or one unit's, with a reason; it goes back to accepted.

    What was built on it is marked: reports frozen before stand on older figures. A month that was waived goes back to
    where it stood, returned or a draft. Raises NotAllowed; Locked; Invalid ``workflow.reason_missing``; Conflict
    ``workflow.wrong_state``.
    """
    need(actor, "months.reopen")
    words = check_words(reason, "reason")
    rows = rows_of_month(plan, month)
    chosen = [row for row in rows.values() if unit is None or row.unit_id == unit.id]
    closed = [row for row in chosen if row.state == "closed"]
    state = "closed" if closed else next((row.state for row in chosen), "draft")
    after = next_state("reopen", state, actor.rights, reason=words)
    stood = states_before(plan, closed)
    for row in closed:
        unit_month = UnitMonth(plan, row.unit, month)
        before = stood.get(unit_month.key, "accepted" if row.first_submitted_on is not None else "draft")
        came_back = row.standing_return if before == "returned" else None
        add_note(row, actor, "reopen", words)
        again = after if before == "accepted" else "draft" if came_back is None else before
        change_state(actor, unit_month, row, "reopen", again, words, as_before=came_back)
        row.reopened_at = row.state_at if came_back is None else now()
    db.session.flush()
    return len(closed)


def states_before(plan: Plan, closed: Sequence[Submission]) -> dict[str, str]:
    """Key of a unit's month → where it stood when it was closed last, as the history tells."""
    keys = [UnitMonth(plan, row.unit, period_of_month(row.year_month)).key for row in closed]
    told = (Change.centre_id == plan.centre_id, Change.subject == "submission", Change.action == "close")
    lines = select(Change.subject_key, Change.before).where(*told, Change.subject_key.in_(keys)).order_by(Change.id)
    return {key: (before or {}).get("state", "") for key, before in db.session.execute(lines)}


def send_months(*, actor: Person, plan: Plan, months: Sequence[Period], reason: str = "") -> int:
    """Note that closed months went out with a report (``reason`` names it); gives how many submissions were marked.

    Months that are not closed stay as they are.
    """
    need(actor, "reports.send")
    count = 0
    for month in months:
        for row in rows_of_month(plan, month).values():
            if row.state == "closed":
                after = next_state("send", row.state, actor.rights)
                change_state(actor, UnitMonth(plan, row.unit, month), row, "send", after, reason)
                count += 1
    return count


def rows_of_month(plan: Plan, month: Period) -> dict[int, Submission]:
    """Unit id → submission, nobody else writing meanwhile."""
    if month.kind != "month" or month.year != plan.year:
        raise NotAllowed("period.unknown", key=month.key)
    if plan.state == "closed":
        raise Locked("lock.year_archived", year=plan.year)
    one_writer(plan.centre_id)
    rows = db.session.scalars(
        select(Submission)
        .where(Submission.centre_id == plan.centre_id, Submission.year_month == month.year_month)
        .order_by(Submission.id)
    )
    return {row.unit_id: row for row in rows}
