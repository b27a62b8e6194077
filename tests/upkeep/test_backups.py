"""``backup``, ``verify``, ``restore``: everything comes back, and a damaged file is never used."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from random import Random

import pytest

from app.upkeep.backup import BackupError, check_backup
from app.upkeep.folder import FolderLock
from tests.cli.database import ask, counts


@pytest.fixture
def backup(folder: Path, run) -> Path:
    evidence = folder / "files" / "ab" / "abc"
    evidence.parent.mkdir(parents=True)
    evidence.write_bytes(b"%PDF-1.4 dalil")
    path = folder.parent / "nusxa.zip"
    assert run("backup", path)[0] == 0
    return path


def test_a_backup_holds_everything_but_the_secret_key(backup: Path, folder: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        names = set(archive.namelist())
        content = b"".join(archive.read(name) for name in names)
    assert names == {"jamlanma.db", "settings.json", "manifest.json", "files/ab/abc"}
    assert (folder / "secret_key").read_bytes() not in content
    manifest = check_backup(backup)
    assert manifest.counts == counts(folder)


def test_what_was_restored_is_what_was_saved(backup: Path, folder: Path, run) -> None:
    before, key = counts(folder), (folder / "secret_key").read_bytes()
    ask(folder, "delete from entry")
    shutil.rmtree(folder / "files")
    (folder / "jamlanma.db-wal").write_bytes(b"stale")
    code, out, _err = run("restore", backup)
    assert code == 0
    assert counts(folder) == before
    assert (folder / "files" / "ab" / "abc").read_bytes() == b"%PDF-1.4 dalil"
    assert (folder / "secret_key").read_bytes() == key
    assert not (folder / "jamlanma.db-wal").exists()
    (aside,) = folder.glob("before-restore-*")
    assert str(aside) in out
    assert counts(aside)["entry"] == 0
    assert run("audit", "verify")[0] == 0


def test_a_backup_restores_into_a_new_folder_with_its_own_key(backup: Path, folder: Path, run) -> None:
    new = folder.parent / "new"
    assert run("--data", new, "restore", backup)[0] == 0
    assert counts(new) == counts(folder)
    assert (new / "secret_key").read_bytes() != (folder / "secret_key").read_bytes()


def test_a_backup_that_was_cut_or_changed_anywhere_is_refused(backup: Path) -> None:
    good = backup.read_bytes()
    random = Random(5)
    damaged = [good[:-1], good[1:], good[: len(good) // 2], good + b"x", b"", b"PK\x03\x04"]
    for place in [0, 10, len(good) - 1, len(good) - 70, *(random.randrange(len(good)) for _ in range(30))]:
        damaged.append(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
    for content in damaged:
        backup.write_bytes(content)
        with pytest.raises(BackupError):
            check_backup(backup)
    backup.write_bytes(good)
    check_backup(backup)


def test_a_refused_restore_changes_nothing(backup: Path, folder: Path, run) -> None:
    backup.write_bytes(backup.read_bytes()[:-1])
    before = (folder / "jamlanma.db").read_bytes()
    code, _out, err = run("restore", backup)
    assert code == 1
    assert "toʻliq emas" in err
    assert (folder / "jamlanma.db").read_bytes() == before
    assert not list(folder.glob("before-restore-*"))


def test_a_foreign_zip_is_no_backup(folder: Path, run) -> None:
    path = folder.parent / "boshqa.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("salom.txt", "salom")
    code, _out, err = run("verify", path)
    assert code == 1
    assert str(path) in err


def test_a_folder_that_is_served_is_not_restored(backup: Path, folder: Path, run) -> None:
    lock = FolderLock(folder)
    assert lock.take()
    try:
        code, _out, err = run("restore", backup)
    finally:
        lock.release()
    assert code == 1
    assert "ishlamoqda" in err
    assert not list(folder.glob("before-restore-*"))


def test_a_backup_of_a_newer_schema_is_refused(folder: Path, run) -> None:
    path = folder.parent / "yangi.zip"
    ask(folder, "update alembic_version set version_num = '9999'")
    assert run("backup", path)[0] == 0
    before = (folder / "jamlanma.db").read_bytes()
    code, _out, err = run("restore", path)
    assert code == 1
    assert "yangiroq" in err
    assert (folder / "jamlanma.db").read_bytes() == before


def test_a_backup_never_overwrites_another_file(backup: Path, run) -> None:
    before = backup.read_bytes()
    assert run("backup", backup)[0] == 1
    assert backup.read_bytes() == before
