"""The one place where a request's writes are committed."""

from __future__ import annotations

from flask import Flask, Response, g

from app.extensions import db
from app.web.gate import touch_sign_in


def init_commit(app: Flask) -> None:
    app.after_request(commit_or_roll_back)


def commit_or_roll_back(response: Response) -> Response:
    """Commit below status 400; otherwise nothing is kept, but for counters that asked for it."""
    if response.status_code < 400 or g.get("keep_writes"):
        db.session.commit()
    else:
        db.session.rollback()
    touch_sign_in()
    return response
