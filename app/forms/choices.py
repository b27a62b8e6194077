"""Fields in which one chooses: from words by their codes, or from records by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from flask_babel import get_locale
from wtforms import ValidationError
from wtforms.form import BaseForm

from app.domain.calendar import WEEKDAYS
from app.domain.errors import Invalid
from app.domain.typed import parse_number
from app.forms.fields import TypedField
from app.i18n import formats
from app.i18n.labels import explain

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
