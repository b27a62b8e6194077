"""``check``: is this installation sound? With ``--deploy``, is it fit for real work? (trust.md 4.7)"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from app.cli.console import add_verb, say, show_json
from app.i18n.labels import label
from app.upkeep.data_checks import check_data
from app.upkeep.findings import ERROR, SystemFinding
from app.upkeep.folder import need_database, settings_of
from app.upkeep.opening import opened
from app.upkeep.place_checks import check_place, check_settings


def add_verbs(verbs: Any) -> None:
    parser = add_verb(verbs, "check", _("sozlama, maʼlumot va diskni tekshiradi"), check)
    parser.add_argument("--deploy", action="store_true", help=_("ish uchun tayyorligini ham tekshiradi"))
    parser.add_argument("--json", action="store_true", help=_("natijani JSON koʻrinishida chiqaradi"))


def check(chosen: Namespace) -> int:
    findings = list(all_findings(chosen))
    if chosen.json:
        show_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            say(f"{label('severity', finding.level)} [{finding.rule}]: {finding.text}")
        if not findings:
            say(_("Hammasi joyida."))
    return int(any(finding.level == ERROR for finding in findings))


def all_findings(chosen: Namespace) -> Iterator[SystemFinding]:
    settings = settings_of(chosen.data)
    need_database(settings)
    yield from check_settings(settings, deploy=chosen.deploy)
    yield from check_place(settings, deploy=chosen.deploy)
    with opened(chosen.data):
        yield from check_data(settings, deploy=chosen.deploy)
