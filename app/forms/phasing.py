"""The form of a plan spread over the months by hand (domain.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.counting import Number
from app.forms.base import NounForm
from app.forms.fields import Pressed, TypedField, Version, Whole
from app.i18n.formats import MONTHS
from app.web.page import locale


class Months(TypedField):
    """The twelve together: that they do not make the plan is said here, while each is a field of its own."""

    is_value = False


class MonthFigure(Whole):
    """The plan of one month."""

    is_value = False

    def __init__(self, month: int, **options: Any) -> None:
        super().__init__(LazyString(lambda: MONTHS[locale()][month - 1]), **options)


class MonthsForm(NounForm):
    """Twelve figures, or ``generated``: back to those that follow from the deadline."""

    months = Months(_l("Oylar"))
    generated = Pressed(_l("Muddati boʻyicha boʻlish"))
    version = Version()

    @property
    def figures(self) -> list[MonthFigure]:
        return [field for field in self if isinstance(field, MonthFigure)]

    def values(self) -> dict[str, Any]:
        if self.generated.data:
            return {"version": self.version.data, "months": None}
        return {"version": super().values()["version"], "months": [field.data for field in self.figures]}


# WTForms takes fields as attributes of the class: here twelve alike.
FIGURES = {f"month-{month}": MonthFigure(month) for month in range(1, 13)}
PhasingForm = cast(type[MonthsForm], type("PhasingForm", (MonthsForm,), FIGURES))


def phasing_of(version: int, figures: Sequence[Number] | None) -> MonthsForm:
    """The form as the months are stored or generated; empty where nothing is planned."""
    chosen: dict[str, Any] = {f"month-{month}": figure for month, figure in enumerate(figures or (), 1)}
    return PhasingForm(version=version, **chosen)
