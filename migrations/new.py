"""Begin a migration: what the models say now against what the migrations make.

    python -m migrations.new "unit phone"

The file that it writes is a draft: read it, adjust it, let ruff format it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from app.config import Settings
from app.extensions import db
from app.upkeep.folder import database_app
from app.upkeep.upgrade import alembic_config, head_revision


def begin(words: str) -> None:
    """Write the next revision, named by number and words. Raises ValueError when the last one has no number."""
    number = int(head_revision()) + 1
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{(Path(folder) / 'new.db').as_posix()}"
        app = database_app(Settings(data=Path(folder), database_url=url, secret_key="0" * 64, journal="delete"))
        with app.app_context():
            command.upgrade(alembic_config(), "head")
            command.revision(alembic_config(), words, autogenerate=True, rev_id=f"{number:04}")
            db.engine.dispose()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    begin(sys.argv[1])
