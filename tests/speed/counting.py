"""What a page asks of the database: statements and loaded objects of one request, and the bars for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event

from app.extensions import Base

WARM, COLD, OBJECTS = 10, 25, 20  # performance.md “Bars”
EXCEPTIONS = Path(__file__).with_name("exceptions.txt")
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass
class Count:
    statements: int = 0
    objects: int = 0


@contextmanager
def counted() -> Iterator[Count]:
    """Count what is asked of the database meanwhile, whoever asks."""
    count = Count()

    def statement(_connection, _cursor, text, *_rest) -> None:
        count.statements += not text.startswith(TRANSACTION)

    def loaded(_target, _context) -> None:
        count.objects += 1

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Base, "load", loaded, propagate=True)
    try:
        yield count
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Base, "load", loaded)


def exceptions() -> dict[str, tuple[int, int, int]]:
    """Endpoint → statements warm and cold, and objects, of today where they are above the bars. Lines only shrink."""
    lines = (line.split("#")[0].split() for line in EXCEPTIONS.read_text(encoding="utf-8").splitlines())
    return {name: (int(warm), int(cold), int(objects)) for name, warm, cold, objects in filter(None, lines)}
