"""The command line: ``jamlanma VERB …`` (contract.md “Commands”).

Exit codes: 0 done, 1 refused or failed with a sentence on stderr, 2 wrong usage.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

from app import __version__
from app.cli import accounts, audit, backups, checks, data, diary, duties, names, plans, reports, routes, serve, shares
from app.cli.console import Parser, Refused, prepare_console, say_error
from app.config import data_folder
from app.domain.errors import DomainError
from app.i18n.compiled import catalogue_folder
from app.i18n.labels import explain

GROUPS = (data, serve, plans, shares, names, reports, diary, duties, accounts, backups, checks, routes, audit)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and give the exit code."""
    prepare_console()
    catalogue_folder()  # built by the first who may write there, were it only for “--version”
    if os.name == "posix":
        os.umask(0o077)  # what the program writes is for its owner only
    try:
        chosen = make_parser().parse_args(argv)
    except SystemExit as finished:
        return int(finished.code or 0)
    chosen.data = data_folder(chosen.data)
    try:
        return chosen.action(chosen) or 0
    except Refused as refusal:
        say_error(str(refusal))
    except DomainError as error:
        say_error(explain(error))
    except DBAPIError as error:
        say_error(_("Maʼlumotlar bazasi bilan ishlab boʻlmadi: %(reason)s") % {"reason": error.orig})
        say_error(_("Dastur yangilangan boʻlsa, “upgrade” buyrugʻini bering."))
    except OSError as error:
        say_error(_("Fayl yoki papka bilan ishlab boʻlmadi: %(reason)s") % {"reason": error})
    except KeyboardInterrupt:
        say_error(_("Toʻxtatildi."))
    return 1


def make_parser() -> Parser:
    parser = Parser(prog="jamlanma", description=_("Axborot-kutubxona markazining yili: reja, kundalik, jamlanma."))
    parser.add_argument("--data", metavar="DIR", help=_("maʼlumotlar papkasi; aks holda JAMLANMA_DATA yoki ./data"))
    parser.add_argument("--version", action="version", version=__version__, help=_("dastur versiyasi"))
    verbs = parser.add_subparsers(title=_("buyruqlar"), metavar=_("BUYRUQ"), required=True, parser_class=Parser)
    for group in GROUPS:
        group.add_verbs(verbs)
    return parser
