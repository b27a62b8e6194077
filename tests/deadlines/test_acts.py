"""The forms of an obligation and of the calendar's address: what was typed stays, sent twice it is once."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.extensions import db
from app.models import CalendarKey, Change, Obligation
from tests.deadlines.test_pages import address_of, number_of, text

TOKENS = ["0" * 31 + sign for sign in "ab"]


def test_a_wrong_day_is_told_beside_its_field_and_stays(approved: Flask, as_) -> None:
    number = number_of(approved, "V.29", "2025", "figures", "oquv-zallari")
    answer = as_("oquv").post(f"/deadlines/{number}/date", {"version": "1", "due_on": "1/12/2025"})
    page = text(answer)
    assert answer.status_code == 422 and 'id="due_on-error"' in page and 'href="#due_on"' in page
    assert 'value="1/12/2025"' in page


def test_who_was_slower_sees_the_other_day_and_may_choose_his_own(approved: Flask, as_) -> None:
    number = number_of(approved, "V.29", "2025", "figures", "oquv-zallari")
    browser, path = as_("oquv"), f"/deadlines/{number}/date"
    assert browser.post(path, {"version": "1", "due_on": "01.12.2025"}).status_code == 303
    refused = browser.post(path, {"version": "1", "due_on": "02.12.2025"})
    page = text(refused)
    assert refused.status_code == 409 and 'value="02.12.2025"' in page and "2025-yil 1-dekabr" in page
    form = page[page.index(f'action="{path}"') :]
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version and browser.post(path, {"version": version[1], "due_on": "02.12.2025"}).status_code == 303


@pytest.mark.parametrize("version", ["", "x", "²", "9" * 5000])
@pytest.mark.parametrize("act", ["waive", "unwaive"])
def test_what_is_no_version_is_a_conflict(approved: Flask, as_, act: str, version: str) -> None:
    number = number_of(approved, "I.2", "2025-10", "report")
    answer = as_("metodist").post(f"/deadlines/{number}/{act}", {"version": version, "reason": "Sababi"})
    assert answer.status_code == 409
    with approved.app_context():
        found = db.session.get(Obligation, number)
        assert found.waived_at is None


def test_an_address_asked_for_twice_is_one(approved: Flask, as_) -> None:
    browser = as_("jamlash")
    for _time in range(2):
        assert browser.post("/deadlines/feed", {"form_token": TOKENS[0]}).status_code == 303
    first = re.search(r'value="(http[^"]+\.ics)"', text(browser.get("/deadlines/feed")))
    assert first, "and it is shown"
    with approved.app_context():
        kept = db.session.query(CalendarKey).one().token_hash
        assert db.session.query(Change).filter_by(subject="calendar_key").count() == 1
    assert browser.post("/deadlines/feed", {"form_token": TOKENS[1]}).status_code == 303
    with approved.app_context():
        assert db.session.query(CalendarKey).one().token_hash != kept, "asked for anew, it is another"
    assert address_of(browser) not in first[1]
