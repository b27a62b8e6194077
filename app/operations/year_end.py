"""Closing a year after its last report, and opening it again (domain.md §5 “Closing a year”)."""

from __future__ import annotations

from datetime import date

from app.domain.errors import Conflict, Invalid
from app.extensions import db
from app.models import Person, Plan
from app.operations.history import for_name, note_change, one_writer
from app.operations.rights import need, need_not_closed
from app.operations.words import check_words
from app.queries.duties import CLOSING_YEAR, in_the_way
from app.queries.plan import facts_of_plan


def close_plan(*, actor: Person, plan: Plan, today: date) -> None:
    """Close a year of which nothing is owed any more: from then on everything of it is read, and nothing written.

    Raises NotAllowed; Locked for a year that is closed; Conflict ``year_end.in_the_way`` (``count``).
    """
    need(actor, CLOSING_YEAR)
    one_writer(plan.centre_id)
    db.session.refresh(plan)
    need_not_closed(plan)
    facts = facts_of_plan(plan.centre_id, plan.year)
    assert facts is not None
    found = in_the_way(plan.centre_id, facts, today)
    if found:
        raise Conflict("year_end.in_the_way", year=plan.year, count=sum(one.count for one in found))
    turn(actor, plan, today, "close_year", "closed")


def reopen_plan(*, actor: Person, plan: Plan, reason: str, today: date) -> None:
    """Open a closed year again, with a reason that everybody reads on its pages until it is closed anew.

    Raises NotAllowed; Invalid ``workflow.reason_missing``; Conflict ``year_end.not_closed``.
    """
    need(actor, "plan.reopen")
    words = check_words(reason, "reason")
    if not words:
        raise Invalid("workflow.reason_missing", field="reason")
    one_writer(plan.centre_id)
    db.session.refresh(plan)
    if plan.state != "closed":
        raise Conflict("year_end.not_closed", year=plan.year)
    turn(actor, plan, today, "reopen_year", "approved", words)


def turn(actor: Person, plan: Plan, today: date, act: str, state: str, reason: str = "") -> None:
    before, plan.state = {"state": plan.state}, state
    plan.turned_on, plan.turned_by, plan.turned_for, plan.turn_reason = today, actor.name, for_name(actor), reason
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action=act,
        subject="plan",
        subject_key=str(plan.year),
        before=before,
        after={"state": state},
        reason=reason,
    )
