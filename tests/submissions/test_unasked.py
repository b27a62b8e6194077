"""What was written in a month in which nothing is asked: it is handed in, and becomes official by no closing alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.duties import CLOSE, HAND_IN
from app.domain.errors import Conflict
from app.domain.frozen import ACCEPTED
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import Card, Obligation
from app.models.types import now
from app.operations.cards import CardInput, add_card, change_card, restore_card, void_card
from app.operations.entries import save_cell
from app.operations.handing_in import submit_month
from app.operations.months import close_month
from app.operations.submissions import accept_month
from app.queries.cells import current_entry, find_cell
from app.queries.consolidation import consolidate
from app.queries.duties import duties, everybody
from app.queries.hand_ins import hand_ins
from app.queries.months import not_handed_in
from app.queries.reports import readiness
from app.queries.submissions import unfinished_units, year_matrix
from tests.conftest import Browser
from tests.deadlines.conftest import approved
from tests.home.test_turns import page_on
from tests.submissions.conftest import OCTOBER, Office, office_of

__all__ = ["approved"]
DAY = date(2025, 10, 20)
DONE = {"stage": "accepted"}
EVERYWHERE = {"matrix", "list", "hand-in", "late", "closing", "closing waits"}


@pytest.fixture
def office(approved: Flask, context: None) -> Office:
    """October, accepted of all who are asked for it; kotiba, who is asked in January and February, has no row."""
    office = office_of(approved)
    office.put("accepted")
    for unit in ("kotiba", "abonement"):
        db.session.delete(office.row(unit))
    for duty in db.session.scalars(select(Obligation).where(Obligation.unit_id == office.units["abonement"].id)):
        if duty.last_month == OCTOBER.year_month:
            duty.waived_at, duty.waive_reason = now(), "taʼmir"
    db.session.commit()
    return office


def asked_of(office: Office, unit: str) -> set[str]:
    """The places that say that a unit's October is owed, each read by its own way."""
    plan, today, one = office.plan, office.today, office.units[unit]
    matrix = year_matrix(plan, today)
    owed = duties(plan.centre_id, everybody(), today)
    closing = next((duty for duty in owed if duty.kind == CLOSE and duty.period == OCTOBER.key), None)
    found = {
        "matrix": not next(line for line in matrix.units if line.unit.code == unit).months[9].facts.waived,
        "list": any((d.kind, d.period, d.unit_id) == (HAND_IN, OCTOBER.key, one.id) for d in owed),
        "hand-in": bool(hand_ins(plan, [one], OCTOBER, today)),
        "late": any(missing.unit.code == unit for missing in not_handed_in(plan, OCTOBER, today)),
        "closing": unit in [other.code for other in unfinished_units(plan, OCTOBER)],
        "closing waits": closing is not None and closing.missing == 1,
    }
    return {name for name, says in found.items() if says}


def document(office: Office, day: date = DAY) -> Card:
    values = CardInput(day, "Hisobot xati", DONE, {"I.7": 1})
    place = {"unit": office.units["kotiba"], "register": REGISTERS["documents"], "today": office.today}
    return add_card(actor=office.people["kotiba"], plan=office.plan, values=values, **place)


def typed(text: str, cell: str) -> Callable[[Office], None]:
    def write(office: Office) -> None:
        found = find_cell(office.plan, cell)
        before = current_entry(found)
        version = before.version if before else 0
        who = office.people["metodist"]
        save_cell(actor=who, plan=office.plan, cell=found, typed=text, version=version, today=office.today)

    return write


def figure(office: Office, key: str) -> object:
    table = consolidate(office.plan, OCTOBER, today=office.today, basis=ACCEPTED)
    return next(p.running.amount for s in table.sections for row in s.rows for p in row.parts if p.key == key)


def close(office: Office) -> None:
    close_month(actor=office.people["direktor"], plan=office.plan, month=OCTOBER, today=office.today)


WRITTEN = {
    "a card": ("kotiba", document),
    "no activity": ("kotiba", typed("-", "I.7|kotiba|2025-10")),
    "a day of a month that is waived": ("abonement", typed("7", "IV.15|abonement|2025-10-20")),
    "zero": ("abonement", typed("0", "IV.15|abonement|2025-10-20")),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_what_was_written_unasked_is_owed_everywhere_and_keeps_the_month_open(office: Office, what: str) -> None:
    unit, write = WRITTEN[what]
    assert asked_of(office, unit) == set()
    write(office)
    assert asked_of(office, unit) == EVERYWHERE
    with pytest.raises(Conflict) as refused:
        close(office)
    assert (refused.value.code, refused.value.params["count"]) == ("workflow.unfinished", 1)
    assert readiness(office.plan, OCTOBER, office.today).not_closed == (OCTOBER,)


def test_it_becomes_official_by_the_hand_in_and_the_look_and_never_by_closing(office: Office) -> None:
    document(office)
    db.session.commit()
    assert figure(office, "I.7") is None
    place = {"unit_month": office.unit_month("kotiba"), "today": office.today}
    findings = hand_ins(office.plan, [office.units["kotiba"]], OCTOBER, office.today)[0].unexplained
    words = {(one.check, one.part_key): "Ilova qogʻozda" for one in findings}
    submit_month(actor=office.people["kotiba"], version=0, explanations=words, **place)
    with pytest.raises(Conflict):
        close(office)
    accept_month(actor=office.people["metodist"], version=office.version("kotiba"), **place)
    assert figure(office, "I.7") == 1
    close(office)
    assert figure(office, "I.7") == 1


def test_what_is_taken_away_is_owed_no_more(office: Office) -> None:
    card = document(office)
    place = {"actor": office.people["kotiba"], "plan": office.plan, "card": card, "today": office.today}
    void_card(**place)
    assert asked_of(office, "kotiba") == set()
    restore_card(**place)
    assert asked_of(office, "kotiba") == EVERYWHERE
    moved = CardInput(date(2025, 9, 20), card.title, DONE, {"I.7": 1})
    change_card(values=moved, version=card.version, **place)
    assert asked_of(office, "kotiba") == set()
    typed("7", "IV.15|abonement|2025-10-20")(office)
    typed("", "IV.15|abonement|2025-10-20")(office)
    assert asked_of(office, "abonement") == set()
    close(office)
    assert figure(office, "I.7") is None and figure(office, "IV.15") is None


def test_the_first_page_of_who_wrote_names_the_month(approved: Flask, as_: Callable[[str], Browser]) -> None:
    browser = as_("kotiba")
    link = 'href="/submissions/2025-10'
    assert link not in page_on(approved, browser, date(2025, 11, 18))
    with approved.app_context():
        document(office_of(approved))
        db.session.commit()
    assert link in page_on(approved, browser, date(2025, 11, 18))
