"""Migrations: they make what the models say, keep every row, and fail without harm (trust.md M)."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from app.config import Settings
from app.extensions import db
from app.models.types import Moment, Quantity
from app.upkeep import upgrade as upgrading
from app.upkeep.folder import database_app
from app.upkeep.upgrade import UpgradeFailed, alembic_config, check_file, upgrade_database
from tests.cast import fill_database

# A database reports the plain type beneath ours.
PLAIN = {Moment: "DATETIME", Quantity: "BIGINT"}


def settings(folder: Path, url: str | None = None) -> Settings:
    return Settings(data=folder, database_url=url or f"sqlite:///{folder / 'jamlanma.db'}", secret_key="0" * 64)


def counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "select name from sqlite_master where type='table' and name not like 'sqlite_%'"
        ).fetchall()
        return {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def differences(url: str) -> list[object]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            options = {"compare_type": same_type, "compare_server_default": True}
            return compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)
    finally:
        engine.dispose()


def same_type(context, found_column, column, found_type, wanted_type) -> bool | None:
    return False if type(wanted_type) in PLAIN else None


def checks_of(url: str) -> dict[str, set[str | None]]:
    engine = create_engine(url)
    try:
        tables = inspect(engine)
        return {name: {check["name"] for check in tables.get_check_constraints(name)} for name in db.metadata.tables}
    finally:
        engine.dispose()


def test_the_migrations_make_exactly_what_the_models_say(tmp_path: Path) -> None:
    migrated, created = tmp_path / "migrated", tmp_path / "created"
    for folder in (migrated, created):
        folder.mkdir()
    upgrade_database(settings(migrated))
    with database_app(settings(created)).app_context():
        db.create_all()
        db.engine.dispose()
    assert differences(settings(migrated).database_url) == []
    assert checks_of(settings(migrated).database_url) == checks_of(settings(created).database_url)
    assert triggers(migrated) == triggers(created) != []


def triggers(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "jamlanma.db")) as connection:
        statement = "select name, lower(sql) from sqlite_master where type = 'trigger' order by name"
        return connection.execute(statement).fetchall()


def test_a_migration_never_depends_on_later_code_of_the_program() -> None:
    for script in ScriptDirectory.from_config(alembic_config()).walk_revisions():
        assert "app." not in Path(script.path).read_text(encoding="utf-8"), script.path


def test_the_line_of_revisions_has_one_end() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_each_revision_goes_up_and_down(tmp_path: Path) -> None:
    app = database_app(settings(tmp_path))
    with app.app_context():
        revisions = list(ScriptDirectory.from_config(alembic_config()).walk_revisions())
        for script in reversed(revisions):
            command.upgrade(alembic_config(), script.revision)
            command.downgrade(alembic_config(), "-1")
            command.upgrade(alembic_config(), script.revision)
        db.engine.dispose()
    assert differences(settings(tmp_path).database_url) == []


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A migrated folder with the whole cast and the plan in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    upgrade_database(settings(folder))
    app = database_app(settings(folder))
    fill_database(app)
    with app.app_context():
        db.engine.dispose()
    upgrading.settle(folder / "jamlanma.db")
    return folder


NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "next", "{head}", None, None

def upgrade():
    with op.batch_alter_table("unit", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.String(10), nullable=True))
    {more}

def downgrade():
    pass
"""


@pytest.fixture
def with_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The program as if it had one more migration: it rebuilds a table that many others refer to."""

    def add(more: str = "pass") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(upgrading.MIGRATIONS, scripts)
        head = upgrading.head_revision()
        (scripts / "versions" / "next.py").write_text(NEXT.format(head=head, more=more), encoding="utf-8")
        monkeypatch.setattr(upgrading, "MIGRATIONS", scripts)

    return add


def test_rebuilding_a_parent_table_keeps_every_row(filled: Path, with_next) -> None:
    before = counts(filled / "jamlanma.db")
    with_next()
    assert upgrade_database(settings(filled))
    assert counts(filled / "jamlanma.db") == before
    check_file(filled / "jamlanma.db")
    assert counts(filled / "jamlanma.db.old") == before
    assert not upgrade_database(settings(filled))


@pytest.mark.parametrize(
    "step", ['op.execute("select nonsense")', 'op.execute("delete from unit")', "raise SystemError"]
)
def test_a_failing_step_leaves_the_old_file_as_it_was(filled: Path, with_next, step: str) -> None:
    before = (filled / "jamlanma.db").read_bytes()
    with_next(step)
    with pytest.raises(UpgradeFailed):
        upgrade_database(settings(filled))
    assert (filled / "jamlanma.db").read_bytes() == before
    assert sorted(path.name for path in filled.iterdir()) == ["jamlanma.db"]


def test_a_file_that_is_held_for_a_moment_is_waited_for(
    filled: Path, with_next, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, tries = upgrading.os.replace, []

    def held_twice(source: Path, target: Path) -> None:
        tries.append(source)
        if len(tries) < 3:
            raise PermissionError
        replace(source, target)

    monkeypatch.setattr(upgrading, "REPLACE_WAIT_SECONDS", 0)
    monkeypatch.setattr(upgrading.os, "replace", held_twice)
    with_next()
    assert upgrade_database(settings(filled))
    assert len(tries) == 3


@pytest.mark.postgresql
def test_the_migrations_make_the_same_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    upgrade_database(settings(tmp_path, postgresql))
    assert differences(postgresql) == []
    engine = create_engine(postgresql)
    with engine.begin() as connection:
        connection.execute(text("insert into centre (code, name) values ('a', 'A')"))
        values = "1, now(), '', '', '', '', '', '', '', '', '', ''"
        columns = "centre_id, at, person_name, action, subject, subject_key, unit_code, reason"
        columns += ", request_id, address, previous_hash, hash"
        connection.execute(text(f"insert into change ({columns}) values ({values})"))  # noqa: S608 – constants
    for statement in ("update change set reason = 'x'", "delete from change", "truncate change"):
        with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()
