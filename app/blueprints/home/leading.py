"""The first page of director and deputy: what they sign, close, approve and accept, and what lags behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from app.blueprints.home.waited import when_words
from app.domain.duties import APPROVE, CHANGED, CLOSE, LOOKED_AT, REVIEW, SIGN, Duty
from app.i18n.formats import format_period
from app.pages.duty_words import Units, duty_words, place_of
from app.web.page import locale


@dataclass(frozen=True)
class ToDo:
    """One thing for the director: possible now (``act``: the button's words), or what is missing for it."""

    words: str
    small: str
    href: str
    act: str = ""
    way: str = ""  # the words of the link where nothing can be done yet


def to_do(found: Sequence[Duty], units: Units, today: date) -> tuple[ToDo, ...]:
    """``found``: the person's own acts. What can be done comes first; of months that wait only the oldest."""
    at_once = (SIGN, APPROVE, *LOOKED_AT)
    can = [duty for duty in found if duty.kind in at_once or (duty.kind == CLOSE and not duty.missing)]
    cannot = [duty for duty in found if duty.kind == CLOSE and duty.missing][:1]
    return (*(possible(duty, units, today) for duty in can), *(missing(duty) for duty in cannot))


def possible(duty: Duty, units: Units, today: date) -> ToDo:
    acts = {
        SIGN: _("Koʻrib, imzolash"),
        CLOSE: _("Koʻrib, yopish"),
        APPROVE: _("Koʻrib, tasdiqlash"),
        REVIEW: _("Koʻrib, qabul qilish"),
        CHANGED: _("Koʻrib, qabul qilish"),
    }
    unit = units.get(duty.unit_id or 0)
    words = f"{duty_words(duty)}, {unit.name}" if unit else duty_words(duty)
    small = when_words(duty, today) if duty.due else _("Metodist kiritgan reja tasdiqlanishini kutmoqda.")
    return ToDo(words, small, place_of(duty, units, today), acts[duty.kind])


def missing(duty: Duty) -> ToDo:
    month = format_period(duty.period, locale())
    return ToDo(
        words=_("Yopish: %(month)s", month=month),
        small=_("Hali qabul qilinmagan boʻlinmalar: %(count)s", count=duty.missing),
        href=url_for("submissions.index", year=duty.period[:4]),
        way=_("Kimlar"),
    )
