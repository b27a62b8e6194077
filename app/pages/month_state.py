"""Where a unit's month stands, as a chip with the way to hand it in; for every page on which the month is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.periods import Period
from app.domain.workflow import EDITABLE
from app.i18n.formats import format_period_short
from app.i18n.labels import label
from app.models import Plan, Unit
from app.queries.months import YearStates
from app.queries.units import may_in_unit, span_of
from app.web.page import locale


@dataclass(frozen=True)
class MonthChip:
    """One unit's month: its state in words, its page, and whether this person hands it in there."""

    code: str
    label: str
    href: str
    may_submit: bool


def month_chip(plan: Plan, unit: Unit, month: Period, today: date) -> MonthChip | None:
    """The chip of a month that has begun, of a unit that hands it in; None for others, and outside its months."""
    states = YearStates(plan)
    if month.kind != "month" or month.year != plan.year or month.start > today:
        return None
    if unit.id not in {other.id for other in states.units} or not span_of(unit).holds(month.year_month):
        return None
    state = states.state(unit.id, month.year_month)
    href = url_for("submissions.show", month=month.key, unit=unit.code)
    may_submit = hands_in(unit.id) and state in EDITABLE and plan.state != "closed"
    return MonthChip(state, words_of(month, state), href, may_submit)


def words_of(month: Period, state: str) -> str:
    name = format_period_short(month.key, locale()).capitalize()
    return _("%(month)s: %(state)s", month=name, state=label("month_mark", state))


def hands_in(unit_id: int) -> bool:
    """Whether the reader hands in the months of a unit."""
    return may_in_unit(current_user, "submissions.submit", unit_id)
