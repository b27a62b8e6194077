"""A report that was sent and became wrong is owed again: corrected, or left as it is with a reason (domain.md §4)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.counting import Total
from app.domain.duties import CORRECT, SEND, SIGN, Duty
from app.domain.frozen import FigureDifference, of_own_period
from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import BlankReason, Change, Unit
from app.operations.changed_figures import accept_change
from app.operations.entries import save_cell
from app.operations.lock_exceptions import grant_exception
from app.operations.people import person_by_login
from app.operations.submissions import UnitMonth, accept_month
from app.queries.cells import current_entry, find_cell
from app.queries.changes import waiting_changes
from app.queries.duties import duties, everybody, of_person
from app.queries.months import submissions_of_year
from app.queries.plan import parts_of_unit, plan_of
from app.queries.units import all_units
from tests.cast import TODAY
from tests.conftest import plan_in_force
from tests.reports.test_pages import FORM, SENDING, enter, freeze, sign, text_of
from tests.submissions.conftest import Office, office_of

pytestmark = pytest.mark.usefixtures("closed")

CELL = "IV.15|abonement|2025-10-15"
NEXT = {**SENDING, "number": "01-05/52"}
DUE = date(2025, 11, 21)  # three working days after 18 November, by a paper calendar


@pytest.fixture
def sent(app: Flask, as_) -> str:
    """October with five loans, sent, and a report of the quarter before it that no October concerns."""
    enter(app, CELL, "5")
    browser = as_("metodist")
    for number, period in enumerate(("2025-Q3", "2025-10")):
        address = freeze(browser, period=period)
        assert browser.post(f"{address}/send", {**SENDING, "number": f"01-05/4{number}"}).status_code == 303
    return address


def change_to(app: Flask, typed: str, key: str = CELL) -> None:
    """The director opens the month, the unit types, the methodologist accepts it."""
    with app.app_context():
        plan = plan_of(1, 2025)
        unit = next(one for one in all_units(1) if one.code == "abonement")
        when = {"month": parse_period(key[-10:-3]), "until": TODAY, "today": TODAY}
        grant_exception(actor=person_by_login("direktor"), plan=plan, unit=unit, reason="xato topildi", **when)
        cell = find_cell(plan, key)
        entry = current_entry(cell)
        who = person_by_login("abonement")
        version = entry.version if entry else 0
        save_cell(actor=who, plan=plan, cell=cell, typed=typed, version=version, today=TODAY)
        db.session.expire_all()
        (change,) = waiting_changes(1)
        which = {"plan": plan, "entry": change.entry, "version": change.entry.version, "today": TODAY}
        accept_change(actor=person_by_login("metodist"), **which)
        db.session.commit()


def owed(app: Flask, *kinds: str, settled: bool = False, login: str = "") -> list[Duty]:
    with app.app_context():
        who = of_person(person_by_login(login)) if login else everybody()
        return [duty for duty in duties(1, who, TODAY, settled=settled) if duty.kind in kinds]


def test_nothing_is_owed_of_a_report_that_tells_what_is(app: Flask, sent: str) -> None:
    assert owed(app, CORRECT, settled=True) == []


def test_an_accepted_change_makes_the_correction_owed_wherever_duties_are_told(app: Flask, as_, sent: str) -> None:
    browser = as_("metodist")
    before = text_of(browser, "/deadlines/?whose=mine&show=open").count("Yuborilgan hisobotni tuzatish")
    change_to(app, "99")
    (duty,) = owed(app, CORRECT)
    assert (duty.period, duty.due, duty.state, f"/reports/{duty.number}") == ("2025-10", DUE, "due", sent)
    assert owed(app, CORRECT, login="metodist") == [duty] and owed(app, CORRECT, login="abonement") == []
    assert before == 0
    for page in ("/deadlines/?whose=mine&show=open", "/deadlines/print?whose=mine"):
        assert "Yuborilgan hisobotni tuzatish" in text_of(browser, page), page
    home = text_of(browser, "/")
    assert f'href="{sent}#correction"' in home and "sonlari oʻzgargan, tuzatish: 21-noyabr, 3 kun" in home
    assert "Tuzatish kerak" in text_of(browser, "/reports/")
    page = text_of(browser, sent)
    assert "21-noyabr" in page and f'action="{sent}/leave"' in page
    assert f'action="{sent}/leave"' not in text_of(as_("direktor"), sent)


def test_it_is_done_by_a_newer_version_that_left_and_by_nothing_less(app: Flask, as_, sent: str) -> None:
    change_to(app, "99")
    browser = as_("metodist")
    made = browser.post(f"{sent}/correct", {**FORM, "reason": "Oktabr qayta sanaldi"}).location
    assert owed(app, CORRECT) == [], "what is owed now is to sign it and to send it"
    assert [(duty.kind, duty.due) for duty in owed(app, SIGN, SEND) if duty.period == "2025-10"] == [
        (SIGN, DUE),
        (SEND, DUE),
    ]
    sign(browser, made)
    assert browser.post(f"{made}/send", NEXT).status_code == 303
    assert owed(app, CORRECT) == [] and [d for d in owed(app, SIGN, SEND) if d.period == "2025-10"] == []
    (done,) = owed(app, CORRECT, settled=True)
    assert (done.state, f"/reports/{done.number}") == ("done", sent)
    answer = browser.post(f"{sent}/leave", {"reason": "kech"})
    assert answer.status_code == 409 and "yangiroq nusxasi bor: 2-versiya" in answer.get_data(as_text=True)


def test_it_may_be_left_as_it_is_with_a_reason_until_the_figures_move_again(app: Flask, as_, sent: str) -> None:
    change_to(app, "99")
    browser = as_("metodist")
    empty = browser.post(f"{sent}/leave", {"reason": "  "})
    assert empty.status_code == 422 and 'id="reason-error"' in empty.get_data(as_text=True)
    assert len(owed(app, CORRECT)) == 1
    assert browser.post(f"{sent}/leave", {"reason": "Viloyat bilan kelishildi"}).status_code == 303
    assert owed(app, CORRECT) == []
    (left,) = owed(app, CORRECT, settled=True)
    assert (left.state, left.note) == ("waived", "Viloyat bilan kelishildi")
    assert "Viloyat bilan kelishildi" in text_of(as_("kuzatuvchi"), sent), "everybody reads why"
    assert browser.post(f"{sent}/leave", {"reason": "yana"}).status_code == 409
    with app.app_context():
        change = db.session.scalar(select(Change).where(Change.subject == "report").order_by(Change.id.desc()))
        assert (change.action, change.subject_key, change.reason) == ("leave", "2025-10|1", "Viloyat bilan kelishildi")
    change_to(app, "98")
    assert len(owed(app, CORRECT)) == 1


def test_what_became_again_as_it_was_sent_asks_for_nothing(app: Flask, sent: str) -> None:
    change_to(app, "99")
    change_to(app, "5")
    assert owed(app, CORRECT) == []
    assert [duty.state for duty in owed(app, CORRECT, settled=True)] == ["done"]


def test_a_version_that_left_with_older_figures_is_wrong_at_once(app: Flask, as_, sent: str) -> None:
    """It was frozen, then October changed once more, then it was sent all the same."""
    change_to(app, "99")
    browser = as_("metodist")
    made = browser.post(f"{sent}/correct", {**FORM, "reason": "Oktabr qayta sanaldi"}).location
    sign(browser, made)
    change_to(app, "98")
    assert browser.post(f"{made}/send", NEXT).status_code == 303
    (duty,) = owed(app, CORRECT)
    assert f"/reports/{duty.number}" == made


def test_a_running_total_of_another_month_makes_no_report_wrong(app: Flask, sent: str) -> None:
    """September changes after October was sent: the quarter in which it lies is owed, October's running total not."""
    change_to(app, "7", "IV.15|abonement|2025-09-15")
    assert [duty.period for duty in owed(app, CORRECT)] == ["2025-Q3"]


@pytest.mark.parametrize(
    ("period", "own", "others"),
    [
        ("2025-10", ["2025-10"], ["plan", "fact", "running", "2025-09"]),
        ("2025-Q3", ["2025-Q3", "2025-08"], ["running", "2025-Q1", "2025-Q2", "2025-10"]),
        ("2025-9M", ["2025-Q1", "2025-Q3"], ["plan", "running", "2025-Q4"]),
        ("2025", ["2025-Q4"], ["plan", "fact", "running"]),
    ],
)
def test_only_what_a_report_tells_of_its_own_period_makes_it_wrong(
    period: str, own: list[str], others: list[str]
) -> None:
    found = [FigureDifference("IV.15", "IV.15", "", column, None, Total("number", 1)) for column in [*own, *others]]
    assert [one.column for one in of_own_period(found, parse_period(period))] == own


def test_a_report_that_waits_and_became_wrong_is_made_anew(app: Flask, as_, sent: str) -> None:
    """September's change finds the year's nine months frozen and not sent: neither signed nor offered to be sent."""
    browser, director = as_("metodist"), as_("direktor")
    address = freeze(browser, signed=False, period="2025-9M")
    assert [duty.number for duty in owed(app, SIGN)] == [int(address.rpartition("/")[2])]
    change_to(app, "7", "IV.15|abonement|2025-09-15")
    assert owed(app, SIGN) == []
    (duty,) = [duty for duty in owed(app, SEND) if duty.period == "2025-9M"]
    assert duty.stale
    assert "sonlari oʻzgargan, qayta tayyorlash" in text_of(browser, "/")
    page = text_of(browser, address)
    assert "Hisobotni qayta tayyorlash" in page and 'href="/reports/new?period=2025-9M"' in page
    refused = director.post(f"{address}/sign")
    assert refused.status_code == 409 and "metodist qaytadan tayyorlaydi" in refused.get_data(as_text=True)
    anew = freeze(browser, period="2025-9M")
    assert anew != address and [d.stale for d in owed(app, SEND) if d.period == "2025-9M"] == [False]
    assert browser.post(f"{anew}/send", {**SENDING, "number": "01-05/90"}).status_code == 303
    assert [duty.period for duty in owed(app, CORRECT)] == ["2025-Q3"]


def fill(office: Office, unit: Unit, month: Period) -> None:
    """Nothing stands in the way of accepting a unit's month."""
    who = office.people["metodist"]
    place = {"centre_id": 1, "unit_id": unit.id, "person_id": who.id, "kind": "closed"}
    db.session.add(BlankReason(**place, first_day=month.start, last_day=month.end))
    for part in parts_of_unit(office.plan, unit, month):
        if part.indicator.mode == "stock":
            cell = find_cell(office.plan, f"{part.key}|{unit.code}|{month.key}")
            save_cell(actor=who, plan=office.plan, cell=cell, typed="3480", version=0, today=TODAY)
    office.say_nothing(unit, month)
    db.session.flush()


def test_a_month_that_was_opened_again_makes_the_report_that_waits_old(app: Flask, as_) -> None:
    """Closed, frozen, signed; opened again, another figure accepted: the signed paper is no longer offered."""
    plan_in_force(app)
    enter(app, CELL, "5")
    browser = as_("metodist")
    address = freeze(browser, period="2025-10")
    with app.app_context():
        plan = plan_of(1, 2025)
        month, unit = parse_period("2025-10"), next(one for one in all_units(1) if one.code == "abonement")
        row = submissions_of_year(1, 2025)[unit.id, 202510]
        row.state = "draft"
        cell = find_cell(plan, CELL)
        who = person_by_login("abonement")
        save_cell(actor=who, plan=plan, cell=cell, typed="8", version=current_entry(cell).version, today=TODAY)
        fill(office_of(app), unit, month)
        row.state, row.submitted_by_id = "submitted", who.id
        db.session.flush()
        unit_month = UnitMonth(plan, unit, month)
        accept_month(actor=person_by_login("metodist"), unit_month=unit_month, version=row.version, today=TODAY)
        row.state = "closed"
        db.session.commit()
    assert [duty.stale for duty in owed(app, SEND) if duty.period == "2025-10"] == [True]
    page = text_of(browser, address)
    assert "Xat shu sonlar bilan allaqachon ketgan boʻlsa" in page, "who sent it all the same can say so"
    assert browser.post(f"{address}/send", {**SENDING, "number": "01-05/77"}).status_code == 303
    assert [(duty.period, duty.state) for duty in owed(app, CORRECT)] == [("2025-10", "due")]


def test_the_list_tells_what_another_month_moved_from_what_is_wrong(app: Flask, as_, sent: str) -> None:
    browser = as_("metodist")
    change_to(app, "7", "IV.15|abonement|2025-09-15")
    page = text_of(browser, "/reports/")
    assert page.count("faqat yil boshidan: 1") == 1, "October's running total"
    assert "tuzatish talab qilinmaydi" in text_of(browser, sent)
    quarter = next(duty.number for duty in owed(app, CORRECT))
    browser.post(f"/reports/{quarter}/leave", {"reason": "Viloyat bilan kelishildi"})
    assert "tuzatilmasdan qoldirilgan" in text_of(browser, "/reports/")
    change_to(app, "9", "IV.15|abonement|2025-09-15")
    page = text_of(browser, f"/reports/{quarter}")
    assert 'id="correction"' in page and "Viloyat bilan kelishildi" not in page, "what is open is the last word"
