"""A centre that works with the program since June 2025, seen on a day in July."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domain.duties import Duty
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Part, Person, Plan, Report, Submission, Unit
from app.models.types import now
from app.operations.entries import Refusal, save_cell
from app.operations.opening import clear_opening, save_opening
from app.operations.plans import approve_plan
from app.operations.units import change_unit
from app.queries.cells import find_cell
from app.queries.duties import duties, everybody
from app.queries.months import submission_of, units_of_month
from app.queries.opening import opening_written
from app.queries.plan import part_by_key, parts_by_id, plan_of
from tests.cast import APPROVED

JULY = date(2025, 7, 20)


@dataclass
class Office:
    plan: Plan
    people: dict[str, Person]
    units: dict[str, Unit]
    today: date = JULY

    def again(self) -> Office:
        found = office_of()
        found.today = self.today
        return found

    def versions(self) -> dict[str, int]:
        keys, codes = parts_by_id(self.plan), {unit.id: unit.code for unit in self.units.values()}
        return {
            f"{keys[part_id].key}|{codes.get(place.unit_id, '')}|{place.stretch.key}": figure.version
            for (part_id, place), figure in opening_written(self.plan.id, self.plan.year).items()
            if part_id in keys
        }

    def type(self, typed: Mapping[str, str], reason: str = "") -> list[Refusal]:
        """Type some cells as the page would send them; gives what was refused."""
        versions = self.versions()
        sent = [(key, text, versions.get(key, 0)) for key, text in typed.items()]
        who = self.people["metodist"]
        return save_opening(actor=who, plan=self.plan, typed=sent, reason=reason, today=self.today)[1]

    def clear(self, month: str) -> int:
        who = self.people["metodist"]
        return clear_opening(actor=who, plan=self.plan, month=parse_period(month), reason="", today=self.today)

    def enter(self, typed: Mapping[str, str]) -> None:
        for key, text in typed.items():
            cell = find_cell(self.plan, key)
            save_cell(actor=self.people["metodist"], plan=self.plan, cell=cell, typed=text, version=0, today=self.today)

    def put(self, state: str, *months: str) -> None:
        for month in map(parse_period, months):
            for unit in units_of_month(self.plan, month):
                self.hand_in(unit, month.year_month, date(2025, 7, 2), state)

    def hand_in(self, unit: Unit, month: int, day: date, state: str = "submitted") -> None:
        row = submission_of(unit.id, month) or Submission(centre_id=1, unit_id=unit.id, year_month=month)
        row.state, row.state_at, row.first_submitted_on = state, now(), day
        db.session.add(row)
        db.session.flush()

    def begin(self, unit: Unit, first: str | None) -> None:
        change_unit(
            actor=self.people["admin"], unit=unit, version=unit.version, name=unit.name, kind=unit.kind,
            page=unit.page, parent_id=unit.parent_id, working_week=unit.working_week or "",
            first_month=parse_period(first) if first else None, last_month=None,
        )  # fmt: skip

    def sent(self, period: str) -> None:
        """A report of a period that left."""
        report = Report(
            centre_id=1, period=period, draft=False, version_number=1, basis="accepted", plan_revision=0,
            figures={"sections": [], "columns": []},
            figures_hash="0" * 64, history_hash="0" * 64, signers=[], workbook_sha256="0" * 64, made_at=now(),
            made_by_id=self.people["metodist"].id, sent_at=now(), outgoing_number="7", outgoing_date=self.today,
        )  # fmt: skip
        db.session.add(report)
        db.session.commit()

    def approve(self) -> None:
        approve_plan(actor=self.people["direktor"], plan=self.plan, today=APPROVED)

    def duties(self, *, settled: bool = True) -> list[Duty]:
        return duties(self.plan.centre_id, everybody(), self.today, settled=settled)

    def parts(self, *keys: str) -> list[Part]:
        return [part for key in keys if (part := part_by_key(self.plan, key)) is not None]


def office_of() -> Office:
    people = {person.login: person for person in db.session.scalars(select(Person))}
    plan = plan_of(1, 2025)
    assert plan is not None
    return Office(plan, people, {unit.code: unit for unit in db.session.scalars(select(Unit))})
