"""How migrations run: in one transaction, on SQLite with foreign keys off and checked afterwards.

Alembic rebuilds SQLite tables; with foreign keys on, dropping the old table would silently delete the rows
that refer to it.
"""

from __future__ import annotations

from alembic import context
from flask import current_app

from app import models  # noqa: F401 – the tables must be known
from app.extensions import db

target_metadata = db.metadata


def run_migrations() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            raw = connection.connection.driver_connection
            raw.execute("pragma foreign_keys=off")  # only outside a transaction
        try:
            context.configure(
                connection=connection,
                target_metadata=target_metadata,
                render_as_batch=True,
                compare_type=True,
                transaction_per_migration=False,
            )
            with context.begin_transaction():
                context.run_migrations()
                if sqlite:
                    broken = connection.exec_driver_sql("pragma foreign_key_check").fetchall()
                    if broken:
                        raise RuntimeError(f"the migration would leave {len(broken)} rows without their parents")
        finally:
            if sqlite:
                raw.execute("pragma foreign_keys=on")


run_migrations()
