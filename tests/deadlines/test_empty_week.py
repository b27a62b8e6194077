"""A week in which nothing was done: said for itself, taken back, within the locks, and one truth everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import Locked, NotAllowed
from app.domain.periods import Period, parse_period
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import Card, Change, Entry, Obligation
from app.operations.cards import CardInput, add_card, void_card
from app.operations.entries import save_cell
from app.queries.cells import current_entry, find_cell
from app.queries.consolidation import consolidate
from app.queries.duties import duties, everybody
from app.queries.filled import YearFill
from app.queries.plan import parts_of_unit
from tests.conftest import Browser
from tests.deadlines.conftest import Centre
from tests.home.test_turns import page_on
from tests.submissions.conftest import Office, office_of

OCTOBER, WEEK = parse_period("2025-10"), parse_period("2025-W42")  # 13–19 October
TODAY = date(2025, 11, 3)
ROW, UNIT = "IV.26", "elektron-zal"
NONE = {"cell": f"{ROW}|{UNIT}|{WEEK.key}", "value": "-", "version": "0"}


@pytest.fixture
def office(centre: Centre, approved: Flask) -> Office:
    return office_of(approved)


def say(office: Office, text: str, week: Period = WEEK, today: date = TODAY) -> None:
    cell = find_cell(office.plan, f"{ROW}|{UNIT}|{week.key}")
    before = current_entry(cell)
    who, version = office.people["metodist"], before.version if before else 0
    save_cell(actor=who, plan=office.plan, cell=cell, typed=text, version=version, today=today)
    db.session.expire_all()


def title(office: Office, day: date) -> Card:
    register = next(p.indicator.entry_form for p in parts_of_unit(office.plan, office.units[UNIT]) if p.key == ROW)
    place = {"unit": office.units[UNIT], "register": REGISTERS[register], "today": TODAY}
    values = CardInput(day, "Navoiy", {}, {ROW: 4})
    return add_card(actor=office.people["metodist"], plan=office.plan, values=values, **place)


def answers(office: Office) -> tuple[bool, bool, int]:
    """Whether the list and what is filled call the week done, and how much is counted in October."""
    unit = office.units[UNIT]
    owed = [d.period for d in duties(office.plan.centre_id, everybody(), TODAY) if d.row_key == ROW]
    part = next(part for part in parts_of_unit(office.plan, unit) if part.key == ROW)
    fill = YearFill(office.plan, TODAY).of_part(unit, part, OCTOBER)
    assert fill is not None and fill.asked.kind == "weeks"
    one = next(p for s in consolidate(office.plan, OCTOBER, today=TODAY).sections for r in s.rows for p in r.parts
               if p.key == ROW)  # fmt: skip
    return WEEK.key not in owed, fill.filled.share.count == 1, int(one.running.amount or 0)


def test_a_week_is_said_to_be_empty_and_taken_back_and_both_stand_in_the_history(office: Office) -> None:
    assert answers(office) == (False, False, 0)
    title(office, date(2025, 10, 1))
    assert answers(office)[0] is False, "a card of another week answers nothing"
    say(office, "-")
    unit = office.units[UNIT]
    entry = db.session.scalars(select(Entry).where(Entry.unit_id == unit.id, Entry.grain == "week")).one()
    assert (entry.date, entry.year_month, entry.state) == (WEEK.end, 202510, "no_activity")
    assert answers(office)[0] is True
    say(office, "")
    assert answers(office)[0] is False
    keys = db.session.scalars(select(Change.subject_key).where(Change.subject_key.like("%W42"))).all()
    assert keys == [f"{ROW}|{UNIT}|2025-W42"] * 2


def test_the_list_what_is_filled_and_the_sums_say_one_thing(office: Office) -> None:
    say(office, "-")
    assert answers(office) == (True, True, 0)
    card = title(office, date(2025, 10, 16))
    assert answers(office) == (True, True, 4), "the card takes its place, and no fact counts twice"
    void_card(actor=office.people["metodist"], plan=office.plan, card=card, today=TODAY)
    say(office, "")
    assert answers(office) == (False, False, 0)


@pytest.mark.parametrize("typed", ["5", "0"])
def test_a_week_takes_no_number_and_only_a_weekly_row_has_one(office: Office, typed: str) -> None:
    with pytest.raises(Exception, match="cell.by_register"):
        say(office, typed)
    monthly = find_cell(office.plan, f"IV.17|manaviyat|{WEEK.key}")
    with pytest.raises(NotAllowed):
        save_cell(actor=office.people["metodist"], plan=office.plan, cell=monthly, typed="-", version=0, today=TODAY)


def test_the_locks_of_its_sunday_hold(office: Office) -> None:
    with pytest.raises(Locked) as refused:
        say(office, "-", parse_period("2025-W46"))
    assert refused.value.code == "lock.future"
    office.put("submitted")
    with pytest.raises(Locked) as refused:
        say(office, "-")
    assert refused.value.code == "lock.submitted"
    say(office, "-", parse_period("2025-W44"))  # its Sunday is 2 November


def button(page: str, address: str) -> list[str]:
    forms = re.findall(r"<form[^>]*>.*?</form>", page, re.DOTALL)
    return [form for form in forms if address in form and WEEK.key in form]


def test_it_is_said_on_the_page_of_the_duty_and_of_the_service(approved: Flask, as_: Callable[[str], Browser]) -> None:
    with approved.app_context():
        office = office_of(approved)
        title(office, date(2025, 10, 1))
        db.session.commit()
        of_week = (Obligation.period == WEEK.key, Obligation.unit_id == office.units[UNIT].id)
        number = db.session.scalars(select(Obligation.id).where(*of_week)).first()
    browser = as_("metodist")
    duty, service = f"/deadlines/{number}", f"/digitization/?unit={UNIT}&month=2025-10"
    act = f"{duty}/no-activity"
    page = page_on(approved, browser, TODAY, duty)
    assert len(button(page, act)) == 1 and "bu haftada boʻlmadi" in page
    assert len(button(page_on(approved, browser, TODAY, service), "no-activity")) == 1
    assert browser.post(act, NONE).status_code == 303
    for address in (duty, service):
        said = button(page_on(approved, browser, TODAY, address), "no-activity")
        assert len(said) == 1 and "Bekor qilish" in said[0]
    back = {**NONE, "value": "", "version": "1"}
    place = service.split("?")[1]
    assert browser.post(f"/digitization/publications/no-activity?{place}", back).status_code == 303
    assert "bu haftada boʻlmadi" in page_on(approved, browser, TODAY, duty)
    other = {**NONE, "cell": f"{ROW}|{UNIT}|2025-W41", "version": "0"}
    assert browser.post(act, other).status_code == 404, "the page of a duty writes its own week only"
    with approved.app_context():
        title(office_of(approved), date(2025, 10, 15))
        db.session.commit()
    for address in (duty, service):
        assert not button(page_on(approved, browser, TODAY, address), "no-activity"), "a card stands in the week"
