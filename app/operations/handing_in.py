"""Handing a unit's month in: reasons for its blank days, “no activity” for its silent rows, words for its checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.blank_days import BlankSpan, BlankWords, check_blank
from app.domain.checks import MonthFinding
from app.domain.deviations import quarter_ended_by
from app.domain.errors import DomainError, Invalid, NotAllowed
from app.domain.permissions import may
from app.domain.workflow import next_state
from app.extensions import db
from app.models import BlankReason, Person, Submission, Unit
from app.models.types import now
from app.operations.deviations import LineReason, explain_lines
from app.operations.entries import Writing
from app.operations.history import note_change, stand_in_id
from app.operations.rights import need
from app.operations.submissions import UnitMonth, add_note, begin, change_state, new_submission
from app.operations.words import check_words
from app.queries.cells import Cell
from app.queries.month_review import Review, review_of
from app.queries.units import all_units, may_in_unit, own_and_lent

Explanations = Mapping[tuple[str, str], str]  # (check, part key) → words
Reasons = Mapping[tuple[date, date], BlankWords]  # (first day, last day) → why they are blank
NO_ACTIVITY = "-"


def submit_month(
    *,
    actor: Person,
    unit_month: UnitMonth,
    version: int,
    today: date,
    explanations: Explanations | None = None,
    reasons: Reasons | None = None,
    reply: str = "",
    deviations: Sequence[LineReason] = (),
) -> Submission:
    """Hand a month in, by the unit or by the methodologist on its behalf.

    Once no working day of it is still to come, its silent rows are given “no activity” in the same act; each span of
    blank days wants one of the ``reasons``, each value that a check stops one of the ``explanations``. ``reply``
    answers the note of a return; ``deviations`` say why rows stand behind at the quarter's end, and none of them need
    be said.

    Raises NotAllowed; Conflict for a wrong state or an old ``version``; Locked for an archived year or an ended entry
    window; Invalid ``submission.future``, ``submission.errors``, ``submission.days_blank`` or
    ``submission.unexplained`` (``count``).
    """
    need(actor, "submissions.submit")
    if not may_in_unit(actor, "submissions.submit", unit_month.unit.id):
        raise NotAllowed("workflow.not_yours", act="submit")
    row, state = begin(unit_month, version)
    after = next_state("submit", state, actor.rights, plan_state=unit_month.plan.state)
    if unit_month.month.start > today:
        raise Invalid("submission.future", period=unit_month.month.key)
    review = review_of(unit_month.plan, unit_month.unit, unit_month.month, today)
    if review.errors:
        raise Invalid("submission.errors", count=len(review.errors))
    blank = needed_reasons(review, reasons or {})
    notes = needed_notes(review, explanations or {})
    row = row or new_submission(unit_month)
    give_reasons(actor, unit_month, blank)
    say_nothing_was_done(actor, unit_month, review, today)
    for finding, text in notes:
        add_note(row, actor, "explain", text, finding)
    if reply:
        add_note(row, actor, "reply", check_words(reply, "reply"))
    row.submitted_at, row.submitted_by_id = now(), actor.id
    row.submitted_stand_in_id = stand_in_id(actor, unit_month.unit.code)
    row.on_behalf = is_on_behalf(actor, unit_month.unit.id)
    row.first_submitted_on = row.first_submitted_on or today
    change_state(actor, unit_month, row, "submit", after)
    if deviations:
        explain_lines(actor=actor, **quarter_of(unit_month), deviations=deviations, today=today)
    return row


def quarter_of(unit_month: UnitMonth) -> dict[str, Any]:
    """The plan and quarter whose reasons are written with a month: the one that it ends. NotAllowed for others."""
    quarter = quarter_ended_by(unit_month.month)
    if quarter is None:
        raise NotAllowed("period.unknown", key=unit_month.month.key)
    return {"plan": unit_month.plan, "quarter": quarter}


def submit_months(
    *, actor: Person, wanted: Sequence[tuple[UnitMonth, int]], today: date, reason: BlankWords | None = None
) -> list[tuple[UnitMonth, DomainError | None]]:
    """Hand in several units' months, each an act of its own: what cannot be handed in is named with its reason and
    holds up no other. ``reason`` is that of every blank day of them.
    """
    need(actor, "submissions.submit")
    results: list[tuple[UnitMonth, DomainError | None]] = []
    for unit_month, version in wanted:
        reasons = {(unit_month.month.start, unit_month.month.end): reason} if reason is not None else {}
        try:
            with db.session.begin_nested():  # nothing of a refused one stays
                submit_month(actor=actor, unit_month=unit_month, version=version, today=today, reasons=reasons)
            results.append((unit_month, None))
        except DomainError as error:
            results.append((unit_month, error))
    return results


def is_on_behalf(actor: Person, unit_id: int) -> bool:
    """Whether somebody hands in for a unit that is neither his nor of those for whom he stands in."""
    return unit_id not in own_and_lent(actor) and may(actor.rights, "entries.write_any")


def needed_notes(review: Review, explanations: Explanations) -> list[tuple[MonthFinding, str]]:
    """The new words for each check that has none yet; refuses while one has neither."""
    given = {key: check_words(text) for key, text in explanations.items()}
    notes = [(finding, given.get((finding.check, finding.part_key), "")) for finding in review.open_checks]
    silent = [finding for finding, text in notes if not text]
    if silent:
        raise Invalid("submission.unexplained", field="explanations", count=len(silent))
    return notes


def needed_reasons(review: Review, reasons: Reasons) -> list[tuple[BlankSpan, BlankWords]]:
    """The reason of each span of blank days: the one given for these days, or for more that hold them."""
    found = []
    for span in review.spans:
        why = next((why for (first, last), why in reasons.items() if first <= span.first and span.last <= last), None)
        if why is None:
            raise Invalid("submission.days_blank", field="reasons", count=sum(len(one.days) for one in review.spans))
        why = BlankWords(why.kind, check_words(why.words, "reasons"))
        check_blank(why)
        found.append((span, why))
    return found


def give_reasons(actor: Person, unit_month: UnitMonth, blank: Sequence[tuple[BlankSpan, BlankWords]]) -> None:
    for span, why in blank:
        db.session.add(
            BlankReason(
                centre_id=unit_month.plan.centre_id,
                unit_id=unit_month.unit.id,
                first_day=span.first,
                last_day=span.last,
                kind=why.kind,
                words=why.words,
                person_id=actor.id,
                stand_in_id=stand_in_id(actor, unit_month.unit.code),
            )
        )
        note_change(
            actor=actor,
            centre_id=unit_month.plan.centre_id,
            action="explain",
            subject="blank_days",
            subject_key=days_key(unit_month.unit, span.first, span.last),
            unit_code=unit_month.unit.code,
            after={"kind": why.kind, "rows": ", ".join(span.rows)},
            reason=why.words,
        )


def days_key(unit: Unit, first: date, last: date) -> str:
    """How the history calls a unit's days."""
    return f"{unit.code}|{first.isoformat()}|{last.isoformat()}"


def say_nothing_was_done(actor: Person, unit_month: UnitMonth, review: Review, today: date) -> None:
    """“No activity” of the silent parts, as if the unit had typed it, with its locks and its history: of the month, or
    of its empty weeks where others have something."""
    units, weeks = tuple(all_units(unit_month.plan.centre_id)), review.empty_weeks
    cells = [
        Cell(part, unit_month.unit, period, units)
        for part in review.silent
        for period in weeks.get(part.key, (unit_month.month,))
    ]
    writing = Writing(actor, unit_month.plan, today, cells)
    for cell in cells:
        before = writing.written.get(cell.entry_key)
        writing.take(cell, NO_ACTIVITY, before.version if before else 0)
    writing.finish()


def take_reason_back(*, actor: Person, unit_month: UnitMonth, reason: BlankReason, version: int) -> None:
    """A reason that was wrong: its days are blank again. Only while the month of these days is the unit's to write.

    Raises as ``submit_month``; NotAllowed ``period.unknown`` for a reason of another month.
    """
    need(actor, "submissions.submit")
    if not may_in_unit(actor, "submissions.submit", unit_month.unit.id) or reason.unit_id != unit_month.unit.id:
        raise NotAllowed("workflow.not_yours", act="submit")
    if reason.first_day < unit_month.month.start or reason.last_day > unit_month.month.end:
        raise NotAllowed("period.unknown", key=unit_month.month.key)
    _row, state = begin(unit_month, version)
    next_state("submit", state, actor.rights, plan_state=unit_month.plan.state)
    if reason.voided_at is not None:
        return
    reason.voided_at = now()
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=unit_month.plan.centre_id,
        action="void",
        subject="blank_days",
        subject_key=days_key(unit_month.unit, reason.first_day, reason.last_day),
        unit_code=unit_month.unit.code,
        before={"kind": reason.kind},
    )
