"""Opening a locked month for a while, and what the centre sets for its months (domain.md §5)."""

from __future__ import annotations

from datetime import date

from app.domain.errors import Invalid, NotAllowed
from app.domain.periods import Period
from app.domain.workflow import RIGHT_TO_OPEN, check_exception, check_month_to_open, may_except, may_open, opens_what
from app.extensions import db
from app.models import LockException, Person, Plan, Setting, Unit
from app.models.types import now
from app.operations.due_dates import move_due_dates
from app.operations.history import by_right, note_change, one_writer, stand_in_id
from app.operations.rights import need, need_open_year
from app.operations.words import check_words
from app.queries.months import month_state
from app.queries.settings import setting, working_days
from app.queries.units import span_of

LONGEST_WINDOW = 366  # days after a month's end in which it may be written
MOST_WORKING_DAYS = 60


def grant_exception(
    *, actor: Person, plan: Plan, unit: Unit, month: Period, until: date, reason: str, today: date
) -> LockException:
    """Open a unit's month until a day although its time to write has ended, or, director and deputy, although it was
    sent.

    Raises NotAllowed; Invalid ``exception.past``, ``exception.too_long``, ``exception.reason_missing``, those of
    ``workflow.may_except``; Locked, Invalid of ``workflow.check_month_to_open``.
    """
    need(actor, "exceptions.manage")
    words = check_words(reason, "reason")
    check_exception(until, today, words)
    check_month_to_open(month, today, plan_state=plan.state, span=span_of(unit))
    one_writer(plan.centre_id)
    state = month_state(unit, month.year_month, today).state
    may_except(actor.rights, state)
    by_right(RIGHT_TO_OPEN[opens_what(state)])
    exception = LockException(
        centre_id=plan.centre_id,
        unit_id=unit.id,
        year_month=month.year_month,
        opens=opens_what(state),
        until=until,
        reason=words,
        person_id=actor.id,
        stand_in_id=stand_in_id(actor),
    )
    db.session.add(exception)
    db.session.flush()
    note_exception(actor, exception, unit, "grant", None, {"until": until.isoformat()}, words)
    return exception


def end_exception(*, actor: Person, exception: LockException) -> None:
    """End an exception before its day. Ending it twice changes nothing."""
    need(actor, "exceptions.manage")
    if not may_open(actor.rights, exception.opens):
        raise NotAllowed("workflow.not_yours", act="exceptions.manage")
    by_right(RIGHT_TO_OPEN[exception.opens])
    need_open_year(exception.centre_id, exception.year_month // 100)
    if exception.ended_at is not None:
        return
    exception.ended_at = now()
    db.session.flush()
    note_exception(actor, exception, exception.unit, "end", {"until": exception.until.isoformat()}, None, "")


def note_exception(
    actor: Person,
    exception: LockException,
    unit: Unit,
    action: str,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
    reason: str,
) -> None:
    note_change(
        actor=actor,
        centre_id=exception.centre_id,
        action=action,
        subject="lock_exception",
        subject_key=f"{unit.code}|{exception.year_month // 100}-{exception.year_month % 100:02}",
        unit_code=unit.code,
        before=before,
        after=after,
        reason=reason,
    )


def set_months(*, actor: Person, entry_window_days: int, working_days_month: int | None, today: date) -> None:
    """Set how long after its end a month may be written (0 = always), and when it is due.

    ``working_days_month``: working days after a month's end until it is due; due dates that lie ahead move with it.
    Raises NotAllowed; Invalid ``setting.window`` or ``setting.working_days`` (``most``).
    """
    need(actor, "months.set")
    if not 0 <= entry_window_days <= LONGEST_WINDOW:
        raise Invalid("setting.window", field="entry_window_days", most=LONGEST_WINDOW)
    if working_days_month is None or working_days_month > MOST_WORKING_DAYS:
        raise Invalid("setting.working_days", field="working_days_month", most=MOST_WORKING_DAYS)
    before = working_days(actor.centre_id)["month"]
    change_setting(actor, "entry_window_days", "0", str(entry_window_days))
    change_setting(actor, "working_days.month", str(before), str(working_days_month))
    if working_days_month != before:
        move_due_dates(centre_id=actor.centre_id, today=today)


def set_self_acceptance(*, actor: Person, allowed: bool) -> None:
    """Set whether the methodologist may accept what she handed in herself: for a very small centre. NotAllowed."""
    need(actor, "months.self_acceptance")
    change_setting(actor, "own_acceptance", "0", "1" if allowed else "0")


def change_setting(actor: Person, name: str, usual: str, value: str) -> None:
    before = setting(actor.centre_id, name) or usual
    if before == value:
        return
    db.session.merge(Setting(centre_id=actor.centre_id, name=name, value=value))
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=actor.centre_id,
        action="change",
        subject="setting",
        subject_key=name,
        before={name: before},
        after={name: value},
    )
