"""Reads of stand-ins: who stands in for whom on a day, and in whose place something is done (domain.md §5).

All of a centre are few, never deleted and kept in memory: neither the frame of a page nor a name in a list costs a
statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from app.domain.permissions import OF_A_UNIT, may, roles_with
from app.domain.stand_ins import Acting, Standing
from app.extensions import db
from app.models import Person, StandIn, Unit, person_unit
from app.models.stamp import PEOPLE_STAMP
from app.queries.kept import kept
from app.queries.units import all_units, written_by


def standings(centre_id: int) -> tuple[Standing, ...]:
    """Every stand-in of a centre, in the order of their first days."""
    return kept(
        "stand_ins", centre_id, 0, lambda session: read_standings(session, centre_id), stamp_column=PEOPLE_STAMP
    )


def read_standings(session: Session, centre_id: int) -> tuple[Standing, ...]:
    absent = aliased(Person)
    statement = (
        select(StandIn, Person.name, absent.name, person_unit.c.unit_id)
        .join(Person, Person.id == StandIn.person_id)
        .outerjoin(absent, absent.id == StandIn.absent_id)
        .outerjoin(person_unit, person_unit.c.person_id == StandIn.absent_id)
        .where(StandIn.centre_id == centre_id)
        .order_by(StandIn.first_day, StandIn.id)
    )
    rows = session.execute(statement).all()
    units: dict[int, set[int]] = {}
    for found, _person, _absent, unit_id in rows:
        units.setdefault(found.id, set()).update(filter(None, [unit_id]))
    named = {found.id: (found, person, away) for found, person, away, _unit in rows}
    return tuple(
        Standing(
            id=found.id,
            person_id=found.person_id,
            person=person,
            role=found.role,
            absent_id=found.absent_id,
            absent=away or "",
            unit_ids=frozenset(units[found.id]),
            first_day=found.first_day,
            last_day=found.last_day,
            ended_on=found.ended_on,
        )
        for found, person, away in named.values()
    )


def standings_on(centre_id: int, person_id: int, day: date) -> tuple[Standing, ...]:
    """For whom a person stands in on a day."""
    return tuple(one for one in standings(centre_id) if one.person_id == person_id and one.holds(day))


def stand(person: Person, day: date) -> Person:
    """The person with what he may on a day; without it he has his own rights only."""
    person.standing = standings_on(person.centre_id, person.id, day)
    return person


def stand_ins_for(person: Person, day: date) -> tuple[Standing, ...]:
    """Who stands in for a person on a day."""
    return tuple(one for one in standings(person.centre_id) if one.absent_id == person.id and one.holds(day))


def stood_for(person: Person, permission: str, unit_id: int | None = None) -> Standing | None:
    """In whose place a person does something: None where his own role, for his own units, is enough."""
    if not person.standing:
        return None
    units = all_units(person.centre_id)
    if holds(person.role, {unit.id for unit in person.units}, permission, unit_id, units):
        return None
    return next((one for one in person.standing if holds(one.role, one.unit_ids, permission, unit_id, units)), None)


def holds(
    role: str, own: set[int] | frozenset[int], permission: str, unit_id: int | None, units: Sequence[Unit]
) -> bool:
    if not may(role, permission):
        return False
    return unit_id is None or permission not in OF_A_UNIT or unit_id in written_by(role, own, units)


def acting_as(person: Person, permission: str) -> Acting:
    """As whom a person does something: he himself, and who lent him the right to it."""
    lent = stood_for(person, permission)
    return Acting(person.id, lent.absent_id if lent else None, lent is not None)


def authors(centre_id: int, person_id: int | None, stand_in_id: int | None) -> frozenset[int]:
    """Who did something, and in whose place: neither of them judges it."""
    lent = standing_of(centre_id, stand_in_id)
    return frozenset(filter(None, [person_id, lent.absent_id if lent else None]))


def standing_of(centre_id: int, stand_in_id: int | None) -> Standing | None:
    """The stand-in under which something was done; None for what was done in one's own name."""
    return next((one for one in standings(centre_id) if one.id == stand_in_id), None) if stand_in_id else None


def stand_ins_of(centre_id: int) -> list[StandIn]:
    """Every stand-in with those who named and ended it, the latest first; none is ever hidden."""
    people = [joinedload(relation) for relation in (StandIn.person, StandIn.absent, StandIn.named_by, StandIn.ended_by)]
    statement = select(StandIn).where(StandIn.centre_id == centre_id).options(*people)
    return list(db.session.scalars(statement.order_by(StandIn.first_day.desc(), StandIn.id.desc())))


def stand_in_of(centre_id: int, stand_in_id: int) -> StandIn | None:
    return db.session.scalar(select(StandIn).where(StandIn.centre_id == centre_id, StandIn.id == stand_in_id))


def has_leader(centre_id: int) -> bool:
    """Whether somebody active names stand-ins by his own post; asked for each line of the list."""
    leading = (Person.centre_id == centre_id, Person.active, Person.role.in_(roles_with("stand_ins.name_always")))
    statement = select(Person.id).where(*leading).limit(1)
    return kept(
        "leader", centre_id, 0, lambda session: session.scalar(statement) is not None, stamp_column=PEOPLE_STAMP
    )
