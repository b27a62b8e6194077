"""The one list of duties of a centre that has worked with the program for two years, and for twenty-five."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Flask

from app import create_app
from app.extensions import db, transactions
from app.operations.people import person_by_login
from app.queries.duties import duties, everybody, of_person
from bench.data import settings_for, signed_in
from bench.measure import Result, cpu
from tests.cast import TODAY, fill_database
from tests.speed.year import live_through

YEARS = 25  # back to 2001: years before 2000 are no periods
OPEN = 2  # the year that runs, and the one before it; those before are closed
BEHIND = date(TODAY.year, 12, 2)  # two months wait, one of them is late


def lived(years: int) -> tuple[Path, Flask]:
    folder = Path(tempfile.mkdtemp(prefix="jamlanma-bench-"))
    (folder / "files").mkdir()
    app = create_app(settings_for(folder))
    with app.app_context():
        db.create_all()
    fill_database(app)
    live_through(app, years, years_only=True)
    app.config["TODAY"] = BEHIND
    return folder, app


def asked(app: Flask, read: Callable[[], object]) -> Callable[[], object]:
    def inner() -> object:
        with app.app_context(), transactions("read"):
            return read()

    return inner


def run() -> list[Result]:
    """Both sides are ours: what the years add is the ratio."""
    (few, small), (many, large) = lived(OPEN), lived(YEARS)
    results = []
    for what, read in (
        ("list of duties, whole centre", lambda: duties(1, everybody(), BEHIND)),
        ("list of duties, one sector", lambda: duties(1, of_person(person_by_login("abonement")), BEHIND)),
    ):
        ours, base = cpu(asked(large, read), asked(small, read))
        results.append(Result(f"{what}, {YEARS} years against two", ours, base, "≤ 1.3 ×"))
    for login in ("abonement", "metodist"):
        clients = [signed_in(app, login) for app in (large, small)]
        ours, base = cpu(*(lambda client=client: client.get("/") for client in clients))
        results.append(Result(f"my page of {login}, {YEARS} years against two", ours, base, "≤ 1.3 ×"))
    for folder in (few, many):
        shutil.rmtree(folder, ignore_errors=True)
    return results
