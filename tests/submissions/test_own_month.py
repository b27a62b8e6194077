"""The methodologist's own month, and those she hands in for a unit: director or deputy accept them (domain.md §5)."""

from __future__ import annotations

import re

import pytest

from app.extensions import db
from app.models.types import now
from tests.submissions.conftest import office_of

HERE = "/submissions/2025-10/metodika"
BUTTON = f'action="{HERE}/accept-own"'


@pytest.fixture
def handed_in(app, prepare) -> int:
    """Everybody's October is accepted, but that of the methodologist's own unit: she has handed it in herself."""
    prepare("accepted")
    with app.app_context():
        office = office_of(app)
        row = office.row("metodika")
        row.state, row.submitted_by_id, row.submitted_at = "submitted", office.people["metodist"].id, now()
        db.session.commit()
        return office.version("metodika")


def state(app) -> str:
    with app.app_context():
        return office_of(app).row("metodika").state


@pytest.mark.parametrize("login", ["direktor", "orinbosar"])
def test_the_first_month_of_a_centre_can_be_closed(app, handed_in: int, as_, login: str) -> None:
    browser = as_(login)
    matrix = browser.get("/submissions/").get_data(as_text=True)
    assert 'action="/submissions/close"' not in matrix
    assert f'href="{HERE}"' in matrix.split('id="from-reviewers"')[1].split("</section>")[0]
    assert BUTTON in browser.get(HERE).get_data(as_text=True)
    assert browser.post(f"{HERE}/accept-own", {"version": handed_in}).status_code == 303
    assert state(app) == "accepted"
    assert 'id="from-reviewers"' not in browser.get("/submissions/").get_data(as_text=True)
    assert browser.post("/submissions/close", {"month": "2025-10"}).status_code == 303
    assert state(app) == "closed"


def test_she_is_told_who_accepts_it(app, handed_in: int, as_) -> None:
    browser = as_("metodist")
    page = browser.get(HERE).get_data(as_text=True)
    assert "direktor yoki uning oʻrinbosari qabul qiladi" in page
    assert not re.search(rf'action="{HERE}/accept', page)
    assert browser.post(f"{HERE}/accept-own", {"version": handed_in}).status_code == 404
    assert state(app) == "submitted"


@pytest.mark.parametrize("login", ["direktor", "orinbosar"])
def test_who_accepts_it_may_give_it_back(app, handed_in: int, as_, login: str) -> None:
    """She finds the note, mends and hands in again; what a unit handed in is not theirs to return."""
    browser = as_(login)
    assert f'action="{HERE}/return-own"' in browser.get(HERE).get_data(as_text=True)
    assert browser.post(f"{HERE}/return-own", {"version": handed_in, "reason": ""}).status_code == 422
    note = {"version": handed_in, "reason": "Yillik tadbir yoʻq"}
    assert browser.post(f"{HERE}/return-own", note).status_code == 303
    assert state(app) == "returned"
    page = as_("metodist").get(HERE).get_data(as_text=True)
    assert "Yillik tadbir yoʻq" in page and f'action="{HERE}/submit"' in page


def test_the_methodologist_does_not_give_back_from_above(app, handed_in: int, as_) -> None:
    answer = as_("metodist").post(f"{HERE}/return-own", {"version": handed_in, "reason": "xato"})
    assert answer.status_code == 404 and state(app) == "submitted"


@pytest.mark.parametrize("login", ["direktor", "orinbosar"])
def test_what_a_unit_handed_in_is_not_given_back_from_above(prepare, state_of, as_, login: str) -> None:
    version = prepare("submitted")
    here = "/submissions/2025-10/abonement"
    browser = as_(login)
    assert "return-own" not in browser.get(here).get_data(as_text=True)
    assert browser.post(f"{here}/return-own", {"version": version, "reason": "xato"}).status_code == 409
    assert state_of() == "submitted"


@pytest.mark.parametrize("login", ["direktor", "orinbosar"])
def test_what_a_unit_handed_in_is_left_to_the_methodologist(prepare, state_of, as_, login: str) -> None:
    version = prepare("submitted")
    browser = as_(login)
    here = "/submissions/2025-10/abonement"
    assert "accept-own" not in browser.get(here).get_data(as_text=True)
    answer = browser.post(f"{here}/accept-own", {"version": version})
    assert answer.status_code == 409
    assert "Uni metodist qabul qiladi" in answer.get_data(as_text=True)
    assert state_of() == "submitted"


def test_the_deputy_hands_in_the_month_of_his_own_unit_and_does_not_accept_it(app, prepare, as_) -> None:
    prepare("draft")
    browser = as_("orinbosar")
    here = "/submissions/2025-10/kotiba"
    with app.app_context():
        version = office_of(app).version("kotiba")
    assert browser.post(f"{here}/submit", {"version": version}).status_code == 303
    page = browser.get(here).get_data(as_text=True)
    assert "accept-own" not in page
    assert f'action="{here}/withdraw"' in page
