"""The form of a figure's plan divided between the units that count it (domain.md §3 “Own share”)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l

from app.domain.counting import Number
from app.forms.base import NounForm
from app.forms.fields import DecimalNumber, Hidden, LongText, TypedField, Version
from app.forms.phasing import LookedAt
from app.models import Unit
from app.operations.own_shares import REASON_LIMIT


class Amounts(TypedField):
    """The shares together: that they are more than the plan is said here, while each is a field of its own."""

    is_value = False


class ShareAmount(DecimalNumber):
    """What of the plan is one unit's own; empty: it has no share."""

    is_value = False

    def __init__(self, label: Any = None, *, unit_id: int = 0, **options: Any) -> None:
        super().__init__(label, **options)
        self.unit_id = unit_id


class OwnSharesForm(NounForm):
    """A share for each unit; ``own_shares_form`` adds them. ``way``: how they were proposed, empty where typed."""

    depending = ("amount-",)

    amounts = Amounts(_l("Ulushlar"))
    reason = LongText(_l("Sababi"), limit=REASON_LIMIT, rows=2)
    way = Hidden()
    looked_at = LookedAt()
    version = Version()

    @property
    def shares(self) -> list[ShareAmount]:
        return [field for field in self if isinstance(field, ShareAmount)]

    @property
    def typed_shares(self) -> dict[int, Number]:
        """Unit id → its share, of those that have one."""
        return {field.unit_id: field.data for field in self.shares if field.data is not None}

    @property
    def shares_text(self) -> str:
        """The shares as one text, as ``looked_at`` holds them."""
        return " ".join(str(field.data) for field in self.shares)

    @property
    def was_looked_at(self) -> bool:
        return self.looked_at.text == self.shares_text


def own_shares_form(units: Sequence[Unit], places: int) -> type[OwnSharesForm]:
    fields = {f"amount-{unit.code}": ShareAmount(unit.name, unit_id=unit.id, places=places, width=4) for unit in units}
    return cast(type[OwnSharesForm], type("OwnSharesForm", (OwnSharesForm,), fields))


def own_shares_of(
    units: Sequence[Unit], places: int, version: int, shares: Mapping[int, Number], way: str = ""
) -> OwnSharesForm:
    """The form as the shares stand, or as they are proposed."""
    chosen: dict[str, Any] = {f"amount-{unit.code}": shares.get(unit.id) for unit in units}
    return own_shares_form(units, places)(version=version, way=way, **chosen)
