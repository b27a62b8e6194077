"""The wheel's own step: migrations and catalogues lie beside app/ in the repository, inside it when installed.

Everything else about the package stands in pyproject.toml.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

MIGRATIONS = [Path("migrations/env.py"), *sorted(Path("migrations/versions").glob("*.py"))]
CATALOGUES = sorted(Path("translations").glob("*/LC_MESSAGES/messages.po"))


class BuildWithParts(build_py):
    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return  # the program finds both in the repository
        inside = Path(self.build_lib) / "app"
        for path in MIGRATIONS:
            (inside / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, inside / path)
        for path in CATALOGUES:
            compiled = (inside / path).with_suffix(".mo")
            compiled.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as text, compiled.open("wb") as file:
                write_mo(file, read_po(text, locale=path.parts[1], abort_invalid=True))

    def get_source_files(self) -> list[str]:
        """What a source distribution must hold for the step above."""
        return [*super().get_source_files(), *(path.as_posix() for path in [*MIGRATIONS, *CATALOGUES])]


setup(cmdclass={"build_py": BuildWithParts})
