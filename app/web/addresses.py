"""Kinds of pieces in addresses."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter


class Id(BaseConverter):
    """The number of a record: small enough for every database, anything else is no such page (trust.md E19)."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)


def init_addresses(app: Flask) -> None:
    app.url_map.converters["id"] = Id
