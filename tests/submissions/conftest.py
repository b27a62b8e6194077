"""A month of the cast in any state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.counting import STOCK
from app.domain.periods import Period, parse_period
from app.domain.row_rules import DAY, MONTH
from app.domain.workflow import HANDED_IN
from app.extensions import db
from app.models import BlankReason, Entry, Person, Plan, Submission, Unit
from app.models.types import now
from app.operations.entries import save_cell
from app.operations.plans import approve_plan
from app.operations.submissions import UnitMonth
from app.queries.cells import find_cell
from app.queries.months import submission_of, units_to_submit
from app.queries.plan import form_in, parts_of_unit, plan_of
from tests.cast import APPROVED, TODAY
from tests.conftest import plan_in_force

OCTOBER = parse_period("2025-10")


@dataclass
class Office:
    """The people, the plan and the units, inside an application context."""

    plan: Plan
    people: dict[str, Person]
    units: dict[str, Unit]
    today: date = TODAY

    def unit_month(self, unit: str = "abonement", month: Period = OCTOBER) -> UnitMonth:
        return UnitMonth(self.plan, self.units[unit], month)

    def row(self, unit: str = "abonement", month: Period = OCTOBER) -> Submission | None:
        return submission_of(self.units[unit].id, month.year_month)

    def version(self, unit: str = "abonement", month: Period = OCTOBER) -> int:
        row = self.row(unit, month)
        return row.version if row else 0

    def approve(self) -> None:
        """With what its approval makes owed."""
        self.plan.state = "draft"
        approve_plan(actor=self.people["direktor"], plan=self.plan, today=APPROVED)

    def settle(self, month: Period = OCTOBER) -> None:
        """Nothing stands in the way of handing a month in: its blank days have a reason, its levels a number."""
        for unit in units_to_submit(self.plan):
            place = {"centre_id": self.plan.centre_id, "unit_id": unit.id, "person_id": self.people["metodist"].id}
            db.session.add(BlankReason(**place, first_day=month.start, last_day=month.end, kind="closed"))
            for part in parts_of_unit(self.plan, unit):
                if part.indicator.mode == "stock":
                    cell = find_cell(self.plan, f"{part.key}|{unit.code}|{month.key}")
                    who = self.people["metodist"]
                    save_cell(actor=who, plan=self.plan, cell=cell, typed="3480", version=0, today=self.today)
        db.session.flush()

    def say_nothing(self, unit: Unit, month: Period) -> None:
        """What handing in says of the rows that nobody counts by the day and that have nothing."""
        there = select(Entry.part_id).where(Entry.unit_id == unit.id, Entry.year_month == month.year_month)
        said = set(db.session.scalars(there))
        for part in parts_of_unit(self.plan, unit, month):
            row = part.indicator
            if part.id not in said and form_in(row, month) != DAY and row.mode != STOCK:
                place = {"centre_id": row.centre_id, "unit_id": unit.id, "part_id": part.id, "grain": MONTH}
                when = {"date": month.start, "year_month": month.year_month, "changed_at": now()}
                who = {"person_id": self.people["abonement"].id}
                db.session.add(Entry(**place, **when, **who, state="no_activity"))

    def put(self, state: str, month: Period = OCTOBER, *, commit: bool = True, whole: bool = False) -> None:
        """Every unit's month in one state, as if it had been brought there by those who may; ``whole``: with what
        handing in says of its silent rows, so that it can be accepted."""
        for unit in units_to_submit(self.plan):
            row = submission_of(unit.id, month.year_month)
            if row is None:
                row = Submission(centre_id=self.plan.centre_id, unit_id=unit.id, year_month=month.year_month)
                db.session.add(row)
            row.state, row.state_at, row.state_by_id = state, now(), self.people["metodist"].id
            row.submitted_by_id, row.submitted_at = self.people["abonement"].id, now()
            row.first_submitted_on = None if state == "draft" else date(2025, 11, 5)
            if whole and state in HANDED_IN:
                self.say_nothing(unit, month)
        db.session.flush()
        if commit:
            db.session.commit()


def office_of(app: Flask) -> Office:
    people = {person.login: person for person in db.session.scalars(select(Person))}
    plan = plan_of(people["metodist"].centre_id, 2025)
    assert plan is not None
    return Office(plan, people, {unit.code: unit for unit in db.session.scalars(select(Unit))})


@pytest.fixture(autouse=True)
def approved_plan(request: pytest.FixtureRequest) -> None:
    """Unless a test approves it itself."""
    if "app" in request.fixturenames and "approved" not in request.fixturenames:
        plan_in_force(request.getfixturevalue("app"))


@pytest.fixture
def office(app: Flask, context: None) -> Office:
    return office_of(app)


@pytest.fixture
def prepare(app: Flask) -> Callable[..., int]:
    """``prepare("accepted")`` puts every unit's October there and gives the version of abonement's.

    Nothing in it stands in the way of handing it in.
    """

    def put(state: str) -> int:
        with app.app_context():
            office = office_of(app)
            if office.row() is None:
                office.settle()
            office.put(state, whole=True)
            return office.version()

    return put


@pytest.fixture
def state_of(app: Flask) -> Callable[[], str]:
    def read() -> str:
        with app.app_context():
            row = office_of(app).row()
            return row.state if row else "draft"

    return read
