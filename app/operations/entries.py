"""Writing single figures: a day's or a month's cell of one unit for one part (domain.md §3, §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.counting import RATIO
from app.domain.errors import Conflict, DomainError, Invalid, Locked, NotAllowed
from app.domain.periods import Period, parse_period
from app.domain.permissions import may_write_for
from app.domain.registers import REGISTERS
from app.domain.row_rules import COUNTS, DAY
from app.domain.text import check_text, clean_text, search_key
from app.domain.typed import parse_decimal, parse_ratio, parse_whole
from app.domain.workflow import CellFacts, lock_reason
from app.extensions import db
from app.models import Entry, Part, Person, Plan, Unit
from app.models.types import now
from app.operations.history import note_change, one_writer
from app.queries.months import MonthState, month_state
from app.queries.plan import part_by_key, responsible_units
from app.queries.units import all_units, unit_by_code, writable_among, writable_units

# How people write that nothing happened: a confirmed nothing, not an empty cell.
NO_ACTIVITY_WORDS = frozenset({"-", "–", "—", "x", "х", "yoq", "йўқ", "нет"})
NOT_APPLICABLE_SIGN = "×"
REASON_LIMIT = 500


@dataclass(frozen=True)
class Cell:
    """One place for a figure: a part, the unit that counts it, and the day or month."""

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


@dataclass(frozen=True)
class Typed:
    """What a person typed into a cell, understood."""

    state: str
    value: int | Decimal | None = None
    base: int | Decimal | None = None


def find_cell(plan: Plan, key: str) -> Cell:
    """The cell of a ``data-cell`` key. Raises NotAllowed when there is no such cell in the plan's year."""
    pieces = key.split("|")
    if len(pieces) != 3:
        raise NotAllowed("cell.unknown")
    part = part_by_key(plan, pieces[0])
    units = tuple(all_units(plan.centre_id))
    unit = next((unit for unit in units if unit.code == pieces[1]), None) or unit_by_code(plan.centre_id, pieces[1])
    try:
        period = parse_period(pieces[2])
    except Invalid:
        raise NotAllowed("cell.unknown") from None
    if part is None or unit is None or period.kind not in ("day", "month") or period.year != plan.year:
        raise NotAllowed("cell.unknown")
    return Cell(part, unit, period, units)


def understand(text: str, part: Part) -> Typed:
    """Read a typed figure: ``''`` is empty, ``-`` no activity, ``×`` set aside, else a number of the part's kind.

    Raises Invalid with the code that names the trouble.
    """
    if text.strip() == NOT_APPLICABLE_SIGN:
        return Typed("not_applicable")
    if search_key(text) in NO_ACTIVITY_WORDS or text.strip() in NO_ACTIVITY_WORDS:
        return Typed("no_activity")
    if part.indicator.mode == RATIO:
        ratio = parse_ratio(text)
        return Typed("empty") if ratio is None else Typed("number", *ratio)
    value = parse_decimal(text, part.indicator.decimals) if part.indicator.decimals else parse_whole(text)
    return Typed("empty") if value is None else Typed("number", value)


def lock_of(
    actor: Person,
    plan: Plan,
    unit: Unit,
    period: Period,
    *,
    today: date,
    own: set[int],
    month: MonthState | None = None,
) -> DomainError | None:
    """The first lock that holds for a figure (domain.md §5), or None when it may be written.

    ``month`` is where the unit's month stands; who judges many days of one month reads it once.
    """
    if not may_write_for(actor.role, own, unit.id):
        return NotAllowed("lock.no_right")
    stands = month or month_state(unit, period.year_month, today)
    lock = lock_reason(
        CellFacts(
            period=period,
            today=today,
            unit_active=unit.active,
            plan_state=plan.state,
            submission_state=stands.state,
            locked_by=stands.by,
            locked_on=stands.on,
            entry_window_days=stands.window_days,
            exception_until=stands.exception_until,
        )
    )
    return Locked(lock.code, **lock.params) if lock else None


def own_units(actor: Person) -> set[int]:
    return {unit.id for unit in writable_units(actor)}


def check_cell(actor: Person, plan: Plan, cell: Cell, today: date, *, number: bool = True) -> None:
    """Refuse a cell that this person may not write, or that does not exist, or that is locked."""
    own = {unit.id for unit in writable_among(actor, cell.units)}
    one_writer(plan.centre_id)
    lock = lock_of(actor, plan, cell.unit, cell.period, today=today, own=own)
    if lock is not None:
        raise lock
    row = cell.part.indicator
    if row.sums_parts or responsible_units(row, cell.units).get(cell.unit.id) != COUNTS:
        raise NotAllowed("cell.unknown")
    if row.entry_form in REGISTERS:
        if number or cell.grain != "month":
            raise Invalid("cell.by_register")
    elif cell.grain != ("day" if row.entry_form == DAY else "month"):
        raise NotAllowed("cell.unknown")


def current_entry(cell: Cell) -> Entry | None:
    return db.session.scalar(
        select(Entry).where(
            Entry.part_id == cell.part.id,
            Entry.unit_id == cell.unit.id,
            Entry.date == cell.period.end,
            Entry.grain == cell.grain,
            Entry.card_id.is_(None),
        )
    )


def save_cell(
    *,
    actor: Person,
    plan: Plan,
    cell: Cell,
    typed: str,
    version: int,
    today: date,
    state: str | None = None,
    reason: str = "",
) -> Entry | None:
    """Save one typed figure; gives the entry, or None when the cell is and stays empty.

    ``version`` is what the page showed, 0 for a cell that had none. ``state`` ``not_applicable`` sets a cell aside
    and wants a ``reason``.

    Raises NotAllowed (no right, no such cell), Locked, Invalid (not a figure), and Conflict when somebody changed
    the cell meanwhile to another value; the same value is no conflict.
    """
    wanted = Typed("not_applicable") if state == "not_applicable" else understand(typed, cell.part)
    check_cell(actor, plan, cell, today, number=wanted.state == "number")
    entry = current_entry(cell)
    if wanted.state == "not_applicable":
        if entry is not None and entry.state == wanted.state and not reason.strip():
            return entry  # the page sent the sign back that it was given
        need_reason(reason)
    same = is_same(entry, wanted, reason)
    if same or (entry is None and wanted.state == "empty"):
        return entry
    if (entry.version if entry else 0) != version:
        raise Conflict("conflict.cell", cell=cell.key)
    before = entry_state(entry)
    if entry is None:
        entry = Entry(
            centre_id=plan.centre_id,
            part_id=cell.part.id,
            unit_id=cell.unit.id,
            date=cell.period.end,
            year_month=cell.period.year_month,
            grain=cell.grain,
        )
        db.session.add(entry)
    entry.state, entry.value, entry.base = wanted.state, wanted.value, wanted.base
    entry.reason = clean_text(reason) if wanted.state == "not_applicable" else ""
    entry.person_id, entry.changed_at = actor.id, now()
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:  # PostgreSQL: somebody filled the empty cell in the same moment
        raise Conflict("conflict.cell", cell=cell.key) from None
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action="save",
        subject="cell",
        subject_key=cell.key,
        unit_code=cell.unit.code,
        before=before,
        after=entry_state(entry),
        reason=entry.reason,
    )
    return entry


def need_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("cell.reason_needed", field="reason")
    check_text(reason, REASON_LIMIT)


def is_same(entry: Entry | None, wanted: Typed, reason: str) -> bool:
    if entry is None:
        return False
    aside = wanted.state != "not_applicable" or entry.reason == clean_text(reason)
    return aside and (entry.state, entry.value, entry.base) == (wanted.state, wanted.value, wanted.base)


def entry_state(entry: Entry | None) -> dict[str, Any] | None:
    """What the history keeps of a figure; decimals as text, so that nothing is rounded."""
    if entry is None:
        return None
    figures = {name: plain(getattr(entry, name)) for name in ("value", "base")}
    return {"state": entry.state, **figures, "version": entry.version}


def plain(value: int | Decimal | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Refusal:
    """One cell of many that was not saved, and what was typed there."""

    key: str
    typed: str
    error: DomainError


def save_cells(
    *, actor: Person, plan: Plan, typed: Sequence[tuple[str, str, int]], today: date
) -> tuple[int, list[Refusal]]:
    """Save a whole page of (key, text, version) in one act: all cells that can be saved are, each other is named.

    Gives the number of changed cells and the refusals. A cell left as it was is not touched.
    """
    changed, refusals = 0, []
    for key, text, version in typed:
        try:
            cell = find_cell(plan, key)
            entry = current_entry(cell)
            before = entry.version if entry else 0
            after = save_cell(actor=actor, plan=plan, cell=cell, typed=text, version=version, today=today)
            changed += (after.version if after else 0) != before
        except DomainError as error:
            refusals.append(Refusal(key, text, error))
    return changed, refusals
