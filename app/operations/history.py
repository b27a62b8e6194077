"""Writing the history: one row for every write, in the same transaction, chained by hash (trust.md R)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from inspect import signature
from typing import Any

from sqlalchemy import insert, inspect, select

from app.domain.stand_ins import Standing
from app.extensions import db
from app.models import Change, Person
from app.models.stamp import HEADS, STAMPS, WRITER, lock_centre
from app.models.types import now
from app.queries.stand_ins import stood_for
from app.queries.units import all_units

FIRST_HASH = "0" * 64


@dataclass(frozen=True)
class Origin:
    """Where a write came from: the request and the address, or the command line; and by which permission."""

    request_id: str = ""
    address: str = ""
    permission: str = ""


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 – Origin is frozen


def by_right(permission: str) -> None:
    """From here on acts are done by this permission: it says in whose place a stand-in does them."""
    origin.set(replace(origin.get(), permission=permission))


@dataclass(frozen=True)
class Note:
    """What one write did, before and after."""

    action: str
    subject: str
    subject_key: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    unit_code: str = ""
    reason: str = ""


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
) -> None:
    """Append one change. ``actor`` is empty only for what the command line does itself."""
    note_changes(actor, centre_id, [Note(action, subject, subject_key, before, after, unit_code, reason)])


def note_changes(actor: Person | None, centre_id: int, notes: Sequence[Note]) -> None:
    """Append some changes of one act in their order, each chained to the one before."""
    if not notes:
        return
    one_writer(centre_id)  # two writers must not take the same predecessor
    head = select(Change.hash).where(Change.centre_id == centre_id).order_by(Change.id.desc()).limit(1)
    previous, where, moment = db.session.scalar(head) or FIRST_HASH, origin.get(), now()
    rows = []
    for note in notes:
        row = {
            "centre_id": centre_id,
            "at": moment,
            "person_id": actor.id if actor else None,
            "person_name": actor.name if actor else "jamlanma",
            "for_name": for_name(actor, note.unit_code),
            **vars(note),
            "request_id": where.request_id,
            "address": where.address,
            "previous_hash": previous,
        }
        previous = change_hash(**row)
        rows.append({**row, "hash": previous})
    db.session.flush()  # what the change tells of comes before it
    db.session.execute(insert(Change), rows)
    db.session().info.pop(HEADS, None)


def in_whose_place(actor: Person, unit_code: str = "") -> Standing | None:
    """In whose place somebody acts now: None where his own right to it, for this unit, is enough (domain.md §5)."""
    if not actor.standing:
        return None
    units = {unit.code: unit.id for unit in all_units(actor.centre_id)}
    return stood_for(actor, origin.get().permission, units.get(unit_code))


def stand_in_id(actor: Person, unit_code: str = "") -> int | None:
    """The number of the stand-in under which somebody acts, as it is kept beside his own."""
    standing = in_whose_place(actor, unit_code)
    return standing.id if standing else None


def for_name(actor: Person | None, unit_code: str = "") -> str:
    standing = in_whose_place(actor, unit_code) if actor else None
    return standing.in_place_of if standing else ""


def one_writer(centre_id: int) -> None:
    """Wait until nobody else writes in this centre: what is read from here on holds until the commit.

    A lock is judged behind it, so that no figure slips in while its month is handed in. What was read before may have
    changed while it waited, and is read again where it is asked for. SQLite has one writer anyway, from its first
    reading on.
    """
    session = db.session()
    if session.get_bind().dialect.name != "postgresql" or session.info.get(WRITER) == centre_id:
        return
    lock_centre(session, centre_id)
    session.info[WRITER] = centre_id
    for known in (STAMPS, HEADS):
        session.info.pop(known, None)
    for thing in list(session.identity_map.values()):
        if not inspect(thing).modified:
            session.expire(thing)


def change_hash(
    *,
    previous_hash: str,
    centre_id: int,
    at: datetime,
    person_id: int | None,
    person_name: str,
    action: str,
    subject: str,
    subject_key: str,
    unit_code: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    reason: str,
    request_id: str,
    address: str,
    for_name: str = "",
) -> str:
    """The hash of one change and of everything before it. In whose place it was done is part of it where it was done in
    another's place: changes from before there were stand-ins keep their hash."""
    content = [
        previous_hash,
        centre_id,
        at.isoformat(timespec="microseconds"),
        person_id,
        person_name,
        action,
        subject,
        subject_key,
        unit_code,
        before,
        after,
        reason,
        request_id,
        address,
        *filter(None, [for_name]),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


HASHED = tuple(signature(change_hash).parameters)


def broken_link(centre_id: int) -> int | None:
    """The id of the first change whose hash does not follow from the one before; None when all do."""
    previous = FIRST_HASH
    rows = db.session.scalars(select(Change).where(Change.centre_id == centre_id).order_by(Change.id)).yield_per(1000)
    for change in rows:
        content = {name: getattr(change, name) for name in HASHED}
        if change.previous_hash != previous or change.hash != change_hash(**content):
            return change.id
        previous = change.hash
    return None
