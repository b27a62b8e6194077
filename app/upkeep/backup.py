"""A backup: one checked ZIP with the database, the evidence files and a manifest (trust.md 4.5, B).

The secret key is never in it. The last 64 bytes of the file are the SHA-256 of everything before them, so that
a file that was cut or changed anywhere is known at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from app import __version__
from app.config import Settings
from app.domain.errors import UpkeepError

FORMAT = 1
DATABASE, MANIFEST, SETTINGS = "jamlanma.db", "manifest.json", "settings.json"
DIGEST_LENGTH = 64
CHUNK = 2**20


class BackupError(UpkeepError):
    """A backup that cannot be made or must not be used; codes ``backup.…``."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself. ``counts`` are rows of each table, ``parts`` SHA-256 of each file in it."""

    format: int
    program: str
    made_at: str
    revision: str
    counts: dict[str, int]
    parts: dict[str, str]


def make_backup(settings: Settings, target: Path) -> Manifest:
    """Write a checked backup of a SQLite folder, also while it is served.

    Raises BackupError: ``backup.server_database`` (use the server's own tools), ``backup.exists``,
    ``backup.no_room``, ``backup.damaged`` when the database itself is not whole.
    """
    source = sqlite_file(settings)
    if target.exists():
        raise BackupError("backup.exists", path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    need_room(settings, source, target.parent)
    waiting = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(source, timeout=30)) as connection:
            connection.execute("vacuum into ?", (str(copy),))
        check_database(copy)
        try:
            manifest = pack(settings, copy, waiting)
            seal(waiting)
            check_backup(waiting)
            os.replace(waiting, target)
        finally:
            waiting.unlink(missing_ok=True)
    return manifest


def sqlite_file(settings: Settings) -> Path:
    prefix = "sqlite:///"
    if not settings.database_url.startswith(prefix):
        raise BackupError("backup.server_database")
    return Path(settings.database_url[len(prefix) :])


def need_room(settings: Settings, source: Path, folder: Path) -> None:
    evidence = sum(path.stat().st_size for path in settings.files.rglob("*") if path.is_file())
    needed = evidence + 3 * source.stat().st_size
    if shutil.disk_usage(folder).free < needed:
        raise BackupError("backup.no_room", megabytes=needed // 2**20 + 1)


def pack(settings: Settings, copy: Path, target: Path) -> Manifest:
    parts: dict[str, str] = {}
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in contents(settings, copy):
            # Evidence is compressed already (pictures, PDF, Office files).
            archive.write(path, name, zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED)
            parts[name] = digest_of(path)
        manifest = Manifest(
            format=FORMAT,
            program=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            revision=database_revision(copy),
            counts=database_counts(copy),
            parts=parts,
        )
        archive.writestr(MANIFEST, json.dumps(vars(manifest), ensure_ascii=False, indent=1))
        archive.comment = b"0" * DIGEST_LENGTH
    return manifest


def contents(settings: Settings, copy: Path) -> Iterator[tuple[str, Path]]:
    yield DATABASE, copy
    yield SETTINGS, settings.data / SETTINGS
    for path in sorted(settings.files.rglob("*")):
        if path.is_file() and path.suffix != ".part":
            yield f"files/{path.relative_to(settings.files).as_posix()}", path


def seal(path: Path) -> None:
    """Write the hash of everything else over the place that was kept for it, and make sure it is on the disk."""
    digest = digest_of(path, without_last=DIGEST_LENGTH)
    with open(path, "r+b") as file:
        file.seek(-DIGEST_LENGTH, os.SEEK_END)
        file.write(digest.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def check_backup(path: Path) -> Manifest:
    """Read a backup whole and judge it.

    Raises BackupError: ``backup.not_a_backup``, ``backup.changed`` (cut or altered), ``backup.newer_format``,
    ``backup.damaged`` (the database inside is not whole).
    """
    with unpacked(path) as (manifest, _folder):
        return manifest


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and a temporary folder beside the file with the checked parts in it."""
    need_seal(path)
    with tempfile.TemporaryDirectory(prefix="jamlanma-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(path) as archive:
                manifest = read_manifest(archive)
                for part, digest in manifest.parts.items():
                    extract(archive, part, folder, digest)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
            raise BackupError("backup.not_a_backup", path=str(path)) from error
        check_database(folder / DATABASE)
        if database_counts(folder / DATABASE) != manifest.counts:
            raise BackupError("backup.changed", path=str(path))
        yield manifest, folder


def need_seal(path: Path) -> None:
    """Raise BackupError unless the file is a ZIP whose last bytes are the hash of all others."""
    try:
        with open(path, "rb") as file:
            begins = file.read(4)
            file.seek(0, os.SEEK_END)
            length = file.tell()
            file.seek(max(0, length - DIGEST_LENGTH))
            seal_found = file.read()
    except OSError:
        raise BackupError("backup.unreadable", path=str(path)) from None
    if begins != b"PK\x03\x04" or length <= DIGEST_LENGTH:
        raise BackupError("backup.not_a_backup", path=str(path))
    if seal_found != digest_of(path, without_last=DIGEST_LENGTH).encode("ascii"):
        raise BackupError("backup.changed", path=str(path))


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    content: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if content["format"] > FORMAT:
        raise BackupError("backup.newer_format", program=content["program"])
    return Manifest(**{name: content[name] for name in Manifest.__dataclass_fields__})


def extract(archive: zipfile.ZipFile, part: str, folder: Path, digest: str) -> None:
    pieces = PurePosixPath(part).parts
    if part not in (DATABASE, SETTINGS) and (pieces[0] != "files" or ".." in pieces or "\\" in part or ":" in part):
        raise ValueError(part)
    target = folder.joinpath(*pieces)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(part) as source, open(target, "wb") as file:
        shutil.copyfileobj(source, file, CHUNK)
    if digest_of(target) != digest:
        raise ValueError(part)


def digest_of(path: Path, *, without_last: int = 0) -> str:
    """The SHA-256 of a file, or of all but its last bytes."""
    digest = hashlib.sha256()
    left = path.stat().st_size - without_last
    with open(path, "rb") as file:
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def check_database(path: Path) -> None:
    """Raise BackupError ``backup.damaged`` unless the database is whole and every row has its parents."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            answer = connection.execute("pragma integrity_check").fetchone()[0]
            orphans = connection.execute("pragma foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError("backup.damaged", reason=str(error)) from error
    if answer != "ok" or orphans:
        raise BackupError("backup.damaged", reason=str(orphans[0] if orphans else answer))


def database_revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("select version_num from alembic_version").fetchone()[0])


def database_counts(path: Path) -> dict[str, int]:
    """Rows of each table."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        counts = {}
        for (name,) in sorted(names.fetchall()):
            counts[name] = connection.execute(f'select count(*) from "{name}"').fetchone()[0]  # noqa: S608 – own tables
    return counts
