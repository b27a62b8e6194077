"""The frame of a page in two statements: who reads, with centre and units, and the numbers in the menu."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from app.domain.duties import LOOKED_AT
from app.extensions import db
from app.models import Person, SignIn, Unit, person_unit
from app.models.stamp import remember_stamps
from app.queries.duties import Owing, duties, of_person
from app.queries.kept import kept_until_written

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
    """The numbers in the menu: the duties that are overdue, and the months that wait to be looked at."""

    overdue: int = 0
    waiting: int = 0


def signed_in(token_hash: str) -> SignIn | None:
    """A sign-in with its person, the person's centre and units; the centre's marks are known from here on."""
    found = db.session.execute(SIGNED_IN, {"token_hash": token_hash}).unique().scalar()
    if found is not None:
        remember_stamps(db.session(), found.person.centre)
    return found


def badges(person: Person, today: date) -> Badges:
    """The numbers in a person's menu; kept until something is written or another day comes."""
    owing = of_person(person)
    if owing.is_nobody:
        return Badges()
    return kept_until_written(person.centre_id, person.id, today, lambda: counted(person.centre_id, owing, today))


def counted(centre_id: int, owing: Owing, today: date) -> Badges:
    found = duties(centre_id, owing, today)
    overdue, waiting = (duty.state == "overdue" for duty in found), (duty.kind in LOOKED_AT for duty in found)
    return Badges(sum(overdue), sum(waiting))
