"""``serve`` and ``run``: one process on a folder, which comes back after everything."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.cli.database import ask, counts
from tests.cli.program import health, program, served


def test_a_served_folder_answers_is_held_alone_and_survives_a_kill(folder: Path) -> None:
    before = counts(folder)
    with served(folder) as (process, address):
        assert health(address)["status"] == "ok"
        second = program("serve", "--port", "0", data=folder)
        assert second.returncode == 1
        assert "boshqa Jamlanma ishlamoqda" in second.stderr
        held = program("restore", folder / "nothing.zip", data=folder)
        assert held.returncode == 1
        assert health(address)["status"] == "ok"
        process.kill()
        process.wait(30)
    with served(folder, "run") as (process, address):
        assert health(address)["status"] == "ok"
        stop(process)
        assert process.wait(60) == 0
    assert counts(folder) == before
    assert not (folder / "jamlanma.db-wal").exists() or (folder / "jamlanma.db-wal").stat().st_size == 0
    assert "GET" not in (folder / "log" / "jamlanma.log").read_text(encoding="utf-8")


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM if os.name == "posix" else signal.CTRL_BREAK_EVENT)


def test_run_makes_a_demonstration_where_there_is_nothing_and_shows_its_accounts_each_time(tmp_path: Path) -> None:
    data = tmp_path / "data"
    printed = []
    for _start in range(2):
        with served(data, "run") as (_process, address):
            printed.append((tmp_path / "served.txt").read_text(encoding="utf-8"))
            assert health(address)["status"] == "ok"
        assert address in printed[-1]
    accounts = json.loads((data / "accounts.json").read_text(encoding="utf-8"))
    for account in accounts:
        assert all(account["login"] in page and account["password"] in page for page in printed)
    assert ask(data, "select max(date) from entry where grain = 'day'") == [("2025-11-18",)]
    assert len(ask(data, "select distinct year_month from entry")) >= 11


def test_commands_work_beside_a_serving_process(folder: Path) -> None:
    with served(folder):
        assert program("user", "unlock", "abonement", data=folder).returncode == 0
        assert program("backup", folder.parent / "beside.zip", data=folder).returncode == 0
    assert program("verify", folder.parent / "beside.zip", data=folder).returncode == 0


def test_a_port_that_is_taken_is_said(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = program("serve", "--port", str(taken.getsockname()[1]), data=folder)
    assert answer.returncode == 1
    assert "port band" in answer.stderr


def test_a_missing_database_is_never_replaced_by_an_empty_one(folder: Path) -> None:
    (folder / "jamlanma.db").unlink()
    answer = program("serve", "--port", "0", data=folder)
    assert answer.returncode == 1
    assert "Zaxira nusxadan tiklang" in answer.stderr
    assert not (folder / "jamlanma.db").exists()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are asked on POSIX only")
def test_a_production_folder_that_others_can_read_is_not_served(folder: Path) -> None:
    (folder / "settings.json").write_text('{"demonstration": false}', encoding="utf-8")
    folder.chmod(0o755)
    answer = program("serve", "--port", "0", data=folder)
    assert answer.returncode == 1
    assert "chmod 700" in answer.stderr


def test_a_database_of_a_newer_program_is_not_served(folder: Path) -> None:
    ask(folder, "update alembic_version set version_num = '9999'")
    content = (folder / "jamlanma.db").read_bytes()
    answer = program("serve", "--port", "0", data=folder)
    assert answer.returncode == 1
    assert "Dasturni yangilang" in answer.stderr
    assert (folder / "jamlanma.db").read_bytes() == content
