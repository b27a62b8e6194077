"""States × roles × acts over HTTP, from one table that people can read (way.py)."""

from __future__ import annotations

import re

import pytest

from tests.submissions.way import ACTS, LOGINS, ROLES, STATES, way

HERE = "/submissions/2025-10/abonement"
CLOSING = {"close": "/submissions/close", "reopen": "/submissions/reopen"}


def do(browser, token: str, act: str, version: int):
    data = {"version": version, "reason": "sabab", "month": "2025-10", "csrf_token": token}
    return browser.post(CLOSING.get(act, f"{HERE}/{act}"), data)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_every_act_in_every_state_as_every_role(prepare, state_of, as_, state: str, role: str) -> None:
    browser = as_(LOGINS[role])
    token = browser.token("/")
    for act in ACTS:
        version = prepare(state)
        answer = do(browser, token, act, version)
        wanted = way().get((act, state, role))
        assert (answer.status_code == 303) == (wanted is not None), (act, answer.status_code)
        assert state_of() == (wanted or state), act
        if wanted is None:
            assert answer.status_code in (404, 409), act


@pytest.mark.parametrize("state", STATES)
def test_a_stranger_of_another_sector_changes_nothing(prepare, state_of, as_, state: str) -> None:
    browser = as_("umumiy")
    token = browser.token("/")
    for act in ACTS:
        assert do(browser, token, act, prepare(state)).status_code == 404
        assert state_of() == state


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_the_page_offers_what_works_and_nothing_else(prepare, as_, state: str, role: str) -> None:
    prepare(state)
    page = as_(LOGINS[role]).get(HERE).get_data(as_text=True)
    offered = set(re.findall(rf'action="{HERE}/(\w+)"', page))
    wanted = {act for act in ACTS if (act, state, role) in way() and act != "close"}
    assert offered == wanted


def test_the_unit_takes_it_back_until_the_decision_and_whoever_accepts_meanwhile_is_told(
    prepare, state_of, as_
) -> None:
    version = prepare("submitted")
    metodist, unit = as_("metodist"), as_("abonement")
    assert "Qabul qilish" in metodist.get(HERE).get_data(as_text=True)  # looking begins nothing
    assert unit.post(f"{HERE}/withdraw", {"version": version}).status_code == 303
    answer = metodist.post(f"{HERE}/accept", {"version": version})
    assert answer.status_code == 409
    assert "Boʻlinma bu oyni shu orada qaytarib oldi" in answer.get_data(as_text=True)
    assert state_of() == "draft"


def test_a_return_wants_a_note_and_what_was_typed_stays(prepare, state_of, as_) -> None:
    version = prepare("submitted")
    answer = as_("metodist").post(f"{HERE}/return", {"version": version, "reason": "  "})
    assert answer.status_code == 422
    assert "Sababini yozing" in answer.get_data(as_text=True)
    assert state_of() == "submitted"


def test_an_old_page_is_told_so(prepare, state_of, as_) -> None:
    version = prepare("submitted")
    answer = as_("metodist").post(f"{HERE}/accept", {"version": version - 1})
    assert answer.status_code == 409
    assert "boshqa xodim oʻzgartirdi" in answer.get_data(as_text=True)
    assert state_of() == "submitted"


def test_on_behalf_keeps_both_names(app, prepare, as_) -> None:
    version = prepare("draft")
    as_("metodist").post(f"{HERE}/submit", {"version": version})
    page = as_("direktor").get(HERE).get_data(as_text=True)
    assert "Abonementlar sektori nomidan Metodist topshirdi" in page


def test_several_are_accepted_at_once_and_the_refused_one_is_named(app, prepare, as_) -> None:
    version = prepare("submitted")
    browser = as_("metodist")
    data = {"wanted": [f"2025-10|abonement|{version}", "2025-10|umumiy-zal|99"], "year": "2025"}
    page = browser.post("/submissions/accept", data | {"seen": "1"}, follow_redirects=True).get_data(as_text=True)
    assert "Qabul qilindi: 1" in page
    assert "Umumiy oʻquv zallari sektori, 2025-yil oktabr" in page


def test_nothing_ticked_is_said(prepare, as_) -> None:
    prepare("submitted")
    answer = as_("metodist").post("/submissions/accept", {"year": "2025"})
    assert answer.status_code == 422
    assert "Qabul qilinadigan oylarni belgilang" in answer.get_data(as_text=True)


def test_a_month_with_an_unaccepted_unit_cannot_be_closed(app, prepare, state_of, as_) -> None:
    prepare("accepted")
    with app.app_context():
        from tests.submissions.conftest import office_of

        office = office_of(app)
        office.row("umumiy-zal").state = "submitted"
        from app.extensions import db

        db.session.commit()
    browser = as_("direktor")
    assert 'action="/submissions/close"' not in browser.get("/submissions/").get_data(as_text=True)
    answer = browser.post("/submissions/close", {"month": "2025-10"})
    assert answer.status_code == 409
    assert state_of() == "accepted"


def test_the_running_month_cannot_be_closed(prepare, as_) -> None:
    answer = as_("direktor").post("/submissions/close", {"month": "2025-11"})
    assert answer.status_code == 422
