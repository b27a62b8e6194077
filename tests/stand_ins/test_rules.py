"""Who can stand in for whom, and on which days: every refusal in a clear sentence (domain.md §5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import Invalid, NotAllowed
from app.domain.permissions import ROLES, Rights, may, may_stand_in
from app.domain.stand_ins import Standing, last_within
from app.extensions import db
from app.i18n.labels import explain
from app.models import Change, StandIn
from app.operations.people import add_person, change_person, set_active
from app.operations.stand_ins import end_stand_in, name_stand_in
from app.queries.stand_ins import stand, standings, standings_on
from tests.cast import TODAY
from tests.stand_ins.conftest import LAST, person_of


def name(by: str = "direktor", who: str = "umumiy", absent: str = "metodist", **changed: object) -> StandIn:
    words = {"role": "", "first_day": TODAY, "last_day": LAST, "reason": "taʼtil", "today": TODAY} | changed
    away = person_of(absent) if absent else None
    return name_stand_in(actor=person_of(by), person=person_of(who), absent=away, **words)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"who": "metodist"}, "stand_in.self", "person"),
        ({"who": "admin"}, "stand_in.accounts", "person"),
        ({"absent": "admin"}, "stand_in.accounts", "absent"),
        ({"absent": "", "role": "administrator"}, "stand_in.accounts", "absent"),
        ({"absent": "", "role": "xoʻjayin"}, "stand_in.accounts", "absent"),
        ({"absent": "", "role": "director"}, "stand_in.held", "absent"),
        ({"absent": "", "role": "sector", "who": "oquv"}, "stand_in.held", "absent"),
        ({"absent": "", "role": "sector"}, "stand_in.own_post", "person"),
        ({"first_day": TODAY - timedelta(days=1)}, "stand_in.past", "first_day"),
        ({"last_day": TODAY - timedelta(days=1)}, "stand_in.days", "last_day"),
        ({"first_day": LAST, "last_day": TODAY}, "stand_in.days", "last_day"),
        ({"last_day": date(2028, 11, 18)}, "stand_in.too_long", "last_day"),
        ({"last_day": date(2035, 12, 31)}, "stand_in.too_long", "last_day"),
        ({"first_day": date(2026, 11, 18), "last_day": date(2026, 12, 1)}, "stand_in.far", "first_day"),
        ({"who": "kuzatuvchi", "absent": "direktor"}, "stand_in.watcher", "person"),
        ({"who": "kuzatuvchi", "absent": "umumiy"}, "stand_in.watcher", "person"),
        ({"reason": " "}, "stand_in.reason_missing", "reason"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(app: Flask, context, changed, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        name(**changed)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert db.session.scalar(select(StandIn)) is None


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, date(2028, 11, 17)),  # a parental leave
        (date(2026, 11, 17), date(2029, 11, 16)),
        (date(2026, 1, 1), date(2028, 12, 31)),
    ],
)
def test_three_years_are_the_longest_and_are_allowed(context, first: date, last: date) -> None:
    assert name(first_day=first, last_day=last).last_day == last
    with pytest.raises(Invalid) as refused:
        name(who="biblio", first_day=first, last_day=last + timedelta(days=1))
    assert (refused.value.code, refused.value.params["last"]) == ("stand_in.too_long", last)


def test_three_years_that_begin_on_the_leap_day_end_with_february() -> None:
    assert last_within(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert last_within(date(2028, 3, 1), 3) == date(2031, 2, 28)
    assert last_within(date(2025, 3, 1), 3) == date(2028, 2, 29)


def test_a_watcher_may_be_away_but_stands_in_for_nobody(context) -> None:
    assert name(who="biblio", absent="kuzatuvchi").role == "inspector"
    assert [role for role in ROLES if not may_stand_in(role)] == ["administrator", "inspector"]


def test_what_a_watcher_was_given_before_goes_on(context, stands_in) -> None:
    """From before the rule: the row stays as it is and holds until it ends."""
    found = db.session.get(StandIn, stands_in("umumiy", "direktor"))
    found.person_id = person_of("kuzatuvchi").id
    db.session.commit()
    assert [one.role for one in standings_on(1, person_of("kuzatuvchi").id, TODAY)] == ["director"]


@pytest.mark.parametrize("by", ["metodist", "orinbosar", "abonement", "oquv", "kuzatuvchi", "admin"])
def test_only_the_director_names_one_while_there_is_a_director(context, by: str) -> None:
    with pytest.raises(NotAllowed):
        name(by, who="biblio")


def test_without_an_active_director_the_administrator_names_one_for_the_empty_post(app: Flask, context) -> None:
    set_active(actor=person_of("admin"), person=person_of("direktor"), active=False, today=TODAY)
    for by in ("metodist", "orinbosar"):
        with pytest.raises(NotAllowed):
            name(by, who="biblio")
    found = name("admin", who="orinbosar", absent="", role="director")
    assert (found.role, found.absent_id) == ("director", None)
    with pytest.raises(Invalid, match=r"stand_in\.accounts"):
        name("admin", who="admin", absent="", role="deputy")  # nobody gives himself what he has not


def test_a_stand_in_passes_nothing_on(app: Flask, context, stands_in) -> None:
    stands_in("biblio", "direktor")
    biblio = person_of("biblio")
    biblio.standing = standings_on(1, biblio.id, TODAY)
    with pytest.raises(NotAllowed):
        name_stand_in(
            actor=biblio, person=person_of("akt"), absent=person_of("direktor"), role="", first_day=LAST,
            last_day=LAST + timedelta(days=9), reason="uzaytirish", today=TODAY,
        )  # fmt: skip
    db.session.rollback()
    # Who stands in for the director's stand-in is head of his service, and no director. From before the rule: today
    # the place would be given to another first.
    chained = stands_in("akt", "oquv")
    db.session.get(StandIn, chained).absent_id = biblio.id
    db.session.commit()
    akt = person_of("akt")
    assert {one.role for one in standings_on(1, akt.id, TODAY)} == {"head"}


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        (date(2025, 11, 18), date(2025, 11, 18), True),
        (date(2025, 11, 20), date(2025, 12, 1), True),
        (date(2025, 11, 21), date(2025, 12, 1), False),
        (date(2025, 11, 19), date(2025, 11, 19), True),
    ],
)
def test_one_place_has_one_stand_in_a_day(context, stands_in, first: date, last: date, meets: bool) -> None:
    stands_in("umumiy", "metodist")  # the 18th to the 20th
    if meets:
        with pytest.raises(Invalid) as refused:
            name(who="biblio", first_day=first, last_day=last)
        assert refused.value.code == "stand_in.overlap"
        assert refused.value.params["name"] == "Umumiy zal kutubxonachisi"
    else:
        assert name(who="biblio", first_day=first, last_day=last).id
    with pytest.raises(Invalid, match=r"stand_in\.away"):  # the absent methodologist stands in for nobody
        name(who="metodist", absent="direktor", first_day=TODAY, last_day=TODAY)


def test_who_is_to_be_away_gives_up_the_place_that_he_was_lent(context, stands_in) -> None:
    """Else the post would rest on somebody who is away, and nobody else could be named for it."""
    lent = stands_in("umumiy", "metodist", last=date(2025, 12, 20))
    away = {"first_day": date(2025, 11, 20), "last_day": date(2025, 11, 30)}
    with pytest.raises(Invalid) as refused:
        name(who="oquv", absent="umumiy", **away)
    params = refused.value.params
    assert (refused.value.code, refused.value.field) == ("stand_in.stands_in", "absent")
    assert (params["role"], params["first"], params["last"]) == ("Metodist", TODAY, date(2025, 12, 20))
    assert name(who="oquv", absent="umumiy", first_day=date(2025, 12, 21), last_day=date(2025, 12, 25)).id
    # What the sentence says works: every day has somebody who is there, and he comes back to the post after it.
    end_stand_in(actor=person_of("direktor"), stand_in=db.session.get(StandIn, lent), today=TODAY)
    name(last_day=date(2025, 11, 19))
    name(who="biblio", **away)
    name(who="oquv", absent="umumiy", **away)
    name(first_day=date(2025, 12, 1), last_day=date(2025, 12, 20))
    for number in range((date(2025, 12, 20) - TODAY).days + 1):
        day = TODAY + timedelta(days=number)
        held = [one for one in standings(1) if one.absent == "Metodist" and one.holds(day)]
        assert len(held) == 1, day
        assert not any(one.absent_id == held[0].person_id and one.holds(day) for one in standings(1)), day


def test_who_is_to_be_away_gives_up_a_vacant_post_too(app: Flask, context, stands_in) -> None:
    set_active(actor=person_of("admin"), person=person_of("metodist"), active=False, today=TODAY)
    db.session.commit()
    stands_in("umumiy", role="methodologist")
    with pytest.raises(Invalid, match=r"stand_in\.stands_in") as refused:
        name(who="oquv", absent="umumiy")
    with app.test_request_context():
        assert "oʻzi Metodist oʻrnida turadi" in explain(refused.value)


def test_what_was_ended_leaves_its_place_to_another(context, stands_in) -> None:
    found = db.session.get(StandIn, stands_in("umumiy", "metodist"))
    end_stand_in(actor=person_of("direktor"), stand_in=found, today=TODAY)
    assert name(who="biblio").id
    end_stand_in(actor=person_of("direktor"), stand_in=found, today=LAST)
    assert found.ended_on == TODAY  # twice changes nothing


def test_it_is_ended_by_the_director_and_by_who_named_it_alone(context, stands_in) -> None:
    found = db.session.get(StandIn, stands_in("umumiy", "metodist"))
    for by in ("admin", "metodist", "umumiy", "orinbosar"):
        with pytest.raises(NotAllowed):
            end_stand_in(actor=person_of(by), stand_in=found, today=TODAY)
    set_active(actor=person_of("admin"), person=person_of("direktor"), active=False, today=TODAY)
    again = name("admin", who="biblio", absent="oquv")  # without a director she names and ends them, not only her own
    again.named_by_id = person_of("direktor").id
    end_stand_in(actor=person_of("admin"), stand_in=again, today=TODAY)
    assert again.ended_by.login == "admin"
    set_active(actor=person_of("admin"), person=person_of("direktor"), active=True, today=TODAY)
    found.named_by_id = person_of("admin").id
    end_stand_in(actor=person_of("admin"), stand_in=found, today=TODAY)
    assert (found.ended_on, found.ended_by.login) == (TODAY, "admin")


def test_who_is_closed_or_keeps_the_accounts_stands_in_for_nobody(context, stands_in) -> None:
    running = stands_in("umumiy", "metodist")
    coming = stands_in("umumiy", "oquv", first=LAST, last=LAST + timedelta(days=3))
    other = stands_in("biblio", "akt")
    set_active(actor=person_of("admin"), person=person_of("umumiy"), active=False, today=TODAY)
    states = {one.id: one.state(TODAY) for one in standings(1)}
    assert states == {running: "past", coming: "past", other: "running"}
    set_active(actor=person_of("admin"), person=person_of("umumiy"), active=True, today=TODAY)
    assert standings_on(1, person_of("umumiy").id, TODAY) == ()
    biblio = person_of("biblio")
    change_person(
        actor=person_of("admin"), person=biblio, version=biblio.version, name=biblio.name, role="administrator",
        unit_ids=[], today=TODAY,
    )  # fmt: skip
    assert standings_on(1, biblio.id, TODAY) == ()
    akt = name(who="akt", absent="oquv", first_day=LAST, last_day=LAST).person
    change_person(
        actor=person_of("admin"), person=akt, version=akt.version, name=akt.name, role="inspector", unit_ids=[],
        today=TODAY,
    )  # fmt: skip
    assert {one.state(TODAY) for one in standings(1) if one.person_id == akt.id} == {"past"}


def give_role(login: str, role: str, name: str = "") -> list[str]:
    """Another role for somebody; gives for whom nobody stands in any more."""
    person = person_of(login)
    units = [unit.id for unit in person.units]
    ended = change_person(
        actor=person_of("admin"), person=person, version=person.version, name=name or person.name, role=role,
        unit_ids=units, today=TODAY,
    )  # fmt: skip
    return [one.in_place_of for one in ended]


def test_who_is_closed_while_he_is_away_is_stood_in_for_until_the_last_day_and_another_post_ends_it(
    context, stands_in
) -> None:
    running = stands_in("umumiy", "metodist")
    coming = stands_in("oquv", "metodist", first=LAST + timedelta(days=1), last=LAST + timedelta(days=9))
    other = stands_in("biblio", "akt")
    set_active(actor=person_of("admin"), person=person_of("metodist"), active=False, today=TODAY)
    assert may(rights_of("umumiy"), "submissions.review")
    assert give_role("metodist", "methodologist", "Boshqa familiya") == []
    assert may(rights_of("umumiy"), "submissions.review")
    assert give_role("metodist", "sector") == ["Boshqa familiya"] * 2
    assert not may(rights_of("umumiy"), "submissions.review")
    assert {one.id: one.state(TODAY) for one in standings(1)} == {running: "past", coming: "past", other: "running"}
    ends = list(db.session.scalars(select(Change.person_name).where(Change.action == "end_stand_in")))
    assert ends == ["Administrator"] * 2


@pytest.mark.parametrize("how", ["added", "changed", "back"])
def test_a_vacant_post_that_is_filled_is_lent_no_more(context, stands_in, how: str) -> None:
    admin = person_of("admin")
    set_active(actor=admin, person=person_of("metodist"), active=False, today=TODAY)
    db.session.commit()
    stands_in("umumiy", role="methodologist")
    admin = person_of("admin")
    assert may(rights_of("umumiy"), "submissions.review")
    new = {"actor": admin, "centre_id": 1, "login": "yangi", "name": "Yangi", "unit_ids": [], "today": TODAY}
    assert add_person(**new | {"login": "sektor"}, role="sector")[2] == ()  # another post is filled by him
    if how == "added":
        ended = [one.in_place_of for one in add_person(**new, role="methodologist")[2]]
    elif how == "changed":
        ended = give_role("biblio", "methodologist")
    else:
        back = set_active(actor=admin, person=person_of("metodist"), active=True, today=TODAY)
        ended = [one.in_place_of for one in back]
    assert ended == ["methodologist"]
    assert not may(rights_of("umumiy"), "submissions.review")


def rights_of(login: str) -> Rights:
    return stand(person_of(login), TODAY).rights


def test_the_days_are_both_within_and_an_end_holds_from_its_day_on() -> None:
    def days(ended: date | None = None) -> list[int]:
        one = Standing(1, 1, "", "head", None, "", frozenset(), date(2025, 12, 30), date(2026, 1, 3), ended)
        every = [date(2025, 12, 29) + timedelta(days=number) for number in range(7)]
        assert [one.state(day) == "running" for day in every] == [one.holds(day) for day in every]
        assert [one.meets(day, day) for day in every] == [one.holds(day) for day in every]
        return [day.day for day in every if one.holds(day)]

    assert days() == [30, 31, 1, 2, 3]  # also across the year's end
    assert days(date(2026, 1, 1)) == [30, 31]
    assert days(date(2025, 12, 30)) == days(date(2025, 12, 1)) == []
