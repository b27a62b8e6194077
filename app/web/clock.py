"""Today's date, as the centre lives it."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import Flask, current_app, g

from app.domain.periods import today_in_tashkent
from app.models.types import live_on


def init_clock(app: Flask) -> None:
    app.before_request(lambda: live_on(app.config.get("TODAY")))
    app.teardown_request(lambda _error: live_on(None))


def today() -> date:
    """The local date in Tashkent; a demonstration may stand still on one day. One date within a request."""
    if "today" not in g:
        g.today = current_app.config.get("TODAY") or today_in_tashkent()
    return cast(date, g.today)
