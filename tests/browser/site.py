"""A served folder as the outside sees it: its address, its accounts, and visitors that speak plain HTTP."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlencode, urlsplit

from tests.cli.program import served

TODAY = "2025-11-18"
MONTH = "2025-11"
PATIENCE = 60  # seconds for one answer of a busy machine
Fields = Mapping[str, str] | Sequence[tuple[str, str]]
# One login of the demonstration for every role.
LOGINS = {
    "sector": "abonement",
    "head": "oquv",
    "methodologist": "metodist",
    "director": "direktor",
    "deputy": "orinbosar",
    "administrator": "admin",
    "inspector": "kuzatuvchi",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def token(self) -> str:
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', self.text)
        assert found, f"{self.status}: a page without a token"
        return found[1]


@dataclass
class Visitor:
    """One browser without a screen: keeps its cookies and its token."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        try:
            with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
                connection.request(method, path, body, {**sent, **(headers or {})})
            reply = connection.getresponse()
            answer = Answer(reply.status, reply.headers, reply.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, value = line.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: Fields = (), headers: Mapping[str, str] | None = None) -> Answer:
        pairs = [*(fields.items() if isinstance(fields, Mapping) else fields)]
        if not any(name == "csrf_token" for name, _value in pairs):
            pairs.append(("csrf_token", self.token))
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(pairs).encode(), {**kind, **(headers or {})})

    def send_file(self, path: str, fields: Mapping[str, str | bytes], name: str, content: bytes, place: str) -> Answer:
        """A form with a file in it."""
        edge = secrets.token_hex(16)
        pieces = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'.encode()
            + (value if isinstance(value, bytes) else value.encode())
            + b"\r\n"
            for key, value in {**fields, "csrf_token": self.token}.items()
        ]
        heading = f'--{edge}\r\nContent-Disposition: form-data; name="{place}"; filename="{name}"\r\n\r\n'
        body = b"".join([*pieces, heading.encode(), content, f"\r\n--{edge}--\r\n".encode()])
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def save(self, cell: str, value: str, version: int = 0, **headers: str) -> Answer:
        """One figure of the diary, as the page sends it."""
        path = f"/diary/{cell.split('|')[2][:7]}?{urlencode({'cell': cell})}"
        return self.post(path, {"value": value, "version": str(version)}, {"HX-Request": "true", **headers})

    def version(self, cell: str) -> int:
        """The version of a cell on its month's page."""
        _row, unit, day = cell.split("|")
        page = self.get(f"/diary/{day[:7]}?unit={unit}").text
        found = re.search(rf'data-cell="{re.escape(cell)}" data-version="(\d+)"', page)
        assert found, f"{cell} is no open cell"
        return int(found[1])


@dataclass(frozen=True)
class Site:
    """A serving process on a folder of its own."""

    data: Path
    address: str
    process: Popen[str] | None = None

    def visitor(self) -> Visitor:
        return Visitor(self.address)

    def password(self, login: str) -> str:
        accounts = json.loads((self.data / "accounts.json").read_text(encoding="utf-8"))
        return next(account["password"] for account in accounts if account["login"] == login)

    def sign_in(self, login: str, language: str = "uz") -> Visitor:
        """Somebody signed in, who reads in this language from now on."""
        visitor = self.visitor()
        visitor.token = visitor.get("/login").token
        answer = visitor.post("/login", {"login": login, "password": self.password(login)})
        assert answer.status == 303, answer.text
        visitor.token = visitor.get("/").token
        assert visitor.post("/language", {"locale": language, "next": "/"}).status == 303
        visitor.token = visitor.get("/").token
        return visitor


@contextmanager
def site_on_copy(world: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of a folder as a production folder, which stands still on the demonstration's day."""
    data = folder / "data"
    shutil.copytree(world, data)
    data.chmod(0o700)
    stand_on(data, TODAY)
    with served(data) as (process, address):
        yield Site(data, address, process)


def stand_on(data: Path, day: str) -> None:
    """A folder is a production folder, and stands still on a day from the next start on."""
    settings = data / "settings.json"
    own = json.loads(settings.read_text(encoding="utf-8"))
    settings.write_text(json.dumps({**own, "demonstration": False, "today": day}), encoding="utf-8")
