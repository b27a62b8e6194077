"""The months of opening figures in words, the same on pages and in files (domain.opening)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext

from app.domain.errors import Invalid
from app.domain.opening import Stretch, months_together, read_stretch
from app.domain.periods import period_of_month
from app.i18n.formats import format_period, format_period_short


def stretch_words(stretch: Stretch, locale: str) -> str:
    """“2025-yil may”, “2025-yil yanvar – 2025-yil may” of a total."""
    months = dict.fromkeys((stretch.first, stretch.last))
    return " – ".join(format_period(period_of_month(month).key, locale) for month in months)


def stretch_short(stretch: Stretch, locale: str) -> str:
    """The same within one year: “yanvar–may”."""
    months = dict.fromkeys((stretch.first, stretch.last))
    return "–".join(format_period_short(period_of_month(month).key, locale) for month in months)


def months_words(keys: Iterable[str], locale: str) -> str:
    """Some months of one year: “yanvar–mart, may”."""
    return ", ".join(stretch_short(stretch, locale) for stretch in months_together(keys))


def stretches_words(stretches: Collection[Stretch], locale: str) -> str:
    """What opening figures stand for: “yanvar–mart, yanvar–may (faqat jami)”; nothing of none."""
    months = [months_words([one.key for one in stretches if not one.is_total], locale)]
    totals = [
        gettext("%(months)s (faqat jami)", months=stretch_short(one, locale)) for one in stretches if one.is_total
    ]
    return ", ".join(filter(None, [*months, *totals]))


def key_words(key: str, locale: str) -> str:
    """A day, a period or some months by their key, in words."""
    try:
        return stretch_words(read_stretch(key), locale)
    except Invalid:
        return format_period(key, locale)
