"""What units owe: made from the approved plan, waived with a reason, dated by them (domain.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain.calendar import Calendar
from app.domain.errors import Conflict, Invalid, NotAllowed
from app.domain.obligations import after_approval, due_date, working_days_of
from app.domain.permissions import may_write_for
from app.domain.text import check_text, clean_text
from app.extensions import db
from app.models import Obligation, Person, Plan
from app.models.types import now
from app.operations.calendar import seed_holidays
from app.operations.history import note_change, stand_in_id
from app.operations.rights import need, need_open_year
from app.queries.calendar import centre_calendar
from app.queries.deadlines import obligations_of_plan
from app.queries.obligations import Owed, owed_by_plan
from app.queries.settings import report_days, working_days
from app.queries.units import all_units, writable_units

REASON_LIMIT = 500
AFTER_PERIOD = 62  # days: the latest that a unit may set its own due date after the period's end


def make_obligations(
    *, actor: Person | None, plan: Plan, today: date | None = None, since: date | None = None
) -> tuple[int, int, int]:
    """Make what the plan's texts make owed; doing it again changes nothing. Gives how many came, went and changed.

    Called in the transaction that approves the plan or changes who counts a row. An obligation that is no longer
    wanted goes only while nobody has waived, dated or answered it. What stands already follows the texts and the
    settings of the centre where ``today`` is given; who changes neither gives none. ``since``: the day of an amendment;
    what it makes owed and fell due before is due three working days after it.
    """
    wanted = owed_by_plan(plan, all_units(plan.centre_id))
    existing = {(o.indicator_id, o.unit_id, o.period, o.kind): o for o in obligations_of_plan(plan)}
    seed_holidays(actor=actor, centre_id=plan.centre_id, years=(plan.year, plan.year + 1))
    calendar = centre_calendar(plan.centre_id, (plan.year, plan.year + 1))
    days = (working_days(plan.centre_id), report_days(plan.centre_id))
    added = [
        new_obligation(plan, owed, working_days_of(owed.kind, owed.period.kind, *days), calendar)
        for key, owed in wanted.items()
        if key not in existing
    ]
    for one in added if since else ():
        one.due_on = after_approval(one.due_on, since, calendar) if one.due_on else None
    stands = [(existing[key], owed) for key, owed in wanted.items() if key in existing] if today else []
    changed = 0
    for obligation, owed in stands:
        assert today is not None
        due = due_of(plan, owed, working_days_of(owed.kind, owed.period.kind, *days), calendar)
        changed += follow_plan(obligation, owed, due, today)
    gone = [each for key, each in existing.items() if key not in wanted and is_untouched(each)]
    db.session.add_all(added)
    for obligation in gone:
        db.session.delete(obligation)
    db.session.flush()
    if added or gone or changed:
        moved = {"obligations_moved": changed} if changed else {}
        note_change(
            actor=actor,
            centre_id=plan.centre_id,
            action="add",
            subject="obligation",
            subject_key=str(plan.year),
            after={"obligations_added": len(added), "obligations_removed": len(gone), **moved},
        )
    return len(added), len(gone), changed


def follow_plan(obligation: Obligation, owed: Owed, due: date | None, today: date) -> bool:
    """Bring an obligation that stands to what the plan says of it now; gives whether anything is another.

    What is waived or answered stays, and so does a day that is past, or would be: nobody becomes late for the past
    (domain.md §4 “due dates”). ``due``: None where the unit sets its day; one that it has set stays.
    """
    if obligation.waived_at is not None or obligation.has_letter:
        return False
    before = (obligation.required, obligation.set_by_unit, obligation.due_on)
    is_past = obligation.due_on is not None and obligation.due_on < today
    is_dated = obligation.set_by_unit and owed.set_by_unit and obligation.due_on is not None
    if not (is_past or is_dated) and (due is None or due >= today):
        obligation.set_by_unit, obligation.due_on = owed.set_by_unit, due
    if not (owed.required and is_past):
        obligation.required = owed.required
    return before != (obligation.required, obligation.set_by_unit, obligation.due_on)


def due_of(plan: Plan, owed: Owed, days: int, calendar: Calendar) -> date | None:
    """The day by the plan's texts and the centre's settings; None where the unit sets it."""
    if owed.set_by_unit:
        return None
    return after_approval(due_date(owed.period.end, days, calendar, day=owed.day), plan.approved_on, calendar)


def new_obligation(plan: Plan, owed: Owed, days: int, calendar: Calendar) -> Obligation:
    period = owed.period
    return Obligation(
        centre_id=plan.centre_id,
        plan_id=plan.id,
        indicator_id=owed.row.id,
        unit_id=owed.unit_id,
        kind=owed.kind,
        period=period.key,
        starts_on=period.start,
        ends_on=period.end,
        first_month=period.months[0].year_month,
        last_month=period.year_month,
        required=owed.required,
        due_on=due_of(plan, owed, days, calendar),
        set_by_unit=owed.set_by_unit,
    )


def is_untouched(obligation: Obligation) -> bool:
    dated = obligation.set_by_unit and obligation.due_on is not None
    return not obligation.has_letter and obligation.waived_at is None and not dated


def waive(*, actor: Person, obligation: Obligation, version: int, reason: str) -> None:
    """The methodologist takes an obligation out of what is owed, and out of every denominator, with a reason.

    Raises NotAllowed, Locked, Conflict, Invalid ``obligation.reason_missing``.
    """
    need_manager(actor)
    need_open(obligation)
    need_version(obligation, version)
    check_text(reason, REASON_LIMIT)
    if not clean_text(reason):
        raise Invalid("obligation.reason_missing", field="reason")
    if obligation.waived_at is not None:
        return
    obligation.waived_at, obligation.waived_by_id, obligation.waive_reason = now(), actor.id, clean_text(reason)
    obligation.waived_stand_in_id = stand_in_id(actor)
    db.session.flush()
    note(actor, obligation, "waive", reason=obligation.waive_reason)


def waive_several(*, actor: Person, obligations: Sequence[Obligation], reason: str) -> int:
    """Waive many with one reason; those that are waived already stay as they are. Gives how many were.

    Raises NotAllowed, Invalid ``obligation.none_chosen`` and what ``waive`` raises.
    """
    need_manager(actor)
    if not obligations:
        raise Invalid("obligation.none_chosen", field="wanted")
    open_ones = [obligation for obligation in obligations if obligation.waived_at is None]
    for obligation in open_ones:
        waive(actor=actor, obligation=obligation, version=obligation.version, reason=reason)
    return len(open_ones)


def unwaive(*, actor: Person, obligation: Obligation, version: int) -> None:
    """Owed again; the history keeps the reason for which it was waived."""
    need_manager(actor)
    need_open(obligation)
    need_version(obligation, version)
    if obligation.waived_at is None:
        return
    before = {"reason": obligation.waive_reason}
    obligation.waived_at, obligation.waived_by_id, obligation.waive_reason = None, None, ""
    obligation.waived_stand_in_id = None
    db.session.flush()
    note(actor, obligation, "unwaive", before=before)


def set_due_date(*, actor: Person, obligation: Obligation, version: int, due_on: date | None) -> None:
    """A unit sets the due date that the plan leaves to it; None takes it back.

    Raises NotAllowed, Locked, Conflict, Invalid ``obligation.date_fixed`` or ``obligation.date_outside``.
    """
    need_own(actor, obligation)
    need_open(obligation)
    need_version(obligation, version)
    if not obligation.set_by_unit:
        raise Invalid("obligation.date_fixed", field="due_on")
    last = date.fromordinal(obligation.ends_on.toordinal() + AFTER_PERIOD)
    if due_on is not None and not obligation.starts_on <= due_on <= last:
        raise Invalid("obligation.date_outside", field="due_on", first=obligation.starts_on, last=last)
    if due_on == obligation.due_on:
        return
    before, obligation.due_on = {"due_on": iso(obligation.due_on)}, due_on
    db.session.flush()
    note(actor, obligation, "set_date", before=before, after={"due_on": iso(due_on)})


def need_manager(actor: Person) -> None:
    need(actor, "deadlines.manage", otherwise="obligation.unknown")


def need_own(actor: Person, obligation: Obligation) -> None:
    need(actor, "entries.write", otherwise="obligation.unknown")
    if not may_write_for(actor.rights, {unit.id for unit in writable_units(actor)}, obligation.unit_id):
        raise NotAllowed("obligation.unknown")


def need_open(obligation: Obligation) -> None:
    need_open_year(obligation.centre_id, obligation.span.year)


def need_version(obligation: Obligation, version: int) -> None:
    if obligation.version != version:
        raise Conflict("conflict.obligation")


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def note(
    actor: Person,
    obligation: Obligation,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    note_change(
        actor=actor,
        centre_id=obligation.centre_id,
        action=action,
        subject="obligation",
        subject_key=f"{obligation.indicator.key}|{obligation.unit.code}|{obligation.period}|{obligation.kind}",
        unit_code=obligation.unit.code,
        before=before,
        after=after,
        reason=reason,
    )
