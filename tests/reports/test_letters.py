"""One letter answers many duties; a document in its register, a report in its list, each with a number of its own."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Card, Change, Obligation, ReportScan
from app.queries.duties import duties, everybody
from tests.conftest import Browser
from tests.reports.test_pages import SENDING, freeze, text_of

DOCUMENTS = "/methodology/documents/"
PDF = b"%PDF-1.4 imzolangan"


def duty(app: Flask, row: str, period: str) -> int:
    with app.app_context():
        found = db.session.scalars(select(Obligation).where(Obligation.period == period, Obligation.kind == "report"))
        return next(one.id for one in found if one.indicator.key == row)


def state(app: Flask, number: int) -> str:
    with app.app_context():
        found = duties(1, everybody(), date(2025, 11, 18), settled=True)
        return next(one.state for one in found if one.row_key and one.number == number)


def offered(page: str) -> dict[int, bool]:
    """The duties of a form, and whether each is ticked."""
    inputs = re.findall(r'<input type="checkbox"[^>]*name="duties"[^>]*>', page, re.S)
    return {int(re.search(r'value="(\d+)"', one)[1]): "checked" in one for one in inputs}


def owed_line(browser: Browser, period: str) -> str:
    """What the list says of a period that the region waits for."""
    page = text_of(browser, "/reports/")
    owed = page[page.index("yuborilishi kerak boʻlganlar</h2>") :]
    return next(one for one in re.findall(r"<tr>.*?</tr>", owed, re.S) if f">{period}</th>" in one)


def write(browser: Browser, **changes: object):
    form = {
        "title": "Oylik maʼlumot", "date": "07.11.2025", "stage": "accepted", "outgoing_number": "01-12/7",
        "recipient": "Viloyat kutubxonasi", "rows": "I.2",
    }  # fmt: skip
    return browser.post(f"{DOCUMENTS}?unit=metodika&month=2025-11", {**form, **changes})


def test_the_letter_of_a_report_answers_what_is_ticked_of_its_period(owing: Flask, as_) -> None:
    browser = as_("metodist")
    address = freeze(browser)
    ticks = offered(text_of(browser, address))
    rows = {row: duty(owing, row, "2025-Q3") for row in ("I.4", "I.6", "II.6", "IV.14", "IV.18", "IV.19", "V.29")}
    assert set(rows.values()) <= set(ticks) and all(ticks.values())
    chosen = [number for number in ticks if number != rows["IV.14"]]
    assert browser.post(f"{address}/send", {**SENDING, "duties": chosen}).status_code == 303
    assert state(owing, rows["IV.18"]) == "done_late" and state(owing, rows["IV.14"]) == "overdue"
    page = text_of(browser, address)
    assert f'href="/deadlines/{rows["IV.18"]}"' in page and f'href="/deadlines/{rows["IV.14"]}"' not in page
    page = text_of(browser, f"/deadlines/{rows['IV.18']}")
    assert f'href="{address}"' in page and "01-05/45-son" in page
    line = owed_line(browser, "2025-yil III chorak")
    assert "Muddati oʻtgan" in line and f'href="{address}"' in line, "one of its rows still waits"
    with owing.app_context():
        notes = db.session.scalars(select(Change).where(Change.action == "answer")).all()
        assert len(notes) == len(chosen) and "01-05/45" in notes[0].after["answered_by"]
    # What was not ticked then, may be answered by the same letter later.
    assert offered(text_of(browser, address)) == {rows["IV.14"]: False}
    assert browser.post(f"{address}/duties", {"duties": [rows["IV.14"]]}).status_code == 303
    assert state(owing, rows["IV.14"]) == "done_late"
    line = owed_line(browser, "2025-yil III chorak")
    assert "Kechikib yuborilgan" in line


@pytest.mark.parametrize("which", ["of another period", "of figures", "twice"])
def test_what_a_letter_cannot_answer_is_refused(owing: Flask, as_, which: str) -> None:
    browser = as_("metodist")
    address, number = freeze(browser), duty(owing, "IV.18", "2025-Q2")
    if which == "of figures":
        with owing.app_context():
            number = db.session.scalars(select(Obligation.id).where(Obligation.kind == "figures")).first()
    if which == "twice":
        number = duty(owing, "I.2", "2025-09")
        assert write(browser, duties=[number]).status_code == 303
        address = freeze(browser, period="2025-09")
    answer = browser.post(f"{address}/send", {**SENDING, "duties": [number]})
    assert answer.status_code == 422 and 'id="duties' in answer.get_data(as_text=True)


def test_no_page_says_that_a_report_was_sent_before_a_letter_is_linked(owing: Flask, as_) -> None:
    page = text_of(as_("metodist"), "/reports/")
    assert "Oʻz vaqtida yuborilgan" not in page and "Kechikib yuborilgan" not in page
    assert page.count("Muddati kelmagan") == 4, "November, December, their quarter and the year"


def test_from_a_duty_to_the_document_that_answers_it(owing: Flask, as_) -> None:
    browser, number = as_("metodist"), duty(owing, "I.2", "2025-10")
    page = text_of(browser, f"/deadlines/{number}")
    assert "Bajarildi</button>" not in page and f"/deadlines/{number}/done" not in page
    way = unescape(re.search(r'href="(/methodology/documents/[^"#]*duty=[^"#]*)', page)[1])
    form = text_of(browser, way)
    ticks = offered(form)
    assert [one for one, ticked in ticks.items() if ticked] == [number]
    assert duty(owing, "I.2", "2025-11") in ticks, "November ends within 14 days"
    assert duty(owing, "I.2", "2025-12") not in ticks and duty(owing, "I.1", "2025") not in ticks
    assert 'value="Viloyat kutubxonasi"' in form and re.search(r'value="I\.2"\s+checked', form)
    both = [number, duty(owing, "I.2", "2025-09")]
    answer = write(browser, duties=both)
    assert answer.status_code == 303 and "unanswered" not in answer.location
    assert [state(owing, one) for one in both] == ["done_late" if one != number else "done" for one in both]
    with owing.app_context():
        card = db.session.scalars(select(Card)).one().id
    assert f'href="{DOCUMENTS}{card}"' in text_of(browser, f"/deadlines/{number}")


def test_a_duty_that_is_not_over_can_still_be_named(owing: Flask, as_) -> None:
    browser, number = as_("metodist"), duty(owing, "I.1", "2025")
    assert offered(text_of(browser, f"{DOCUMENTS}?unit=metodika&duty={number}"))[number]
    assert write(browser, duties=[number], rows="I.1").status_code == 303
    assert state(owing, number) == "done"


def test_a_document_of_a_unit_that_counts_no_documents(owing: Flask, as_) -> None:
    """The reading rooms report on their readers; the plan counts no document of theirs."""
    browser, number = as_("oquv"), duty(owing, "IV.14", "2025-Q3")
    place = "/reading-rooms/documents/?unit=oquv-zallari"
    assert offered(text_of(browser, f"{place}&duty={number}"))[number]
    form = {"title": "Choraklik hisobot", "date": "08.10.2025", "stage": "accepted", "outgoing_number": "5"}
    assert browser.post(f"{place}&month=2025-11", form).status_code == 422, "it feeds nothing and answers nothing"
    answer = browser.post(f"{place}&month=2025-10", {**form, "duties": [number]})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert state(owing, number) == "done"


def test_a_letter_that_answers_nothing_is_asked_what_it_is_for(owing: Flask, as_) -> None:
    browser = as_("metodist")
    answer = write(browser)
    page = text_of(browser, answer.location)
    assert "hech bir majburiyatga javob bermaydi" in page
    card = re.search(r'href="(/methodology/documents/\d+)#duties"', page)[1]
    number = duty(owing, "I.2", "2025-09")
    version = re.search(r'name="version" value="(\d+)"', text_of(browser, card))[1]
    form = {
        "title": "Oylik maʼlumot", "date": "07.11.2025", "stage": "accepted", "outgoing_number": "01-12/7",
        "rows": "I.2", "version": version, "duties": [number],
    }  # fmt: skip
    answer = browser.post(card, form)
    assert answer.status_code == 303 and "unanswered" not in answer.location
    assert state(owing, number).startswith("done")
    # Taken out of the sums, sent back, or unticked it answers nothing any more.
    browser.post(f"{card}/void")
    assert state(owing, number) == "overdue"
    browser.post(f"{card}/restore")
    assert state(owing, number).startswith("done")
    version = re.search(r'name="version" value="(\d+)"', text_of(browser, card))[1]
    assert offered(text_of(browser, card))[number]
    browser.post(card, {**form, "version": version, "duties": []})
    assert state(owing, number) == "overdue"
    with owing.app_context():
        assert db.session.scalars(select(Change).where(Change.action == "unanswer")).one()


def test_one_number_is_given_once_a_year_to_reports_and_documents(owing: Flask, as_) -> None:
    browser = as_("metodist")
    assert write(browser, outgoing_number="45").status_code == 303
    assert write(browser, outgoing_number="45").status_code == 422
    address = freeze(browser)
    sending = {**SENDING, "number": "45"}
    refused = browser.post(f"{address}/send", sending)
    assert refused.status_code == 422 and "boshqa hujjat yoki hisobotga berilgan" in refused.get_data(as_text=True)
    assert browser.post(f"{address}/send", {**sending, "number": "46"}).status_code == 303
    answer = write(browser, outgoing_number="46")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="outgoing_number-error"' in page and 'value="46"' in page


def test_a_number_comes_back_only_while_it_is_free(owing: Flask, as_) -> None:
    browser = as_("metodist")
    write(browser, outgoing_number="45")
    with owing.app_context():
        card = db.session.scalars(select(Card)).one().id
    browser.post(f"{DOCUMENTS}{card}/void")
    assert write(browser, outgoing_number="45").status_code == 303
    assert browser.post(f"{DOCUMENTS}{card}/restore").status_code == 422


def test_sent_reports_stand_among_the_documents_that_left(owing: Flask, as_) -> None:
    browser = as_("metodist")
    address = freeze(browser)
    browser.post(f"{address}/send", SENDING)
    page = text_of(browser, f"{DOCUMENTS}?unit=metodika&month=2025-11")
    line = next(one for one in re.findall(r"<tr>.*?</tr>", page, re.S) if f'href="{address}"' in one)
    assert "Hisobot: 2025-yil III chorak" in line and "01-05/45" in line and "18.11.2025" in line
    assert "action" not in line and "yozuvlar soni 0" in page, "for reading, and counted nowhere"
    assert address not in text_of(browser, f"{DOCUMENTS}?unit=metodika&month=2025-09")
    assert address not in text_of(browser, "/reading-rooms/documents/?month=2025-10")


def test_a_signed_scan_of_what_was_sent(owing: Flask, as_) -> None:
    browser = as_("metodist")
    address = freeze(browser)

    def attach(name: str = "imzo.pdf", content: bytes = PDF, login: str = "metodist"):
        data = {"files": (BytesIO(content), name)}
        return as_(login).post(f"{address}/scans", data, content_type="multipart/form-data")

    assert attach().status_code == 409, "it was not sent"
    browser.post(f"{address}/send", SENDING)
    assert attach(content=b"MZ").status_code == 422 and attach(name="imzo.exe").status_code == 422
    assert attach(login="direktor").status_code == 404
    assert attach().status_code == 303
    page = text_of(as_("kuzatuvchi"), address)
    scan = re.search(r'href="(/reports/scans/\d+)"', page)[1]
    assert "imzo.pdf" in page and f"{scan}/void" not in page
    answer = as_("kuzatuvchi").get(scan)
    assert answer.data == PDF and answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert as_("direktor").post(f"{scan}/void").status_code == 404
    assert browser.post(f"{scan}/void").status_code == 303
    assert browser.get(scan).status_code == 404 and "imzo.pdf" not in text_of(browser, address)
    with owing.app_context():
        assert db.session.scalars(select(ReportScan)).one().voided_at is not None
        acts = set(db.session.scalars(select(Change.action).where(Change.subject == "report")))
    assert acts >= {"freeze", "send", "attach", "detach"}


def test_the_way_to_the_report_of_a_period(owing: Flask, as_) -> None:
    browser, number = as_("metodist"), duty(owing, "IV.18", "2025-Q3")
    assert 'href="/reports/new?period=2025-Q3"' in text_of(browser, f"/deadlines/{number}")
    assert browser.get("/reports/of/2025-Q3").location == "/reports/new?period=2025-Q3"
    assert as_("direktor").get("/reports/of/2025-Q3").location == "/reports/?year=2025"
    address = freeze(browser)
    assert browser.get("/reports/of/2025-Q3").location == address
    assert "/reports/new" not in text_of(as_("oquv"), f"/deadlines/{number}")
    assert "Nima bilan bajariladi" not in text_of(as_("kuzatuvchi"), f"/deadlines/{number}")
