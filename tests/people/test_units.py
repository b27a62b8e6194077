"""The tree of units and their other names."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Change, Submission, Unit, UnitAlias
from tests.conftest import Browser

NEW = {"name": "Bolalar boʻlimi", "code": "bolalar", "kind": "sector", "page": "reading_rooms", "parent_id": ""}


@pytest.fixture
def admin(as_) -> Browser:
    return as_("admin")


def form_of(app: Flask, code: str, **changed: object) -> tuple[str, dict[str, object]]:
    with app.app_context():
        unit = db.session.scalar(select(Unit).where(Unit.code == code))
        form = {name: getattr(unit, name) for name in ("name", "kind", "page", "version")}
        form |= {"parent_id": unit.parent_id or ""} | changed
        return f"/people/units/{unit.id}", {name: value for name, value in form.items() if value is not None}


def test_sectors_stand_below_their_service(admin: Browser) -> None:
    page = admin.get("/people/units").get_data(as_text=True)
    names = re.findall(r"(└ </span>)?<a [^>]*>([^<]+)</a></th>", page)
    place = [name for _, name in names].index("Axborot-bibliografiya xizmati")
    assert names[place][0] == "" and names[place + 1] == ("└ </span>", "Yigʻma elektron katalog sektori")


def test_a_unit_is_added_and_can_be_given_to_people(admin: Browser) -> None:
    assert admin.post("/people/units/new", NEW).status_code == 303
    assert "Bolalar boʻlimi" in admin.get("/people/new").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "Katta Harf"}, "code"),
        ({"code": "abonement"}, "code"),
        ({"name": ""}, "name"),
        ({"name": "abonementlar SEKTORI"}, "name"),
        ({"name": "Madaniy-maʼrifiy va yoshlar bilan ishlash sektori"}, "name"),  # another unit's alias
        ({"kind": "x"}, "kind"),
        ({"page": "x"}, "page"),
        ({"parent_id": "99999"}, "parent_id"),
        ({"parent_id": "x"}, "parent_id"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_added(app: Flask, admin: Browser, changed, field: str) -> None:
    answer = admin.post("/people/units/new", {**NEW, **changed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and f'href="#{field}"' in page and f'id="{field}-error"' in page
    with app.app_context():
        assert db.session.scalar(select(Unit).where(Unit.code == "bolalar")) is None


def test_a_unit_cannot_stand_below_itself(app: Flask, admin: Browser) -> None:
    with app.app_context():
        below = db.session.scalar(select(Unit.id).where(Unit.code == "yek"))
    address, form = form_of(app, "bibliografiya", parent_id=below)
    assert f'<option value="{below}"' not in admin.get(address).get_data(as_text=True)
    assert admin.post(address, form).status_code == 422


def test_a_closed_unit_is_no_longer_offered_but_stays_in_the_tree(app: Flask, admin: Browser) -> None:
    address, form = form_of(app, "huquqiy", last_month="2025-10")
    assert admin.post(address, form).status_code == 303
    assert "Huquqiy axborotlar sektori" not in admin.get("/people/new").get_data(as_text=True)
    assert "Yopilgan" in admin.get("/people/units").get_data(as_text=True)
    with app.app_context():
        change = db.session.scalars(select(Change).where(Change.subject == "unit").order_by(Change.id.desc())).first()
        assert (change.before["last_month"], change.after["last_month"]) == (None, 202510)


@pytest.mark.parametrize(
    ("span", "field"),
    [
        ({"first_month": "2025-09", "last_month": "2025-08"}, "last_month"),
        ({"last_month": "2025-Q3"}, "last_month"),
        ({"last_month": "2025-07"}, "last_month"),  # something was handed in after it
        ({"first_month": "2025-09"}, "first_month"),  # and before this one
    ],
)
def test_nothing_that_a_unit_did_lies_outside_its_span(app: Flask, admin: Browser, span, field: str) -> None:
    with app.app_context():
        unit_id = db.session.scalar(select(Unit.id).where(Unit.code == "huquqiy"))
        db.session.add(Submission(centre_id=1, unit_id=unit_id, year_month=202508, first_submitted_on=date(2025, 9, 2)))
        db.session.commit()
    address, form = form_of(app, "huquqiy", **span)
    answer = admin.post(address, form)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.get_data(as_text=True)
    with app.app_context():
        unit = db.session.get(Unit, unit_id)
        assert (unit.first_month, unit.last_month) == (None, None)


def test_a_stale_form_does_not_overwrite(app: Flask, admin: Browser) -> None:
    address, stale = form_of(app, "huquqiy", name="Ikkinchi nom")
    admin.post(address, {**stale, "name": "Birinchi nom"})
    answer = admin.post(address, stale)
    assert answer.status_code == 409
    assert 'value="Ikkinchi nom"' in answer.get_data(as_text=True) and "Birinchi nom" in answer.get_data(as_text=True)


def test_another_name_is_removed_and_the_history_knows_it(app: Flask, admin: Browser) -> None:
    with app.app_context():
        alias_id = db.session.scalar(select(UnitAlias.id))
    assert "Madaniy-maʼrifiy" in admin.get("/people/units").get_data(as_text=True)
    assert admin.post(f"/people/units/aliases/{alias_id}/remove").status_code == 303
    assert admin.post(f"/people/units/aliases/{alias_id}/remove").status_code == 404
    assert "Boshqa nomlar yoʻq" in admin.get("/people/units").get_data(as_text=True)
    with app.app_context():
        change = db.session.scalars(select(Change).order_by(Change.id.desc())).first()
        assert (change.action, change.subject) == ("void", "unit_alias") and change.before["name"].startswith("Madaniy")
