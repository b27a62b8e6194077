"""What a row is called on screens, and each figure of a composite cell (domain.md §3 “Names”)."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.short_names import LONGEST, LONGEST_OF_PART
from app.forms.base import NounForm
from app.forms.fields import Text, TypedField, Version
from app.models import Indicator


class PartName(Text):
    """The name of one figure of a composite cell; empty: by its place."""

    is_value = False

    def __init__(self, label: Any = None, *, place: int = 0, **options: Any) -> None:
        super().__init__(label, limit=LONGEST_OF_PART, width=6, **options)
        self.place = place


class RowNamesForm(NounForm):
    """The short name of a row; ``row_names_form`` adds a name for each figure of its cell."""

    depending = ("part-",)

    short_name = Text(
        _l("Qisqa nomi"),
        limit=LONGEST,
        width=6,
        hint=_l("Ekrandagi nomi. Boʻsh qolsa, qoida boʻyicha; qogʻozda toʻliq nomi turadi."),
    )
    version = Version()

    @property
    def part_fields(self) -> list[PartName]:
        return [field for field in self if isinstance(field, PartName)]

    def values(self) -> dict[str, Any]:
        return super().values() | {"part_names": {field.place: field.data or "" for field in self.part_fields}}


def row_names_form(row: Indicator) -> type[RowNamesForm]:
    fields: dict[str, TypedField] = {
        f"part-{part.place}": PartName(_("%(place)s-tarkibi nomi", place=part.place), place=part.place)
        for part in row.parts
        if part.place
    }
    return cast(type[RowNamesForm], type("RowNamesForm", (RowNamesForm,), fields))


def row_names_of(row: Indicator) -> RowNamesForm:
    """The form as the row is called now."""
    chosen = {f"part-{part.place}": part.name for part in row.parts if part.place}
    return row_names_form(row)(short_name=row.short_name, version=row.version, **chosen)
