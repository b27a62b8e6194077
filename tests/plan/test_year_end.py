"""Closing a year: what is in its way, who may, what everybody is told, and the way back (domain.md §5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.duties import CLOSE_YEAR, Duty
from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.permissions import ROLES
from app.extensions import db
from app.models import Amendment, Change, Deviation, Obligation, OwedCorrection, Plan, Report, Submission
from app.models.types import now
from app.operations.history import broken_link
from app.operations.people import person_by_login
from app.operations.year_end import close_plan, reopen_plan
from app.queries.cells import find_cell
from app.queries.duties import duties, everybody, in_the_way, of_person
from app.queries.plan import facts_of_plan, plan_of, row_by_key, year_at_hand
from tests.access.pages import endpoint_of, walk
from tests.access.test_pages_of_roles import CARD, changed_figure
from tests.plan.ended import DAY, close, finish, freeze, send
from tests.submissions.conftest import Office, office_of
from tests.submissions.way import LOGINS


@pytest.fixture
def ended(app: Flask) -> Flask:
    """A year that can be closed, on a day after it."""
    with app.app_context():
        finish(app)
    app.config["TODAY"] = DAY
    return app


@pytest.fixture
def archived(app: Flask) -> Flask:
    with app.app_context():
        close(app)
    app.config["TODAY"] = DAY
    return app


def codes(office: Office, day: date = DAY) -> list[tuple[str, int]]:
    facts = facts_of_plan(1, 2025)
    assert facts is not None
    return [(one.code, one.count) for one in in_the_way(1, facts, day)]


def told(login: str = "", day: date = DAY, *, settled: bool = False) -> list[Duty]:
    who = of_person(person_by_login(login)) if login else everybody()
    return [duty for duty in duties(1, who, day, settled=settled) if duty.kind == CLOSE_YEAR]


# What somebody may leave undone, and how it is called then: a hand-made table.


def draft_plan(office: Office) -> None:
    office.plan.state = "draft"


def one_month(office: Office) -> None:
    row = db.session.scalars(select(Submission).where(Submission.year_month == 202512)).first()
    row.state, row.first_submitted_on = "draft", None


def handed_in(office: Office) -> None:
    one_month(office)
    row = db.session.scalars(select(Submission).where(Submission.state == "draft")).one()
    row.state, row.first_submitted_on, row.submitted_by_id = "submitted", DAY, office.people["abonement"].id


def prepared_amendment(office: Office) -> None:
    """Begun in December, before the month was closed."""
    whose = {"centre_id": 1, "plan_id": office.plan.id, "prepared_by_id": office.people["metodist"].id}
    db.session.add(Amendment(**whose, number=1, state="prepared", first_month=202512, reason="Aniqlik"))


def one_report(office: Office) -> None:
    owed = db.session.scalars(select(Obligation).where(Obligation.kind == "report", Obligation.required)).first()
    owed.waived_at, owed.waive_reason = None, ""


def asked_reason(office: Office) -> None:
    row = row_by_key(office.plan, "IV.15")
    asked = {"asked_by_id": office.people["direktor"].id, "asked_on": date(2026, 1, 12)}
    db.session.add(
        Deviation(centre_id=1, indicator_id=row.id, unit_id=office.units["abonement"].id, quarter=20254, **asked)
    )


def waiting_change(office: Office) -> None:
    db.session.add(changed_figure(office))


def wrong_report(office: Office) -> None:
    report = db.session.scalars(select(Report)).one()
    db.session.add(OwedCorrection(centre_id=1, report_id=report.id, since=DAY, figures_hash="0"))


def unsent_report(office: Office) -> None:
    freeze(office, office_folder(), "2025-Q4")


def open_month(office: Office) -> None:
    from app.models import LockException

    who, unit = office.people["direktor"].id, office.units["abonement"].id
    place = {"centre_id": 1, "unit_id": unit, "year_month": 202511, "person_id": who}
    db.session.add(LockException(**place, opens="sent", until=DAY, reason="xato", at=now()))


def no_yearly_report(office: Office) -> None:
    report = db.session.scalars(select(Report)).one()
    db.session.connection().exec_driver_sql("drop trigger report_frozen")
    db.session.connection().exec_driver_sql("drop trigger report_sent")
    report.period = "2025-12"


def office_folder():
    from flask import current_app

    return current_app.config["SETTINGS"].files


LEFT_UNDONE: dict[Callable[[Office], None], list[str]] = {
    draft_plan: ["draft"],
    one_month: ["figures", "document", "hand_in", "close"],
    handed_in: ["review", "close"],
    prepared_amendment: ["amend_left"],
    one_report: ["report", "send"],
    asked_reason: ["reason"],
    waiting_change: ["changed"],
    wrong_report: ["correct"],
    unsent_report: ["sign", "send"],
    open_month: ["opened"],
    no_yearly_report: ["unsent"],
}


def test_nothing_is_in_the_way_of_a_year_that_is_done(ended: Flask, context: None) -> None:
    assert codes(office_of(ended)) == []
    assert [(duty.period, duty.due, duty.state) for duty in told()] == [("2025", None, "due")]


def test_a_year_that_is_not_over_is_not_closed(ended: Flask, context: None) -> None:
    assert codes(office_of(ended), date(2025, 12, 31)) == [("running", 1)]
    assert codes(office_of(ended), date(2026, 1, 1)) == []


@pytest.mark.parametrize("leave", LEFT_UNDONE, ids=lambda leave: leave.__name__)
def test_each_thing_that_is_left_undone_stands_in_the_way_by_its_name(ended: Flask, as_, leave) -> None:
    with ended.app_context():
        office = office_of(ended)
        leave(office)
        db.session.commit()
        found = codes(office)
        assert [code for code, _count in found] == LEFT_UNDONE[leave] and told() == []
        with pytest.raises(Conflict, match="year_end.in_the_way") as refusal:
            close_plan(actor=office.people["direktor"], plan=office.plan, today=DAY)
        assert refusal.value.params["count"] == sum(count for _code, count in found)
        db.session.rollback()
    browser = as_("direktor")
    page = browser.get("/plan/2025/year-end").get_data(as_text=True)
    assert page.count("<a href", page.index('id="in-the-way"')) >= len(LEFT_UNDONE[leave]) and "/close" not in page
    for address in re.findall(r'<a href="(/[^"]*)"', page[page.index('id="in-the-way"') :]):
        assert browser.get(address, follow_redirects=True).status_code == 200, address
    answer = browser.post("/plan/2025/close")
    assert answer.status_code == 409 and "hali toʻsiq bor" in answer.get_data(as_text=True)
    with ended.app_context():
        assert plan_of(1, 2025).state != "closed"


def test_the_duty_is_told_to_those_who_close_wherever_duties_are_told(ended: Flask, as_) -> None:
    with ended.app_context():
        may = {login for login in LOGINS.values() if told(login)}
    assert may == {"direktor", "orinbosar"}
    for login in sorted(may):
        browser = as_(login)
        home = browser.get("/").get_data(as_text=True)
        assert "Yilni yopish: 2025-yil" in home and 'href="/plan/2025/year-end"' in home, login
        for page in ("/deadlines/?whose=mine&show=open", "/deadlines/print?whose=mine"):
            assert "Yilni yopish" in browser.get(page).get_data(as_text=True), page
        assert "Yilni yopish" in browser.get("/plan/2025").get_data(as_text=True)


def test_only_the_last_two_years_are_told(ended: Flask, context: None) -> None:
    """By hand: 2025 is told in 2026 and 2027, and no more in 2028, when it is still closed on its page."""
    days = {year: [duty.period for duty in told(day=date(year, 3, 3))] for year in (2026, 2027, 2028)}
    assert days == {2026: ["2025"], 2027: ["2025"], 2028: []}
    office = office_of(ended)
    close_plan(actor=office.people["direktor"], plan=office.plan, today=date(2028, 3, 3))
    assert plan_of(1, 2025).state == "closed"


def test_a_year_before_the_beginning_is_told_to_nobody_and_may_be_closed(app: Flask, context: None) -> None:
    """Last year's plan was taken in to compare with: no report of it ever leaves from here."""
    office = office_of(app)
    office.plan.state, office.people["direktor"].centre.first_month = "approved", 202601
    db.session.flush()
    assert told() == [] and codes(office) == []
    office.people["direktor"].centre.first_month = 202512
    db.session.flush()
    assert ("unsent", 1) in codes(office)


@pytest.mark.parametrize("role", ROLES)
def test_who_closes_a_year_and_who_opens_it_again(ended: Flask, as_, role: str) -> None:
    browser = as_(LOGINS[role])
    closes, opens = role in ("director", "deputy"), role == "director"
    page = browser.get("/plan/2025/year-end")
    assert page.status_code == 200 and ("/plan/2025/close" in page.get_data(as_text=True)) is closes
    assert browser.post("/plan/2025/close").status_code == (303 if closes else 404)
    if not closes:
        as_("direktor").post("/plan/2025/close")
    page = browser.get("/plan/2025/year-end").get_data(as_text=True)
    assert ("/plan/2025/reopen" in page) is opens
    answer = browser.post("/plan/2025/reopen", {"reason": "xato topildi"})
    assert answer.status_code == (303 if opens else 404)
    with ended.app_context():
        assert plan_of(1, 2025).state == ("approved" if opens else "closed")


def test_closing_leaves_its_trace_and_is_done_once(ended: Flask, context: None) -> None:
    office = office_of(ended)
    close_plan(actor=office.people["orinbosar"], plan=office.plan, today=DAY)
    change = db.session.scalars(select(Change).order_by(Change.id.desc())).first()
    assert (change.action, change.subject, change.subject_key) == ("close_year", "plan", "2025")
    assert (change.before, change.after) == ({"state": "approved"}, {"state": "closed"}) and broken_link(1) is None
    with pytest.raises(Locked, match="lock.year_archived"):
        close_plan(actor=office.people["direktor"], plan=office.plan, today=DAY)
    assert told() == []
    assert [(duty.state, duty.done_on) for duty in told(settled=True)] == [("done", DAY)]


def test_opening_again_wants_a_reason_and_is_told_on_every_page_of_the_year(archived: Flask, as_) -> None:
    browser, reader = as_("direktor"), as_("abonement")
    refused = browser.post("/plan/2025/reopen", {"reason": "  "})
    assert refused.status_code == 422 and 'id="reason-error"' in refused.get_data(as_text=True)
    pages = ("/plan/2025", "/diary/2025-11", "/submissions/?year=2025", "/consolidation/2025-Q3", "/reports/?year=2025")
    for address in pages:
        page = reader.get(address).get_data(as_text=True)
        assert "2025-yil yopilgan" in page and "10.02.2026, Direktor" in page, address
    assert browser.post("/plan/2025/reopen", {"reason": "Dekabr soni xato"}).status_code == 303
    for address in pages:
        page = reader.get(address).get_data(as_text=True)
        assert "2025-yil qayta ochilgan" in page and "Sababi: “Dekabr soni xato”" in page, address
    history = as_("kuzatuvchi").get("/system/history").get_data(as_text=True)
    assert "Yil qayta ochildi" in history and "Dekabr soni xato" in history
    assert browser.post("/plan/2025/close").status_code == 303
    page = reader.get("/plan/2025").get_data(as_text=True)
    assert "2025-yil yopilgan" in page and "Dekabr soni xato" not in page


def test_a_year_that_is_open_is_not_opened_again(ended: Flask, context: None) -> None:
    office = office_of(ended)
    with pytest.raises(Conflict, match="year_end.not_closed"):
        reopen_plan(actor=office.people["direktor"], plan=office.plan, reason="sabab", today=DAY)
    with pytest.raises(Invalid, match="workflow.reason_missing"):
        reopen_plan(actor=office.people["direktor"], plan=office.plan, reason=" ", today=DAY)
    with pytest.raises(NotAllowed):
        reopen_plan(actor=office.people["orinbosar"], plan=office.plan, reason="sabab", today=DAY)


@pytest.mark.parametrize("role", ROLES)
def test_an_archived_year_is_read_as_before_and_offers_nothing_to_write(archived: Flask, as_, role: str) -> None:
    """Every page that people reach, and what its buttons would do: none of them leads into the year."""
    still = {"plan.reopen", "reports.attach", "reports.void"}  # its way back, and the scans of its letters
    browser, seen, offered = as_(LOGINS[role]), set(), set()
    starts = [
        "/plan/2025",
        "/diary/2025-11?unit=abonement",
        "/submissions/2025-11",
        "/consolidation/2025",
        "/reports/?year=2025",
    ]
    for page in [*walk(archived, browser), *(one for start in starts for one in pages_from(archived, browser, start))]:
        seen.add(endpoint_of(archived, "GET", f"http://localhost{page.address}"))
        about = "2025-yil yopilgan" in page.text
        offered |= {
            endpoint
            for button in page.buttons
            if button.method == "POST" and about and (endpoint := endpoint_of(archived, "POST", button.address))
        }
    assert {"plan.table", "diary.month", "consolidation.table", "reports.report"} <= seen
    of_all = {"auth.logout", "home.language", "deadlines.set_first_month", "deadlines.set_week"}  # of no year
    of_all |= {"plan.make_next_plan"}  # of the year after
    assert offered - still <= of_all, offered


def pages_from(app: Flask, browser, start: str):
    """A page and those to which its own links lead."""
    from tests.access.pages import Page

    first = Page(start, browser.get(start, follow_redirects=True).get_data(as_text=True))
    yield first
    kinds: dict[str | None, int] = {}
    for link in first.links:
        endpoint = endpoint_of(app, "GET", link)
        kinds[endpoint] = kinds.get(endpoint, 0) + 1
        if endpoint is None or kinds[endpoint] > 2:
            continue
        address = link.removeprefix("http://localhost")
        answer = browser.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        if answer.content_type.startswith("text/html"):
            yield Page(address, answer.get_data(as_text=True))


def test_files_of_an_archived_year_are_the_same_as_before(ended: Flask, as_) -> None:
    browser = as_("kuzatuvchi")
    addresses = ("/plan/2025", "/plan/2025.xlsx", "/consolidation/2025.xlsx", "/consolidation/2025", "/reports/1.xlsx")
    before = {address: browser.get(address) for address in addresses}
    as_("direktor").post("/plan/2025/close")
    for address, answer in before.items():
        after = browser.get(address)
        assert (after.status_code, after.content_type) == (200, answer.content_type), address
        if address.endswith("/reports/1.xlsx"):
            assert after.data == answer.data


def test_a_correction_is_told_to_want_the_year_open(archived: Flask, as_) -> None:
    page = as_("metodist").get("/reports/1").get_data(as_text=True)
    assert (
        "Yuborilgan hisobotni tuzatish uchun ham avval yil qayta ochiladi" in page and "/reports/1/correct" not in page
    )
    assert "tuzatish uchun ham" not in as_("abonement").get("/reports/1").get_data(as_text=True)


def test_a_card_is_refused_in_words_with_who_can_undo_it(archived: Flask, as_) -> None:
    answer = as_("manaviyat").post("/reading-rooms/events/", CARD)
    page = answer.get_data(as_text=True)
    assert (
        answer.status_code == 423 and "2025-yil yopilgan va arxivga olingan" in page and "direktor qayta ochadi" in page
    )


def test_the_year_at_hand_is_no_archive(ended: Flask, context: None) -> None:
    """In January the centre looks at the old year, until that is closed."""
    day = date(2026, 1, 20)
    assert year_at_hand(1, day) == 2025
    office = office_of(ended)
    close_plan(actor=office.people["direktor"], plan=office.plan, today=day)
    db.session.flush()
    assert year_at_hand(1, day) == 2026


def test_after_opening_again_a_correction_leaves_and_the_year_is_closed_anew(ended: Flask, context: None) -> None:
    office = office_of(ended)
    close_plan(actor=office.people["direktor"], plan=office.plan, today=DAY)
    reopen_plan(actor=office.people["direktor"], plan=office.plan, reason="xato", today=DAY)
    report = send(office, office_folder(), "2025-Q4", "01-05/91")
    assert report.sent_at is not None and codes(office) == []
    cell = find_cell(office.plan, "IV.15|abonement|2025-11-03")
    assert cell.part.key == "IV.15"
    close_plan(actor=office.people["orinbosar"], plan=office.plan, today=DAY)
    assert db.session.scalar(select(Plan.turned_by)) == "Direktor oʻrinbosari"
