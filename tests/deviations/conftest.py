"""The cast's approved plan, in whose lines somebody wrote so much by the end of a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask

from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import Entry, Person
from app.operations.deviations import LineReason, ask_reason, explain_lines
from app.queries.cells import find_cell
from app.queries.deviations import DeviationLine, QuarterDeviations, UnitReason, quarter_deviations
from app.queries.plan import plan_tree
from tests.deadlines.conftest import approved
from tests.submissions.conftest import Office, office_of

__all__ = ["approved"]

Q3, DAY = parse_period("2025-Q3"), date(2025, 10, 14)  # a Tuesday
# Nine months of IV.15 should bring 6 750 (9 000 a year, 750 a month): 85 % of it is 5 737,5; 84,9 is behind.
DUE, LAST_BEHIND = 6750, 5733
VISITS = ("oquv-zallari", "elektron-zal", "abonement", "umumiy-zal", "manaviyat", "huquqiy", "olkashunoslik")


def put(office: Office, part: str, unit: str, value: int, month: str = "2025-09") -> None:
    """A figure of a unit for a part, as years that were taken over have it."""
    cell = find_cell(office.plan, f"{part}|{unit}|{month}")
    period = cell.period
    db.session.add(
        Entry(
            centre_id=1, part_id=cell.part.id, unit_id=cell.unit.id, date=period.end, year_month=period.year_month,
            grain="month", state="number", value=value, person_id=office.people["metodist"].id,
        )
    )  # fmt: skip
    db.session.flush()


def write_the_rest(office: Office, but: set[str]) -> None:
    """What was due by the end of September, for each row of which nothing was written."""
    for line in Quarter(office).found().lines:
        if line.is_unwritten and not line.row.sums_parts and line.row.key not in but:
            for part in line.figures.parts:
                put(office, part.key, line.units[0].unit.code, int(part.due or 0), "2025-08")


@dataclass
class Quarter:
    """What tests ask of a quarter of the plan, inside an application context."""

    office: Office
    period: Period = Q3
    today: date = DAY

    def person(self, login: str) -> Person:
        return self.office.people[login]

    def found(self, today: date | None = None) -> QuarterDeviations:
        plan = plan_tree(self.office.plan.centre_id, self.period.year)
        assert plan is not None
        return quarter_deviations(plan, self.period, today or self.today)

    def line(self, key: str) -> DeviationLine:
        return next(line for line in self.found().lines if line.row.key == key)

    def place(self, key: str, unit: str) -> UnitReason:
        return next(one for one in self.line(key).units if one.unit.code == unit)

    def wanted(self, key: str) -> set[str]:
        return {one.unit.code for one in self.line(key).units if one.wanted}

    def behind(self) -> list[str]:
        return [line.row.key for line in self.found().behind]

    def unwritten(self) -> list[str]:
        return [line.row.key for line in self.found().unwritten]

    def explain(self, who: str, *places: tuple[str, str, str], today: date | None = None, version: int = -1) -> int:
        """(row, unit, words): written with the version that stands there, unless another is named."""
        reasons = [
            LineReason(row, unit, version if version >= 0 else self.version(row, unit), words)
            for row, unit, words in places
        ]
        return explain_lines(
            actor=self.person(who),
            plan=self.office.plan,
            quarter=self.period,
            deviations=reasons,
            today=today or self.today,
        )

    def version(self, row: str, unit: str) -> int:
        found = [one.version for line in self.found().lines if line.row.key == row for one in line.units
                 if one.unit.code == unit]  # fmt: skip
        return found[0] if found else 0

    def ask(self, who: str, row: str, unit: str, today: date | None = None) -> None:
        ask_reason(
            actor=self.person(who),
            plan=self.office.plan,
            quarter=self.period,
            row_key=row,
            unit_code=unit,
            today=today or self.today,
        )


@pytest.fixture
def quarter(approved: Flask):
    """IV.15 stands behind by the end of September, and nothing else was written."""
    with approved.app_context():
        office = office_of(approved)
        put(office, "IV.15", "abonement", LAST_BEHIND)
        yield Quarter(office)


@pytest.fixture
def lagging(approved: Flask) -> Flask:
    """The same for browsers, with IV.18 behind, too: both are counted by abonement. Of II.6 nobody wrote a word, and
    all others are on plan."""
    with approved.app_context():
        office = office_of(approved)
        put(office, "IV.15", "abonement", LAST_BEHIND)
        put(office, "IV.18", "abonement", 1)
        write_the_rest(office, but={"II.6"})
        db.session.commit()
    approved.config["TODAY"] = DAY
    return approved
