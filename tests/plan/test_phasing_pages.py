"""The months of a plan on their page: proposed in some ways, looked at, stored with a reason; closed months stay."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app.domain.deadlines import parse_deadline
from app.domain.errors import Invalid
from app.domain.periods import parse_period
from app.domain.phasing import WAYS, check_fixed, spread_again
from app.extensions import db
from app.models import Change
from app.queries.plan import plan_of, row_by_key
from tests.deadlines.conftest import approved
from tests.plan.test_rows import form_of
from tests.submissions.conftest import office_of

__all__ = ["approved"]

PATH = "/plan/2025/IV.15/phasing/0"
SEASON = [100, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100]


def months(form: dict[str, str]) -> list[str]:
    return [form[f"month-{month}"] for month in range(1, 13)]


def text(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


EVENLY, UNEVEN, LOW_END = [100] * 12, [300, 300, *[60] * 10], [300, 300, *[66] * 9, 6]


@pytest.mark.parametrize(
    ("way", "deadline", "stood", "fixed", "last_year", "wanted"),
    [
        ("even", "har oyda", EVENLY, set(), None, EVENLY),
        ("even", "har oyda", UNEVEN, {1, 2}, None, UNEVEN),
        ("deadline", "IV chorak", UNEVEN, {1, 2}, None, [300, 300, *[0] * 7, 200, 200, 200]),
        ("deadline", "yanvar, fevral", UNEVEN, {1, 2}, None, UNEVEN),  # its months are over: evenly
        ("last_year", "har oyda", EVENLY, set(), SEASON, [300, 600, *[0] * 9, 300]),
        ("last_year", "har oyda", UNEVEN, {1, 2}, SEASON, [300, 300, *[0] * 9, 600]),
        ("last_year", "har oyda", LOW_END, {1, 2, 12}, SEASON, LOW_END),  # of the open months last year says nothing
    ],
)
def test_how_a_plan_of_1200_is_spread_again(
    way: str, deadline: str, stood: list[int], fixed: set[int], last_year: list[int] | None, wanted: list[int]
) -> None:
    """By hand: the fixed months keep what they have, the others share the rest."""
    found = spread_again(way, 1200, "flow", parse_deadline(deadline, 2025), tuple(stood), fixed, last_year)
    assert list(found) == wanted and sum(found) == 1200


def test_a_level_goes_on_from_the_last_fixed_month() -> None:
    deadline = parse_deadline("har oyda", 2025)
    assert spread_again("deadline", 600, "stock", deadline, (500,) * 12, {1, 2}) == (500, 500, *[600] * 10)
    assert spread_again("even", 600, "stock", deadline, (480,) * 12, set()) == (600,) * 12
    assert spread_again("even", 600, "stock", deadline, (480,) * 12, {1, 2, 3})[-1] == 600


@pytest.mark.parametrize("way", WAYS)
def test_what_is_proposed_keeps_the_closed_months(approved: Flask, as_: Any, way: str) -> None:
    with approved.app_context():
        for month in ("2025-01", "2025-02"):
            office_of(approved).put("sent", parse_period(month))
    browser = as_("metodist")
    if way == "last_year":
        assert f"way={way}" not in text(browser.get(PATH)), "there is no last year"
        return
    form = form_of(browser, f"{PATH}?way={way}")
    assert months(form)[:2] == ["750", "750"] and sum(map(int, months(form))) == 9000
    assert text(browser.get(PATH)).count("yopilgan</p>") == 2


def test_of_an_approved_plan_it_is_looked_at_and_wants_a_reason(approved: Flask, as_: Any) -> None:
    browser = as_("metodist")
    form = form_of(browser, PATH) | {"month-1": "600", "month-12": "900", "reason": ""}
    looked = browser.post(PATH, form)
    page = text(looked)
    assert looked.status_code == 200 and 'id="looked"' in page and "Oylarni saqlash" in page
    assert "Shu kungacha reja: 7\u00a0500 edi, 7\u00a0350 boʻladi" in page
    assert "hozir 750" in page
    with approved.app_context():
        assert row_by_key(plan_of(1, 2025), "IV.15").parts[0].phasing is None, "nothing is stored by looking"
    shown = re.search(r'name="looked_at" value="([^"]*)"', page)
    assert shown
    answer = browser.post(PATH, form | {"looked_at": shown[1]})
    assert answer.status_code == 422 and 'id="reason-error"' in text(answer)
    assert browser.post(PATH, form | {"looked_at": shown[1], "month-2": "740", "month-3": "760"}).status_code == 200, (
        "other months than those that were shown are shown again"
    )
    assert browser.post(PATH, form | {"looked_at": shown[1], "reason": "Yozgi taʼtil"}).status_code == 303
    with approved.app_context():
        assert row_by_key(plan_of(1, 2025), "IV.15").parts[0].phasing == [600, *[750] * 10, 900]
        noted = db.session.query(Change).filter_by(subject="plan_row").order_by(Change.id.desc()).first()
        assert noted.reason == "Yozgi taʼtil"


def test_a_closed_month_is_not_planned_otherwise(approved: Flask, as_: Any) -> None:
    with approved.app_context():
        office_of(approved).put("closed", parse_period("2025-03"))
    browser = as_("metodist")
    form = form_of(browser, PATH) | {"month-3": "600", "month-12": "900", "reason": "Sinov"}
    looked = " ".join(form[f"month-{month}"] for month in range(1, 13))
    answer = browser.post(PATH, form | {"looked_at": looked})
    assert answer.status_code == 422 and "yopilgan yoki yuborilgan" in text(answer)
    assert 'value="600"' in text(answer), "what was typed stays"


def test_fixed_months_are_compared_one_by_one() -> None:
    check_fixed((1,) * 12, (1, 1, *[2] * 10), {1, 2})
    with pytest.raises(Invalid, match="phasing.month_shut"):
        check_fixed((1,) * 12, (1, 2, *[1] * 10), {2})


def test_a_draft_is_spread_at_once(as_: Any) -> None:
    browser = as_("metodist")
    form = form_of(browser, PATH) | {"month-1": "600", "month-12": "900"}
    assert browser.post(PATH, form).status_code == 303
