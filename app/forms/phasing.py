"""The form of a plan spread over the months by hand (domain.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.counting import Number
from app.forms.base import NounForm
from app.forms.fields import Hidden, LongText, Pressed, TypedField, Version, Whole
from app.i18n.formats import MONTHS
from app.operations.plans import REASON_LIMIT
from app.web.page import locale


class Months(TypedField):
    """The twelve together: that they do not make the plan is said here, while each is a field of its own."""

    is_value = False


class MonthFigure(Whole):
    """The plan of one month."""

    is_value = False

    def __init__(self, month: int, **options: Any) -> None:
        super().__init__(LazyString(lambda: MONTHS[locale()][month - 1]), **options)


class LookedAt(Hidden):
    """The twelve figures of which the page has shown what they do; other ones are shown first."""

    is_value = False


class MonthsForm(NounForm):
    """Twelve figures, or ``generated``: back to those that follow from the deadline.

    Of an approved plan they are looked at before they are stored, and want a reason.
    """

    months = Months(_l("Oylar"))
    reason = LongText(_l("Sababi"), limit=REASON_LIMIT, rows=2)
    generated = Pressed(_l("Muddati boʻyicha boʻlish"))
    looked_at = LookedAt()
    version = Version()

    @property
    def figures(self) -> list[MonthFigure]:
        return [field for field in self if isinstance(field, MonthFigure)]

    def values(self) -> dict[str, Any]:
        if self.generated.data:
            return {"version": self.version.data, "months": None, "reason": self.reason.data or ""}
        found = super().values()
        return {
            "version": found["version"],
            "months": [field.data for field in self.figures],
            "reason": found["reason"] or "",
        }

    @property
    def typed_months(self) -> str:
        """The figures as one text, as ``looked_at`` holds them."""
        return " ".join(str(field.data) for field in self.figures)

    @property
    def was_looked_at(self) -> bool:
        return self.looked_at.text == self.typed_months


# WTForms takes fields as attributes of the class: here twelve alike.
FIGURES = {f"month-{month}": MonthFigure(month) for month in range(1, 13)}
PhasingForm = cast(type[MonthsForm], type("PhasingForm", (MonthsForm,), FIGURES))


def phasing_of(version: int, figures: Sequence[Number] | None) -> MonthsForm:
    """The form as the months are stored or generated; empty where nothing is planned."""
    chosen: dict[str, Any] = {f"month-{month}": figure for month, figure in enumerate(figures or (), 1)}
    return PhasingForm(version=version, **chosen)
