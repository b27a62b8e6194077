"""What is looked for in the history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.forms.base import FilterForm
from app.forms.choices import Choice, RecordChoice
from app.forms.fields import Day, Span, Text
from app.i18n.labels import LABELS, label

ANY_PERIOD = ("year", "half", "nine_months", "quarter", "month", "week", "day")
ALL = _l("Hammasi")


class RowKey(Text):
    """A row as people type it, “iv.15”, in its stored form."""

    def read(self, text: str) -> str:
        roman, dot, rest = super().read(text).partition(".")
        return f"{roman.upper()}{dot}{rest}"


class HistoryFilterForm(FilterForm):
    """Who, where, what and when; empty fields do not filter."""

    person = RecordChoice(_l("Xodim"), empty=ALL, width=4)
    unit = Choice(_l("Boʻlinma"), empty=ALL, width=4)
    subject = Choice(
        _l("Nima"), empty=ALL, width=4, choices=lambda: [(code, label("subject", code)) for code in LABELS["subject"]]
    )
    row = RowKey(_l("Reja qatori"), limit=44, width=4, hint=_l("Masalan IV.15"))
    period = Span(_l("Qaysi davr maʼlumoti"), kinds=ANY_PERIOD, width=4, hint=_l("Masalan 2025-11 yoki 2025-Q3"))
    first = Day(_l("Sanadan"), width=4, hint=_l("Masalan 01.11.2025"))
    last = Day(_l("Sanagacha"), width=4, hint=_l("Masalan 30.11.2025"))
    words = Text(_l("Login yoki kod"), limit=200, type="search", width=4)

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]] = (),
        units: Sequence[tuple[str, str]] = (),
        **values: Any,
    ) -> None:
        super().__init__(*args, **values)
        self.person.choices, self.unit.choices = people, units
