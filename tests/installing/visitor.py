"""Starting an installed program and reading its pages from outside."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.cli.program import free_port, wait_for


@contextmanager
def serving(
    command: Sequence[str | Path], cwd: Path, env: Mapping[str, str], output: Path
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process of ``command … --port N`` and its address, once it answers; killed at the end if it still runs."""
    port = free_port()
    words = [*map(str, command), "--port", str(port)]
    with output.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(words, cwd=cwd, env=dict(env), stdout=file, stderr=file, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(process, address, output)
        yield process, address
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)


class Visitor:
    """A reader of Russian pages with a session of their own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def read(self, path: str, form: Mapping[str, str] | None = None) -> str:
        content = urlencode(form).encode() if form is not None else None
        request = Request(self.address + path, data=content, headers={"Accept-Language": "ru"})
        with self.opener.open(request, timeout=60) as answer:
            return answer.read().decode("utf-8")

    def send(self, path: str, **form: str) -> str:
        """The page that follows a form."""
        token = re.search(r'<meta name="csrf-token" content="([^"]+)"', self.read("/login"))
        assert token
        return self.read(path, {**form, "csrf_token": token[1]})
