"""How a unit's share lies over the months: typed, proposed, beside months that are closed (domain.md §3 “Own share”).

The plan of IV.15 is 9000 visits, 750 a month; 2400 of a unit are 200 a month.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.amending import CHANGE
from app.domain.errors import Invalid
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Change, Submission, Unit
from app.models.types import now
from app.operations.own_shares import set_own_shares, set_share_months
from app.operations.plans import set_phasing
from app.queries.month_review import review_of
from app.queries.own_shares import SharesOfYear
from app.queries.plan import part_by_key
from tests.amendments.conftest import Amended, approved, at_work
from tests.conftest import Browser
from tests.plan.test_rows import form_of
from tests.plan.test_shares_pages import text

__all__ = ["approved"]

PATH, DAY = "/plan/2025/IV.15/shares/0/abonement", date(2025, 11, 18)
KEY = "IV.15"


def divide(amended: Amended, **amounts: int) -> None:
    part = part_by_key(amended.plan, KEY)
    given = {amended.unit(code).id: amount for code, amount in amounts.items()}
    set_own_shares(
        actor=amended.people["metodist"], plan=amended.plan, part=part, version=part.indicator.version, amounts=given,
        reason="Kelishuv",
    )  # fmt: skip
    db.session.commit()


def set_months(amended: Amended, months: list[int] | None, unit: str = "abonement") -> None:
    part = part_by_key(amended.plan, KEY)
    set_share_months(
        actor=amended.people["metodist"], plan=amended.plan, part=part, unit=amended.unit(unit),
        version=part.indicator.version, months=months, reason="Mavsum",
    )  # fmt: skip
    db.session.commit()


def months(amended: Amended, unit: str = "abonement") -> list[int]:
    found = SharesOfYear(amended.plan).target(part_by_key(amended.plan, KEY), [amended.unit(unit).id]).target
    assert found is not None
    assert sum(found.months) == found.amount
    return [int(month) for month in found.months]


def close(*year_months: int) -> None:
    """Every unit's months are closed."""
    for unit in db.session.scalars(select(Unit)).all():
        for month in year_months:
            row = Submission(centre_id=1, unit_id=unit.id, year_month=month, state="closed", state_at=now())
            db.session.add(row)
    db.session.commit()


@pytest.fixture
def divided(approved: Flask) -> Flask:
    with at_work(approved) as amended:
        divide(amended, abonement=2400)
    return approved


def posted(browser: Browser, form: dict[str, str], **typed: str) -> Any:
    """Looked at first, then stored."""
    looked = browser.post(PATH, form | typed)
    shown = re.search(r'name="looked_at" value="([^"]*)"', text(looked))
    assert looked.status_code == 200 and shown, text(looked)
    return browser.post(PATH, form | typed | {"looked_at": shown[1]})


def test_the_months_of_a_share_are_typed_looked_at_and_stored(divided: Flask, as_: Any) -> None:
    """In the summer nobody comes: 200 of July and August are read in September and October."""
    browser = as_("metodist")
    assert f'href="{PATH}"' in text(browser.get("/plan/2025/shares"))
    form = form_of(browser, PATH)
    assert [form[f"month-{month}"] for month in (1, 12)] == ["200", "200"]
    summer = {"month-7": "0", "month-8": "0", "month-9": "400", "month-10": "400", "reason": "Taʼtil"}
    looked = text(browser.post(PATH, form | summer))
    assert "<del>200</del> → <ins>400</ins>" in looked and "Oylarni saqlash" in looked
    with at_work(divided) as amended:
        assert months(amended) == [200] * 12, "looking stores nothing"
    assert posted(browser, form, **summer).status_code == 303
    with at_work(divided) as amended:
        assert months(amended) == [200] * 6 + [0, 0, 400, 400, 200, 200]
        review = review_of(amended.plan, amended.unit("abonement"), parse_period("2025-09"), DAY)
        assert next(line.share for line in review.lines if line.part.key == KEY) == 400
        noted = db.session.query(Change).filter_by(subject="own_shares").order_by(Change.id.desc()).first()
        assert noted.reason == "Taʼtil" and noted.after["months"]["abonement"][8] == "400"
    assert "oylari alohida" in text(browser.get("/plan/2025/shares"))
    history = text(browser.get("/plan/2025/IV.15"))
    assert "oylar boʻyicha" in history and "Boshqa maydon" not in history
    answer = browser.post(PATH, form_of(browser, PATH) | {"generated": "1", "reason": "Avvalgidek"})
    assert answer.status_code == 303
    with at_work(divided) as amended:
        assert months(amended) == [200] * 12


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"month-1": "201"}, "Yigʻindi: 2401, ulush: 2400"),
        ({"month-1": "-1"}, "Manfiy"),
        ({"month-1": ""}, "Oʻn ikki oyning hammasini"),
    ],
)
def test_what_cannot_be_is_told_and_kept(divided: Flask, as_: Any, typed: dict[str, str], words: str) -> None:
    browser = as_("metodist")
    form = form_of(browser, PATH) | typed | {"reason": "Mavsum"}
    answer = browser.post(PATH, form)
    assert answer.status_code == 422 and words in text(answer).replace("\u00a0", "")
    assert f'value="{typed["month-1"]}"' in text(answer)
    with at_work(divided) as amended:
        assert months(amended) == [200] * 12


def test_only_the_methodologist_and_only_of_who_has_a_share(divided: Flask, as_: Any) -> None:
    for login in ("abonement", "direktor", "kuzatuvchi"):
        browser = as_(login)
        assert browser.get(PATH).status_code == 404
        assert browser.post(PATH, {"version": "1"}).status_code in (403, 404)
        assert "oylar</a>" not in text(browser.get("/plan/2025/shares"))
    assert as_("metodist").get("/plan/2025/IV.15/shares/0/umumiy-zal").status_code == 404


def test_a_closed_month_keeps_what_it_had(divided: Flask, as_: Any) -> None:
    """January and February are closed: 400 of them stay, whatever the share becomes."""
    with at_work(divided) as amended:
        close(202501, 202502)
        with pytest.raises(Invalid, match="phasing.month_shut"):
            set_months(amended, [100, 300, *[200] * 10])
        set_months(amended, [200, 200, 0, 400, *[200] * 8])
        set_months(amended, None)
        assert months(amended) == [200] * 12
        divide(amended, abonement=3400)
        assert months(amended) == [200, 200, *[300] * 10]
        with pytest.raises(Invalid) as refused:
            divide(amended, abonement=399)
        assert refused.value.code == "shares.below_fixed" and refused.value.params["fixed"] == 400
        db.session.rollback()
        divide(amended, abonement=400)
        assert months(amended) == [200, 200, *[0] * 10]
    browser, shares = as_("metodist"), "/plan/2025/IV.15/shares/0"
    less = form_of(browser, shares) | {"amount-abonement": "399", "reason": "Kelishuv"}
    assert browser.post(shares, less).status_code == 422, "no preview of what will be refused"
    page = text(browser.get(PATH))
    assert page.count("yopilgan") == 2 and page.count("readonly") == 2


def test_the_plan_s_own_months_do_not_move_closed_ones(divided: Flask) -> None:
    """The row's summer becomes half: of the shares only open months follow."""
    with at_work(divided) as amended:
        close(202501, 202502, 202503)
        part = part_by_key(amended.plan, KEY)
        spread = [750] * 6 + [0, 0] + [1125] * 4
        set_phasing(
            actor=amended.people["metodist"], plan=amended.plan, row=part.indicator, part=part,
            version=part.indicator.version, months=spread, reason="Mavsum",
        )  # fmt: skip
        db.session.commit()
        assert months(amended) == [200] * 6 + [0, 0] + [300] * 4


def test_an_amended_plan_leaves_the_months_before_as_they_were(divided: Flask) -> None:
    """From July 10 500 visits instead of 9000: 1000 a month. 2400 stay 2400, and 200 a month of the first half stay."""
    with at_work(divided) as amended:
        amended.amend("2025-07", (CHANGE, KEY, {"plan": "10500"}), day=date(2025, 7, 2))
        part = part_by_key(amended.plan, KEY)
        assert amended.months(KEY) == [750] * 6 + [1000] * 6 and part is not None
        assert months(amended) == [200] * 12
        divide(amended, abonement=3000)
        assert sum(months(amended)) == 3000


def test_months_by_hand_outlast_the_same_amount_and_no_other(divided: Flask) -> None:
    with at_work(divided) as amended:
        set_months(amended, [2400, *[0] * 11])
        divide(amended, abonement=2400, **{"umumiy-zal": 1200})
        assert months(amended) == [2400, *[0] * 11] and months(amended, "umumiy-zal") == [100] * 12
        divide(amended, abonement=1200)
        assert months(amended) == [100] * 12


def test_last_year_and_evenly_are_proposed(divided: Flask, as_: Any) -> None:
    browser = as_("metodist")
    with at_work(divided) as amended:
        set_months(amended, [2400, *[0] * 11])
    form = form_of(browser, f"{PATH}?way=even")
    assert {form[f"month-{month}"] for month in range(1, 13)} == {"200"}
    assert 'id="looked"' in text(browser.get(f"{PATH}?way=even"))
