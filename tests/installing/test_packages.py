"""Packages without Internet: a folder filled on one computer is used by itself on another; the locks fit everybody."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import manage
from tests.installing.place import PYTHON, environment

ROOT = Path(__file__).resolve().parents[2]
NOBODY = "http://127.0.0.1:9/simple"  # the port “discard”: nothing listens there


def make_wheel(folder: Path) -> Path:
    """The smallest package there can be: one module ``salom``."""
    folder.mkdir(parents=True)
    path = folder / "salom-1.0-py3-none-any.whl"
    facts = "salom-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("salom.py", "WORD = 'salom'\n")
        archive.writestr(f"{facts}/METADATA", "Metadata-Version: 2.1\nName: salom\nVersion: 1.0\n")
        archive.writestr(f"{facts}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{facts}/RECORD", "")
    return path


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    return make_wheel(tmp_path / "index")


@pytest.fixture
def copy(tmp_path: Path, wheel: Path) -> Path:
    """A program that needs that package, beside the real manage.py."""
    folder = tmp_path / "program"
    (folder / "app" / "cli").mkdir(parents=True)
    (folder / "app" / "__init__.py").touch()
    (folder / "app" / "cli" / "__init__.py").touch()
    (folder / "app" / "cli" / "__main__.py").write_text("import salom\nprint(salom.WORD)\n", encoding="utf-8")
    shutil.copy(ROOT / "manage.py", folder)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "requirements.lock").write_text(f"salom==1.0 --hash=sha256:{digest}\n", encoding="utf-8")
    return folder


def call(folder: Path, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """manage.py of a folder with a pip that can reach nothing, unless more is said."""
    alone = {"PIP_CONFIG_FILE": "/dev/null", "PIP_INDEX_URL": NOBODY, "PIP_RETRIES": "0", "PIP_TIMEOUT": "5"}
    command = [PYTHON, folder / "manage.py", *arguments]
    shell = environment(folder / ".venv", **{**alone, **more})
    return subprocess.run(command, env=shell, capture_output=True, text=True, encoding="utf-8")


def test_a_folder_filled_elsewhere_is_used_by_itself(copy: Path, wheel: Path) -> None:
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)}
    filled = call(copy, "wheels", copy / "wheels", "--platform", "win32", "--python", "3.13", **index)
    assert filled.returncode == 0, filled.stderr
    assert [path.name for path in (copy / "wheels").iterdir()] == [wheel.name]
    answer = call(copy, "anything")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.endswith("salom\n")


def test_a_package_that_is_not_the_locked_one_is_not_taken_from_the_folder(copy: Path, wheel: Path) -> None:
    shutil.copytree(wheel.parent, copy / "wheels")
    with zipfile.ZipFile(copy / "wheels" / wheel.name, "a") as archive:
        archive.writestr("begona.py", "")
    answer = call(copy, "anything")
    assert answer.returncode == 1
    assert "salom\n" not in answer.stdout


@pytest.mark.parametrize("arguments", [["anything"], ["wheels", "wheels"]])
def test_an_index_out_of_reach_is_said_in_both_languages_with_what_to_do(copy: Path, arguments: list[str]) -> None:
    answer = call(copy, *arguments)
    assert answer.returncode == 1
    for sentence in manage.SENTENCES["index.unreachable"]:
        assert sentence in answer.stderr


def test_a_machine_that_nobody_knows_is_named_in_both_languages(copy: Path, wheel: Path) -> None:
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(copy)}
    answer = call(copy, "wheels", "wheels", "--platform", "nosuch", "--python", "3.12", **index)
    assert answer.returncode == 1
    assert "“nosuch”, Python 3.12 uchun" in answer.stderr and "Для «nosuch», Python 3.12" in answer.stderr


def test_a_folder_that_lacks_a_package_is_named_in_both_languages(copy: Path) -> None:
    (copy / "wheels").mkdir()
    answer = call(copy, "anything")
    assert answer.returncode == 1
    assert f"{copy / 'wheels'} papkasida" in answer.stderr
    assert f"В папке {copy / 'wheels'}" in answer.stderr


def test_every_refusal_of_manage_stands_in_uzbek_and_russian() -> None:
    for uzbek, russian in manage.SENTENCES.values():
        assert re.findall(r"{\w+}", uzbek) == re.findall(r"{\w+}", russian)
        assert not re.search("[а-яА-Я]|[oOgG]['\u2018\u2019`]", uzbek)
        assert re.search("[а-я]", russian)


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_only_the_locks_of_a_server_and_of_the_tests_hold_its_driver() -> None:
    runtime, server = pins(manage.RUNTIME_LOCK), pins(manage.POSTGRESQL_LOCK)
    assert len(runtime) > 15
    assert not [name for name in runtime if name.startswith("psycopg")]
    assert {name: version for name, version in server.items() if not name.startswith("psycopg")} == runtime
    assert {"psycopg", "psycopg-binary"} <= set(server)
    tests = pins(manage.TEST_LOCK)
    assert {name: tests.get(name) for name in server} == server


@pytest.mark.parametrize("url", ["", "sqlite:///x.db"])
def test_the_driver_comes_where_a_server_is_named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("JAMLANMA_DATABASE_URL", url)
    assert manage.runtime_lock(["serve"]) == manage.RUNTIME_LOCK
    assert manage.runtime_lock(["init", "--database", "postgresql://x/y"]) == manage.POSTGRESQL_LOCK
    monkeypatch.setenv("JAMLANMA_DATABASE_URL", "postgresql://x/y")
    assert manage.runtime_lock(["serve"]) == manage.POSTGRESQL_LOCK


def test_no_lock_names_a_host() -> None:
    for lock in (manage.RUNTIME_LOCK, manage.POSTGRESQL_LOCK, manage.TEST_LOCK):
        assert "://" not in lock.read_text(encoding="utf-8")
