"""Figures on a plan that is not approved yet: typed from 1 January, seen as entered, kept by whatever comes after
(domain.md §4 “Beginning”)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.documents.plan_reader import read_plan
from app.domain.errors import Invalid
from app.domain.periods import parse_period
from app.domain.plan_table import PlanTable
from app.extensions import db
from app.models import Entry, Obligation, Person, Plan, Unit
from app.operations.entries import save_cell
from app.operations.plan_import import import_plan
from app.operations.plans import approve_plan
from app.queries.cells import find_cell
from app.queries.consolidation import consolidate
from app.queries.duties import duties, everybody
from app.queries.plan import plan_of, row_by_key
from tests.cast import APPROVED
from tests.plan.papers import XLSX

DAY = date(2026, 1, 9)  # a Friday
CELL = "IV.15|abonement|2026-01-08"
# By a paper calendar: the week of 5 January was due on the 14th, that of the 12th on the 21st. Approved on Monday the
# 19th, what had fallen due is due three working days later, on Thursday the 22nd; the rest keeps its day.
APPROVED_ON, MOVED = date(2026, 1, 19), date(2026, 1, 22)


def paper() -> PlanTable:
    found = read_plan(XLSX).table
    assert found is not None
    return replace(found, year=2026)


def person(login: str) -> Person:
    return db.session.scalars(select(Person).where(Person.login == login)).one()


@pytest.fixture
def january(app: Flask) -> Flask:
    """Last year's plan is approved, this year's was taken in, and nobody has approved it yet; a figure stands on it."""
    app.config["TODAY"] = DAY
    with app.app_context():
        approve_plan(actor=person("direktor"), plan=plan_of(1, 2025), today=APPROVED)
        units = {unit.code: unit.id for unit in db.session.scalars(select(Unit))}
        aliases = {"Madaniy-ma’rifiy va yoshlar bilan ishlash sektori": units["manaviyat"]}
        import_plan(actor=person("metodist"), table=paper(), aliases=aliases)
        write("12")
        db.session.commit()
    return app


def write(typed: str, key: str = CELL) -> None:
    plan = plan_of(1, 2026)
    save_cell(actor=person("abonement"), plan=plan, cell=find_cell(plan, key), typed=typed, version=0, today=DAY)


def shown(basis: str) -> object:
    result = consolidate(plan_of(1, 2026), parse_period("2026-01"), today=DAY, basis=basis)
    (line,) = [row for group in result.sections for row in group.rows if row.row.key == "IV.15"]
    return line.parts[0].running.amount


def test_a_figure_is_working_and_not_official(january: Flask, context: None) -> None:
    assert (shown("entered"), shown("accepted")) == (12, None)


def test_nothing_is_owed_by_a_draft_but_its_approval(january: Flask, context: None) -> None:
    found = {duty.kind for duty in duties(1, everybody(), DAY) if duty.period.startswith("2026")}
    assert found == {"approve"}


PAGES = {
    "abonement": (
        "/",
        "/diary/2026-01",
        "/reading-rooms/?month=2026-01",
        "/submissions/2026-01/abonement",
        "/consolidation/2026",
    ),
    "metodist": ("/", "/consolidation/2026-01", "/submissions/?year=2026", "/deadlines/", "/reports/?year=2026"),
    "direktor": ("/", "/consolidation/2026", "/plan/2026"),
    "kuzatuvchi": ("/", "/plan/2026", "/consolidation/2026-Q1"),
}


@pytest.mark.parametrize("login", PAGES)
def test_every_page_opens_and_those_of_the_year_say_how_it_stands(january: Flask, as_, login: str) -> None:
    browser = as_(login)
    for address in PAGES[login]:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        if "2026" in address:
            page = re.sub(r"\s+", " ", answer.get_data(as_text=True))
            words = (
                "Qoralama" if address.startswith("/plan") else "2026-yil rejasi hali tasdiqlanmagan: sonlar yoziladi"
            )
            assert words in page, address
    assert "hali tasdiqlanmagan: sonlar" not in browser.get("/diary/2025-12").get_data(as_text=True)


def test_the_first_page_takes_todays_figures(january: Flask, as_) -> None:
    page = as_("abonement").get("/").get_data(as_text=True)
    assert 'data-cell="IV.15|abonement|2026-01-09"' in page
    form = {"cells": "IV.15|abonement|2026-01-09", "versions": "0", "value": "7"}
    assert as_("abonement").post("/diary/2026-01?unit=abonement", form).status_code == 303
    with january.app_context():
        assert shown("entered") == 19


def test_a_file_that_leaves_the_row_out_is_refused_and_names_it(january: Flask, context: None) -> None:
    table = paper()
    without = tuple(replace(one, lines=tuple(x for x in one.lines if x.number != "15")) for one in table.sections)
    with pytest.raises(Invalid, match="plan.row_has_entries") as refusal:
        import_plan(actor=person("metodist"), table=replace(table, sections=without))
    assert refusal.value.params == {"key": "IV.15"}
    db.session.rollback()
    assert row_by_key(plan_of(1, 2026), "IV.15") is not None


def test_a_file_that_changes_the_row_keeps_its_figures(january: Flask, context: None) -> None:
    table = paper()
    lines = tuple(
        replace(one, lines=tuple(replace(x, name="Kelganlar soni") if x.number == "15" else x for x in one.lines))
        for one in table.sections
    )
    assert import_plan(actor=person("metodist"), table=replace(table, sections=lines)).changed == 1
    assert shown("entered") == 12


def test_a_month_is_not_over_and_is_not_accepted(january: Flask, as_) -> None:
    """It can be looked at; who would hand it in is told what is missing, in words."""
    browser = as_("abonement")
    page = browser.get("/submissions/2026-01/abonement").get_data(as_text=True)
    assert "oy tugamagan" in page and "rejasi hali tasdiqlanmagan" in page


def test_a_month_of_a_draft_is_handed_in_once_the_plan_is_approved(january: Flask, as_) -> None:
    """In February the draft still stands: January is not handed in, not by its unit and not for it."""
    january.config["TODAY"] = date(2026, 2, 10)
    for login in ("abonement", "metodist"):
        browser, address = as_(login), "/submissions/2026-01/abonement"
        page = browser.get(address).get_data(as_text=True)
        assert "oy esa reja tasdiqlangach topshiriladi" in page and 'id="submit-act"' not in page
        answer = browser.post(f"{address}/submit", {"version": "0"})
        assert answer.status_code == 409
        assert "oy esa reja tasdiqlangach topshiriladi" in answer.get_data(as_text=True)
    with january.app_context():
        approve_plan(actor=person("direktor"), plan=plan_of(1, 2026), today=date(2026, 2, 10))
        db.session.commit()
        owed = [d for d in duties(1, everybody(), date(2026, 2, 10)) if d.kind == "hand_in" and d.period == "2026-01"]
        assert owed and {duty.due for duty in owed} == {date(2026, 2, 13)}
    assert "oy esa reja tasdiqlangach" not in as_("abonement").get(address).get_data(as_text=True)


def test_approval_loses_nothing_and_moves_what_fell_due(january: Flask, context: None) -> None:
    before = db.session.scalars(select(Entry.value)).all()
    approve_plan(actor=person("direktor"), plan=plan_of(1, 2026), today=APPROVED_ON)
    assert db.session.scalars(select(Entry.value)).all() == before == [12]
    assert shown("entered") == 12
    plan_id = db.session.scalar(select(Plan.id).where(Plan.year == 2026))
    of_year = (Obligation.plan_id == plan_id, Obligation.due_on.is_not(None))
    weeks = select(Obligation.period, Obligation.due_on).where(*of_year, Obligation.period.like("2026-W%"))
    due = {period: day for period, day in db.session.execute(weeks).all()}  # noqa: C416 – rows, not pairs
    assert due["2026-W01"] == due["2026-W02"] == MOVED and due["2026-W03"] == date(2026, 1, 21)
    assert min(db.session.scalars(select(Obligation.due_on).where(*of_year))) >= APPROVED_ON
    late = [
        duty for duty in duties(1, everybody(), APPROVED_ON) if duty.period[:4] == "2026" and duty.state == "overdue"
    ]
    assert late == [], "nobody is late on the day of the approval"
