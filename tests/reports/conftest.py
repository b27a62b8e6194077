"""Months that are closed, so that a report of them can be frozen and sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.domain.periods import parse_period
from app.extensions import db
from app.models import Plan, Submission
from app.operations.people import person_by_login
from app.operations.plans import approve_plan
from app.queries.months import submissions_of_year, units_to_submit
from app.queries.plan import plan_of
from tests.cast import APPROVED

CLOSED = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-10")  # what is over on 18 November


def set_months(plan: Plan, *periods: str, state: str = "closed") -> None:
    """Bring the months of some periods into a state, for every unit that hands in."""
    rows = submissions_of_year(plan.centre_id, plan.year)
    for month in (month for period in periods for month in parse_period(period).months):
        for unit in units_to_submit(plan):
            row = rows.get((unit.id, month.year_month))
            if row is None:
                row = Submission(centre_id=plan.centre_id, unit_id=unit.id, year_month=month.year_month)
                row.first_submitted_on = date(2025, month.end.month, month.end.day)
                db.session.add(row)
            row.state = state
    db.session.flush()


@pytest.fixture
def closed(app: Flask) -> Flask:
    """The application with all months closed that are over."""
    with app.app_context():
        plan = plan_of(1, 2025)
        assert plan is not None
        set_months(plan, *CLOSED)
        db.session.commit()
    return app


@pytest.fixture
def request_context(app: Flask):
    with app.test_request_context():
        yield


@pytest.fixture
def plan(request_context) -> Plan:
    """The plan, with every month closed that is over; figures of closed months are saved under the hand of nobody."""
    found = plan_of(1, 2025)
    assert found is not None
    set_months(found, *CLOSED)
    return found


@pytest.fixture
def folder(app: Flask) -> Path:
    return app.config["SETTINGS"].files


@pytest.fixture
def owing(closed: Flask) -> Flask:
    """The plan approved: its obligations stand; the months until September are closed."""
    with closed.app_context():
        set_months(plan_of(1, 2025), "2025-10", state="draft")
        approve_plan(actor=person_by_login("direktor"), plan=plan_of(1, 2025), today=APPROVED)
        db.session.commit()
    return closed
