"""Writing single figures: a day's or a month's cell of one unit for one part (domain.md §3, §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update

from app.domain.counting import RATIO, State
from app.domain.errors import Conflict, DomainError, Invalid, Locked, NotAllowed
from app.domain.registers import REGISTERS
from app.domain.row_rules import COUNTS, DAY, WEEK
from app.domain.terms import lives_in
from app.domain.text import check_text, clean_text, search_key
from app.domain.typed import parse_decimal, parse_ratio, parse_whole
from app.domain.workflow import OFFICIAL
from app.extensions import db
from app.models import Entry, Part, Person, Plan, Unit
from app.models.types import now
from app.operations.history import Note, note_changes, one_writer, stand_in_id
from app.operations.unasked import mark_unasked
from app.queries.cells import NOTHING_FORMER, Cell, Former, Written, find_cell, lock_of, written_in
from app.queries.months import MonthState, month_state
from app.queries.plan import is_weekly, responsible_units
from app.queries.terms import as_of
from app.queries.units import writable_among

# How people write that nothing happened: a confirmed nothing, not an empty cell.
NO_ACTIVITY_WORDS = frozenset({"-", "–", "—", "x", "х", "yoq", "йўқ", "нет"})
NOT_APPLICABLE_SIGN = "×"
NOT_APPLICABLE: State = "not_applicable"
REASON_LIMIT = 500


@dataclass(frozen=True)
class Typed:
    """What a person typed into a cell, understood."""

    state: State
    value: int | Decimal | None = None
    base: int | Decimal | None = None


def understand(text: str, part: Part) -> Typed:
    """Read a typed figure: ``''`` is empty, ``-`` no activity, ``×`` set aside, else a number of the part's kind.

    Raises Invalid with the code that names the trouble.
    """
    if text.strip() == NOT_APPLICABLE_SIGN:
        return Typed(NOT_APPLICABLE)
    if search_key(text) in NO_ACTIVITY_WORDS or text.strip() in NO_ACTIVITY_WORDS:
        return Typed("no_activity")
    if part.indicator.mode == RATIO:
        ratio = parse_ratio(text)
        return Typed("empty") if ratio is None else Typed("number", *ratio)
    value = parse_decimal(text, part.indicator.decimals) if part.indicator.decimals else parse_whole(text)
    return Typed("empty") if value is None else Typed("number", value)


class Writing:
    """One act of writing figures: what it needs is read once, and what it changes is written once.

    Nobody else writes in the centre meanwhile (``one_writer``), so what was read holds until the commit.
    """

    def __init__(self, actor: Person, plan: Plan, today: date, cells: Sequence[Cell]) -> None:
        one_writer(plan.centre_id)
        self.actor, self.plan, self.today = actor, plan, today
        self.own = {unit.id for unit in writable_among(actor, cells[0].units)} if cells else set()
        self.written = written_in(cells)
        self.months: dict[tuple[int, int], MonthState] = {}
        self.changes: list[tuple[Cell, Written | None, Written]] = []

    def check(self, cell: Cell, *, number: bool) -> None:
        """Refuse a cell that this person may not write, or that does not exist, or that is locked."""
        place = (cell.unit.id, cell.period.year_month)
        if place not in self.months:
            self.months[place] = month_state(cell.unit, cell.period.year_month, self.today)
        month = self.months[place]
        lock = lock_of(self.actor, self.plan, cell.unit, cell.period, today=self.today, own=self.own, month=month)
        if lock is not None:
            raise lock
        row = as_of(cell.part.indicator, cell.period.year_month)
        if row.sums_parts or responsible_units(row, cell.units).get(cell.unit.id) != COUNTS:
            raise NotAllowed("cell.unknown")
        if not lives_in(row, cell.period.year_month):
            raise Locked("lock.row_outside", key=cell.part.indicator.key)
        if row.entry_form in REGISTERS:
            if number or cell.grain == DAY:
                raise Invalid("cell.by_register")
            if cell.grain == WEEK and not is_weekly(row):
                raise NotAllowed("cell.unknown")
        elif cell.grain != ("day" if row.entry_form == DAY else "month"):
            raise NotAllowed("cell.unknown")

    def take(self, cell: Cell, typed: str, version: int, state: str | None = None, reason: str = "") -> Written | None:
        """Judge one typed figure; gives what stands there then. Raises as ``save_cell``."""
        wanted = Typed(NOT_APPLICABLE) if state == NOT_APPLICABLE else understand(typed, cell.part)
        self.check(cell, number=wanted.state == "number")
        before = self.written.get(cell.entry_key)
        if wanted.state == NOT_APPLICABLE:
            if before is not None and before.state == wanted.state and not reason.strip():
                return before  # the page sent the sign back that it was given
            need_reason(reason)
        if is_same(before, wanted, reason) or (before is None and wanted.state == "empty"):
            return before
        if (before.version if before else 0) != version:
            raise Conflict("conflict.cell", cell=cell.key)
        why = clean_text(reason) if wanted.state == NOT_APPLICABLE else ""
        former = self.former(cell, before, wanted)
        key = before.id if before else None
        after = Written(wanted.state, wanted.value, wanted.base, why, version + 1, key, former)
        self.written[cell.entry_key] = after
        self.changes.append((cell, before, after))
        return after

    def former(self, cell: Cell, before: Written | None, wanted: Typed) -> Former:
        """What stays official while nobody has looked at the change: only of a month whose figures are official."""
        if self.months[cell.unit.id, cell.period.year_month].state not in OFFICIAL:
            return NOTHING_FORMER
        stood: Former = (before.state, before.value, before.base) if before else ("empty", None, None)
        kept = before.former if before and before.former[0] else stood
        return NOTHING_FORMER if kept == (wanted.state, wanted.value, wanted.base) else kept

    def finish(self) -> int:
        """Write what was taken, with its trace; gives how many figures changed."""
        lent = {code: stand_in_id(self.actor, code) for code in {cell.unit.code for cell, _, _ in self.changes}}
        new = [
            entry_row(self.plan, cell, after) | {"stand_in_id": lent[cell.unit.code]}
            for cell, before, after in self.changes
            if before is None
        ]
        changed = [
            {"at": before.id, "shown": before.version, "stand_in_id": lent[cell.unit.code], **figure_row(after)}
            for cell, before, after in self.changes
            if before is not None
        ]
        who = {"person_id": self.actor.id, "changed_at": now()}
        if new:
            db.session.execute(insert(Entry), [row | who for row in new])
        if changed:
            done = db.session.connection().execute(CHANGE_ENTRY, [row | who for row in changed])
            if done.rowcount not in (len(changed), -1):  # -1: the driver does not count
                raise Conflict("conflict.cell", cell=self.changes[0][0].key)
        notes = [
            Note("save", "cell", cell.key, written_state(before), written_state(after), cell.unit.code, after.reason)
            for cell, before, after in self.changes
        ]
        note_changes(self.actor, self.plan.centre_id, notes)
        mark_unasked(self.plan.centre_id, ((cell.unit.id, cell.period.year_month) for cell, _, _ in self.changes))
        return len(self.changes)


entry_table = cast(Table, Entry.__table__)
FORMER = ("former_state", "former_value", "former_base")
CHANGED = ("state", "value", "base", "reason", "version", "person_id", "stand_in_id", "changed_at", *FORMER)
CHANGE_ENTRY = (
    update(entry_table)
    .where(entry_table.c.id == bindparam("at"), entry_table.c.version == bindparam("shown"))
    .values({name: bindparam(name) for name in CHANGED})
)


def figure_row(written: Written) -> dict[str, Any]:
    figure = {name: getattr(written, name) for name in ("state", "value", "base", "reason", "version")}
    return figure | dict(zip(FORMER, written.former, strict=True))


def entry_row(plan: Plan, cell: Cell, written: Written) -> dict[str, Any]:
    part_id, unit_id, day, grain = cell.entry_key
    place = {"centre_id": plan.centre_id, "part_id": part_id, "unit_id": unit_id, "date": day, "grain": grain}
    return {**place, "year_month": cell.period.year_month, **figure_row(written)}


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
) -> Written | None:
    """Save one typed figure; gives what stands in the cell then, None when it never had a figure.

    ``version`` is what the page showed, 0 for a cell that had none. ``state`` ``not_applicable`` sets a cell aside
    and wants a ``reason``.

    Raises NotAllowed (no right, no such cell), Locked, Invalid (not a figure), and Conflict when somebody changed
    the cell meanwhile to another value; the same value is no conflict.
    """
    writing = Writing(actor, plan, today, [cell])
    written = writing.take(cell, typed, version, state, reason)
    writing.finish()
    return written


def sign(entry: Entry, actor: Person, unit: Unit) -> None:
    """Who changed a figure, in whose place, and when: whoever it was does not look at it himself."""
    entry.person_id, entry.stand_in_id, entry.changed_at = actor.id, stand_in_id(actor, unit.code), now()


def need_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("cell.reason_needed", field="reason")
    check_text(reason, REASON_LIMIT)


def is_same(before: Written | None, wanted: Typed, reason: str) -> bool:
    if before is None:
        return False
    aside = wanted.state != NOT_APPLICABLE or before.reason == clean_text(reason)
    return aside and (before.state, before.value, before.base) == (wanted.state, wanted.value, wanted.base)


def written_state(written: Written | None) -> dict[str, Any] | None:
    """What the history keeps of a figure; decimals as text, so that nothing is rounded."""
    if written is None:
        return None
    return {
        "state": written.state,
        "value": plain(written.value),
        "base": plain(written.base),
        "version": written.version,
    }


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
    refusals: list[Refusal] = []
    found: list[tuple[Cell, str, int]] = []
    for key, text, version in typed:
        try:
            found.append((find_cell(plan, key), text, version))
        except DomainError as error:
            refusals.append(Refusal(key, text, error))
    writing = Writing(actor, plan, today, [cell for cell, _, _ in found])
    for cell, text, version in found:
        try:
            writing.take(cell, text, version)
        except DomainError as error:
            refusals.append(Refusal(cell.key, text, error))
    return writing.finish(), refusals
