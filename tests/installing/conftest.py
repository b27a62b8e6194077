"""A new production folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import program


@pytest.fixture
def data(tmp_path: Path) -> Path:
    made = program("init", "--centre", "Markaz", "--admin", "boshliq", data=tmp_path / "data")
    assert made.returncode == 0, made.stderr
    return tmp_path / "data"
