"""A centre that began in June."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domain.periods import parse_period
from app.extensions import db
from app.operations.beginning import set_beginning
from tests.cast import TODAY
from tests.opening.office import Office, office_of


@pytest.fixture
def opening_office(app: Flask, context: None) -> Office:
    office = office_of()
    set_beginning(actor=office.people["metodist"], first_month=parse_period("2025-06"), today=TODAY)
    db.session.commit()
    return office_of()
