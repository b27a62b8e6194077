"""What the templates of a register draw: fields, rows to choose from, and how two versions of a card differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from app.domain.registers import CHOICE, DAY, LINK, LONG_TEXT, MONEY, TEXT, WHOLE, Field, Register
from app.i18n.labels import label
from app.models import Part
from app.operations.cards import measure_of
from app.web.register_forms import CardForm, field_words, written

WIDTHS = {TEXT: 3, LONG_TEXT: 12, WHOLE: 2, MONEY: 2, DAY: 2, CHOICE: 3, LINK: 3}


def shown(item: Field, value: Any) -> str:
    """A stored value as people read it in a list."""
    if item.kind == CHOICE:
        return label("choice", value) if value in item.choices else str(value)
    return written(item.kind, value)


def fields_of(form: CardForm) -> list[dict[str, Any]]:
    """What the template draws: the register's own fields with label, text, error and choices."""
    return [
        {
            "code": item.code,
            "kind": item.kind,
            "label": label("field", item.code),
            "value": form.typed.get(item.code, ""),
            "required": item.required,
            "width": WIDTHS[item.kind],
            "error": form.errors.get(item.code),
            "placeholder": "https://" if item.kind == LINK else None,
            "choices": [(code, label("choice", code)) for code in item.choices],
        }
        for item in form.register.fields
    ]


def rows_of_form(form: CardForm, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The rows to choose from, each with its own small number and what follows when that stays empty."""
    return [
        {
            "key": part.key,
            "id": f"row-{place}",
            "words": part_words(part),
            "chosen": part.key in form.rows,
            "number_id": f"number-{place}",
            "number": form.numbers.get(part.key, ""),
            "usual": usual(form.register, part),
            "error": form.errors.get(f"number-{place}"),
        }
        for place, part in enumerate(parts, 1)
    ]


def usual(register: Register, part: Part) -> str:
    """What a card adds when no number is typed: one, or the number of a field, by its name."""
    code = register.quantities.get(measure_of(part))
    return label("field", code).lower() if code else "1"


def part_words(part: Part) -> str:
    """A row's name on one line; a sub-row without a name, or below another sub-row, with the name above it."""
    row = part.indicator
    name = row.name or ""
    above = row.parent
    if above is not None and above.name and (above.parent is not None or not name):
        name = f"{above.name}: {name or row.key.rpartition('.')[2]}"
    name = name or _("nomi koʻrsatilmagan")
    if part.place:
        name = _("%(name)s (%(place)s-son)", name=name, place=part.place)
    return name


def differences(mine: CardForm, theirs: CardForm) -> list[tuple[str, str, str]]:
    """The fields in which two versions of a card differ: its name, what is stored now, what was typed here."""
    places = ["date", "title", *(item.code for item in mine.register.fields)]
    kinds = {item.code: item for item in mine.register.fields}

    def text(form: CardForm, code: str) -> str:
        typed = form.typed.get(code, "")
        return shown(kinds[code], typed) if typed and code in kinds and kinds[code].kind == CHOICE else typed

    found = [(field_words(mine.register, code), text(theirs, code), text(mine, code)) for code in places]
    if mine.rows:
        found.append((label("field", "rows"), rows_words(theirs), rows_words(mine)))
    return [entry for entry in found if entry[1].strip() != entry[2].strip()]


def rows_words(form: CardForm) -> str:
    return ", ".join(f"{key} ({form.numbers[key]})" if form.numbers.get(key) else key for key in form.rows)
