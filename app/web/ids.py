"""Numbers of records in addresses: digits without a leading zero, short enough for every database."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """``<id:card_id>``; one address for one record, so 007 is not 7."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)


def init_ids(app: Flask) -> None:
    """Make ``<id:…>`` known; before the blueprints, whose addresses use it."""
    app.url_map.converters["id"] = IdConverter
