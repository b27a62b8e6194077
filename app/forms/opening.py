"""The forms of opening figures: the table that is sent whole, and a month that is given up (domain.md §4)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.domain.opening import Stretch
from app.domain.periods import period_of_month
from app.forms.base import FilterForm, NounForm
from app.forms.cells import CellsForm
from app.forms.fields import LongText, Tick
from app.forms.filters import PeriodChoice, UnitChoice
from app.operations.words import TEXT_LIMIT


class OpeningFilterForm(FilterForm):
    """Whose figures are typed; the centre's where no unit is chosen."""

    unit = UnitChoice(_l("Kimning sonlari"), empty=_l("Markaz boʻyicha"), width=6)


class OpeningForm(CellsForm):
    """The figures of the table, and why they are changed where a report that was sent contains them."""

    reason = LongText(_l("Oʻzgartirish sababi"), limit=TEXT_LIMIT, rows=2)


class EndOpeningForm(NounForm):
    """Whether no more is known of the months before the beginning."""

    ended = Tick(_l("Bu oylar haqida boshqa hech narsa maʼlum emas: boʻsh kataklar boʻsh qoladi"))


class ClearOpeningForm(NounForm):
    """A month whose opening figures are all taken away."""

    month = PeriodChoice(_l("Oy"), required=True, width=4)
    reason = LongText(_l("Sababi"), limit=TEXT_LIMIT, rows=2)

    def offer(self, stretches: set[Stretch]) -> None:
        months = {month for one in stretches for month in range(one.first, one.last + 1)}
        self.month.offer(period_of_month(month).key for month in sorted(months))
