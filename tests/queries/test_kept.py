"""What is kept in memory is always what the database holds."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.extensions import db
from app.models import Indicator, Unit
from app.queries.plan import plan_tree, row_by_key
from app.queries.units import all_units, working_units


def name_kept() -> str | None:
    return row_by_key(plan_tree(1, 2025), "IV.15").name


def rename(name: str) -> None:
    db.session.scalar(select(Indicator).where(Indicator.key == "IV.15")).name = name
    db.session.flush()


def test_a_change_is_seen_at_once_and_taken_back_with_its_transaction(app: Flask) -> None:
    with app.app_context():
        old = name_kept()
        rename("Qatnov")
        assert name_kept() == "Qatnov"
        db.session.rollback()
        assert name_kept() == old
        rename("Boshqa")
        assert name_kept() == "Boshqa"


def test_another_process_sees_the_change(app: Flask) -> None:
    other = create_app(app.config["SETTINGS"])
    with other.app_context():
        name_kept()
    with app.app_context():
        rename("Qatnov")
        db.session.commit()
    with other.app_context():
        assert name_kept() == "Qatnov"
        db.engine.dispose()


def test_a_unit_that_has_ended_stays_in_the_tree_and_is_given_nothing_new(app: Flask) -> None:
    with app.app_context():
        assert "huquqiy" in [unit.code for unit in working_units(1)]
        db.session.scalar(select(Unit).where(Unit.code == "huquqiy")).last_month = 202510
        db.session.flush()
        assert "huquqiy" not in [unit.code for unit in working_units(1)]
        assert "huquqiy" in [unit.code for unit in all_units(1)]


def test_the_whole_tree_can_be_walked_without_a_session(app: Flask) -> None:
    with app.app_context():
        plan = plan_tree(1, 2025)
    for section in plan.sections:
        assert section.plan is plan
        for row in section.indicators:
            assert row.section is section
            assert all(part.indicator is row for part in row.parts)
            assert all(sub.parent is row for sub in row.subrows)
            assert all(r.everyone or r.unit is not None for r in row.responsible)


@pytest.mark.parametrize("path", ["/", "/diary/2025-11", "/consolidation/2025", "/reading-rooms/", "/plan/2025/IV.15"])
def test_pages_show_a_change_of_the_plan(app: Flask, as_, path: str) -> None:
    browser = as_("abonement")
    browser.get(path)
    with app.app_context():
        rename("Kelganlar soni, yangi nomi")
        db.session.commit()
    assert "Kelganlar soni, yangi nomi" in browser.get(path).get_data(as_text=True)
