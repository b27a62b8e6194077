"""A database belongs to one folder, and a folder remembers where its data are."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

import app.upkeep.folder as upkeep
from app.config import load_settings
from app.extensions import db
from app.upkeep.folder import database_app
from app.upkeep.upgrade import alembic_config
from tests.cli.database import ask
from tests.cli.program import program


def remembered(folder: Path) -> dict[str, object]:
    return json.loads((folder / "settings.json").read_text(encoding="utf-8"))


def owner_of(folder: Path) -> str:
    ((installation,),) = ask(folder, "select id from installation")
    return installation


def forget(folder: Path, *names: str) -> None:
    left = {name: value for name, value in remembered(folder).items() if name not in names}
    (folder / "settings.json").write_text(json.dumps(left), encoding="utf-8")


def test_folder_and_database_keep_the_same_id(folder: Path) -> None:
    assert re.fullmatch("[0-9a-f]{32}", owner_of(folder))
    assert remembered(folder)["installation"] == owner_of(folder)
    assert remembered(folder)["database"] == "sqlite"


def test_a_folder_of_an_older_version_gets_its_id_at_the_upgrade(folder: Path, run) -> None:
    made = database_app(load_settings(folder))
    with made.app_context():
        command.downgrade(alembic_config(), "0004")
        db.session.remove()
        db.engine.dispose()
    forget(folder, "installation", "database")
    assert run("upgrade")[0] == 0
    assert remembered(folder)["installation"] == owner_of(folder)
    assert remembered(folder)["database"] == "sqlite"
    assert run("user", "list")[0] == 0


@pytest.mark.parametrize("verb", [("upgrade",), ("user", "list"), ("check",)])
def test_a_database_of_another_folder_is_refused(folder: Path, run, verb: tuple[str, ...]) -> None:
    other = folder.parent / "other"
    assert program("init", "--centre", "Boshqa", "--admin", "boshqa", data=other).returncode == 0
    shutil.copy(other / "jamlanma.db", folder)
    before = (folder / "jamlanma.db").read_bytes()
    code, _out, err = run(*verb)
    assert code == 1
    assert "boshqa papkaga tegishli" in err
    assert (folder / "jamlanma.db").read_bytes() == before


def test_whoever_restores_a_backup_owns_it(folder: Path, run) -> None:
    backup, other, new = (folder.parent / name for name in ("nusxa.zip", "other", "new"))
    first = owner_of(folder)
    assert run("backup", backup)[0] == 0
    assert program("init", "--centre", "Boshqa", "--admin", "boshqa", data=other).returncode == 0
    second = owner_of(other)
    for place, owner in ((folder, first), (other, second), (new, None)):
        assert run("--data", place, "restore", backup)[0] == 0
        assert owner_of(place) == remembered(place)["installation"]
        assert owner in (None, owner_of(place))
        assert run("--data", place, "user", "list")[0] == 0
    assert len({first, second, owner_of(new)}) == 3


def test_a_forgotten_variable_is_named_and_no_backup_is_spoken_of(folder: Path) -> None:
    settings = remembered(folder) | {"database": "postgresql"}
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "jamlanma.db").unlink()
    for verb in (("serve", "--port", "0"), ("check",), ("user", "list")):
        answer = program(*verb, data=folder)
        assert answer.returncode == 1
        assert "JAMLANMA_DATABASE_URL" in answer.stderr
        assert "zaxira" not in answer.stderr.lower()


def test_a_folder_that_remembers_nothing_is_told_of_both_ways(folder: Path) -> None:
    (folder / "jamlanma.db").unlink()
    forget(folder, "database")
    answer = program("serve", "--port", "0", data=folder)
    assert answer.returncode == 1
    assert "JAMLANMA_DATABASE_URL" in answer.stderr
    assert "zaxira nusxadan tiklang" in answer.stderr


def test_a_variable_does_not_turn_a_folder_with_data_into_an_empty_centre(folder: Path) -> None:
    answer = program("serve", "--port", "0", data=folder, JAMLANMA_DATABASE_URL="postgresql://nobody@127.0.0.1:9/x")
    assert answer.returncode == 1
    assert "olib tashlang" in answer.stderr


def test_a_missing_driver_is_named(folder: Path, run, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "settings.json").write_text(json.dumps({"database": "postgresql"}), encoding="utf-8")
    monkeypatch.setenv("JAMLANMA_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/x")
    monkeypatch.setattr(upkeep, "find_spec", lambda name: None)
    code, _out, err = run("user", "list")
    assert code == 1
    assert "psycopg" in err


@pytest.mark.postgresql
def test_one_server_database_is_one_folders(tmp_path: Path, postgresql: str) -> None:
    engine = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("create database owned"))
    engine.dispose()
    url = postgresql.replace("+psycopg", "").rsplit("/", 1)[0] + "/owned"
    server = {"JAMLANMA_DATABASE_URL": url}
    first, second = tmp_path / "first", tmp_path / "second"

    def centres() -> list[str]:
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            names = list(connection.scalars(text("select name from centre")))
        engine.dispose()
        return names

    refused = program("init", "--centre", "Markaz", "--admin", "ikki soʻz", data=first, **server)
    assert refused.returncode == 1
    made = program("init", "--centre", "Markaz", "--admin", "boshliq", "--database", url, data=first)
    assert made.returncode == 0, made.stderr
    assert "JAMLANMA_DATABASE_URL" in made.stdout
    assert url not in (first / "settings.json").read_text(encoding="utf-8")
    assert remembered(first)["database"] == "postgresql"
    again = program("init", "--centre", "Boshqa", "--admin", "boshqa", data=second, **server)
    assert again.returncode == 1
    assert "boshqa markaz bor" in again.stderr
    assert list(second.iterdir()) == []
    assert centres() == ["Markaz"]
    shutil.copytree(first, second, dirs_exist_ok=True)
    (second / "settings.json").write_text(json.dumps(remembered(first) | {"installation": "0" * 32}), encoding="utf-8")
    served = program("serve", "--port", "0", data=second, **server)
    assert served.returncode == 1
    assert "boshqa papkaga tegishli" in served.stderr
    assert program("user", "list", data=first, **server).returncode == 0
