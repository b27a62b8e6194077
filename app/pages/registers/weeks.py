"""A week in which a register's row has no card: that nothing was done in it is said, and taken back (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.periods import Period
from app.i18n.formats import format_period
from app.models import Part, Unit
from app.queries.registers import RegisterMark
from app.web.page import locale


@dataclass(frozen=True)
class WeekLine:
    """``none``: it was said; ``can_say``: this person may say it, or take it back, now."""

    key: str
    period: Period
    cell: str
    version: int
    none: bool
    can_say: bool

    @property
    def words(self) -> str:
        """What its button does, for those who hear it alone."""
        return _("%(key)s, %(week)s: bu haftada boʻlmadi", key=self.key, week=self.week_words)

    @property
    def back_words(self) -> str:
        return _("%(key)s, %(week)s: Bekor qilish", key=self.key, week=self.week_words)

    @property
    def week_words(self) -> str:
        return format_period(self.period.key, locale())


def week_line(part: Part, unit: Unit, week: Period, mark: RegisterMark, *, can_say: bool) -> WeekLine:
    cell = f"{part.key}|{unit.code}|{week.key}"
    return WeekLine(part.key, week, cell, mark.version, mark.is_none, can_say)
