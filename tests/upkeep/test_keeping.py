"""What the serving program does for its folder by itself."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from app.config import load_settings
from app.upkeep.backup import check_backup
from app.upkeep.keeping import KEPT, Keeper, backup_is_due, clear_leftovers, save_automatically
from app.upkeep.logs import OneLine
from tests.cli.database import ask, counts


def test_a_backup_is_due_when_the_newest_is_a_day_old_or_from_the_future(folder: Path) -> None:
    assert backup_is_due(folder)
    made = save_automatically(load_settings(folder), "daily")
    check_backup(made)
    assert not backup_is_due(folder)
    for shift in (-90_000, 90_000):
        os.utime(made, (time.time() + shift, time.time() + shift))
        assert backup_is_due(folder)


def test_only_the_newest_backups_of_a_kind_are_kept(folder: Path) -> None:
    backups = folder / "backups"
    backups.mkdir()
    for day in range(1, 21):
        (backups / f"daily-2025-01-{day:02}-060000.zip").write_bytes(b"old")
    (backups / "before-upgrade-2025-01-01-060000.zip").write_bytes(b"other kind")
    save_automatically(load_settings(folder), "daily")
    assert len(list(backups.glob("daily-*.zip"))) == KEPT
    assert not (backups / "daily-2025-01-01-060000.zip").exists()
    assert (backups / "before-upgrade-2025-01-01-060000.zip").exists()


def test_a_look_makes_the_days_backup_once(folder: Path) -> None:
    keeper = Keeper(load_settings(folder))
    keeper.look()
    keeper.look()
    assert len(list((folder / "backups").glob("daily-*.zip"))) == 1


def test_what_a_killed_backup_or_upgrade_left_is_cleared(folder: Path) -> None:
    half = folder / "backups" / ".backup-x"
    half.mkdir(parents=True)
    left = [half / "jamlanma.db", folder / "jamlanma.db.new", folder / "jamlanma.db.new-journal"]
    left.append(folder / "backups" / "daily-2025-01-01-060000.zip.part")
    for path in left:
        path.write_bytes(b"half")
    clear_leftovers(folder)
    assert not [path for path in left if path.exists()]
    assert counts(folder)["entry"] > 0


def test_settling_leaves_a_file_that_is_complete_alone(folder: Path) -> None:
    ask(folder, "pragma journal_mode=wal")
    ask(folder, "update centre set name = 'Yangi nom'")
    Keeper(load_settings(folder)).settle()
    wal = folder / "jamlanma.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    alone = folder.parent / "alone"
    alone.mkdir()
    (alone / "jamlanma.db").write_bytes((folder / "jamlanma.db").read_bytes())
    assert ask(alone, "select name from centre") == [("Yangi nom",)]


def test_one_event_is_one_line_however_it_is_written() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "kirdi\r\n2025 INFO soxta \x1b[31m%s", ("ʻ",), None)
    line = OneLine().format(record)
    assert "\n" not in line
    assert "\x1b" not in line
    assert "ʻ" in line
