"""In January the year often has no plan yet, or a draft: its letters are written all the same (domain.md §4, §5)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.documents.plan_reader import read_plan
from app.domain.duties import Duty
from app.domain.periods import parse_period, period_of
from app.domain.registers import REGISTERS, days_to_offer, is_uncounted
from app.domain.services import SERVICES
from app.extensions import db
from app.models import Card, CheckDecision, Entry, Indicator, Obligation, Person, Plan, Submission, Unit
from app.operations.calendar_keys import renew_calendar_key
from app.operations.plan_import import import_plan
from app.operations.plans import approve_plan
from app.queries.cells import lock_of, own_units
from app.queries.consolidation import consolidate
from app.queries.duties import duties, everybody
from app.queries.plan import plan_of
from tests.cast import PLAN_XLSX
from tests.deadlines.conftest import approved
from tests.reports.test_letters import offered
from tests.submissions.conftest import office_of

__all__ = ["approved"]

DAY = date(2026, 1, 8)
JANUARY = "/methodology/documents/?unit=metodika&month=2026-01"
LETTER = {
    "title": "Dekabr oyi va yil hisoboti", "date": "08.01.2026", "stage": "accepted", "outgoing_number": "01-12/3",
    "recipient": "Viloyat kutubxonasi", "way": "exat",
}  # fmt: skip


@pytest.fixture
def january(approved: Flask) -> Flask:
    """8 January 2026: there is no plan of 2026, and every month of 2025 has left the house."""
    with approved.app_context():
        for month in parse_period("2025").months:
            office_of(approved).put("sent", month)
    approved.config["TODAY"] = DAY
    return approved


def bring_plan(app: Flask, *, approve: bool = True) -> None:
    """The same paper for 2026."""
    with app.app_context():
        people = {person.login: person for person in db.session.scalars(select(Person))}
        sector = db.session.scalar(select(Unit.id).where(Unit.code == "manaviyat"))
        table = read_plan(PLAN_XLSX.read_bytes()).table
        aliases = {"Madaniy-ma’rifiy va yoshlar bilan ishlash sektori": sector}
        import_plan(actor=people["metodist"], table=replace(table, year=2026), aliases=aliases, file_name="2026.xlsx")
        if approve:
            approve_plan(actor=people["direktor"], plan=plan_of(1, 2026), today=DAY)
        db.session.commit()


def owed(app: Flask, row: str, period: str) -> int:
    with app.app_context():
        found = db.session.scalars(select(Obligation).where(Obligation.period == period, Obligation.kind == "report"))
        return next(one.id for one in found if one.indicator.key == row)


def duty(app: Flask, number: int) -> Duty:
    with app.app_context():
        found = duties(1, everybody(), DAY, settled=True)
        return next(one for one in found if one.row_key and one.number == number)


def text(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.get_data(as_text=True))


def date_offered(page: str) -> str | None:
    found = re.search(r'<input[^>]*id="date"[^>]*>', page)
    return re.search(r'value="([^"]*)"', found[0])[1] if found and "value=" in found[0] else None


def written(app: Flask) -> Card:
    return db.session.scalars(select(Card).order_by(Card.id.desc())).first()


def counted(year: int, key: str, month: str) -> int | None:
    table = consolidate(plan_of(1, year), parse_period(month), today=DAY)
    return next(
        figures.running.amount for s in table.sections for row in s.rows for figures in row.parts if figures.key == key
    )


def test_from_a_duty_of_december_to_the_letter_that_left_in_january(january: Flask, as_) -> None:
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    way = re.search(r'href="(/methodology/documents/[^"#]*)', text(browser, f"/deadlines/{number}"))[1]
    page = text(browser, unescape(way))
    assert date_offered(page) == "08.01.2026" and offered(page)[number]
    assert "2026-yil rejasi hali yoʻq: hujjat muddatga javob beradi, qatorda esa reja kelgach sanaladi" in page
    assert 'name="rows"' not in page
    year = owed(january, "I.1", "2025")
    assert browser.post(unescape(way), {**LETTER, "duties": [number, year]}).status_code == 303
    assert [(duty(january, one).state, duty(january, one).done_on) for one in (number, year)] == [("done", DAY)] * 2
    page = text(browser, JANUARY)
    assert "yozuvlar soni 1" in page and "reja kelgach sanaladi" in page.split('<tr id="card-')[1]
    with january.app_context():
        card = written(january)
        assert (card.date, card.entries, card.data["way"]) == (DAY, [], "exat")
        assert not db.session.scalars(select(Entry)).all()
    page = text(browser, f"/methodology/documents/{card.id}")
    assert "qatorda esa reja kelgach sanaladi" in page and offered(page)[number] and "E-XAT orqali" in page


def places_of(app: Flask, browser, number: int) -> set[str]:
    """Where a duty is still told."""
    with app.app_context():
        person = db.session.scalar(select(Person).where(Person.login == "metodist"))
        secret = renew_calendar_key(actor=person)
        db.session.commit()
    told = {
        "list": f'href="/deadlines/{number}"' in text(browser, "/deadlines/"),
        "feed": f"obligation-{number}@" in text(browser, f"/deadlines/feed/{secret}.ics"),
        "first page": f'href="/deadlines/{number}"' in text(browser, "/"),
    }
    printed = re.findall(r"<tr>.*?</tr>", text(browser, "/deadlines/print"), re.S)
    told["print"] = any("I.2. " in line and "<td>2025-yil dekabr</td>" in line for line in printed)
    reports = re.findall(r"<tr>.*?</tr>", text(browser, "/reports/?year=2025"), re.S)
    told["reports"] = any(">2025-yil dekabr</th>" in line and "Yuborilishi kutilmoqda" in line for line in reports)
    return {place for place, is_told in told.items() if is_told}


def test_every_place_that_tells_of_a_duty_hears_of_its_letter(january: Flask, as_) -> None:
    browser = as_("metodist")
    with january.app_context():
        found = db.session.scalars(select(Obligation).where(Obligation.kind == "report")).all()
        unit = db.session.scalar(select(Unit.id).where(Unit.code == "metodika"))
        for one in found:  # of December only the methodologist's own row is left
            if one.unit_id != unit or one.indicator.key != "I.2" or one.period != "2025-12":
                one.waived_at = db.session.scalar(select(Submission.state_at).limit(1))
        db.session.commit()
    number = owed(january, "I.2", "2025-12")
    assert places_of(january, browser, number) == {"list", "feed", "first page", "print", "reports"}
    assert browser.post(JANUARY, {**LETTER, "duties": [number]}).status_code == 303
    assert places_of(january, browser, number) == set()


def test_without_a_plan_only_what_answers_is_written(january: Flask, as_) -> None:
    """Each refusal says what can be done, at the field where it is done."""
    browser = as_("metodist")
    answer = browser.post(JANUARY, LETTER)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "hujjat javob beradigan majburiyatni belgilang" in page
    assert 'value="01-12/3"' in page and 'id="duties-error"' in page
    event = {"title": "Koʻrgazma", "date": "08.01.2026", "kind": "exhibition", "rows": "IV.17"}
    answer = as_("manaviyat").post("/reading-rooms/events/?unit=manaviyat&month=2025-12", event)
    assert answer.status_code == 422 and "yozuv reja kiritilgach qoʻshiladi" in answer.get_data(as_text=True)
    assert browser.post(JANUARY, {**LETTER, "date": "09.01.2026"}).status_code in (422, 423), "tomorrow"
    assert browser.post(JANUARY, {**LETTER, "date": "08.01.2024"}).status_code == 422, "before the first plan"
    assert browser.get("/methodology/documents/?unit=metodika&month=2024-05").data.count(b"card-form") == 0
    with january.app_context():
        assert db.session.scalars(select(Card)).all() == []


def test_rows_that_were_ticked_for_a_year_without_a_plan_count_nothing(january: Flask, as_) -> None:
    """The register of December knows rows of 2025; the letter is of January."""
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    december = "/methodology/documents/?unit=metodika&month=2025-12"
    assert browser.post(december, {**LETTER, "rows": "I.2", "duties": [number]}).status_code == 303
    with january.app_context():
        assert is_uncounted(REGISTERS["documents"], written(january).data)
        assert counted(2025, "I.2", "2025") is None


def test_a_letter_of_december_that_was_typed_in_january_is_asked_for_its_rows(approved: Flask, as_) -> None:
    """January's form shows no rows; December's plan has some."""
    approved.config["TODAY"] = DAY
    browser = as_("metodist")
    letter = {**LETTER, "date": "30.12.2025", "duties": [owed(approved, "I.2", "2025-11")]}
    answer = browser.post(JANUARY, letter)
    assert answer.status_code == 303 and "month=2025-12" in answer.location
    assert "hali sanalmagan" in text(browser, answer.location)
    assert 'id="uncounted"' in text(browser, "/system/checks?year=2025")
    # Where the rows were shown and none was ticked, somebody has said that it feeds none.
    december = JANUARY.replace("2026-01", "2025-12")
    letter = {**letter, "outgoing_number": "01-12/9", "duties": [owed(approved, "I.1", "2025")]}
    assert browser.post(december, letter).status_code == 303
    assert text(browser, "/system/checks?year=2025").split('id="uncounted"')[1].split("</section>")[0].count("<li") == 1


@pytest.mark.parametrize("login", ["oquv", "abonement", "direktor", "kuzatuvchi", "admin"])
def test_it_is_written_by_those_who_write_for_the_unit(january: Flask, as_, login: str) -> None:
    answer = as_(login).post(JANUARY, {**LETTER, "duties": [owed(january, "I.2", "2025-12")]})
    assert answer.status_code == 404
    page = text(as_(login), JANUARY)
    assert 'id="card-form"' not in page and "2026-yil rejasi hali yoʻq" in page


def test_a_unit_answers_its_own_duties_only(january: Flask, as_) -> None:
    browser, mine, other = as_("oquv"), owed(january, "IV.14", "2025-Q4"), owed(january, "I.2", "2025-12")
    place = "/reading-rooms/documents/?unit=oquv-zallari&month=2026-01"
    assert browser.post(place, {**LETTER, "duties": [other]}).status_code == 422
    assert browser.post(place, {**LETTER, "duties": [mine]}).status_code == 303
    assert duty(january, mine).state == "done"


def test_a_number_is_given_once_a_year_also_before_its_plan(january: Flask, as_) -> None:
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    assert browser.post(JANUARY, {**LETTER, "duties": [number]}).status_code == 303
    other = {**LETTER, "duties": [owed(january, "I.1", "2025")]}
    answer = browser.post(JANUARY, {**other, "outgoing_number": "01-12/3."})
    assert answer.status_code == 422 and 'id="outgoing_number-error"' in answer.get_data(as_text=True)
    assert browser.post(JANUARY, {**other, "outgoing_number": "01-12/4"}).status_code == 303
    with january.app_context():
        card = written(january).id
    assert browser.post(f"/methodology/documents/{card}/void").status_code == 303
    assert duty(january, other["duties"][0]).is_open
    assert browser.post(f"/methodology/documents/{card}/restore").status_code == 303
    assert not duty(january, other["duties"][0]).is_open


def changed(browser, address: str, **changes):
    page = text(browser, address)
    ticked = [number for number, is_ticked in offered(page).items() if is_ticked]
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return browser.post(address, {**LETTER, "version": version, "duties": ticked, **changes})


@pytest.mark.parametrize("approve", [True, False], ids=["approved", "draft"])
def test_once_the_plan_has_come_the_letter_is_found_and_counted_once(january: Flask, as_, approve: bool) -> None:
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    browser.post(JANUARY, {**LETTER, "duties": [number]})
    with january.app_context():
        address = f"/methodology/documents/{written(january).id}"
    assert changed(browser, address, title="Tuzatildi").status_code == 303, "it can be mended before"
    bring_plan(january, approve=approve)
    for login in ("metodist", "direktor"):
        found = text(as_(login), "/system/checks?year=2026").split('id="uncounted"')[1].split("</section>")[0]
        assert f'href="{address}"' in found and "Tuzatildi" in found
    assert "hali sanalmagan" in text(browser, JANUARY).split('<tr id="card-')[1]
    page = text(browser, address)
    assert "hali hech bir qatorda sanalmagan. Rejaning qatorini belgilab saqlang" in page and 'value="I.2"' in page
    # Saved without a row it is not forgotten.
    assert changed(browser, address, title="Yana tuzatildi").status_code == 303
    assert "hali sanalmagan" in text(browser, JANUARY)
    assert changed(browser, address, rows="I.2").status_code == 303
    with january.app_context():
        assert (counted(2026, "I.2", "2026-01"), counted(2026, "I.1", "2026-01")) == (1, None)
        assert counted(2025, "I.2", "2025-12") is None, "it left in January"
        assert len(db.session.scalars(select(Entry).where(Entry.state == "number")).all()) == 1
    assert "hali sanalmagan" not in text(browser, JANUARY)
    assert "hali hech bir qatorda" not in text(browser, address)
    assert 'id="uncounted"' not in text(browser, "/system/checks?year=2026")
    assert duty(january, number).done_on == DAY, "and it still answers"


def test_that_it_counts_in_no_row_is_decided_with_a_reason(january: Flask, as_) -> None:
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    browser.post(JANUARY, {**LETTER, "duties": [number]})
    bring_plan(january)
    with january.app_context():
        key = str(written(january).id)
    form = {"year": 2026, "check": "uncounted", "subject_key": key, "reason": "2025-yil ishi."}
    assert browser.post("/system/checks", form).status_code == 303
    assert "hali sanalmagan" not in text(browser, JANUARY)
    with january.app_context():
        assert db.session.scalars(select(CheckDecision)).one().subject_key == key


def test_a_unit_that_counts_no_documents_is_asked_for_no_row(january: Flask, as_) -> None:
    browser = as_("oquv")
    place = "/reading-rooms/documents/?unit=oquv-zallari&month=2026-01"
    browser.post(place, {**LETTER, "duties": [owed(january, "IV.14", "2025-Q4")]})
    bring_plan(january)
    assert "hali sanalmagan" not in text(browser, place)
    assert 'id="uncounted"' not in text(as_("metodist"), "/system/checks?year=2026")


@pytest.mark.parametrize("state", ["submitted", "accepted", "closed", "sent"])
def test_it_is_counted_within_the_locks_of_its_month(january: Flask, as_, state: str) -> None:
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    browser.post(JANUARY, {**LETTER, "duties": [number]})
    bring_plan(january)
    with january.app_context():
        card = written(january)
        place = {"centre_id": 1, "unit_id": card.unit_id, "year_month": 202601}
        db.session.add(Submission(**place, state=state, state_at=card.created_at, state_by_id=card.created_by_id))
        db.session.commit()
        address = f"/methodology/documents/{card.id}"
    page = text(browser, address)
    assert "hali hech bir qatorda sanalmagan." in page and "belgilab saqlang" not in page, "advice nobody could follow"
    assert browser.post(address, {**LETTER, "version": 1, "rows": "I.2", "duties": [number]}).status_code == 423
    with january.app_context():
        assert db.session.scalars(select(Entry)).all() == []


def test_handing_january_in_asks_about_it_before_it_says_that_nothing_was_done(january: Flask, as_) -> None:
    """Once, at the unit's first row of documents; a row on the card or a decision answers it."""
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    browser.post(JANUARY, {**LETTER, "duties": [number]})
    bring_plan(january)
    january.config["TODAY"] = date(2026, 2, 3)
    with january.app_context():
        card = written(january).id
    asks = "hech bir qatorda sanalmagan hujjatlar soni: 1. Hujjatni ochib, qatorini belgilang"
    month, several = "/submissions/2026-01/metodika", "/submissions/2026-01"
    assert text(browser, month).count(asks) == 1 and asks in text(browser, several).split("Hali topshirib boʻlmaydi")[1]
    answer = browser.post(f"{month}/submit", {"version": 0})
    assert answer.status_code == 422 and asks in unescape(answer.get_data(as_text=True))
    form = {"year": 2026, "check": "uncounted", "subject_key": card, "reason": "2025-yil ishi."}
    assert browser.post("/system/checks", form).status_code == 303
    assert asks not in text(browser, month)
    with january.app_context():
        db.session.delete(db.session.scalars(select(CheckDecision)).one())
        db.session.commit()
    assert asks in text(browser, month)
    assert changed(browser, f"/methodology/documents/{card}", rows="I.2").status_code == 303
    assert asks not in text(browser, month)


def test_on_a_draft_plan_the_letter_counts_at_once_in_its_own_row(january: Flask, as_) -> None:
    bring_plan(january, approve=False)
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    way = unescape(re.search(r'href="(/methodology/documents/[^"#]*)', text(browser, f"/deadlines/{number}"))[1])
    page = text(browser, way)
    assert re.search(r'value="I\.2"\s+checked', page) and offered(page)[number], "the same row of the new plan"
    assert "rejasi hali yoʻq" not in page
    assert browser.post(way, {**LETTER, "rows": "I.2", "duties": [number]}).status_code == 303
    assert duty(january, number).state == "done"
    with january.app_context():
        assert counted(2026, "I.2", "2026-01") == 1


def test_a_letter_of_january_that_answers_nothing_is_asked_about_december(january: Flask, as_) -> None:
    bring_plan(january, approve=False)
    browser = as_("metodist")
    answer = browser.post(JANUARY, {**LETTER, "rows": "I.2"})
    assert answer.status_code == 303 and "unanswered" in answer.location
    assert "hech bir majburiyatga javob bermaydi" in text(browser, answer.location)


# ---- the day that a register offers


@given(st.dates(date(2024, 12, 1), date(2026, 2, 28)), st.sampled_from(["2025-12", "2025-10", "2026-01", "2025"]))
def test_the_days_to_offer_are_never_in_the_future(today: date, key: str) -> None:
    period = parse_period(key)
    found = days_to_offer(period, today)
    assert found[-1] == today and all(day <= today for day in found)
    if period.start <= today:
        assert period.start <= found[0] <= period.end


def state_of(app: Flask, **months: str) -> None:
    """``m10="returned"``: the state of a month of 2025 with every unit."""
    with app.app_context():
        for name, state in months.items():
            office_of(app).put(state, parse_period(f"2025-{name[1:]}"))


EVENTS = "/reading-rooms/events/?unit=manaviyat"
EVENT = {"title": "Koʻrgazma", "kind": "exhibition", "rows": "IV.17"}
OFFERS = [
    # today, states of months, what is opened, the day that is offered (None: there is no form)
    (date(2025, 12, 2), {"m10": "returned", "m11": "submitted"}, "month=2025-10", "31.10.2025"),
    (date(2025, 12, 2), {"m10": "returned", "m11": "submitted"}, "month=2025-11", "02.12.2025"),
    (date(2025, 12, 31), {"m10": "returned", "m12": "submitted"}, "month=2025-10", "31.10.2025"),
    (date(2025, 12, 31), {"m10": "returned", "m12": "submitted"}, "month=2025-12", None),
    (date(2026, 1, 8), {"m10": "returned", "m12": "submitted"}, "month=2025-10", "31.10.2025"),
    (date(2026, 1, 8), {"m12": "draft"}, "", "31.12.2025"),
    (date(2026, 1, 8), {"m12": "submitted"}, "", None),
    (date(2025, 11, 18), {}, "month=2025-11", "18.11.2025"),
    (date(2025, 11, 18), {}, "year=2025", "18.11.2025"),
    (date(2025, 11, 18), {}, "month=2025-12", "18.11.2025"),
]


@pytest.mark.parametrize(("today", "months", "opened", "offer"), OFFERS)
def test_the_day_that_a_register_offers_is_one_that_it_takes(
    approved: Flask, as_, today, months, opened, offer
) -> None:
    state_of(approved, **months)
    approved.config["TODAY"] = today
    browser, address = as_("manaviyat"), f"{EVENTS}&{opened}"
    page = text(browser, address)
    assert date_offered(page) == offer
    if offer is None:
        assert 'id="card-form"' not in page and "Oy topshirilgan" in page
    else:
        answer = browser.post(address, {**EVENT, "date": offer})
        assert answer.status_code == 303, answer.get_data(as_text=True)


def test_a_locked_december_leads_letters_to_january(january: Flask, as_) -> None:
    """Without a plan of the new year, too; other registers have nothing to write before it."""
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    page = text(browser, f"/methodology/documents/?unit=metodika&duty={number}")
    assert 'id="card-form"' not in page and "direktor yoki uning oʻrinbosari vaqtincha ochadi" in page
    way = re.search(r'href="(/methodology/documents/[^"]*month=2026-01[^"#]*duty=\d+)', page)[1]
    assert date_offered(text(browser, way)) == "08.01.2026" and offered(text(browser, way))[number]
    assert "month=2026-01&" not in text(as_("manaviyat"), EVENTS).split("card-form")[0].split("notice info")[1][:400]


def test_what_was_typed_into_a_locked_month_stays(january: Flask, as_) -> None:
    browser = as_("metodist")
    december = "/methodology/documents/?unit=metodika&month=2025-12"
    answer = browser.post(december, {**LETTER, "date": "30.12.2025", "rows": "I.2"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 423 and 'value="01-12/3"' in page and 'value="30.12.2025"' in page


def test_from_a_page_of_the_year_without_a_plan_to_its_letters(january: Flask, as_) -> None:
    for address in ("/methodology/?unit=metodika&month=2026-01", "/methodology/training/?unit=metodika&month=2026-01"):
        page = text(as_("metodist"), address)
        assert "hali kiritilmagan" in page
        way = re.search(r'href="(/methodology/documents/\?unit=metodika&month=2026-01)"', page)[1]
        assert 'id="card-form"' in text(as_("metodist"), way)


def test_the_page_of_a_unit_tells_the_lock_of_the_month_that_it_shows(approved: Flask, as_) -> None:
    state_of(approved, m10="returned", m11="submitted")
    approved.config["TODAY"] = date(2025, 11, 30)
    browser = as_("manaviyat")
    assert "Oy topshirilgan" not in text(browser, "/reading-rooms/?unit=manaviyat&month=2025-10")
    assert "Oy topshirilgan" in text(browser, "/reading-rooms/?unit=manaviyat&month=2025-11")


def test_a_plan_of_next_year_is_none_of_this(approved: Flask, as_) -> None:
    """The year ahead has no days yet: its register has no form, and a way to today's."""
    page = text(as_("metodist"), "/methodology/documents/?unit=metodika&month=2026-01")
    assert 'id="card-form"' not in page and "month=2025-11" in page


def ways_in(page: str) -> set[str]:
    """The addresses to which the body of a page leads."""
    found = re.findall(r'href="(/[^"#]*)', unescape(page.split('<main id="main"')[1]))
    return {way for way in found if not re.search(r"/static/|\.(xlsx|docx|ics|csv)|/print", way)}


@pytest.mark.parametrize(
    ("login", "december"), [("metodist", "sent"), ("manaviyat", "submitted"), ("oquv", "draft"), ("direktor", "draft")]
)
def test_no_way_in_january_ends_where_nothing_can_be_done(approved: Flask, as_, login: str, december: str) -> None:
    """From the first page and the list two steps on: no page of a year without a plan, no day that is refused."""
    with approved.app_context():
        for month in parse_period("2025").months[:11]:
            office_of(approved).put("sent", month)
    state_of(approved, m12=december)
    approved.config["TODAY"] = DAY
    browser, seen = as_(login), {}
    starts = ("/", "/deadlines/", "/deadlines/?show=all", *(f"/{one.address}/" for one in SERVICES.values()))
    ways = set(starts)
    for number in (len(starts), 60):
        first = sorted(ways - set(seen), key=lambda way: ("/documents/" not in way, "/events/" not in way, way))
        for way in first[:number]:
            answer = browser.get(way, follow_redirects=True)
            assert answer.status_code == 200, way
            seen[way] = answer.get_data(as_text=True)
        ways = {further for page in seen.values() for further in ways_in(page)}
    assert sum("/documents/" in way for way in seen) >= 3
    for way, page in seen.items():
        if "hali kiritilmagan" in page.split("</h1>")[-1] and way != "/" and not way.startswith("/plan/"):
            assert "2026" in way and any("2025" in further for further in ways_in(page)), way  # asked for by its name
        offer = date_offered(page) if 'id="card-form"' in page else None
        if offer:
            day = date(*reversed([int(piece) for piece in offer.split(".")]))
            with approved.app_context():
                person = db.session.scalar(select(Person).where(Person.login == login))
                place = re.search(r'<form class="card form"[^>]*action="[^"]*unit=([\w-]+)', page)
                unit = db.session.scalar(select(Unit).where(Unit.code == place[1]))
                own, plan = own_units(person), plan_of(1, day.year)
                assert lock_of(person, plan, unit, period_of("day", day), today=DAY, own=own) is None, way


def test_rows_that_december_showed_are_not_taken_for_other_rows_of_the_new_plan(january: Flask, as_) -> None:
    """The page of December lists the rows of 2025; the typed day belongs to 2026, whose plan counts other things."""
    bring_plan(january, approve=False)
    with january.app_context():
        plan = db.session.scalar(select(Plan.id).where(Plan.year == 2026))
        row = db.session.scalars(select(Indicator).where(Indicator.key == "I.2", Indicator.plan_id == plan)).one()
        row.name = "Boshqa ish"
        db.session.commit()
    browser = as_("metodist")
    december = "/methodology/documents/?unit=metodika&month=2025-12"
    page = browser.post(december, {**LETTER, "rows": "I.2"})
    words = unescape(page.get_data(as_text=True))
    assert page.status_code == 422 and "I.2 qatori bu sana tegishli yilning rejasida boshqa yoki yoʻq" in words
    assert 'value="01-12/3"' in words, "what was typed stays"
    with january.app_context():
        assert not db.session.scalars(select(Card)).all()
    assert browser.post(december, {**LETTER, "rows": "I.1"}).status_code == 303, "the same row of both plans"
    assert browser.post(JANUARY, {**LETTER, "rows": "I.2", "outgoing_number": "01-12/4"}).status_code == 303


@pytest.mark.parametrize(("typed", "kept"), [("", "Viloyat kutubxonasi"), ("Tuman hokimligi", "Tuman hokimligi")])
def test_a_letter_that_answers_the_region_names_whom_it_goes_to(january: Flask, as_, typed: str, kept: str) -> None:
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    assert browser.post(JANUARY, {**LETTER, "recipient": typed, "duties": [number]}).status_code == 303
    with january.app_context():
        assert written(january).data["recipient"] == kept


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, []),
        ({"recipient": "Вилоят ахборот-кутубхона маркази"}, []),
        ({"recipient": "Областная библиотека"}, []),
        ({"recipient": "Tuman hokimligi"}, ["Qabul qiluvchi – “Tuman hokimligi”"]),
        ({"stage": "preparing"}, ["Hujjat hali chiqmagan: belgilangan ishlar (1)"]),
        ({"outgoing_number": ""}, ["Hujjat hali chiqmagan: belgilangan ishlar (1)"]),
    ],
    ids=["as it should be", "Cyrillic", "Russian", "another recipient", "prepared", "without a number"],
)
def test_what_is_odd_about_a_letter_that_answers_is_told(
    january: Flask, as_, changed: dict[str, str], words: list[str]
) -> None:
    browser, number = as_("metodist"), owed(january, "I.2", "2025-12")
    answer = browser.post(JANUARY, {**LETTER, **changed, "duties": [number]}, follow_redirects=True)
    page = answer.get_data(as_text=True)
    told = ("Hujjat hali chiqmagan", "Qabul qiluvchi –", "tugashidan oldin chiqqan")
    assert [one for one in told if one in page] == [one for one in told for said in words if one in said]
    assert all(one in page for one in words)


def test_a_letter_that_left_before_its_period_was_over_is_told(approved: Flask, as_) -> None:
    approved.config["TODAY"] = date(2025, 12, 3)
    letter = {**LETTER, "date": "02.12.2025", "duties": [owed(approved, "I.2", "2025-12")]}
    december = JANUARY.replace("2026-01", "2025-12")
    page = as_("metodist").post(december, letter, follow_redirects=True).get_data(as_text=True)
    assert "Hujjat 2025-yil dekabr tugashidan oldin chiqqan" in page
