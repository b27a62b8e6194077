"""The forms of figures: cells stay plain inputs for their weight, and are read by these (contract.md “Pages”)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from app.domain.errors import Invalid
from app.forms.base import NounForm
from app.forms.choices import Choice
from app.forms.fields import Day, Hidden, Text, Version, version_of

REASON_LIMIT = 500


class CellForm(NounForm):
    """One figure as typed; what it means depends on its row, and is judged by the operation."""

    value = Hidden(_l("Yozuv"))
    version = Version()
    state = Hidden()
    reason = Text(_l("Sababi"), limit=REASON_LIMIT)


class CellsForm(NounForm):
    """Figures of a page that is sent whole, without a script: ``value`` once for each cell, in order.

    Our pages send all keys in one field ``cells`` and all versions in ``versions``, which halves a month's page;
    ``cell`` and ``version`` once for each cell are as good. ``no_activity`` is a day on which nothing else happened.
    """

    no_activity = Hidden()

    def figures(self) -> list[tuple[str, str, int]]:
        """(key, text, version) of each cell. Raises Invalid ``form.uneven`` when something of the page was lost."""
        sent = request.form
        keys = sent.get("cells", "").split() or sent.getlist("cell")
        versions = sent.get("versions", "").split() or sent.getlist("version")
        values = sent.getlist("value")
        if not len(keys) == len(values) == len(versions):
            raise Invalid("form.uneven")
        day = self["no_activity"].data or ""
        return [
            (key, "-" if day and key.endswith(f"|{day}") and not value.strip() else value, version_of(version))
            for key, value, version in zip(keys, values, versions, strict=True)
        ]


class NoActivityForm(NounForm):
    """“Nothing happened” of a register's row this month, or taken back."""

    cell = Hidden()
    value = Hidden()
    version = Version()


class AsideForm(NounForm):
    """A cell that is set aside as not applicable, with the reason; ``by_day`` one day's, else the whole month's."""

    row = Choice(_l("Koʻrsatkich"), required=True, width=4)
    day = Day(_l("Sana"), hint=_l("Masalan 05.11.2025"))
    reason = Text(_l("Sababi"), required=True, limit=REASON_LIMIT, width=4)

    def __init__(self, *args: Any, rows: Sequence[tuple[str, str]] = (), by_day: bool = False, **values: Any) -> None:
        super().__init__(*args, line="aside", **{name: value for name, value in values.items() if name != "line"})
        self.row.choices = rows
        self.by_day = by_day
        self.day.required = by_day

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if self.by_day and not self.day.text.strip():
            self.add_error(Invalid("field.required", field="day"))
            return False
        return good
