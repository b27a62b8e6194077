"""The form of how a row is entered and counted, with the share of each unit (domain.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.counting import MODES
from app.domain.row_rules import ENTRY_FORMS, SHARES
from app.forms.choices import Choice, Choices
from app.forms.fields import Tick, TypedField, Version
from app.forms.unit_names import NamesForm, asking
from app.i18n.labels import label
from app.models import Indicator, Responsible, Unit


def share_choices() -> list[tuple[str, str]]:
    return [(share, label("share", share)) for share in SHARES]


class Shares(TypedField):
    """The shares together: what is wrong with all of them is said here, while each is a field of its own."""

    is_value = False


class ShareChoice(Choice):
    """The share of one unit."""

    is_value = False

    def __init__(self, label: Any = None, *, unit_id: int = 0, **options: Any) -> None:
        super().__init__(label, choices=share_choices, width=4, **options)
        self.unit_id = unit_id


class CountingForm(NamesForm):
    """How a row is entered and counted; ``counting_form`` adds what depends on the row."""

    depending = (*NamesForm.depending, "share-")

    entry_form = Choice(
        _l("Qayerga yoziladi"),
        required=True,
        width=6,
        choices=lambda: [(code, label("entry_form", code)) for code in ENTRY_FORMS],
    )
    mode = Choice(
        _l("Hisoblash usuli"), required=True, width=6, choices=lambda: [(code, label("mode", code)) for code in MODES]
    )
    sums_parts = Tick(
        _l("Soni tarkibidagi qatorlardan yigʻiladi"), hint=_l("Aks holda bu qatorga alohida son yoziladi.")
    )
    shares = Shares(_l("Boʻlinmalar ulushi"))
    version = Version()

    @property
    def unit_shares(self) -> list[ShareChoice]:
        return [field for field in self if isinstance(field, ShareChoice)]

    def values(self) -> dict[str, Any]:
        return super().values() | {"shares": {field.unit_id: field.data for field in self.unit_shares if field.data}}


def counting_form(row: Indicator, units: Sequence[Unit]) -> type[CountingForm]:
    """The form of a row: a share for each unit that is active or named, and a question for each unknown name."""
    stored = named_units(row)
    fields: dict[str, TypedField] = {}
    if everyone_of(row) is not None:
        fields["everyone"] = Choice(_l("Barcha xizmatlar"), choices=share_choices, width=4)
    for unit in units:
        if not unit.is_ended or unit.id in stored:
            fields[f"share-{unit.code}"] = share_of_unit(unit, stored.get(unit.id))
    form = cast(type[CountingForm], type("CountingForm", (CountingForm,), fields))
    return asking(form, unknown_names(row, units), empty=_("keyinroq hal qilaman"))


def names_form(row: Indicator, units: Sequence[Unit]) -> type[NamesForm]:
    """Only the questions: how a row of an approved plan counts is changed by an amendment."""
    return asking(NamesForm, unknown_names(row, units), empty=_("keyinroq hal qilaman"))


def unknown_names(row: Indicator, units: Sequence[Unit]) -> dict[str, Choices]:
    choices = [(unit.code, unit.name) for unit in units if not unit.is_ended]
    return dict.fromkeys((one.words for one in row.responsible if one.unit_id is None and not one.everyone), choices)


def share_of_unit(unit: Unit, stored: Responsible | None) -> ShareChoice:
    """A unit that the paper names always has a share; any other may be taken out."""
    if stored is not None and stored.printed:
        return ShareChoice(unit.name, unit_id=unit.id, hint=_l("qogʻozda yozilgan"))
    return ShareChoice(unit.name, unit_id=unit.id, empty="—")


def counting_of(row: Indicator, units: Sequence[Unit]) -> CountingForm:
    """The form as the row is stored."""
    stored = named_units(row)
    chosen = {f"share-{unit.code}": stored[unit.id].share for unit in units if unit.id in stored}
    everyone = everyone_of(row)
    if everyone is not None:
        chosen["everyone"] = everyone.share
    return counting_form(row, units)(obj=row, **chosen)


def named_units(row: Indicator) -> dict[int, Responsible]:
    return {one.unit_id: one for one in row.responsible if one.unit_id is not None}


def everyone_of(row: Indicator) -> Responsible | None:
    """“All services”, where the paper names them."""
    return next((one for one in row.responsible if one.everyone), None)
