"""The folder's database for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from app.extensions import db
from app.upkeep.folder import database_app, in_context, need_database, settings_of
from app.upkeep.ownership import refuse_foreign


@contextmanager
def opened(data: Path) -> Iterator[Flask]:
    """The application of a data folder, for one command: committed when the command ends well."""
    settings = settings_of(data)
    need_database(settings)
    refuse_foreign(settings)
    app = database_app(settings)
    with in_context(app):
        leave_checkpoints()
        yield app


def leave_checkpoints() -> None:
    """Beside a serving process a command only appends to the write-ahead log; the server moves it into the file."""
    if db.engine.dialect.name == "sqlite":
        event.listen(
            db.engine, "connect", lambda connection, _record: connection.execute("pragma wal_autocheckpoint=0")
        )
