"""The history by row, figure and period; the export as a workbook of plain text (trust.md R1, I6)."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import parse_period
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import Person, Unit
from app.operations.cards import CardInput, add_card
from app.operations.entries import find_cell, save_cell
from app.queries.history import Wanted, find_changes
from app.queries.plan import plan_of

TODAY = date(2025, 11, 18)


@pytest.fixture
def written(app: Flask) -> Flask:
    with app.app_context():
        plan = plan_of(1, 2025)
        actor = db.session.scalar(select(Person).where(Person.login == "metodist"))
        for key, value in (
            ("IV.15|abonement|2025-07-01", "5"),
            ("IV.15|umumiy-zal|2025-11-03", "6"),
            ("IV.16|abonement|2025-07-01", "7"),
            ("II.2/1|metodika|2025-07", "-"),
        ):
            save_cell(actor=actor, plan=plan, cell=find_cell(plan, key), typed=value, version=0, today=TODAY)
        unit = db.session.scalar(select(Unit).where(Unit.code == "manaviyat"))
        add_card(
            actor=actor, plan=plan, unit=unit, register=REGISTERS["events"], today=TODAY,
            values=CardInput(date=date(2025, 8, 5), title="=1+1", data={"kind": "event"}, rows={"IV.17": None}),
        )  # fmt: skip
        db.session.commit()
    return app


def keys(app: Flask, **wanted: object) -> set[str]:
    with app.app_context():
        changes, count = find_changes(1, Wanted(**wanted))
        assert count == len(changes)
        return {f"{change.subject}:{change.subject_key}" for change in changes}


@pytest.mark.parametrize(
    ("row", "period", "unit", "expected"),
    [
        ("IV.15", None, "", {"cell:IV.15|abonement|2025-07-01", "cell:IV.15|umumiy-zal|2025-11-03"}),
        ("IV.15", "2025-Q3", "", {"cell:IV.15|abonement|2025-07-01"}),
        ("IV.15", "2025-11-03", "", {"cell:IV.15|umumiy-zal|2025-11-03"}),
        ("IV.15", "2025-H1", "", set()),
        ("IV.15", None, "umumiy-zal", {"cell:IV.15|umumiy-zal|2025-11-03"}),
        ("IV.17", None, "", {"card:1"}),
        ("IV.17", "2025-08", "", {"card:1"}),
        ("IV.17", "2025-09", "", set()),
        ("IV.1", None, "", set()),
        ("II.2", None, "", {"cell:II.2/1|metodika|2025-07"}),
    ],
)
def test_a_row_a_figure_a_unit_a_period(written: Flask, row: str, period: str | None, unit: str, expected: set) -> None:
    found = keys(written, row=row, period=parse_period(period) if period else None, unit_code=unit)
    assert {key for key in found if not key.startswith("plan_row:")} == expected


def test_the_page_filters_as_people_type_it(written: Flask, as_) -> None:
    browser = as_("direktor")
    page = browser.get("/system/history?row=iv.15&period=2025-Q3").get_data(as_text=True)
    assert "Oʻzgarishlar: 1" in page
    wrong = browser.get("/system/history?period=2025-13")
    assert wrong.status_code == 422 and "<title>Xato:" in wrong.get_data(as_text=True)


def test_the_workbook_holds_the_same_lines_as_text(written: Flask, as_) -> None:
    answer = as_("admin").get("/system/history.xlsx?row=IV.17")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("=1+1" in cell.value for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}


def test_row_and_figure_pages_lead_to_their_history(written: Flask, as_) -> None:
    browser = as_("metodist")
    for address in ("/plan/2025/IV.15", "/consolidation/2025-Q3/IV.15", "/consolidation/2025-Q3/IV.17"):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        link = re.search(r'href="(/system/history\?[^"]+)"', answer.get_data(as_text=True))
        assert link, address
        assert "Oʻzgarishlar: " in browser.get(link[1].replace("&amp;", "&")).get_data(as_text=True)
    assert "/system/history?" not in as_("abonement").get("/plan/2025/IV.15").get_data(as_text=True)


def test_person_and_unit_pages_lead_to_their_history(written: Flask, as_) -> None:
    browser = as_("admin")
    with written.app_context():
        unit = db.session.scalar(select(Unit).where(Unit.code == "abonement")).id
        person = db.session.scalar(select(Person).where(Person.login == "metodist")).id
    for address, wanted in ((f"/people/units/{unit}", "unit=abonement"), (f"/people/{person}", f"person={person}")):
        page = browser.get(address).get_data(as_text=True)
        assert f'href="/system/history?{wanted}"' in page
        assert "Oʻzgarishlar: " in browser.get(f"/system/history?{wanted}").get_data(as_text=True)


def test_every_wrong_field_of_the_filter_is_named(as_) -> None:
    answer = as_("direktor").get("/system/history?period=2025-13&first=31.02.2025&last=x")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for name in ("period", "first", "last"):
        assert f'id="{name}-error"' in page and f'href="#{name}"' in page


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "x"])
def test_a_number_of_the_address_that_is_none_filters_nothing(as_, number: str) -> None:
    assert as_("direktor").get(f"/system/history?person={number}&page={number}").status_code == 200
