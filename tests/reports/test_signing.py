"""A frozen report waits for its signature and then for its way; each is somebody's duty (domain.md §4 “One list”)."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domain.errors import Conflict, NotAllowed
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Change
from app.operations.months import close_month, reopen_month
from app.operations.plans import approve_plan
from app.operations.report_sending import sign_report
from app.queries.duties import duties, of_person
from app.queries.plan import plan_of
from app.queries.units import unit_by_code
from tests.cast import APPROVED
from tests.reports.test_operations import TODAY, freeze, person, send, sign
from tests.reports.test_pages import FORM, SENDING, text_of
from tests.reports.test_pages import freeze as freeze_page


def owed(login: str, kind: str) -> list[tuple[str, str, int]]:
    found = duties(1, of_person(person(login)), TODAY)
    return [(duty.period, duty.state, duty.number) for duty in found if duty.kind == kind and duty.number]


def test_signing_and_sending_are_owed_one_after_the_other(plan, folder) -> None:
    approve_plan(actor=person("direktor"), plan=plan, today=APPROVED)
    report = freeze(plan, folder, "2025-Q3")
    waits = [("2025-Q3", "overdue", report.id)]
    assert owed("direktor", "sign") == owed("orinbosar", "sign") == owed("metodist", "send") == waits
    assert owed("metodist", "sign") == owed("direktor", "send") == []
    sign(report)
    sign(report, "orinbosar")  # twice changes nothing
    assert report.signed_by.login == "direktor"
    assert owed("direktor", "sign") == [] and owed("metodist", "send") == waits
    send(report)
    assert owed("metodist", "send") == []
    assert db.session.query(Change).filter_by(subject="report", action="sign").count() == 1


def test_who_signs_what(plan, folder) -> None:
    report, draft = freeze(plan, folder, "2025-Q3"), freeze(plan, folder, "2025-Q4")
    for login in ("metodist", "admin", "kuzatuvchi", "abonement"):
        with pytest.raises(NotAllowed):
            sign_report(actor=person(login), report=report, today=TODAY)
    with pytest.raises(Conflict, match="report.draft_unsigned"):
        sign_report(actor=person("direktor"), report=draft, today=TODAY)
    assert owed("direktor", "sign") == [("2025-Q3", "overdue", report.id)]  # a draft waits for nobody
    send(report)
    with pytest.raises(Conflict, match="report.already_sent"):
        sign_report(actor=person("direktor"), report=report, today=TODAY)


def test_a_draft_signed_by_hand_is_told_what_it_is(closed: Flask, as_) -> None:
    """The quarter runs and its months are open: the page must not say that they are closed."""
    address = freeze_page(as_("metodist"), signed=False, period="2025-Q4")
    answer = as_("direktor").post(f"{address}/sign")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Bu qoralama, u imzolanmaydi. Davr tugab, oylari yopilgach" in page and "endi yopilgan" not in page


def test_nothing_leaves_without_a_signature(closed: Flask, as_) -> None:
    """Neither by the page, which says whom it waits for, nor by hand; a correction wants a signature of its own."""
    browser, director = as_("metodist"), as_("direktor")
    address = freeze_page(browser, signed=False)
    for _version in ("first", "correction"):
        page = text_of(browser, address)
        assert "Hisobot hali imzolanmagan." in page and f'action="{address}/send"' not in page
        assert "Hisobot hali imzolanmagan." not in text_of(director, address), "he has the button"
        refused = browser.post(f"{address}/send", SENDING)
        assert refused.status_code == 409 and "Hisobot hali imzolanmagan." in refused.get_data(as_text=True)
        assert director.post(f"{address}/sign").status_code == 303
        assert f'action="{address}/send"' in text_of(browser, address)
        number = "01-05/45" if _version == "first" else "01-05/46"
        assert browser.post(f"{address}/send", {**SENDING, "number": number}).status_code == 303
        address = browser.post(f"{address}/correct", {**FORM, "reason": "Avgust qayta sanaldi"}).location


def test_the_page_has_the_button_for_who_signs(closed: Flask, as_) -> None:
    address = freeze_page(as_("metodist"), signed=False)
    director, button = as_("direktor"), f'action="{address}/sign"'
    assert button in text_of(director, address) and button not in text_of(as_("metodist"), address)
    assert director.post(f"{address}/sign").status_code == 303
    page = text_of(director, address)
    assert "<dt>Imzoladi</dt>" in page and button not in page


def test_nobody_is_asked_to_sign_what_cannot_leave(plan, folder) -> None:
    """A month of it is open again: no duty, no act, until it is closed; then both are back."""
    approve_plan(actor=person("direktor"), plan=plan, today=APPROVED)
    report, september = freeze(plan, folder, "2025-Q3"), parse_period("2025-09")
    waits = [("2025-Q3", "overdue", report.id)]
    metodist, director = person("metodist"), person("direktor")
    for unit in (None, unit_by_code(1, "abonement")):
        assert owed("direktor", "sign") == owed("orinbosar", "sign") == waits
        reopen_month(actor=director, plan=plan, month=september, reason="xato bor", unit=unit)
        assert owed("direktor", "sign") == owed("orinbosar", "sign") == []
        assert owed("metodist", "send") == waits, "the region still waits"
        [sending] = [duty for duty in duties(1, of_person(metodist), TODAY) if duty.number == report.id]
        assert sending.reopened
        assert {(duty.kind, duty.period) for duty in duties(1, of_person(director), TODAY)} >= {("close", "2025-09")}
        with pytest.raises(Conflict, match="report.months_open"):
            sign_report(actor=director, report=report, today=TODAY)
        close_month(actor=director, plan=plan, month=september, today=TODAY)
    assert owed("direktor", "sign") == waits
    sign(report)
    assert report.signed_at is not None


def test_the_page_says_what_it_waits_for_in_place_of_the_button(closed: Flask, as_) -> None:
    with closed.app_context():
        approve_plan(actor=person("direktor"), plan=plan_of(1, 2025), today=APPROVED)
        person("direktor").centre.first_month = 202507  # so that nothing older goes to the region before it
        db.session.commit()
    metodist, director = as_("metodist"), as_("direktor")
    address = freeze_page(metodist, signed=False)
    assert "Koʻrib, imzolash" in text_of(director, "/")
    opened = director.post("/submissions/reopen", {"month": "2025-08", "reason": "xato bor"})
    assert opened.status_code == 303
    assert "Koʻrib, imzolash" not in text_of(director, "/")
    assert "oyi qayta ochilgan, avval yopiladi" in text_of(metodist, "/")
    page = text_of(director, address)
    assert f'action="{address}/sign"' not in page and "Hisobot hali imzolanmagan." not in page
    said = page.split("hozir imzolanmaydi va yuborilmaydi")[1].split("</div>")[0]
    assert 'href="/submissions/?year=2025"' in said and "2025-yil avgust" in said
    refused = director.post(f"{address}/sign")
    assert refused.status_code == 409 and "yopilmagan oylari bor" in refused.get_data(as_text=True)
    assert director.post("/submissions/close", {"month": "2025-08"}).status_code == 303
    assert f'action="{address}/sign"' in text_of(director, address)
