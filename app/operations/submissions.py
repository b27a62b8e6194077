"""A unit's month on its way: taken back, returned, accepted (domain.md §5); handing it in is ``handing_in``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain.checks import MonthFinding
from app.domain.errors import Conflict, DomainError, Locked, NotAllowed
from app.domain.looking import REVIEWING, REVIEWING_ABOVE
from app.domain.periods import Period
from app.domain.workflow import next_state
from app.extensions import db
from app.models import Person, Plan, Submission, SubmissionNote, Unit
from app.models.types import now
from app.operations.history import note_change, one_writer, stand_in_id
from app.operations.owed_corrections import weigh_reports
from app.operations.rights import need
from app.operations.words import check_words
from app.queries.looking import author_of_month, why_not_by
from app.queries.month_review import changed_values, figures_of, review_of
from app.queries.months import shut_month, submission_of, units_of_month
from app.queries.units import may_in_unit
from app.queries.waiting import is_own_month


@dataclass(frozen=True)
class UnitMonth:
    """The thing that is handed in: one unit's month of a plan's year."""

    plan: Plan
    unit: Unit
    month: Period

    @property
    def key(self) -> str:
        return f"{self.unit.code}|{self.month.key}"


def withdraw_month(*, actor: Person, unit_month: UnitMonth, version: int) -> Submission:
    """The unit takes its month back while nobody has accepted or returned it.

    What was never decided on was not handed in: its day does not count. What had come back and was handed in again is
    returned as it was: with its note, by whom and since when, so that taking it back moves no due day.
    """
    need(actor, "submissions.withdraw")
    if not may_in_unit(actor, "submissions.withdraw", unit_month.unit.id):
        raise NotAllowed("workflow.not_yours", act="withdraw")
    row, state = begin(unit_month, version)
    came_back = row.standing_return if row is not None else None
    after = next_state("withdraw", state, actor.rights, came_back=came_back is not None)
    row = existing(row)
    if row.seen is None:
        row.first_submitted_on = None
    change_state(actor, unit_month, row, "withdraw", after, as_before=came_back)
    return row


def return_month(*, actor: Person, unit_month: UnitMonth, version: int, reason: str) -> Submission:
    """Give a month back to its unit with a note that says what to mend; the thread keeps it."""
    need(actor, REVIEWING)
    words = check_words(reason, "reason")
    row, state = begin(unit_month, version)
    after = next_state("return", state, actor.rights, reason=words)
    return given_back(actor, unit_month, existing(row), after, words)


def return_own_month(*, actor: Person, unit_month: UnitMonth, version: int, reason: str, today: date) -> Submission:
    """Give back what a reviewer handed in, by those who accept it: who only could say yes would not look.

    Raises Conflict ``workflow.reviewer_accepts`` for what a unit handed in itself.
    """
    need(actor, REVIEWING_ABOVE)
    words = check_words(reason, "reason")
    row, state = begin(unit_month, version)
    refused = why_not_by(REVIEWING_ABOVE, actor, author_of_month(row, today)) if row else ""
    after = next_state("return_own", state, actor.rights, reason=words, look_refused=refused)
    return given_back(actor, unit_month, existing(row), after, words)


def given_back(actor: Person, unit_month: UnitMonth, row: Submission, after: str, words: str) -> Submission:
    """With its note, and the figures that were seen: what is changed until it comes again is told."""
    add_note(row, actor, "return", words)
    row.seen = figures_of(unit_month.plan, unit_month.unit, unit_month.month)
    change_state(actor, unit_month, row, "return", after, words)
    return row


def accept_month(*, actor: Person, unit_month: UnitMonth, version: int, today: date) -> Submission:
    """Accept a month that is over: its figures become official and are kept beside, so that changes are counted."""
    row, after = accepted(actor, unit_month, version, today, "accept", REVIEWING)
    return keep_accepted(actor, unit_month, row, after, today, own=is_own_month(actor, row, REVIEWING, today))


def accept_own_month(*, actor: Person, unit_month: UnitMonth, version: int, today: date) -> Submission:
    """Accept what a reviewer handed in, for her own unit or for another: nobody accepts her own.

    Raises Conflict ``workflow.reviewer_accepts`` for what a unit handed in itself.
    """
    row, after = accepted(actor, unit_month, version, today, "accept_own", REVIEWING_ABOVE)
    return keep_accepted(actor, unit_month, row, after, today, own=False)


def accepted(
    actor: Person, unit_month: UnitMonth, version: int, today: date, act: str, right: str
) -> tuple[Submission, str]:
    """A month and its state once it is accepted by a right; raises what stands in the way."""
    need(actor, right)
    row, state = begin(unit_month, version)
    running = unit_month.month.end >= today
    after = next_state(
        act,
        state,
        actor.rights,
        look_refused=why_not_by(right, actor, author_of_month(row, today)) if row else "",
        running=running,
        wanting=0 if running else wanting_in(unit_month, row, today),
        plan_state=unit_month.plan.state,
    )
    return existing(row), after


def wanting_in(unit_month: UnitMonth, row: Submission | None, today: date) -> int:
    """What a month that waits still wants, which is not accepted with it."""
    if row is None or row.state != "submitted":
        return 0
    return review_of(unit_month.plan, unit_month.unit, unit_month.month, today).wanting


def keep_accepted(
    actor: Person, unit_month: UnitMonth, row: Submission, after: str, today: date, *, own: bool
) -> Submission:
    """What became official is kept beside the month; a report that was sent before is weighed against it."""
    figures = figures_of(unit_month.plan, unit_month.unit, unit_month.month)
    row.changed_after += changed_values(row.accepted, figures)
    row.seen = row.accepted = figures
    row.own_accepted = own
    change_state(actor, unit_month, row, "accept", after)
    weigh_reports(actor=actor, plan=unit_month.plan, months=[unit_month.month], today=today)
    return row


def accept_months(
    *, actor: Person, wanted: Sequence[tuple[UnitMonth, int]], today: date
) -> tuple[int, list[tuple[UnitMonth, DomainError]]]:
    """Accept several months at once: each that can be accepted is, each other is named with its reason."""
    need(actor, REVIEWING)
    count, refusals = 0, []
    for unit_month, version in wanted:
        try:
            accept_month(actor=actor, unit_month=unit_month, version=version, today=today)
            count += 1
        except DomainError as error:
            refusals.append((unit_month, error))
    return count, refusals


def undo_accept(*, actor: Person, unit_month: UnitMonth, version: int, reason: str) -> Submission:
    """Take an acceptance back, with a reason, until the month is closed."""
    need(actor, "submissions.review")
    words = check_words(reason, "reason")
    row, state = begin(unit_month, version)
    after = next_state("undo_accept", state, actor.rights, reason=words)
    row = existing(row)
    add_note(row, actor, "undo_accept", words)
    row.own_accepted = False
    change_state(actor, unit_month, row, "undo_accept", after, words)
    return row


def begin(unit_month: UnitMonth, version: int) -> tuple[Submission | None, str]:
    """The submission as it stands, nobody else writing meanwhile. ``version`` is what the page showed, 0 for none."""
    one_writer(unit_month.plan.centre_id)
    owing = {unit.id for unit in units_of_month(unit_month.plan, unit_month.month)}
    if unit_month.unit.id not in owing or unit_month.month.year != unit_month.plan.year:
        raise NotAllowed("unit.unknown")
    if unit_month.plan.state == "closed":
        raise Locked("lock.year_archived", year=unit_month.plan.year)
    row = submission_of(unit_month.unit.id, unit_month.month.year_month)
    if (row.version if row else 0) != version:
        raise Conflict("submission.withdrawn" if row is not None and row.is_taken_back else "conflict.submission")
    shut = None if row else shut_month(unit_month.plan.centre_id, unit_month.month.year_month)
    return row, row.state if row else shut.state if shut else "draft"


def existing(row: Submission | None) -> Submission:
    """After ``next_state`` only a draft can be without a row."""
    if row is None:
        raise Conflict("workflow.wrong_state", act="open", state="draft")
    return row


def new_submission(unit_month: UnitMonth) -> Submission:
    row = Submission(
        centre_id=unit_month.plan.centre_id,
        unit_id=unit_month.unit.id,
        year_month=unit_month.month.year_month,
        changed_after=0,
    )
    row.state, row.own_accepted, row.on_behalf = "draft", False, False
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        raise Conflict("conflict.submission") from None
    return row


def add_note(row: Submission, actor: Person, act: str, text: str, finding: MonthFinding | None = None) -> None:
    lent = stand_in_id(actor, row.unit.code)
    words = SubmissionNote(centre_id=row.centre_id, person_id=actor.id, stand_in_id=lent, act=act, text=text)
    if finding is not None:
        words.check, words.part_key, words.figure = finding.check, finding.part_key, finding.figure
    row.notes.append(words)


def change_state(
    actor: Person,
    unit_month: UnitMonth,
    row: Submission,
    act: str,
    after: str,
    reason: str = "",
    *,
    as_before: SubmissionNote | None = None,
) -> None:
    """Bring a submission into its next state, with who did it and when, and leave history. ``as_before``: the word with
    which it was brought into this state once, and stands in it again."""
    before = {"state": row.state}
    row.state, row.state_at, row.state_by_id = after, now(), actor.id
    row.state_stand_in_id = stand_in_id(actor, unit_month.unit.code)
    if as_before is not None:
        row.state_at, row.state_by_id, row.state_stand_in_id = as_before.at, as_before.person_id, as_before.stand_in_id
    db.session.flush()
    note(actor, unit_month, act, before, {"state": after, "on_behalf": row.on_behalf and act == "submit"}, reason)


def note(
    actor: Person,
    unit_month: UnitMonth,
    act: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    reason: str = "",
) -> None:
    note_change(
        actor=actor,
        centre_id=unit_month.plan.centre_id,
        action=act,
        subject="submission",
        subject_key=unit_month.key,
        unit_code=unit_month.unit.code,
        before=before,
        after=after,
        reason=reason,
    )
