"""How a duty is called, where it is done, whose it is, and several of one kind together (domain.md §4 “One list”)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from app.domain.duties import (
    AMEND,
    AMEND_AGAIN,
    AMEND_LEFT,
    APPROVE,
    CHANGED,
    CLOSE,
    CLOSE_YEAR,
    CORRECT,
    DOCUMENT,
    FIGURES,
    HAND_IN,
    OF_ROWS,
    REASON,
    RETURNED,
    REVIEW,
    SEND,
    SIGN,
    SOON_DAYS,
    Duty,
)
from app.domain.periods import month_of, parse_period
from app.domain.permissions import roles_with
from app.i18n.formats import format_date, format_period
from app.i18n.labels import label
from app.models import Person, Unit
from app.queries.duties import duties, of_person
from app.queries.units import all_units
from app.web.page import locale

Units = Mapping[int, Unit]  # unit id → unit


@dataclass(frozen=True)
class DutyGroup:
    """What one owner owes of one kind for one period on one day; the first stands for all."""

    duties: tuple[Duty, ...]

    @property
    def first(self) -> Duty:
        return self.duties[0]

    @property
    def words(self) -> str:
        return group_words(self.duties)


def units_of(centre_id: int) -> Units:
    return {unit.id: unit for unit in all_units(centre_id)}


def duty_words(duty: Duty, code: str | None = None) -> str:
    """“IV.26 Skanerlangan adabiyotlar, 2025-yil 47-hafta”, “Oyni topshirish: 2025-yil oktabr”."""
    period = format_period(duty.period, code or locale())
    if duty.kind not in OF_ROWS:
        return f"{label('duty_kind', duty.kind)}: {period}"
    words = f"{duty.row_key} {duty.row_short or _('nomi aniqlanmagan')}, {period}"
    return words if duty.kind == FIGURES else f"{label('duty_kind', duty.kind)}: {words}"


def waits_words(duty: Duty) -> str:
    """For how many units an act waits that nobody can do yet; nothing where it can be done."""
    return _("kutilmoqda: %(count)s boʻlinma", count=duty.missing) if duty.missing else ""


def when_words(duty: Duty, today: date) -> str:
    """“5-noyabr edi, 13 kun kechikdi”, “3-dekabr, 15 kun”, “bugun”; of an act that waits for units, for how many, and
    its day: it is nobody's lateness yet (domain.md §4 “One list”)."""
    days = duty.days(today)
    if duty.due is None or days is None:
        return _("muddati belgilanmagan")
    day = format_date(duty.due, locale(), "day-month")
    if duty.missing:
        return f"{waits_words(duty)}, {_('%(day)s edi', day=day) if days < 0 else ahead_words(day, days)}"
    return _("%(day)s edi, %(count)s kun kechikdi", day=day, count=-days) if days < 0 else ahead_words(day, days)


def ahead_words(day: str, days: int) -> str:
    return _("%(day)s, %(count)s kun", day=day, count=days) if days else _("%(day)s, bugun", day=day)


def group_words(group: tuple[Duty, ...]) -> str:
    if len(group) == 1:
        return duty_words(group[0])
    return _(
        "%(kind)s: %(period)s, rejaning %(count)s ta qatori",
        kind=label("duty_kind", group[0].kind),
        period=format_period(group[0].period, locale()),
        count=len(group),
    )


def grouped(found: Iterable[Duty]) -> list[DutyGroup]:
    """Rows of one owner, kind, period and due date together, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Duty]] = {}
    for duty in found:
        groups.setdefault((duty.unit_id, duty.permission, duty.kind, duty.period, duty.due, duty.state), []).append(
            duty
        )
    return [DutyGroup(tuple(group)) for group in groups.values()]


def owner_name(duty: Duty, units: Units) -> str:
    """Whose duty it is: the unit's, or of an act the role's; a month that is looked at is named by its unit."""
    unit = units.get(duty.unit_id or 0)
    if not duty.permission:
        return unit.name if unit else ""
    role = label("role", roles_with(duty.permission)[0])
    return f"{role}: {unit.name}" if unit else role


def place_of(duty: Duty, units: Units, today: date) -> str:
    """The address at which a duty is done."""
    unit = units.get(duty.unit_id or 0)
    if duty.kind in (HAND_IN, RETURNED, REVIEW) and unit is not None:
        return url_for("submissions.show", month=duty.period, unit=unit.code)
    if duty.kind == REASON and unit is not None:
        line = f"{duty.row_key}-{unit.code}"
        return url_for("deviations.quarter", period=duty.period, unit=unit.code, _anchor=line)
    if duty.kind in (FIGURES, DOCUMENT) and unit is not None:
        month = min(month_of(parse_period(duty.period).end), month_of(today))
        return url_for(f"{unit.page}.index", unit=unit.code, month=month.key)
    if duty.kind == CORRECT:
        return url_for("reports.report", report_id=duty.number, _anchor="correction")
    if duty.kind in (SIGN, SEND) and duty.number:
        return url_for("reports.report", report_id=duty.number)
    if duty.kind == SEND:
        return url_for("reports.index", year=parse_period(duty.period).year)
    if duty.kind == CLOSE:
        return url_for("submissions.index", year=parse_period(duty.period).year)
    if duty.kind == CHANGED:
        return url_for("submissions.index", year=parse_period(duty.period).year, _anchor="changes")
    if duty.kind == CLOSE_YEAR:
        return url_for("plan.year_end", year=duty.period)
    if duty.kind == APPROVE:
        return url_for("plan.table", year=duty.period)
    if duty.kind in (AMEND, AMEND_AGAIN, AMEND_LEFT):
        return url_for("plan.amendment", year=duty.period, number=duty.number)
    return url_for("deadlines.one", obligation_id=duty.number)


def reminder(person: Person, today: date) -> str | None:
    """One sentence after signing in for those who owe: how much is overdue and how much is due within a week."""
    last = date.fromordinal(today.toordinal() + SOON_DAYS)
    found = duties(person.centre_id, of_person(person), today, last=last)
    late = sum(1 for duty in found if duty.state == "overdue")
    soon = sum(1 for duty in found if duty.state != "overdue" and duty.is_soon(today))
    if late and soon:
        return _("Muddati oʻtgan ishlar: %(late)s, 7 kun ichida muddati keladigan: %(soon)s.", late=late, soon=soon)
    if late:
        return _("Muddati oʻtgan ishlar: %(late)s.", late=late)
    return _("7 kun ichida muddati keladigan ishlar: %(soon)s.", soon=soon) if soon else None
