"""The database is compared with the program's tables at the start and by ``check``, whatever its revision says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.config import Settings
from app.upkeep.schema import SchemaDifference, differences
from app.upkeep.upgrade import upgrade_database
from tests.cli.database import ask
from tests.cli.program import program

CHANGES = [
    ("drop table calendar_key", "schema.no_table", "calendar_key", ""),
    ("alter table unit drop column position", "schema.no_column", "unit", "position"),
    ("alter table entry add column note text", "schema.extra_column", "entry", "note"),
    ("drop index ix_unit_parent_id", "schema.no_index", "unit", "ix_unit_parent_id"),
]


@pytest.mark.parametrize(("statement", "code", "table", "name"), CHANGES)
def test_what_was_changed_is_named_by_check_and_at_the_start(
    folder: Path, run, statement: str, code: str, table: str, name: str
) -> None:
    ask(folder, statement)
    status, out, _err = run("check", "--json")
    (found,) = [finding for finding in json.loads(out) if finding["rule"] == "schema"]
    assert status == 1
    assert found["level"] == "error"
    assert f"“{table}”" in found["text"] and name in found["text"]
    started = run("upgrade")
    assert started[0] == 1
    assert started[2].strip() == found["text"]


def test_a_changed_database_is_not_served(folder: Path) -> None:
    ask(folder, CHANGES[1][0])
    answer = program("serve", "--port", "0", data=folder)
    assert answer.returncode == 1
    assert "“unit” jadvalida “position” ustuni yoʻq" in answer.stderr


@pytest.mark.postgresql
def test_the_same_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    engine = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("create database compared"))
    engine.dispose()
    url = postgresql.rsplit("/", 1)[0] + "/compared"
    upgrade_database(Settings(data=tmp_path, database_url=url, secret_key="0" * 64))
    engine = create_engine(url)
    with engine.connect() as connection:
        assert differences(connection) == []
        for statement, *_expected in CHANGES:
            connection.execute(text(statement))
        connection.execute(text("alter table person alter column name type varchar(7)"))
        connection.execute(text("alter table person alter column name drop not null"))
        connection.execute(text("alter table centre alter column code drop not null"))
        found = differences(connection)
    engine.dispose()
    wanted = {SchemaDifference(code, table, name) for _statement, code, table, name in CHANGES}
    wanted |= {
        SchemaDifference("schema.other_type", "person", "name"),
        SchemaDifference("schema.other_emptiness", "centre", "code"),
    }
    assert set(found) == wanted
