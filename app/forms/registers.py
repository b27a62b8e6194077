"""The light form of a register, made once from its description: fields, labels, limits (domain.md §6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self, cast

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.errors import DomainError
from app.domain.evidence import ALLOWED, BYTES_LIMIT
from app.domain.obligations import is_offered
from app.domain.registers import CHOICE, REGISTERS, Field, Register
from app.forms.base import MakingForm
from app.forms.choices import OWN_NUMBER, Choice, FedRows, RecordSet
from app.forms.duty_words import duty_words
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
)
from app.i18n.labels import label
from app.models import Card, Part
from app.operations.cards import CardInput
from app.queries.letters import ReportDuty, is_of_row

TITLE_LIMIT = 500
ACCEPT = ",".join(f".{ending}" for ending in ALLOWED)
MONEY_PLACES = 2


class EvidenceFiles(Files):
    """Files that prove something; ``data`` is a list of (name, content)."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, multiple=True, accept=ACCEPT, max_bytes=BYTES_LIMIT, **options)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = [(file.filename or "", file.read()) for file in self.data or ()]


class CardForm(MakingForm):
    """A card of one register; its class is made by ``card_form``.

    ``parts``: the parts that the unit can feed; None where the card's year has no plan. ``asked``: whether the page
    showed any; ``shown``: those that it showed, where they are of another year's plan.
    """

    depending = (OWN_NUMBER,)

    register: ClassVar[Register]
    parts: Sequence[Part] | None = ()
    asked = True
    shown: Sequence[Part] | None = None

    def card(self) -> CardInput:
        """What the form means; a letter that answers a duty goes to the region, where no other recipient is named.

        Raises WrongForm.
        """
        values = self.values()
        own = {item.code: values[item.code] for item in self.register.fields}
        if self.answers and not own["recipient"]:
            own["recipient"] = region()
        duties = values.get("duties") or ()
        return CardInput(values["date"], values["title"], own, values["rows"], duties, asked=self.asked)

    @property
    def fed_rows(self) -> FedRows:
        return cast(FedRows, self["rows"])

    def take_parts(
        self, parts: Sequence[Part] | None, *, asked: bool = True, shown: Sequence[Part] | None = None
    ) -> Self:
        self.parts, self.asked, self.shown = parts, asked, shown
        return self

    def take_duties(self, duties: Sequence[ReportDuty], today: date, card: Card | None = None) -> Self:
        """Offer what the unit owes to the region now, and what was named or chosen, too.

        A stored card's own are chosen already; without any the field goes.
        """
        if "duties" not in self:
            return self
        field = cast(RecordSet, self["duties"])
        if card is not None and field.raw_data is None:
            field.process_data(duty.id for duty in duties if duty.card_id == card.id)
        offered = [duty for duty in duties if is_offered(duty.ends_on, today) or str(duty.id) in field.texts]
        field.choices = [(str(duty.id), duty_words(duty)) for duty in offered]
        if not offered:
            del self["duties"]
        return self

    @property
    def answers(self) -> bool:
        """Whether it is a letter that answers something: then it need not feed a row."""
        return "duties" in self and bool(self["duties"].data)

    def refuse(self, error: DomainError, *, stored: Any = None) -> Self:
        error.field = error.field or {"lock.future": "date"}.get(error.code)
        return super().refuse(error, stored=stored)

    @classmethod
    def blank(cls, day: date | None) -> Self:
        return cls(date=day)

    @classmethod
    def of(cls, card: Card) -> Self:
        """A stored card as it would be typed."""
        return cls(**stored_values(card), version=card.version)

    @classmethod
    def copied(cls, card: Card, day: date | None) -> Self:
        """A new card with everything of another one but its date."""
        return cls(**{**stored_values(card), "date": day})

    @classmethod
    def for_duty(cls, duty: ReportDuty, parts: Sequence[Part], day: date | None) -> Self:
        """The letter that answers a duty: to the region, in the duty's own row where the unit keeps documents of it."""
        rows = [part.key for part in parts if is_of_row(duty, part)]
        return cls(date=day, recipient=region(), rows=dict.fromkeys(rows[:1]), duties=[duty.id])

    @classmethod
    def following(cls, card: Card) -> Self:
        """The next card of a batch: the date, the choices and the rows of the one before."""
        kept = {"date", *(item.code for item in cls.register.fields if item.kind == CHOICE)}
        values = {name: value for name, value in stored_values(card).items() if name in kept}
        return cls(**values, rows=dict.fromkeys(card.data.get("rows", {})))


class EvidenceForm(MakingForm):
    """Files for a card that is there."""

    files = EvidenceFiles(_l("Asos hujjatlar"))


def region() -> str:
    """Whom the duties of a centre are owed to, as a letter names it."""
    return str(_("Viloyat kutubxonasi"))


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
        **({"duties": RecordSet(_l("Qaysi majburiyatlarga javob beradi"))} if register.number_field else {}),
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
