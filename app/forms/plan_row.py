"""The form of a plan's row: its printed texts, as long as the plan is a draft."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.forms.base import NounForm
from app.forms.fields import LongText, Text, Version
from app.models import Indicator
from app.operations.plans import LIMITS, TEXT_LIMIT

AMOUNT_HINT = _l("Masalan 310, 1/12 yoki -")


class RowForm(NounForm):
    """The texts of a row as the paper has them: one step and one unit a line. ``year`` is the plan's."""

    name = LongText(_l("Nomi"), limit=TEXT_LIMIT, rows=2, hint=_l("Oʻqib boʻlmasa, boʻsh qoldiring."))
    measure = Text(
        _l("Oʻlchov birligi"),
        limit=LIMITS["measure"],
        width=4,
        attrs={"list": "measures", "maxlength": LIMITS["measure"]},
    )
    fact_text = Text(_l("fakt"), limit=LIMITS["fact_text"], width=4, hint=AMOUNT_HINT)
    plan_text = Text(_l("reja"), limit=LIMITS["plan_text"], width=4, hint=AMOUNT_HINT)
    mechanism = LongText(
        _l("Amalga oshirish mexanizmi"), limit=TEXT_LIMIT, rows=6, hint=_l("Har qatorga bitta qadam, raqamsiz.")
    )
    deadline = Text(
        _l("Bajarilish muddati"),
        limit=TEXT_LIMIT,
        width=12,
        hint=_l("Masalan: har oyda; har chorakda; 2025-yil davomida; I–III chorak."),
    )
    responsible = LongText(_l("Masʼullar"), limit=TEXT_LIMIT, rows=4, hint=_l("Har qatorga bitta boʻlinma."))
    version = Version()

    def __init__(self, *args: Any, year: int | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        if year is not None:
            self.fact_text.label.text = _("%(year)s-yil (fakt)", year=year - 1)
            self.plan_text.label.text = _("%(year)s-yil (reja)", year=year)

    @classmethod
    def of(cls, row: Indicator, year: int) -> RowForm:
        """The form as the row is stored."""
        return cls(
            year=year,
            name=row.name or "",
            measure=row.measure or "",
            fact_text=row.fact_text,
            plan_text=row.plan_text,
            mechanism="\n".join(row.mechanism),
            deadline=row.deadline,
            responsible="\n".join(one.words for one in row.responsible if one.printed),
            version=row.version,
        )
