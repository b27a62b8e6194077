"""Places and keys of a plan's rows when rows move: whatever points to a row by its key follows (domain.md §5).

Keys stand in the rows and their figures, in cards, in what was said about a month, in decisions of the data checks and
in the choice of main measures. The history is never changed: it tells the key before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import String, cast, literal, or_, select, update

from app.domain.plan_table import part_keys
from app.domain.plan_tree import Branch, Tree, branches
from app.domain.undoing import MOVE
from app.extensions import db
from app.models import Card, CheckDecision, Indicator, Part, Person, Plan, Submission, SubmissionNote
from app.operations.history import Note, note_changes
from app.operations.lock_exceptions import change_setting
from app.queries.measures import chosen_measures, setting_of_year


def store_places(plan: Plan, tree: Tree, row_of: Callable[[Branch], Indicator]) -> None:
    """Section, row above, place and number of every row as a tree has them; the tree in memory stands in the paper's
    order again."""
    position = 0
    for bough, section in zip(tree, plan.sections, strict=True):
        above = {id(part): row_of(one) for one in branches(bough.rows) for part in one.under}
        for branch in branches(bough.rows):
            position += 1
            row = row_of(branch)
            if row.section is not section:
                section.indicators.append(row)
            row.parent, row.position, row.number = above.get(id(branch)), position, branch.number
    db.session.flush()
    for section in plan.sections:
        section.indicators.sort(key=lambda row: row.position)


def set_keys(actor: Person, plan: Plan, wanted: Mapping[Indicator, str]) -> int:
    """Give rows their new keys, in two steps since a key stands once in a plan. Gives how many have another one."""
    moved = {row: key for row, key in wanted.items() if row.key != key and row.key}
    if not moved:
        return 0
    db.session.flush()
    ids = [row.id for row in moved]
    for table, column in ((Indicator, Indicator.id), (Part, Part.indicator_id)):
        unused = literal("~").concat(cast(table.id, String))
        db.session.execute(
            update(table).where(column.in_(ids)).values(key=unused).execution_options(synchronize_session=False)
        )
    new: dict[str, str] = {}
    notes = []
    for row, key in moved.items():
        new[row.key] = key
        notes.append(Note(MOVE, "plan_row", f"{plan.year}|{key}", {"key": row.key}, {"key": key, "row": row.id}))
        stood = [part.key for part in row.parts]
        rename(row, key)
        new |= dict(zip(stood, (part.key for part in row.parts), strict=True))
    db.session.flush()
    follow_keys(actor, plan, new)
    note_changes(actor, plan.centre_id, notes)
    return len(moved)


def rename(row: Indicator, key: str) -> None:
    """Another key for a row and its figures; nothing that points to them follows yet."""
    row.key = key
    for part, part_key in zip(row.parts, part_keys(key, len(row.parts)), strict=True):
        part.key = part_key


def follow_keys(actor: Person, plan: Plan, new: Mapping[str, str]) -> None:
    """Bring everything that points to a row or a figure by its key to the new ones."""
    follow_figures(plan, new)
    follow_decisions(plan, new)
    chosen = chosen_measures(plan.centre_id, plan.year)
    if any(key in new for key in chosen):
        keys = list(dict.fromkeys(new.get(key, key) for key in chosen))
        change_setting(actor, setting_of_year(plan.year), ",".join(chosen), ",".join(keys))
    db.session.flush()


def follow_figures(plan: Plan, new: Mapping[str, str]) -> None:
    """What was entered and said of figures: cards, what was seen and accepted of a month, its notes."""
    first, last = plan.year * 100 + 1, plan.year * 100 + 12
    for card in db.session.scalars(
        select(Card).where(Card.centre_id == plan.centre_id, Card.year_month.between(first, last))
    ):
        rows = card.data.get("rows") or {}
        if any(key in new for key in rows):
            card.data = {**card.data, "rows": renamed(rows, new)}
    months = (Submission.centre_id == plan.centre_id, Submission.year_month.between(first, last))
    for month in db.session.scalars(select(Submission).where(*months)):
        for name in ("seen", "accepted"):
            figures = getattr(month, name)
            if figures and any(key in new for key in figures):
                setattr(month, name, renamed(figures, new))
    said = select(SubmissionNote).join(Submission).where(*months, SubmissionNote.part_key.in_(list(new)))
    for note in db.session.scalars(said):
        note.part_key = new[note.part_key]
    db.session.flush()


def follow_decisions(plan: Plan, new: Mapping[str, str], *, of_rows: bool = True) -> None:
    """A decision is kept by a check and what it is about, once each: in two steps, too. It is about a figure of a month
    (“IV.15|abonement|2025-06|…”) or, ``of_rows``, about a row of a year (“2025|IV.15”). One whose place another keeps,
    of a row that goes, stays where it is."""
    about = CheckDecision.subject_key
    subjects = about.contains(f"|{plan.year}-")
    if of_rows:
        subjects = or_(subjects, about.startswith(f"{plan.year}|"))
    decisions = select(CheckDecision).where(CheckDecision.centre_id == plan.centre_id, subjects)
    found = [
        (decision, "|".join(new.get(piece, piece) for piece in decision.subject_key.split("|")))
        for decision in db.session.scalars(decisions)
    ]
    staying = {(one.check, one.subject_key) for one, key in found if key == one.subject_key}
    moved = [(one, key) for one, key in found if key != one.subject_key]
    while stopped := [one for one, key in moved if (one.check, key) in staying]:
        moved = [(one, key) for one, key in moved if one not in stopped]
        staying |= {(one.check, one.subject_key) for one in stopped}
    for decision, _ in moved:
        decision.subject_key = f"~{decision.id}"
    db.session.flush()
    for decision, key in moved:
        decision.subject_key = key


def split_note(plan: Plan, key: str, heir: Indicator) -> Note:
    """What the history keeps of a row that handed its figures to a part of it: both go on from there."""
    told = {"key": heir.key, "row": heir.id, "of": heir.parent_id}
    return Note(MOVE, "plan_row", f"{plan.year}|{heir.key}", {"key": key}, told)


def part_names(rows: Iterable[Indicator], keys: Mapping[str, str]) -> dict[str, str]:
    """Part key → the one that it has under another key of its row. ``keys``: of rows."""
    return {
        part.key: key
        for row in rows
        if row.key in keys
        for part, key in zip(row.parts, part_keys(keys[row.key], len(row.parts)), strict=True)
    }


def renamed(figures: Mapping[str, Any], new: Mapping[str, str]) -> dict[str, Any]:
    return {new.get(key, key): value for key, value in figures.items()}


def sections_note(plan: Plan, before: Sequence[str], after: Sequence[str]) -> Note:
    """What the history keeps of sections that came, went or are called otherwise."""
    return Note("change", "plan", str(plan.year), {"sections": list(before)}, {"sections": list(after)})
