"""What is asked of lists and tables: one class for each of them. Empty fields do not filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.form import BaseForm

from app.domain.errors import Invalid
from app.domain.frozen import ACCEPTED, ENTERED
from app.domain.periods import PAPER_KINDS, Period, parse_period
from app.domain.permissions import ROLES
from app.domain.progress import PACES
from app.forms.base import FilterForm
from app.forms.choices import Choice, RecordChoice
from app.forms.fields import Day, Hidden, Span, Text
from app.i18n.formats import format_period
from app.i18n.labels import LABELS, label
from app.models import PlanSection, Unit
from app.web.page import locale

ANY_PERIOD = ("year", "half", "nine_months", "quarter", "month", "week", "day")
ALL = _l("Hammasi")
LONGEST_HEADING = 60


class UnitChoice(Choice):
    """A unit by its code; ``offer`` gives the units, and the one that is chosen though it is offered no more."""

    def offer(self, units: Iterable[Unit], chosen: Unit | None = None) -> None:
        offered = [(unit.code, unit.name) for unit in units]
        if chosen is not None and chosen.code not in dict(offered):
            offered.append((chosen.code, chosen.name))
        self.choices = offered


class SectionChoice(Choice):
    """A section of the plan: the Roman number and as much of the heading as fits."""

    def offer(self, sections: Iterable[PlanSection]) -> None:
        self.choices = [(section.roman, f"{section.roman}. {shortened(section.heading)}") for section in sections]


class PeriodChoice(Choice):
    """A period by its key; one that is asked for is taken though it is not among those that are offered."""

    def __init__(self, label: Any = None, *, kinds: Sequence[str] = ("month",), **options: Any) -> None:
        super().__init__(label, **options)
        self.kinds = kinds

    def read(self, text: str) -> Period | None:
        period = parse_period(text) if text else None
        if period is not None and period.kind not in self.kinds:
            raise Invalid("period.unknown", key=text)
        return period

    def write(self, value: Period | str | None) -> str:
        return value.key if isinstance(value, Period) else value or ""

    def offer(self, keys: Iterable[str]) -> None:
        offered = list(keys)
        if isinstance(self.data, Period) and self.data.key not in offered:
            offered.append(self.data.key)
        self.choices = [(key, format_period(key, locale())) for key in offered]

    def pre_validate(self, form: BaseForm) -> None:
        """Whatever could be read is good."""


class RowKey(Text):
    """A row as people type it, “iv.15”, in its stored form."""

    def read(self, text: str) -> str:
        roman, dot, rest = super().read(text).partition(".")
        return f"{roman.upper()}{dot}{rest}"


class HistoryFilterForm(FilterForm):
    """Who, where, what and when."""

    person = RecordChoice(_l("Xodim"), empty=ALL, width=4)
    unit = UnitChoice(_l("Boʻlinma"), empty=ALL, width=4)
    subject = Choice(
        _l("Nima"), empty=ALL, width=4, choices=lambda: [(code, label("subject", code)) for code in LABELS["subject"]]
    )
    row = RowKey(_l("Reja qatori"), limit=44, width=4, hint=_l("Masalan IV.15"))
    period = Span(_l("Qaysi davr maʼlumoti"), kinds=ANY_PERIOD, width=4, hint=_l("Masalan 2025-11 yoki 2025-Q3"))
    first = Day(_l("Sanadan"), width=4, hint=_l("Masalan 01.11.2025"))
    last = Day(_l("Sanagacha"), width=4, hint=_l("Masalan 30.11.2025"))
    words = Text(_l("Login yoki kod"), limit=200, type="search", width=4)


class PeopleFilterForm(FilterForm):
    """Who is looked for among the people of the centre."""

    words = Text(_l("Ism yoki login"), limit=100, type="search", width=3)
    role = Choice(_l("Vazifasi"), empty=ALL, width=3, choices=lambda: [(role, label("role", role)) for role in ROLES])
    unit = UnitChoice(_l("Boʻlinma"), empty=ALL, width=3)
    state = Choice(
        _l("Holati"), empty=ALL, width=3, choices=lambda: [("active", _("Faol")), ("inactive", _("Faolsizlantirilgan"))]
    )


class PlanFilterForm(FilterForm):
    """Which part of the official table."""

    section = SectionChoice(_l("Boʻlim"), empty=_l("barcha boʻlimlar"), width=4)
    unit = UnitChoice(_l("Xizmat, sektor"), empty=_l("butun markaz"), width=4)


class ConsolidationFilterForm(FilterForm):
    """Which rows of the consolidation, with which columns and figures."""

    view = Choice(_l("Ustunlar"), width=2, choices=lambda: [("quarters", _("choraklar")), ("months", _("oylar"))])
    section = SectionChoice(_l("Boʻlim"), empty=_l("barcha boʻlimlar"))
    unit = UnitChoice(_l("Xizmat, sektor"), empty=_l("butun markaz"))
    state = Choice(_l("Surʼat"), empty=_l("hammasi"), choices=lambda: [(code, label("pace", code)) for code in PACES])
    basis = Choice(
        _l("Maʼlumotlar"), choices=lambda: [(ENTERED, _("barcha kiritilgan")), (ACCEPTED, _("faqat qabul qilingan"))]
    )


class DeadlinesFilterForm(FilterForm):
    """Whose deadlines, of which unit, due in which month; which kind of them, as list or calendar, and what a first
    page counted of them, by links."""

    view = Hidden()
    show = Hidden()
    about = Hidden()
    whose = Choice(
        _l("Kimning muddatlari"), choices=lambda: [("mine", _("Mening boʻlinmalarim")), ("all", _("Butun markaz"))]
    )
    unit = UnitChoice(_l("Xizmat, sektor"), empty=_l("barchasi"), width=4)
    month = PeriodChoice(_l("Muddati qaysi oyda"), empty=_l("barcha oylar"))


class DeviationsFilterForm(FilterForm):
    """Whose lines of a quarter: those that stand behind or have no figure, or all that are counted."""

    unit = UnitChoice(_l("Xizmat, sektor"), empty=_l("butun markaz"), width=4)
    show = Choice(
        _l("Qaysi qatorlar"),
        width=4,
        choices=lambda: [("behind", _("orqada qolgani va yozilmagani")), ("all", _("hammasi"))],
    )


class RegisterSearchForm(FilterForm):
    """Cards of a register by their words; place and period stand in the address."""

    unit = Hidden()
    month = Hidden()
    year = Hidden()
    q = Text(_l("Nomi boʻyicha qidirish"), limit=100, type="search", width=6)


class ReportPeriodForm(FilterForm):
    """Of which period a report is to be made."""

    period = PeriodChoice(_l("Davr"), kinds=PAPER_KINDS, width=4)


def shortened(heading: str) -> str:
    return heading if len(heading) < LONGEST_HEADING else heading[: LONGEST_HEADING - 2] + "…"
