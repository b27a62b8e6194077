"""Places in the plan's table in words."""

from __future__ import annotations

from flask_babel import gettext as _

from app.domain.plan_tree import FIRST, UNDER
from app.i18n.formats import MONTHS


def place_words(place: str, row: str = "") -> str:
    """Where a row is put: ``first:IV``, ``after:IV.15`` or ``under:IV.15``. ``row``: what that row is called, else its
    key."""
    kind, _sep, key = place.partition(":")
    if kind == FIRST:
        return _("%(roman)s boʻlim boshiga", roman=key)
    if kind == UNDER:
        return _("%(row)s – shuning tarkibiga", row=row or key)
    return _("%(row)s – shundan keyin", row=row or key)


def months_before(year_month: int) -> str:
    """“Yanvar–iyun”: the months of a year before another one of it, in the language of the plan."""
    first, last = MONTHS["uz"][0].capitalize(), MONTHS["uz"][year_month % 100 - 2]
    return first if year_month % 100 == 2 else f"{first}–{last}"
