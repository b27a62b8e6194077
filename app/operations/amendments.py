"""Amendments: prepared by the methodologist line by line, asked for, returned, taken back, approved (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.domain.amending import APPROVED, ASKED, END, PREPARED, RETURNED, WITHDRAWN, check_first_month, in_order
from app.domain.errors import Conflict, Invalid, Locked
from app.domain.papers import merged
from app.domain.periods import Period, period_of_month
from app.extensions import db
from app.i18n.plan_words import months_before
from app.models import Amendment, AmendmentLine, Person, Plan
from app.operations.amended_places import lay_out
from app.operations.amending import Amending
from app.operations.amendment_effects import judged
from app.operations.amendment_lines import finish, lay_hands_on, note, prepare, standing_fields
from app.operations.history import note_changes, one_writer, stand_in_id
from app.operations.obligations import make_obligations
from app.operations.own_shares import end_idle_shares
from app.operations.plan_keys import follow_decisions, follow_figures, set_keys, split_note
from app.operations.plan_rows import finish_row, note_row, row_state
from app.operations.rights import need, need_not_closed
from app.operations.words import check_words
from app.queries.amendments import amended_since, last_number, open_amendment, shut_months
from app.queries.own_shares import shares_left
from app.queries.papers import blocks_of_plan, said_of_amendment
from app.queries.plan import family, plan_tree, row_by_key, rows_of
from app.queries.units import all_units, units_by_name

REASON_LIMIT = 1000


def begin_amendment(*, actor: Person, plan: Plan, month: Period, reason: str, document: str = "") -> Amendment:
    """Begin an amendment that holds from a month on; rows are added to it one by one.

    Raises NotAllowed; Locked ``plan.closed``, ``amendment.draft`` (a draft is edited as it is); Conflict
    ``amendment.open`` (``number``); Invalid ``amendment.reason_missing``, ``amendment.…`` for the month.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_not_closed(plan)
    if plan.state != "approved":
        raise Locked("amendment.draft", year=plan.year)
    waiting = open_amendment(plan)
    if waiting is not None:
        raise Conflict("amendment.open", number=waiting.number)
    found = Amendment(
        centre_id=plan.centre_id,
        plan_id=plan.id,
        number=last_number(plan) + 1,
        state=PREPARED,
        prepared_by_id=actor.id,
        prepared_stand_in_id=stand_in_id(actor),
    )
    fill_head(plan, found, month, reason, document)
    db.session.add(found)
    db.session.flush()
    note(actor, plan, found, "add", None)
    return found


def change_amendment(
    *, actor: Person, plan: Plan, amendment: Amendment, version: int, month: Period, reason: str, document: str
) -> None:
    """Change from when it holds, why, and on what paper it rests; a part of a split row that is called after the months
    before is called after the new ones. Raises as ``begin_amendment``, and Conflict."""
    before, stood = prepare(actor, plan, amendment, version), amendment.first_month
    fill_head(plan, amendment, month, reason, document)
    for line in amendment.lines:
        if line.wanted.get("until_name") == months_before(stood):
            line.wanted = {**line.wanted, "until_name": months_before(month.year_month)}
    finish(actor, plan, amendment, before)


def fill_head(plan: Plan, amendment: Amendment, month: Period, reason: str, document: str) -> None:
    check_first_month(month, plan.year, shut_months(plan.centre_id, plan.year), amended_since(plan))
    why = check_words(reason, "reason", REASON_LIMIT)
    if not why:
        raise Invalid("amendment.reason_missing", field="reason")
    amendment.first_month, amendment.reason = month.year_month, why
    amendment.document = check_words(document, "document", REASON_LIMIT)


def ask_amendment(*, actor: Person, plan: Plan, amendment: Amendment, version: int, today: date) -> None:
    """Lay it before the director.

    Raises Invalid ``amendment.empty``, ``amendment.faults`` (``count``).
    """
    before = prepare(actor, plan, amendment, version)
    need_sound(plan, amendment)
    amendment.state, amendment.asked_on, amendment.note = ASKED, today, ""
    finish(actor, plan, amendment, before, action="propose")


def need_sound(plan: Plan, amendment: Amendment) -> None:
    """That it changes something and nothing stands in its way now: what its page showed may be an hour old."""
    if not amendment.lines:
        raise Invalid("amendment.empty")
    _after, _moves, faults = judged(plan, amendment)
    if faults:
        raise Invalid("amendment.faults", count=len(faults))


def withdraw_amendment(*, actor: Person, plan: Plan, amendment: Amendment, version: int) -> None:
    """The methodologist takes it back before it is approved; its number stays taken."""
    need(actor, "plan.edit")
    before = lay_hands_on(plan, amendment, version)
    if amendment.state in (APPROVED, WITHDRAWN):
        raise Conflict("amendment.not_editable", number=amendment.number)
    amendment.state = WITHDRAWN
    finish(actor, plan, amendment, before, action="withdraw")


def return_amendment(*, actor: Person, plan: Plan, amendment: Amendment, version: int, note: str) -> None:
    """The director gives it back with a note. Raises Invalid ``amendment.note_missing``."""
    need(actor, "plan.approve")
    before = lay_hands_on(plan, amendment, version)
    need_asked(amendment)
    words = check_words(note, "note", REASON_LIMIT)
    if not words:
        raise Invalid("amendment.note_missing", field="note")
    amendment.state, amendment.note = RETURNED, words
    finish(actor, plan, amendment, before, action="return")


def approve_amendment(*, actor: Person, plan: Plan, amendment: Amendment, version: int, today: date) -> None:
    """The director approves: the rows become what is wanted, what is owed follows, the plan is a revision further.

    ``plan``: the stored tree. Raises NotAllowed; Conflict ``amendment.not_asked``, ``amendment.own`` for who prepared
    it himself; Invalid ``amendment.faults``, ``amendment.month_shut`` where the month was closed meanwhile.
    """
    need(actor, "plan.approve")
    before = lay_hands_on(plan, amendment, version)
    need_asked(amendment)
    if amendment.prepared_by_id == actor.id:
        raise Conflict("amendment.own", number=amendment.number)
    need_sound(plan, amendment)
    month = period_of_month(amendment.first_month)
    check_first_month(month, plan.year, shut_months(plan.centre_id, plan.year), amended_since(plan))
    stood, units = plan_tree(plan.centre_id, plan.year), all_units(plan.centre_id)
    work = Amending(plan, amendment.first_month, units_by_name(plan.centre_id), {unit.code: unit for unit in units})
    for line in in_order(amendment.lines):
        apply_line(actor, plan, work, line)
    follow_moves(actor, plan, work, amendment.lines)
    plan.revision += 1
    amendment.ends = merged([*said_of_amendment(plan, amendment), blocks_of_plan(plan)])
    amendment.state, amendment.revision, amendment.decided_on = APPROVED, plan.revision, today
    amendment.decided_by_id, amendment.decided_stand_in_id = actor.id, stand_in_id(actor)
    db.session.flush()
    left = shares_left(stood, plan, amendment.first_month) if stood is not None else None
    end_idle_shares(actor, plan, left=left)
    finish(actor, plan, amendment, before, action="approve")
    make_obligations(actor=actor, plan=plan, today=today, since=today)


def apply_line(actor: Person, plan: Plan, work: Amending, line: AmendmentLine) -> None:
    """Change one row, and keep beside the line what stood there."""
    row = row_by_key(plan, line.row_key)
    line.before = {name: standing_fields(plan, line.row_key).get(name) for name in line.wanted if row is not None}
    if line.act == END and row is not None:
        line.before = {"plan": row.plan_text}
    states = {one.id: row_state(one) for one in family(row)} if row is not None else {}
    changed = work.apply(line)
    db.session.flush()
    line.indicator_id = changed.id
    for one in family(changed):
        if one.id in states:
            finish_row(actor, plan, one, states[one.id], action="amend")
        else:
            note_row(actor, plan, one, None, action="amend")


def follow_moves(actor: Person, plan: Plan, work: Amending, lines: Sequence[AmendmentLine]) -> None:
    """What points to figures and rows by their keys goes with them to the new ones."""
    if work.moved:
        follow_figures(plan, work.moved)
        follow_decisions(plan, work.moved, of_rows=False)
        heirs = {part.key: part.indicator for row in rows_of(plan) for part in row.parts}
        note_changes(actor, plan.centre_id, [split_note(plan, old, heirs[new]) for old, new in work.moved.items()])
    set_keys(actor, plan, lay_out(plan, lines))


def need_asked(amendment: Amendment) -> None:
    if amendment.state != ASKED:
        raise Conflict("amendment.not_asked", number=amendment.number)
