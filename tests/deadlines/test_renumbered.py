"""A figure of a draft is as old as it is, however its row was numbered when it was written first (domain.md §4)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from flask import Flask

from app.domain.periods import TASHKENT
from app.extensions import db
from app.models.types import living_at
from app.operations.entries import save_cell
from app.operations.people import person_by_login
from app.operations.plan_tree import step_row
from app.operations.plans import approve_plan
from app.queries.cells import find_cell
from app.queries.deadlines import duty_of_number
from app.queries.plan import plan_of, row_by_key
from tests.deadlines.conftest import centre_of

WRITTEN, MOVED, CORRECTED = date(2025, 1, 8), date(2025, 1, 9), date(2025, 3, 20)


def write(key: str, typed: str, version: int, day: date) -> None:
    plan, who = plan_of(1, 2025), person_by_login("metodist")
    assert plan is not None and who is not None
    with living_at(datetime.combine(day, time(10), TASHKENT)):
        cell = find_cell(plan, f"{key}|abonement|2025-01-06")
        save_cell(actor=who, plan=plan, cell=cell, typed=typed, version=version, today=day)
        db.session.commit()


@pytest.fixture
def renumbered(app: Flask, context: None) -> None:
    """Visits and loans, IV.15 and IV.16, change places in a draft between their first figures and corrections."""
    write("IV.15", "40", 0, WRITTEN)
    write("IV.16", "90", 0, MOVED)
    plan, who, director = plan_of(1, 2025), person_by_login("metodist"), person_by_login("direktor")
    assert plan is not None and who is not None and director is not None
    step_row(actor=who, plan=plan, row=row_by_key(plan, "IV.15"), version=plan.version, down=True)
    db.session.commit()
    approve_plan(actor=director, plan=plan_of(1, 2025), today=MOVED)
    db.session.commit()
    write("IV.16", "41", 1, CORRECTED)
    write("IV.15", "91", 1, CORRECTED)


@pytest.mark.parametrize(("key", "first"), [("IV.16", WRITTEN), ("IV.15", MOVED)])
def test_a_correction_makes_no_figure_of_a_renumbered_row_late(renumbered: None, key: str, first: date) -> None:
    """The visits were late without that, and the loans as old as the visits."""
    obligation = centre_of().one(key, "2025-01", unit="abonement")
    found = duty_of_number(1, obligation.id, today=date(2025, 4, 1))
    assert found is not None and found[1].done_on == first
