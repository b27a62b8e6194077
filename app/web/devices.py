"""A browser and its computer in two words, so that people recognise their own sign-ins."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

# The first that is found counts: each browser also claims to be those below it.
BROWSERS: tuple[tuple[str, str], ...] = (
    ("Edg/", "Edge"),
    ("YaBrowser/", "Yandex"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: tuple[tuple[str, str], ...] = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def init_devices(app: Flask) -> None:
    app.template_filter("device")(device)


def device(agent: str) -> str:
    """“Chrome, Windows” from a browser's long name for itself."""
    found = [name for table in (BROWSERS, SYSTEMS) for name in [first_of(table, agent)] if name]
    return ", ".join(found) or _("Nomaʼlum qurilma")


def first_of(table: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in table if mark in agent), "")
