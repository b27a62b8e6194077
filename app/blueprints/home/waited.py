"""What is waited for from somebody, as a first page lists it: the oldest first, one act stands out (domain.md §4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from app.domain.completeness import is_worked
from app.domain.duties import FIGURES, HAND_IN, REASON, RETURNED, Duty
from app.domain.periods import TASHKENT, month_of, parse_period, period_of_month
from app.i18n.formats import format_date, format_period
from app.models import Unit
from app.pages.duty_words import DutyGroup, Units, duty_words, grouped, place_of, when_words
from app.queries.calendar import unit_calendar
from app.queries.changes import ReturnedChange, returned_changes
from app.queries.exceptions import OpenException
from app.web.names import acted_by
from app.web.page import locale

AHEAD = timedelta(days=14)  # rows that are due later are not shown yet
MONTH_AHEAD = timedelta(days=62)  # the hand-in of the running month is, whenever it is due
MOST = 8
NAMED = 3


@dataclass(frozen=True)
class Waited:
    """One line: what, where it is done, when, how it looks (late, back, or nothing), what was said; ``act``: the words
    of the one act that stands out; ``back``: the change that went back last."""

    words: str
    href: str
    when: str
    look: str = ""
    note: str = ""
    whose: str = ""
    act: str = ""
    back: ReturnedChange | None = None


@dataclass(frozen=True)
class WaitedFor:
    lines: tuple[Waited, ...] = ()
    more: int = 0  # further ones, in the list of all


def open_for_a_while(found: Sequence[OpenException]) -> tuple[Waited, ...]:
    """The months that an exception opens, with its end: they stand before everything else; with each the last of what
    went back of its changes, if the figure was not changed again."""
    back: dict[int, ReturnedChange] = {}
    for change in returned_changes(found):
        back.setdefault(change.exception_id, change)
    return tuple(
        Waited(
            words=_(
                "%(month)s %(day)s gacha ochiq",
                month=format_period(one.month_key, locale()),
                day=format_date(one.until, locale(), "day-month"),
            ),
            href=url_for("submissions.show", month=one.month_key, unit=one.unit_code),
            when=acted_by(one.by, one.stand_in_id),
            look="low",
            note=one.reason,
            whose=one.unit_name,
            back=back.get(one.id),
        )
        for one in found
    )


def handed_in_early(
    units: Sequence[Unit], handed: Mapping[tuple[int, int], datetime | None], today: date
) -> tuple[Waited, ...]:
    """The months that were handed in before their last working day, are over and wait for the decision: what came since
    is in none of them, and they are accepted once they are full. ``handed``: of ``months_waiting``."""
    by_id, found = {unit.id: unit for unit in units}, []
    for (unit_id, year_month), moment in sorted(handed.items()):
        unit, month = by_id[unit_id], period_of_month(year_month)
        if month.end >= today or moment is None:
            continue
        days = unit_calendar(unit, [month.year]).working_days(month.start, month.end)
        if not is_worked(month, days, moment.astimezone(TASHKENT).date()):
            found.append(
                Waited(
                    words=_("Oy tugamasdan topshirilgan: %(month)s", month=format_period(month.key, locale())),
                    href=url_for("submissions.show", month=month.key, unit=unit.code),
                    when=_("toʻldirilganini tekshiring"),
                    look="low",
                    whose=unit.name if len(units) > 1 else "",
                )
            )
    return tuple(found)


def waited_for(
    found: Sequence[Duty],
    units: Units,
    today: date,
    exceptions: Sequence[OpenException] = (),
    early: tuple[Waited, ...] = (),
) -> WaitedFor:
    """What somebody's units owe now: late and returned things, rows of the next two weeks, the month that runs.

    ``found``: his open duties; ``exceptions``: what is open for his units for a while; ``early``: what was handed in
    before its end.
    The acts on others' months and reports stand in the answers of those who hold them.
    """
    near = [duty for duty in found if not duty.permission and is_near(duty, today)]
    own = [duty for duty in near if not is_part_of_a_hand_in(duty, near)]
    several = len({duty.unit_id for duty in own}) > 1
    groups = merged(grouped(own))
    together = months_of_several(own)
    lines = [line_of(group, units, today, together, several=several) for group in groups]
    shown = with_act(lines, groups, units, today)[:MOST]
    return WaitedFor((*open_for_a_while(exceptions), *early, *shown), max(0, len(lines) - MOST))


def is_part_of_a_hand_in(duty: Duty, near: Sequence[Duty]) -> bool:
    """Figures that are handed in with a month which stands in the list itself: there is one act for both."""
    period = parse_period(duty.period)
    if duty.kind != FIGURES or period.kind == "week":
        return False
    month = month_of(period.end).key
    return any(one.kind == HAND_IN and one.unit_id == duty.unit_id and one.period == month for one in near)


def months_of_several(own: Sequence[Duty]) -> set[str]:
    """The months that more than one unit has still to hand in: they are handed in on one page."""
    counts = Counter(duty.period for duty in own if duty.kind == HAND_IN)
    return {period for period, count in counts.items() if count > 1}


def is_near(duty: Duty, today: date) -> bool:
    if duty.due is None:
        return False
    if duty.kind == HAND_IN:
        return parse_period(duty.period).start <= today
    return duty.due <= today + AHEAD


def merged(groups: Sequence[DutyGroup]) -> list[DutyGroup]:
    """A month that several units have still to hand in as one line: one page does it; what came back is its own."""
    found: dict[object, list[Duty]] = {}
    for number, group in enumerate(groups):
        same = (group.first.period, group.first.due) if group.first.kind == HAND_IN else number
        found.setdefault(same, []).extend(group.duties)
    return [DutyGroup(tuple(lines)) for lines in found.values()]


def line_of(group: DutyGroup, units: Units, today: date, together: Collection[str], *, several: bool) -> Waited:
    duty, unit = group.first, units.get(group.first.unit_id or 0)
    look = "back" if duty.kind == RETURNED else "late" if duty.state == "overdue" else ""
    if len(group.duties) == 1:
        words, href = duty_words(duty), place_of(duty, units, today)
        if duty.kind == HAND_IN and duty.period in together:
            href = url_for("submissions.show", month=duty.period)
    elif duty.kind == HAND_IN:
        words = _(
            "%(month)s oyini topshirish, boʻlinmalar: %(count)s", month=month_words(duty), count=len(group.duties)
        )
        href = url_for("submissions.show", month=duty.period)
    elif duty.kind == REASON and unit is not None:
        words, href = group.words, url_for("deviations.quarter", period=duty.period, unit=unit.code)
    else:
        words, href = group.words, url_for("deadlines.index", whose="mine", unit=unit.code if unit else None)
    return Waited(
        words=words,
        href=href,
        when=when_words(duty, today),
        look=look,
        note=duty.note,
        whose=names_of(group, units) if several else "",
    )


def names_of(group: DutyGroup, units: Units) -> str:
    """Whose it is; of more than three units the page that does it names them."""
    ids = dict.fromkeys(duty.unit_id or 0 for duty in group.duties)
    names = [units[unit_id].name for unit_id in ids if unit_id in units]
    return ", ".join(names) if len(names) <= NAMED else ""


def with_act(lines: list[Waited], groups: Sequence[DutyGroup], units: Units, today: date) -> tuple[Waited, ...]:
    """The oldest late or returned thing has the one filled button; without one a month is handed in of which no working
    day is still to come: from its last one on, and on the days off behind it."""
    chosen = next((number for number, line in enumerate(lines) if line.look), None)
    if chosen is None:
        chosen = next((n for n, group in enumerate(groups) if is_whole(group, units, today)), None)
    if chosen is None:
        return tuple(lines)
    duty = groups[chosen].first
    acts = {RETURNED: _("Tuzatish"), HAND_IN: _("Oyni topshirish"), REASON: _("Sababini yozish")}
    act = acts.get(duty.kind) or _("Bajarish")
    return (*lines[:chosen], replace(lines[chosen], act=act), *lines[chosen + 1 :])


def is_whole(group: DutyGroup, units: Units, today: date) -> bool:
    """Whether it is a month to hand in that some of its units have worked to its end."""
    if group.first.kind != HAND_IN:
        return False
    month = parse_period(group.first.period)
    owing = [units[duty.unit_id] for duty in group.duties if duty.unit_id is not None and duty.unit_id in units]
    calendars = [unit_calendar(unit, [month.year]) for unit in owing]
    return any(is_worked(month, one.working_days(month.start, month.end), today) for one in calendars)


def month_words(duty: Duty) -> str:
    return format_period(month_of(parse_period(duty.period).end).key, locale())
