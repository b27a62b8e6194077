"""The rooms that a browser can enter."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from app.domain.services import PAGES

NAMES = (
    "auth",
    "home",
    "plan",
    "papers",
    "diary",
    "consolidation",
    "submissions",
    "deviations",
    "deadlines",
    "reports",
    "people",
    "stand_ins",
    "system",
    *PAGES,
    "help",
)


def register_blueprints(app: Flask) -> None:
    for name in NAMES:
        app.register_blueprint(import_module(f"app.blueprints.{name}").blueprint)
