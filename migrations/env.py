"""How migrations run: in one transaction, on SQLite with foreign keys off and checked afterwards.

Alembic rebuilds SQLite tables; with foreign keys on, dropping the old table would silently delete the rows
that refer to it.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from app import models  # noqa: F401 – the tables must be known
from app.extensions import db
from app.models.types import Moment, Quantity

# How our own column types are written in a migration, which must not depend on the program's later code.
WRITTEN_AS = {Moment: "sa.DateTime(timezone=True)", Quantity: "sa.BigInteger()"}


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    return WRITTEN_AS.get(type(item), False) if kind == "type" else False


def run_migrations() -> None:
    engine = db.engine
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            raw = connection.connection.driver_connection
            raw.execute("pragma foreign_keys=off")  # only outside a transaction
        try:
            context.configure(
                connection=connection,
                target_metadata=db.metadata,
                render_as_batch=True,
                render_item=render_item,
                compare_type=True,
                transactional_ddl=True,  # Alembic does not expect it of SQLite, but we issue BEGIN ourselves
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
