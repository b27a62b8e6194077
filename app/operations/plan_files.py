"""Plan files that were sent and wait for their confirmation: kept, answered, stored, put aside, or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from app.domain.errors import Conflict, Invalid
from app.domain.plan_table import PlanTable
from app.domain.text import clean_text
from app.domain.undoing import UNDO_IMPORT
from app.extensions import db
from app.models import Change, HeadingAlias, Person, PlanImport
from app.models.types import now
from app.operations.evidence import file_path, store_file
from app.operations.history import note_change, one_writer
from app.operations.kept_plans import take_back
from app.operations.plan_import import Result, import_plan
from app.operations.plan_units import chosen_units
from app.operations.rights import need
from app.queries.plan import known_headings
from app.queries.plan_undo import STORED, WAITING, Undoing, undoing_of

DISCARDED = "discarded"
NAME_LIMIT = 300


def keep_plan_file(*, actor: Person, name: str, content: bytes, year: int | None, folder: Path) -> PlanImport:
    """Keep a file that was read, so that its preview can be confirmed later; the plan itself stays as it is.

    ``year`` is the one asked for where the paper names none. The same file waits only once.
    """
    need(actor, "plan.import")
    return keep_file(actor, name, content, year, folder)


def keep_file(actor: Person, name: str, content: bytes, year: int | None, folder: Path) -> PlanImport:
    digest = store_file(folder, content)
    waiting = db.session.scalar(
        select(PlanImport).where(
            PlanImport.centre_id == actor.centre_id,
            PlanImport.sha256 == digest,
            PlanImport.year.is_(None) if year is None else PlanImport.year == year,
            PlanImport.state == WAITING,
        )
    )
    if waiting is not None:
        return waiting
    cleaned = clean_text(name.replace("\\", "/").rpartition("/")[2])[-NAME_LIMIT:]
    kept = PlanImport(
        centre_id=actor.centre_id, year=year, file_name=cleaned, sha256=digest, state=WAITING, person_id=actor.id
    )
    db.session.add(kept)
    db.session.flush()
    note_file(actor, kept, "add")
    return kept


def content_of(kept: PlanImport, folder: Path) -> bytes:
    return file_path(folder, kept.sha256).read_bytes()


def answer_plan_file(*, actor: Person, kept: PlanImport, answers: Mapping[str, str]) -> None:
    """Keep what is said to the questions of a file that waits, by their keys; they are asked no more.

    Raises Conflict when it does not wait any more.
    """
    need(actor, "plan.import")
    need_waiting(kept)
    before, kept.answers = kept.answers, {**kept.answers, **answers}
    if kept.answers != before:
        db.session.flush()
        note_file(actor, kept, "answer")


def confirm_plan_file(
    *,
    actor: Person,
    kept: PlanImport,
    table: PlanTable,
    errors: int,
    questions: int,
    headings: Mapping[str, str],
    choices: Mapping[str, str],
    answers: Mapping[str, str] | None = None,
) -> Result:
    """Store the plan of a file that waits. ``choices`` answer for the unit names that nobody knew, ``headings`` say
    what columns mean that the program did not know; both are remembered. ``answers``: more of what the file asks.

    Raises Invalid ``plan.file_has_errors`` for a file with errors, ``plan.file_has_questions`` while some are open,
    Conflict when it does not wait any more, and what ``import_plan`` raises.
    """
    need(actor, "plan.import")
    need_waiting(kept)
    if errors:
        raise Invalid("plan.file_has_errors", count=errors)
    if questions:
        raise Invalid("plan.file_has_questions", count=questions)
    answer_plan_file(actor=actor, kept=kept, answers=answers or {})
    aliases = chosen_units(actor=actor, choices=choices)
    return store_plan(actor, kept, table, headings, aliases)


def import_file(
    *,
    actor: Person,
    name: str,
    content: bytes,
    year: int | None,
    folder: Path,
    table: PlanTable,
    headings: Mapping[str, str],
    answers: Mapping[str, str],
) -> Result:
    """Store the plan of a file at once, as the command line does; names that nobody knows stay open.

    Raises what ``import_plan`` raises.
    """
    kept = keep_file(actor, name, content, year, folder)
    kept.answers = dict(answers)
    return store_plan(actor, kept, table, headings, {})


def store_plan(
    actor: Person, kept: PlanImport, table: PlanTable, headings: Mapping[str, str], aliases: Mapping[str, int]
) -> Result:
    """Store the plan of a file that waits, and keep with it what it takes to take it back."""
    remember_headings(actor=actor, headings=headings)
    result = import_plan(actor=actor, table=table, aliases=aliases, answers=kept.answers, file_name=kept.file_name)
    decide(actor, kept, STORED)
    note_file(actor, kept, "import")
    if result.plan_before is not None:
        head = select(Change.id).where(Change.centre_id == kept.centre_id).order_by(Change.id.desc()).limit(1)
        kept.plan_year, kept.plan_before, kept.change_id = table.year, result.plan_before, db.session.scalar(head)
        db.session.flush()
    return result


def undo_import(*, actor: Person, kept: PlanImport, drop_changes: bool = False, seen: int = 0) -> Undoing:
    """Take a stored file back: the plan stands as it did before it, or is gone where there was none, and the file waits
    again. Names, units and headings that were remembered with it stay.

    What was changed by hand since goes with it when that is asked for (``drop_changes``) by somebody who was shown all
    of it (``seen``: the last change of the list). Raises what ``Undoing.refusal`` says, Conflict ``plan.undo_changed``
    (``count``).
    """
    need(actor, "plan.import")
    return undo_file(actor, kept, drop_changes=drop_changes, seen=seen)


def undo_file(actor: Person, kept: PlanImport, *, drop_changes: bool, seen: int) -> Undoing:
    """The same, also of the command line before the centre has a methodologist."""
    one_writer(kept.centre_id)
    db.session.refresh(kept)
    found = undoing_of(kept)
    if found.refusal is not None:
        raise found.refusal
    if found.changes and not (drop_changes and found.last_change == seen):
        raise Conflict("plan.undo_changed", field="drop_changes", count=len(found.changes))
    assert found.plan is not None and kept.plan_before is not None
    take_back(actor, found.plan, kept.plan_before, kept.file_name, found.moved)
    kept.plan_before = kept.change_id = None
    decide(actor, kept, WAITING)
    note_file(actor, kept, UNDO_IMPORT)
    return found


def decide(actor: Person, kept: PlanImport, state: str) -> None:
    kept.state, kept.decided_at, kept.decided_by_id = state, now(), actor.id
    db.session.flush()


def discard_plan_file(*, actor: Person, kept: PlanImport) -> None:
    """Put a waiting file aside; its bytes stay for the history."""
    need(actor, "plan.import")
    need_waiting(kept)
    decide(actor, kept, DISCARDED)
    note_file(actor, kept, "void")


def need_waiting(kept: PlanImport) -> None:
    if kept.state != WAITING:
        raise Conflict("conflict.plan_file", name=kept.file_name)


def remember_headings(*, actor: Person, headings: Mapping[str, str]) -> None:
    """Keep what a heading of a column means, so that it is asked only once."""
    known = known_headings(actor.centre_id)
    for key, meaning in headings.items():
        if key and known.get(key) != meaning:
            db.session.merge(HeadingAlias(centre_id=actor.centre_id, heading_key=key, meaning=meaning))
            note_change(
                actor=actor,
                centre_id=actor.centre_id,
                action="add",
                subject="heading_alias",
                subject_key=key,
                after={"meaning": meaning},
            )
    db.session.flush()


def note_file(actor: Person, kept: PlanImport, action: str) -> None:
    answers = {"answers": kept.answers} if kept.answers else {}
    note_change(
        actor=actor,
        centre_id=kept.centre_id,
        action=action,
        subject="plan_file",
        subject_key=str(kept.id),
        after={"file": kept.file_name, "sha256": kept.sha256, "state": kept.state, **answers},
    )
