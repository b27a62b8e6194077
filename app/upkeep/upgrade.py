"""Bringing a database to this program's schema: on a copy that is checked and then takes its place (trust.md T15)."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from app import part_of_program
from app.config import Settings
from app.domain.errors import UpkeepError
from app.domain.periods import today_in_tashkent
from app.extensions import db
from app.i18n.labels import explain
from app.models import Plan
from app.operations.due_dates import move_due_dates
from app.operations.obligations import make_obligations
from app.upkeep.folder import connected, database_app, database_file

MIGRATIONS = part_of_program("migrations")
REPLACE_TRIES = 20
REPLACE_WAIT_SECONDS = 0.5


class UpgradeFailed(UpkeepError):
    """The database could not be brought to the new schema; the old one is untouched. Codes ``database.…``."""


def script_directory() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config())


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def head_revision() -> str:
    return script_directory().get_current_head() or ""


def known_revisions() -> set[str]:
    return {script.revision for script in script_directory().walk_revisions()}


def revision_of(settings: Settings) -> str | None:
    """The schema revision of a database; None for one without tables."""
    path = database_file(settings)
    if path is not None and not path.is_file():
        return None
    with connected(settings) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade_database(settings: Settings) -> bool:
    """Bring the database to the newest schema; False when it already is there.

    A SQLite file is migrated as a copy: checked, written to the disk, and only then put in the place of the old
    file, which is kept as ``….db.old``. The folder must be held, see ``folder.held``.
    Raises UpgradeFailed when something fails or the schema is newer than the program; the old file is untouched.
    """
    present = revision_of(settings)
    if present == head_revision():
        return False
    if present is not None and present not in known_revisions():
        raise UpgradeFailed("database.newer", revision=present)
    path = database_file(settings)
    try:
        if path is None:
            migrate(settings)
        else:
            upgrade_file(settings, path)
    except Exception as error:
        raise UpgradeFailed("database.not_upgraded", reason=reason_of(error)) from error
    return True


def reason_of(error: Exception) -> str:
    return explain(error) if isinstance(error, UpkeepError) else str(error)


def upgrade_file(settings: Settings, path: Path) -> None:
    copy = path.with_name(path.name + ".new")
    remove_database(copy)
    try:
        if path.is_file():
            copy_database(path, copy)
        migrate(replace(settings, database_url=f"sqlite:///{copy.as_posix()}", journal="delete"))
        check_file(copy)
        sync(copy)
        if path.is_file():
            settle(path)
            keep_old(path)
        replace_file(copy, path)
    finally:
        remove_database(copy)


def migrate(settings: Settings) -> None:
    made = database_app(settings)
    with made.app_context():
        try:
            command.upgrade(alembic_config(), "head")
            renew_duties()
        finally:
            db.session.remove()
            db.engine.dispose()


def renew_duties() -> None:
    """What plans make owed may be read better by this version: make what is missing, move what lies ahead."""
    today = today_in_tashkent()
    for plan in db.session.scalars(select(Plan).where(Plan.state == "approved")).all():
        make_obligations(actor=None, plan=plan, today=today)
        move_due_dates(centre_id=plan.centre_id, today=today)
    db.session.commit()


def copy_database(source: Path, target: Path) -> None:
    """A whole and consistent copy, also of a database that is written at this moment."""
    with closing(sqlite3.connect(source, timeout=30)) as connection:
        connection.execute("vacuum into ?", (str(target),))


def check_file(path: Path) -> None:
    """Raise UpgradeFailed unless SQLite finds the file whole and every row has its parents."""
    with closing(sqlite3.connect(path)) as connection:
        answer = connection.execute("pragma integrity_check").fetchone()[0]
        orphans = connection.execute("pragma foreign_key_check").fetchall()
    if answer != "ok" or orphans:
        raise UpgradeFailed("database.damaged", reason=orphans[:1] or answer)


def settle(path: Path) -> None:
    """Move everything from the write-ahead log into the file itself, so that the file alone is complete."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def keep_old(path: Path) -> None:
    old = path.with_name(path.name + ".old")
    old.unlink(missing_ok=True)
    try:
        os.link(path, old)
    except OSError:  # a file system without hard links
        copy_database(path, old)


def sync(path: Path) -> None:
    with open(path, "r+b") as file:
        os.fsync(file.fileno())


def replace_file(source: Path, target: Path) -> None:
    """Put a file in the place of another; a virus scanner that holds it for a moment is waited for (trust.md T18)."""
    for attempt in range(REPLACE_TRIES):
        try:
            os.replace(source, target)
            break
        except PermissionError:
            if attempt == REPLACE_TRIES - 1:
                raise
            time.sleep(REPLACE_WAIT_SECONDS)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def remove_database(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
