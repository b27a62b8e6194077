"""Plan files that were sent and wait for their confirmation: kept, answered, or put aside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from app.domain.errors import Conflict, Invalid
from app.domain.plan_table import PlanTable
from app.domain.text import clean_text
from app.extensions import db
from app.models import HeadingAlias, Person, PlanImport
from app.operations.evidence import file_path, store_file
from app.operations.history import note_change
from app.operations.plan_import import Result, import_plan
from app.operations.plan_units import chosen_units
from app.operations.rights import need
from app.queries.plan import known_headings

WAITING, STORED, DISCARDED = ("waiting", "stored", "discarded")
NAME_LIMIT = 300


def keep_plan_file(*, actor: Person, name: str, content: bytes, year: int | None, folder: Path) -> PlanImport:
    """Keep a file that was read, so that its preview can be confirmed later; the plan itself stays as it is.

    ``year`` is the one asked for where the paper names none. The same file waits only once.
    """
    need(actor, "plan.import")
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
) -> Result:
    """Store the plan of a file that waits. ``choices`` answer for the unit names that nobody knew, ``headings`` say
    what columns mean that the program did not know; both are remembered.

    Raises Invalid ``plan.file_has_errors`` for a file with errors, ``plan.file_has_questions`` while some are open,
    Conflict when it does not wait any more, and what ``import_plan`` raises.
    """
    need(actor, "plan.import")
    need_waiting(kept)
    if errors:
        raise Invalid("plan.file_has_errors", count=errors)
    if questions:
        raise Invalid("plan.file_has_questions", count=questions)
    remember_headings(actor=actor, headings=headings)
    aliases = chosen_units(actor=actor, choices=choices)
    result = import_plan(actor=actor, table=table, aliases=aliases, file_name=kept.file_name)
    kept.state = STORED
    db.session.flush()
    note_file(actor, kept, "import")
    return result


def discard_plan_file(*, actor: Person, kept: PlanImport) -> None:
    """Put a waiting file aside; its bytes stay for the history."""
    need(actor, "plan.import")
    need_waiting(kept)
    kept.state = DISCARDED
    db.session.flush()
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
