"""A closed month that is opened again for one unit is open: every list says so, and it can be closed again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.duties import CLOSE
from app.domain.errors import Conflict
from app.domain.periods import parse_period
from app.domain.workflow import is_shut
from app.extensions import db
from app.models import Obligation, Unit
from app.models.types import now
from app.operations.months import close_month, reopen_month
from app.operations.submissions import return_month
from app.queries.duties import duties, everybody
from app.queries.months import accepted_months, month_state
from app.queries.reports import readiness
from app.queries.submissions import year_matrix
from tests.deadlines.conftest import approved
from tests.home.test_first_pages import things
from tests.home.test_turns import page_on
from tests.submissions.conftest import OCTOBER, Office, office_of

__all__ = ["approved"]


@pytest.mark.parametrize(
    ("states", "shut"),
    [
        ([], False),
        ([None, None], False),
        (["draft", None], False),
        (["accepted", "accepted"], False),
        (["closed", "closed", None], True),
        (["sent", "closed"], True),
        (["closed", "accepted"], False),
        (["closed", "draft"], False),
    ],
)
def test_a_month_is_shut_when_none_of_its_units_stands_open(states: list[str | None], shut: bool) -> None:
    assert is_shut(states) == shut


def reopen(office: Office, unit: str | None) -> None:
    one = office.units[unit] if unit else None
    reopen_month(actor=office.people["direktor"], plan=office.plan, month=OCTOBER, reason="xato bor", unit=one)
    db.session.commit()


def close(office: Office) -> None:
    close_month(actor=office.people["direktor"], plan=office.plan, month=OCTOBER, today=office.today)
    db.session.commit()


def answers(office: Office) -> dict[str, bool]:
    """Whether each place that asks for it calls October closed."""
    matrix = year_matrix(office.plan, office.today)
    owed = [duty for duty in duties(office.plan.centre_id, everybody(), office.today) if duty.kind == CLOSE]
    return {
        "matrix": matrix.months[9].shut,
        "list": OCTOBER.key not in [duty.period for duty in owed],
        "report": not readiness(office.plan, OCTOBER, office.today).not_closed,
    }


def waive_october(unit: Unit) -> None:
    """Everything that a unit could owe in October is waived."""
    of_unit = (Obligation.unit_id == unit.id, Obligation.last_month == OCTOBER.year_month)
    owed = db.session.scalars(select(Obligation).where(*of_unit)).all()
    assert owed
    for obligation in owed:
        obligation.waived_at, obligation.waive_reason = now(), "taʼtil"
    db.session.commit()


@pytest.fixture
def closed(approved: Flask, context: None) -> Office:
    office = office_of(approved)
    office.put("accepted")
    close(office)
    assert set(answers(office).values()) == {True}
    return office


@pytest.mark.parametrize("unit", ["abonement", None])
def test_what_is_opened_again_is_open_everywhere_until_it_is_closed_again(closed: Office, unit: str | None) -> None:
    reopen(closed, unit)
    assert set(answers(closed).values()) == {False}
    close(closed)
    assert set(answers(closed).values()) == {True}
    with pytest.raises(Conflict) as refused:
        close(closed)
    assert refused.value.params["state"] == "closed"


def test_a_unit_that_owed_nothing_is_closed_again_when_it_was_opened(approved: Flask, context: None) -> None:
    """Its cells would stay open for ever: nothing of it is ever accepted."""
    office = office_of(approved)
    office.put("accepted")
    waive_october(office.units["abonement"])
    row = office.row()
    assert row is not None
    db.session.delete(row)
    db.session.commit()
    close(office)
    reopen(office, "abonement")
    assert office.row().state == "draft" and answers(office)["list"] is False
    close(office)
    assert office.row().state == "closed" and answers(office)["list"] is True


def test_what_had_come_back_and_was_waived_is_a_returned_month_again(approved: Flask, context: None) -> None:
    """Nobody ever accepted it: opened again it is as it was, with its note and its day, and nothing of it official."""
    office = office_of(approved)
    office.put("accepted")
    office.row().state = "submitted"
    office.row().accepted = None
    db.session.commit()
    who = office.people["metodist"]
    return_month(actor=who, unit_month=office.unit_month(), version=office.version(), reason="Kunlar yetishmaydi")
    came_back = office.row().standing_return.at
    waive_october(office.units["abonement"])
    close(office)
    assert office.row().state == "closed"
    reopen(office, "abonement")
    row = office.row()
    assert (row.state, row.state_at, row.standing_return.text) == ("returned", came_back, "Kunlar yetishmaydi")
    assert (row.unit_id, OCTOBER.year_month) not in accepted_months(office.plan.centre_id, 2025)
    assert row.reopened_at is not None and row.reopened_at > came_back, "a report frozen meanwhile is told so"
    assert month_state(office.units["abonement"], OCTOBER.year_month, office.today).reopened is False


def test_an_acceptance_that_was_taken_back_is_none_when_the_month_opens_again(approved: Flask, context: None) -> None:
    office = office_of(approved)
    office.put("accepted")
    waive_october(office.units["abonement"])
    office.row().state = "draft"  # accepted once, taken back by methodologist and unit
    office.row().accepted = {"IV.15": "40"}
    db.session.commit()
    close(office)
    reopen(office, "abonement")
    assert office.row().state == "draft"


def test_what_nobody_owed_and_somebody_handed_in_is_decided_on_first(approved: Flask, context: None) -> None:
    """Else it would stay handed in for ever, in a month that never closes."""
    office = office_of(approved)
    office.put("accepted")
    waive_october(office.units["abonement"])
    office.row().state = "submitted"
    db.session.commit()
    (owed,) = [
        d for d in duties(office.plan.centre_id, everybody(), office.today) if d.period == "2025-10" and d.kind == CLOSE
    ]
    assert owed.missing == 1 == year_matrix(office.plan, office.today).months[9].unfinished
    with pytest.raises(Conflict) as refused:
        close(office)
    assert refused.value.code == "workflow.unfinished"
    db.session.rollback()
    office.row().state = "accepted"
    db.session.commit()
    close(office)
    assert set(answers(office).values()) == {True}


def test_the_director_finds_the_way_on_his_first_page_and_in_the_matrix(approved: Flask, as_: Callable) -> None:
    with approved.app_context():
        office = office_of(approved)
        for month in [*parse_period("2025-9M").months, OCTOBER]:
            office.put("closed", month)
        reopen(office, "abonement")
    director = as_("direktor")
    assert things(director.get("/").get_data(as_text=True)) == ["Oyni yopish: 2025-yil oktabr"]
    matrix = director.get("/submissions/?year=2025").get_data(as_text=True)
    assert "Oy yopilgan" not in matrix and 'action="/submissions/close"' in matrix


def test_a_month_is_closed_when_it_is_ready_whatever_an_older_one_waits_for(approved: Flask, as_) -> None:
    """Duties, the page and the act say one thing of November while October waits: it can be closed. The page offered
    the oldest month alone, and the others were closed by who knew the address."""
    november, december = parse_period("2025-11"), date(2025, 12, 9)
    with approved.app_context():
        office = office_of(approved)
        for month in parse_period("2025").months[:9]:
            office.put("closed", month)
        office.put("accepted", OCTOBER)
        office.row().state = "returned"
        db.session.commit()
        office.put("accepted", november)
    browser = as_("direktor")
    assert "Oyni yopish: 2025-yil noyabr" in things(page_on(approved, browser, december))
    page = page_on(approved, browser, december, "/submissions/?year=2025")
    assert re.findall(r'action="/submissions/close".*?name="month" value="([^"]+)"', page, re.DOTALL) == ["2025-11"]
    refused = browser.post("/submissions/close", {"month": "2025-10"})
    assert refused.status_code == 409
    assert browser.post("/submissions/close", {"month": "2025-11"}).status_code == 303
    page = page_on(approved, browser, december, "/submissions/?year=2025")
    assert 'action="/submissions/close"' not in page
    with approved.app_context():
        assert office_of(approved).row("abonement", november).state == "closed"


def test_a_month_that_nobody_owes_is_told_in_a_sentence(app: Flask, as_) -> None:
    with app.app_context():
        for unit in office_of(app).units.values():
            unit.first_month = 202511
        db.session.commit()
    page = as_("metodist").get("/submissions/?year=2025").get_data(as_text=True)
    assert "Oktabr oyi hech bir boʻlinmadan soʻralmagan." in " ".join(page.replace("2025-yil ", "").split())
    assert "0 tadan 0" not in page
