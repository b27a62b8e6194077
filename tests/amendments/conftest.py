"""The approved plan of 2025, amended in the course of its year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import parse_period
from app.extensions import db
from app.models import Amendment, Obligation, Person, Plan, Unit
from app.operations.amendment_lines import put_line
from app.operations.amendments import approve_amendment, ask_amendment, begin_amendment
from app.operations.entries import save_cell
from app.queries.cells import find_cell
from app.queries.consolidation import PartFigures, consolidate
from app.queries.phasing import months_of_plan
from app.queries.plan import part_by_key, plan_of
from tests.deadlines.conftest import approved

__all__ = ["approved"]

Line = tuple[str, str, Mapping[str, Any]]


@dataclass
class Amended:
    """What a test does with the plan, inside an application context."""

    people: dict[str, Person]

    @property
    def plan(self) -> Plan:
        plan = plan_of(self.people["metodist"].centre_id, 2025)
        assert plan is not None
        return plan

    def prepare(self, month: str, *lines: Line, reason: str = "Rejaga aniqlik kiritish") -> Amendment:
        who, plan = self.people["metodist"], self.plan
        found = begin_amendment(actor=who, plan=plan, month=parse_period(month), reason=reason)
        for act, key, wanted in lines:
            put_line(actor=who, plan=plan, amendment=found, act=act, row_key=key, wanted=wanted)
        db.session.commit()
        return found

    def ask(self, amendment: Amendment, day: date) -> None:
        ask_amendment(
            actor=self.people["metodist"],
            plan=self.plan,
            amendment=amendment,
            version=amendment.version,
            today=day,
        )

    def approve(self, amendment: Amendment, day: date) -> None:
        approve_amendment(
            actor=self.people["direktor"],
            plan=self.plan,
            amendment=amendment,
            version=amendment.version,
            today=day,
        )
        db.session.commit()

    def amend(self, month: str, *lines: Line, day: date) -> Amendment:
        found = self.prepare(month, *lines)
        self.ask(found, day)
        self.approve(found, day)
        return found

    def write(self, key: str, typed: str, day: date, login: str = "metodist") -> None:
        cell = find_cell(self.plan, key)
        save_cell(actor=self.people[login], plan=self.plan, cell=cell, typed=typed, version=0, today=day)

    def months(self, key: str) -> list[Any]:
        """How the plan of a figure lies over the months."""
        part = part_by_key(self.plan, key)
        assert part is not None and part.plan is not None
        return list(months_of_plan(part.indicator, part.plan, part.phasing))

    def figure(self, key: str, day: date, period: str = "2025") -> PartFigures:
        table = consolidate(self.plan, parse_period(period), today=day, view="months")
        return next(one for section in table.sections for row in section.rows for one in row.parts if one.key == key)

    def owed(self, key: str, kind: str = "figures", unit: str = "") -> list[str]:
        """The periods for which a row is owed, in their order."""
        found = db.session.scalars(select(Obligation).order_by(Obligation.ends_on, Obligation.id))
        return [
            one.period for one in found if one.indicator.key == key and one.kind == kind and unit in ("", one.unit.code)
        ]

    def unit(self, code: str) -> Unit:
        return db.session.scalars(select(Unit).where(Unit.code == code)).one()


@contextmanager
def at_work(app: Flask) -> Iterator[Amended]:
    """What is done with the plan before browsers look at it."""
    with app.app_context():
        yield Amended({person.login: person for person in db.session.scalars(select(Person))})


@pytest.fixture
def amended(approved: Flask) -> Iterator[Amended]:
    with at_work(approved) as found:
        yield found
