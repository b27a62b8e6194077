"""The cast's plan, approved: its obligations stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.duties import Duty
from app.extensions import db
from app.models import Obligation, Person, Plan, Unit
from app.operations.people import person_by_login
from app.operations.plans import approve_plan
from app.queries.duties import Owing, duties, everybody
from app.queries.plan import plan_of
from app.queries.units import default_centre
from tests.cast import APPROVED


class Centre:
    """What a test asks of the approved plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.id = plan.centre_id

    def person(self, login: str) -> Person:
        person = person_by_login(login)
        assert person is not None
        return person

    def unit(self, code: str) -> Unit:
        return db.session.scalars(select(Unit).where(Unit.code == code)).one()

    def duties(self, today: date, unit_ids: set[int] | None = None, *, settled: bool = True) -> list[Duty]:
        """What some units owe, or the whole centre with the acts on its months and reports."""
        owing = everybody() if unit_ids is None else Owing(frozenset(unit_ids), {})
        return duties(self.id, owing, today, settled=settled)

    def duty(self, obligation: Obligation, today: date) -> Duty:
        (found,) = [one for one in self.duties(today) if one.row_key and one.number == obligation.id]
        return found

    def owed(self, row: str, kind: str = "figures", unit: str = "", period: str = "") -> list[Obligation]:
        found = db.session.scalars(select(Obligation).order_by(Obligation.starts_on, Obligation.ends_on))
        return [
            o
            for o in found
            if o.indicator.key == row and o.kind == kind and unit in ("", o.unit.code) and period in ("", o.period)
        ]

    def one(self, row: str, period: str, kind: str = "figures", unit: str = "") -> Obligation:
        (found,) = self.owed(row, kind, unit, period)
        return found


@pytest.fixture
def approved(app: Flask) -> Flask:
    """The application with its plan approved; no context is left open, so that browsers can sign in."""
    with app.app_context():
        director = person_by_login("direktor")
        assert director is not None
        plan = plan_of(director.centre_id, 2025)
        assert plan is not None
        approve_plan(actor=director, plan=plan, today=APPROVED)
        db.session.commit()
    return app


def centre_of(year: int = 2025) -> Centre:
    """Inside an application context."""
    plan = plan_of(default_centre().id, year)
    assert plan is not None
    return Centre(plan)


@pytest.fixture
def centre(approved: Flask) -> Iterator[Centre]:
    with approved.app_context():
        yield centre_of()
