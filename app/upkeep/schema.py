"""Whether a database is built as the program's tables say: a revision number alone can be wrong.

Compared are tables, columns with their types, and indexes, by reflection (about 20 ms). Triggers are looked for by
``check``; constraints cannot be compared on every database and are left to the tests.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, inspect
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.types import TypeDecorator, TypeEngine

import app.models  # noqa: F401 – the tables must be known
from app.config import Settings
from app.domain.errors import UpkeepError
from app.extensions import Base
from app.upkeep.folder import connected


@dataclass(frozen=True)
class SchemaDifference:
    """``code`` is the sentence's (i18n/upkeep_words.py); ``name`` is the column or index, empty for a whole table."""

    code: str
    table: str
    name: str = ""


def differences(connection: Connection) -> list[SchemaDifference]:
    """Everything in which this database is not what the models say; tables that are not ours are passed over."""
    database = inspect(connection)
    columns, indexes = database.get_multi_columns(), database.get_multi_indexes()
    present = {name: {column["name"]: column for column in found} for (_schema, name), found in columns.items()}
    named = {name: {index["name"] for index in found} for (_schema, name), found in indexes.items()}
    found: list[SchemaDifference] = []
    for table in Base.metadata.sorted_tables:
        if table.name not in present:
            found.append(SchemaDifference("schema.no_table", table.name))
            continue
        found += column_differences(connection, table, present[table.name])
        lacking = {str(index.name) for index in table.indexes} - named.get(table.name, set())
        found += [SchemaDifference("schema.no_index", table.name, name) for name in sorted(lacking)]
    return found


def column_differences(
    connection: Connection, table: Table, present: dict[str, ReflectedColumn]
) -> list[SchemaDifference]:
    found = [SchemaDifference("schema.extra_column", table.name, name) for name in present if name not in table.columns]
    for column in table.columns:
        there = present.get(column.name)
        if there is None:
            found.append(SchemaDifference("schema.no_column", table.name, column.name))
        elif written(connection, there["type"]) != written(connection, column.type):
            found.append(SchemaDifference("schema.other_type", table.name, column.name))
        elif there["nullable"] != column.nullable:
            found.append(SchemaDifference("schema.other_emptiness", table.name, column.name))
    return found


def written(connection: Connection, kind: TypeEngine[object]) -> str:
    """A type as this database writes it; our own types as the plain ones beneath them."""
    plain = kind.load_dialect_impl(connection.dialect) if isinstance(kind, TypeDecorator) else kind
    return plain.compile(connection.dialect)


def need_schema(settings: Settings) -> None:
    """Raise UpkeepError ``schema.…`` for the first difference between the database and the models."""
    with connected(settings) as connection:
        found = differences(connection)
    if found:
        first = found[0]
        raise UpkeepError(first.code, table=first.table, name=first.name)
