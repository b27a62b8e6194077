"""The forms of figures: cells stay plain inputs for their weight, and are read by these (contract.md “Pages”)."""

from __future__ import annotations

from app.forms.base import NounForm, _l
from app.forms.fields import Day, Hidden, Text, Version

REASON_LIMIT = 500


class CellForm(NounForm):
    """One figure of a cell, as typed; its meaning depends on the row and is judged by the operation."""

    value = Hidden(_l("Yozuv"))
    version = Version()
    state = Hidden()
    reason = Text(_l("Sababi"), limit=REASON_LIMIT)


class NoActivityForm(NounForm):
    """“Nothing happened” of a register's row this month, or taken back."""

    cell = Hidden()
    value = Hidden()
    version = Version()


class AsideForm(NounForm):
    """A cell that is set aside as not applicable, with the reason; without a day the whole month."""

    row = Hidden()
    day = Day(_l("Sana"), hint=_l("Masalan 05.11.2025"))
    reason = Text(_l("Sababi"), required=True, limit=REASON_LIMIT, width=4)
