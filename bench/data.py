"""A data folder with a year of one centre, made once for all benchmarks, and clients that are signed in."""

from __future__ import annotations

import atexit
import secrets
import shutil
import sqlite3
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.config import Settings
from app.extensions import db
from app.models import Person, SignIn
from app.operations.people import token_hash
from app.web.gate import TOKEN
from tests.cast import TODAY, fill_database


def settings_for(folder: Path) -> Settings:
    return Settings(
        data=folder,
        database_url=f"sqlite:///{folder / 'jamlanma.db'}",
        secret_key="0" * 64,
        hosts=("localhost", "127.0.0.1"),
        extra={"TODAY": TODAY},
    )


@cache
def filled_folder() -> Path:
    """Centre, plan and cast, and about 10 000 entries of 2025."""
    from app import create_app

    folder = Path(tempfile.mkdtemp(prefix="jamlanma-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "files").mkdir()
    app = create_app(settings_for(folder))
    with app.app_context():
        db.create_all()
    fill_database(app)
    with app.app_context():
        db.engine.dispose()
    add_entries(folder / "jamlanma.db", centre=1, year=2025, count=10_000)
    return folder


def add_entries(path: Path, *, centre: int, year: int, count: int) -> None:
    """Entries spread over the year's days, parts and units, written past the program."""
    connection = sqlite3.connect(path)
    connection.execute("pragma foreign_keys=off")
    parts = [row[0] for row in connection.execute("select id from part where centre_id = 1")]
    units = [row[0] for row in connection.execute("select id from unit where centre_id = 1")]
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    rows = []
    shift = 0 if centre == 1 else centre * 1_000_000
    for number in range(count):
        day = days[number % 365]
        place = (number // 365) % len(parts)
        part, unit = parts[place], units[place % len(units)]
        # Cards may lie on one day as often as they like, so that any count fits into a year.
        month, value = day.year * 100 + day.month, 1000 + number % 9000
        rows.append((centre, part + shift, unit + shift, day.isoformat(), month, value))
    connection.executemany(
        "insert into entry (centre_id, part_id, unit_id, card_id, date, year_month, grain, state, value, reason, "
        "person_id, changed_at, version) values (?, ?, ?, -1, ?, ?, 'card', 'number', ?, '', 1, '2025-01-01', 1)",
        rows,
    )
    connection.commit()
    connection.execute("analyze")
    connection.close()


def signed_in(app: Flask, login: str) -> FlaskClient:
    """A client with a living sign-in, past the password."""
    token = secrets.token_hex(32)
    with app.app_context():
        person = db.session.scalar(select(Person).where(Person.login == login))
        db.session.add(SignIn(token_hash=token_hash(token), person_id=person.id))
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN] = token
        session["locale"] = "uz"
    return client
