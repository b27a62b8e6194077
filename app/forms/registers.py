"""The light form of a register, made once from its description: fields, labels, limits (domain.md §6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Self, cast

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.form import BaseForm

from app.domain.errors import DomainError, Invalid
from app.domain.evidence import ALLOWED, BYTES_LIMIT
from app.domain.registers import CHOICE, REGISTERS, Field, Register
from app.domain.typed import parse_decimal, parse_whole
from app.forms.base import MakingForm
from app.forms.choices import Choice
from app.forms.fields import (
    Day,
    DecimalNumber,
    Files,
    Link,
    LongText,
    Pressed,
    Text,
    TypedField,
    Version,
    Whole,
    written_number,
)
from app.i18n.labels import explain, label
from app.models import Card, Part
from app.operations.cards import CardInput

TITLE_LIMIT = 500
ACCEPT = ",".join(f".{ending}" for ending in ALLOWED)
MONEY_PLACES = 2
OWN_NUMBER = "number-"  # in front of a row's key: its own number


class EvidenceFiles(Files):
    """Files that prove something; ``data`` is a list of (name, content)."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, multiple=True, accept=ACCEPT, max_bytes=BYTES_LIMIT, **options)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = [(file.filename or "", file.read()) for file in self.data or ()]


class FedRows(TypedField):
    """The rows of the plan that a card feeds, each with its own number where one is typed.

    ``data`` maps their keys to the number, None for the usual one. Which rows there are follows from the plan of the
    typed day, so it is judged last, by the form's ``parts``.
    """

    kind = "rows"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.chosen: list[str] = []
        self.numbers: dict[str, str] = {}
        self.wrong: dict[str, str] = {}
        self.keys: list[str] = []

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors, self.wrong = [], {}
        if formdata is None or not hasattr(formdata, "getlist"):
            self.take(data if isinstance(data, Mapping) else {})
            return
        self.chosen = list(dict.fromkeys(formdata.getlist(self.name)))
        names = (name for name in formdata if name.startswith(OWN_NUMBER))
        self.numbers = {name.removeprefix(OWN_NUMBER): formdata[name] for name in names if formdata[name]}

    def take(self, rows: Mapping[str, Any]) -> None:
        """The rows of a stored card."""
        self.data = dict(rows)
        self.chosen = list(rows)
        self.numbers = {key: number_text(number) for key, number in rows.items() if number is not None}

    def pre_validate(self, form: BaseForm) -> None:
        parts: Sequence[Part] = form.parts  # type: ignore[attr-defined]
        chosen = self.chosen or ([parts[0].key] if len(parts) == 1 else [])  # the only one is chosen silently
        if not chosen:
            raise ValidationError(explain(Invalid("card.no_row" if parts else "card.no_candidates")))
        by_key = {part.key: part for part in parts}
        self.keys = list(by_key)
        self.data = {key: self.own_number(key, by_key.get(key)) for key in chosen}
        if self.wrong:
            raise ValidationError(next(iter(self.wrong.values())))

    def places_of_errors(self) -> list[tuple[str, str]]:
        """Each wrong number by itself, by its place among the rows."""
        places = {key: f"number-{place}" for place, key in enumerate(self.keys, 1)}
        return [(places.get(key, self.id), words) for key, words in self.wrong.items()] or super().places_of_errors()

    def own_number(self, key: str, part: Part | None) -> int | Decimal | None:
        decimals = part.indicator.decimals if part is not None else 0
        text = self.numbers.get(key, "")
        try:
            return parse_decimal(text, decimals) if decimals else parse_whole(text)
        except Invalid as error:
            self.wrong[key] = explain(error)
            return None


class CardForm(MakingForm):
    """A card of one register; its class is made by ``card_form``. ``parts``: the parts that the unit can feed."""

    depending = (OWN_NUMBER,)

    register: ClassVar[Register]
    parts: Sequence[Part] = ()

    def card(self) -> CardInput:
        """What the form means. Raises WrongForm."""
        values = self.values()
        own = {item.code: values[item.code] for item in self.register.fields}
        return CardInput(values["date"], values["title"], own, values["rows"])

    @property
    def fed_rows(self) -> FedRows:
        return cast(FedRows, self["rows"])

    def take_parts(self, parts: Sequence[Part]) -> Self:
        self.parts = parts
        return self

    def refuse(self, error: DomainError, *, stored: Any = None) -> Self:
        error.field = error.field or {"lock.future": "date"}.get(error.code)
        return super().refuse(error, stored=stored)

    @classmethod
    def blank(cls, today: date) -> Self:
        return cls(date=today)

    @classmethod
    def of(cls, card: Card) -> Self:
        """A stored card as it would be typed."""
        return cls(**stored_values(card), version=card.version)

    @classmethod
    def copied(cls, card: Card, today: date) -> Self:
        """A new card with everything of a former one but its date."""
        return cls(**{**stored_values(card), "date": today})

    @classmethod
    def following(cls, card: Card) -> Self:
        """The next card of a batch: the date, the choices and the rows of the one before."""
        kept = {"date", *(item.code for item in cls.register.fields if item.kind == CHOICE)}
        values = {name: value for name, value in stored_values(card).items() if name in kept}
        return cls(**values, rows=dict.fromkeys(card.data.get("rows", {})))


class EvidenceForm(MakingForm):
    """Files for a card that is there."""

    files = EvidenceFiles(_l("Asos hujjatlar"))


def stored_values(card: Card) -> dict[str, Any]:
    own = {item.code for item in REGISTERS[card.register].fields}
    fields = {name: value for name, value in card.data.items() if name in own}
    return {"date": card.date, "title": card.title, "rows": card.data.get("rows", {}), **fields}


@cache
def card_form(code: str) -> type[CardForm]:
    """The form class of a register, made once."""
    register = REGISTERS[code]
    fields: dict[str, Any] = {
        "title": Text(words("register_title", register.code), required=True, limit=TITLE_LIMIT, width=6),
        "date": Day(words("field", "date"), required=True),
        **{item.code: field_of(item) for item in register.fields},
        "files": EvidenceFiles(words("field", "files"), hint=_l("PDF, rasm, DOCX, XLSX. Har biri 10 MB gacha.")),
        "rows": FedRows(words("field", "rows"), required=True),
        "again": Pressed(),
        "version": Version(),
    }
    name = "".join(word.capitalize() for word in register.code.split("_")) + "CardForm"
    return type(name, (CardForm,), {**fields, "register": register, "__doc__": f"A card of “{register.code}”."})


def field_of(item: Field) -> TypedField:
    """The form field of a described field."""
    label_of, required = words("field", item.code), item.required
    match item.kind:
        case "whole":
            return Whole(label_of, required=required)
        case "money":
            return DecimalNumber(label_of, required=required, places=MONEY_PLACES)
        case "day":
            return Day(label_of, required=required)
        case "choice":
            codes = item.choices
            return Choice(
                label_of,
                required=required,
                empty=_l("Tanlang"),
                choices=lambda: [(code, label("choice", code)) for code in codes],
            )
        case "link":
            return Link(label_of, required=required)
        case "long_text":
            return LongText(label_of, required=required, rows=2)
        case _:
            return Text(label_of, required=required)


def words(kind: str, code: str) -> LazyString:
    return LazyString(label, kind, code)


def number_text(value: int | Decimal | str) -> str:
    return written_number(Decimal(value) if isinstance(value, str) else value)
