"""What a first page says of one's own days and rows: the blank days are those that handing in asks for, and what a unit
has done stands beside what the centre has, each under its own name."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import month_of, parse_period
from app.extensions import db
from app.models import BlankReason, Entry, Obligation
from app.models.types import now
from app.operations.entries import save_cell
from app.queries.cells import find_cell
from app.queries.day_figures import day_figures
from app.queries.month_review import review_of
from app.queries.months import units_to_submit
from tests.home.test_turns import page_on
from tests.speed.counting import WARM, counted
from tests.submissions.conftest import Office, office_of

DAY = date(2025, 11, 18)
NOVEMBER = parse_period("2025-11")


def write(office: Office, key: str, typed: str, login: str = "abonement") -> None:
    save_cell(
        actor=office.people[login],
        plan=office.plan,
        cell=find_cell(office.plan, key),
        typed=typed,
        version=0,
        today=DAY,
    )


def blank_by_hand_in(office: Office, code: str, day: date) -> list[date]:
    found = review_of(office.plan, office.units[code], month_of(day), day)
    return sorted({one for span in found.spans for one in span.days})


def blank_at_home(office: Office, day: date) -> dict[str, list[date]]:
    units = units_to_submit(office.plan)
    figures = day_figures(office.plan, units, month_of(day), day)
    return {unit.code: figures.blank_days(unit.id) for unit in units}


@pytest.mark.parametrize("day", [DAY, date(2025, 11, 1), date(2025, 11, 3), date(2025, 11, 29), date(2025, 12, 1)])
def test_the_blank_days_are_those_that_handing_in_asks_for(approved: Flask, day: date) -> None:
    with approved.app_context():
        office = office_of(approved)
        for row in ("IV.14.a", "IV.14.b", "IV.15", "IV.16"):
            for number in (3, 4, 5, 10):
                write(office, f"{row}|abonement|2025-11-{number:02}", "7")
        whole = find_cell(office.plan, "IV.15|umumiy-zal|2025-11")  # as years that were taken over have it
        db.session.add(
            Entry(
                centre_id=1, part_id=whole.part.id, unit_id=whole.unit.id, date=whole.period.start, year_month=202511,
                grain="month", state="number", value=40, person_id=office.people["metodist"].id,
            )
        )  # fmt: skip
        place = {"centre_id": 1, "unit_id": office.units["abonement"].id, "person_id": office.people["metodist"].id}
        spoken = {"first_day": date(2025, 11, 6), "last_day": date(2025, 11, 8), "kind": "repair"}
        db.session.add(BlankReason(**place, **spoken))
        for owed in db.session.scalars(select(Obligation).where(Obligation.unit_id == office.units["huquqiy"].id)):
            owed.waived_at = now()
        db.session.flush()
        found = blank_at_home(office, day)
        assert found == {code: blank_by_hand_in(office, code, day) for code in found}
        if day == DAY:  # by hand: November's working days until the 17th without Sundays, less four written, three told
            assert [one.day for one in found["abonement"]] == [1, 11, 12, 13, 14, 15, 17]


def cell(page: str, row: str, head: str) -> str:
    line = re.search(rf'<tr>\s*<td data-label="№">{re.escape(row)}</td>.*?</tr>', page, re.DOTALL)
    assert line, row
    found = re.search(rf'data-label="{head}">\s*([^<]*?)\s*</td>', line[0])
    assert found, head
    return found[1]


def test_what_a_unit_has_done_stands_beside_what_the_centre_has(approved: Flask, as_) -> None:
    with approved.app_context():
        office = office_of(approved)
        write(office, "IV.15|abonement|2025-11-03", "70")
        write(office, "IV.15|umumiy-zal|2025-11-03", "30", "umumiy")
        db.session.commit()
    page = page_on(approved, as_("abonement"), DAY)
    assert "Markaz rejasining bajarilishi, yil boshidan" in page
    assert (cell(page, "IV.15", "Oʻz boʻlinmangizda"), cell(page, "IV.15", "Markazda amalda")) == ("70", "100")
    page = page_on(approved, as_("umumiy"), DAY)
    assert (cell(page, "IV.15", "Oʻz boʻlinmangizda"), cell(page, "IV.15", "Markazda amalda")) == ("30", "100")


@pytest.mark.parametrize("login", ["abonement", "oquv", "kotiba", "metodist", "direktor", "orinbosar", "kuzatuvchi"])
def test_no_first_page_asks_more_than_it_may(approved: Flask, as_, login: str) -> None:
    page_on(approved, as_(login), date(2025, 12, 9))
    reader = as_(login)
    reader.get("/")
    with counted() as count:
        assert reader.get("/").status_code == 200
    assert count.statements <= WARM
