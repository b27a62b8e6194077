"""Running the program as people run it: in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240  # a whole demonstrated year on a slow machine


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JAMLANMA_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def program(*arguments: str | Path, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one verb to its end."""
    command = [sys.executable, "-m", "app.cli", "--data", str(data), *map(str, arguments)]
    return subprocess.run(
        command, env=environment(**more), cwd=data.parent, capture_output=True, text=True, encoding="utf-8", timeout=180
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(data: Path, verb: str = "serve", port: int | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A serving process and its address, once it answers; killed at the end if it still runs."""
    port = port or free_port()
    command = [sys.executable, "-m", "app.cli", "--data", str(data), verb, "--port", str(port)]
    with open(data.parent / "served.txt", "w", encoding="utf-8") as output:
        process = subprocess.Popen(command, env=environment(), stdout=output, stderr=output, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(process, address, data.parent / "served.txt")
        yield process, address
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)


def wait_for(process: subprocess.Popen[str], address: str, output: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise AssertionError(f"the program ended with {process.returncode}: {output.read_text(encoding='utf-8')}")
        try:
            if health(address)["status"] == "ok":
                return
        except OSError:
            time.sleep(0.1)  # not a wait for something to be true by luck: asked again until the limit
    raise AssertionError("the program did not answer in time")


def health(address: str) -> dict[str, str]:
    with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
        return json.load(answer)
