"""The first page of director and deputy: what they sign, close, approve and accept; what stands behind, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from app.domain.deviations import BEHIND, UNWRITTEN, quarter_at_hand
from app.domain.duties import AMEND, APPROVE, CHANGED, CLOSE, CLOSE_YEAR, LOOKED_AT, REVIEW, SIGN, Duty
from app.domain.periods import period_of_month
from app.domain.progress import PaceCode
from app.forms.deviations import DeviationsForm
from app.i18n.formats import format_period
from app.pages.deviations import Drawing, LineView, quarter_href
from app.pages.duty_words import Units, duty_words, place_of, when_words
from app.queries.calendar import centre_calendar
from app.queries.consolidation import Consolidation, ended_months
from app.queries.deviations import QuarterDeviations, quarter_deviations
from app.queries.duties import CLOSING_YEAR
from app.queries.home import pace_counts
from app.queries.month_duties import ACCEPT_OWN, CLOSING
from app.queries.plan import plan_tree
from app.queries.reason_duties import reason_duties
from app.queries.report_duties import APPROVING, SIGNING
from app.web.page import locale

MOST_BEHIND, MOST_WAITING = 6, 3
# The acts of those who lead; accepting stands elsewhere.
LED = frozenset({ACCEPT_OWN, CLOSING, SIGNING, APPROVING, CLOSING_YEAR})


@dataclass(frozen=True)
class ToDo:
    """One thing for the director: possible now (``act``: the button's words), or what is missing for it."""

    words: str
    small: str
    href: str
    act: str = ""
    way: str = ""  # the words of the link where nothing can be done yet


def to_do(found: Sequence[Duty], units: Units, today: date) -> tuple[ToDo, ...]:
    """``found``: the person's own acts. What can be done comes first, then the oldest of the months that wait."""
    at_once = (SIGN, APPROVE, AMEND, CLOSE_YEAR, *LOOKED_AT)
    can = [duty for duty in found if duty.kind in at_once or (duty.kind == CLOSE and not duty.missing)]
    closing = sum(1 for duty in found if duty.kind == CLOSE)
    cannot = [duty for duty in found if duty.kind == CLOSE and duty.missing]
    waiting = [missing(duty, today) for duty in cannot[:MOST_WAITING]]
    if further := cannot[MOST_WAITING:]:
        waiting.append(others(further, closing, today))
    return (*(possible(duty, units, today) for duty in can), *waiting)


def possible(duty: Duty, units: Units, today: date) -> ToDo:
    acts = {
        SIGN: _("Koʻrib, imzolash"),
        CLOSE: _("Koʻrib, yopish"),
        APPROVE: _("Koʻrib, tasdiqlash"),
        AMEND: _("Koʻrib, tasdiqlash"),
        CLOSE_YEAR: _("Koʻrib, yopish"),
        REVIEW: _("Koʻrib, qabul qilish"),
        CHANGED: _("Koʻrib, qabul qilish"),
    }
    unit = units.get(duty.unit_id or 0)
    words = f"{duty_words(duty)}, {unit.name}" if unit else duty_words(duty)
    undated = {
        APPROVE: _("Metodist kiritgan reja tasdiqlanishini kutmoqda."),
        AMEND: _("Metodist tayyorlagan oʻzgartirish tasdiqlanishini kutmoqda."),
        CLOSE_YEAR: _("Yillik hisobot yuborilgan, bu yil boʻyicha bajarilmagan ish qolmagan."),
    }
    small = when_words(duty, today) if duty.due else undated[duty.kind]
    return ToDo(words, small, place_of(duty, units, today), acts[duty.kind])


@dataclass(frozen=True)
class Now:
    """How the year stands by the months that are over (``day``: the last of their days)."""

    day: date
    behind: int
    behind_href: str
    unwritten: int
    unwritten_href: str


@dataclass(frozen=True)
class BehindLines:
    """The lines of the last quarter that stand behind, the furthest first, then those without a figure: ``lines`` of
    them with their reasons, all of them on the page of the quarter (``href``)."""

    found: QuarterDeviations
    lines: tuple[LineView, ...]
    href: str
    now: Now | None
    unanswered: tuple[Unanswered, ...] = ()


@dataclass(frozen=True)
class Unanswered:
    """A question that nobody has answered in time, or of another quarter than the one that is shown."""

    words: str
    unit: str
    when: str
    href: str


def behind_of(centre_id: int, result: Consolidation | None, units: Units, day: date) -> BehindLines | None:
    """``result``: the consolidation of the year that is looked at, whose figures are read already. None without a plan
    in force in the quarter's year."""
    quarter = quarter_at_hand(day, centre_calendar(centre_id, (day.year - 1, day.year)))
    plan = plan_tree(centre_id, quarter.year)
    if plan is None or plan.state == "draft":
        return None
    same_year = result is not None and result.plan.year == quarter.year
    found = quarter_deviations(plan, quarter, day, figures=result.figures if result is not None and same_year else None)
    lines = [*sorted(found.behind, key=lambda line: line.lowest), *found.unwritten]
    return BehindLines(
        found=found,
        lines=tuple(Drawing(found, DeviationsForm().deviations).lines(lines[:MOST_BEHIND])),
        href=quarter_href(found),
        now=standing_now(result, day) if result is not None else None,
        unanswered=tuple(unanswered(centre_id, quarter.key, units, day)),
    )


def standing_now(result: Consolidation, day: date) -> Now | None:
    """None where no month of the year is over: nothing of it is due."""
    over, counts = ended_months(result.period, day), pace_counts(result)
    if not over:
        return None
    year = result.plan.year

    def listed(pace: PaceCode) -> str:
        return url_for("consolidation.table", period=str(year), state=pace)

    last = period_of_month(year * 100 + over).end
    return Now(last, counts[BEHIND], listed(BEHIND), counts[UNWRITTEN], listed(UNWRITTEN))


def unanswered(centre_id: int, quarter: str, units: Units, day: date) -> Iterator[Unanswered]:
    for duty in reason_duties(centre_id, day, unit_ids=None, settled=False):
        if duty.state == "overdue" or duty.period != quarter:
            unit = units.get(duty.unit_id or 0)
            yield Unanswered(
                duty_words(duty), unit.name if unit else "", when_words(duty, day), place_of(duty, units, day)
            )


def others(found: Sequence[Duty], closing: int, today: date) -> ToDo:
    """The months that wait behind those that are named, and since when the oldest of them does; ``closing``: how many
    there are altogether."""
    return ToDo(
        words=_("Yana yopilmagan oylar: %(count)s", count=len(found)),
        small=f"{format_period(found[0].period, locale())}: {when_words(found[0], today)}",
        href=url_for("deadlines.index", whose="mine", about="close"),
        way=_("Hammasi: %(count)s", count=closing),
    )


def missing(duty: Duty, today: date) -> ToDo:
    return ToDo(
        words=_("Yopish: %(month)s", month=format_period(duty.period, locale())),
        small=when_words(duty, today),
        href=url_for("submissions.index", year=duty.period[:4]),
        way=_("Kimlar"),
    )
