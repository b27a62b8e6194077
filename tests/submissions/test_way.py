"""States × roles × acts over HTTP, from one table that people can read (way.py)."""

from __future__ import annotations

import html
import re

import pytest

from app.extensions import db
from app.operations.entries import find_cell, save_cell
from tests.submissions.conftest import office_of
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
    prepare(state, opened=state == "submitted" and role == "methodologist")
    page = as_(LOGINS[role]).get(HERE).get_data(as_text=True)
    offered = set(re.findall(rf'action="{HERE}/(\w+)"', page))
    wanted = {act for act in ACTS if (act, state, role) in way() and act != "close"}
    assert offered == wanted


def test_what_was_not_looked_at_is_opened_first(prepare, as_) -> None:
    prepare("submitted")
    page = as_("metodist").get(HERE).get_data(as_text=True)
    assert set(re.findall(rf'action="{HERE}/(\w+)"', page)) == {"open"}


def test_once_opened_the_unit_cannot_take_it_back(prepare, state_of, as_) -> None:
    prepare("submitted")
    metodist, unit = as_("metodist"), as_("abonement")
    assert metodist.post(f"{HERE}/open").status_code == 303
    page = unit.get(HERE).get_data(as_text=True)
    assert f'action="{HERE}/withdraw"' not in page
    answer = unit.post(f"{HERE}/withdraw", {"version": prepare("submitted", opened=True)})
    assert answer.status_code == 409
    assert state_of() == "submitted"


def test_a_return_wants_a_note_and_what_was_typed_stays(prepare, state_of, as_) -> None:
    version = prepare("submitted", opened=True)
    answer = as_("metodist").post(f"{HERE}/return", {"version": version, "reason": "  "})
    assert answer.status_code == 422
    assert "Sababini yozing" in answer.get_data(as_text=True)
    assert state_of() == "submitted"


@pytest.fixture
def copied_months(app) -> None:
    """Two lines of the hall stand in October as in September: each wants a word."""
    with app.app_context():
        office = office_of(app)
        for key, month in [(key, month) for key in ("IV.15", "IV.16") for month in ("09", "10")]:
            cell = find_cell(office.plan, f"{key}|abonement|2025-{month}-10")
            save_cell(
                actor=office.people["metodist"], plan=office.plan, cell=cell, typed="46", version=0, today=office.today
            )
        db.session.commit()


def explaining(browser, **words: str) -> dict[str, object]:
    """The form of handing in as the page gives it, with words for some rows."""
    page = browser.get(HERE).get_data(as_text=True)
    keys = [html.unescape(key) for key in re.findall(r'name="check" value="([^"]*)"', page)]
    texts = [words.get(key.split("|")[1].replace(".", "_"), "") for key in keys]
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return {"version": version, "check": keys, "explanations": texts}


def test_what_was_explained_stays_and_what_was_not_is_marked(copied_months, state_of, as_) -> None:
    browser = as_("abonement")
    answer = browser.post(f"{HERE}/submit", explaining(browser, IV_15="Ikkala oyda ham shuncha"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and state_of() == "draft"
    assert "Ikkala oyda ham shuncha</textarea>" in page
    assert page.count("Izoh yozing yoki sonni tuzating.") == 1
    assert 'href="#explanations-submit"' in page and 'id="explanations-submit"' in page
    full = explaining(browser, IV_15="Ikkala oyda ham shuncha", IV_16="Bu ham toʻgʻri")
    assert browser.post(f"{HERE}/submit", full).status_code == 303 and state_of() == "submitted"
    page = browser.get(HERE).get_data(as_text=True)
    assert "Ikkala oyda ham shuncha" in page and "Bu ham toʻgʻri" in page


def test_a_too_long_explanation_is_marked_beside_itself(copied_months, state_of, as_) -> None:
    browser = as_("abonement")
    form = explaining(browser, IV_15="Ikkala oyda ham shuncha", IV_16="juda uzun " * 200)
    page = browser.post(f"{HERE}/submit", form).get_data(as_text=True)
    marked = re.findall(r'<textarea id="([^"]*)"[^>]*aria-invalid="true"', page)
    assert len(marked) == 1 and "juda uzun" in page.split(f'<textarea id="{marked[0]}"')[1].split("</textarea>")[0]
    assert "Ikkala oyda ham shuncha</textarea>" in page and state_of() == "draft"


def test_explanations_without_their_values_hand_nothing_in(copied_months, state_of, as_) -> None:
    browser = as_("abonement")
    form = explaining(browser, IV_15="Ha", IV_16="Ha")
    assert browser.post(f"{HERE}/submit", {**form, "check": form["check"][:1]}).status_code == 422
    assert browser.post(f"{HERE}/submit", {**form, "check": ["x"] * len(form["check"])}).status_code == 422
    assert state_of() == "draft"


@pytest.mark.parametrize("act", ["return", "undo"])
def test_a_reason_that_comes_too_late_is_not_lost(prepare, state_of, as_, act: str) -> None:
    version = prepare("returned")
    answer = as_("metodist").post(f"{HERE}/{act}", {"version": version, "reason": "Sonni qayta sanang"})
    assert answer.status_code == 409
    assert "Sonni qayta sanang" in answer.get_data(as_text=True)
    assert state_of() == "returned"


def test_an_old_page_of_a_return_may_be_sent_again(prepare, state_of, as_) -> None:
    version, browser = prepare("submitted", opened=True), as_("metodist")
    typed = {"version": version - 1, "reason": "Sonni qayta sanang"}
    answer = browser.post(f"{HERE}/return", typed)
    page = answer.get_data(as_text=True).split(f'action="{HERE}/return"')[1].split("</form>")[0]
    assert answer.status_code == 409 and "Sonni qayta sanang" in page
    shown = re.search(r'name="version" value="(\d+)"', page)[1]
    assert browser.post(f"{HERE}/return", {**typed, "version": shown}).status_code == 303
    assert state_of() == "returned"


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "x", ""])
def test_a_version_that_is_none_is_that_of_nothing(prepare, state_of, as_, version: str) -> None:
    prepare("submitted", opened=True)
    assert as_("metodist").post(f"{HERE}/accept", {"version": version}).status_code == 409
    assert state_of() == "submitted"


def test_an_old_page_is_told_so(prepare, state_of, as_) -> None:
    version = prepare("submitted", opened=True)
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
    page = browser.post("/submissions/accept", data, follow_redirects=True).get_data(as_text=True)
    assert "Qabul qilindi: 1" in page
    assert "Umumiy oʻquv zallari sektori, 2025-yil oktabr" in page


@pytest.mark.parametrize("chosen", ["x", "2025-10|abonement", "2025-10|abonement|1|2"])
def test_a_torn_list_accepts_nothing_and_keeps_the_ticks(prepare, state_of, as_, chosen: str) -> None:
    good = f"2025-10|abonement|{prepare('submitted')}"
    answer = as_("metodist").post("/submissions/accept", {"wanted": [good, chosen]})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="wanted-error"' in page and state_of() == "submitted"
    assert re.search(rf'value="{re.escape(good)}"[^>]* checked', page)


@pytest.mark.parametrize("month", ["", "x", "2025-Q3", "2025-13"])
def test_what_is_no_month_is_neither_closed_nor_opened(prepare, state_of, as_, month: str) -> None:
    prepare("closed")
    browser = as_("direktor")
    assert browser.post("/submissions/close", {"month": month}).status_code == 422
    answer = browser.post("/submissions/reopen", {"month": month, "reason": "Hisobot tuzatiladi"})
    assert answer.status_code == 422 and "Hisobot tuzatiladi" in answer.get_data(as_text=True)
    assert state_of() == "closed"


def test_nothing_ticked_is_said(prepare, as_) -> None:
    prepare("submitted")
    answer = as_("metodist").post("/submissions/accept", {"year": "2025"})
    assert answer.status_code == 422
    assert "Qabul qilinadigan oylarni belgilang" in answer.get_data(as_text=True)


def test_a_month_with_an_unaccepted_unit_cannot_be_closed(app, prepare, state_of, as_) -> None:
    prepare("accepted")
    with app.app_context():
        office = office_of(app)
        office.row("umumiy-zal").state = "submitted"
        db.session.commit()
    browser = as_("direktor")
    assert 'action="/submissions/close"' not in browser.get("/submissions/").get_data(as_text=True)
    answer = browser.post("/submissions/close", {"month": "2025-10"})
    assert answer.status_code == 409
    assert state_of() == "accepted"


def test_the_running_month_cannot_be_closed(prepare, as_) -> None:
    answer = as_("direktor").post("/submissions/close", {"month": "2025-11"})
    assert answer.status_code == 422
