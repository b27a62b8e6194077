"""Sessions: what ends them, what does not, and that nothing typed is lost (trust.md S, X)."""

from __future__ import annotations

import html
import re
import time
from datetime import timedelta
from http.cookies import SimpleCookie
from io import BytesIO

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.extensions import db
from app.models import Change, SignIn
from app.models.types import clock
from app.operations.people import person_by_login, set_active
from tests.cast import PASSWORD, TODAY
from tests.conftest import Browser, settings_for


def move(app: Flask, **ages: timedelta) -> None:
    """Make every open sign-in older."""
    with app.app_context():
        for sign_in in db.session.scalars(select(SignIn)):
            for name, age in ages.items():
                setattr(sign_in, name, clock() - age)
        db.session.commit()


def signed_in(browser: Browser) -> bool:
    return browser.get("/profile").status_code == 200


def test_cookie_is_closed_to_scripts_and_to_other_sites(as_) -> None:
    browser = as_("biblio")
    answer = browser.post("/language", {"locale": "ru", "next": "/profile"})
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["akm"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["domain"] and not cookie["secure"] and not cookie["max-age"]


def test_cookie_under_tls_is_bound_to_the_host(app: Flask) -> None:
    plain = settings_for(app.config["SETTINGS"].data)
    tls = create_app(Settings(**{**plain.__dict__, "tls": True}))
    answer = tls.test_client().get("/login", base_url="https://localhost")
    assert answer.headers["Set-Cookie"].startswith("__Host-akm=") and "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, as_) -> None:
    browser = as_("biblio")
    copy = browser.client.get_cookie("akm").value
    assert browser.post("/logout").location == "/login"
    thief = app.test_client()
    thief.set_cookie("akm", copy)
    assert thief.get("/profile").status_code == 302


def test_the_cookie_changes_with_the_sign_in(app: Flask) -> None:
    browser = Browser(app.test_client())
    browser.token()
    before = browser.client.get_cookie("akm").value
    browser.sign_in("biblio")
    assert browser.client.get_cookie("akm").value != before


@pytest.mark.parametrize(
    ("ages", "open_still"),
    [
        ({"seen_at": timedelta(minutes=29)}, True),
        ({"seen_at": timedelta(minutes=31)}, False),
        ({"created_at": timedelta(hours=9, minutes=59)}, True),
        ({"created_at": timedelta(hours=10, minutes=1)}, False),
        ({"created_at": timedelta(days=-180), "seen_at": timedelta(days=-180)}, False),  # the clock went back
    ],
    ids=["idle-29-min", "idle-31-min", "9-h-59", "10-h-1", "clock-back"],
)
def test_a_session_ends_by_idleness_and_by_age(app: Flask, as_, ages: dict[str, timedelta], open_still: bool) -> None:
    browser = as_("biblio")
    move(app, **ages)
    assert signed_in(browser) is open_still


def test_who_works_on_stays_signed_in(app: Flask, as_) -> None:
    browser = as_("biblio")
    for _ in range(4):
        move(app, seen_at=timedelta(minutes=29))
        assert signed_in(browser)


def test_polling_does_not_keep_a_session_alive(app: Flask, as_) -> None:
    browser = as_("biblio")
    move(app, seen_at=timedelta(minutes=29))
    browser.get("/profile", headers={"X-Poll": "1"})
    with app.app_context():
        assert clock() - db.session.scalar(select(SignIn.seen_at)) > timedelta(minutes=28)
    move(app, seen_at=timedelta(minutes=31))
    assert not signed_in(browser)


def test_looking_around_writes_nothing_within_a_minute(app: Flask, as_) -> None:
    browser = as_("biblio")
    with app.app_context():
        before = db.session.scalar(select(SignIn.seen_at))
    signed_in(browser)
    with app.app_context():
        assert db.session.scalar(select(SignIn.seen_at)) == before


def test_deactivation_ends_the_session_at_once(app: Flask, as_) -> None:
    browser = as_("biblio")
    with app.app_context():
        set_active(actor=None, person=person_by_login("biblio"), active=False, today=TODAY)
        db.session.commit()
    assert not signed_in(browser)


def test_changing_the_password_ends_every_other_session(app: Flask, as_) -> None:
    here, elsewhere = as_("biblio"), as_("biblio")
    new = "olma anor behi uzum"
    wrong = here.post("/profile", {"current": "boshqa", "password": new, "again": new})
    assert wrong.status_code == 422 and "Hozirgi parol notoʻgʻri." in wrong.get_data(as_text=True)
    assert signed_in(elsewhere)
    assert here.post("/profile", {"current": PASSWORD, "password": new, "again": new}).status_code == 303
    assert signed_in(here) and not signed_in(elsewhere)
    with app.app_context():
        rows = db.session.scalars(
            select(Change).where(Change.subject_key == "biblio", Change.action == "set_password")
        ).all()
        assert len(rows) == 1 and new not in f"{rows[0].before}{rows[0].after}"


def test_people_end_their_other_sessions(app: Flask, as_) -> None:
    here, elsewhere, colleague = as_("biblio"), as_("biblio"), as_("akt")
    page = here.get("/profile").get_data(as_text=True)
    assert page.count("127.0.0.1") == 2 and page.count("shu qurilma") == 1
    assert here.post("/profile/end-others").status_code == 303
    assert signed_in(here) and not signed_in(elsewhere) and signed_in(colleague)


@pytest.mark.parametrize(
    "value", ["", "x", "a.b.c", "." * 8000, "0" * 8000, "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "\x7f\xff"]
)
def test_a_broken_cookie_is_nobody(app: Flask, value: str) -> None:
    answer = app.test_client().get("/profile", headers={"Cookie": f"akm={value}; akm=zwei"})
    assert answer.status_code == 302


def test_every_changed_byte_of_a_cookie_makes_it_nobody(app: Flask, as_) -> None:
    value = as_("biblio").client.get_cookie("akm").value
    for place in range(0, len(value) - 1, 7):  # the last letter of a signature has spare bits
        changed = value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :]
        client = app.test_client()
        client.set_cookie("akm", changed)
        assert client.get("/profile").status_code == 302, place


def fields_of(page: str, action: str) -> list[tuple[str, str]]:
    form = re.search(rf'<form method="post" action="{re.escape(html.escape(action))}".*?</form>', page, re.DOTALL)
    assert form, f"no form to {action}"
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0])
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


TYPED = [
    ("name", 'Yangi "ism" <b>'),
    ("role", "head"),
    ("unit_ids", "2"),
    ("unit_ids", "3"),
    ("note", "1-qator\n2-qator"),
    ("version", "2"),
]


def expired(app: Flask, browser: Browser) -> None:
    move(app, seen_at=timedelta(minutes=31))


def test_a_form_sent_after_the_session_ended_is_not_lost(app: Flask, as_) -> None:
    browser = as_("admin")
    expired(app, browser)
    data = {name: [value for other, value in TYPED if other == name] for name, _ in TYPED}
    lost = browser.client.post("/people/1?a=1", data=data)
    page = lost.get_data(as_text=True)
    assert lost.status_code == 401 and "<b>" not in page.split("<h1>")[1].split("</form>")[0]
    carried = fields_of(page, "/login")
    refused = browser.client.post("/login", data=lists([*carried, ("login", "admin"), ("password", "notoʻgʻri")]))
    assert refused.status_code == 422, "a typing error in the password loses nothing either"
    carried = fields_of(refused.get_data(as_text=True), "/login")
    back = browser.client.post("/login", data=lists([*carried, ("login", "admin"), ("password", PASSWORD)]))
    page = back.get_data(as_text=True)
    assert back.status_code == 200
    assert "Yangi &#34;ism&#34; &lt;b&gt;" in page.split("</dl>")[0]
    sent = fields_of(page, "/people/1?a=1")
    assert [pair for pair in sent if pair[0] != "csrf_token"] == TYPED
    assert browser.client.post("/people/1?a=1", data=lists(sent)).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Change.after).order_by(Change.id.desc()))["name"] == 'Yangi "ism" <b>'


def lists(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        (
            "/people/new",
            {"login": "d.karimova", "name": "Dilnoza Karimova", "role": "sector"},
            {"Login": "d.karimova", "Ism, familiya": "Dilnoza Karimova"},
        ),
        (
            "/people/units/new",
            {"code": "bolalar", "name": "Bolalar sektori", "kind": "sector", "page": "reading_rooms"},
            {"Kodi": "bolalar", "Nomi": "Bolalar sektori"},
        ),
    ],
)
def test_a_waiting_form_is_shown_by_the_words_of_its_fields(
    app: Flask, as_, path: str, typed: dict[str, str], words: dict[str, str]
) -> None:
    browser = as_("admin")
    expired(app, browser)
    page = browser.client.post(path, data=typed).get_data(as_text=True)
    sign_in = [*fields_of(page, "/login"), ("login", "admin"), ("password", PASSWORD)]
    page = browser.client.post("/login", data=lists(sign_in)).get_data(as_text=True)
    shown = page.split('<dl class="defs">')[1].split("</dl>")[0]
    assert dict(re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", shown)) == words
    assert browser.client.post(path, data=lists(fields_of(page, path))).status_code == 303


def test_passwords_do_not_travel_through_the_page(app: Flask, as_) -> None:
    browser = as_("biblio")
    expired(app, browser)
    answer = browser.client.post("/profile", data={"current": PASSWORD, "password": "maxfiy1", "again": "maxfiy1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401 and PASSWORD not in page and "maxfiy1" not in page and "resume_path" not in page


def test_a_file_cannot_be_kept_and_the_page_says_so(app: Flask, browser: Browser) -> None:
    answer = browser.client.post("/people/new", data={"name": "Kitob", "file": (BytesIO(b"%PDF"), "a.pdf")})
    carried = fields_of(answer.get_data(as_text=True), "/login")
    page = browser.client.post("/login", data=lists([*carried, ("login", "admin"), ("password", PASSWORD)]))
    assert "Fayllarni saqlab boʻlmadi" in page.get_data(as_text=True)


def test_a_waiting_form_never_goes_to_another_site(browser: Browser) -> None:
    fields = {"resume_path": "//e.uz/", "resume_name": "a", "resume_value": "b", "csrf_token": browser.token()}
    answer = browser.client.post("/login", data={**fields, "login": "biblio", "password": PASSWORD})
    assert answer.status_code == 303 and answer.location == "/"


def test_a_signed_out_fragment_sends_the_whole_page_to_the_sign_in(browser: Browser) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/diary/2025-11"}
    for answer in (browser.get("/profile", headers=headers), browser.client.post("/profile", headers=headers)):
        assert answer.status_code == 401 and answer.headers["HX-Redirect"] == "/login?next=/diary/2025-11"
    headers["HX-Current-URL"] = "http://e.uz//e.uz/"
    assert browser.get("/profile", headers=headers).headers["HX-Redirect"] == "/login?next=/"


UNSAFE = [
    "/login",
    "/logout",
    "/language",
    "/profile",
    "/profile/end-others",
    "/people/new",
    "/people/1/deactivate",
    "/system/verify-history",
]


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize("token", ["none", "empty", "foreign", "old"])
def test_a_form_without_its_own_token_is_refused(app: Flask, as_, path: str, token: str) -> None:
    old = as_("admin")
    stale = old.token("/profile")
    browser = as_("admin")
    sent = {"none": {}, "empty": {"csrf_token": ""}, "foreign": {"csrf_token": as_("akt").token("/profile")}}
    data = sent.get(token, {"csrf_token": stale})
    with app.app_context():
        before = db.session.scalar(select(Change.id).order_by(Change.id.desc()))
    assert browser.client.post(path, data={"login": "admin", "password": PASSWORD, **data}).status_code == 400
    with app.app_context():
        assert db.session.scalar(select(Change.id).order_by(Change.id.desc())) == before


def test_the_token_may_come_in_the_header(as_) -> None:
    browser = as_("biblio")
    headers = {"X-CSRFToken": browser.token("/profile")}
    assert browser.client.post("/profile/end-others", headers=headers).status_code == 303
    assert browser.client.post("/profile/end-others").status_code == 400


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}], ids=str
)
def test_another_site_cannot_use_even_a_valid_token(as_, headers: dict[str, str]) -> None:
    browser = as_("biblio")
    assert browser.post("/profile/end-others", headers=headers).status_code == 400
    assert browser.post("/profile/end-others", headers={"Origin": "http://localhost"}).status_code == 303


def test_an_old_page_still_saves(as_, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = as_("biblio")
    token = browser.token("/profile")
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(time.time()) + 9 * 3600)
    assert browser.client.post("/profile/end-others", data={"csrf_token": token}).status_code == 303
