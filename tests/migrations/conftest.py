"""A PostgreSQL server of our own for the tests that want one; skipped, and said so, where there is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def find_program(name: str) -> str | None:
    found = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))]
    return shutil.which(name) or (found[-1] if found else None)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database."""
    initdb, control = find_program("initdb"), find_program("pg_ctl")
    if initdb is None or control is None:
        pytest.skip("NO POSTGRESQL on this machine: its migrations were NOT tested")
    # A server refuses to run as root, and a folder of pytest's is closed to others.
    shared = os.path.realpath(os.environ.get("TMPDIR", "/tmp"))
    folder = Path(tempfile.mkdtemp(prefix="jamlanma-postgresql-", dir=shared))
    person: dict[str, int] = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        import pwd  # POSIX only

        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        person = {"user": owner.pw_uid, "group": owner.pw_gid}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def do(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **person)

    data = str(folder / "data")
    try:
        do(initdb, "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync")
        do(control, "-D", data, "-w", "-o", f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -F", "start")
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([control, "-D", data, "-m", "immediate", "stop"], cwd="/", capture_output=True, **person)
        shutil.rmtree(folder, ignore_errors=True)
