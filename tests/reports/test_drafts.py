"""Only what has ended and is closed becomes a report; before that a draft, marked on every page, never sent."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.documents.report_block import not_accepted_units
from app.domain.errors import Conflict
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Obligation, Report, Submission
from app.operations.evidence import file_path
from app.operations.months import close_month, reopen_month
from app.operations.obligations import waive
from app.operations.plans import approve_plan
from app.operations.report_sending import answer_more
from app.queries.months import submissions_of_year, units_to_submit
from app.queries.plan import plan_of
from app.queries.reports import readiness, reports_of
from app.queries.units import all_units
from tests.cast import APPROVED
from tests.conftest import Browser
from tests.reports.conftest import set_months
from tests.reports.test_operations import TODAY, correct, freeze, person, save, send
from tests.reports.test_pages import FORM, SENDING, text_of
from tests.reports.test_pages import freeze as freeze_page

WORD = "QORALAMA"


def sheet_of(content: bytes):
    return openpyxl.load_workbook(BytesIO(content)).active


def words_of(content: bytes) -> list[str]:
    return [str(cell.value) for row in sheet_of(content).iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize(
    ("period", "is_draft"),
    [("2025-Q3", False), ("2025-10", False), ("2025-11", True), ("2025-Q4", True), ("2025", True), ("2025-9M", False)],
)
def test_only_an_ended_and_closed_period_is_a_report(plan, folder, period: str, is_draft: bool) -> None:
    assert freeze(plan, folder, period).draft == is_draft


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "accepted"])
def test_one_open_month_of_one_unit_makes_it_a_draft(plan, folder, state: str) -> None:
    row = db.session.scalars(select(Submission).where(Submission.year_month == 202508)).first()
    row.state = state
    db.session.flush()
    report = freeze(plan, folder)
    assert report.draft and report.figures["not_closed"] == ["2025-08"]


def test_a_month_that_was_waived_is_closed_with_the_others(plan, folder) -> None:
    """What stands open of it, as when it had been opened again, is closed by the director first."""
    approve_plan(actor=person("direktor"), plan=plan, today=APPROVED)
    unit = units_to_submit(plan)[0]
    rows = select(Submission).where(Submission.year_month == 202508, Submission.unit_id == unit.id)
    db.session.scalars(rows).one().state = "draft"
    db.session.flush()
    assert not readiness(plan, parse_period("2025-08"), TODAY).is_final
    figures = select(Obligation).where(
        Obligation.unit_id == unit.id, Obligation.last_month == 202508, Obligation.kind == "figures"
    )
    for obligation in db.session.scalars(figures).all():
        waive(actor=person("metodist"), obligation=obligation, version=obligation.version, reason="Taʼmir")
    assert not readiness(plan, parse_period("2025-08"), TODAY).is_final
    close_month(actor=person("direktor"), plan=plan, month=parse_period("2025-08"), today=TODAY)
    assert readiness(plan, parse_period("2025-08"), TODAY).is_final
    db.session.delete(db.session.scalars(rows).one())
    db.session.flush()
    assert readiness(plan, parse_period("2025-08"), TODAY).is_final


def test_a_draft_is_never_sent_and_never_answers(plan, folder) -> None:
    draft = freeze(plan, folder, "2025-Q4", number="9", day=TODAY)
    assert (draft.outgoing_number, draft.outgoing_date) == ("", None)
    with pytest.raises(Conflict) as refused:
        send(draft, "9", TODAY)
    assert (refused.value.code, refused.value.params["months"]) == ("report.draft", ("2025-11", "2025-12"))
    with pytest.raises(Conflict):
        answer_more(actor=person("metodist"), report=draft, duties=[])
    with pytest.raises(Conflict):
        correct(plan, folder, draft)
    db.session.commit()
    with pytest.raises(DatabaseError):
        db.session.execute(text(f"update report set sent_at = made_at where id = {draft.id}"))  # noqa: S608
    db.session.rollback()


def test_a_draft_of_a_period_that_is_closed_by_now_says_so(plan, folder) -> None:
    set_months(plan, "2025-10", state="accepted")
    draft = freeze(plan, folder, "2025-10")
    set_months(plan, "2025-10")
    with pytest.raises(Conflict) as refused:
        send(draft, "9", TODAY)
    assert refused.value.code == "report.draft_outdated"


def test_pressing_twice_makes_one_of_each_kind(plan, folder) -> None:
    first = freeze(plan, folder, "2025-Q4", basis="entered")
    assert freeze(plan, folder, "2025-Q4", basis="entered").id == first.id
    save(plan, "IV.15|abonement|2025-11-04", "5")
    assert freeze(plan, folder, "2025-Q4", basis="entered").version_number == 2
    report = freeze(plan, folder)
    assert freeze(plan, folder).id == report.id
    numbered = freeze(plan, folder, number="7", day=TODAY)
    assert numbered.id != report.id and freeze(plan, folder, number="7", day=TODAY).id == numbered.id


def test_a_report_takes_the_place_of_drafts_in_the_list(plan, folder) -> None:
    set_months(plan, "2025-10", state="accepted")
    first = freeze(plan, folder, "2025-10")
    save(plan, "IV.15|abonement|2025-10-06", "5")
    second = freeze(plan, folder, "2025-10")
    assert second.id != first.id and [one.id for one in reports_of(1, 2025)] == [second.id]
    set_months(plan, "2025-10")
    report = freeze(plan, folder, "2025-10")
    assert report.version_number == 1 and [one.id for one in reports_of(1, 2025)] == [report.id]


def test_a_month_that_was_opened_meanwhile_stops_the_sending(plan, folder) -> None:
    plan.state = "approved"
    report = freeze(plan, folder)
    reopen_month(actor=person("direktor"), plan=plan, month=parse_period("2025-08"), reason="xato")
    with pytest.raises(Conflict) as refused:
        send(report)
    assert (refused.value.code, refused.value.params["months"]) == ("report.months_open", ("2025-08",))
    assert report.sent_at is None
    set_months(plan, "2025-08")
    again = freeze(plan, folder)
    assert again.id != report.id, "what was opened since is frozen anew"
    assert send(again)


def test_the_number_that_was_given_stands_in_the_workbook_that_is_sent(plan, folder) -> None:
    report = freeze(plan, folder)
    before = file_path(folder, report.workbook_sha256).read_bytes()
    save(plan, "IV.15|abonement|2025-08-04", "77")  # what changes meanwhile is not in it
    figures, digest = report.figures, report.figures_hash
    send(report, "01-05/45", TODAY)
    after = file_path(folder, report.file_sha256).read_bytes()
    assert (report.figures, report.figures_hash) == (figures, digest)
    assert report.file_sha256 != report.workbook_sha256 and file_path(folder, report.workbook_sha256).exists()
    changed = {(old, new) for old, new in zip(words_of(before), words_of(after), strict=True) if old != new}
    assert len(changed) == 1
    ((old, new),) = changed
    assert "____" in old and "01-05/45" in new and "2025-yil 18-noyabr" in new and "____" not in new


def test_a_number_that_was_printed_leaves_the_file_as_it_was(plan, folder) -> None:
    report = freeze(plan, folder, number="77", day=TODAY)
    send(report)
    assert report.file_sha256 == report.workbook_sha256 and report.sent_sha256 == ""


def test_a_draft_says_so_on_each_page_in_the_list_and_on_its_own(app: Flask, as_) -> None:
    with app.app_context():
        set_months(plan_of(1, 2025), "2025-Q3")
        db.session.commit()
    browser = as_("metodist")
    form = text_of(browser, "/reports/new?period=2025-Q4")
    assert WORD in form and 'name="number"' not in form and "2025-yil noyabr" in form and 'href="/submissions/' in form
    address = freeze_page(browser, period="2025-Q4")
    sheet = sheet_of(browser.get(f"{address}.xlsx").data)
    assert WORD in sheet.oddHeader.center.text and WORD in sheet.oddFooter.right.text
    words = words_of(browser.get(f"{address}.xlsx").data)
    assert WORD in words and any("Abonementlar sektori (" in one for one in words)
    assert any("tugamagan oylar" in one and "noyabr" in one and "dekabr" in one for one in words)
    assert not any("Chiqish raqami" in one or "A. Karimov" in one for one in words)
    page = text_of(browser, address)
    assert WORD in page and "Yuborilganini qayd etish" not in page and "yoʻq</dd>" not in page
    assert "Hali tugamagan oylar: 2025-yil noyabr, 2025-yil dekabr" in page
    assert WORD in text_of(browser, "/reports/")
    answer = browser.post(f"{address}/send", SENDING)
    assert answer.status_code == 409 and "2025-yil oktabr" in answer.get_data(as_text=True)


def test_a_running_period_never_says_that_nobody_is_missing(app: Flask, as_, closed) -> None:
    browser = as_("metodist")
    page = text_of(browser, freeze_page(browser, period="2025-Q4"))
    facts = page[page.index("Topshirmagan boʻlinmalar") :][:300]
    assert "yoʻq" not in facts and "2025-yil noyabr" in facts
    page = text_of(browser, freeze_page(browser, period="2025-Q3"))
    assert "yoʻq" in page[page.index("Topshirmagan boʻlinmalar") :][:200]


def test_the_page_names_the_months_that_were_opened_again(app: Flask, as_, closed) -> None:
    browser = as_("metodist")
    address = freeze_page(browser)
    with app.app_context():
        db.session.scalars(select(Submission).where(Submission.year_month == 202508)).first().state = "accepted"
        db.session.commit()
    page = text_of(browser, address)
    assert "Yopilmagan oylar:" in page and "2025-yil avgust</a>" in page
    assert f'action="{address}/send"' not in page
    assert refused(browser, address)


def refused(browser: Browser, address: str) -> bool:
    answer = browser.post(f"{address}/send", SENDING)
    return answer.status_code == 409 and "Avval ular yopilsin" in answer.get_data(as_text=True)


def test_the_form_that_was_sent_is_the_form_of_the_report(app: Flask, as_, closed) -> None:
    """Whoever froze without a number types it when it is sent; the file that is fetched then carries it."""
    browser = as_("metodist")
    address = freeze_page(browser)
    assert browser.post(f"{address}/send", {**SENDING, "number": "01-05/45"}).status_code == 303
    assert any("01-05/45" in word for word in words_of(browser.get(f"{address}.xlsx").data))
    with app.app_context():
        assert db.session.scalars(select(Report)).one().sent_sha256
    assert FORM["number"] == ""


def test_a_draft_of_accepted_figures_names_whose_months_are_not_in_it(plan, folder) -> None:
    """Handed in and not accepted: nothing of them stands in the table, whatever else says that all is filled."""
    rows = submissions_of_year(1, 2025)
    unit = next(one for one in all_units(1) if one.code == "abonement")
    rows[unit.id, 202508].state = "submitted"
    db.session.flush()
    draft = freeze(plan, folder, "2025-Q3")
    assert draft.draft and draft.figures["filled"]["not_accepted"] == [{"unit": unit.name, "months": ["2025-08"]}]
    assert not_accepted_units(draft.figures, "uz") == f"{unit.name} (avgust)"
    entered = {**draft.figures, "basis": "entered"}
    assert not_accepted_units(entered, "uz") == "", "in a table of all that was entered they are"
