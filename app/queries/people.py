"""Reads of accounts: the list of people and their open sign-ins."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import selectinload

from app.domain.posts import Holder, post_state
from app.domain.text import search_key, sort_key
from app.extensions import db
from app.models import Person, SignIn, Throttle, person_unit

LOGIN_LIMIT = 64
ACCOUNT = "account:"


def people_of(
    centre_id: int,
    *,
    role: str | None = None,
    unit: str | None = None,
    state: str | None = None,
    words: str | None = None,
) -> list[Person]:
    """The people of a centre in alphabetical order, active ones first.

    ``unit`` is a unit's code, ``state`` is ``active`` or ``inactive``, ``words`` a piece of the name or login.
    """
    statement = select(Person).where(Person.centre_id == centre_id).options(selectinload(Person.units))
    if role:
        statement = statement.where(Person.role == role)
    if state:
        statement = statement.where(Person.active == (state == "active"))
    people = db.session.scalars(statement).all()
    key = search_key(words or "")
    found = [
        person
        for person in people
        if (not unit or any(own.code == unit for own in person.units))
        and key in search_key(f"{person.name} {person.login}")
    ]
    return sorted(found, key=lambda person: (not person.active, sort_key(person.name), person.id))


def person_of(centre_id: int, person_id: int) -> Person | None:
    return db.session.scalar(select(Person).where(Person.centre_id == centre_id, Person.id == person_id))


def held_roles(centre_id: int) -> set[str]:
    """The roles that some active person has."""
    return set(db.session.scalars(select(Person.role).where(Person.centre_id == centre_id, Person.active).distinct()))


def post_states(centre_id: int, roles: Collection[str], moment: datetime) -> dict[str, str]:
    """How each of some posts stands at a moment, by the accounts that were ever opened for it (``post_state``)."""
    key = literal(ACCOUNT) + func.substr(Person.login_key, 1, LOGIN_LIMIT)
    statement = (
        select(Person.role, Person.active, Throttle.until)
        .outerjoin(Throttle, and_(Throttle.key == key, Throttle.until > moment))
        .where(Person.centre_id == centre_id, Person.role.in_(roles))
    )
    found = list(db.session.execute(statement))
    return {
        role: post_state([Holder(active, until is not None) for one, active, until in found if one == role])
        for role in roles
    }


def throttle_key(key: str) -> str:
    """Under which the failed tries of an account are counted; ``key`` is its login_key."""
    return f"{ACCOUNT}{key[:LOGIN_LIMIT]}"


def units_without_people(centre_id: int, unit_ids: Collection[int]) -> set[int]:
    """Of these units those for which no active person comes."""
    manned = select(person_unit.c.unit_id).join(Person, Person.id == person_unit.c.person_id)
    return set(unit_ids) - set(db.session.scalars(manned.where(Person.centre_id == centre_id, Person.active)))


def never_signed_in(centre_id: int) -> list[Person]:
    """The active people who still have the password that was given to them."""
    waiting = (Person.centre_id == centre_id, Person.active, Person.must_change_password)
    return list(db.session.scalars(select(Person).where(*waiting).order_by(Person.name, Person.id)))


def locked_people(centre_id: int, moment: datetime) -> list[Person]:
    """The active people whose account is shut for a while after wrong passwords."""
    shut = set(db.session.scalars(select(Throttle.key).where(Throttle.until > moment)))
    if not shut:
        return []
    return [person for person in people_of(centre_id, state="active") if throttle_key(person.login_key) in shut]


def open_sign_ins(person_id: int, *, seen_since: datetime, begun_since: datetime) -> list[SignIn]:
    """The living sign-ins of a person, the latest first."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(SignIn.person_id == person_id, SignIn.seen_at >= seen_since, SignIn.created_at >= begun_since)
            .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
        )
    )


def sign_in_counts(centre_id: int, *, seen_since: datetime, begun_since: datetime) -> dict[int, int]:
    """Person → number of living sign-ins."""
    statement = (
        select(SignIn.person_id, func.count())
        .join(Person, Person.id == SignIn.person_id)
        .where(Person.centre_id == centre_id, SignIn.seen_at >= seen_since, SignIn.created_at >= begun_since)
        .group_by(SignIn.person_id)
    )
    return dict(db.session.execute(statement).all())
