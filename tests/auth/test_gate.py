"""The gate: changed roles, headers, hosts, languages (trust.md Z8, H, Y5). Who may open what: tests/access."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Person
from tests.conftest import Browser

OWN = ("/profile",)
ADMINISTRATION = (
    "/people/",
    "/people/new",
    "/people/1",
    "/people/units",
    "/people/units/new",
    "/people/units/1",
    "/system/",
)


@pytest.mark.parametrize("login", ["abonement", "oquv", "metodist", "direktor", "kuzatuvchi", "admin"])
def test_only_the_administrator_finds_the_administration(as_, login: str) -> None:
    browser = as_(login)
    wanted = 200 if login == "admin" else 404
    assert {path: browser.get(path).status_code for path in ADMINISTRATION} == dict.fromkeys(ADMINISTRATION, wanted)
    history = 404 if login in ("abonement", "oquv") else 200
    assert browser.get("/system/history").status_code == browser.get("/system/history.csv").status_code == history


def test_a_changed_role_counts_at_the_next_request(app: Flask, as_) -> None:
    browser = as_("biblio")
    assert browser.get("/people/").status_code == 404
    with app.app_context():
        db.session.scalar(select(Person).where(Person.login == "biblio")).role = "administrator"
        db.session.commit()
    assert browser.get("/people/").status_code == 200


def test_every_page_carries_the_headers(as_, app: Flask) -> None:
    browser = as_("admin")
    for path in (
        "/login",
        "/profile",
        "/people/",
        "/system/",
        "/system/history",
        "/system/history.csv",
        "/nowhere",
        "/healthz",
    ):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "object-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store" and "Cookie" in headers["Vary"]


def test_a_foreign_host_is_refused(app: Flask) -> None:
    assert app.test_client().get("/login", headers={"Host": "evil"}).status_code == 400
    answer = app.test_client().get("/profile", headers={"X-Forwarded-Host": "evil"})
    assert answer.location.startswith("/login")


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/jamlanma.db", "/instance/", "/static/../config.py", "/static/", "/console"]
)
def test_nothing_else_is_served(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404
    assert app.test_client().open("/login", method="TRACE").status_code == 405


def test_ids_are_small_plain_numbers(as_) -> None:
    browser = as_("admin")
    for number in ("0", "01", "-1", "9" * 20, "9" * 5000, "१", "1e3", "%00", "1%2f2"):
        assert browser.get(f"/people/{number}").status_code == 404, number


@pytest.mark.parametrize("wish", ["xx", "../", "uz\r\nX: 1", "x" * 10_000, ""])
def test_an_unknown_language_changes_nothing(as_, wish: str) -> None:
    browser = as_("biblio")
    answer = browser.post("/language", {"locale": wish, "next": "/profile"})
    assert (answer.status_code, answer.location) == (303, "/profile")
    page = browser.get("/profile", headers={"Accept-Language": wish.replace("\r\n", " ") or "x" * 8000})
    assert page.status_code == 200 and '<html lang="uz-Latn"' in page.get_data(as_text=True)


@pytest.mark.parametrize(("locale", "lang"), [("ru", "ru"), ("uz_Cyrl", "uz-Cyrl")])
def test_the_language_stays_with_the_person_and_with_the_computer(app: Flask, as_, locale: str, lang: str) -> None:
    browser = as_("biblio")
    assert browser.post("/language", {"locale": locale, "next": "/profile?a=1"}).location == "/profile?a=1"
    assert f'<html lang="{lang}"' in as_("biblio").get("/profile").get_data(as_text=True)
    stranger = Browser(app.test_client())
    form = {"locale": locale, "next": "//e.uz", "csrf_token": stranger.token()}
    assert stranger.client.post("/language", data=form).location == "/"
    assert f'<html lang="{lang}"' in stranger.get("/login").get_data(as_text=True)
