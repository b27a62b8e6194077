"""The extensions, unbound, and how the database is opened (trust.md 4.5)."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WRITE_WAIT_SECONDS = 30


class Base(DeclarativeBase):
    """All tables. Constraint names are fixed so that migrations can name them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
babel = Babel()
csrf = CSRFProtect()
login_manager = LoginManager()


def engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": WRITE_WAIT_SECONDS, "check_same_thread": False}}
    return {"pool_pre_ping": True}


_wanted: ContextVar[Literal["read", "write"] | None] = ContextVar("transaction", default=None)


@contextmanager
def transactions(kind: Literal["read", "write"]) -> Iterator[None]:
    """Begin transactions of this kind, whatever the request: slow reading without the writer's lock, or the reverse."""
    before = _wanted.set(kind)
    try:
        yield
    finally:
        _wanted.reset(before)


def kind_of_transaction() -> Literal["read", "write"]:
    """Requests that only ask read; everything else, the command line too, begins as a writer."""
    asks = has_request_context() and request.method in SAFE_METHODS
    return _wanted.get() or ("read" if asks else "write")


def open_database(app: Flask, journal: str) -> None:
    """Hook the pragmas and the fair writer's lock onto the engine of this application."""
    with app.app_context():
        engine = db.engine
        if engine.dialect.name == "sqlite":
            configure_sqlite(engine, journal)


def configure_sqlite(engine: Engine, journal: str) -> None:
    """WAL + FULL, foreign keys on, and write transactions begun as such, one at a time.

    SQLite has one writer. Waiting for it inside the process is fair and short; waiting in SQLite's own
    busy handler is neither, so a lock stands in front of ``BEGIN IMMEDIATE``.
    """
    writer = threading.Lock()

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we issue BEGIN ourselves
        for pragma in (
            "foreign_keys=on",
            f"journal_mode={journal}",
            f"synchronous={'full' if journal == 'wal' else 'extra'}",
            f"busy_timeout={WRITE_WAIT_SECONDS * 1000}",
            "trusted_schema=off",
            "cell_size_check=on",
        ):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if kind_of_transaction() == "read":
            connection.exec_driver_sql("BEGIN")
            return
        if not writer.acquire(timeout=WRITE_WAIT_SECONDS):
            raise sqlite3.OperationalError("database is locked")
        connection.info["writer"] = writer
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def release(_connection: object, record: Any) -> None:
        held = record.info.pop("writer", None)
        if held is not None:
            held.release()
