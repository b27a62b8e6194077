"""Names of units on a paper that nobody knows yet: one question for each, in any form about a plan (domain.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from app.forms.base import NounForm
from app.forms.choices import Choice, Choices

Asking = TypeVar("Asking", bound="NamesForm")


class NameChoice(Choice):
    """Which unit a printed name means."""

    is_value = False


class NamesForm(NounForm):
    """A form that asks for printed names. The words are in the name of the field: an answer never moves to another."""

    depending: tuple[str, ...] = ("unit-",)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for place, field in enumerate(self.questions, 1):
            field.id = f"unit-{place}"  # words would make no id

    @property
    def questions(self) -> list[NameChoice]:
        return [field for field in self if isinstance(field, NameChoice)]

    @property
    def answers(self) -> dict[str, str]:
        """Printed name → what was chosen for it; blank where nothing was."""
        return {field.label.text: field.data or "" for field in self.questions}


def asking(form: type[Asking], names: Mapping[str, Choices], **options: Any) -> type[Asking]:
    """A form with a question for each of ``names``, which map to what may be chosen."""
    fields = {f"unit-{words}": NameChoice(words, choices=found, width=6, **options) for words, found in names.items()}
    return cast(type[Asking], type(form.__name__, (form,), fields))
