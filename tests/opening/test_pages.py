"""The page of opening figures as a person meets it, without a script, and where else it is told that they are some."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from flask import Flask

from app.domain.periods import parse_period
from app.extensions import db
from app.models import OpeningFigure
from app.operations.beginning import set_beginning
from tests.cast import TODAY
from tests.conftest import Browser
from tests.opening.office import office_of
from tests.speed.counting import COLD, OBJECTS, WARM, counted

PAGE = "/plan/2025/opening"
CELL = re.compile(r'<input name="value"([^>]*)>')


@pytest.fixture
def began(app: Flask) -> Flask:
    """The centre that began in June, on a day in July."""
    app.config["TODAY"] = parse_period("2025-07").end
    with app.app_context():
        set_beginning(actor=office_of().people["metodist"], first_month=parse_period("2025-06"), today=TODAY)
        db.session.commit()
    return app


def text_of(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def form_of(page: str) -> dict[str, list[str]]:
    """What the browser would send of the table as it stands."""
    values = []
    for attributes in CELL.findall(page):
        found = re.search(r' value="([^"]*)"', attributes)
        values.append(unescape(found[1]) if found else "")
    (keys,) = re.findall(r'name="cells" value="([^"]*)"', page)
    (versions,) = re.findall(r'name="versions" value="([^"]*)"', page)
    return {"cells": keys, "versions": versions, "value": values}


def typed(browser: Browser, figures: dict[str, str], address: str = PAGE, **more: str):
    page = browser.get(address).get_data(as_text=True)
    form = form_of(page)
    keys = form["cells"].split()
    values = [figures.get(key, value) for key, value in zip(keys, form["value"], strict=True)]
    assert set(figures) <= set(keys), set(figures) - set(keys)
    return browser.post(address, {**form, "value": values, **more})


def test_the_whole_table_is_typed_and_stands_there_again(began: Flask, as_) -> None:
    browser = as_("metodist")
    answer = typed(
        browser, {"IV.15||2025-01": "1 200", "IV.26|elektron-zal|2025-03": "-", "IV.27|akt|2025-01--2025-05": "9"}
    )
    assert answer.status_code == 303
    page = browser.get(PAGE).get_data(as_text=True)
    form = form_of(page)
    shown = dict(zip(form["cells"].split(), form["value"], strict=True))
    assert {key: value for key, value in shown.items() if value} == {
        "IV.15||2025-01": "1\u00a0200", "IV.26|elektron-zal|2025-03": "–", "IV.27|akt|2025-01--2025-05": "9",
    }  # fmt: skip
    assert typed(browser, {}).status_code == 303  # sent again as it stands it changes nothing
    with began.app_context():
        assert [one.version for one in db.session.query(OpeningFigure)] == [1, 1, 1]


def test_what_was_refused_stands_as_it_was_typed_and_the_rest_is_saved(began: Flask, as_) -> None:
    browser = as_("metodist")
    answer = typed(browser, {"IV.15||2025-01": "ming", "IV.15||2025-02": "130", "IV.27|akt|2025-04": "2,5"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "<title>Xato" in page.replace("\n", "").replace("  ", "")
    form = form_of(page)
    shown = dict(zip(form["cells"].split(), form["value"], strict=True))
    assert (shown["IV.15||2025-01"], shown["IV.15||2025-02"], shown["IV.27|akt|2025-04"]) == ("ming", "130", "2,5")
    assert "Bu son emas" in text_of(page)
    with began.app_context():
        assert [one.value for one in db.session.query(OpeningFigure)] == [130]


def test_a_page_that_lost_something_saves_nothing(began: Flask, as_) -> None:
    browser = as_("metodist")
    form = form_of(browser.get(PAGE).get_data(as_text=True))
    form["value"] = ["7", *form["value"][2:]]
    assert browser.post(PAGE, form).status_code == 422
    with began.app_context():
        assert db.session.query(OpeningFigure).count() == 0


def test_without_the_reason_nothing_is_saved_and_nothing_typed_is_lost(began: Flask, as_) -> None:
    with began.app_context():
        office_of().sent("2025-Q1")
    browser = as_("metodist")
    assert "uchun sababini yozing" in text_of(browser.get(PAGE).get_data(as_text=True))
    answer = typed(browser, {"IV.15||2025-02": "130", "IV.15||2025-04": "140"})
    assert answer.status_code == 422
    form = form_of(answer.get_data(as_text=True))
    shown = dict(zip(form["cells"].split(), form["value"], strict=True))
    assert (shown["IV.15||2025-02"], shown["IV.15||2025-04"]) == ("130", "140")
    with began.app_context():
        assert db.session.query(OpeningFigure).count() == 0
    assert typed(browser, {"IV.15||2025-02": "130"}, reason="Daftardan").status_code == 303


def test_a_units_own_table(began: Flask, as_) -> None:
    browser = as_("metodist")
    address = f"{PAGE}?unit=abonement"
    assert (
        typed(browser, {"IV.15|abonement|2025-02": "40", "IV.14|abonement|2025-05": "3000"}, address).status_code == 303
    )
    assert typed(browser, {"IV.15|umumiy-zal|2025-02": "2"}, f"{PAGE}?unit=umumiy-zal").status_code == 303
    centre = browser.get(PAGE).get_data(as_text=True)
    keys = form_of(centre)["cells"].split()
    assert "IV.15||2025-02" not in keys and "IV.15||2025-03" in keys
    assert "boʻlinmalar boʻyicha yozilgan" in text_of(centre)
    row = re.search(r'<tr>\s*<th scope="row" id="r\d+">[^<]*<small>IV\.15 .*?</tr>', centre, re.S)
    assert row and re.search(r'class="n fixed"[^>]*>42<sup>', row[0])  # what both of them gave


def test_who_ended_last_year_counts_nothing_any_more(began: Flask, as_) -> None:
    """A level of two units has a place in each of their tables; of one unit, in the centre's, too."""
    place = "IV.14|abonement|2025-03"
    assert place not in form_of(as_("metodist").get(PAGE).get_data(as_text=True))["cells"].split()
    with began.app_context():
        office_of().units["oquv-zallari"].last_month = 202412
        db.session.commit()
    assert place in form_of(as_("metodist").get(PAGE).get_data(as_text=True))["cells"].split()
    assert typed(as_("metodist"), {place: "3000"}).status_code == 303


@pytest.mark.parametrize("login", ["direktor", "admin", "abonement", "kuzatuvchi"])
def test_others_read_it(began: Flask, as_, login: str) -> None:
    typed(as_("metodist"), {"IV.15||2025-01": "120"})
    browser = as_(login)
    page = browser.get(PAGE).get_data(as_text=True)
    assert not CELL.findall(page) and re.search(r'class="n fixed">120</td>', page)
    assert browser.post(PAGE, {"cells": "IV.15||2025-02", "versions": "0", "value": "9"}).status_code == 404


def test_where_no_month_lies_before_it_says_why_and_where_that_is_set(app: Flask, as_) -> None:
    page = as_("metodist").get(PAGE).get_data(as_text=True)
    assert "belgilanmagan" in text_of(page) and "/deadlines/holidays" in page and not CELL.findall(page)
    with app.app_context():
        set_beginning(actor=office_of().people["metodist"], first_month=parse_period("2025-01"), today=TODAY)
        db.session.commit()
    page = as_("metodist").get(PAGE).get_data(as_text=True)
    assert "2025-yil yanvar oyidan boshlangan" in text_of(page)


def test_a_month_is_given_up(began: Flask, as_) -> None:
    browser = as_("metodist")
    typed(browser, {"IV.15||2025-04": "120", "IV.15||2025-05": "130"})
    early = {"first_month": "2025-05"}
    refused = browser.post("/deadlines/holidays/beginning?year=2025", early)
    assert refused.status_code == 422
    assert "2025-yil may uchun boshlangʻich sonlar yozilgan" in text_of(refused.get_data(as_text=True))
    assert browser.post(f"{PAGE}/clear", {"month": "2025-05"}).status_code == 303
    assert browser.post("/deadlines/holidays/beginning?year=2025", early).status_code == 303
    assert browser.post(f"{PAGE}/clear", {"month": "2025-03"}).status_code == 422


TOLD = {
    "/consolidation/2025-H1": [
        "boshlangʻich sonlar bilan: yanvar–may",
        "IV.27 (yanvar–may)",
        "yozilmagan koʻrsatkichlar",
    ],
    "/consolidation/2025-H1?unit=abonement": ["Faqat markaz boʻyicha maʼlum", "IV.15"],
    "/consolidation/2025-Q1/IV.15": ["Boshlangʻich son", "Markaz boʻyicha", "Metodist", "2025-yil yanvar"],
    "/plan/2025/IV.15": ["boshlangʻich sonlar: yanvar–may", "Markaz boʻyicha"],
    "/plan/2025/IV.27": ["boshlangʻich sonlar: yanvar–may (faqat jami)"],
    "/reading-rooms/?unit=abonement&month=2025-07": ["yanvar–may: faqat markaz boʻyicha, bunga kirmagan"],
    "/submissions/?year=2025": ["boshlanishidan oldin"],
    "/submissions/2025-03/abonement": ["hali dastur bilan ishlamagan", "Boshlangʻich sonlar"],
    "/system/history?subject=opening": ["Boshlangʻich son: IV.15, Markaz boʻyicha, 2025-yil yanvar"],
    "/plan/2025": ["Boshlangʻich sonlar"],
    "/deadlines/holidays?year=2025": ["Boshlangʻich sonlar"],
}


@pytest.mark.parametrize("address", TOLD)
def test_it_is_told_wherever_they_are_summed(began: Flask, as_, address: str) -> None:
    browser = as_("metodist")
    figures = {f"IV.15||2025-0{month}": str(100 + month) for month in range(1, 6)}
    assert typed(browser, {**figures, "IV.27|akt|2025-01--2025-05": "900"}).status_code == 303
    text = text_of(browser.get(address).get_data(as_text=True))
    assert [words for words in TOLD[address] if words not in text] == []


def test_a_month_before_the_beginning_offers_no_act(began: Flask, as_) -> None:
    page = as_("abonement").get("/submissions/2025-03/abonement").get_data(as_text=True)
    assert 'action="/submissions/2025-03/abonement' not in page
    assert 'action="/submissions/2025-06/abonement' in as_("abonement").get("/submissions/2025-06/abonement").get_data(
        as_text=True
    )


def test_the_table_costs_what_a_page_may_and_is_saved_in_few_statements(began: Flask, as_) -> None:
    """Also of a centre that has months before; how many figures are typed makes no difference."""
    browser = as_("metodist")
    keys = form_of(browser.get(PAGE).get_data(as_text=True))["cells"].split()
    single = [key for key in keys if not key.endswith("--2025-05") and not key.startswith("IV.15|")]
    typed(browser, dict.fromkeys(single, "1"))
    browser.get(PAGE)
    with counted() as page:
        assert browser.get(PAGE).status_code == 200
    assert page.statements <= WARM and page.objects <= OBJECTS, page
    costs = []
    for text, cells in (("2", single), ("3", single[:2])):
        form = form_of(browser.get(PAGE).get_data(as_text=True))
        values = [text if key in cells else value for key, value in zip(keys, form["value"], strict=True)]
        sent = {**form, "value": values, "csrf_token": browser.token("/")}
        with counted() as saving:
            assert browser.client.post(PAGE, data=sent).status_code == 303
        costs.append(saving.statements)
    assert len(single) > 200 and costs[0] == costs[1] <= COLD


def test_the_half_year_is_frozen_and_its_paper_says_what_was_before(began: Flask, as_) -> None:
    """Nobody has to hand in or close anything of January to May; June is enough."""
    browser = as_("metodist")
    figures = {f"IV.15||2025-0{month}": "100" for month in range(1, 6)} | {"IV.27|akt|2025-01--2025-05": "900"}
    assert typed(browser, figures).status_code == 303
    form = {"period": "2025-H1", "basis": "accepted", "signers": ["Direktor", "A. Karimov", "Metodist", "D. Tosheva"]}
    with began.app_context():
        office_of().put("accepted", "2025-06")
        db.session.commit()
    draft = browser.post("/reports/new", {**form, "number": "", "day": ""}).location
    assert "raqami yoʻq, yuborilmaydi" in browser.get(draft).get_data(as_text=True)
    with began.app_context():
        office_of().put("closed", "2025-06")
        db.session.commit()
    report = browser.post("/reports/new", {**form, "number": "", "day": ""}).location
    page = browser.get(report).get_data(as_text=True)
    assert "yuborilmaydi" not in page
    assert 'data-cell="IV.15|running" data-value="500"' in re.sub(r"\s+", " ", page)
    assert "boshlangʻich sonlar bilan: yanvar–may" in text_of(page)
    sheet = openpyxl.load_workbook(BytesIO(browser.get(f"{report}.xlsx").data)).active
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("boshlangʻich sonlar bilan: yanvar–may" in one for one in words)
    assert any("IV.27 (yanvar–may)" in one for one in words)
