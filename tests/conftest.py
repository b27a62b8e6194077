"""An application with the whole cast for every test: a real database file, production settings."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.extensions import db
from app.models import Plan
from tests.cast import PASSWORD, TODAY, fill_database

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def settings_for(folder: Path) -> Settings:
    (folder / "files").mkdir(parents=True, exist_ok=True)
    return Settings(
        data=folder,
        database_url=f"sqlite:///{folder / 'jamlanma.db'}",
        secret_key="0" * 64,
        hosts=("localhost",),
        testing=False,
        extra={"TODAY": TODAY},
    )


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with centre, units, plan and cast, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("filled")
    app = create_app(settings_for(folder))
    with app.app_context():
        db.create_all()
    fill_database(app)
    with app.app_context():
        db.session.connection().exec_driver_sql("select 1")
        db.session.rollback()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def one_app(filled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all tests of a worker: its templates are compiled once."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(filled_folder, folder, dirs_exist_ok=True)
    return create_app(settings_for(folder))


@pytest.fixture
def app(one_app: Flask, filled_folder: Path) -> Iterator[Flask]:
    """The application on a fresh copy of the filled database and no evidence files."""
    folder = one_app.config["SETTINGS"].data
    for file in folder.glob("jamlanma.db*"):
        file.unlink()
    shutil.copy(filled_folder / "jamlanma.db", folder)
    shutil.rmtree(folder / "files")
    (folder / "files").mkdir()
    one_app.config["TODAY"] = TODAY
    yield one_app
    with one_app.app_context():
        db.session.remove()
        db.engine.dispose()


def plan_in_force(app: Flask) -> None:
    """The plan of 2025 as one that was approved, without what its approval makes owed: months of a draft are not handed
    in."""
    with app.app_context():
        for plan in db.session.scalars(select(Plan)):
            plan.state = "approved"  # as an object: what is kept in memory learns of it
        db.session.commit()


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An application context, for tests of operations and queries."""
    with app.app_context():
        yield


class Browser:
    """A test client that signs in and sends tokens as a browser does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def token(self, path: str = "/login") -> str:
        page = self.client.get(path, follow_redirects=True).get_data(as_text=True)
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', page)
        assert found, f"{path} has no token"
        return found[1]

    def sign_in(self, login: str) -> Browser:
        data = {"login": login, "password": PASSWORD, "csrf_token": self.token()}
        answer = self.client.post("/login", data=data)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return self

    def get(self, path: str, **options):
        return self.client.get(path, **options)

    def post(self, path: str, data=None, **options):
        data = dict(data or {})
        data.setdefault("csrf_token", self.token("/"))
        return self.client.post(path, data=data, **options)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def as_(app: Flask):
    """``as_("metodist")`` is a signed-in browser of that person."""
    return lambda login: Browser(app.test_client()).sign_in(login)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all tests of a worker: a second driver in the same process is refused."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with playwright.sync_playwright() as runner:
        try:
            # The cache of left pages is what a real browser has and a driven one has not (trust.md E22).
            kept = ["--disable-back-forward-cache"]
            opened = runner.chromium.launch(executable_path=found, args=OPTIONS, ignore_default_args=kept)
        except playwright.Error as error:
            pytest.skip(f"no Chromium here: {str(error).splitlines()[0]}")
        yield opened
        opened.close()
