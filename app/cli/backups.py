"""``backup``, ``verify`` and ``restore`` (trust.md B)."""

from __future__ import annotations

import os
import shutil
import sqlite3
from argparse import Namespace
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.cli.console import add_verb, say
from app.config import load_settings, make_data_folder
from app.domain.errors import UpkeepError
from app.upkeep.backup import DATABASE, SETTINGS, BackupError, Manifest, check_backup, make_backup, unpacked
from app.upkeep.folder import close_to_others, held, need_database, settings_of
from app.upkeep.upgrade import known_revisions, replace_file, sync, upgrade_database

REPLACED = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", "files", SETTINGS)


def add_verbs(verbs: Any) -> None:
    backup = add_verb(verbs, "backup", _("bitta faylga tekshirilgan zaxira nusxa yozadi"), write_backup)
    backup.add_argument("out", type=Path, metavar="OUT", help=_("yoziladigan fayl (.zip)"))
    verify = add_verb(verbs, "verify", _("zaxira nusxa butunligini tekshiradi"), verify_backup)
    verify.add_argument("file", type=Path, metavar="FILE", help=_("zaxira nusxa"))
    restore = add_verb(verbs, "restore", _("zaxira nusxadan tiklaydi; eski maʼlumotlar chetga olinadi"), restore_backup)
    restore.add_argument("file", type=Path, metavar="FILE", help=_("zaxira nusxa"))


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
    if os.environ.get("JAMLANMA_DATABASE_URL"):
        raise BackupError("backup.server_database")
    data: Path = chosen.data
    with unpacked(chosen.file) as (manifest, folder):
        if manifest.revision not in known_revisions():
            raise BackupError("backup.newer_schema", program=manifest.program)
        if not (data / SETTINGS).is_file():
            make_data_folder(data, demonstration=False)
        with held(data):
            forget_sign_ins(folder / DATABASE)
            aside = set_aside(data)
            bring_in(folder, data)
            upgrade_database(load_settings(data))
    close_to_others(data)
    say(_("Tiklandi: %(data)s") % {"data": data})
    say(contents_of(manifest))
    if aside is not None:
        say(_("Eski maʼlumotlar shu yerda: %(path)s") % {"path": aside})


def forget_sign_ins(database: Path) -> None:
    """Whoever was signed in when the backup was made signs in again."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("delete from sign_in")
        connection.commit()
        connection.execute("pragma journal_mode=delete")


def set_aside(data: Path) -> Path | None:
    """Move database, evidence and settings into a folder of their own; None when there was no database."""
    aside = data / f"before-restore-{datetime.now():%Y-%m-%d-%H%M%S}"
    present = [data / name for name in REPLACED if (data / name).exists()]
    try:
        aside.mkdir(mode=0o700)
        for path in present:
            replace_file(path, aside / path.name)
    except OSError as error:
        raise UpkeepError("folder.not_set_aside", reason=error) from error
    if (aside / DATABASE).exists():
        return aside
    shutil.rmtree(aside)  # a folder made a moment ago
    return None


def bring_in(folder: Path, data: Path) -> None:
    """Copy the parts of a checked backup to their places; the settings last, which make it a data folder."""
    (data / "files").mkdir(mode=0o700)
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", data / "files", dirs_exist_ok=True)
    for name in (DATABASE, SETTINGS):
        waiting = data / f"{name}.part"
        shutil.copyfile(folder / name, waiting)
        waiting.chmod(0o600)
        sync(waiting)
        replace_file(waiting, data / name)
