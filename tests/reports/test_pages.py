"""The pages of reports: from freezing to a correction, who may what, and that text stays text (trust.md R8, Z4, I6)."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Report
from app.operations.evidence import file_path
from app.queries.plan import plan_of
from tests.conftest import Browser
from tests.reports.test_operations import save

FORM = {
    "period": "2025-Q3",
    "basis": "accepted",
    "signers": ["Direktor", "A. Karimov", "Metodist", "D. Tosheva"],
    "number": "",
    "day": "",
}
SENDING = {"number": "01-05/45", "day": "18.11.2025", "way": "exat", "recipient": "Viloyat kutubxonasi"}


pytestmark = pytest.mark.usefixtures("closed")


def enter(app: Flask, key: str, value: str) -> None:
    with app.app_context():
        save(plan_of(1, 2025), key, value)
        db.session.commit()


def freeze(browser: Browser, *, signed: bool = True, **changes: object) -> str:
    answer = browser.post("/reports/new", {**FORM, **changes})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    if signed:
        sign(browser, answer.location)
    return answer.location


def sign(browser: Browser, address: str) -> None:
    """By the director, at a desk of his own; a draft takes no signature."""
    Browser(browser.client.application.test_client()).sign_in("direktor").post(f"{address}/sign")


def text_of(browser: Browser, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


def cells_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-cell="([^"]+)"\s+data-value="([^"]*)"', page))


def test_from_freezing_to_a_correction(app: Flask, as_) -> None:
    enter(app, "IV.15|abonement|2025-08-04", "100")
    browser = as_("metodist")
    first = freeze(browser)
    assert browser.post(f"{first}/send", SENDING).status_code == 303
    file = browser.get(f"{first}.xlsx").data
    enter(app, "IV.15|abonement|2025-08-04", "130")
    page = text_of(browser, first)
    assert cells_of(page)["IV.15|2025-Q3"] == "100", "what was frozen is shown as it was"
    assert "hozir: 130" in page
    assert "2 ta son oʻzgargan" in text_of(browser, "/reports/")
    answer = browser.post(f"{first}/correct", {**FORM, "reason": "Avgust qayta sanaldi"})
    assert answer.status_code == 303
    second = answer.location
    sign(browser, second)
    refused = browser.post(f"{second}/send", SENDING)
    assert refused.status_code == 422 and "boshqa hujjat yoki hisobotga berilgan" in refused.get_data(as_text=True)
    assert browser.post(f"{second}/send", {**SENDING, "number": "01-05/52", "day": "18.11.2025"}).status_code == 303
    assert browser.get(f"{first}.xlsx").data == file
    page = text_of(browser, f"{second}/differences")
    body = [
        re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>.*?</tr>", page[page.index("<tbody>") :], re.S)
    ]
    assert [(row[0], *row[-2:]) for row in body] == [("IV.15", "100", "130")] * 2
    assert "Avgust qayta sanaldi" in page
    sheet = openpyxl.load_workbook(BytesIO(browser.get(f"{second}/differences.xlsx").data)).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[3:6] for row in values if row[0] == "IV.15"] == [[100, 130, 30]] * 2


def test_the_file_carries_signatures_basis_version_and_proof(app: Flask, as_) -> None:
    browser = as_("metodist")
    address = freeze(browser, number="12-7", day="18.11.2025")
    content = browser.get(f"{address}.xlsx").data
    with app.app_context():
        report = db.session.scalars(select(Report)).one()
        assert sha256(content).hexdigest() == report.workbook_sha256
        chain = report.history_hash
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for wanted in ("A. Karimov", "D. Tosheva", "12-7", "2025-yil 18-noyabr", f"1-versiya. Tarix zanjiri: {chain}"):
        assert any(wanted in word for word in words), wanted
    assert any("Qabul qilingan maʼlumotlar boʻyicha" in word for word in words)
    assert not any("topshirmagan" in word or "QORALAMA" in word for word in words), "everybody has handed in"
    assert chain[:16] in sheet.oddFooter.left.text


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", '"><script>alert(1)</script>', "-2+3"])
def test_hostile_text_stays_text(app: Flask, as_, evil: str) -> None:
    browser = as_("metodist")
    first = freeze(browser, signers=[evil, evil])
    browser.post(f"{first}/send", {**SENDING, "recipient": evil, "number": evil})
    second = browser.post(f"{first}/correct", {**FORM, "reason": evil, "signers": [evil, evil]}).location
    for address in (first, second, f"{second}/differences", "/reports/"):
        page = text_of(browser, address)
        assert "<script>alert" not in page
    assert evil in unescape(text_of(browser, second))
    for address in (f"{first}.xlsx", f"{second}.xlsx", f"{second}/differences.xlsx"):
        book = openpyxl.load_workbook(BytesIO(browser.get(address).data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
        assert any(evil in str(cell.value) for cell in cells)


def test_a_damaged_file_is_told_and_not_given_out(app: Flask, as_) -> None:
    browser = as_("metodist")
    address = freeze(browser)
    with app.app_context():
        path = file_path(app.config["SETTINGS"].files, db.session.scalars(select(Report)).one().workbook_sha256)
    path.write_bytes(path.read_bytes()[:-1])
    assert browser.get(f"{address}.xlsx").status_code == 409
    assert "yoʻq yoki buzilgan" in text_of(browser, address)
    path.unlink()
    assert browser.get(f"{address}.xlsx").status_code == 409


@pytest.mark.parametrize(
    ("login", "makes"),
    [
        ("abonement", False),
        ("oquv", False),
        ("metodist", True),
        ("direktor", False),
        ("admin", False),
        ("kuzatuvchi", False),
    ],
)
def test_everybody_reads_and_the_methodologist_makes_and_sends(as_, login: str, makes: bool) -> None:
    address = freeze(as_("metodist"))
    browser = as_(login)
    for path in ("/reports/", address, f"{address}.xlsx", f"{address}/differences", f"{address}/differences.xlsx"):
        assert browser.get(path).status_code == 200, path
    assert ("Hisobot tayyorlash" in text_of(browser, "/reports/")) == makes
    assert (f'action="{address}/send"' in text_of(browser, address)) == makes
    assert (browser.get("/reports/new?period=2025-Q3").status_code == 200) == makes
    assert (browser.post("/reports/new", FORM).status_code == 303) == makes
    assert (browser.post(f"{address}/send", SENDING).status_code == 303) == makes
    assert (browser.post(f"{address}/correct", {**FORM, "reason": "x"}).status_code == 303) == makes


def test_another_centres_report_does_not_exist(app: Flask, as_) -> None:
    browser = as_("metodist")
    for path in ("/reports/99", "/reports/99.xlsx", "/reports/99/differences", "/reports/99/correct"):
        assert browser.get(path).status_code == 404, path
    assert browser.post("/reports/99/send", SENDING).status_code == 404


@pytest.mark.parametrize("period", ["2025-W02", "2025-11-07", "2026", "x", ""])
def test_a_period_that_cannot_be_reported_is_not_found(as_, period: str) -> None:
    browser = as_("metodist")
    assert browser.get(f"/reports/new?period={period}").status_code == 404
    assert browser.post("/reports/new", {**FORM, "period": period}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "5", "day": ""}, "day"),
        ({"number": "", "day": "01.10.2025"}, "number"),
        ({"day": "31.02.2025", "number": "5"}, "day"),
        ({"signers": ["Direktor", "A", "Metodist", ""]}, "signers"),
        ({"basis": "all", "period": "2025-Q4"}, "basis"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(as_, wrong: dict, field: str) -> None:
    answer = as_("metodist").post("/reports/new", {**FORM, **wrong})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "<title>Xato:" in page
    assert f'href="#{field}"' in page and f'id="{field}"' in page
    assert 'value="A. Karimov"' in page or "A" in wrong.get("signers", [])


def test_an_accepted_report_takes_accepted_months_only(app: Flask, as_) -> None:
    enter(app, "IV.15|abonement|2025-11-04", "100")
    browser = as_("metodist")
    page = text_of(browser, freeze(browser, basis="accepted", period="2025-Q4"))
    assert cells_of(page)["IV.15|2025-Q4"] == ""
    assert "Qabul qilingan maʼlumotlar boʻyicha" in page


def test_dates_of_the_future_are_refused(as_) -> None:
    browser = as_("metodist")
    address = freeze(browser)
    assert date(2025, 11, 19) > date(2025, 11, 18)
    answer = browser.post(f"{address}/send", {**SENDING, "day": "19.11.2025"})
    assert answer.status_code == 422 and 'value="01-05/45"' in answer.get_data(as_text=True)


def test_a_year_without_a_plan_offers_no_period_to_report(as_) -> None:
    page = text_of(as_("metodist"), "/reports/?year=2024")
    assert 'name="period"' not in page and 'name="period"' in text_of(as_("metodist"), "/reports/?year=2025")
