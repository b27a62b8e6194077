"""What the templates of a register draw: fields, rows to choose from, and how two versions of a card differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain.registers import CHOICE, DAY, MONEY, WHOLE, Field, Register
from app.forms.choices import Choice, FedRows, number_text
from app.forms.registers import CardForm
from app.i18n.formats import format_date
from app.i18n.labels import label
from app.models import Part
from app.operations.cards import measure_of
from app.pages.row_names import figure_name


def shown(item: Field, value: Any) -> str:
    """A stored value as people read it in a list."""
    if item.kind == CHOICE:
        return label("choice", value) if value in item.choices else str(value)
    if item.kind == DAY:
        return format_date(date.fromisoformat(value), style="short")
    return number_text(value) if item.kind in (MONEY, WHOLE) else str(value)


def rows_of_form(form: CardForm, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The rows to choose from, each with its own small number and what follows when that stays empty."""
    field = form.fed_rows
    return [
        {
            "key": part.key,
            "id": f"row-{place}",
            "words": figure_name(part),
            "chosen": part.key in field.chosen or (len(parts) == 1 and not form.answers),
            "number_id": f"number-{place}",
            "number": field.numbers.get(part.key, ""),
            "usual": usual(form.register, part),
            "error": field.wrong.get(part.key),
        }
        for place, part in enumerate(parts, 1)
    ]


def usual(register: Register, part: Part) -> str:
    """What a card adds when no number is typed: one, or the number of a field, by its name."""
    code = register.quantities.get(measure_of(part))
    return label("field", code).lower() if code else "1"


def differences(mine: CardForm, theirs: CardForm) -> list[tuple[str, str, str]]:
    """The fields in which two versions of a card differ: its name, what is stored now, what was typed here."""
    places = ["title", "date", *(item.code for item in mine.register.fields)]
    found = [(str(mine[code].label.text), words_of(theirs, code), words_of(mine, code)) for code in places]
    if mine.fed_rows.chosen:
        found.append((label("field", "rows"), rows_words(theirs.fed_rows), rows_words(mine.fed_rows)))
    return [entry for entry in found if entry[1].strip() != entry[2].strip()]


def words_of(form: CardForm, code: str) -> str:
    """What stands in a field, as people read it."""
    field = form.typed(code)
    words = field.words() if isinstance(field, Choice) else {}
    return words.get(field.text, field.text)


def rows_words(field: FedRows) -> str:
    return ", ".join(f"{key} ({field.numbers[key]})" if field.numbers.get(key) else key for key in field.chosen)
