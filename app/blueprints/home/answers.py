"""The four questions of who gathers the months: what waits, is late, can be closed, and goes to the region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from app.domain.duties import CHANGED, CLOSE, CORRECT, HAND_IN, RETURNED, REVIEW, SEND, SIGN, Duty
from app.domain.periods import parse_period
from app.i18n.formats import format_period
from app.pages.duty_words import Units, place_of, waits_words, when_words
from app.queries.duties import concerns
from app.queries.month_duties import ACCEPT_OWN
from app.queries.owing import OwingYear
from app.web.page import locale

MOST = 4


@dataclass(frozen=True)
class AnswerLine:
    words: str
    href: str
    small: str
    look: str = ""


@dataclass(frozen=True)
class Answer:
    """A question with its number and what stands behind it; ``all``: how many lines there are where not all are shown,
    and the list that has them. ``ahead``: the lines are not due yet and not counted."""

    title: str
    number: int
    lines: tuple[AnswerLine, ...]
    look: str = ""
    all: int = 0
    all_href: str = ""
    ahead: bool = False


def answers(found: Sequence[Duty], units: Units, today: date) -> tuple[Answer, ...]:
    """``found``: the open duties of the whole centre.

    What the reviewer handed in herself does not wait for her: it is named among what keeps its month open.
    """

    def about(name: str) -> list[Duty]:
        return [duty for duty in found if concerns(duty, name, today)]

    def answer(title: str, name: str, lines: Sequence[AnswerLine], number: int, look: str = "") -> Answer:
        href = url_for("deadlines.index", whose="all", about=name)
        return Answer(title, number, tuple(lines[:MOST]), look if number else "", len(lines), href)

    waiting, late, over, region = map(about, ("review", "late", "close", "region"))
    closable = sum(1 for duty in over if not duty.missing)
    out = [send_line(duty, found, units, today) for duty in region or next_to_send(found)]
    return (
        answer(_("Koʻrib chiqish"), "review", [unit_line(duty, units, today) for duty in waiting], len(waiting)),
        answer(_("Kechikdi"), "late", [unit_line(duty, units, today) for duty in late], len(late), "bad"),
        answer(_("Yopish mumkin"), "close", [close_line(duty, found, units, today) for duty in over], closable),
        replace(answer(_("Viloyatga"), "region", out, len(region)), ahead=not region and bool(out)),
    )


def unit_line(duty: Duty, units: Units, today: date) -> AnswerLine:
    unit = units.get(duty.unit_id or 0)
    month = format_period(duty.period, locale())
    look = "back" if duty.kind == RETURNED else "late" if duty.state == "overdue" else ""
    said = {RETURNED: _("qaytarilgan"), CHANGED: _("oʻzgargan sonlar")}
    small = f"{month}, {said.get(duty.kind) or when_words(duty, today)}"
    return AnswerLine(unit.name if unit else "", place_of(duty, units, today), small, look)


def close_line(duty: Duty, found: Sequence[Duty], units: Units, today: date) -> AnswerLine:
    """A month that is over: that it can be closed, or what it waits for."""
    href, month = place_of(duty, units, today), format_period(duty.period, locale())
    if not duty.missing:
        return AnswerLine(month, href, when_words(duty, today), "late" if duty.state == "overdue" else "")
    of_month = [other for other in found if other.period == duty.period]
    kinds = Counter(other.kind for other in of_month)
    above = sum(1 for other in of_month if other.kind == REVIEW and other.permission == ACCEPT_OWN)
    pieces = [
        _("koʻrilmagan: %(count)s", count=kinds[REVIEW] - above) if kinds[REVIEW] > above else "",
        _("direktor qabulida: %(count)s", count=above) if above else "",
        _("qaytarilgan: %(count)s", count=kinds[RETURNED]) if kinds[RETURNED] else "",
        _("topshirilmagan: %(count)s", count=kinds[HAND_IN]) if kinds[HAND_IN] else "",
    ]
    return AnswerLine(month, href, ", ".join([waits_words(duty), *filter(None, pieces)]))


def send_line(duty: Duty, found: Sequence[Duty], units: Units, today: date) -> AnswerLine:
    signing = any(other.kind == SIGN and other.period == duty.period for other in found)
    small = _("direktor imzosida") if signing else when_words(duty, today)
    if duty.reopened:
        small = _("oyi qayta ochilgan, avval yopiladi")
    elif duty.stale:
        small = _("sonlari oʻzgargan, qayta tayyorlash: %(when)s", when=when_words(duty, today))
    elif duty.kind == CORRECT:
        small = _("sonlari oʻzgargan, tuzatish: %(when)s", when=when_words(duty, today))
    return AnswerLine(
        format_period(duty.period, locale()),
        place_of(duty, units, today),
        small,
        "late" if duty.state == "overdue" else "",
    )


def next_to_send(found: Sequence[Duty]) -> list[Duty]:
    """Where nothing is due yet, what comes next."""
    return [duty for duty in found if duty.kind == SEND][:1]


def gathered_words(found: Sequence[Duty], owing: Sequence[OwingYear]) -> str:
    """Which month is being gathered, and how far it is; ``owing``: who hands in which months. A unit that owes nothing
    in it counts while what it handed in all the same waits."""
    open_months = [duty for duty in found if duty.kind == CLOSE]
    if not open_months:
        return ""
    oldest = open_months[0]
    month = parse_period(oldest.period).year_month
    owed = {unit_id for year in owing for unit_id, months in year.months.items() if month in months}
    waiting = {duty.unit_id for duty in found if duty.kind == REVIEW and duty.period == oldest.period}
    expected = len(owed | waiting)
    return _(
        "Yigʻilayotgan oy: %(month)s, boʻlinmalar: %(all)s, qabul qilingani: %(accepted)s",
        month=format_period(oldest.period, locale()),
        all=expected,
        accepted=expected - oldest.missing,
    )
