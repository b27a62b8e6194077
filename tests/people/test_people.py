"""Accounts in the administrator's hands (trust.md A5, A7, A8, A11, A12, S10, R5)."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Change, Person, SignIn, Unit
from app.operations.people import person_by_login
from tests.cast import PASSWORD
from tests.conftest import Browser

NEW = {"login": "d.karimova", "name": "Dilnoza Karimova", "role": "sector"}


@pytest.fixture
def admin(as_) -> Browser:
    return as_("admin")


def id_of(app: Flask, login: str) -> int:
    with app.app_context():
        return person_by_login(login).id


def unit_id(app: Flask, code: str) -> int:
    with app.app_context():
        return db.session.scalar(select(Unit.id).where(Unit.code == code))


def form_of(app: Flask, login: str, /, **changed: object) -> dict[str, object]:
    with app.app_context():
        person = person_by_login(login)
        units = [unit.id for unit in person.units]
        return {"version": person.version, "name": person.name, "role": person.role, "unit_ids": units, **changed}


def rows(page: str) -> list[str]:
    """The names in the list, in its order."""
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]*)</a>', page)


def test_a_new_person_gets_a_password_that_is_shown_once(app: Flask, admin: Browser) -> None:
    answer = admin.post("/people/new", {**NEW, "unit_ids": [unit_id(app, "abonement")]})
    assert answer.status_code == 303
    page = admin.get(answer.location).get_data(as_text=True)
    password = re.search(r'id="given-password">([^<]+)<', page)[1]
    assert len(password) >= 12 and "Abonementlar sektori" in page
    assert "given-password" not in admin.get(answer.location).get_data(as_text=True)
    browser = Browser(app.test_client())
    data = {"login": "d.karimova", "password": password, "csrf_token": browser.token()}
    assert browser.client.post("/login", data=data).status_code == 303
    assert browser.get("/profile").location == "/password/first"
    with app.app_context():
        assert not [c for c in db.session.scalars(select(Change)) if password in f"{c.before}{c.after}{c.reason}"]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"login": "ADMIN"}, "login", "band"),
        ({"login": "аdmin"}, "login", "band"),  # a Cyrillic а
        ({"login": ""}, "login", "Login"),
        ({"login": "ikki soʻz"}, "login", "Login"),
        ({"name": " "}, "name", "shart"),
        ({"role": "owner"}, "role", "tanlang"),
        ({"unit_ids": ["999999"]}, "unit_ids", "tanlang"),
        ({"unit_ids": ["x"]}, "unit_ids", "tanlang"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(app: Flask, admin: Browser, changed, field, words) -> None:
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Person))
    answer = admin.post("/people/new", {**NEW, "unit_ids": [unit_id(app, "abonement")], **changed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "<title>Xato:" in page
    assert f'href="#{field}"' in page and f'id="{field}-error"' in page and words in page
    assert changed.get("name", NEW["name"]) in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == before


def test_a_wrong_field_keeps_every_other_one(app: Flask, admin: Browser) -> None:
    unit = unit_id(app, "abonement")
    typed = {**NEW, "name": "Dilnoza  Karimova", "unit_ids": [unit], "login": "ikki soʻz"}
    page = admin.post("/people/new", typed).get_data(as_text=True)
    assert 'value="Dilnoza  Karimova"' in page and 'value="ikki soʻz"' in page
    assert '<option value="sector" selected>' in page
    assert re.search(rf'name="unit_ids"\s+value="{unit}" checked', page)


def test_the_same_form_sent_twice_adds_one_person(app: Flask, admin: Browser) -> None:
    token = re.search(r'name="form_token" value="([^"]+)"', admin.get("/people/new").get_data(as_text=True))[1]
    form = {**NEW, "form_token": token, "csrf_token": admin.token("/people/new")}
    first, second = admin.post("/people/new", form), admin.post("/people/new", form)
    assert first.status_code == second.status_code == 303 and first.location == second.location
    other = admin.post("/people/new", {**form, "login": "n.karimova"})
    assert other.status_code == 303 and other.location != first.location
    with app.app_context():
        named = select(func.count()).select_from(Person).where(Person.name == NEW["name"])
        assert db.session.scalar(named) == 2


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "x", ""])
def test_a_version_that_is_none_overwrites_nothing(app: Flask, admin: Browser, version: str) -> None:
    answer = admin.post(f"/people/{id_of(app, 'biblio')}", form_of(app, "biblio", name="Boshqa", version=version))
    assert answer.status_code == 409
    with app.app_context():
        assert person_by_login("biblio").name == "Bibliograf"


@pytest.mark.parametrize("login", ["a" * 65, "a\x00b", "<b>x</b>" * 9])
def test_a_strange_login_is_no_fault_of_ours(admin: Browser, login: str) -> None:
    assert admin.post("/people/new", {**NEW, "login": login}).status_code == 422


def test_hostile_text_stays_text(admin: Browser) -> None:
    answer = admin.post("/people/new", {**NEW, "name": "<script>alert(1)</script>", "login": "<b>x"})
    for path in (answer.location, "/people/", "/system/history"):
        page = admin.get(path).get_data(as_text=True)
        assert "<script>alert" not in page and "<b>x" not in page and "&lt;script&gt;" in page


def test_fields_that_do_not_belong_to_the_form_change_nothing(app: Flask, admin: Browser) -> None:
    extra = {"login": "other", "active": "", "centre_id": "9", "password_hash": "x", "must_change_password": ""}
    assert (
        admin.post(
            f"/people/{id_of(app, 'biblio')}", form_of(app, "biblio", name="Bosh bibliograf", **extra)
        ).status_code
        == 303
    )
    with app.app_context():
        person = person_by_login("biblio")
        assert (person.name, person.active, person.centre_id) == ("Bosh bibliograf", True, 1)
        assert person.password_hash != "x"


def test_a_change_is_in_the_history_with_the_name_of_that_time(app: Flask, admin: Browser, as_) -> None:
    as_("biblio").post("/profile/end-others")
    admin.post(f"/people/{id_of(app, 'biblio')}", form_of(app, "biblio", name="Yangi familiya", role="sector"))
    with app.app_context():
        latest = select(Change).where(Change.subject == "person").order_by(Change.id.desc()).limit(1)
        change = db.session.scalar(latest.where(Change.action == "change"))
        assert (change.before["name"], change.after["name"]) == ("Bibliograf", "Yangi familiya")
        assert (change.before["role"], change.after["role"]) == ("head", "sector")
        assert change.person_name == "Administrator" and change.address == "127.0.0.1"
        old = db.session.scalars(
            select(Change).where(Change.action == "end_sign_ins").order_by(Change.id.desc())
        ).first()
        assert old.person_name == "Bibliograf"


def test_two_administrators_do_not_overwrite_each_other(app: Flask, admin: Browser) -> None:
    address, stale = f"/people/{id_of(app, 'biblio')}", form_of(app, "biblio", name="Ikkinchi")
    assert admin.post(address, form_of(app, "biblio", name="Birinchi")).status_code == 303
    answer = admin.post(address, stale)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and 'value="Ikkinchi"' in page and "Hozir saqlangani: Birinchi" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert admin.post(address, {**stale, "version": version}).status_code == 303, "having seen both, one may decide"


def test_a_new_first_password_ends_the_sessions_and_the_old_password(app: Flask, admin: Browser, as_) -> None:
    browser = as_("biblio")
    answer = admin.post(f"/people/{id_of(app, 'biblio')}/reset-password")
    assert "given-password" in admin.get(answer.location).get_data(as_text=True)
    assert browser.get("/profile").status_code == 302
    token = browser.token()
    again = browser.client.post("/login", data={"login": "biblio", "password": PASSWORD, "csrf_token": token})
    assert again.status_code == 422


def test_administrators_change_their_own_password_on_their_own_page(app: Flask, admin: Browser) -> None:
    address = f"/people/{id_of(app, 'admin')}"
    assert "reset-password" not in admin.get(address).get_data(as_text=True)
    assert admin.post(f"{address}/reset-password").location == "/profile"
    assert admin.get("/people/").status_code == 200


def test_a_deactivated_person_is_out_at_once_and_keeps_name_and_login(app: Flask, admin: Browser, as_) -> None:
    browser, address = as_("biblio"), f"/people/{id_of(app, 'biblio')}"
    assert "Bibliograf (biblio) faolsizlantirilsinmi?" in admin.get(address).get_data(as_text=True)
    assert admin.post(f"{address}/deactivate").status_code == 303
    assert browser.get("/profile").status_code == 302
    again = admin.post("/people/new", {**NEW, "login": "Biblio"})
    assert again.status_code == 422 and "band" in again.get_data(as_text=True)
    assert "Bibliograf" in admin.get("/system/history?words=biblio").get_data(as_text=True)
    assert admin.post(f"{address}/activate").status_code == 303
    as_("biblio")


@pytest.mark.parametrize("act", ["deactivate", "demote"])
def test_the_last_administrator_stays(app: Flask, admin: Browser, act: str) -> None:
    address = f"/people/{id_of(app, 'admin')}"
    if act == "deactivate":
        answer = admin.post(f"{address}/deactivate")
    else:
        answer = admin.post(address, form_of(app, "admin", role="head"))
    assert answer.status_code == 409 and "Bu yagona faol administrator" in answer.get_data(as_text=True)
    assert admin.get("/people/").status_code == 200
    with app.app_context():
        assert person_by_login("admin").role == "administrator" and person_by_login("admin").active


def test_with_a_second_administrator_the_first_may_go(app: Flask, admin: Browser) -> None:
    admin.post(f"/people/{id_of(app, 'akt')}", form_of(app, "akt", role="administrator"))
    assert admin.post(f"/people/{id_of(app, 'admin')}/deactivate").status_code == 303
    assert admin.get("/people/").status_code == 302


def test_the_administrator_sees_and_ends_open_sign_ins(app: Flask, admin: Browser, as_) -> None:
    browser, address = as_("biblio"), f"/people/{id_of(app, 'biblio')}"
    browser.get("/profile")
    assert "127.0.0.1" in admin.get(address).get_data(as_text=True)
    assert admin.post(f"{address}/end-sign-ins").status_code == 303
    assert browser.get("/profile").status_code == 302
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1, "the administrator's own"
    assert "Ochiq seans yoʻq" in admin.get(address).get_data(as_text=True)


def test_the_administrator_ends_the_waiting_after_wrong_passwords(app: Flask, admin: Browser) -> None:
    address, browser = f"/people/{id_of(app, 'biblio')}", Browser(app.test_client())
    assert "/unlock" not in admin.get(address).get_data(as_text=True)
    for _ in range(7):
        browser.client.post("/login", data={"login": "biblio", "password": "x", "csrf_token": browser.token()})
    assert "/unlock" in admin.get(address).get_data(as_text=True)
    assert admin.post(f"{address}/unlock").status_code == 303
    browser.sign_in("biblio")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("role=methodologist", ["Metodist"]),
        ("unit=abonement", ["Abonement kutubxonachisi"]),
        ("words=o'quv", ["Oʻquv zallari rahbari"]),
        ("words=МЕТОДИСТ", ["Metodist"]),
        ("words=kuzat", ["Kuzatuvchi"]),
        ("state=inactive", ["Jamlovchi"]),
        ("words=hech kim", []),
        ("role=head&state=active", ["AKT mutaxassisi", "Bibliograf", "Oʻquv zallari rahbari"]),
    ],
)
def test_the_list_is_filtered(app: Flask, admin: Browser, query: str, names: list[str]) -> None:
    admin.post(f"/people/{id_of(app, 'jamlash')}/deactivate")
    page = admin.get(f"/people/?{query}").get_data(as_text=True)
    assert rows(page) == names
    assert ("Bunday xodim topilmadi" in page) is (not names)
