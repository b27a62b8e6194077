"""Fields in which one chooses: from words by their codes, from records by their numbers, from the rows of the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from flask_babel import get_locale
from wtforms import ValidationError
from wtforms.form import BaseForm

from app.domain.calendar import WEEKDAYS
from app.domain.errors import Invalid
from app.domain.typed import parse_decimal, parse_number, parse_whole
from app.forms.fields import TypedField, written_number
from app.i18n import formats
from app.i18n.labels import explain
from app.models import Part

OWN_NUMBER = "number-"  # in front of a row's key: its own number
Choices = Sequence[tuple[str, str]] | Sequence[tuple[str, Sequence[tuple[str, str]]]]


class Choice(TypedField):
    """One of ``choices``: (code, words), or (group, [(code, words)]); set them on the form where they depend on data.

    ``empty`` is the word for none of them; ``radio`` draws them all.
    """

    kind = "select"

    def __init__(
        self,
        label: Any = None,
        *,
        choices: Choices | Callable[[], Choices] = (),
        empty: Any = None,
        radio: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.choices: Any = choices
        self.empty = empty
        self.kind = "radio" if radio else "select"

    def read(self, text: str) -> Any:
        return text or None

    @property
    def options(self) -> Choices:
        return cast(Choices, self.choices() if callable(self.choices) else self.choices)

    def words(self) -> dict[str, str]:
        """The words of every choice by its code."""
        found: dict[str, str] = {}
        for code, words in self.options:
            found |= {str(code): words} if isinstance(words, str) else {str(inner): text for inner, text in words}
        return found

    def pre_validate(self, form: BaseForm) -> None:
        if self.text and not self.errors_so_far() and not {self.text} <= self.words().keys():
            raise ValidationError(explain(Invalid("choice.unknown")))

    def errors_so_far(self) -> Sequence[str]:
        return self.process_errors


class RecordChoice(Choice):
    """One of some records, by its number."""

    def read(self, text: str) -> int | None:
        number = parse_number(text)
        if text and number is None:
            raise Invalid("choice.unknown")
        return number


class ChoiceSet(Choice):
    """Any number of ``choices``; ``data`` is the list of their codes in the order of the page."""

    def __init__(self, label: Any = None, *, width: int = 12, **options: Any) -> None:
        super().__init__(label, width=width, **options)
        self.kind = "checkboxes"
        self.texts: list[str] = []

    def process_data(self, value: Iterable[Any] | None) -> None:
        self.data = list(value or ())
        self.texts = [str(one) for one in self.data]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.texts = list(dict.fromkeys(valuelist))
        self.data = self.understood(lambda: [self.read(text) for text in self.texts])

    def pre_validate(self, form: BaseForm) -> None:
        if not self.errors_so_far() and not set(self.texts) <= self.words().keys():
            raise ValidationError(explain(Invalid("choice.unknown")))


class RecordSet(ChoiceSet):
    """Any number of some records, by their numbers."""

    def read(self, text: str) -> int:
        number = parse_number(text)
        if number is None:
            raise Invalid("choice.unknown")
        return number


class Weekdays(ChoiceSet):
    """The weekdays of a working week, Monday to Sunday."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, choices=weekdays, **options)


def weekdays() -> list[tuple[str, str]]:
    return list(zip(WEEKDAYS, formats.WEEKDAYS[str(get_locale() or "uz")], strict=True))


class FedRows(TypedField):
    """The rows of the plan that a card feeds, each with its own number where one is typed.

    ``data`` maps their keys to the number, None for the usual one. Which rows there are follows from the plan of the
    typed day, so it is judged last, by the form's ``parts``. Where that year has no plan (None) nothing is chosen.
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
        parts: Sequence[Part] | None = form.parts  # type: ignore[attr-defined]
        if parts is None:
            self.data = {}
            return
        answers = form.answers  # type: ignore[attr-defined]
        only = [parts[0].key] if len(parts) == 1 and not answers else []  # the only one is chosen silently
        chosen = self.chosen or only
        if not chosen and not answers:
            raise ValidationError(explain(Invalid("card.no_row" if parts else "card.no_candidates")))
        by_key = {part.key: part for part in parts}
        for picked in form.shown or ():  # type: ignore[attr-defined]
            if picked.key in self.chosen and not is_same_row(picked, by_key.get(picked.key)):
                raise ValidationError(explain(Invalid("card.other_year", key=picked.key)))
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


def is_same_row(part: Part, other: Part | None) -> bool:
    """Whether two plans mean the same by a key: rows are renumbered from year to year."""
    return other is not None and (part.indicator.name, part.name) == (other.indicator.name, other.name)


def number_text(value: int | Decimal | str) -> str:
    return written_number(Decimal(value) if isinstance(value, str) else value)
