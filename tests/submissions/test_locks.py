"""Every way in is locked on the server, with who locked and when; what was typed stays (domain.md §5, trust.md C10)."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.periods import parse_period
from app.domain.permissions import roles_with
from app.domain.registers import REGISTERS
from app.domain.workflow import RIGHT_TO_OPEN, SENT, WINDOW
from app.extensions import db
from app.i18n.labels import SENTENCES, explain
from app.models import Card, Entry, Submission
from app.operations.cards import CardInput, add_card, change_card, restore_card, void_card
from app.operations.entries import save_cell, save_cells
from app.operations.evidence import attach, detach
from app.operations.handing_in import submit_month
from app.operations.lock_exceptions import end_exception, grant_exception, set_months
from app.operations.submissions import UnitMonth
from app.queries.cells import find_cell
from tests.cast import TODAY
from tests.submissions.conftest import OCTOBER, office_of

CELL = "IV.16|abonement|2025-10-15"
LOCKING = ("submitted", "accepted", "closed", "sent")
PDF = b"%PDF-1.4\n%%EOF\n"


def type_into(office, typed: str = "5", cell: str = CELL, today: date = TODAY, version: int = 0) -> Entry | None:
    found = find_cell(office.plan, cell)
    who = office.people["abonement"]
    return save_cell(actor=who, plan=office.plan, cell=found, typed=typed, version=version, today=today)


def event(office, day: date = date(2025, 10, 15)) -> Card:
    unit = office.units["manaviyat"]
    values = CardInput(day, "Koʻrgazma", {"kind": "exhibition"}, {"IV.17": None})
    who = office.people["manaviyat"]
    return add_card(actor=who, plan=office.plan, unit=unit, register=REGISTERS["events"], values=values, today=TODAY)


@pytest.mark.parametrize("state", LOCKING)
def test_cells_pastes_and_cards_are_locked_with_the_name_and_the_day(office, state: str, tmp_path) -> None:
    card = event(office)
    file = attach(
        actor=office.people["manaviyat"],
        plan=office.plan,
        card=card,
        name="a.pdf",
        content=PDF,
        folder=tmp_path,
        today=TODAY,
    )
    voided = event(office)
    void_card(actor=office.people["manaviyat"], plan=office.plan, card=voided, today=TODAY)
    november = event(office, date(2025, 11, 3))
    office.put(state)
    who, plan = office.people["manaviyat"], office.plan
    values = CardInput(date(2025, 10, 16), "Boshqa", {"kind": "exhibition"}, {"IV.17": None})
    ways = (
        lambda: type_into(office),
        lambda: type_into(office, cell="IV.14|abonement|2025-10"),
        lambda: event(office),
        lambda: change_card(actor=who, plan=plan, card=card, values=values, version=card.version, today=TODAY),
        lambda: change_card(actor=who, plan=plan, card=november, values=values, version=november.version, today=TODAY),
        lambda: void_card(actor=who, plan=plan, card=card, today=TODAY),
        lambda: restore_card(actor=who, plan=plan, card=voided, today=TODAY),
        lambda: attach(actor=who, plan=plan, card=card, name="b.pdf", content=PDF, folder=tmp_path, today=TODAY),
        lambda: detach(actor=who, plan=plan, evidence=file, today=TODAY),
    )
    for number, way in enumerate(ways):
        with pytest.raises(Locked) as refused:
            way()
        assert refused.value.code == f"lock.{state}", number
        who_did = "Abonement kutubxonachisi" if state == "submitted" else "Metodist"
        assert refused.value.params["by"] == who_did
    changed, refusals = save_cells(actor=office.people["abonement"], plan=plan, typed=[(CELL, "5", 0)], today=TODAY)
    assert (changed, [r.typed for r in refusals]) == (0, ["5"])


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_open_states_take_figures(office, state: str) -> None:
    office.put(state)
    assert type_into(office) is not None


def test_a_cell_answers_423_and_gives_back_what_was_typed(prepare, as_) -> None:
    browser = as_("abonement")
    token = browser.token("/")
    prepare("accepted")  # locked while the person was typing
    answer = browser.post(f"/diary/2025-10?cell={CELL}", {"value": "46", "version": "0", "csrf_token": token})
    assert answer.status_code == 423
    assert "Metodist" in answer.get_data(as_text=True)
    assert '"mine": "46"' in answer.headers["HX-Trigger"]


def test_the_whole_form_answers_423_and_keeps_what_was_typed(prepare, as_) -> None:
    browser = as_("abonement")
    token = browser.token("/")
    prepare("closed")
    data = {"cells": CELL, "versions": "0", "value": "46", "csrf_token": token}
    answer = browser.post("/diary/2025-10?unit=abonement", data)
    assert answer.status_code == 423
    assert "46" in answer.get_data(as_text=True)


def test_the_lock_is_shown_before_anybody_types(prepare, as_) -> None:
    prepare("accepted")
    browser = as_("abonement")
    diary = browser.get("/diary/2025-10?unit=abonement").get_data(as_text=True)
    assert "Oy qabul qilingan: Metodist" in diary
    assert 'data-cell="' not in diary
    service = browser.get("/reading-rooms/?unit=abonement&month=2025-10").get_data(as_text=True)
    assert "Oy qabul qilingan: Metodist" in service


def test_evidence_over_http_is_locked(app, prepare, as_) -> None:
    with app.app_context():
        card_id = event(office_of(app)).id
        db.session.commit()
    prepare("submitted")
    data = {"files": (BytesIO(PDF), "a.pdf"), "csrf_token": ""}
    browser = as_("manaviyat")
    data["csrf_token"] = browser.token("/")
    answer = browser.client.post(
        f"/reading-rooms/events/{card_id}/evidence?unit=manaviyat", data=data, content_type="multipart/form-data"
    )
    assert answer.status_code == 423


def test_the_window_ends_and_an_exception_opens_one_unit_until_its_day(office) -> None:
    metodist = office.people["metodist"]
    set_months(actor=metodist, entry_window_days=10, working_days_month=3, today=TODAY)
    type_into(office, today=date(2025, 11, 10))
    with pytest.raises(Locked) as refused:
        type_into(office, "6", today=date(2025, 11, 11), version=1)
    assert refused.value.code == "lock.window_ended"
    until = date(2025, 11, 20)
    opened = grant_exception(
        actor=metodist,
        plan=office.plan,
        unit=office.units["abonement"],
        month=OCTOBER,
        until=until,
        reason="kasallik",
        today=TODAY,
    )
    assert type_into(office, "6", version=1) is not None
    assert type_into(office, "7", today=until, version=2) is not None
    with pytest.raises(Locked):
        type_into(office, "8", today=until + timedelta(days=1), version=3)
    end_exception(actor=metodist, exception=opened)
    with pytest.raises(Locked):
        type_into(office, "8", version=3)


def test_who_opens_which_month_and_not_for_long(office) -> None:
    place = {"plan": office.plan, "unit": office.units["abonement"], "month": OCTOBER, "today": TODAY}
    with pytest.raises(NotAllowed):
        grant_exception(actor=office.people["oquv"], until=TODAY, reason="a", **place)
    refused = {"draft": ("direktor", "below"), "accepted": ("metodist", "not_so"), "sent": ("metodist", "above")}
    for state, (who, code) in refused.items():
        office.put(state)
        with pytest.raises(Invalid) as answer:
            grant_exception(actor=office.people[who], until=TODAY, reason="a", **place)
        assert answer.value.code == f"exception.{code}"
    office.put("draft")
    with pytest.raises(Invalid):
        grant_exception(actor=office.people["metodist"], until=TODAY + timedelta(days=15), reason="a", **place)
    with pytest.raises(Invalid):
        grant_exception(actor=office.people["metodist"], until=TODAY, reason=" ", **place)


def test_what_was_sent_is_corrected_only_through_an_exception(office) -> None:
    office.put("sent")
    with pytest.raises(Locked):
        type_into(office)
    found = grant_exception(
        actor=office.people["direktor"],
        plan=office.plan,
        unit=office.units["abonement"],
        month=OCTOBER,
        until=TODAY,
        reason="xato topildi",
        today=TODAY,
    )
    assert type_into(office) is not None
    assert office.row().state == "sent"
    with pytest.raises(NotAllowed):
        end_exception(actor=office.people["metodist"], exception=found)


def test_an_exception_for_a_window_does_not_open_what_is_sent_meanwhile(office) -> None:
    place = {"plan": office.plan, "unit": office.units["abonement"], "month": OCTOBER, "today": TODAY}
    grant_exception(actor=office.people["metodist"], until=TODAY, reason="kasallik", **place)
    office.put("sent")
    with pytest.raises(Locked):
        type_into(office)


def test_a_unit_without_submission_is_shut_with_the_others(office) -> None:
    office.put("closed")
    db.session.delete(office.row())
    db.session.commit()
    with pytest.raises(Locked) as refused:
        type_into(office)
    assert refused.value.code == "lock.closed"
    with pytest.raises(Conflict):
        submit_month(actor=office.people["abonement"], unit_month=office.unit_month(), version=0, today=TODAY)


def test_each_save_is_before_the_lock_or_refused(app) -> None:
    """Eight people type while the month is handed in: what the submission holds is what stays (trust.md C10)."""
    saved, refused, locked_figures = [], [], []
    with app.app_context():
        office_of(app).settle()
        db.session.commit()
        db.session.remove()
    start = threading.Barrier(5)

    def type_days(first: int) -> None:
        start.wait()
        for day in range(first, 31, 4):
            with app.app_context():
                office = office_of(app)
                try:
                    type_into(office, str(day), f"IV.16|abonement|2025-10-{day:02}")
                    db.session.commit()
                    saved.append(day)
                except Locked:
                    db.session.rollback()
                    refused.append(day)
                db.session.remove()

    def hand_in() -> None:
        start.wait()
        with app.app_context():
            office = office_of(app)
            unit_month = UnitMonth(office.plan, office.units["abonement"], parse_period("2025-10"))
            submit_month(actor=office.people["abonement"], unit_month=unit_month, version=0, today=TODAY)
            locked_figures.extend(sum_of(office))
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=type_days, args=(first,)) for first in range(1, 5)]
    threads.append(threading.Thread(target=hand_in))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(saved + refused) == list(range(1, 31))
    with app.app_context():
        assert sum_of(office_of(app)) == locked_figures == [sum(saved)]
        assert db.session.scalars(select(Submission)).one().state == "submitted"


def sum_of(office) -> list[int]:
    part = Entry.part_id == find_cell(office.plan, CELL).part.id
    entries = db.session.scalars(select(Entry).where(Entry.unit_id == office.units["abonement"].id, part))
    return [sum(entry.value for entry in entries)]


# Lock → the permissions that lead out of it: whoever has one of them is named, and nobody else.
WAYS_OUT = {
    "lock.submitted": ("submissions.withdraw", "submissions.review"),
    "lock.accepted": ("submissions.review",),
    "lock.reopened": ("submissions.review",),
    "lock.closed": ("months.reopen",),
    "lock.sent": (RIGHT_TO_OPEN[SENT],),
    "lock.window_ended": (RIGHT_TO_OPEN[WINDOW],),
}
NAMED = {
    "uz": {"methodologist": "metodist", "director": "direktor", "deputy": "oʻrinbosari", "unit": "boʻlinma"},
    "ru": {"methodologist": "методист", "director": "директор", "deputy": "заместитель", "unit": "подразделение"},
}
ASKED = ("soʻrang", "murojaat", "попросите", "обратитесь", "qaytarib oling")  # of a reader who may be that person


@pytest.mark.parametrize("locale", ["uz", "ru"])
@pytest.mark.parametrize("code", WAYS_OUT)
def test_a_lock_names_everybody_who_can_undo_it_and_nobody_else(app, code: str, locale: str) -> None:
    with app.test_request_context(), force_locale(locale):
        words = explain(Locked(code, by="N. N.", on=TODAY, last_day=TODAY, days=5)).lower()
    roles = {role for permission in WAYS_OUT[code] for role in roles_with(permission)}
    wanted = {role for role in roles if role not in ("sector", "head")}
    if roles & {"sector", "head"}:  # each of them for the own units only
        wanted = {"unit", *wanted - {"deputy"}}
    assert {role for role, name in NAMED[locale].items() if name in words} == wanted
    assert not any(asked in words for asked in ASKED)


def test_every_lock_that_somebody_can_undo_is_in_that_table() -> None:
    told = {code for code in SENTENCES if code.startswith("lock.")}
    assert told - set(WAYS_OUT) == {
        "lock.no_right", "lock.unit_closed", "lock.before_beginning", "lock.future", "lock.year_archived",
        "lock.row_outside",
    }  # fmt: skip
