"""A small demonstration folder, made once by the real program and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from tests.cli.program import program

TODAY = "2025-01-25"


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "data"
    made = program("demo", "--today", TODAY, "--accounts", folder.parent / "accounts.json", data=folder)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def folder(demonstration: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(demonstration, copy)
    return copy


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """``run("user", "list")`` gives the exit code and what was printed; in this process, which is quicker."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["--data", str(folder), *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call
