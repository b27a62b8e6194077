"""``init`` and ``demo``: a new data folder."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from app import create_app
from app.config import load_settings
from app.domain.permissions import ROLES
from app.extensions import db
from tests.cli.database import ask
from tests.cli.program import program
from tests.conftest import Browser

FIRST = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")


def test_init_makes_a_production_folder_whose_administrator_can_sign_in(tmp_path: Path) -> None:
    data = tmp_path / "real"
    made = program("init", "--centre", "Do'stlik tuman AKM", "--admin", "boshliq", data=data)
    assert made.returncode == 0, made.stderr
    password = FIRST.search(made.stdout)
    assert password
    remembered = json.loads((data / "settings.json").read_text(encoding="utf-8"))
    assert (remembered["demonstration"], remembered["database"]) == (False, "sqlite")
    if os.name == "posix":
        assert (data / "secret_key").stat().st_mode & 0o077 == 0
        assert data.stat().st_mode & 0o077 == 0
    assert ask(data, "select name from centre") == [("Doʻstlik tuman AKM",)]
    assert ask(data, "select count(*) from unit")[0][0] > 10
    app = create_app(load_settings(data))
    browser = Browser(app.test_client())
    form = {"login": "boshliq", "password": password[0], "csrf_token": browser.token()}
    assert browser.client.post("/login", data=form).status_code == 303
    with app.app_context():
        db.engine.dispose()


def test_a_folder_is_never_made_twice(folder: Path) -> None:
    before = (folder / "secret_key").read_bytes(), (folder / "jamlanma.db").read_bytes()
    again = program("init", "--centre", "Boshqa", "--admin", "boshqa", data=folder)
    assert again.returncode == 1
    assert "allaqachon bor" in again.stderr
    assert before == ((folder / "secret_key").read_bytes(), (folder / "jamlanma.db").read_bytes())


def test_a_refused_init_leaves_no_half_folder(tmp_path: Path) -> None:
    data = tmp_path / "half"
    assert program("init", "--centre", "Markaz", "--admin", "ikki soʻz", data=data).returncode == 1
    assert list(data.iterdir()) == []
    assert program("init", "--centre", "Markaz", "--admin", "boshliq", data=data).returncode == 0


def test_demo_writes_accounts_that_fit_the_contract(demonstration: Path) -> None:
    accounts = json.loads((demonstration.parent / "accounts.json").read_text(encoding="utf-8"))
    assert all(set(account) == {"login", "password", "name", "role", "units"} for account in accounts)
    assert {account["role"] for account in accounts} == set(ROLES)
    counting = {
        code for (code,) in ask(demonstration, "select distinct u.code from entry e join unit u on u.id = e.unit_id")
    }
    assert counting <= {code for account in accounts for code in account["units"]}


def test_a_demo_account_signs_in_and_need_not_change_its_password(demonstration: Path, folder: Path) -> None:
    accounts = json.loads((demonstration.parent / "accounts.json").read_text(encoding="utf-8"))
    app = create_app(load_settings(folder))
    browser = Browser(app.test_client())
    form = {"login": "abonement", "csrf_token": browser.token()}
    form["password"] = next(account["password"] for account in accounts if account["login"] == "abonement")
    assert browser.client.post("/login", data=form).status_code == 303
    assert browser.get("/").status_code == 200
    with app.app_context():
        db.engine.dispose()


def test_nothing_of_a_demonstration_is_later_than_its_today(demonstration: Path) -> None:
    assert ask(demonstration, "select max(date) from entry where grain <> 'month'")[0][0] <= "2025-01-25"


@pytest.mark.parametrize(
    "arguments",
    [
        ["init"],
        ["init", "--centre", "x"],
        ["demo", "--year", "1999"],
        ["demo", "--today", "01/02/2025"],
        ["nothing"],
        [],
    ],
)
def test_wrong_usage_is_exit_code_2_with_an_uzbek_sentence(tmp_path: Path, arguments: list[str]) -> None:
    answer = program(*arguments, data=tmp_path / "data")
    assert answer.returncode == 2
    assert not re.search(r"required|invalid|expected", answer.stderr)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp866"])
def test_an_old_console_shows_plain_signs_and_never_fails(folder: Path, encoding: str) -> None:
    answer = program("user", "list", data=folder, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert answer.returncode == 0, answer.stderr
    assert "Bahodir To'raqulov" in answer.stdout


def test_a_verb_without_a_folder_says_what_to_do(tmp_path: Path) -> None:
    answer = program("user", "list", data=tmp_path / "none")
    assert answer.returncode == 1
    assert "init" in answer.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("content", ["", "garbage", "[]", '{"today": "kecha"}', '{"today": 5}'])
def test_damaged_settings_are_named_and_never_a_fault_of_ours(folder: Path, content: str) -> None:
    settings = folder / "settings.json"
    kept = settings.read_text(encoding="utf-8")
    try:
        settings.write_text(content, encoding="utf-8")
        answer = program("check", data=folder)
    finally:
        settings.write_text(kept, encoding="utf-8")
    assert answer.returncode == 1 and "Traceback" not in answer.stderr
    assert f"{settings} faylini" in answer.stderr
