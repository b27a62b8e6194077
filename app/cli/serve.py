"""``run``, ``serve`` and ``upgrade``: starting the program on a data folder."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from typing import Any

from flask_babel import gettext as _

from app import __version__, create_app
from app.cli.console import Parser, add_verb, say, say_error
from app.cli.data import DEMONSTRATION_YEAR, demonstrate, read_accounts, show_accounts
from app.extensions import db
from app.i18n.labels import explain
from app.upkeep.folder import held, need_database, settings_of
from app.upkeep.keeping import Keeper, clear_leftovers
from app.upkeep.logs import start_logs
from app.upkeep.server import address, make_server, serve_until_stopped, settings_for_address
from app.upkeep.starting import bring_up_to_date, need_safe_place

HOST, PORT = "127.0.0.1", 8000


def add_verbs(verbs: Any) -> None:
    add_address(add_verb(verbs, "run", _("ishga tushiradi; papka boʻlmasa, namoyish papkasini yaratadi"), run))
    add_address(add_verb(verbs, "serve", _("mavjud papka bilan ishga tushiradi"), serve))
    add_verb(verbs, "upgrade", _("maʼlumotlar bazasini dasturning shu versiyasiga moslaydi"), upgrade)


def add_address(parser: Parser) -> None:
    parser.add_argument("--host", default=HOST, metavar="HOST", help=_("qaysi manzilda (odatda faqat shu kompyuterda)"))
    parser.add_argument("--port", type=port, default=PORT, metavar="PORT", help=_("qaysi portda"))


def port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 65535:
        raise ArgumentTypeError(text)
    return int(text)


def run(chosen: Namespace) -> None:
    """Serve; make a demonstration first where there is no data folder yet."""
    if not (chosen.data / "settings.json").exists():
        say(_("Namoyish papkasi tayyorlanmoqda: %(data)s …") % {"data": chosen.data})
        demonstrate(chosen.data, DEMONSTRATION_YEAR, seed=1, chosen_today=None)
    if settings_of(chosen.data).demonstration:
        show_accounts(read_accounts(chosen.data))
    serve(chosen)


def serve(chosen: Namespace) -> None:
    settings = settings_of(chosen.data)
    need_database(settings)
    warning = need_safe_place(settings)
    if warning is not None:
        say_error(explain(warning))
    with held(settings.data):
        start_logs(settings.data)
        clear_leftovers(settings.data)
        bring_up_to_date(settings)
        app = create_app(settings_for_address(settings, chosen.host))
        server = make_server(app, chosen.host, chosen.port)
        say(_("Jamlanma %(version)s ishlayapti: %(address)s") % {"version": __version__, "address": address(server)})
        with Keeper(settings):
            serve_until_stopped(server)
            with app.app_context():
                db.engine.dispose()


def upgrade(chosen: Namespace) -> None:
    settings = settings_of(chosen.data)
    need_database(settings)
    with held(settings.data):
        changed = bring_up_to_date(settings)
    say(_("Maʼlumotlar bazasi yangilandi.") if changed else _("Maʼlumotlar bazasi yangi, oʻzgarish kerak emas."))
