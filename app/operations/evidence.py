"""Evidence of register cards: files that prove what was done, kept under their hash (domain.md §1, trust.md U)."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.domain.errors import Invalid
from app.domain.evidence import media_type_of
from app.extensions import db
from app.models import Card, Evidence, Person, Plan, ReportScan
from app.models.types import now
from app.operations.cards import need_open
from app.operations.history import note_change

FILES_PER_CARD = 20
BYTES_PER_PERSON = 2 * 2**30
LONGEST_NAME = 200


def attach(
    *, actor: Person, plan: Plan | None, card: Card, name: str, content: bytes, folder: Path, today: date
) -> Evidence:
    """Keep a file as evidence of a card, stored under its hash; the original name lives in the database only.

    Raises NotAllowed, Locked for the card's date; Invalid for a kind of file that proves nothing here, and when a
    card or a person has too many.
    """
    need_open(actor, plan, card.unit, card.date, today)
    kept = keep_upload(actor, name, content, folder, beside=card.evidence)
    evidence = Evidence(centre_id=card.centre_id, **kept)
    card.evidence.append(evidence)
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=card.centre_id,
        action="attach",
        subject="card",
        subject_key=str(card.id),
        unit_code=card.unit.code,
        after={"file": evidence.name, "sha256": evidence.sha256, "size": evidence.size},
    )
    return evidence


def keep_upload(
    actor: Person, name: str, content: bytes, folder: Path, *, beside: Sequence[Evidence | ReportScan]
) -> dict[str, Any]:
    """Judge a file and keep its bytes; gives what a record of it says. ``beside``: the files that its thing has.

    Raises Invalid for a kind of file that proves nothing here, and when the thing or the person has too many.
    """
    name = plain_name(name)
    media_type = media_type_of(name, content)
    if sum(1 for file in beside if file.voided_at is None) >= FILES_PER_CARD:
        raise Invalid("file.too_many", field="files", most=FILES_PER_CARD)
    used = sum(
        db.session.scalar(select(func.coalesce(func.sum(kind.size), 0)).where(kind.person_id == actor.id)) or 0
        for kind in (Evidence, ReportScan)
    )
    if used + len(content) > BYTES_PER_PERSON:
        raise Invalid("file.quota", field="files")
    return {
        "name": name,
        "media_type": media_type,
        "size": len(content),
        "sha256": store_file(folder, content),
        "person_id": actor.id,
    }


def attach_all(
    *, actor: Person, plan: Plan | None, card: Card, files: Sequence[tuple[str, bytes]], folder: Path, today: date
) -> int:
    """Keep every file that came with a form, as (name, content); gives their number. Raises as ``attach``."""
    for name, content in files:
        attach(actor=actor, plan=plan, card=card, name=name, content=content, folder=folder, today=today)
    return len(files)


def detach(*, actor: Person, plan: Plan | None, evidence: Evidence, today: date) -> None:
    """Void a piece of evidence; its bytes stay for the history. Raises NotAllowed, Locked for the card's date."""
    card = evidence.card
    need_open(actor, plan, card.unit, card.date, today)
    if evidence.voided_at is not None:
        return
    evidence.voided_at = now()
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=evidence.centre_id,
        action="detach",
        subject="card",
        subject_key=str(card.id),
        unit_code=card.unit.code,
        before={"file": evidence.name, "sha256": evidence.sha256},
    )


def plain_name(name: str) -> str:
    """The file's own name: without a path, without signs that cannot be seen, its ending kept when it is cut."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C").strip()
    return name[-LONGEST_NAME:]


def file_path(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def store_file(folder: Path, content: bytes) -> str:
    """Write bytes once under their hash; a half-written file never carries the final name."""
    digest = hashlib.sha256(content).hexdigest()
    path = file_path(folder, digest)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        waiting = path.with_suffix(".part")
        waiting.write_bytes(content)
        waiting.replace(path)
    return digest


def kept_file(folder: Path, digest: str) -> bytes | None:
    """The bytes kept under a hash; None when they are not there, or are not those bytes any more."""
    path = file_path(folder, digest)
    if not path.is_file():
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == digest else None
