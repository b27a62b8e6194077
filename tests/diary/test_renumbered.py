"""A page that was opened before rows of the draft were renumbered writes into no other row, and loses nothing."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import Entry
from app.operations.people import person_by_login
from app.operations.plan_tree import add_row, step_row, take_row_out
from app.queries.plan import plan_of, row_by_key
from tests.diary.test_cells import event

DAY = "2025-11-17"
LOANS_NAME = "Foydalanuvchilarga kitob berilishi"


def mark_of(page: str) -> dict[str, str]:
    found = re.search(r'<meta name="numbered" content="(\d+)">', page)
    assert found, "a draft's page says by which numbers it was drawn"
    return {"X-Numbered": found[1]}


def change_places(app: Flask) -> None:
    """Visits and loans, IV.15 and IV.16."""
    with app.app_context():
        plan, who = plan_of(1, 2025), person_by_login("metodist")
        step_row(actor=who, plan=plan, row=row_by_key(plan, "IV.15"), version=plan.version, down=True)
        db.session.commit()


def written(app: Flask) -> dict[str, str]:
    """Name of a row → what stands in it."""
    with app.app_context():
        found = db.session.query(Entry).filter(Entry.state == "number").all()
        return {(one.part.indicator.name or "")[: len(LOANS_NAME)]: str(one.value) for one in found}


def test_a_cell_is_refused_with_the_number_that_its_row_has_now(app: Flask, as_: Any) -> None:
    browser = as_("abonement")
    opened = browser.get("/diary/2025-11").get_data(as_text=True)
    change_places(app)
    answer = browser.post(
        f"/diary/2025-11?unit=abonement&cell=IV.15|abonement|{DAY}",
        {"value": "46", "version": "0"},
        headers={"HX-Request": "true", **mark_of(opened)},
    )
    assert answer.status_code == 422 and written(app) == {}
    told = event(answer, "cellRefused")
    assert told["mine"] == "46" and told["cell"] == f"IV.15|abonement|{DAY}", "it stands where it was typed"
    assert "IV.15 qatorining raqami oʻzgargan, endi u IV.16" in told["message"]
    again = browser.get("/diary/2025-11").get_data(as_text=True)
    answer = browser.post(
        f"/diary/2025-11?unit=abonement&cell=IV.16|abonement|{DAY}",
        {"value": "46", "version": "0"},
        headers={"HX-Request": "true", **mark_of(again)},
    )
    assert answer.status_code == 200
    assert list(written(app).values()) == ["46"] and LOANS_NAME not in written(app)


def test_a_whole_page_goes_to_the_rows_that_it_meant(app: Flask, as_: Any) -> None:
    browser = as_("abonement")
    page = browser.get("/diary/2025-11").get_data(as_text=True)
    form = re.search(r'<form id="cells".*?</form>', page, re.DOTALL)[0]
    fields = dict(re.findall(r'<input type="hidden" name="(cells|versions|numbered)" value="([^"]*)"', form))
    keys = unescape(fields["cells"]).split()
    values = {f"IV.15|abonement|{DAY}": "46", f"IV.16|abonement|{DAY}": "90"}
    change_places(app)
    answer = browser.post("/diary/2025-11?unit=abonement", {**fields, "value": [values.get(key, "") for key in keys]})
    assert answer.status_code == 303
    stands = written(app)
    assert stands.pop(LOANS_NAME) == "90" and list(stands.values()) == ["46"]
    told = browser.get("/diary/2025-11").get_data(as_text=True)
    assert "IV.15 → IV.16, IV.16 → IV.15" in told


def test_what_was_typed_for_a_row_that_is_gone_is_shown_and_nowhere_else(app: Flask, as_: Any) -> None:
    browser = as_("abonement")
    opened = browser.get("/diary/2025-11").get_data(as_text=True)
    with app.app_context():
        plan, who = plan_of(1, 2025), person_by_login("metodist")
        take_row_out(actor=who, plan=plan, row=row_by_key(plan, "IV.15"), version=plan.version)
        db.session.commit()
    answer = browser.post(
        f"/diary/2025-11?unit=abonement&cell=IV.15|abonement|{DAY}",
        {"value": "46", "version": "0"},
        headers={"HX-Request": "true", **mark_of(opened)},
    )
    assert answer.status_code == 422 and written(app) == {}
    assert "olib tashlangan" in event(answer, "cellRefused")["message"]


def test_a_new_row_under_an_old_number_takes_nothing_that_was_meant_for_the_old_one(app: Flask, as_: Any) -> None:
    browser = as_("abonement")
    opened = browser.get("/reading-rooms/?unit=abonement&month=2025-11").get_data(as_text=True)
    with app.app_context():
        who = person_by_login("metodist")
        plan = plan_of(1, 2025)
        take_row_out(actor=who, plan=plan, row=row_by_key(plan, "VI.35"), version=plan.version)
        plan = plan_of(1, 2025)
        texts = {"name": "Boshqa tadbir", "measure": "Tadbir", "responsible": "Abonementlar sektori"}
        add_row(actor=who, plan=plan, version=plan.version, where="first:VI", deadline="har oyda", **texts)
        db.session.commit()
        assert row_by_key(plan_of(1, 2025), "VI.35") is not None
    answer = browser.post(
        "/reading-rooms/media/no-activity?unit=abonement&month=2025-11",
        {"cell": "VI.35|abonement|2025-11", "value": "-", "version": "0"},
        headers=mark_of(opened),
    )
    assert answer.status_code == 422 and "olib tashlangan" in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/plan/2025/IV.15/edit", "/plan/2025/IV.15/names"])
def test_a_rows_own_form_writes_into_no_other_row(app: Flask, as_: Any, address: str) -> None:
    browser = as_("metodist")
    opened = browser.get("/plan/2025/IV.15/edit").get_data(as_text=True)
    change_places(app)
    answer = browser.post(address, {"version": "1", "name": "Yangi nom", "short": "Yangi"}, headers=mark_of(opened))
    assert answer.status_code == 422 and "IV.16" in answer.get_data(as_text=True)


def test_an_approved_plan_says_nothing_of_it(app: Flask, as_: Any) -> None:
    with app.app_context():
        plan_of(1, 2025).state = "approved"
        db.session.commit()
    page = as_("abonement").get("/diary/2025-11").get_data(as_text=True)
    assert 'name="numbered"' not in page
