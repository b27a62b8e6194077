"""How a day unlike its weekday is called (domain.md §4)."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from app.domain.calendar import Calendar
from app.domain.holidays import DECREED, WORKING_DAY
from app.i18n.labels import label


def day_words(calendar: Calendar, day: date) -> str | None:
    """“Navroʻz bayrami”, “Navroʻz bayrami (koʻchgan dam olish)”, a centre's own name; None for an ordinary day."""
    special = calendar.reason(day)
    if special is None:
        return None
    words = special_name(special.kind, special.code, special.name)
    return words if special.day == day else _("%(holiday)s (koʻchgan dam olish kuni)", holiday=words)


def off_words(calendar: Calendar, day: date) -> str | None:
    """Why nothing is written on a day: “dam olish kuni”, or the day's own name; None on a working day."""
    if calendar.is_working(day):
        return None
    return day_words(calendar, day) or _("dam olish kuni")


def special_name(kind: str, code: str, name: str) -> str:
    """The word of a special day: its own name, the holiday's, or what a decree made of it."""
    if name:
        return name
    return _("Qaror bilan ish kuni") if code == DECREED and kind == WORKING_DAY else label("holiday", code)
