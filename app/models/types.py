"""Column types that all tables share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator

from app.domain.periods import TASHKENT

SCALE = 1000  # quantities are stored as whole thousandths, so that sums stay exact in every database
LIMIT = 10**12  # the largest stored figure: 1 000 000 000, in thousandths

# SQLite counts up only INTEGER primary keys by itself.
Key = BigInteger().with_variant(Integer, "sqlite")


class Quantity(TypeDecorator[int | Decimal]):
    """A whole number, or a decimal with up to three places, stored as whole thousandths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value * SCALE)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | Decimal | None:
        return None if value is None else unscale(int(value))


def unscale(thousandths: int) -> int | Decimal:
    """Whole numbers stay ``int``; only real fractions become ``Decimal``."""
    whole, rest = divmod(thousandths, SCALE)
    return whole if rest == 0 else Decimal(thousandths) / SCALE


class Moment(TypeDecorator[datetime]):
    """An instant in UTC, aware on both sides of the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_story: ContextVar[datetime | None] = ContextVar("story", default=None)


def now() -> datetime:
    """The moment that an act bears: the clock's, or the one in which a demonstration lives."""
    return (_story.get() or clock()).astimezone(UTC)


def clock() -> datetime:
    """The real moment, whatever day a demonstration stands on: for sign-ins, waiting times, ages of files."""
    return datetime.now(UTC)


def live_on(day: date | None) -> None:
    """From here on acts bear this day with the clock's time of day; None: the clock's own day."""
    _story.set(None if day is None else datetime.combine(day, clock().astimezone(TASHKENT).time(), TASHKENT))


@contextmanager
def living_at(moment: datetime) -> Iterator[None]:
    """Acts inside bear this moment."""
    token = _story.set(moment)
    try:
        yield
    finally:
        _story.reset(token)
