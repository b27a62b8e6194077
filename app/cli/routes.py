"""``routes``: every address with the permission that it wants (contract.md)."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app import create_app
from app.cli.console import add_verb, show_table
from app.upkeep.folder import settings_of
from app.web.gate import permission_of

WITHOUT_ACTION = {"HEAD", "OPTIONS"}


def add_verbs(verbs: Any) -> None:
    parser = add_verb(verbs, "routes", _("dasturning barcha manzillari"), show_routes)
    parser.add_argument("--json", action="store_true", help=_("natijani JSON koʻrinishida chiqaradi"))


def show_routes(chosen: Namespace) -> None:
    headings = {"method": _("Usul"), "rule": _("Manzil"), "endpoint": _("Nomi"), "permission": _("Ruxsat")}
    show_table(routes_of(create_app(settings_of(chosen.data))), headings, as_json=chosen.json)


def routes_of(app: Flask) -> list[dict[str, str | None]]:
    """One row for every method of every rule; ``permission`` is None where a view declares none."""
    return [
        {
            "method": method,
            "rule": rule.rule,
            "endpoint": rule.endpoint,
            "permission": permission_of(app, rule.endpoint),
        }
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for method in sorted((rule.methods or set()) - WITHOUT_ACTION)
    ]
