"""``backup``, ``verify`` and ``restore`` (trust.md B)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.cli.console import add_verb, say
from app.upkeep.backup import Manifest, check_backup, make_backup
from app.upkeep.folder import need_database, settings_of
from app.upkeep.restore import restore


def add_verbs(verbs: Any) -> None:
    backup = add_verb(verbs, "backup", _("bitta faylga tekshirilgan zaxira nusxa yozadi"), write_backup)
    backup.add_argument("out", type=Path, metavar="OUT", help=_("yoziladigan fayl (.zip)"))
    verify = add_verb(verbs, "verify", _("zaxira nusxa butunligini tekshiradi"), verify_backup)
    verify.add_argument("file", type=Path, metavar="FILE", help=_("zaxira nusxa"))
    restoring = add_verb(
        verbs, "restore", _("zaxira nusxadan tiklaydi; eski maʼlumotlar chetga olinadi"), restore_backup
    )
    restoring.add_argument("file", type=Path, metavar="FILE", help=_("zaxira nusxa"))


def write_backup(chosen: Namespace) -> None:
    settings = settings_of(chosen.data)
    need_database(settings)
    manifest = make_backup(settings, chosen.out.resolve())
    say(_("Zaxira nusxa yozildi va tekshirildi: %(path)s") % {"path": chosen.out})
    say(contents_of(manifest))


def verify_backup(chosen: Namespace) -> None:
    manifest = check_backup(chosen.file)
    say(_("Nusxa butun: %(path)s") % {"path": chosen.file})
    say(contents_of(manifest))


def contents_of(manifest: Manifest) -> str:
    facts = {
        "made": manifest.made_at,
        "entries": manifest.counts.get("entry", 0),
        "cards": manifest.counts.get("card", 0),
        "files": sum(name.startswith("files/") for name in manifest.parts),
    }
    return _("Tuzilgan: %(made)s; yozuvlar: %(entries)s, daftar yozuvlari: %(cards)s, fayllar: %(files)s") % facts


def restore_backup(chosen: Namespace) -> None:
    """Put the contents of a backup in the place of the folder's; what was there is kept aside in the folder."""
    manifest, aside = restore(chosen.data, chosen.file)
    say(_("Tiklandi: %(data)s") % {"data": chosen.data})
    say(contents_of(manifest))
    if aside is not None:
        say(_("Eski maʼlumotlar shu yerda: %(path)s") % {"path": aside})
