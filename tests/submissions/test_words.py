"""Words of the month's and the duties' pages that contradicted what stood beside them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import parse_period
from app.extensions import db
from app.models import BlankReason, LockException, Obligation
from app.models.types import now
from tests.deadlines.conftest import approved
from tests.home.test_turns import page_on
from tests.submissions.conftest import office_of

__all__ = ["approved"]


@pytest.mark.parametrize(("month", "owed"), [("2025-09", True), ("2025-10", False), ("2025-12", False)])
def test_a_month_that_nobody_wants_is_not_being_filled(approved: Flask, as_, month: str, owed: bool) -> None:
    with approved.app_context():
        office_of(approved).units["abonement"].last_month = 202509
        db.session.commit()
    page = page_on(approved, as_("metodist"), date(2026, 1, 5), f"/submissions/{month}/abonement")
    head = page.split("</h1>")[1].split("Barcha topshirishlar")[0]
    assert ("Toʻldirilmoqda" in head, "talab qilinmaydi" in head) == (owed, not owed)


def test_a_waived_duty_is_not_called_required(approved: Flask, as_) -> None:
    with approved.app_context():
        number = db.session.scalars(select(Obligation.id).where(Obligation.required)).first()
    browser, day = as_("metodist"), date(2025, 11, 18)

    def required() -> str:
        page = page_on(approved, browser, day, f"/deadlines/{number}")
        return re.search(r"Majburiymi</dt>\s*<dd[^>]*>([^<]*)<", page)[1].strip()

    assert required() == "ha"
    sent = {"wanted": str(number), "reason": "taʼmir"}
    for told, kind in (("Talabdan chiqarildi: 1.", "success"), ("hech narsa oʻzgarmadi", "info")):
        page = browser.post("/deadlines/waive", sent, follow_redirects=True).get_data(as_text=True)
        notice = next(
            line
            for line in re.findall(r'<div class="notice (\w+)"[^>]*>(.*?)</div>', page, re.DOTALL)
            if told in line[1]
        )
        assert notice[0] == kind
    assert required() == "yoʻq, talabdan chiqarilgan"


def test_no_duty_is_said_to_have_come_days_before_its_day(approved: Flask, as_) -> None:
    """On 8 January what is due on the 9th, 13th and 16th stood as “Muddati keldi”."""
    browser, day = as_("metodist"), date(2026, 1, 8)
    page = page_on(approved, browser, day, "/reports/?year=2025")
    ahead = [row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if re.search(r">(?:09|13|16)\.01\.2026<", row)]
    assert len(ahead) == 3 and all("Yuborilishi kutilmoqda" in row for row in ahead) and "Muddati keldi" not in page


def test_one_blank_day_is_one_day(approved: Flask, as_) -> None:
    with approved.app_context():
        office = office_of(approved)
        place = {"centre_id": 1, "unit_id": office.units["abonement"].id, "person_id": office.people["metodist"].id}
        for first, last in ((1, 13), (15, 20), (23, 31)):  # the 14th, and the 21st with the 22nd, say nothing
            span = {"first_day": date(2025, 10, first), "last_day": date(2025, 10, last)}
            db.session.add(BlankReason(**place, **span, kind="closed"))
        office.put("submitted", parse_period("2025-10"))
    page = page_on(approved, as_("metodist"), date(2025, 11, 18), "/submissions/2025-10/abonement")
    spans = re.findall(r"Sababsiz boʻsh: ([^,]*), kunlar soni (\d+)", page)
    assert spans == [("14.10.2025", "1"), ("21.10.2025 – 22.10.2025", "2")]


@pytest.mark.parametrize("address", ["/plan/2025/IX.99", "/plan/2025/IV.15/7", "/plan/2025/IX.99/counting"])
def test_a_row_that_the_plan_has_not_is_not_called_a_cell(app: Flask, as_, address: str) -> None:
    answer = as_("metodist").get(address)
    assert (
        answer.status_code == 404 and "katak" not in answer.get_data(as_text=True).split("<main")[1].split("</main>")[0]
    )


@pytest.mark.parametrize("login", ["metodist", "direktor", "orinbosar", "abonement", "umumiy", "kuzatuvchi"])
def test_an_open_exception_is_told_with_its_end_to_those_who_open_months(approved: Flask, as_, login: str) -> None:
    with approved.app_context():
        office = office_of(approved)
        db.session.add(
            LockException(
                centre_id=1, unit_id=office.units["abonement"].id, year_month=202509, until=date(2025, 11, 25),
                reason="Sentabr", person_id=office.people["metodist"].id, opens="window", at=now(),
            )
        )  # fmt: skip
        db.session.commit()
    browser = as_(login)
    told = [
        len(re.findall(r"25-noyabr gacha ochiq", page_on(approved, browser, day)))
        for day in (date(2025, 11, 18), date(2025, 11, 25), date(2025, 11, 26))
    ]
    assert told == ([1, 1, 0] if login not in ("umumiy", "kuzatuvchi") else [0, 0, 0])


def test_what_a_reopening_makes_old_was_made_before_it(approved: Flask, as_) -> None:
    with approved.app_context():
        office = office_of(approved)
        office.put("accepted", parse_period("2025-10"), commit=False)
        office.row("abonement", parse_period("2025-10")).reopened_at = now()
        db.session.commit()
    page = page_on(approved, as_("direktor"), date(2025, 11, 18), "/submissions/2025-10/abonement")
    assert "Shu paytdan oldin tayyorlangan hisobotlar" in page and "Bu oydan oldin" not in page
