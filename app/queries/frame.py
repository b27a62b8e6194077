"""The frame of a page in two statements: who reads, with centre and units, and the numbers in the menu."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from app.domain.permissions import may
from app.extensions import db
from app.models import Person, SignIn, Unit, person_unit
from app.models.stamp import remember_stamp
from app.queries.deadlines import overdue_statement, owing_units
from app.queries.months import waiting_statement

SIGNED_IN = (
    select(SignIn)
    .join(SignIn.person)
    .join(Person.centre)
    .outerjoin(person_unit, person_unit.c.person_id == Person.id)
    .outerjoin(Unit, Unit.id == person_unit.c.unit_id)
    .where(SignIn.token_hash == bindparam("token_hash"))
    .order_by(Unit.position)
    .options(
        contains_eager(SignIn.person).contains_eager(Person.centre),
        contains_eager(SignIn.person).contains_eager(Person.units),
    )
)


@dataclass(frozen=True)
class Badges:
    """The numbers in the menu: what is overdue for one's own units, and what waits to be looked at."""

    overdue: int = 0
    waiting: int = 0


def signed_in(token_hash: str) -> SignIn | None:
    """A sign-in with its person, the person's centre and units; the centre's mark is known from here on."""
    found = db.session.execute(SIGNED_IN, {"token_hash": token_hash}).unique().scalar()
    if found is not None:
        remember_stamp(db.session(), found.person.centre)
    return found


def badges(person: Person, today: date) -> Badges:
    """The numbers in a person's menu; nothing is asked for those who have none."""
    owing, reviews = {unit.id for unit in owing_units(person)}, may(person.role, "submissions.review")
    if not owing and not reviews:
        return Badges()
    overdue, waiting = db.session.execute(
        select(overdue_statement(owing, today).scalar_subquery(), waiting_statement(person.centre_id).scalar_subquery())
    ).one()
    return Badges(overdue if owing else 0, waiting if reviews else 0)
