"""A migration that has been used somewhere is never edited: databases of one revision would differ."""

from __future__ import annotations

import hashlib
from pathlib import Path

VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"
HASHES = Path(__file__).with_name("hashes.txt")  # as ``sha256sum 00*.py`` writes it; a new migration adds its line


def test_no_migration_was_edited() -> None:
    kept = dict(reversed(line.split()) for line in HASHES.read_text(encoding="utf-8").splitlines())
    # Line ends as in the repository: a checkout on Windows may have others.
    present = {
        path.name: hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for path in VERSIONS.glob("*.py")
    }
    assert present == kept
