"""Putting a backup in the place of a folder's data (trust.md B)."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.config import load_settings, make_data_folder, new_installation, remembered
from app.domain.errors import UpkeepError
from app.upkeep.backup import DATABASE, SETTINGS, BackupError, Manifest, unpacked
from app.upkeep.folder import close_to_others, held
from app.upkeep.ownership import claim
from app.upkeep.upgrade import known_revisions, replace_file, sync, upgrade_database

REPLACED = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", "files", SETTINGS)


def restore(data: Path, file: Path) -> tuple[Manifest, Path | None]:
    """Bring a backup into a folder, which is made where there is none and becomes the owner of what it gets.

    Gives what the backup says of itself, and the folder where the old data are kept, if there were any.
    Raises BackupError for a backup that must not be used, UpkeepError for a folder that is served.
    """
    own = remembered(data) if (data / SETTINGS).is_file() else {}
    if os.environ.get("JAMLANMA_DATABASE_URL") or own.get("database") == "postgresql":
        raise BackupError("backup.server_database")
    with unpacked(file) as (manifest, folder):
        if manifest.revision not in known_revisions():
            raise BackupError("backup.newer_schema", program=manifest.program)
        if not (data / SETTINGS).is_file():
            make_data_folder(data, demonstration=False)
        with held(data):
            forget_sign_ins(folder / DATABASE)
            aside = set_aside(data)
            bring_in(folder, data)
            settings = load_settings(data)
            upgrade_database(settings)
            claim(settings, own.get("installation") or new_installation())
    close_to_others(data)
    return manifest, aside


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
