"""Accounts, history, routes, reports and checks from the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import openpyxl
import pytest

from app.domain.permissions import PERMISSIONS, PUBLIC
from tests.cli.database import ask


def test_a_new_account_gets_a_first_password_and_is_listed(folder: Path, run) -> None:
    code, out, _err = run("user", "add", "yangi", "--name", "Yangi Xodim", "--role", "sector", "--unit", "huquqiy")
    assert code == 0
    assert "parol" in out
    accounts = json.loads(run("user", "list", "--json")[1])
    (new,) = [account for account in accounts if account["login"] == "yangi"]
    assert (new["role"], new["units"], new["active"]) == ("sector", ["huquqiy"], True)
    assert ask(folder, "select person_name, address from change order by id desc limit 1") == [("jamlanma", "cli")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "add", "abonement", "--name", "X", "--role", "sector"),
        ("user", "add", "boshqa", "--name", "X", "--role", "sector", "--unit", "yoq"),
        ("user", "passwd", "hechkim"),
        ("user", "deactivate", "admin"),
        ("bundle", "export", "--period", "2025", "--out", "x.zip"),
        ("report", "export", "--period", "2031", "--out", "x.xlsx"),
        ("report", "export", "--period", "2025", "--out", "x.pdf"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(
    folder: Path, run, arguments: tuple[str, ...]
) -> None:
    before = ask(folder, "select count(*) from change")
    code, _out, err = run(*arguments)
    assert code == 1
    assert err.strip().endswith((".", "yoq", "hechkim"))
    assert ask(folder, "select count(*) from change") == before


def test_deactivated_people_and_new_passwords_end_sign_ins(folder: Path, run) -> None:
    assert run("user", "passwd", "abonement")[0] == 0
    assert run("user", "deactivate", "huquqiy")[0] == 0
    assert run("user", "unlock", "oquv")[0] == 0
    assert ask(folder, "select must_change_password from person where login = 'abonement'") == [(1,)]
    assert ask(folder, "select active from person where login = 'huquqiy'") == [(0,)]


def test_the_history_is_exported_whole_and_an_edited_byte_is_found(folder: Path, run) -> None:
    assert run("audit", "verify")[0] == 0
    code, out, _err = run("audit", "export")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(lines) == ask(folder, "select count(*) from change")[0][0]
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    victim = lines[len(lines) // 2]["id"]
    ask(folder, "drop trigger change_no_update")
    ask(folder, "update change set person_name = person_name || '.' where id = ?", victim)
    code, _out, err = run("audit", "verify")
    assert code == 1
    assert str(victim) in err


def test_every_route_declares_a_permission(run) -> None:
    code, out, _err = run("routes", "--json")
    routes = json.loads(out)
    assert code == 0
    assert routes
    assert all(set(route) == {"method", "rule", "endpoint", "permission"} for route in routes)
    assert not [route for route in routes if route["permission"] not in {*PERMISSIONS, PUBLIC}]


def test_a_report_is_a_workbook_in_the_chosen_language(folder: Path, run) -> None:
    sheets = {}
    for language in ("uz", "ru"):
        path = folder.parent / f"{language}.xlsx"
        assert run("report", "export", "--period", "2025-01", "--out", path, "--lang", language)[0] == 0
        rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        sheets[language] = [[value for value in row if isinstance(value, int | float)] for row in rows]
    assert sheets["uz"] == sheets["ru"]
    assert any(sheets["uz"])


def rules(out: str) -> dict[str, str]:
    return {finding["rule"]: finding["level"] for finding in json.loads(out)}


def test_a_healthy_folder_has_no_error_and_a_demonstration_is_not_for_real_work(run) -> None:
    code, out, _err = run("check", "--json")
    assert code == 0
    assert "error" not in rules(out).values()
    code, out, _err = run("check", "--deploy", "--json")
    assert code == 1
    assert rules(out)["demonstration"] == "error"
    assert rules(out)["backup_age"] == "error"


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("history_triggers", "drop trigger change_no_delete"),
        ("foreign_keys", "update card set unit_id = 99999"),
        ("administrator", "update person set active = 0 where role = 'administrator'"),
        ("evidence", "update evidence set sha256 = 'yoq'"),
    ],
)
def test_damage_in_the_data_is_found(folder: Path, run, rule: str, statement: str) -> None:
    if rule == "evidence":
        ask(
            folder,
            "insert into evidence (centre_id, card_id, name, media_type, size, sha256, person_id, added_at) "
            "select 1, min(id), 'a.pdf', 'application/pdf', 1, 'x', min(created_by_id), '2025-01-01' from card",
        )
    ask(folder, statement)
    code, out, _err = run("check", "--json")
    assert code == 1
    assert rules(out)[rule] == "error"


@pytest.mark.skipif(os.name != "posix", reason="rights of files are asked on POSIX only")
@pytest.mark.parametrize(("rule", "name", "mode"), [("secret_key", "secret_key", 0o644), ("folder_mode", ".", 0o755)])
def test_rights_that_are_too_wide_are_found(folder: Path, run, rule: str, name: str, mode: int) -> None:
    (folder / name).chmod(mode)
    code, out, _err = run("check", "--json")
    assert code == 1
    assert rules(out)[rule] == "error"


def test_a_debug_switch_is_found(folder: Path, run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    code, out, _err = run("check", "--json")
    assert code == 1
    assert rules(out)["debug"] == "error"
