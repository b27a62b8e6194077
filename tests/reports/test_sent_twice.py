"""A report that is made, corrected or sent twice by a double click is one; what else was typed makes another."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Change, Report
from tests.reports.test_pages import FORM, SENDING, freeze

pytestmark = pytest.mark.usefixtures("closed")
TOKENS = ["0" * 31 + sign for sign in "abc"]


def versions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Report)) or 0


def test_a_double_click_makes_one_report(app: Flask, as_) -> None:
    browser = as_("metodist")
    first = freeze(browser, form_token=TOKENS[0])
    assert freeze(browser, form_token=TOKENS[0]) == first
    assert versions(app) == 1
    changed = freeze(browser, form_token=TOKENS[0], number="12-7", day="18.11.2025")
    assert changed != first, "who went back and typed something else means another version"
    assert freeze(browser, form_token=TOKENS[1]) not in (first, changed)
    assert versions(app) == 3


def test_a_double_click_corrects_and_sends_once(app: Flask, as_) -> None:
    browser = as_("metodist")
    address = freeze(browser)
    for _time in range(2):
        answer = browser.post(f"{address}/send", {**SENDING, "form_token": TOKENS[0]})
        assert (answer.status_code, answer.location) == (303, address)
    with app.app_context():
        sent = select(Change).where(Change.subject == "report", Change.action == "send")
        assert len(db.session.scalars(sent).all()) == 1
    correction = {**FORM, "reason": "Avgust qayta sanaldi", "form_token": TOKENS[1]}
    led = {browser.post(f"{address}/correct", correction).location for _time in range(2)}
    assert len(led) == 1 and versions(app) == 2


@pytest.mark.parametrize(
    ("page", "wrong"),
    [("new", {"day": "1/11/2025"}), ("correct", {"reason": " "}), ("send", {"way": "pigeon"})],
)
def test_a_wrong_field_keeps_all_that_was_typed(as_, page: str, wrong: dict[str, str]) -> None:
    browser = as_("metodist")
    address = freeze(browser)
    if page == "correct":
        browser.post(f"{address}/send", SENDING)
    path = "/reports/new" if page == "new" else f"{address}/{page}"
    (field,) = wrong
    texts = {"number": "  55-a", "day": "01.11.2025", "recipient": "Kimga <b>", "reason": "Sababi bor"}
    signers = ["Bosh direktor", "Sh. Yusupova", "Metodist", "D. Toʻxtasinova", "", "Uchinchi"]
    answer = browser.post(path, {**FORM, **SENDING, **texts, "signers": signers, **wrong})
    shown = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422 and f'href="#{field}"' in shown and f'id="{field}-error"' in shown
    kept = {"new": [texts["number"], *signers], "correct": [texts["number"], *signers], "send": ["  55-a", "Kimga <b>"]}
    for text in kept[page]:
        assert f'value="{text}"' in shown, text
