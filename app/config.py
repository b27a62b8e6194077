"""Settings, read once and checked at start with a clear message.

Everything a centre decides lies in its data folder (``--data``, ``JAMLANMA_DATA``, else ``./data``):
``settings.json`` (production or demonstration), ``secret_key``, the database and the files.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.errors import DomainError

MEBIBYTE = 2**20
BODY_LIMIT = 12 * MEBIBYTE
TIME_ZONE = "Asia/Tashkent"


class ConfigurationError(DomainError):
    """The program cannot start so; the sentence of the code says why and what to do, for the administrator."""


@dataclass(frozen=True)
class Settings:
    """One start of the program."""

    data: Path
    database_url: str
    secret_key: str
    demonstration: bool = False
    tls: bool = False
    hosts: tuple[str, ...] = ()
    journal: str = "wal"  # or "delete", for folders that are copied by hand
    testing: bool = False
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def database_kind(self) -> str:
        """``sqlite`` or ``postgresql``, as settings.json remembers it."""
        return kind_of(self.database_url)

    @property
    def files(self) -> Path:
        return self.data / "files"

    def flask(self) -> dict[str, object]:
        """The same as Flask configuration keys (trust.md 4.1)."""
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_NAME": "__Host-akm" if self.tls else "akm",
            "SESSION_COOKIE_SECURE": self.tls,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_REFRESH_EACH_REQUEST": False,
            "MAX_CONTENT_LENGTH": BODY_LIMIT,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 2_000,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": True,
            "TRUSTED_HOSTS": list(self.hosts) or None,
            "PROPAGATE_EXCEPTIONS": False,
            "TESTING": self.testing,
            **self.extra,
        }


def data_folder(chosen: str | None = None) -> Path:
    """The data folder: the one chosen, else ``JAMLANMA_DATA``, else ``./data``."""
    return Path(chosen or os.environ.get("JAMLANMA_DATA") or "data").resolve()


def load_settings(data: Path, *, hosts: tuple[str, ...] = (), testing: bool = False) -> Settings:
    """Read the settings of a data folder that ``init`` or ``demo`` made.

    Raises ConfigurationError when the folder or its secret key is missing, or its data lie in another database.
    """
    secret, settings = data / "secret_key", data / "settings.json"
    if not secret.is_file() or not settings.is_file():
        raise ConfigurationError("config.no_folder", path=str(data))
    key = secret.read_text(encoding="ascii").strip()
    if len(key) < 64:
        raise ConfigurationError("config.short_key", path=str(secret))
    chosen = remembered(data)
    if os.environ.get("FLASK_DEBUG", "0") not in ("", "0") and not chosen.get("demonstration"):
        raise ConfigurationError("config.debug")
    need_remembered_database(data)
    return Settings(
        data=data,
        database_url=database_url(data),
        secret_key=key,
        demonstration=bool(chosen.get("demonstration")),
        tls=os.environ.get("JAMLANMA_TLS", "0") == "1",
        hosts=tuple({"localhost", "127.0.0.1", "[::1]", socket.gethostname().lower(), *configured_hosts(), *hosts}),
        journal=os.environ.get("JAMLANMA_JOURNAL", "wal"),
        testing=testing,
        extra={"TODAY": date.fromisoformat(chosen["today"])} if chosen.get("today") else {},
    )


def database_url(data: Path) -> str:
    url = os.environ.get("JAMLANMA_DATABASE_URL", "")
    if url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    return url or f"sqlite:///{(data / 'jamlanma.db').as_posix()}"


def kind_of(url: str) -> str:
    return "postgresql" if url.startswith("postgresql") else "sqlite"


def need_remembered_database(data: Path) -> None:
    """A forgotten variable must not look like lost data, nor a wrong one like an empty centre."""
    known, given = remembered(data).get("database"), kind_of(database_url(data))
    if known and known != given:
        code = "config.data_on_postgresql" if known == "postgresql" else "config.data_on_sqlite"
        raise ConfigurationError(code, path=str(data))


def remembered(data: Path) -> dict[str, Any]:
    """What the folder's settings.json says: ``demonstration``, ``today``, ``installation``, ``database``.

    Raises ConfigurationError where it cannot be understood.
    """
    path = data / "settings.json"
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        date.fromisoformat(content.get("today") or "2000-01-01")
    except (ValueError, TypeError, AttributeError):
        raise ConfigurationError("config.damaged", path=str(path)) from None
    return content


def remember(data: Path, **facts: str) -> None:
    """Add facts to settings.json, whole or not at all; it is not written when it knows them."""
    known = remembered(data)
    if known | facts == known:
        return
    path = data / "settings.json"
    waiting = path.with_name(path.name + ".part")
    waiting.write_text(json.dumps(known | facts), encoding="utf-8")
    waiting.chmod(0o600)
    waiting.replace(path)


def new_installation() -> str:
    return secrets.token_hex(16)


def configured_hosts() -> tuple[str, ...]:
    return tuple(host.strip() for host in os.environ.get("JAMLANMA_HOSTS", "").split(",") if host.strip())


def make_data_folder(data: Path, *, demonstration: bool, today: date | None = None) -> None:
    """Create a data folder with its own secret key; a demonstration may stand still on one day.

    Raises ConfigurationError when the folder already is one.
    """
    if (data / "settings.json").exists():
        raise ConfigurationError("config.folder_exists", path=str(data))
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / "files").mkdir(mode=0o700, exist_ok=True)
    handle = os.open(data / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    chosen = {"demonstration": demonstration, **({"today": today.isoformat()} if today else {})}
    chosen |= {"installation": new_installation(), "database": kind_of(database_url(data))}
    (data / "settings.json").write_text(json.dumps(chosen), encoding="utf-8")
