"""Accounts: signing in and out, passwords, and the administrator's acts (trust.md A, S, L)."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete, func, select
from werkzeug.security import check_password_hash, generate_password_hash

from app.domain.errors import Conflict, Invalid
from app.domain.passwords import FIRST_PASSWORD_DAYS, LONGEST, check_password, first_password
from app.domain.permissions import ROLES, may, roles_with
from app.domain.stand_ins import Standing
from app.domain.text import check_text, clean_text, login_key
from app.extensions import db, transactions
from app.models import Person, SignIn, Throttle, Unit
from app.models.types import clock
from app.operations.history import note_change
from app.operations.rights import need
from app.operations.stand_ins import end_outlived
from app.queries.frame import signed_in
from app.queries.people import LOGIN_LIMIT, throttle_key

IDLE = timedelta(minutes=30)
LONGEST_SITTING = timedelta(hours=10)
FREE_TRIES = {"account": 5, "address": 30}
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class SignInResult:
    """Either a token for the browser, or how long to wait, or neither: the pair was wrong."""

    token: str | None = None
    person: Person | None = None
    wait_seconds: int = 0


def sign_in(*, login: str, password: str, address: str, agent: str) -> SignInResult:
    """Try a login and password. The failure counters are part of the result and must be committed too.

    Checking a password takes long on purpose; it is done before the transaction that writes, so that nobody's
    saving waits for it.
    """
    moment = clock()
    keys = {"account": throttle_key(login_key(login)), "address": f"address:{address}"[:100]}
    db.session.rollback()
    with transactions("read"):
        person = person_by_login(login)
        stored = person.password_hash if person is not None else nobodys_hash()
        wait = max(seconds_to_wait(key, moment) for key in keys.values())
        db.session.rollback()
    if wait:
        return SignInResult(wait_seconds=wait)
    fits = len(password) <= LONGEST and check_password_hash(stored, unicodedata.normalize("NFC", password))
    person = person_by_login(login)
    expired = person is not None and person.must_change_password and is_past(person.first_password_until, moment)
    if not fits or person is None or not person.active or expired:
        for kind, key in keys.items():
            count_failure(key, FREE_TRIES[kind], moment)
        return SignInResult()
    db.session.execute(delete(Throttle).where(Throttle.key == keys["account"]))
    token = secrets.token_hex(32)
    db.session.add(SignIn(token_hash=token_hash(token), person_id=person.id, address=address[:64], agent=agent[:200]))
    db.session.flush()
    note_account(actor=person, person=person, action="sign_in")
    return SignInResult(token=token, person=person)


@cache
def nobodys_hash() -> str:
    """Checked when the login is unknown, so that both answers take the same time."""
    return generate_password_hash(secrets.token_hex(16))


def is_past(limit: datetime | None, moment: datetime) -> bool:
    return limit is not None and limit < moment


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def person_by_login(login: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.login_key == login_key(login)))


def seconds_to_wait(key: str, moment: datetime) -> int:
    """Seconds until the next try; a clock that was wrong cannot lock anybody out for longer than 15 minutes."""
    throttle = db.session.get(Throttle, key)
    if throttle is None or throttle.until is None or throttle.until <= moment:
        return 0
    return int(min(throttle.until - moment, LONGEST_WAIT).total_seconds()) + 1


def count_failure(key: str, free: int, moment: datetime) -> None:
    throttle = db.session.get(Throttle, key) or Throttle(key=key, failures=0)
    db.session.add(throttle)
    if throttle.failures and moment - throttle.last_at > timedelta(hours=24):
        throttle.failures = 0
    throttle.failures += 1
    throttle.last_at = moment
    over = throttle.failures - free
    if over >= 0:
        throttle.until = moment + min(timedelta(seconds=2 ** min(over + 1, 10)), LONGEST_WAIT)


def unlock(*, actor: Person | None, person: Person) -> None:
    """Forget the failed tries of an account."""
    need_manager(actor)
    db.session.execute(delete(Throttle).where(Throttle.key == throttle_key(person.login_key)))
    note_account(actor=actor, person=person, action="unlock")


def open_sign_in(token: str, moment: datetime) -> SignIn | None:
    """The living sign-in of a browser's token; idle, old, deactivated and clock-shifted ones are dead."""
    found = signed_in(token_hash(token))
    if found is None or not found.person.active:
        return None
    idle, age = moment - found.seen_at, moment - found.created_at
    alive = idle <= IDLE and age <= LONGEST_SITTING and age >= timedelta(minutes=-5)
    return found if alive else None


def sign_out(*, actor: Person, token: str) -> None:
    db.session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))
    note_account(actor=actor, person=actor, action="sign_out")


def end_sign_ins(*, actor: Person | None, person: Person, keep_token: str | None = None) -> None:
    """End the open sign-ins of a person, except the one of this browser."""
    need_manager(actor, of=person)
    statement = delete(SignIn).where(SignIn.person_id == person.id)
    if keep_token:
        statement = statement.where(SignIn.token_hash != token_hash(keep_token))
    db.session.execute(statement)
    note_account(actor=actor, person=person, action="end_sign_ins")


def set_own_password(*, person: Person, current: str, password: str, token: str) -> None:
    """Change one's own password; every other sign-in of the person ends."""
    if not check_password_hash(person.password_hash, unicodedata.normalize("NFC", current[: LONGEST + 1])):
        raise Invalid("password.wrong", field="current")
    if password == current:
        raise Invalid("password.same", field="password")
    check_password(password, login=person.login, role=person.role)
    person.password_hash = hash_password(password)
    person.must_change_password, person.first_password_until = False, None
    end_sign_ins(actor=person, person=person, keep_token=token)
    note_account(actor=person, person=person, action="set_password")


def hash_password(password: str) -> str:
    return generate_password_hash(unicodedata.normalize("NFC", password))


def reset_password(*, actor: Person | None, person: Person) -> str:
    """Give a person a new first password and end the open sign-ins. The password is shown once."""
    need_manager(actor)
    password = first_password()
    give_first_password(person, password)
    db.session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    note_account(actor=actor, person=person, action="reset_password")
    return password


def give_first_password(person: Person, password: str) -> None:
    person.password_hash = hash_password(password)
    person.must_change_password = True
    person.first_password_until = clock() + timedelta(days=FIRST_PASSWORD_DAYS)


def add_person(
    *, actor: Person | None, centre_id: int, login: str, name: str, role: str, unit_ids: Collection[int], today: date
) -> tuple[Person, str, tuple[Standing, ...]]:
    """Add an account; gives it, its first password, and who stood in for the post that it fills: he does so no more.

    A login is never given twice, nor one that looks like it.
    """
    need_manager(actor)
    check_text(login, LOGIN_LIMIT)
    login = clean_text(login)
    if not login or any(sign.isspace() for sign in login):
        raise Invalid("login.empty", field="login")
    if person_by_login(login) is not None:
        raise Invalid("login.taken", field="login", login=login)
    password = first_password()
    person = Person(centre_id=centre_id, login=login, login_key=login_key(login), active=True)
    give_first_password(person, password)
    fill_person(person, name=name, role=role, unit_ids=unit_ids)
    db.session.add(person)
    db.session.flush()
    note_account(actor=actor, person=person, action="add", after=person_state(person))
    return person, password, end_outlived(actor=actor, person=person, today=today)


def change_person(
    *,
    actor: Person | None,
    person: Person,
    version: int,
    name: str,
    role: str,
    unit_ids: Collection[int],
    today: date,
) -> tuple[Standing, ...]:
    """Change name, role and units; gives the stand-ins that end with the role: for whoever has another post now, for
    the post that is filled, and his own where who keeps the accounts, or looks on, stands in for nobody.

    Raises Conflict for the last administrator, and when changed meanwhile.
    """
    need_manager(actor)
    if person.version != version:
        raise Conflict("conflict.person", name=person.name)
    before = person_state(person)
    if not may(role, "people.manage"):
        need_other_manager(person)
    fill_person(person, name=name, role=role, unit_ids=unit_ids)
    db.session.flush()
    note_account(actor=actor, person=person, action="change", before=before, after=person_state(person))
    return end_outlived(actor=actor, person=person, today=today)


def fill_person(person: Person, *, name: str, role: str, unit_ids: Collection[int]) -> None:
    check_text(name, 200)
    if not clean_text(name):
        raise Invalid("text.required", field="name")
    if role not in ROLES:
        raise Invalid("choice.unknown", field="role")
    units = list(
        db.session.scalars(select(Unit).where(Unit.centre_id == person.centre_id, Unit.id.in_(list(unit_ids))))
    )
    if len(units) != len(set(unit_ids)):
        raise Invalid("choice.unknown", field="unit_ids")
    person.name, person.role, person.units = clean_text(name), role, units


def set_active(*, actor: Person | None, person: Person, active: bool, today: date) -> tuple[Standing, ...]:
    """Deactivate a person, at once in every browser, or take back; history keeps the name. Who is deactivated stands in
    for nobody any more, and nobody for the post that somebody has again; gives what ended with it."""
    need_manager(actor)
    if person.active == active:
        return ()
    if not active:
        need_other_manager(person)
        db.session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    person.active = active
    db.session.flush()
    note_account(actor=actor, person=person, action="activate" if active else "deactivate")
    return end_outlived(actor=actor, person=person, today=today)


def need_manager(actor: Person | None, *, of: Person | None = None) -> None:
    """The accounts are the administrator's to keep, and the command line's; of one's own a few things are one's own."""
    if actor is not None and (of is None or of.id != actor.id):
        need(actor, "people.manage")


def need_other_manager(person: Person) -> None:
    """Somebody must be left who manages the accounts. Raises Conflict ``person.last_administrator``."""
    if not may(person.role, "people.manage"):
        return
    others = db.session.scalar(
        select(func.count()).where(
            Person.centre_id == person.centre_id,
            Person.role.in_(roles_with("people.manage")),
            Person.active,
            Person.id != person.id,
        )
    )
    if not others:
        raise Conflict("person.last_administrator")


def set_locale(*, person: Person, locale: str) -> None:
    if person.locale != locale:
        before, person.locale = {"locale": person.locale}, locale
        db.session.flush()
        note_account(actor=person, person=person, action="set_locale", before=before, after={"locale": locale})


def person_state(person: Person) -> dict[str, Any]:
    return {"name": person.name, "role": person.role, "units": sorted(unit.code for unit in person.units)}


def note_account(
    *,
    actor: Person | None,
    person: Person,
    action: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    note_change(
        actor=actor,
        centre_id=person.centre_id,
        action=action,
        subject="person",
        subject_key=person.login,
        before=before,
        after=after,
    )
