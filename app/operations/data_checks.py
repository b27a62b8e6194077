"""Leaving a finding of the data checks as it is, with the reason, and taking that back."""

from __future__ import annotations

from datetime import date

from app.domain.errors import Invalid
from app.domain.text import check_text
from app.extensions import db
from app.models import CheckDecision, Person, Plan
from app.operations.history import note_change, one_writer, stand_in_id
from app.operations.rights import need
from app.queries.data_checks import decisions_of, findings_of

REASON_LIMIT = 500


def leave_as_is(*, actor: Person, plan: Plan, check: str, subject_key: str, reason: str, today: date) -> CheckDecision:
    """Decide that a finding is right as it is. A decision that stands already is kept as it was.

    Raises NotAllowed; Invalid ``check.reason_missing``, or ``check.unknown`` when there is no such finding (any more).
    """
    need_decider(actor)
    one_writer(plan.centre_id)
    reason = check_text(reason, REASON_LIMIT)
    if not reason:
        raise Invalid("check.reason_missing", field="reason")
    if not any((one.check, one.subject_key) == (check, subject_key) for one in findings_of(plan, today)):
        raise Invalid("check.unknown")
    standing = decisions_of(plan.centre_id).get((check, subject_key))
    if standing is not None:
        return standing
    decision = CheckDecision(
        centre_id=plan.centre_id,
        check=check,
        subject_key=subject_key,
        reason=reason,
        person_id=actor.id,
        stand_in_id=stand_in_id(actor),
    )
    db.session.add(decision)
    db.session.flush()
    note(actor, decision, "decide", reason)
    return decision


def undo_decision(*, actor: Person, decision: CheckDecision) -> None:
    """Ask about the finding again; the decision stays in the history. Raises NotAllowed."""
    need_decider(actor)
    note(actor, decision, "undo_decide", "")
    db.session.delete(decision)
    db.session.flush()


def note(actor: Person, decision: CheckDecision, action: str, reason: str) -> None:
    note_change(
        actor=actor,
        centre_id=decision.centre_id,
        action=action,
        subject="check_decision",
        subject_key=f"{decision.check}|{decision.subject_key}"[:200],
        before=None if action == "decide" else {"reason": decision.reason},
        after=None,
        reason=reason,
    )


def need_decider(actor: Person) -> None:
    need(actor, "checks.decide", otherwise="check.unknown")
