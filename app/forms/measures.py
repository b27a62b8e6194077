"""Which lines of the plan are watched."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.measures import MOST
from app.forms.base import NounForm
from app.forms.choices import Choices, ChoiceSet


class MeasuresForm(NounForm):
    """The main measures; ``rows``: the lines that can be watched, by their keys."""

    keys = ChoiceSet(
        _l("Koʻrsatkichlar"),
        hint=_l("Koʻpi bilan %(most)s ta. Hech biri belgilanmasa, dastur oʻzi tanlaydi.", most=MOST),
    )

    def __init__(self, *args: Any, rows: Choices = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.keys.choices = rows
