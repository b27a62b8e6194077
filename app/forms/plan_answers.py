"""What a plan file asks about its cells, columns and rows: a field for each question, in the form of one file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext as _

from app.documents.findings import COLUMN, SKIP, CellFinding, FileQuestion
from app.domain.typed import LONGEST
from app.forms.base import ActForm
from app.forms.choices import Choice
from app.forms.fields import Text, TypedField
from app.forms.plan_unsure import UnsureForm
from app.i18n.labels import label, place_words, sentence


class AnswersOfFileForm(UnsureForm, ActForm):
    """The questions of a file. The key of each is in the name of its field: an answer never moves to another."""

    depending: tuple[str, ...] = ("ask-", *UnsureForm.depending)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for place, field in enumerate(self.asked_fields, 1):
            field.id = f"ask-{place}"  # a place in a file would make no id

    @property
    def asked_fields(self) -> list[TypedField]:
        return [field for field in self.shown_fields if field.name.startswith("ask-")]

    @property
    def answers(self) -> dict[str, str]:
        """Key of a question → what was said; without those of which nothing was chosen."""
        said = {field.name.removeprefix("ask-"): field for field in self.asked_fields}
        given = {key: field.text for key, field in said.items() if field.text or not isinstance(field, Choice)}
        return {**given, **self.told}


def asking_of_file(findings: Sequence[CellFinding]) -> type[AnswersOfFileForm]:
    """A form with a field for each finding to which something can be said, answered or not; open ones come first."""
    fields: dict[str, TypedField] = {}
    for found in sorted(findings, key=lambda found: found.severity != "question"):
        if found.asked and f"ask-{found.asked.key}" not in fields:  # one place, one answer
            fields[f"ask-{found.asked.key}"] = answer_field(found, found.asked)
    return cast(type[AnswersOfFileForm], type("AnswersOfFileForm", (AnswersOfFileForm,), fields))


def answer_field(found: CellFinding, asked: FileQuestion) -> TypedField:
    """The field of one question, with what was said or is proposed; its words begin with the place in the file."""
    place = found.position
    where = place_words(place.kind, place.name, place.row, place.column)
    words = sentence(found.code, found.params)
    text = found.said if found.said is not None else asked.proposal
    common: dict[str, Any] = {"width": 6, "default": text}
    if asked.choices:
        choices = [(code, choice_words(asked.kind, code)) for code in asked.choices]
        return Choice(f"{where}: {words}" if where else words, choices=choices, empty=_("tanlang"), **common)
    return Text(f"{where}: {words}" if where else words, limit=LONGEST, **common)


def choice_words(kind: str, code: str) -> str:
    if kind == COLUMN:
        return _("kerak emas") if code == SKIP else label("field", code)
    return code if code.isdecimal() else label("plan_answer", code)
