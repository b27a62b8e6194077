"""The light form of a register, made from its description: what was typed, what it means, what is wrong with it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from flask import request

from app.domain.errors import DomainError, Invalid
from app.domain.registers import CHOICE, DAY, LINK, LONG_TEXT, MONEY, TEXT, WHOLE, Field, Register
from app.domain.text import check_text
from app.domain.typed import parse_day, parse_decimal, parse_whole
from app.i18n.formats import format_date, format_number
from app.i18n.labels import explain, label
from app.models import Card, Part
from app.operations.cards import CardInput

LIMITS = {TEXT: 300, LONG_TEXT: 2000, LINK: 1000}
TITLE_LIMIT = 500
MONEY_PLACES = 2


@dataclass
class CardForm:
    """A card as text: every field as typed, the chosen rows, their own numbers; errors by the id of their place."""

    register: Register
    typed: dict[str, str] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    version: int = 0
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    errors: dict[str, str] = field(default_factory=dict)

    def note(self, error: DomainError, place: str | None = None) -> None:
        """Keep the sentence of an error beside its place; one place shows its first error."""
        self.errors.setdefault(place or error.field or "card-form", explain(error))

    def summary(self) -> list[dict[str, str]]:
        """The errors for the top of the page, each with the name of its field."""
        names = {code: field_words(self.register, code) for code in ("date", "title", "rows", "files")}
        names |= {item.code: label("field", item.code) for item in self.register.fields}
        return [
            {"id": place, "message": f"{names[place]}: {words}" if place in names else words}
            for place, words in self.errors.items()
        ]


def field_words(register: Register, code: str) -> str:
    """The label of a field; the title of a card is called after what the register holds."""
    return label("register_title", register.code) if code == "title" else label("field", code)


def blank_form(register: Register, today: date) -> CardForm:
    return CardForm(register, {"date": format_date(today, style="short")})


def form_of_card(register: Register, card: Card) -> CardForm:
    """A stored card as it would be typed."""
    kinds = {item.code: item.kind for item in register.fields}
    typed = {code: written(kinds[code], value) for code, value in card.data.items() if code in kinds}
    rows: Mapping[str, Any] = card.data.get("rows", {})
    return CardForm(
        register,
        {"date": format_date(card.date, style="short"), "title": card.title, **typed},
        list(rows),
        {key: figure(number) for key, number in rows.items() if number is not None},
        card.version,
    )


def copied_form(register: Register, card: Card, today: date) -> CardForm:
    """A new card with everything of a former one but its date."""
    form = form_of_card(register, card)
    form.typed["date"] = format_date(today, style="short")
    return form


def following_form(register: Register, card: Card) -> CardForm:
    """The next card of a batch: the date, the choices and the rows of the one before."""
    form = form_of_card(register, card)
    kept = {"date", *(item.code for item in register.fields if item.kind == CHOICE)}
    form.typed = {code: text for code, text in form.typed.items() if code in kept}
    form.numbers = {}
    return form


def posted_form(register: Register) -> CardForm:
    """The form as this request sent it."""
    sent = request.form
    version = sent.get("version", "")
    token = sent.get("form_token", "")
    return CardForm(
        register,
        {code: sent.get(code, "") for code in ("date", "title", *(item.code for item in register.fields))},
        list(dict.fromkeys(sent.getlist("rows"))),
        {name.removeprefix("number-"): text for name, text in sent.items() if name.startswith("number-") and text},
        int(version) if version.isascii() and version.isdigit() and len(version) < 12 else -1,
        token if 16 <= len(token) <= 64 and token.isascii() and token.isalnum() else uuid.uuid4().hex,
    )


def typed_day(form: CardForm) -> date | None:
    """The day of the form when it can be read."""
    try:
        return parse_day(form.typed.get("date", ""))
    except Invalid:
        return None


def understood(form: CardForm, parts: Sequence[Part]) -> CardInput | None:
    """What the form means; None when something is wrong, and then ``form.errors`` says what.

    The only row that a unit can feed is chosen silently.
    """
    day = taken(form, "date", lambda text: required(parse_day(text)))
    title = taken(form, "title", lambda text: required(check_text(text, TITLE_LIMIT)))
    data = {
        item.code: taken(form, item.code, lambda text, item=item: value_of(item, text)) for item in form.register.fields
    }
    chosen = form.rows or ([parts[0].key] if len(parts) == 1 else [])
    rows = {key: row_number(form, key, parts) for key in chosen}
    if not rows:
        form.note(Invalid("card.no_row" if parts else "card.no_candidates", field="rows"))
    if form.errors or day is None or title is None:
        return None
    return CardInput(day, title, data, rows)


def taken(form: CardForm, code: str, read: Any) -> Any:
    try:
        return read(form.typed.get(code, ""))
    except Invalid as error:
        form.note(error, code)
        return None


def required(value: Any) -> Any:
    if value in (None, ""):
        raise Invalid("field.required")
    return value


def row_number(form: CardForm, key: str, parts: Sequence[Part]) -> int | Decimal | None:
    part = next((part for part in parts if part.key == key), None)
    decimals = part.indicator.decimals if part is not None else 0
    text = form.numbers.get(key, "")
    try:
        return parse_decimal(text, decimals) if decimals else parse_whole(text)
    except Invalid as error:
        keys = [part.key for part in parts]
        form.note(error, f"number-{keys.index(key) + 1}" if key in keys else "rows")
        return None


def value_of(item: Field, text: str) -> Any:
    """One typed field as a value; None when it is empty. Raises Invalid."""
    value: Any
    match item.kind:
        case "whole":
            value = parse_whole(text)
        case "money":
            value = parse_decimal(text, MONEY_PLACES)
        case "day":
            value = parse_day(text)
        case "choice":
            value = choice(item, text)
        case "link":
            value = link(text)
        case _:
            value = check_text(text, LIMITS[item.kind]) or None
    return required(value) if item.required else value


def choice(item: Field, text: str) -> str | None:
    if text and text not in item.choices:
        raise Invalid("choice.unknown")
    return text or None


def link(text: str) -> str | None:
    """An address of the web, as it can safely stand in a page. Raises Invalid ``link.form``."""
    address = check_text(text, LIMITS[LINK])
    if not address:
        return None
    try:
        pieces = urlsplit(address)
        good = pieces.scheme in ("http", "https") and bool(pieces.hostname)
    except ValueError:
        good = False
    if not good or any(sign.isspace() or sign in '<>"\\' for sign in address):
        raise Invalid("link.form")
    return address


def written(kind: str, value: Any) -> str:
    """A stored value as a person types it."""
    if kind == DAY:
        return format_date(date.fromisoformat(value), style="short")
    if kind == MONEY:
        return figure(Decimal(value))
    return figure(value) if kind == WHOLE else str(value)


def figure(value: int | Decimal | str) -> str:
    """A number for a field: a decimal comma, groups by plain spaces, so that it can be typed on."""
    return format_number(Decimal(value) if isinstance(value, str) else value).replace("\u00a0", " ")
