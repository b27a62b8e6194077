"""People of the cast in each other's place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Person
from app.operations.stand_ins import name_stand_in
from tests.cast import TODAY
from tests.deadlines.conftest import approved
from tests.submissions.conftest import prepare

__all__ = ["approved", "prepare"]

LAST = date(2025, 11, 20)
StandInOf = Callable[..., int]


def person_of(login: str) -> Person:
    return db.session.scalars(select(Person).where(Person.login == login)).one()


@pytest.fixture
def stands_in(app: Flask) -> StandInOf:
    """``stands_in("umumiy", "metodist")``: from today to the 20th, named by the director; gives its number."""

    def name(login: str, absent: str = "", *, role: str = "", first: date = TODAY, last: date = LAST) -> int:
        with app.app_context():
            found = name_stand_in(
                actor=person_of("direktor"),
                person=person_of(login),
                absent=person_of(absent) if absent else None,
                role=role,
                first_day=first,
                last_day=last,
                reason="mehnat taʼtili",
                today=min(first, TODAY),
            )
            db.session.commit()
            return found.id

    return name
