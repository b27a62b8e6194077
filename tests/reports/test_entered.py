"""What leaves has only accepted figures: a table of all that was entered is a draft (domain.md §5 “sent”)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import Conflict
from app.extensions import db
from app.models import Plan, Report
from app.operations.evidence import file_path
from app.operations.report_sending import sign_report
from app.queries.cells import current_entry, find_cell
from app.queries.duties import duties, everybody
from app.queries.plan import plan_of
from tests.reports.test_drafts import WORD, words_of
from tests.reports.test_operations import TODAY, correct, freeze, person, save, send
from tests.reports.test_pages import SENDING, cells_of, text_of
from tests.reports.test_pages import freeze as freeze_page

CELL = "IV.15|abonement|2025-08-04"


def change_unseen(plan: Plan, before: int, after: int) -> None:
    """A figure of August that was changed, at which nobody has looked yet."""
    save(plan, CELL, str(after))
    entry = current_entry(find_cell(plan, CELL))
    entry.former_state, entry.former_value = "number", before
    db.session.flush()


def quarter_of(report: Report) -> str:
    rows = [row for section in report.figures["sections"] for row in section["rows"] if row["key"] == "IV.15"]
    return rows[0]["parts"][0]["columns"][2]["amount"]


def left_behind(report: Report) -> Report:
    """A report of what was entered, as versions before this rule froze it: no draft, and not sent."""
    names = [
        column.name for column in Report.__table__.columns if column.name not in ("id", "signed_at", "signed_by_id")
    ]
    old = Report(**{name: getattr(report, name) for name in names})
    old.basis, old.draft, old.version_number = "entered", False, report.version_number + 1
    db.session.add(old)
    db.session.flush()
    return old


def test_a_table_of_all_that_was_entered_is_a_draft_and_never_leaves(plan, folder) -> None:
    change_unseen(plan, 100, 9999)
    draft = freeze(plan, folder, basis="entered", number="9", day=TODAY)
    assert (draft.draft, draft.outgoing_number, quarter_of(draft)) == (True, "", "9999")
    assert WORD in words_of(file_path(folder, draft.workbook_sha256).read_bytes())
    for act in (
        lambda: sign_report(actor=person("direktor"), report=draft, today=TODAY),
        lambda: send(draft, "9", TODAY),
    ):
        with pytest.raises(Conflict, match="report.entered"):
            act()
    report = freeze(plan, folder)
    assert (report.draft, quarter_of(report)) == (False, "100"), "what stood there before the change is accepted"
    sign_report(actor=person("direktor"), report=report, today=TODAY)


def test_what_an_older_version_froze_waits_for_nobody_and_never_leaves(plan, folder) -> None:
    accepted = freeze(plan, folder)
    old = left_behind(accepted)
    with pytest.raises(Conflict, match="report.entered"):
        sign_report(actor=person("direktor"), report=old, today=TODAY)
    old.signed_at, old.signed_by_id = old.made_at, person("direktor").id
    db.session.flush()
    with pytest.raises(Conflict, match="report.entered"):
        send(old)
    assert [
        duty.number for duty in duties(1, everybody(), TODAY) if duty.kind in ("sign", "send") and duty.number
    ] == []
    again = freeze(plan, folder)
    assert again.version_number == 3 and send(again), "the way out: it is made anew of accepted figures"


def test_what_was_sent_stays_and_is_corrected_by_accepted_figures(plan, folder) -> None:
    old = left_behind(freeze(plan, folder))
    old.signed_at = old.sent_at = old.made_at
    db.session.flush()
    change_unseen(plan, 100, 9999)
    made = correct(plan, folder, old)
    assert (made.basis, made.draft, quarter_of(made)) == ("accepted", False, "100")


def test_only_a_draft_asks_for_the_basis(closed: Flask, as_) -> None:
    browser = as_("metodist")
    assert 'name="basis"' in text_of(browser, "/reports/new?period=2025-Q4")
    page = text_of(browser, "/reports/new?period=2025-Q3")
    assert 'name="basis"' not in page and "qabul qilingan maʼlumotlar boʻyicha tayyorlanadi" in page
    assert "koʻrib chiqilmagan" not in page
    address = freeze_page(browser, basis="entered")
    page = text_of(browser, address)
    assert "Qabul qilingan maʼlumotlar boʻyicha" in page and WORD not in page
    assert browser.post(f"{address}/send", SENDING).status_code == 303


def test_the_form_tells_of_changes_at_which_nobody_has_looked(closed: Flask, as_) -> None:
    with closed.app_context():
        change_unseen(plan_of(1, 2025), 100, 9999)
        db.session.commit()
    browser = as_("metodist")
    assert "hisobotga ularning oldingi qiymati yoziladi" in text_of(browser, "/reports/new?period=2025-Q3")
    assert "oldingi qiymati" not in text_of(browser, "/reports/new?period=2025-Q2"), "August is not in it"
    assert cells_of(text_of(browser, freeze_page(browser)))["IV.15|2025-Q3"] == "100"


def test_the_page_says_why_and_leads_to_accepted_figures(closed: Flask, as_) -> None:
    """Of a draft of an open period, and of a report that an older version had frozen."""
    browser = as_("metodist")
    running = text_of(browser, freeze_page(browser, period="2025-Q4", basis="entered"))
    assert WORD in running and "koʻrib chiqmagan son" in running and "Davr yopilmasdan" in running
    freeze_page(browser)
    with closed.app_context():
        left_behind(db.session.scalars(select(Report).where(Report.period == "2025-Q3")).one())
        db.session.commit()
    address = browser.get("/reports/of/2025-Q3").location
    for login, leads in (("metodist", True), ("direktor", False)):
        page = text_of(as_(login), address)
        assert "koʻrib chiqmagan son" in page and ('href="/reports/new?period=2025-Q3"' in page) == leads
        assert f'action="{address}/sign"' not in page and f'action="{address}/send"' not in page
    assert browser.post(f"{address}/send", SENDING).status_code == 409
