"""What a centre sets for its months."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms.base import NounForm
from app.forms.fields import Tick, Whole


class MonthSettingsForm(NounForm):
    """How many days a month may be written after its end, and in how many working days it is due."""

    entry_window_days = Whole(
        _l("Oy tugagach necha kun yozish mumkin"), required=True, width=4, hint=_l("0 – muddat cheklanmaydi")
    )
    working_days_month = Whole(_l("Oy tugagach necha ish kunida topshiriladi"), required=True, width=4)


class SelfAcceptanceForm(NounForm):
    """Whether the methodologist may accept what she handed in herself."""

    allowed = Tick(_l("Metodist oʻzi topshirgan oyni qabul qila oladi (bu belgilanib qoladi)"))
