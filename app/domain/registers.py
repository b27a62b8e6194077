"""The registers (daftar): which light form each one has and what one card of it counts (domain.md §1, §6).

Words for registers, fields and choices stand in ``i18n/labels.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.counting import Mode
from app.domain.frozen import WAYS
from app.domain.periods import Period
from app.domain.text import search_key

TEXT, LONG_TEXT, WHOLE, MONEY, DAY, CHOICE, LINK = "text", "long_text", "whole", "money", "day", "choice", "link"


@dataclass(frozen=True)
class Field:
    """One field of a light form beside date, title and rows, which every card has."""

    code: str
    kind: str = TEXT
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """``quantities`` maps a unit of measure to the field whose number one card adds to a row of that measure;
    a measure that is not named adds one card. ``counts_when`` is the field and value without which a card
    adds nothing yet. ``one_row``: a card belongs to exactly one row. ``number_field``: where the outgoing number of a
    letter stands; such cards answer what is owed to the region."""

    code: str
    slug: str
    fields: tuple[Field, ...]
    quantities: Mapping[str, str]
    one_row: bool = False
    joint: bool = False
    mode: Mode = "flow"
    counts_when: tuple[str, str] | None = None
    wants_evidence: bool = False
    number_field: str = ""


REGISTERS: dict[str, Register] = {
    register.code: register
    for register in (
        Register(
            "events",
            "events",
            (
                Field(
                    "kind",
                    CHOICE,
                    True,
                    ("event", "exhibition", "meeting", "club", "outreach", "excursion", "contest", "survey"),
                ),
                Field("place"),
                Field("attendance", WHOLE),
                Field("link", LINK),
            ),
            {"nafar": "attendance"},
            wants_evidence=True,
        ),
        Register(
            "acquisitions",
            "acquisitions",
            (
                Field("paper", CHOICE, True, ("contract", "act", "waybill", "list")),
                Field("paper_number"),
                Field("paper_date", DAY),
                Field("titles", WHOLE),
                Field("copies", WHOLE, True),
                Field("sum", MONEY),
            ),
            {"nusxa": "copies", "dona": "copies", "nomda": "titles", "nom": "titles"},
            one_row=True,
        ),
        Register(
            "documents",
            "documents",
            (
                Field("stage", CHOICE, True, ("accepted", "preparing", "sent_back")),
                Field("recipient"),
                Field("way", CHOICE, choices=WAYS),
                Field("outgoing_number"),
                Field("note", LONG_TEXT),
            ),
            {},
            joint=True,
            mode="delivered",
            counts_when=("stage", "accepted"),
            wants_evidence=True,
            number_field="outgoing_number",
        ),
        Register(
            "bibliographic_records",
            "bibliographic-records",
            (Field("source"), Field("records", WHOLE, True), Field("link", LINK)),
            {"bibliografik yozuv": "records", "yozuv": "records", "dona": "records", "": "records"},
            one_row=True,
        ),
        Register(
            "digitised_titles",
            "digitised-titles",
            (
                Field("author"),
                Field("published"),
                Field("pages", WHOLE, True),
                Field("format", CHOICE, False, ("pdf", "djvu", "images", "other")),
                Field("link", LINK),
            ),
            {"sahifa": "pages", "bet": "pages"},
        ),
        Register(
            "publications",
            "publications",
            (
                Field(
                    "outlet",
                    CHOICE,
                    True,
                    ("site", "telegram", "facebook", "instagram", "youtube", "newspaper", "journal", "book"),
                ),
                Field("source"),
                Field("link", LINK),
            ),
            {},
        ),
        Register(
            "training",
            "training",
            (
                Field("kind", CHOICE, True, ("seminar", "internship", "course", "test", "conference")),
                Field("place"),
                Field("attendance", WHOLE),
                Field("attendees", LONG_TEXT),
            ),
            {"nafar": "attendance"},
        ),
        Register(
            "visits",
            "visits",
            (
                Field("kind", CHOICE, True, ("oral", "written", "practical", "study", "survey")),
                Field("place"),
                Field("attendance", WHOLE),
                Field("result", LONG_TEXT),
            ),
            {"nafar": "attendance"},
        ),
        Register(
            "media",
            "media",
            (
                Field("outlet", CHOICE, True, ("television", "radio", "press", "internet")),
                Field("source"),
                Field("link", LINK),
            ),
            {},
        ),
    )
}


LETTERS = "documents"  # the register of what leaves with a number


REGION = ("viloyat", "vakm", "oblast")  # how the regional library is called, folded: also the region of another script


def names_region(recipient: str) -> bool:
    """Whether a recipient may be the regional library, as far as its name says."""
    called = search_key(recipient)
    return any(name in called for name in REGION)


def letter_number(register: Register, data: Mapping[str, Any]) -> str:
    """The outgoing number of a card; empty where it has none."""
    return str(data.get(register.number_field) or "")


def number_key(number: str) -> str:
    """By what outgoing numbers are one: case, blanks and a dot behind make no other number (domain.md §4)."""
    return "".join(number.casefold().split()).rstrip(".")


def is_letter(register: Register, data: Mapping[str, Any]) -> bool:
    """Whether a card is a letter that left: accepted, with its number. Only that answers a duty (domain.md §4)."""
    return bool(letter_number(register, data)) and is_counted(register, data)


def is_counted(register: Register, data: Mapping[str, Any]) -> bool:
    """Whether a card adds anything yet: of documents only those that were accepted do (domain.md §3 “delivered”)."""
    return register.counts_when is None or data.get(register.counts_when[0]) == register.counts_when[1]


def is_uncounted(register: Register, data: Mapping[str, Any]) -> bool:
    """Whether a document was written while its year had no plan, and its rows were not chosen since: it counts in none.

    A card that was asked for its rows keeps them, also where it was to feed none.
    """
    return bool(register.number_field) and "rows" not in data and is_counted(register, data)


def days_to_offer(period: Period, today: date) -> tuple[date, ...]:
    """The days with which the form on a period's page may begin, the likeliest first: one of the period, then today."""
    if period.start <= today <= period.end or today < period.start:
        return (today,)
    return period.end, today


def quantity(register: Register, measure_key: str, data: Mapping[str, Any]) -> int | Decimal | None:
    """What one card adds to a row of this unit of measure (folded by ``search_key``); None while it adds nothing."""
    if not is_counted(register, data):
        return None
    field = register.quantities.get(measure_key)
    if field is None:
        return 1
    number = data.get(field)
    return number if isinstance(number, int | Decimal) else None
