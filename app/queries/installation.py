"""What the administrator must know of an installation: sizes, room on the disk, numbers of records."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text

from app.extensions import db
from app.models import Card, Change, Entry, Person

MEGABYTE = 2**20
DISK_LOW, DISK_VERY_LOW = 500 * MEGABYTE, 100 * MEGABYTE


@dataclass(frozen=True)
class InstallationState:
    """Sizes in bytes. ``disk`` is ``ok``, ``low`` (under 500 MB) or ``very_low`` (under 100 MB)."""

    data: Path
    database: str
    database_size: int
    files_size: int
    free: int
    disk: str
    entries: int
    cards: int
    changes: int
    people: int
    last_backup: datetime | None


def installation(data: Path, centre_id: int) -> InstallationState:
    """The present state of the data folder and its database."""
    engine = db.session.get_bind().dialect.name
    free, disk = disk_room(data)
    return InstallationState(
        data=data,
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(engine, engine),
        database_size=database_size(engine, data),
        files_size=sum(file.stat().st_size for file in (data / "files").rglob("*") if file.is_file()),
        free=free,
        disk=disk,
        entries=rows_of(Entry, centre_id),
        cards=rows_of(Card, centre_id),
        changes=rows_of(Change, centre_id),
        people=rows_of(Person, centre_id),
        last_backup=last_backup(data),
    )


def disk_room(data: Path) -> tuple[int, str]:
    """Free bytes where the data lies, and how urgent that is."""
    free = shutil.disk_usage(data).free
    return free, disk_state(free)


def disk_state(free: int) -> str:
    """How urgent the room on the disk is (trust.md T8)."""
    return "very_low" if free < DISK_VERY_LOW else "low" if free < DISK_LOW else "ok"


def database_size(engine: str, data: Path) -> int:
    if engine == "postgresql":
        return db.session.scalar(text("select pg_database_size(current_database())")) or 0
    return sum(file.stat().st_size for file in data.glob("jamlanma.db*"))


def rows_of(table: type[Entry] | type[Card] | type[Change] | type[Person], centre_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(table.centre_id == centre_id)) or 0


def last_backup(data: Path) -> datetime | None:
    """When the newest file in the backup folder was finished."""
    times = [file.stat().st_mtime for file in (data / "backups").glob("*") if file.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None
