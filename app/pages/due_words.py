"""How an obligation is called, and several of one unit together (domain.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from app.domain.obligations import FIGURES
from app.i18n.formats import format_period
from app.i18n.labels import label
from app.models import Person
from app.queries.deadlines import SOON_DAYS, Due, dues, overdue_count, owing_units
from app.web.page import locale

AHEAD = timedelta(days=14)  # what my page shows
ON_CARD = 6


@dataclass(frozen=True)
class DueGroup:
    """What one unit owes of one kind for one period on one day; the first stands for all."""

    dues: tuple[Due, ...]

    @property
    def first(self) -> Due:
        return self.dues[0]

    @property
    def words(self) -> str:
        return group_words(self.dues)


def due_words(due: Due, code: str | None = None) -> str:
    """“IV.26 Skanerlangan adabiyotlarni …, 2025-yil 47-hafta”, with the kind where it is not figures."""
    obligation = due.obligation
    name = due.row.name or _("nomi aniqlanmagan")
    words = f"{due.row.key} {name}, {format_period(obligation.period, code or locale())}"
    return words if obligation.kind == FIGURES else f"{label('obligation_kind', obligation.kind)}: {words}"


def group_words(dues: tuple[Due, ...]) -> str:
    if len(dues) == 1:
        return due_words(dues[0])
    obligation = dues[0].obligation
    return _(
        "%(kind)s: %(period)s, rejaning %(count)s ta qatori",
        kind=label("obligation_kind", obligation.kind),
        period=format_period(obligation.period, locale()),
        count=len(dues),
    )


def grouped(dues: Iterable[Due]) -> list[DueGroup]:
    """Obligations of one unit, kind, period and due date together, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Due]] = {}
    for due in dues:
        o = due.obligation
        groups.setdefault((o.unit_id, o.kind, o.period, o.due_on, due.state), []).append(due)
    return [DueGroup(tuple(group)) for group in groups.values()]


def due_card(person: Person, today: date) -> dict[str, object]:
    """What is overdue or due within two weeks for the person's units, for my page; nothing for those who owe nothing.

    ``due_groups``: the first of them; ``due_more``: how many further ones there are.
    """
    ids = {unit.id for unit in owing_units(person)}
    if not ids:
        return {"due_groups": [], "due_more": 0}
    first = date(today.year - 1, 1, 1)
    found = dues(person.centre_id, today=today, unit_ids=ids, first=first, last=today + AHEAD)
    groups = grouped(due for due in found if due.is_open and due.days is not None)
    return {"due_groups": groups[:ON_CARD], "due_more": len(groups[ON_CARD:])}


def reminder(person: Person, today: date) -> str | None:
    """One sentence after signing in for those who owe: how much is overdue and how much is due within a week."""
    ids = {unit.id for unit in owing_units(person)}
    late = overdue_count(ids, today)
    soon = overdue_count(ids, today + timedelta(days=SOON_DAYS + 1)) - late
    if late and soon:
        return _("Muddati oʻtgan ishlar: %(late)s, 7 kun ichida muddati keladigan: %(soon)s.", late=late, soon=soon)
    if late:
        return _("Muddati oʻtgan ishlar: %(late)s.", late=late)
    return _("7 kun ichida muddati keladigan ishlar: %(soon)s.", soon=soon) if soon else None
