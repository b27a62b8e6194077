"""``run``, ``serve`` and ``upgrade``: starting the program on a data folder."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app import __version__, create_app
from app.cli.console import Parser, add_verb, say, say_error
from app.cli.data import DEMONSTRATION_YEAR, demonstrate, read_accounts, show_accounts
from app.config import Settings
from app.domain.errors import UpkeepError
from app.extensions import db
from app.i18n.labels import explain
from app.upkeep.folder import held, need_database, network_reason, others_may_read, settings_of
from app.upkeep.keeping import Keeper, clear_leftovers, save_before_upgrade
from app.upkeep.logs import start_logs
from app.upkeep.server import make_server, serve_until_stopped
from app.upkeep.upgrade import head_revision, revision_of, upgrade_database

HOST, PORT = "127.0.0.1", 8000
EVERY_ADDRESS = ("0.0.0.0", "::", "")


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
    need_safe_place(settings)
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


def settings_for_address(settings: Settings, host: str) -> Settings:
    """The address that is served is an allowed host too; others are named in JAMLANMA_HOSTS."""
    if host in EVERY_ADDRESS or host in settings.hosts:
        return settings
    return replace(settings, hosts=(*settings.hosts, f"[{host}]" if ":" in host else host))


def address(server: Any) -> str:
    host = server.effective_host
    return f"http://{f'[{host}]' if ':' in host else host}:{server.effective_port}"


def need_safe_place(settings: Settings) -> None:
    """Refuse a folder that others can read or that lies on a network (trust.md K6); a demonstration is only warned."""
    network = network_reason(settings.data)
    if network:
        raise UpkeepError("folder.network", kind=network)
    if others_may_read(settings.data):
        trouble = UpkeepError("folder.open_to_others", data=settings.data)
        if not settings.demonstration:
            raise trouble
        say_error(explain(trouble))


def bring_up_to_date(settings: Settings) -> bool:
    """Upgrade the database where it is older, after a checked backup."""
    if revision_of(settings) == head_revision():
        return False
    if revision_of(settings) is not None:
        save_before_upgrade(settings)
    return upgrade_database(settings)


def upgrade(chosen: Namespace) -> None:
    settings = settings_of(chosen.data)
    need_database(settings)
    with held(settings.data):
        changed = bring_up_to_date(settings)
    say(_("Maʼlumotlar bazasi yangilandi.") if changed else _("Maʼlumotlar bazasi yangi, oʻzgarish kerak emas."))
