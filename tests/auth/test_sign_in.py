"""Signing in: the same answer for every wrong pair, waiting after many, and no way out of the site (trust.md A, L)."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app import create_app
from app.domain.errors import Invalid
from app.domain.passwords import check_password
from app.extensions import db
from app.models import Change, Person, SignIn, Throttle
from app.models.types import now
from app.operations.people import hash_password, person_by_login, reset_password, unlock
from tests.cast import CAST, PASSWORD
from tests.conftest import Browser, settings_for


def try_in(browser: Browser, login: str, password: str = PASSWORD, **more):
    return browser.client.post(
        "/login",
        data={"login": login, "password": password, "csrf_token": browser.token(), **more.pop("data", {})},
        **more,
    )


@pytest.mark.parametrize("role", CAST, ids=lambda role: role.login)
def test_everybody_of_the_cast_signs_in(browser: Browser, role) -> None:
    answer = try_in(browser, role.login)
    assert (answer.status_code, answer.location) == (303, "/")


def without_token(answer) -> str:
    return re.sub(r'(content|value)="[^"]{60,}"', "", answer.get_data(as_text=True))


def test_unknown_login_and_wrong_password_get_the_same_answer(app: Flask) -> None:
    unknown, wrong = Browser(app.test_client()), Browser(app.test_client())
    first, second = try_in(unknown, "kimdir", "notoʻgʻri parol"), try_in(wrong, "biblio", "notoʻgʻri parol")
    assert first.status_code == second.status_code == 422
    assert without_token(first).replace("kimdir", "") == without_token(second).replace("biblio", "")
    assert "Xato:" in without_token(first) and "Login yoki parol notoʻgʻri." in without_token(first)


def test_unknown_login_takes_as_long_as_a_wrong_password(app: Flask) -> None:
    with app.app_context():
        person_by_login("biblio").password_hash = hash_password(PASSWORD)  # the cast's own is a quick one
        db.session.commit()
    browser = Browser(app.test_client())
    taken: dict[str, list[float]] = {"kimdir": [], "biblio": []}
    for login in ("kimdir", "biblio") * 4:
        token = browser.token()
        begun = time.thread_time()
        browser.client.post("/login", data={"login": login, "password": "notoʻgʻri", "csrf_token": token})
        taken[login].append(time.thread_time() - begun)
    assert 0.5 < min(taken["kimdir"]) / min(taken["biblio"]) < 2


def test_a_deactivated_person_gets_the_answer_of_a_wrong_password(app: Flask, browser: Browser) -> None:
    with app.app_context():
        person_by_login("biblio").active = False
        db.session.commit()
    assert try_in(browser, "biblio").status_code == 422


@pytest.mark.parametrize(
    "typed", ["BIBLIO", " biblio ", "biblio\x00", "bibliо"], ids=["case", "blanks", "nul", "cyrillic"]
)
def test_a_login_is_known_however_it_is_typed(browser: Browser, typed: str) -> None:
    assert try_in(browser, typed).status_code == 303


@pytest.mark.parametrize("typed", ["", " ", "a" * 64, "a" * 65, "a" * 100_000, "\ud800", "{{7*7}}", "' or 1=1 --"])
def test_a_strange_login_is_only_wrong(browser: Browser, typed: str) -> None:
    answer = try_in(browser, typed.encode("utf-8", "surrogatepass"), "notoʻgʻri")
    assert answer.status_code == 422
    assert 'value="49"' not in answer.get_data(as_text=True)


@pytest.mark.parametrize("password", ["x" * 129, "x" * 400_000])
def test_an_overlong_password_is_refused_before_it_is_hashed(browser: Browser, password: str) -> None:
    begun = time.perf_counter()
    assert try_in(browser, "biblio", password).status_code == 422
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    "password",
    [" boʻsh joylar bilan ", "пароль для проверки", "kitob 📚 javoni ochiq", "g" * 57 + "abcdefghij" * 7 + "z"],
)
def test_a_password_works_exactly_as_typed(app: Flask, password: str) -> None:
    browser = Browser(app.test_client()).sign_in("biblio")
    form = {"current": PASSWORD, "password": password, "again": password}
    assert browser.post("/profile", form).status_code == 303
    assert try_in(Browser(app.test_client()), "biblio", password).status_code == 303
    assert try_in(Browser(app.test_client()), "biblio", password + " ").status_code == 422


def test_composed_and_decomposed_letters_are_the_same_password(app: Flask) -> None:
    browser = Browser(app.test_client()).sign_in("biblio")
    composed, decomposed = "йўлбарс ва кӣтоблар ё", "йўлбарс ва кӣтоблар ё"
    assert browser.post("/profile", {"current": PASSWORD, "password": composed, "again": composed}).status_code == 303
    assert try_in(Browser(app.test_client()), "biblio", decomposed).status_code == 303


@pytest.mark.parametrize(
    "password",
    ["kutubxona2025", "arnasoy123", "1234567890", "qwertyuiop", "йцукен12йцукен12", "bibliografi", "ifargoilbib"],
)
def test_a_guessable_password_is_refused_with_its_reason(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_password(password, login="bibliografi", role="head")
    assert refusal.value.code in {"password.common", "password.like_login"}


HOSTILE = [
    "//e.uz", "/\\e.uz", "\\\\e.uz", "https:e.uz", "https://e.uz/", "/%0d%0aX: 1\r\nX-Bad: 1",
    "javascript:alert(1)", "/\t/e.uz", "@e.uz", "e.uz", " //e.uz", "/\x00/e", "///e.uz", "http:/e.uz",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE)
def test_next_never_leads_away(app: Flask, target: str) -> None:
    browser = Browser(app.test_client())
    answer = try_in(browser, "biblio", data={"next": target})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "X-Bad" not in answer.headers
    assert browser.get("/login", query_string={"next": target}).location == "/"


def test_next_leads_back_to_the_page_that_was_asked_for(browser: Browser) -> None:
    asked = browser.get("/profile?a=1")
    assert (asked.status_code, asked.location) == (302, "/login?next=/profile?a%3D1")
    assert try_in(browser, "biblio", data={"next": "/profile?a=1"}).location == "/profile?a=1"


def test_after_five_wrong_passwords_even_the_right_one_waits(app: Flask, browser: Browser) -> None:
    for _ in range(5):
        assert try_in(browser, "biblio", "notoʻgʻri").status_code == 422
    answer = try_in(browser, "biblio")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3
    assert "soniyadan keyin" in answer.get_data(as_text=True)
    assert try_in(browser, "metodist").status_code == 303, "a colleague on the same computer gets in"


def test_the_wait_doubles_and_ends_at_a_quarter_of_an_hour(app: Flask, browser: Browser) -> None:
    waits = []
    for _ in range(20):
        assert try_in(browser, "biblio", "notoʻgʻri").status_code == 422
        with app.app_context():
            throttle = db.session.get(Throttle, "account:biblio")
            if throttle.until is not None:
                waits.append(round((throttle.until - throttle.last_at).total_seconds()))
                db.session.execute(update(Throttle).values(until=None))
                db.session.commit()
    assert waits[:4] == [2, 4, 8, 16]
    assert len(waits) == 16 and max(waits) == waits[-1] == 900


def test_a_wait_outlives_a_restart_and_the_administrator_ends_it(app: Flask, browser: Browser) -> None:
    for _ in range(5):
        try_in(browser, "biblio", "notoʻgʻri")
    again = create_app(settings_for(app.config["SETTINGS"].data))
    assert try_in(Browser(again.test_client()), "biblio").status_code == 429
    with again.app_context():
        unlock(actor=None, person=person_by_login("biblio"))
        db.session.commit()
    assert try_in(Browser(again.test_client()), "biblio").status_code == 303
    with again.app_context():
        db.engine.dispose()


def test_a_clock_that_was_wrong_cannot_lock_anybody_out_for_long(app: Flask, browser: Browser) -> None:
    with app.app_context():
        far = now() + timedelta(days=4 * 365)
        db.session.add(Throttle(key="account:biblio", failures=9, last_at=far, until=far))
        db.session.commit()
    answer = try_in(browser, "biblio")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 901
    assert "daqiqadan keyin" in answer.get_data(as_text=True)


def test_many_logins_from_one_address_engage_its_limit_but_not_for_long(app: Flask, browser: Browser) -> None:
    answers = [try_in(browser, f"kimdir{number}", "x").status_code for number in range(35)]
    assert answers[:29] == [422] * 29 and answers[-1] == 429
    assert int(try_in(browser, "biblio").headers["Retry-After"]) < 10


def test_a_forged_forwarding_header_does_not_change_the_address(app: Flask, browser: Browser) -> None:
    try_in(browser, "biblio", "notoʻgʻri", headers={"X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6"})
    with app.app_context():
        assert set(db.session.scalars(select(Throttle.key))) == {"account:biblio", "address:127.0.0.1"}


def test_refused_tries_are_logged_without_what_was_typed(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    try_in(browser, "maxfiy-soʻzim", "juda maxfiy parol", headers={"User-Agent": "x" * 1000})
    try_in(browser, "biblio", "juda maxfiy parol")
    lines = [record.getMessage() for record in caplog.records if record.name == "jamlanma.security"]
    assert len(lines) == 2 and "account='biblio'" in lines[1]
    assert not [line for line in lines if "maxfiy" in line or "\n" in line]


def test_signing_in_leaves_history_and_keeps_the_language_of_the_account(app: Flask, browser: Browser) -> None:
    with app.app_context():
        person_by_login("biblio").locale = "ru"
        db.session.commit()
    try_in(browser, "biblio")
    browser.post("/logout")
    assert '<html lang="ru"' in browser.get("/login").get_data(as_text=True)
    with app.app_context():
        actions = db.session.scalars(
            select(Change.action).where(Change.subject_key == "biblio").order_by(Change.id)
        ).all()
        assert actions[-2:] == ["sign_in", "sign_out"]


def test_the_first_password_must_be_changed_before_anything_else(app: Flask, browser: Browser) -> None:
    with app.app_context():
        first = reset_password(actor=None, person=person_by_login("biblio"))
        db.session.commit()
    assert len(first) >= 12
    try_in(browser, "biblio", first)
    for path in ("/", "/profile", "/consolidation/2025", "/people/"):
        assert browser.get(path).location in {"/password/first", None}
    assert browser.get("/profile").location == "/password/first"
    assert browser.client.get("/profile", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/password/first"
    new = "olma anor behi uzum"
    form = {"current": first, "password": new, "again": new, "csrf_token": browser.token("/password/first")}
    assert browser.client.post("/password/first", data={**form, "again": "boshqa"}).status_code == 422
    assert browser.client.post("/password/first", data={**form, "password": first, "again": first}).status_code == 422
    assert browser.client.post("/password/first", data=form).location == "/"
    assert browser.get("/profile").status_code == 200
    assert try_in(Browser(app.test_client()), "biblio", first).status_code == 422


def test_a_first_password_ends_after_a_week(app: Flask, browser: Browser) -> None:
    with app.app_context():
        person = person_by_login("biblio")
        first = reset_password(actor=None, person=person)
        person.first_password_until = now() - timedelta(seconds=1)
        db.session.commit()
    assert try_in(browser, "biblio", first).status_code == 422


@pytest.mark.parametrize("login", ["admin", "director", "demo", "root", "test", "metodist"])
def test_no_account_opens_with_its_own_name(app: Flask, login: str) -> None:
    for password in (login, f"{login}123", "12345678", "password"):
        assert try_in(Browser(app.test_client()), login, password).status_code in (422, 429)


def test_only_the_hash_of_a_token_is_kept(app: Flask, browser: Browser) -> None:
    try_in(browser, "biblio")
    with browser.client.session_transaction() as kept:
        token = kept["_user_id"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1
        assert db.session.scalar(select(SignIn.token_hash)) != token
        assert token != str(db.session.scalar(select(Person.id).where(Person.login == "biblio")))


@pytest.mark.parametrize("path", ["/profile", "/password/first"])
def test_passwords_are_never_written_back_and_each_error_stands_by_its_field(
    app: Flask, browser: Browser, path: str
) -> None:
    with app.app_context():
        first = reset_password(actor=None, person=person_by_login("biblio"))
        person_by_login("biblio").must_change_password = path != "/profile"
        db.session.commit()
    try_in(browser, "biblio", first)
    form = {"current": first, "password": "olma anor behi uzum", "again": "olma anor behi", "csrf_token": ""}
    form["csrf_token"] = browser.token(path)
    page = browser.client.post(path, data=form).get_data(as_text=True)
    assert 'href="#again"' in page and 'id="again-error"' in page and "Parollar bir xil emas." in page
    assert first not in page and "olma anor" not in page
    page = browser.client.post(path, data={**form, "current": "", "again": form["password"]}).get_data(as_text=True)
    assert 'id="current-error"' in page and "olma anor" not in page


def test_a_refused_sign_in_keeps_the_login_and_the_page_that_was_asked_for(browser: Browser) -> None:
    page = try_in(browser, "kimdir", "notoʻgʻri", data={"next": "/profile?a=1"}).get_data(as_text=True)
    for name, kept in (("login", "kimdir"), ("next", "/profile?a=1")):
        assert re.search(rf'name="{name}"\s+value="{re.escape(kept)}"', page), name
    assert "notoʻgʻri parol" not in page
    field = re.search(r'<input type="password"[^>]*>', page)[0]
    assert field.count("autocomplete=") == 1 and "autofocus" in field and 'value=""' in field


@pytest.mark.parametrize("locale", ["", "en", "uz_Arab"])
def test_a_language_that_is_none_changes_nothing(app: Flask, browser: Browser, locale: str) -> None:
    browser.sign_in("biblio")
    assert browser.post("/language", {"locale": locale, "next": "/profile"}).location == "/profile"
    with app.app_context():
        assert person_by_login("biblio").locale == "uz"
