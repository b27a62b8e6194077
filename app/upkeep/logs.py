"""Logs: to stderr and to ``DATA/log``, one line for one event, never a password (they are not logged at all)."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

BYTES, KEPT = 2 * 2**20, 5
LONGEST_LINE = 4000


class OneLine(logging.Formatter):
    """Line breaks and other control characters of whatever was logged become visible escapes (trust.md I8)."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return "".join(sign if sign.isprintable() else escaped(sign) for sign in text[:LONGEST_LINE])


def escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def start_logs(data: Path) -> None:
    """Log to stderr, and to the folder as long as it can be written; a full disk does not stop the program."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    try:
        (data / "log").mkdir(mode=0o700, exist_ok=True)
        path = data / "log" / "jamlanma.log"
        handlers.append(RotatingFileHandler(path, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8"))
    except OSError:
        pass
    for handler in handlers:
        handler.setFormatter(OneLine())
    logging.raiseExceptions = False  # a log that cannot be written is not worth a failed request
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.WARNING)
