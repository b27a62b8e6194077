"""The data folder: opening it for a command, and holding it so that only one process serves it (trust.md T20, T22)."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Connection, create_engine

from app.config import Settings, load_settings, remembered
from app.domain.errors import UpkeepError
from app.extensions import babel, db, engine_options, open_database
from app.i18n.compiled import catalogue_folder
from app.i18n.locales import DEFAULT
from app.operations.history import Origin, origin

NETWORK_SYSTEMS = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "fuse.rclone",
    "afs",
    "ncpfs",
    "davfs",
    "fuse.davfs2",
)
WINDOWS_REMOTE_DRIVE = 4


def settings_of(data: Path) -> Settings:
    """The settings of an existing data folder. Raises UpkeepError ``folder.none``."""
    if not (data / "settings.json").is_file():
        raise UpkeepError("folder.none", data=data)
    return load_settings(data)


def database_file(settings: Settings) -> Path | None:
    """The SQLite file of these settings; None when the database is a server."""
    prefix = "sqlite:///"
    return Path(settings.database_url[len(prefix) :]) if settings.database_url.startswith(prefix) else None


def need_database(settings: Settings) -> None:
    """An empty database must never be made in the place of one that is missing, nor a server asked without a driver."""
    path = database_file(settings)
    if path is None:
        need_driver()
    elif not path.is_file():
        known = remembered(settings.data).get("database")
        raise UpkeepError("database.missing" if known else "database.missing_or_elsewhere", path=path)


def need_driver() -> None:
    if find_spec("psycopg") is None:
        raise UpkeepError("database.no_driver")


@contextmanager
def connected(settings: Settings) -> Iterator[Connection]:
    """A short connection of its own, before the program opens the database."""
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def database_app(settings: Settings) -> Flask:
    """An application with database and languages but without pages: all that a command needs."""
    app = Flask("app")
    app.config.from_mapping(settings.flask())
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogue_folder())
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    db.init_app(app)
    babel.init_app(app)
    open_database(app, settings.journal)
    return app


@contextmanager
def in_context(app: Flask) -> Iterator[None]:
    """An application context whose writes are committed at its end, or rolled back; noted as the command line's."""
    token = origin.set(Origin(address="cli"))
    with app.app_context(), force_locale(DEFAULT):
        try:
            yield
            db.session.commit()
        finally:
            db.session.remove()
            db.engine.dispose()
            origin.reset(token)


class FolderLock:
    """The lock of the one process that may serve, restore or upgrade a folder; it ends with the process."""

    def __init__(self, data: Path) -> None:
        self.path = data / "serve.lock"
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Take the lock; False when another process has it."""
        file = open(self.path, "a+b")  # noqa: SIM115 – held open as long as the process serves
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold a folder alone. Raises UpkeepError ``folder.busy`` when another process serves it."""
    lock = FolderLock(data)
    if not lock.take():
        raise UpkeepError("folder.busy", data=data)
    try:
        yield
    finally:
        lock.release()


def network_reason(data: Path) -> str | None:
    """Why a folder is not on a disk of this computer, as far as that can be seen; None when it is."""
    if any(piece.lower().startswith("onedrive") for piece in data.parts):
        return "OneDrive"
    if sys.platform == "win32":
        import ctypes

        remote = ctypes.windll.kernel32.GetDriveTypeW(data.anchor) == WINDOWS_REMOTE_DRIVE
        return data.anchor if remote or data.anchor.startswith("\\\\") else None
    system = _file_system(data)
    return system if system in NETWORK_SYSTEMS else None


def _file_system(data: Path) -> str:
    """The kind of file system under a path on Linux; empty elsewhere."""
    table = Path("/proc/self/mounts")
    if not table.exists():
        return ""
    best, kind = "", ""
    for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(" ")
        place = fields[1].replace("\\040", " ")
        if data.is_relative_to(place) and len(place) >= len(best):
            best, kind = place, fields[2]
    return kind


def others_may_read(data: Path) -> bool:
    """Whether other people of this computer may look into the folder (POSIX only)."""
    return os.name == "posix" and bool(data.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH))


def close_to_others(data: Path) -> None:
    if os.name == "posix":
        data.chmod(0o700)
