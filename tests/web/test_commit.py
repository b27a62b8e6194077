"""The one commit point: what was written stays below status 400 and is gone from 400 on (trust.md Z4, decision 2)."""

from __future__ import annotations

import pytest
from flask import Flask, request
from sqlalchemy import select

from app import create_app
from app.extensions import db
from app.models import Setting
from app.web.gate import allow
from tests.conftest import Browser, settings_for

STATUSES = (200, 201, 303, 399, 400, 404, 409, 422, 423, 500, 503)


@pytest.fixture
def writing(filled_folder, tmp_path) -> Flask:
    """The application with one more view, which writes and then answers as it is told."""
    import shutil

    shutil.copytree(filled_folder, tmp_path / "data")
    app = create_app(settings_for(tmp_path / "data"))

    def write() -> tuple[str, int]:
        db.session.add(Setting(centre_id=1, name=f"tried.{request.args['status']}", value="1"))
        db.session.flush()
        return "", int(request.args["status"])

    app.add_url_rule("/write", "write", allow("home.view")(write), methods=["POST"])
    return app


@pytest.mark.parametrize("status", STATUSES)
def test_what_was_written_stays_below_400_only(writing: Flask, status: int) -> None:
    browser = Browser(writing.test_client()).sign_in("metodist")
    assert browser.post(f"/write?status={status}").status_code == status
    with writing.app_context():
        kept = db.session.scalar(select(Setting.value).where(Setting.name == f"tried.{status}"))
        assert (kept == "1") is (status < 400)
        db.session.remove()
