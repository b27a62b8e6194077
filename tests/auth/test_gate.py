"""The gate: every address asks who comes; reading changes nothing; headers everywhere (trust.md A1, X2, H, T5)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from app.domain.permissions import PERMISSIONS, PUBLIC
from app.extensions import db
from app.models import Person
from app.web.gate import permission_of
from tests.conftest import Browser

OPEN = {"auth.login", "auth.enter", "home.healthz", "home.language", "static"}
PLACES = {"IntegerConverter": 2025, "IdConverter": 1}  # anything else: a month


def addresses(app: Flask) -> list[tuple[str, str, str]]:
    """(method, address, endpoint) of every route, with something believable in its places."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            kinds = {name: rule._converters[name] for name in rule.arguments}
            places = {name: min(getattr(kind, "items", ["2025-11"])) for name, kind in kinds.items()}
            places |= {
                name: PLACES[type(kind).__name__] for name, kind in kinds.items() if type(kind).__name__ in PLACES
            }
            address = rule.build(places, append_unknown=False)
            assert address is not None
            found += [(method, address[1], rule.endpoint) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def test_every_view_declares_a_permission_that_exists(app: Flask) -> None:
    for endpoint in app.view_functions:
        assert permission_of(app, endpoint) in {*PERMISSIONS, PUBLIC}, endpoint
    assert {endpoint for endpoint in app.view_functions if permission_of(app, endpoint) == PUBLIC} == OPEN


def test_a_stranger_is_asked_to_sign_in_everywhere(app: Flask) -> None:
    client = app.test_client()
    for method, address, endpoint in addresses(app):
        if endpoint in OPEN:
            continue
        answer = client.open(address, method=method)
        if method == "GET":
            assert (answer.status_code, answer.location.split("?")[0]) == (302, "/login"), address
        else:
            assert answer.status_code == 401, address
        asked = client.open(address, method=method, headers={"HX-Request": "true"})
        assert asked.status_code == 401 and asked.headers["HX-Redirect"].startswith("/login"), address


def test_a_view_without_a_permission_is_refused(app: Flask, as_) -> None:
    browser = as_("admin")
    app._got_first_request = False
    app.add_url_rule("/planted", "planted", lambda: "x")
    assert browser.get("/planted").status_code == 403


def dump(app: Flask) -> dict[str, list[tuple]]:
    with app.app_context():
        tables = set(inspect(db.engine).get_table_names()) - {"sign_in"}
        return {name: [tuple(row) for row in db.session.execute(text(f"select * from {name}"))] for name in tables}  # noqa: S608


def test_reading_pages_changes_nothing(app: Flask, as_) -> None:
    browser = as_("admin")
    before = dump(app)
    for _ in range(2):
        for method, address, _endpoint in addresses(app):
            if method == "GET" and address.startswith(("/people", "/system", "/profile", "/login", "/password")):
                assert browser.get(address).status_code < 500
    assert dump(app) == before


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
