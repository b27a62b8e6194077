"""A service manager knows the process of manage.py only: what it sends there must reach the server."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from app.upkeep.folder import FolderLock
from tests.installing.place import PYTHON, environment, prepared
from tests.installing.visitor import serving

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is of POSIX")
def test_sigterm_to_manage_stops_the_server_and_frees_port_and_folder(data: Path, tmp_path: Path) -> None:
    command = [PYTHON, ROOT / "manage.py", "serve", "--data", data]
    place = prepared(tmp_path / "environment")
    with serving(command, tmp_path, environment(place), tmp_path / "output.txt") as (process, address):
        assert not FolderLock(data).take()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(address.rsplit(":", 1)[1]))) != 0
        lock = FolderLock(data)
        assert lock.take()
        lock.release()
