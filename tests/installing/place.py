"""Environments as manage.py leaves them, without asking an index for anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import manage

PYTHON = getattr(sys, "_base_executable", sys.executable)  # the one that people call, outside any environment


def environment(place: Path | None = None, **more: str) -> dict[str, str]:
    """Variables of a shell that knows nothing of these tests; the program's environment is at the place."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JAMLANMA_", "PYTHON"))}
    return {**kept, "PYTHONUTF8": "1", **({"JAMLANMA_VENV": str(place)} if place else {}), **more}


def with_packages(place: Path) -> Path:
    """A new environment that finds the packages of the tests, but nothing of the repository."""
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", place], check=True)
    ask = [
        place / manage.PYTHON.relative_to(manage.ENVIRONMENT),
        "-c",
        "import sysconfig; print(sysconfig.get_path('purelib'))",
    ]
    own = subprocess.run(ask, check=True, capture_output=True, text=True, env=environment()).stdout.strip()
    here = [path for path in sys.path if path.endswith("site-packages")]
    Path(own, "packages.pth").write_text("\n".join(here), encoding="utf-8")
    return place


def prepared(place: Path) -> Path:
    """One that holds what the lock wants, as far as manage.py can see."""
    stamp = manage.stamp_of(manage.RUNTIME_LOCK).name
    (with_packages(place) / stamp).write_text(manage.fingerprint(manage.RUNTIME_LOCK), encoding="utf-8")
    return place
