"""A page issues ≤ 10 statements, ≤ 25 on the first reading after a write, and loads ≤ 20 objects.

Measured over the table of routes, on a small folder and on one with ten times the history, cards and years. What is
above the bars today stands in ``exceptions.txt``: a line may shrink or go, nothing may be added.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.domain.permissions import may
from app.extensions import db
from app.models import Card, Obligation, Person
from app.web.gate import permission_of
from tests.cast import CAST
from tests.conftest import Browser, settings_for
from tests.speed.counting import COLD, OBJECTS, WARM, Count, counted, exceptions
from tests.speed.year import live_through

SAMPLES = {"month": "2025-11", "period": "2025-Q3", "year": 2025, "row": "IV.15", "kind": "xlsx", "place": 0}
SAMPLES |= {"unit": "abonement", "topic": "diary", "filename": "css/base.css", "secret": "0" * 43}
SLUGS = {"methodology": "documents"}  # where the cards of the year lie; elsewhere events
FIRST = ("methodologist", "administrator", "director")  # as whom a page is opened: the first who may
LOGINS = {person.role: person.login for person in reversed(CAST)}


@pytest.fixture(scope="module", params=[1, 10], ids=["small", "ten times"])
def lived(request, filled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("year")
    shutil.copytree(filled_folder, folder, dirs_exist_ok=True)
    app = create_app(settings_for(folder))
    live_through(app, request.param)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def addresses(app: Flask) -> dict[str, tuple[str, str]]:
    """Endpoint → (login, address) of every page that has something to show."""
    with app.app_context():
        numbers = {
            "obligation_id": db.session.scalar(select(Obligation.id).where(Obligation.period == "2025-10").limit(1)),
            "person_id": db.session.scalar(select(Person.id).limit(1)),
            "unit_id": 1,
        }
        cards = {
            register: db.session.scalar(select(Card.id).where(Card.register == register).limit(1))
            for register in ("events", "documents")
        }
    found = {}
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            role = next((role for role in FIRST if may(role, permission_of(app, rule.endpoint) or "")), None)
            if "GET" not in rule.methods or role is None:
                continue
            slug = SLUGS.get(rule.endpoint.split(".")[0], "events")
            values = {**SAMPLES, **numbers, "slug": slug, "card_id": cards[slug]}
            if rule.arguments <= values.keys():
                path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
                found[rule.endpoint] = (LOGINS[role], path)
    return found


def measured(app: Flask) -> dict[str, tuple[int, int, int]]:
    """Endpoint → statements warm and after a write, objects warm."""
    browsers = {login: Browser(app.test_client()).sign_in(login) for login in LOGINS.values()}
    found = {}
    for endpoint, (login, path) in sorted(addresses(app).items()):
        if browsers[login].get(path).status_code != 200:
            continue
        touch(app)
        cold, warm = read(browsers[login], path), read(browsers[login], path)
        found[endpoint] = (warm.statements, cold.statements, max(warm.objects, cold.objects))
    return found


def read(browser: Browser, path: str) -> Count:
    with counted() as count:
        assert browser.get(path).status_code == 200
    return count


def touch(app: Flask) -> None:
    """A write to what is kept in memory: everything of the plan is read again."""
    with app.app_context():
        person = db.session.get(Person, 1)
        person.units[0].version += 0
        person.units[0].position += 1
        db.session.commit()
        db.session.remove()


def test_no_page_asks_more_than_it_may(lived: Flask) -> None:
    known, found, bars = exceptions(), measured(lived), (WARM, COLD, OBJECTS)
    assert len(found) > 40
    over = {
        name: figures
        for name, figures in found.items()
        if any(figure > max(most, bar) for figure, most, bar in zip(figures, known.get(name, bars), bars, strict=True))
    }
    assert over == {}, "\n".join(
        f"{name:34} {warm:5} {cold:5} {objects:6}" for name, (warm, cold, objects) in over.items()
    )


def test_the_list_of_exceptions_holds_nothing_that_is_mended(lived: Flask) -> None:
    found = measured(lived)
    bars = (WARM, COLD, OBJECTS)
    mended = [
        name
        for name in exceptions()
        if name not in found or all(figure <= bar for figure, bar in zip(found[name], bars, strict=True))
    ]
    assert mended == []
