"""What a stand-in may on his days is what both roles may, page by page; the day after it is his own (trust.md Z)."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from flask import Flask

from app.domain.duties import Duty
from app.domain.permissions import NOT_LENT, PERMISSIONS, PUBLIC, ROLES, Rights, may, may_be_lent
from app.extensions import SAFE_METHODS, db
from app.queries.duties import duties, of_person
from app.queries.stand_ins import stand
from app.queries.units import may_in_unit, own_and_lent, writable_units
from app.web.gate import permission_of
from tests.access.pages import Page, endpoint_of
from tests.access.table import expected
from tests.access.test_access import addresses
from tests.access.test_pages_of_roles import BUTTONS
from tests.cast import TODAY
from tests.stand_ins.conftest import LAST, person_of
from tests.submissions.conftest import office_of
from tests.submissions.way import LOGINS

LENT = [role for role in ROLES if may_be_lent(role)]
# (own role, role of the absent): each role that can once as who stands in, each once as who is away.
PAIRS = [
    ("sector", "methodologist"),
    ("head", "director"),
    ("methodologist", "sector"),
    ("deputy", "head"),
    ("director", "methodologist"),
    ("sector", "deputy"),
    ("sector", "inspector"),
    ("methodologist", "director"),
]


def test_every_role_but_that_of_the_accounts_is_met_on_both_sides() -> None:
    assert {absent for _, absent in PAIRS} == set(LENT) == set(ROLES) - {"administrator"}
    assert {own for own, _ in PAIRS} == set(LENT) - {"inspector"}  # who looks on from outside stands in for nobody


def test_rights_are_the_union_of_the_table_but_for_what_is_not_lent() -> None:
    table = expected()
    for own in ROLES:
        for lent in LENT:
            rights = Rights(own, (lent,))
            for name, roles in table.items():
                assert may(rights, name) == (roles[own] or (roles[lent] and name not in NOT_LENT)), (own, lent, name)
    assert PERMISSIONS.keys() >= NOT_LENT
    assert not may(Rights("sector", ("director",)), "plan.burn")


def refused_routes(app: Flask, browser, caplog) -> set[tuple[str, str]]:
    """(method, endpoint) of every route that the gate does not let this person into."""
    caplog.set_level(logging.WARNING, logger="jamlanma.security")
    found = set()
    for method, path, endpoint in addresses(app):
        caplog.clear()
        status = browser.client.open(path, method=method).status_code
        refused = any(record.getMessage().startswith("permission ") for record in caplog.records)
        assert status < 500, (method, path)
        assert not refused or status == 404
        assert method in SAFE_METHODS or refused or status in (400, 404, 405)
        if refused:
            found.add((method, endpoint))
    return found


@pytest.mark.parametrize(("own", "absent"), PAIRS)
def test_every_route_opens_to_who_stands_in_as_to_both(app: Flask, as_, stands_in, caplog, own: str, absent) -> None:
    stands_in(LOGINS[own], LOGINS[absent])
    table = expected()

    def union(endpoint: str) -> bool:
        permission = permission_of(app, endpoint)
        if permission == PUBLIC:
            return True
        return table[permission][own] or (table[permission][absent] and permission not in NOT_LENT)

    expected_closed = {(method, endpoint) for method, _, endpoint in addresses(app) if not union(endpoint)}
    assert refused_routes(app, as_(LOGINS[own]), caplog) == expected_closed
    app.config["TODAY"] = LAST + timedelta(days=1)
    own_only = {
        (method, endpoint)
        for method, _, endpoint in addresses(app)
        if (name := permission_of(app, endpoint)) != PUBLIC and not table[name][own]
    }
    assert refused_routes(app, as_(LOGINS[own]), caplog) == own_only


def menu_of(app: Flask, browser) -> set[str | None]:
    return {endpoint_of(app, "GET", link) for link in Page("/", browser.get("/").get_data(as_text=True)).menu}


@pytest.mark.parametrize(("own", "absent"), PAIRS)
def test_the_menu_is_that_of_both(app: Flask, as_, stands_in, own: str, absent: str) -> None:
    """On the day before, on both ends and on the day after."""
    first, last = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    alone, other = menu_of(app, as_(LOGINS[own])), menu_of(app, as_(LOGINS[absent]))
    stands_in(LOGINS[own], LOGINS[absent], first=first, last=last)
    for day in (TODAY, first, last, last + timedelta(days=1)):
        app.config["TODAY"] = day
        wanted = alone | other if first <= day <= last else alone
        assert menu_of(app, as_(LOGINS[own])) == wanted, day


def offered(app: Flask, browser, unit: str) -> set[str | None]:
    """The acts that a unit's page of October and the matrix offer to somebody."""
    found = set()
    for place in (f"/submissions/2025-10/{unit}", "/submissions/"):
        page = Page(place, browser.get(place).get_data(as_text=True))
        found |= {endpoint_of(app, button.method, button.address) for button in page.buttons if button.method == "POST"}
    return found & set().union(*BUTTONS.values())


@pytest.mark.parametrize(("own", "absent"), PAIRS)
def test_the_months_offer_him_what_they_offer_to_both(app: Flask, as_, prepare, stands_in, own: str, absent) -> None:
    """Of what somebody else handed in, in every state, for a unit of his, of the absent and of neither."""

    def walk(browser) -> dict[tuple[str, str], set[str | None]]:
        found = {}
        for state in ("draft", "submitted", "returned", "accepted", "closed"):
            prepare(state)
            with app.app_context():
                office = office_of(app)
                for code in ("abonement", "manaviyat", "kotiba", "metodika"):
                    office.row(code).submitted_by_id = office.people["akt"].id
                db.session.commit()
            found |= {(state, code): offered(app, browser, code) for code in ("abonement", "kotiba", "metodika")}
        return found

    alone, other = walk(as_(LOGINS[own])), walk(as_(LOGINS[absent]))
    stands_in(LOGINS[own], LOGINS[absent])
    both = walk(as_(LOGINS[own]))
    assert both == {place: alone[place] | other[place] for place in alone}


def test_a_right_and_a_unit_of_two_roles_do_not_make_a_third(app: Flask, context, stands_in) -> None:
    """The methodologist writes for every unit and withdraws nothing; a sector withdraws its own: not everybody's."""
    stands_in("umumiy", "metodist")
    umumiy = stand(person_of("umumiy"), TODAY)
    units = {unit.code: unit.id for unit in writable_units(umumiy)}
    assert len(units) > 10
    assert [code for code, unit in units.items() if may_in_unit(umumiy, "submissions.withdraw", unit)] == ["umumiy-zal"]
    assert all(may_in_unit(umumiy, "submissions.submit", unit) for unit in units.values())
    assert own_and_lent(umumiy) == {units["umumiy-zal"], units["metodika"]}


def test_a_heads_stand_in_writes_for_the_sectors_below_the_head_and_not_below_his_own_unit(context, stands_in) -> None:
    stands_in("abonement", "biblio")
    abonement = stand(person_of("abonement"), TODAY)
    biblio = person_of("biblio")
    assert {unit.code for unit in writable_units(abonement)} == {
        "abonement",
        *(unit.code for unit in writable_units(biblio)),
    }


def as_key(duty: Duty) -> tuple[object, ...]:
    return (duty.kind, duty.period, duty.unit_id, duty.row_key, duty.permission, duty.number)


@pytest.mark.parametrize(
    ("login", "absent", "first", "last"),
    [
        ("umumiy", "metodist", date(2025, 11, 30), date(2025, 12, 5)),
        ("biblio", "direktor", date(2025, 12, 30), date(2026, 1, 12)),  # across the year's end
        ("metodist", "abonement", date(2025, 11, 18), date(2025, 11, 18)),  # one day
        ("akt", "oquv", date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_he_owes_what_both_owe_on_his_days_and_his_own_on_all_others(
    approved, context, stands_in, login: str, absent: str, first: date, last: date
) -> None:
    stands_in(login, absent, first=first, last=last)
    one_day = timedelta(days=1)
    for day in (first - one_day, first, last, last + one_day):
        person, other = person_of(login), person_of(absent)
        person.standing = other.standing = ()
        own = {as_key(duty) for duty in duties(1, of_person(person), day)}
        theirs = {as_key(duty) for duty in duties(1, of_person(other), day)}
        both = {as_key(duty) for duty in duties(1, of_person(stand(person, day)), day)}
        assert theirs - own, "the absent owes nothing more: nothing is shown by it"
        assert both == (own | theirs if first <= day <= last else own), day
