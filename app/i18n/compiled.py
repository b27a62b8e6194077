"""The compiled catalogues: inside an installed package, otherwise built where something may be written.

Built catalogues are kept under the hash of their sources, so a time of a file says nothing and the program's own
folder is only read.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app import part_of_program
from app.i18n.locales import LOCALES

CATALOGUE = Path("LC_MESSAGES") / "messages.po"
KEPT = 20  # builds of other texts: of branches that a developer goes between


@cache
def catalogue_folder() -> Path:
    """Where gettext finds the catalogues of exactly this program's texts; built first where they are not there."""
    sources = part_of_program("translations")
    if not (sources / "uz" / CATALOGUE).exists():
        return sources  # an installed package holds them compiled
    place = kept_place()
    try:
        return built(sources, place)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="jamlanma-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return built(sources, folder)


def kept_place() -> Path:
    """The environment's folder for built catalogues, or one that is nobody's when Python is the system's own."""
    return Path(sys.prefix) / "catalogues" if sys.prefix != sys.base_prefix else Path(os.devnull) / "catalogues"


def built(sources: Path, place: Path) -> Path:
    """The compiled catalogues of these sources below a place. Raises OSError when they must be written and cannot."""
    target = place / digest_of(sources)
    if not target.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=place, prefix=".half-"))
        try:
            compile_catalogues(sources, half)
            half.chmod(0o755)
            forget_oldest(place)
            half.rename(target)
        except OSError:
            if not target.is_dir():  # or another process was quicker
                raise
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return target


def digest_of(sources: Path) -> str:
    digest = hashlib.sha256()
    for locale in LOCALES:
        content = (sources / locale / CATALOGUE).read_bytes()
        digest.update(f"{locale} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:32]


def forget_oldest(place: Path) -> None:
    present = [path for path in place.iterdir() if not path.name.startswith(".")]
    for old in sorted(present, key=lambda path: path.stat().st_mtime)[: -KEPT or None]:
        shutil.rmtree(old, ignore_errors=True)


def compile_catalogues(sources: Path, target: Path) -> None:
    """Write the ``.mo`` of every language."""
    for locale in LOCALES:
        source, compiled = sources / locale / CATALOGUE, (target / locale / CATALOGUE).with_suffix(".mo")
        compiled.parent.mkdir(parents=True)
        with source.open("rb") as text, compiled.open("wb") as file:
            write_mo(file, read_po(text, locale=locale, abort_invalid=True))
