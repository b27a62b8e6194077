"""The secret in a person's calendar address (trust.md “Decided”: only hashes of secrets are kept)."""

from __future__ import annotations

import hashlib
import secrets

from app.extensions import db
from app.models import CalendarKey, Person
from app.models.types import now
from app.operations.history import note_change

SECRET_BYTES = 32


def renew_calendar_key(*, actor: Person) -> str:
    """Give the person a new secret, shown once; the old address ends."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    key = db.session.get(CalendarKey, actor.id)
    if key is None:
        key = CalendarKey(person_id=actor.id)
        db.session.add(key)
    key.token_hash, key.made_at = secret_hash(secret), now()
    db.session.flush()
    note_key(actor, "renew")
    return secret


def end_calendar_key(*, actor: Person) -> None:
    """Close the address: no calendar gets the deadlines any more."""
    key = db.session.get(CalendarKey, actor.id)
    if key is not None:
        db.session.delete(key)
        db.session.flush()
        note_key(actor, "remove")


def person_of_secret(secret: str) -> Person | None:
    """Whose calendar a secret opens; nobody's when it was renewed or the person is no longer active."""
    key = db.session.query(CalendarKey).filter_by(token_hash=secret_hash(secret)).one_or_none()
    person = db.session.get(Person, key.person_id) if key is not None else None
    return person if person is not None and person.active else None


def secret_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def note_key(actor: Person, action: str) -> None:
    note_change(actor=actor, centre_id=actor.centre_id, action=action, subject="calendar_key", subject_key=actor.login)
