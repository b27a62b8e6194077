"""What the serving program does by itself: daily backups, and a database file that is complete when it is quiet."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from app.config import Settings
from app.upkeep.backup import BackupError, make_backup
from app.upkeep.folder import database_file

log = logging.getLogger("jamlanma.keeping")
KEPT = 14  # automatic backups of each kind
DAILY, BEFORE_UPGRADE = "daily", "before-upgrade"
BACKUP_EVERY = timedelta(hours=24)
LOOK_EVERY_SECONDS = 15.0
QUIET_SECONDS = 60.0


def backup_folder(data: Path) -> Path:
    folder = data / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def save_automatically(settings: Settings, kind: str) -> Path:
    """One more checked backup of a kind; the oldest beyond the kept ones go."""
    folder = backup_folder(settings.data)
    target = folder / f"{kind}-{datetime.now():%Y-%m-%d-%H%M%S}.zip"
    make_backup(settings, target)
    for old in sorted(folder.glob(f"{kind}-*.zip"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def save_before_upgrade(settings: Settings) -> None:
    """Raises BackupError: without a backup there is no upgrade."""
    if database_file(settings) is not None:
        save_automatically(settings, BEFORE_UPGRADE)


def clear_leftovers(data: Path) -> None:
    """Remove what a backup or upgrade that was killed left half done; the folder must be held."""
    for pattern in ("*.db.new*", "*.part", "backups/*.part"):
        for path in data.glob(pattern):
            path.unlink(missing_ok=True)
    for folder in data.glob("backups/.backup-*"):
        shutil.rmtree(folder, ignore_errors=True)


def backup_is_due(data: Path) -> bool:
    """Whether the newest daily backup is a day old; one from the future (a clock that was wrong) counts as old."""
    ages = [time.time() - path.stat().st_mtime for path in backup_folder(data).glob(f"{DAILY}-*.zip")]
    return not any(0 <= age < BACKUP_EVERY.total_seconds() for age in ages)


class Keeper:
    """A thread beside the server; leaving it settles the database file."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._path = database_file(settings)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)
        self._seen: tuple[int, int] | None = None
        self._since = time.monotonic()
        self._tried = float("-inf")

    def __enter__(self) -> Keeper:
        if self._path is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._path is not None:
            self._thread.join(timeout=60)
            self.settle()

    def _work(self) -> None:
        while not self._stop.wait(LOOK_EVERY_SECONDS):
            try:
                self.look()
            except Exception:
                log.exception("keeping failed")

    def look(self) -> None:
        """Settle the file when nothing was written for a minute; make the day's backup when it is due."""
        if self._is_quiet():
            self.settle()
        an_hour_ago = time.monotonic() - 3600  # a backup that failed is tried again, but not at once
        if self._tried < an_hour_ago and backup_is_due(self.settings.data):
            self._tried = time.monotonic()
            try:
                log.info("backup %s", save_automatically(self.settings, DAILY).name)
            except (BackupError, OSError) as error:
                log.error("backup failed: %s", error)

    def _is_quiet(self) -> bool:
        """Whether the write-ahead log has not changed for a minute, and holds something."""
        assert self._path is not None
        try:
            state = self._path.with_name(self._path.name + "-wal").stat()
        except FileNotFoundError:
            return False
        seen = (state.st_size, state.st_mtime_ns)
        if seen != self._seen:
            self._seen, self._since = seen, time.monotonic()
            return False
        return state.st_size > 0 and time.monotonic() - self._since >= QUIET_SECONDS

    def settle(self) -> None:
        """Move everything into the database file, so that a copy of it alone is complete (trust.md T19)."""
        assert self._path is not None
        with closing(sqlite3.connect(self._path, timeout=5)) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
