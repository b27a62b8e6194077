"""The centre whose papers are set up; ``say`` is what the methodologist does on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import PaperSetting, Plan

Say = Callable[..., Any]


@pytest.fixture
def say(app: Flask, as_) -> Say:
    """``say("plan", typed("x"))``: of one kind of papers, or of ``centre``; ``say(2025, …)``: of one plan."""
    browser = as_("metodist")

    def call(paper: str | int, form: dict[str, Any], *, status: int = 303) -> Any:
        with app.app_context():
            if isinstance(paper, int):
                version = db.session.query(Plan).filter_by(year=paper).one().version
            else:
                stored = db.session.get(PaperSetting, (1, paper))
                version = stored.version if stored else 0
        address = f"/plan/{paper}/head" if isinstance(paper, int) else f"/papers/{paper}"
        answer = browser.post(address, {"version": version, **form})
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer

    return call
