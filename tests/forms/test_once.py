"""Of two equal forms that arrive together, the one that comes second takes back what it did."""

from __future__ import annotations

from flask import Flask, g, redirect
from sqlalchemy import select

from app.extensions import db
from app.forms.once import remember
from app.models import Person, SentForm, Unit


def test_what_was_done_a_second_time_is_taken_back(app: Flask) -> None:
    """The first was committed while this one waited for it: PostgreSQL lets the second see that only at the end."""
    with app.test_request_context("/", method="POST"):
        person = db.session.scalar(select(Person).where(Person.login == "metodist"))
        g._login_user = person
        db.session.add(SentForm(mark="m", person_id=person.id, led_to="/reports/1"))
        db.session.commit()
        g.mark = "m"
        db.session.scalars(select(Unit)).first().name = "Ikkinchi marta"
        db.session.flush()
        assert remember(redirect("/reports/2", 303)).location == "/reports/1"
        assert db.session.scalar(select(Unit).where(Unit.name == "Ikkinchi marta")) is None
