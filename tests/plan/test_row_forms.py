"""The forms of a row: a wrong field keeps the others, of two editors the second sees both."""

from __future__ import annotations

import pytest
from flask import Flask

from app.queries.plan import plan_of, row_by_key
from tests.plan.test_rows import fields_of, form_of, text_of

FORMS = {
    "/plan/2025/IV.15/edit": {"plan_text": "9O00"},
    "/plan/2025/IV.15/counting": {"mode": "nonsense"},
    "/plan/2025/IV.15/phasing/0": {"month-4": "-5"},
}


@pytest.mark.parametrize("path", FORMS)
def test_a_wrong_field_keeps_all_that_was_typed(as_, path: str) -> None:
    browser = as_("metodist")
    (wrong,) = FORMS[path]
    changed = {
        "name": "Yangi nom",
        "mechanism": "Birinchi qadam\nIkkinchi qadam",
        "deadline": "har oyda",
        "share-kotiba": "contributes",
        "month-1": "751",
        "month-12": "749",
    }
    stored = form_of(browser, path)
    typed = {**stored, **{name: text for name, text in changed.items() if name in stored}, **FORMS[path]}
    answer = browser.post(path, typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{wrong}"' in page and f'id="{wrong}-error"' in page
    kept = fields_of(page)
    assert {name: text for name, text in typed.items() if name != wrong} == {
        name: text for name, text in kept.items() if name != wrong
    }
    if wrong != "mode":  # what is not on the list cannot be shown as chosen
        assert kept[wrong] == typed[wrong]


@pytest.mark.parametrize(
    ("page", "first", "second", "words"),
    [
        ("counting", {"mode": "stock"}, {"mode": "delivered"}, "Hozir saqlangani: Holat"),
        ("phasing/0", {"month-1": "700", "month-12": "800"}, {"month-1": "800", "month-12": "700"}, "saqlangani: 700"),
    ],
)
def test_of_two_who_set_the_same_thing_the_second_sees_both(as_, page: str, first, second, words: str) -> None:
    path, browser = f"/plan/2025/IV.15/{page}", as_("metodist")
    form = form_of(browser, path)
    assert browser.post(path, form | first).status_code == 303
    answer = browser.post(path, form | second)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 409 and words in text_of(shown)
    assert fields_of(shown).items() >= second.items()
    assert browser.post(path, fields_of(shown)).status_code == 303, "sent again, it is a choice"


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 5000, "1.0"])
def test_what_is_no_version_is_a_conflict(as_, version: str) -> None:
    browser = as_("metodist")
    for path in FORMS:
        form = form_of(browser, path) | {"version": version}
        assert browser.post(path, form).status_code == 409, path


def test_wrong_months_do_not_keep_anybody_from_the_generated_ones(app: Flask, as_) -> None:
    browser, path = as_("metodist"), "/plan/2025/IV.15/phasing/0"
    browser.post(path, form_of(browser, path) | {"month-1": "700", "month-12": "800"})
    assert browser.post(path, form_of(browser, path) | {"month-1": "x", "generated": "1"}).status_code == 303
    with app.app_context():
        assert row_by_key(plan_of(1, 2025), "IV.15").parts[0].phasing is None
