"""Naming a stand-in for somebody, or for a post that nobody has, and ending it (domain.md §5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.errors import Invalid, NotAllowed
from app.domain.permissions import may, may_be_lent, may_stand_in, vacant_posts
from app.domain.stand_ins import PAST, Standing, check_days
from app.extensions import db
from app.models import Person, StandIn
from app.operations.history import note_change, one_writer
from app.operations.words import check_words
from app.queries.people import held_roles
from app.queries.stand_ins import has_leader, standing_of, standings


def name_stand_in(
    *,
    actor: Person,
    person: Person,
    absent: Person | None,
    role: str,
    first_day: date,
    last_day: date,
    reason: str,
    today: date,
) -> StandIn:
    """Name who acts in another's place on some days, both within: for ``absent``, or without one for the post ``role``.

    He has the rights of that role beside his own, for the absent person's units, but for those that are not lent
    (``domain.permissions``); of what he is given himself nothing is passed on.

    Raises NotAllowed; Invalid ``stand_in.self``, ``stand_in.accounts``, ``stand_in.watcher``, ``stand_in.inactive``,
    ``stand_in.own_post``, ``stand_in.held``, ``stand_in.past``, ``stand_in.far``, ``stand_in.days``,
    ``stand_in.too_long``, ``stand_in.reason_missing``, ``stand_in.overlap`` or ``stand_in.away`` (``name``, ``first``,
    ``last``), ``stand_in.stands_in`` (``role``: for whom, or for which post).
    """
    need_namer(actor)
    one_writer(actor.centre_id)
    role = absent.role if absent is not None else role
    check_people(actor, person, absent, role)
    check_days(first_day, last_day, today)
    words = check_words(reason, "reason")
    if not words:
        raise Invalid("stand_in.reason_missing", field="reason")
    check_others(person, absent, role, first_day, last_day)
    found = StandIn(
        centre_id=actor.centre_id,
        person_id=person.id,
        absent_id=absent.id if absent else None,
        role=role,
        first_day=first_day,
        last_day=last_day,
        reason=words,
        named_by_id=actor.id,
    )
    db.session.add(found)
    db.session.flush()
    note(actor, found, "name_stand_in", after=state_of(found), reason=words)
    return found


def check_people(actor: Person, person: Person, absent: Person | None, role: str) -> None:
    """Who may stand in for whom. The accounts and everything else are never in one hand, nor is a naming one's own."""
    if absent is not None and absent.id == person.id:
        raise Invalid("stand_in.self", field="person")
    if may(person.role, "people.manage"):
        raise Invalid("stand_in.accounts", field="person")
    if not may_stand_in(person.role):
        raise Invalid("stand_in.watcher", field="person")
    if not person.active:
        raise Invalid("stand_in.inactive", field="person")
    if not may_be_lent(role):
        raise Invalid("stand_in.accounts", field="absent")
    if absent is None and person.role == role:
        raise Invalid("stand_in.own_post", field="person")
    if absent is None and role not in vacant_posts(held_roles(actor.centre_id)):
        raise Invalid("stand_in.held", field="absent")


def check_others(person: Person, absent: Person | None, role: str, first_day: date, last_day: date) -> None:
    """One place has one stand-in a day, and who is away himself stands in for nobody: whoever is to be away gives up
    first the place that he was lent, so that it is another's on these days."""
    absent_id = absent.id if absent is not None else None
    for one in standings(person.centre_id):
        if not one.meets(first_day, last_day):
            continue
        days = {"first": one.first_day, "last": one.last_day}
        if one.absent_id == absent_id and one.role == role:
            raise Invalid("stand_in.overlap", field="absent", name=one.person, **days)
        if one.absent_id == person.id:
            raise Invalid("stand_in.away", field="person", name=one.person, **days)
        if absent_id == one.person_id:
            raise Invalid("stand_in.stands_in", field="absent", role=one.in_place_of, **days)


def end_stand_in(*, actor: Person, stand_in: StandIn, today: date) -> None:
    """End a stand-in at once, before its last day: by who names them now, or by who named it. Twice changes nothing.

    Raises NotAllowed.
    """
    if not may_end(actor, stand_in):
        raise NotAllowed("workflow.not_yours", act="stand_ins.name")
    end(actor, stand_in, today)


def end_outlived(*, actor: Person | None, person: Person, today: date) -> tuple[Standing, ...]:
    """End what an account that was just added or changed leaves without its ground; gives what was ended.

    Nobody whose account is closed, or is of a role that stands in for nobody, stands in for others. What was lent of a
    post that the absent has no more, or that nobody had and somebody has now, is lent no more. Who is closed while he
    is away, and still has his post, is stood in for until the last day.
    """
    ended = []
    for one in standings(person.centre_id):
        stands = one.person_id == person.id and not (person.active and may_stand_in(person.role))
        left = one.absent_id == person.id and one.role != person.role
        filled = one.absent_id is None and person.active and one.role == person.role
        found = db.session.get(StandIn, one.id) if stands or left or filled else None
        if found is not None and one.state(today) != PAST:
            end(actor, found, today)
            ended.append(one)
    return tuple(ended)


def end(actor: Person | None, stand_in: StandIn, today: date) -> None:
    standing = standing_of(stand_in.centre_id, stand_in.id)
    if standing is None or standing.state(today) == PAST:
        return
    before = state_of(stand_in)
    stand_in.ended_on, stand_in.ended_by_id = today, actor.id if actor else None
    db.session.flush()
    note(actor, stand_in, "end_stand_in", before=before, after={**before, "end_date": today.isoformat()})


def may_end(actor: Person, stand_in: StandIn) -> bool:
    return may_name(actor) or stand_in.named_by_id == actor.id


def need_namer(actor: Person) -> None:
    """The director names stand-ins; the administrator while the centre has no active director."""
    if not may_name(actor):
        raise NotAllowed("workflow.not_yours", act="stand_ins.name")


def may_name(actor: Person) -> bool:
    if may(actor.rights, "stand_ins.name_always"):
        return True
    return may(actor.rights, "stand_ins.name") and not has_leader(actor.centre_id)


def state_of(found: StandIn) -> dict[str, Any]:
    return {
        "stand_in": found.person.name,
        "in_place_of": found.absent.name if found.absent else None,
        "role": found.role,
        "first_date": found.first_day.isoformat(),
        "last_date": found.last_day.isoformat(),
    }


def note(
    actor: Person | None,
    found: StandIn,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    away = found.absent.login if found.absent else found.role
    note_change(
        actor=actor,
        centre_id=found.centre_id,
        action=action,
        subject="stand_in",
        subject_key=f"{found.person.login}|{away}|{found.first_day.isoformat()}",
        before=before,
        after=after,
        reason=reason,
    )
