"""What a plan file leaves open of its rows: fields that hold the proposals, in whichever form of the file is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask_babel import gettext as _

from app.domain.row_rules import EACH, FORM, NAME, WHO, Unsure
from app.domain.short_names import LONGEST
from app.forms.base import NounForm
from app.forms.choices import Choice
from app.forms.fields import Text, TypedField
from app.i18n.labels import label, sentence
from app.operations.plan_unsure import Points, answer_key

Asking = TypeVar("Asking", bound="UnsureForm")


class UnsureField(TypedField):
    """One point of a row: what it ``asks``, and what was ``said`` to it before."""

    is_value = False

    def __init__(self, words: Any = None, *, point: Unsure, row: str, said: str | None, **options: Any) -> None:
        super().__init__(words, **options)
        self.point, self.row, self.said = point, row, said

    @property
    def asks(self) -> str:
        """The label beside the row's own name; the summary of errors has no row beside it."""
        asks = label("unsure", self.point.what)
        return asks[:1].upper() + asks[1:]


class UnsureChoice(UnsureField, Choice):
    """A point to which something is chosen."""


class UnsureName(UnsureField, Text):
    """The short name of a row; empty: the rule's."""


@dataclass(frozen=True)
class UnsureRow:
    """A row of the preview with what is asked of it."""

    key: str
    fields: Sequence[UnsureField]

    @property
    def is_wide(self) -> bool:
        return any(field.point.what != NAME for field in self.fields)


class UnsureForm(NounForm):
    """A form that also asks what a file leaves open. The row and the point are in the name of each field."""

    depending: tuple[str, ...] = ("sure-",)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for place, field in enumerate(self.unsure_fields, 1):
            field.id = f"sure-{place}"  # a key would make no id

    @property
    def unsure_fields(self) -> list[UnsureField]:
        return [field for field in self if isinstance(field, UnsureField)]

    @property
    def unsure_rows(self) -> Iterator[UnsureRow]:
        for key in dict.fromkeys(field.row for field in self.unsure_fields):
            yield UnsureRow(key, [field for field in self.unsure_fields if field.row == key])

    @property
    def asks_who(self) -> bool:
        return any(field.point.what == WHO for field in self.unsure_fields)

    @property
    def told(self) -> dict[str, str]:
        """Key of an answer → what was said; without what was left as it is proposed, or not sent."""
        answers = {}
        for field in [field for field in self.unsure_fields if field.raw_data]:
            told = field.text.strip() or field.point.proposal
            if told != (field.point.proposal if field.said is None else field.said):
                answers[answer_key(field.row, field.point)] = told
        return answers


def asking_unsure(form: type[Asking], points: Points, answers: Mapping[str, str]) -> type[Asking]:
    """A form with a field for each open point, which holds what was said to it or is proposed."""
    fields: dict[str, TypedField] = {}
    for row, point in [(row, point) for row, found in points.items() for point in found]:
        key = answer_key(row, point)
        said = answers.get(key)
        common: dict[str, Any] = {
            "point": point,
            "row": row,
            "said": said,
            "default": said or point.proposal,
            "width": 12 if point.what == WHO else 6,
            "hint": sentence(point.why, point.params),
        }
        words = _("%(key)s: %(what)s", key=row, what=label("unsure", point.what))
        if point.what == NAME:
            fields[f"sure-{key}"] = UnsureName(words, limit=LONGEST, **common)
        else:
            choices = [(code, choice_words(point, code)) for code in point.choices]
            fields[f"sure-{key}"] = UnsureChoice(words, choices=choices, radio=point.what == WHO, **common)
    return cast(type[Asking], type(form.__name__, (form,), fields))


def choice_words(point: Unsure, code: str) -> str:
    if point.what == WHO:
        return label("unsure_who", code) if code == EACH else _("birgalikda, sanaydi: %(unit)s", unit=code)
    return label("entry_form" if point.what == FORM else "unsure_total", code)
