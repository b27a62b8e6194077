"""Opening a month for a while and the settings of the months, over HTTP."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest

from app.domain.errors import DomainError
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Plan
from app.operations.lock_exceptions import grant_exception
from app.queries.plan import plan_of
from app.queries.settings import own_acceptance_allowed
from app.queries.units import default_centre
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
        office.approve()
        office.put("sent", parse_period("2025-11"))
    app.config["TODAY"] = date(2026, 1, 5)
    wish = {**WISH, "month": "2025-11", "until": "07.01.2026"}
    director = as_("direktor")
    assert '<option value="abonement"' in director.get(PAGE).get_data(as_text=True)
    assert director.post(PAGE, wish).status_code == 303
    assert "7-yanvar gacha ochiq" in as_("abonement").get("/").get_data(as_text=True)


def months_offered(page: str) -> list[str]:
    return re.findall(r'<option value="(\d{4}-\d{2})"', page)


def keys_of(*spans: tuple[int, int, int]) -> list[str]:
    """(year, newest month, oldest month) written out."""
    return [f"{year}-{month:02}" for year, newest, oldest in spans for month in range(newest, oldest - 1, -1)]


OFFERED = [
    # day, other plans (year, state), the centre's first month → the months in the list
    ("2025-11-18", {}, None, keys_of((2025, 10, 1))),
    ("2026-01-05", {}, None, keys_of((2025, 12, 1))),  # without a plan of the new year nothing of it
    ("2026-03-31", {2026: "approved"}, None, keys_of((2026, 2, 1), (2025, 12, 1))),  # more than twelve months
    ("2026-04-01", {2026: "draft", 2024: "closed"}, None, keys_of((2026, 3, 1), (2025, 12, 1))),
    ("2025-11-18", {2024: "approved"}, None, keys_of((2025, 10, 1), (2024, 12, 1))),
    ("2025-11-18", {}, 202506, keys_of((2025, 10, 6))),
    ("2025-01-10", {}, None, []),
]


@pytest.mark.parametrize(("day", "plans", "begins", "months"), OFFERED)
def test_the_months_that_can_be_opened_are_offered_and_no_others(app, as_, day, plans, begins, months) -> None:
    today = date.fromisoformat(day)
    app.config["TODAY"] = today
    with app.app_context():
        default_centre().first_month = begins
        for year, state in plans.items():
            db.session.add(Plan(centre_id=1, year=year, state=state))
        db.session.commit()
    page = as_("metodist").get(PAGE).get_data(as_text=True)
    assert months_offered(page) == months
    assert ("ochiladigan oy yoʻq" in page) == (not months)
    with app.app_context():  # the operation takes these and no others
        office = office_of(app)
        whose = {
            "actor": office.people["metodist"],
            "unit": office.units["abonement"],
            "until": today,
            "reason": "taʼmir",
        }
        taken = []
        for year in (2026, 2025, 2024):
            plan = plan_of(1, year)
            for month in reversed(parse_period(str(year)).months) if plan else ():
                with suppress(DomainError):
                    grant_exception(plan=plan, month=month, today=today, **whose)
                    taken.append(month.key)
        assert taken == months


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
