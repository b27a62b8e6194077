"""One style and sound types, by the tools that say so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "app" / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
WIDEST, USUAL = 140, 45  # characters of a line, and of a line on the average


@pytest.mark.parametrize(
    "command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)], ids=" ".join
)
def test_nothing_to_complain_of(command: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_template_has_the_shape_that_djlint_gives_it() -> None:
    command = [sys.executable, "-m", "djlint", "--check", str(TEMPLATES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_line_of_a_template_is_wide() -> None:
    wide = [
        f"{page.relative_to(TEMPLATES)}:{number}: {len(line)}"
        for page in PAGES
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDEST
    ]
    assert not wide, "\n".join(wide)


def test_a_line_of_a_template_is_short_on_the_average() -> None:
    widths = {page: [len(line) for line in page.read_text(encoding="utf-8").splitlines() if line] for page in PAGES}
    mean = sum(map(sum, widths.values())) / sum(map(len, widths.values()))
    widest = sorted(PAGES, key=lambda page: sum(widths[page]) / len(widths[page]))[-10:]
    assert mean <= USUAL, f"{mean:.1f}; {[page.relative_to(TEMPLATES).as_posix() for page in widest]}"
