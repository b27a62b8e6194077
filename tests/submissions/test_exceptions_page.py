"""Opening a month for a while and the settings of the months, over HTTP."""

from __future__ import annotations

from datetime import date

from app.domain.periods import parse_period
from app.operations.plans import approve_plan
from app.queries.settings import own_acceptance_allowed
from app.queries.units import default_centre
from tests.cast import APPROVED
from tests.submissions.conftest import office_of

PAGE = "/submissions/exceptions"
WISH = {"unit": "abonement", "month": "2025-10", "until": "20.11.2025", "reason": "kasallik varaqasi"}


def test_an_exception_is_listed_and_ended(as_) -> None:
    browser = as_("metodist")
    assert browser.post(PAGE, WISH).status_code == 303
    page = as_("abonement").get(PAGE).get_data(as_text=True)
    assert "kasallik varaqasi" in page and "20.11.2025" in page
    assert "<form" not in page.split("<main")[1]
    assert browser.post(f"{PAGE}/1/end").status_code == 303
    assert "Hozir yopish" not in browser.get(PAGE).get_data(as_text=True)


def test_a_refused_exception_keeps_what_was_typed(as_) -> None:
    answer = as_("metodist").post(PAGE, {**WISH, "until": "20.12.2025"})
    assert answer.status_code == 422
    assert "kasallik varaqasi" in answer.get_data(as_text=True)
    assert "14 kun" in answer.get_data(as_text=True)


def test_settings_are_kept_and_wrong_ones_named(as_) -> None:
    browser = as_("metodist")
    good = {"entry_window_days": "10", "working_days_month": "5"}
    assert browser.post("/submissions/settings", good).status_code == 303
    assert 'value="10"' in browser.get(PAGE).get_data(as_text=True)
    wrong = browser.post("/submissions/settings", {**good, "entry_window_days": "1O"})
    assert wrong.status_code == 422
    assert "Harf O" in wrong.get_data(as_text=True)
    assert as_("direktor").post("/submissions/settings", good).status_code == 404


def test_in_january_without_a_plan_what_was_sent_can_still_be_opened(app, as_) -> None:
    with app.app_context():
        office = office_of(app)
        approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
        office.put("sent", parse_period("2025-11"))
    app.config["TODAY"] = date(2026, 1, 5)
    wish = {**WISH, "month": "2025-11", "until": "07.01.2026"}
    director = as_("direktor")
    assert '<option value="abonement"' in director.get(PAGE).get_data(as_text=True)
    assert director.post(PAGE, wish).status_code == 303
    assert "7-yanvar gacha ochiq" in as_("abonement").get("/").get_data(as_text=True)


SWITCH = "/submissions/settings/self-acceptance"


def test_only_the_director_lets_one_accept_ones_own(app, as_) -> None:
    director, methodologist = as_("direktor"), as_("metodist")
    for browser in (methodologist, as_("orinbosar")):
        assert SWITCH not in browser.get(PAGE).get_data(as_text=True)
        assert browser.post(SWITCH, {"allowed": "1"}).status_code == 404
    # The methodologist's form no longer carries the switch, whatever is sent with it.
    wish = {"entry_window_days": "0", "working_days_month": "3", "allowed": "1"}
    assert methodologist.post("/submissions/settings", wish).status_code == 303
    assert not allowed(app)
    assert PAGE in director.get("/submissions/").get_data(as_text=True)
    assert SWITCH in director.get(PAGE).get_data(as_text=True)
    assert director.post(SWITCH, {"allowed": "1"}).status_code == 303
    assert allowed(app)
    assert "checked" in director.get(PAGE).get_data(as_text=True).split(SWITCH)[1]
    assert director.post(SWITCH).status_code == 303
    assert not allowed(app)


def allowed(app) -> bool:
    with app.app_context():
        return own_acceptance_allowed(default_centre().id)
