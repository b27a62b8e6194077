"""The form that opens a locked month of a unit for some days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.workflow import LONGEST_EXCEPTION
from app.forms.base import MakingForm
from app.forms.fields import Choice, Day
from app.forms.month import MonthChoice
from app.forms.reason import Reason


class ExceptionForm(MakingForm):
    """Which unit (by its code) and month, until when, and why. ``units`` and ``months`` are (code, words)."""

    unit = Choice(_l("Xizmat, sektor"), required=True, width=4)
    month = MonthChoice(_l("Oy"), required=True, width=4)
    until = Day(_l("Qachongacha"), required=True, width=4, hint=_l("Koʻpi bilan %(days)s kun", days=LONGEST_EXCEPTION))
    reason = Reason(_l("Sababi"), missing="exception.reason_missing")

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, str]] = (),
        months: Sequence[tuple[str, str]] = (),
        **values: Any,
    ) -> None:
        super().__init__(*args, **values)
        self.unit.choices, self.month.choices = units, months
