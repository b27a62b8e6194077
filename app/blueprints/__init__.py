"""The rooms that a browser can enter."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

NAMES = (
    "auth",
    "home",
    "plan",
    "diary",
    "consolidation",
    "submissions",
    "deadlines",
    "reports",
    "people",
    "system",
    "methodology",
    "bibliography",
    "digitization",
    "reading_rooms",
    "acquisitions",
    "administration",
    "help",
)


def register_blueprints(app: Flask) -> None:
    for name in NAMES:
        app.register_blueprint(import_module(f"app.blueprints.{name}").blueprint)
