"""Reads of single cells: which one a key names, what stands in it, what locks it (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from app.domain.counting import Number, State
from app.domain.errors import DomainError, Invalid, Locked, NotAllowed
from app.domain.periods import Period, parse_period
from app.domain.permissions import may_write_for
from app.domain.row_rules import DAY, MONTH, WEEK
from app.domain.workflow import CellFacts, lock_reason
from app.extensions import db
from app.models import Entry, Part, Person, Plan, Unit
from app.queries.months import MonthState, month_state
from app.queries.plan import PlanFacts, part_by_key
from app.queries.units import all_units, span_of, unit_by_code, unit_with_code, writable_units

EntryKey = tuple[int, int, date, str]  # part id, unit id, the period's last day, grain


@dataclass(frozen=True)
class Cell:
    """One place for a figure: a part, the unit that counts it, and the day, week or month. A week's is dated on its
    Sunday, stands in the plan of that day's year, and takes no number: only that nothing was done (domain.md §4)."""

    part: Part
    unit: Unit
    period: Period
    units: tuple[Unit, ...]  # all of the centre, read once

    @property
    def key(self) -> str:
        """``ROW|UNIT|DATE-or-PERIOD`` (contract.md “Pages”)."""
        return f"{self.part.key}|{self.unit.code}|{self.period.key}"

    @property
    def grain(self) -> str:
        return self.period.kind

    @property
    def entry_key(self) -> EntryKey:
        return (self.part.id, self.unit.id, self.period.end, self.grain)


Former = tuple[str | None, Number | None, Number | None]  # state, value, base; without a state nothing waits
NOTHING_FORMER: Former = (None, None, None)


@dataclass(frozen=True)
class Written:
    """What stands in a cell. An emptied cell has the state ``empty`` and goes on with its version."""

    state: State
    value: Number | None
    base: Number | None
    reason: str
    version: int
    id: int | None = None
    former: Former = NOTHING_FORMER  # what is official until somebody has looked at what stands here


def find_cell(plan: Plan, key: str) -> Cell:
    """The cell of a ``data-cell`` key. Raises NotAllowed when there is no such cell in the plan's year."""
    pieces = key.split("|")
    if len(pieces) != 3:
        raise NotAllowed("cell.unknown")
    part = part_by_key(plan, pieces[0])
    units = tuple(all_units(plan.centre_id))
    unit = unit_with_code(units, pieces[1]) or unit_by_code(plan.centre_id, pieces[1])
    try:
        period = parse_period(pieces[2])
    except Invalid:
        raise NotAllowed("cell.unknown") from None
    if part is None or unit is None or period.kind not in (DAY, WEEK, MONTH) or period.end.year != plan.year:
        raise NotAllowed("cell.unknown")
    return Cell(part, unit, period, units)


def written_in(cells: Sequence[Cell]) -> dict[EntryKey, Written]:
    """What stands in some cells of one centre, in one statement; cells that never had a figure are left out."""
    if not cells:
        return {}
    parts, units, days, _grains = (set(column) for column in zip(*(cell.entry_key for cell in cells), strict=True))
    statement = select(
        Entry.part_id,
        Entry.unit_id,
        Entry.date,
        Entry.grain,
        Entry.state,
        Entry.value,
        Entry.base,
        Entry.reason,
        Entry.version,
        Entry.id,
        Entry.former_state,
        Entry.former_value,
        Entry.former_base,
    ).where(
        Entry.centre_id == cells[0].unit.centre_id,
        Entry.part_id.in_(parts),
        Entry.unit_id.in_(units),
        Entry.date.in_(days),
        Entry.card_id.is_(None),
    )
    return {
        (part_id, unit_id, day, grain): Written(cast(State, state), value, base, reason, version, key, tuple(former))
        for part_id, unit_id, day, grain, state, value, base, reason, version, key, *former in db.session.execute(
            statement
        )
    }


def current_entry(cell: Cell) -> Entry | None:
    """What stands in a cell with who wrote it, for those who meet there."""
    return db.session.scalar(
        select(Entry).where(
            Entry.part_id == cell.part.id,
            Entry.unit_id == cell.unit.id,
            Entry.date == cell.period.end,
            Entry.grain == cell.grain,
            Entry.card_id.is_(None),
        ),
        execution_options={"populate_existing": True},
    )


def lock_of(
    actor: Person,
    plan: Plan | PlanFacts | None,
    unit: Unit,
    period: Period,
    *,
    today: date,
    own: set[int],
    month: MonthState | None = None,
) -> DomainError | None:
    """The first lock that holds for a figure (domain.md §5), or None when it may be written.

    ``plan`` is the one of the period's year; where there is none, no year is archived.
    ``month`` is where the unit's month stands; who judges many days of one month reads it once.
    """
    if not may_write_for(actor.rights, own, unit.id):
        return NotAllowed("lock.no_right")
    stands = month or month_state(unit, period.year_month, today)
    lock = lock_reason(
        CellFacts(
            period=period,
            today=today,
            span=span_of(unit),
            plan_state=plan.state if plan is not None else "draft",
            submission_state=stands.state,
            locked_by=stands.by,
            locked_on=stands.on,
            reopened=stands.reopened,
            entry_window_days=stands.window_days,
            exception_until=stands.exception_until,
        )
    )
    return Locked(lock.code, **cast(dict[str, Any], lock.params)) if lock else None


def own_units(actor: Person) -> set[int]:
    """The units for which a person may write, by their numbers."""
    return {unit.id for unit in writable_units(actor)}
