"""A duty among the choices of a letter's form: which row, for which period, until when."""

from __future__ import annotations

from flask_babel import get_locale
from flask_babel import gettext as _

from app.i18n.formats import format_date, format_period
from app.queries.letters import ReportDuty


def duty_words(duty: ReportDuty, *, with_unit: bool = False) -> str:
    locale = str(get_locale() or "uz")
    words = [f"{duty.row_key} {duty.row_short}".strip(), format_period(duty.period, locale)]
    if duty.due_on is not None:
        words.append(_("%(day)s gacha", day=format_date(duty.due_on, locale, "short")))
    return ", ".join([*words, duty.unit_name] if with_unit else words)
