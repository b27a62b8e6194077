"""Every route, tried as every role over HTTP: deny by default (trust.md Z1–Z4, A1, X1, X2)."""

from __future__ import annotations

import logging
import shutil

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from app import create_app
from app.domain.permissions import PERMISSIONS, PUBLIC, may
from app.extensions import SAFE_METHODS, db
from app.web.gate import allow, permission_of
from tests.access.table import ROLES, expected
from tests.cast import CAST
from tests.conftest import Browser, settings_for

ONE_OF_EACH = {role: next(person.login for person in CAST if person.role == role) for role in ROLES}
SAMPLES = {
    "month": "2025-11",
    "period": "2025-Q3",
    "year": 2025,
    "row": "IV.15",
    "slug": "events",
    "filename": "css/base.css",
    "kind": "xlsx",
    "place": 1,
    "unit": "abonement",
    "view": "list",
    "secret": "0" * 43,
}
LIVES = {"sign_in", "throttle"}  # tables that reading may touch: when one was last here


def addresses(app: Flask) -> list[tuple[str, str, str]]:
    """(method, path, endpoint) of every route, with sample values in its place holders."""
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {name: SAMPLES.get(name, 999_999) for name in rule.arguments}
            path = adapter.build(rule.endpoint, values)
            found += [(method, path, rule.endpoint) for method in rule.methods - {"HEAD", "OPTIONS"}]
    return sorted(found)


def test_the_table_is_the_rule() -> None:
    assert {name: {role: may(role, name) for role in ROLES} for name in PERMISSIONS} == expected()


def test_an_unknown_permission_is_refused_for_everybody() -> None:
    assert not any(may(role, "plan.burn") for role in ROLES)
    assert not may("guest", "home.view")


def test_every_route_names_a_permission_of_the_table(app) -> None:
    known = {*expected(), PUBLIC}
    assert not {rule.endpoint for rule in app.url_map.iter_rules() if permission_of(app, rule.endpoint) not in known}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(app, as_, role: str, caplog) -> None:
    caplog.set_level(logging.WARNING, logger="jamlanma.security")
    browser = as_(ONE_OF_EACH[role])
    wrong = []
    for method, path, endpoint in addresses(app):
        permission = permission_of(app, endpoint)
        caplog.clear()
        # Unsafe requests go without a token: who may gets 400 from the token check, who may not is stopped before it.
        status = browser.client.open(path, method=method).status_code
        refused = any(record.getMessage().startswith("permission ") for record in caplog.records)
        allowed = permission == PUBLIC or expected()[permission][role]
        if refused == allowed or (refused and status != 404) or status >= 500:
            wrong.append((method, path, status))
        if allowed and method not in SAFE_METHODS and status not in (400, 404, 405):
            wrong.append((method, path, status, "without a token"))
    assert wrong == []


def test_a_stranger_gets_to_the_sign_in_and_no_further(app) -> None:
    client = app.test_client()
    wrong = []
    for method, path, endpoint in addresses(app):
        if permission_of(app, endpoint) == PUBLIC:
            continue
        answer = client.open(path, method=method)
        if method in SAFE_METHODS:
            good = answer.status_code == 302 and answer.headers["Location"].startswith("/login")
        else:
            good = answer.status_code == 401
        htmx = client.open(path, method=method, headers={"HX-Request": "true"})
        if not good or htmx.status_code != 401 or "HX-Redirect" not in htmx.headers:
            wrong.append((method, path, answer.status_code, htmx.status_code))
    assert wrong == []


def contents(app: Flask) -> dict[str, list]:
    """Every row of every table but those that only say who is here."""
    with app.app_context():
        tables = MetaData()
        tables.reflect(db.engine)
        with db.engine.connect() as connection:
            return {
                name: connection.execute(select(table)).fetchall()
                for name, table in tables.tables.items()
                if name not in LIVES
            }


def test_reading_changes_nothing(app, as_) -> None:
    browsers = [as_(login) for login in ONE_OF_EACH.values()]
    before = contents(app)
    for browser in browsers:
        for method, path, _endpoint in addresses(app):
            if method == "GET":
                browser.get(path)
    assert contents(app) == before


def test_a_view_that_was_forgotten_is_refused(filled_folder, tmp_path) -> None:
    shutil.copytree(filled_folder, tmp_path / "data")
    app = create_app(settings_for(tmp_path / "data"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    app.add_url_rule("/declared", "declared", allow("home.view")(lambda: "fine"))
    browser = Browser(app.test_client()).sign_in("direktor")
    assert browser.get("/forgotten").status_code == 403
    assert browser.get("/declared").status_code == 200
