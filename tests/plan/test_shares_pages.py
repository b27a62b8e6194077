"""Own shares on their pages: what each unit has, proposals, what they do, and the reason that is wanted."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import Change
from app.queries.own_shares import SharesOfYear
from app.queries.plan import part_by_key, plan_of
from tests.deadlines.conftest import approved
from tests.plan.test_rows import form_of

__all__ = ["approved"]

PATH, LIST = "/plan/2025/IV.15/shares/0", "/plan/2025/shares"


def text(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


def stored(app: Flask) -> dict[str, tuple[int, str]]:
    with app.app_context():
        plan = plan_of(1, 2025)
        year = SharesOfYear(plan)
        found = year.of_part(part_by_key(plan, "IV.15"))
        return {year.units[unit].code: (found.shares[unit], found.origins[unit]) for unit in found.origins}


def amounts(form: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in form.items() if name.startswith("amount-")}


def test_a_plan_is_divided_evenly_looked_at_and_stored(approved: Flask, as_: Any) -> None:
    browser = as_("metodist")
    assert f'href="{PATH}"' in text(browser.get(LIST))
    form = form_of(browser, f"{PATH}?way=even")
    units = amounts(form)
    assert len(units) > 1
    given = {name: int(re.sub(r"\D", "", value)) for name, value in units.items()}
    assert sum(given.values()) == 9000 and max(given.values()) - min(given.values()) <= 1
    page = text(browser.get(f"{PATH}?way=even"))
    assert 'id="looked"' in page and "Ulushlarni saqlash" in page
    assert stored(approved) == {}, "looking stores nothing"
    answer = browser.post(PATH, form)
    assert answer.status_code == 422 and 'id="reason-error"' in text(answer)
    assert browser.post(PATH, form | {"reason": "Xizmatlar kelishuvi"}).status_code == 303
    assert {code: share for code, (share, _) in stored(approved).items()} == {
        name.removeprefix("amount-"): share for name, share in given.items()
    }
    assert {origin for _, origin in stored(approved).values()} == {"even"}
    with approved.app_context():
        noted = db.session.query(Change).filter_by(subject="own_shares").one()
        assert noted.reason == "Xizmatlar kelishuvi"
    assert "teng boʻlingan" in text(browser.get(LIST))


def test_typed_shares_are_shown_first_and_the_rest_is_named(approved: Flask, as_: Any) -> None:
    browser = as_("metodist")
    empty = dict.fromkeys(amounts(form_of(browser, PATH)), "")
    form = form_of(browser, PATH) | empty | {"amount-abonement": "3 200", "reason": "Kelishuv"}
    looked = browser.post(PATH, form)
    page = text(looked)
    assert looked.status_code == 200 and "Taqsimlanmagan: 5\u00a0800." in page and stored(approved) == {}
    shown = re.search(r'name="looked_at" value="([^"]*)"', page)
    assert shown
    assert browser.post(PATH, form | {"looked_at": shown[1]}).status_code == 303
    assert stored(approved) == {"abonement": (3200, "typed")}


@pytest.mark.parametrize("typed", ["9 001", "-1", "koʻp"])
def test_what_cannot_be_a_share_is_told_and_kept(approved: Flask, as_: Any, typed: str) -> None:
    browser = as_("metodist")
    form = form_of(browser, PATH) | {"amount-abonement": typed, "reason": "Kelishuv"}
    answer = browser.post(PATH, form)
    assert answer.status_code == 422 and f'value="{typed}"' in text(answer)
    assert "-error" in text(answer) and stored(approved) == {}


def test_everybody_reads_them_and_the_methodologist_sets_them(approved: Flask, as_: Any) -> None:
    for login in ("abonement", "direktor", "kuzatuvchi"):
        browser = as_(login)
        page = text(browser.get(LIST))
        assert "Kitobxonlar" in page or "Qatnov" in page
        assert f'href="{PATH}"' not in page and browser.get(PATH).status_code == 404
