"""The program's folder is only read: it serves from a read-only mount, and from any folder nothing in it changes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installing.place import PYTHON, environment, prepared
from tests.installing.visitor import Visitor, serving

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "app",
    "migrations",
    "translations",
    "manage.py",
    "requirements.lock",
    "requirements-postgresql.lock",
    "wsgi.py",
)
pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders are closed with the means of POSIX")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program as it is unpacked, all files of one time long ago."""
    folder = tmp_path / "program"
    folder.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(ROOT / name, folder)
    for path in folder.rglob("*"):
        os.utime(path, (10**9, 10**9))
    return folder


@pytest.fixture
def closed(copy: Path) -> Iterator[Path]:
    """With its environment inside, and closed: mounted read-only, or by its rights where we are not root."""
    prepared(copy / ".venv")
    mounted = os.geteuid() == 0
    if mounted:
        try:
            subprocess.run(["mount", "--bind", copy, copy], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("NO RIGHT TO MOUNT: root writes everywhere, so a closed folder was NOT tested")
        subprocess.run(["mount", "-o", "remount,bind,ro", copy], check=True)
    else:
        for path in [copy, *copy.rglob("*")]:
            path.chmod(path.stat().st_mode & ~0o222)
    with pytest.raises(OSError):
        (copy / "app" / "new").touch()
    yield copy
    if mounted:
        subprocess.run(["umount", copy], check=True)
    else:
        for path in [copy, *copy.rglob("*")]:
            path.chmod(path.stat().st_mode | 0o200)


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
    }


def serve(folder: Path, data: Path) -> list[str | Path]:
    return [PYTHON, folder / "manage.py", "serve", "--data", data]


def test_a_program_that_may_not_write_in_its_folder_serves_russian_pages(
    closed: Path, data: Path, tmp_path: Path
) -> None:
    with serving(serve(closed, data), tmp_path, environment(), tmp_path / "output.txt") as (_process, address):
        assert "Войти" in Visitor(address).read("/login")


def test_nothing_is_written_in_a_folder_that_may_be_written(copy: Path, data: Path, tmp_path: Path) -> None:
    elsewhere = environment(prepared(tmp_path / "environment"))
    for word in ("Войти", "Зайти"):
        before = listing(copy)
        with serving(serve(copy, data), tmp_path, elsewhere, tmp_path / "output.txt") as (_process, address):
            assert word in Visitor(address).read("/login")
        assert listing(copy) == before
        # A newer translation whose file is neither newer nor longer.
        catalogue = copy / "translations" / "ru" / "LC_MESSAGES" / "messages.po"
        text = catalogue.read_text(encoding="utf-8").replace('msgstr "Войти"', 'msgstr "Зайти"')
        catalogue.write_text(text, encoding="utf-8")
        os.utime(catalogue, (10**9, 10**9))


def test_an_environment_that_is_not_ready_and_cannot_be_written_is_said_in_both_languages(closed: Path) -> None:
    command, place = [PYTHON, closed / "manage.py", "--version"], closed / "other"
    answer = subprocess.run(command, env=environment(place), capture_output=True, text=True, encoding="utf-8")
    assert answer.returncode == 1
    assert "yozib boʻlmaydi" in answer.stderr
    assert "нельзя писать" in answer.stderr
    assert str(place) in answer.stderr
