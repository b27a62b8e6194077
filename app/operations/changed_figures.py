"""Looking at what was changed in a month that had been sent: it becomes official, or goes back (domain.md §5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.checks import figure_text
from app.domain.counting import Total
from app.domain.errors import Conflict, Invalid
from app.extensions import db
from app.models import Entry, Person, Plan
from app.models.types import now
from app.operations.cards import card_state, note_card
from app.operations.entries import plain, sign
from app.operations.history import note_change, one_writer
from app.operations.owed_corrections import weigh_reports
from app.operations.rights import need, need_not_closed
from app.operations.submissions import add_note
from app.operations.unasked import mark_unasked
from app.operations.words import check_words
from app.queries.changes import FigureChange, change_of, is_for
from app.queries.month_review import changed_values, figures_of
from app.queries.months import submission_of


def accept_change(*, actor: Person, plan: Plan, entry: Entry, version: int, today: date) -> None:
    """The changed figure is official from now on; of each report that it makes wrong the correction is owed.

    Raises NotAllowed; Conflict ``conflict.change`` or ``workflow.not_this_change``.
    """
    begin(actor, plan, entry, version, today)
    change = change_of(entry)
    entry.former_state = entry.former_value = entry.former_base = None
    db.session.flush()
    note_cell(actor, entry, change.key, "accept", change.before, change.after, "")
    keep_official(plan, change)
    weigh_reports(actor=actor, plan=plan, months=[change.month], today=today)


def return_change(*, actor: Person, plan: Plan, entry: Entry, version: int, reason: str, today: date) -> None:
    """The figure is again what it was, with a note to the unit. Raises as ``accept_change``, Invalid without reason."""
    need(actor, "changes.review")
    need_not_closed(plan)
    words = check_words(reason, "reason")
    if not words:
        raise Invalid("workflow.reason_missing", field="reason")
    begin(actor, plan, entry, version, today)
    change = change_of(entry)
    sign(entry, actor, entry.unit)
    if entry.card is not None:
        turn_card_back(actor, entry)
    else:
        entry.state, entry.value, entry.base = change.before.state, change.before.amount, change.before.base
        if entry.state == "no_activity":
            entry.value = None
    entry.former_state = entry.former_value = entry.former_base = None
    db.session.flush()
    note_cell(actor, entry, change.key, "return", change.after, change.before, words)
    mark_unasked(plan.centre_id, [(entry.unit_id, entry.year_month)])
    row = submission_of(entry.unit_id, entry.year_month)
    if row is not None:
        add_note(row, actor, "return_change", words)
        note = row.notes[-1]
        note.part_key, note.figure, note.entry_id = entry.part.key, figure_text(change.after), entry.id
        db.session.flush()


def turn_card_back(actor: Person, entry: Entry) -> None:
    """A card counts again what it counted: it is restored, its number written in, or, where it is new, voided."""
    card, key = entry.card, entry.part.key
    assert card is not None
    before = card_state(card)
    rows = dict(card.data.get("rows", {}))
    if entry.former_state == "number":
        rows[key] = plain(entry.former_value)
        entry.state, entry.value, entry.base = entry.former_state, entry.former_value, entry.former_base
        entry.voided_at = card.voided_at = card.voided_by_id = None
    else:
        rows.pop(key, None)
        entry.voided_at = now()
        if all(other.voided_at is not None for other in card.entries):
            card.voided_at, card.voided_by_id = now(), actor.id
    card.data = {**card.data, "rows": rows}
    db.session.flush()
    note_card(actor, card, card.unit, "return", before)


def begin(actor: Person, plan: Plan, entry: Entry, version: int, today: date) -> None:
    need(actor, "changes.review")
    need_not_closed(plan)
    one_writer(plan.centre_id)
    db.session.refresh(entry)
    if entry.version != version or entry.former_state is None:
        raise Conflict("conflict.change", row=entry.part.key)
    if not is_for(actor, entry, today):
        raise Conflict("workflow.not_this_change")


def keep_official(plan: Plan, change: FigureChange) -> None:
    """What the month's figures were accepted as follows, and how many differ from the first acceptance is counted."""
    entry = change.entry
    row = submission_of(entry.unit_id, entry.year_month)
    if row is not None and row.accepted is not None:
        figures = figures_of(plan, entry.unit, change.month, official=True)
        row.changed_after += changed_values(row.accepted, figures)
        row.accepted = figures
        db.session.flush()


def note_cell(actor: Person, entry: Entry, key: str, action: str, before: Total, after: Total, reason: str) -> None:
    def state(total: Total) -> dict[str, Any]:
        return {"state": total.state, "value": plain(total.amount), "base": plain(total.base)}

    note_change(
        actor=actor,
        centre_id=entry.centre_id,
        action=action,
        subject="cell",
        subject_key=key,
        unit_code=entry.unit.code,
        before=state(before),
        after=state(after),
        reason=reason,
    )
