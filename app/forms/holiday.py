"""The forms of the calendar: a day unlike its weekday, and the centre's working week (domain.md §4)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.domain.holidays import DAY_OFF, HOLIDAY, WORKING_DAY
from app.domain.typed import LAST_YEAR
from app.forms.base import ActForm, MakingForm, NounForm
from app.forms.choices import Choice, Weekdays
from app.forms.fields import Day, HiddenDay, HiddenNumber, Span, Text
from app.i18n.labels import label
from app.models import CentreHoliday


class YearForm(ActForm):
    """An act on the list of a year."""

    year = HiddenNumber(most=LAST_YEAR)


class NewHolidayForm(MakingForm):
    """A day that the centre adds."""

    day = Day(_l("Kun"), required=True)
    kind = Choice(
        _l("Turi"),
        required=True,
        choices=lambda: [(kind, label("day_kind", kind)) for kind in (DAY_OFF, WORKING_DAY, HOLIDAY)],
    )
    name = Text(_l("Nomi"), required=True, limit=200, width=6)


class HolidayForm(NounForm):
    """A day of the list, moved or confirmed. ``shown`` is the day that the page showed; a holiday keeps its name."""

    day = Day(_l("Kun"), required=True)
    name = Text(_l("Nomi"), limit=200)
    shown = HiddenDay()

    @classmethod
    def of(cls, holiday: CentreHoliday) -> HolidayForm:
        return cls(line=holiday.id, day=holiday.day, name=holiday.name, shown=holiday.day)


class BeginningForm(NounForm):
    """From which month the centre works with the program."""

    first_month = Span(
        _l("Dastur bilan ish boshlangan oy"),
        width=4,
        hint=_l("Masalan 2025-06. Undan oldingi oylar uchun hech narsa talab qilinmaydi. Boʻsh boʻlsa, yil boshidan."),
    )


class WorkingWeekForm(NounForm):
    """The weekdays on which the centre works."""

    working_week = Weekdays(
        _l("Ish kunlari"),
        hint=_l(
            "Muddatlar shu kunlar boʻyicha hisoblanadi. Boʻlinmaning oʻz ish haftasi uning sahifasida belgilanadi."
        ),
    )
