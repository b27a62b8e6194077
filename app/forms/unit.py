"""The forms of a unit (xizmat, sektor, xodim)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.periods import period_of_month
from app.domain.services import PAGES
from app.domain.units import UNIT_KINDS
from app.forms.base import MakingForm, NounForm
from app.forms.choices import Choice, RecordChoice, Weekdays
from app.forms.fields import Span, Text, Version
from app.i18n.labels import label
from app.models import Unit

CODE_HINT = _l("Kichik lotin harflari, raqam va chiziqcha. Keyin oʻzgarmaydi.")
CODE_ATTRS = {"maxlength": 40, "autocapitalize": "none", "spellcheck": "false"}


class UnitFields(NounForm):
    """What a unit has, new or not. ``parents``: the units in which it may lie, as (number, name)."""

    name = Text(_l("Nomi"), required=True, width=8, attrs={"maxlength": 300})
    kind = Choice(
        _l("Turi"), required=True, width=4, choices=lambda: [(kind, label("unit_kind", kind)) for kind in UNIT_KINDS]
    )
    page = Choice(
        _l("Ish sahifasi"), required=True, width=4, choices=lambda: [(page, label("page", page)) for page in PAGES]
    )
    parent_id = RecordChoice(_l("Qaysi xizmat ichida"), empty=_l("Alohida"), width=4)
    working_week = Weekdays(_l("Ish kunlari"), hint=_l("Belgilanmasa, markazning ish haftasi boʻyicha."))

    def __init__(self, *args: Any, parents: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.parent_id.choices = parents


class NewUnitForm(UnitFields, MakingForm):
    """A unit that is added; its code never changes."""

    code = Text(_l("Kodi"), required=True, width=4, hint=CODE_HINT, attrs=CODE_ATTRS)


class UnitForm(UnitFields):
    """A unit that is there."""

    first_month = Span(_l("Ish boshlagan oyi"), width=4, hint=_l("Masalan 2025-06. Boʻsh boʻlsa, markaz bilan birga."))
    last_month = Span(
        _l("Oxirgi ish oyi"),
        width=4,
        hint=_l("Yopilayotgan boʻlinma uchun. Undan keyin hech narsa talab qilinmaydi, oldingi yozuvlari saqlanadi."),
    )
    version = Version()

    @classmethod
    def of(cls, unit: Unit, parents: Sequence[tuple[str, str]]) -> UnitForm:
        """The form as the unit is stored."""
        form = cls(obj=unit, parents=parents)
        form.first_month.process_data(period_of_month(unit.first_month))
        form.last_month.process_data(period_of_month(unit.last_month))
        return form
