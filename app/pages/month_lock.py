"""Why a month takes no figures from the reader, in words, and where that leads: for every page on which it would be
written. A tooltip on its cells tells nobody who touches or listens (domain.md §5 “Locks”)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError, Locked
from app.domain.periods import Period
from app.domain.workflow import SENT, WINDOW, may_open
from app.i18n.labels import explain
from app.models import Plan, Unit
from app.queries.cells import lock_of, own_units
from app.queries.months import MonthState, units_of_month

OPENED_AS = {"lock.window_ended": WINDOW, "lock.sent": SENT}  # locks that an exception opens


@dataclass(frozen=True)
class MonthLock:
    """The reason with its remedy, and the page that leads out of it, where there is one."""

    words: str
    href: str = ""
    act: str = ""


def month_lock(
    plan: Plan, unit: Unit, month: Period, day: date, *, own: set[int] | None = None, stands: MonthState | None = None
) -> MonthLock | None:
    """Of a month as a whole; ``stands``: where it stands, where that was read already. None where it is open, and for
    who may not write for the unit at all: his pages have nothing to type into."""
    units = own_units(current_user) if own is None else own
    return told(lock_of(current_user, plan, unit, month, today=day, own=units, month=stands), plan, unit, month)


def told(error: DomainError | None, plan: Plan, unit: Unit, month: Period) -> MonthLock | None:
    """The same of a lock that was judged already."""
    if not isinstance(error, Locked):
        return None
    if error.code in OPENED_AS and may_open(current_user.rights, OPENED_AS[error.code]):
        return MonthLock(explain(error), url_for("submissions.exceptions"), _("Oyni vaqtincha ochish"))
    if error.code == "lock.future" or unit.id not in {other.id for other in units_of_month(plan, month)}:
        return MonthLock(explain(error))
    return MonthLock(explain(error), url_for("submissions.show", month=month.key, unit=unit.code), _("Oyning sahifasi"))
