"""Writing the history: one row for every write, in the same transaction, chained by hash (trust.md R)."""

from __future__ import annotations

import hashlib
import json
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text

from app.extensions import db
from app.models import Change, Person
from app.models.types import now

FIRST_HASH = "0" * 64


@dataclass(frozen=True)
class Origin:
    """Where a write came from: the request and the address, or the command line."""

    request_id: str = ""
    address: str = ""


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 – Origin is frozen


def note_change(
    *,
    actor: Person | None,
    centre_id: int,
    action: str,
    subject: str,
    subject_key: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    unit_code: str = "",
    reason: str = "",
) -> Change:
    """Append one change. ``actor`` is empty only for what the command line does itself."""
    one_writer(centre_id)  # two writers must not take the same predecessor
    previous = db.session.scalar(
        select(Change.hash).where(Change.centre_id == centre_id).order_by(Change.id.desc()).limit(1)
    )
    where = origin.get()
    change = Change(
        centre_id=centre_id,
        at=now(),
        person_id=actor.id if actor else None,
        person_name=actor.name if actor else "jamlanma",
        action=action,
        subject=subject,
        subject_key=subject_key,
        unit_code=unit_code,
        before=before,
        after=after,
        reason=reason,
        request_id=where.request_id,
        address=where.address,
        previous_hash=previous or FIRST_HASH,
        hash="",
    )
    change.hash = change_hash(change)
    db.session.add(change)
    db.session.flush()
    return change


def one_writer(centre_id: int) -> None:
    """Wait until nobody else writes in this centre: what is read from here on holds until the commit.

    A lock is judged behind it, so that no figure slips in while its month is handed in. SQLite has one writer anyway.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("select pg_advisory_xact_lock(:centre)"), {"centre": centre_id})


def change_hash(change: Change) -> str:
    """The hash of one change and of everything before it."""
    content = [
        change.previous_hash,
        change.centre_id,
        change.at.isoformat(timespec="microseconds"),
        change.person_id,
        change.person_name,
        change.action,
        change.subject,
        change.subject_key,
        change.unit_code,
        change.before,
        change.after,
        change.reason,
        change.request_id,
        change.address,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def broken_link(centre_id: int) -> int | None:
    """The id of the first change whose hash does not follow from the one before; None when all do."""
    previous = FIRST_HASH
    rows = db.session.scalars(select(Change).where(Change.centre_id == centre_id).order_by(Change.id)).yield_per(1000)
    for change in rows:
        if change.previous_hash != previous or change.hash != change_hash(change):
            return change.id
        previous = change.hash
    return None
