"""The one list of duties, from wherever it is asked: pages, menu, print, feed, command line (domain.md §4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.domain.duties import Duty, in_order
from app.domain.permissions import may
from app.models import Person, Unit
from app.queries.done import done_days
from app.queries.duty_rows import all_rows, duty_of, open_duties, open_rows
from app.queries.month_duties import ACCEPT, ACCEPT_OWN, CLOSING, month_duties
from app.queries.reason_duties import reason_duties
from app.queries.report_duties import APPROVING, SENDING, SIGNING, report_duties
from app.queries.units import writable_units

ACTS = (ACCEPT, ACCEPT_OWN, CLOSING, SENDING, SIGNING, APPROVING)  # permissions of what is done with months and reports


@dataclass(frozen=True)
class Owing:
    """Whose duties: of which units (None: of all), and which acts."""

    unit_ids: frozenset[int] | None
    permissions: frozenset[str]

    @property
    def is_nobody(self) -> bool:
        return self.unit_ids == frozenset() and not self.permissions


def everybody() -> Owing:
    return Owing(None, frozenset(ACTS))


def of_person(person: Person) -> Owing:
    """A person owes what the units owe for which he comes, and the acts that his role may do."""
    units = frozenset(unit.id for unit in owing_units(person))
    return Owing(units, frozenset(name for name in ACTS if may(person.role, name)))


def owing_units(person: Person) -> list[Unit]:
    """The units for which a person comes and owes: those written for, but of who may write for any the own ones."""
    if may(person.role, "entries.write_any"):
        return list(person.units)
    return writable_units(person)


def duties(
    centre_id: int,
    owing: Owing,
    today: date,
    *,
    first: date | None = None,
    last: date | None = None,
    settled: bool = False,
) -> list[Duty]:
    """The duties, the oldest first, across years; those without a due day stand last.

    ``first`` and ``last`` bound the due day. What is done or waived only with ``settled``.
    """
    found: list[Duty] = []
    if owing.unit_ids is None or owing.unit_ids:
        found += obligations(centre_id, owing.unit_ids, today, first, last, settled=settled)
        found += reason_duties(centre_id, today, unit_ids=owing.unit_ids, settled=settled, last=last)
    found += month_duties(
        centre_id, today, unit_ids=owing.unit_ids, permissions=owing.permissions, settled=settled, last=last
    )
    found += report_duties(centre_id, today, permissions=owing.permissions, settled=settled, last=last)
    return in_order(duty for duty in found if first is None or duty.due is None or duty.due >= first)


def obligations(
    centre_id: int,
    unit_ids: Collection[int] | None,
    today: date,
    first: date | None,
    last: date | None,
    *,
    settled: bool,
) -> list[Duty]:
    if not settled:
        return open_duties(open_rows(centre_id, today, unit_ids, first, last), today)
    rows = all_rows(centre_id, unit_ids, first, last)
    done = done_days(centre_id, rows, today=today)
    return [duty_of(row, done.get(row.id), today) for row in rows]
