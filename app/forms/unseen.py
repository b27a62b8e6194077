"""What a page sends along unseen: days and records that it showed, and the version of the thing in a form."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.typed import LARGEST_KEY, parse_day, parse_number
from app.forms.fields import TypedField

NO_VERSION = -1  # of a page that sent none, or no number: it never is the stored one


class Hidden(TypedField):
    """What a page sends along unseen."""

    kind = "hidden"

    def read(self, text: str) -> Any:
        return text


class HiddenDay(Hidden):
    """A day that the page showed."""

    def read(self, text: str) -> date | None:
        return parse_day(text)

    def write(self, value: date | None) -> str:
        return value.isoformat() if value else ""


class HiddenNumber(Hidden):
    """A number that the page wrote: a year, a record. What is none is refused."""

    def __init__(self, *, most: int = LARGEST_KEY, **options: Any) -> None:
        super().__init__(required=True, **options)
        self.most = most

    def read(self, text: str) -> int | None:
        return parse_number(text, self.most)


class Version(Hidden):
    """The version of a thing that the page showed. What is no number is the version of nothing."""

    def read(self, text: str) -> int:
        return version_of(text)


def version_of(text: str) -> int:
    """The version that a page sent."""
    number = parse_number(text)
    return NO_VERSION if number is None else number
