"""Looking into a folder's database from outside the program."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def ask(folder: Path, statement: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(folder / "jamlanma.db")) as connection:
        found = connection.execute(statement, values).fetchall()
        connection.commit()
        return found


def counts(folder: Path) -> dict[str, int]:
    tables = ask(folder, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    return {name: ask(folder, f'select count(*) from "{name}"')[0][0] for (name,) in tables}  # noqa: S608


def figure(folder: Path, row: str, unit: str, day: str) -> tuple[str, int | None] | None:
    """State and value (in thousandths) of one cell."""
    found = ask(
        folder,
        "select e.state, e.value from entry e join part p on p.id = e.part_id join unit u on u.id = e.unit_id "
        "where p.key = ? and u.code = ? and e.date = ? and e.card_id is null",
        row,
        unit,
        day,
    )
    return found[0] if found else None
