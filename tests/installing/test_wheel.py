"""The wheel is the whole program: built, installed elsewhere, it makes a folder, serves it and speaks Russian."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.installing.place import PYTHON, environment, with_packages
from tests.installing.visitor import Visitor, serving

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("app", "migrations", "translations", "pyproject.toml", "setup.py", "README.md", "LICENSE")
BUILD = "import setuptools.build_meta as backend; print(backend.build_wheel('dist'))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the repository."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(ROOT / name, copy)
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=copy, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``jamlanma`` in an environment of its own that knows the locked packages but not the repository."""
    folder = tmp_path_factory.mktemp("installed")
    place = with_packages(folder / "environment")
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    install = [PYTHON, "-m", "pip", "--python", scripts / "python", "install", "--no-deps", "--no-index", wheel]
    done = subprocess.run(install, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return scripts / ("jamlanma.exe" if os.name == "nt" else "jamlanma")


def test_migrations_catalogues_pages_and_the_example_are_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / "migrations").rglob("*.py")}
    wanted |= {
        path.relative_to(ROOT).with_suffix(".mo").as_posix() for path in (ROOT / "translations").rglob("messages.po")
    }
    inside = {f"app/{name}" for name in wanted}
    for room in ("templates", "static", "documents/examples"):
        inside |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "app" / room).rglob("*") if path.is_file()}
    assert len(inside) > 50
    assert inside - names == set()
    assert not [name for name in names if name.startswith(("tests", "migrations", "translations", "bench"))]


def test_an_installed_program_makes_a_folder_serves_it_and_speaks_russian(program: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    data = tmp_path / "demonstration"

    def do(*arguments: str | Path) -> str:
        options = {"cwd": elsewhere, "env": environment(), "text": True, "encoding": "utf-8"}
        done = subprocess.run([program, *arguments], capture_output=True, **options)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "boshliq" in do("init", "--centre", "Markaz", "--admin", "boshliq", "--data", tmp_path / "real")
    do("demo", "--today", "2025-01-25", "--data", data)
    accounts = json.loads((data / "accounts.json").read_text(encoding="utf-8"))
    person = next(account for account in accounts if account["role"] == "methodologist")
    command = [program, "serve", "--data", data]
    with serving(command, elsewhere, environment(), tmp_path / "output.txt") as (_process, address):
        visitor = Visitor(address)
        assert "Войти" in visitor.read("/login")
        visitor.send("/login", login=person["login"], password=person["password"])
        assert "Выйти" in visitor.send("/language", locale="ru")
        assert "План работы" in visitor.read("/plan/2025")
    assert list(elsewhere.iterdir()) == []
