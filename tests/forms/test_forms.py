"""The form layer, by walks over routes and pages: whatever is filled in is a class of forms (decision 12)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app.domain.permissions import ROLES
from app.domain.registers import REGISTERS
from app.extensions import SAFE_METHODS
from app.forms.base import FilterForm, MakingForm, NounForm, form_of
from app.forms.fields import TypedField
from app.forms.registers import CardForm, card_form
from tests.access.pages import Page, endpoint_of, walk
from tests.cast import CAST

APP = Path(__file__).parents[2] / "app"
FIELDS_OF_ALL = {"csrf_token", "form_token", "cells", "versions", "value"}  # a grid's cells are read by CellsForm
LOGINS = {role: next(person.login for person in CAST if person.role == role) for role in ROLES}
SAMPLES = {"slug": "events", "month": "2025-11", "unit": "abonement", "year": 2025, "row": "IV.15", "place": 0}
ASKED = {"period": "2025-Q3", "kind": "csv"}


def posts(app: Flask) -> list[tuple[str, str, type[NounForm] | None]]:
    """(endpoint, address, form class) of every view that takes a form."""
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if rule.methods and rule.methods - SAFE_METHODS:
                values = {name: SAMPLES.get(name, 999_999) for name in rule.arguments}
                address = adapter.build(rule.endpoint, values, method="POST")
                found.append((rule.endpoint, address, form_of(rule.endpoint, values)))
    return found


def test_every_view_that_takes_something_says_by_which_form(app: Flask) -> None:
    assert len(posts(app)) > 60
    without = [endpoint for endpoint, _, form in posts(app) if form is None or not issubclass(form, NounForm)]
    assert without == []


def test_only_the_forms_read_what_was_sent() -> None:
    readers = [
        path.relative_to(APP).as_posix()
        for path in APP.rglob("*.py")
        if re.search(r"request\s*\.\s*(form|files|values)\b", path.read_text(encoding="utf-8"))
    ]
    assert [name for name in readers if not name.startswith("forms/")] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_form_that_is_drawn_sends_fields_of_its_own_class(app: Flask, as_, role: str) -> None:
    wrong = []
    adapter = app.url_map.bind("localhost")
    for page in walk(app, as_(LOGINS[role])):
        wrong += [(page.address, *fault) for fault in faults_of(app, adapter, page)]
    assert wrong == []


def faults_of(app: Flask, adapter, page: Page) -> list[tuple[str, set[str]]]:
    """Buttons that send what their form does not know, or that make something without the once-only token."""
    found = []
    for button in page.buttons:
        if button.method != "POST" or not button.address.startswith("http://localhost/"):
            continue
        endpoint, values = adapter.match(button.address.removeprefix("http://localhost").split("?")[0], method="POST")
        with app.test_request_context():
            form = form_of(endpoint, values)
            assert form is not None, endpoint
            names = {name for name, _ in button.fields if not name.startswith(form.depending or ("-",))}
            unknown = names - FIELDS_OF_ALL - {field.name for field in form()}
        if unknown:
            found.append((endpoint, unknown))
        if issubclass(form, MakingForm) and button.fields and "form_token" not in names:
            found.append((endpoint, {"no form_token"}))
    return found


def test_a_number_of_five_thousand_digits_is_a_sentence_and_never_a_fault_of_ours(app: Flask, as_) -> None:
    browsers = [as_(LOGINS[role]) for role in ("methodologist", "director", "administrator")]
    token = {id(browser): browser.token("/") for browser in browsers}
    faults = []
    for endpoint, address, form in posts(app):
        if form is None or endpoint in ("auth.logout", "auth.login"):
            continue
        with app.test_request_context():
            names = [field.name for field in form() if isinstance(field, TypedField)] + ["version", "year", "page"]
        for browser in browsers:
            sent = dict.fromkeys(names, "9" * 5000) | {"csrf_token": token[id(browser)]}
            status = browser.client.post(address, data=sent).status_code
            faults += [(endpoint, status)] if status >= 500 else []
    assert faults == []


@pytest.mark.parametrize("code", REGISTERS)
def test_no_field_of_a_register_hides_what_a_form_is_made_of(code: str) -> None:
    assert not [item.code for item in REGISTERS[code].fields if hasattr(CardForm, item.code)]
    assert card_form(code) is card_form(code)


def filter_of(app: Flask, endpoint: str) -> type[FilterForm] | None:
    """The class of the filter that an address reads."""
    return getattr(app.view_functions[endpoint], "asks", None)


def filters(app: Flask) -> list[tuple[str, str, type[FilterForm]]]:
    """(endpoint, address, filter class) of every view that reads one."""
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if (form := filter_of(app, rule.endpoint)) is not None:
                values = {name: ASKED.get(name) or SAMPLES[name] for name in rule.arguments}
                found.append((rule.endpoint, adapter.build(rule.endpoint, values), form))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_filter_that_is_drawn_asks_by_fields_of_its_own_class(app: Flask, as_, role: str) -> None:
    wrong, drawn = [], set()
    for page in walk(app, as_(LOGINS[role])):
        for button in page.buttons:
            endpoint = endpoint_of(app, "GET", button.address) if button.method == "GET" and button.fields else None
            if endpoint is None:
                continue
            drawn.add(endpoint)
            with app.test_request_context():
                form = filter_of(app, endpoint)
                known = {field.name for field in form()} if form else set()
            wrong += [(page.address, endpoint, name) for name, _ in button.fields if name not in known]
    assert wrong == []
    assert {"plan.table", "consolidation.table", "deadlines.index"} <= drawn


def test_a_filter_that_is_not_understood_is_told_beside_its_field_and_never_passed_over(app: Flask, as_) -> None:
    browsers, silent, asked = [as_(LOGINS[role]) for role in ("methodologist", "administrator")], [], 0
    for endpoint, address, form in filters(app):
        with app.test_request_context():
            names = [field.name for field in form().shown_fields]
        for name in names:
            query = {name: "\N{WHITE SMILING FACE}" * 5000}
            answers = [browser.get(address, query_string=query) for browser in browsers]
            silent += [(endpoint, name) for answer in answers if not is_told(answer, name)]
            asked += 1
    assert asked > 30 and silent == []


def is_told(answer, name: str) -> bool:
    """Refused beside the field, or as a whole; a page that does not draw the field has nothing to tell."""
    page = answer.get_data(as_text=True)
    if f' name="{name}"' not in page:
        return answer.status_code != 422
    return answer.status_code == 422 and f'id="{name}-error"' in page
