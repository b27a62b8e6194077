"""Writing what a centre knows of the months before it worked with the program (domain.md §4 “Beginning”)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update

from app.domain.errors import Conflict, DomainError, Invalid, Locked, NotAllowed
from app.domain.opening import (
    CENTRE,
    OpeningPlace,
    Stretch,
    before_year,
    clash_code,
    opening_fault,
    read_stretch,
    takes_opening,
)
from app.domain.periods import Period, period_of_month
from app.domain.spans import MonthSpan, owing_span
from app.extensions import db
from app.models import OpeningFigure, Part, Person, Plan, Unit
from app.models.types import now
from app.operations.entries import NOT_APPLICABLE, Refusal, plain, understand
from app.operations.history import Note, note_changes, one_writer
from app.operations.lock_exceptions import change_setting
from app.operations.owed_corrections import weigh_reports
from app.operations.rights import need
from app.operations.words import check_words
from app.queries.opening import (
    FigurePlace,
    OpeningWritten,
    counting_before,
    entered_months,
    facts_of,
    last_sent_month,
    opening_stretches,
    opening_written,
    places_taken,
    span_of_place,
)
from app.queries.plan import facts_of_plan, part_by_key
from app.queries.settings import OPENING_ENDED, opening_ended_years
from app.queries.units import all_units, own_span, unit_with_code

WRITE = "opening.write"
OF_NOTHING = OpeningWritten(0, "empty", None, None, 0)


@dataclass(frozen=True)
class OpeningCell:
    """One place for an opening figure: a part, whose it is (without a unit the centre's) and of which months."""

    part: Part
    unit: Unit | None
    stretch: Stretch

    @property
    def key(self) -> str:
        """``ROW|UNIT|MONTH``, as of other cells; the unit is empty for the centre, a total has two months."""
        return f"{self.part.key}|{self.unit.code if self.unit else ''}|{self.stretch.key}"

    @property
    def place(self) -> FigurePlace:
        return self.part.id, OpeningPlace(self.unit.id if self.unit else CENTRE, self.stretch)


class OpeningTable:
    """One act of writing a year's opening figures: what it needs is read once, and what it changes is written once."""

    def __init__(self, actor: Person, plan: Plan, today: date, *, last_year: bool = False) -> None:
        need(actor, WRITE)
        if plan.state == "closed":
            raise Locked("lock.year_archived", year=plan.year)
        one_writer(plan.centre_id)
        self.actor, self.plan, self.today = actor, plan, today
        self.units = all_units(plan.centre_id)
        self.last_year, self.year = last_year, plan.year - last_year
        if last_year and facts_of_plan(plan.centre_id, self.year) is not None:
            raise Locked("opening.year_has_plan", year=self.year)
        self.written = opening_written(plan.id, self.year)
        months = range(self.year * 100 + 1, self.year * 100 + 13)
        self.entered = set() if last_year else entered_months(plan.centre_id, self.year, months)
        self.changes: dict[FigurePlace, tuple[OpeningCell, OpeningWritten, OpeningWritten]] = {}

    def find(self, key: str) -> OpeningCell:
        """The cell of a key. Raises NotAllowed ``cell.unknown`` where the plan has no such place."""
        row, _, rest = key.partition("|")
        code, _, months = rest.partition("|")
        part = part_by_key(self.plan, row)
        unit = unit_with_code(self.units, code)
        try:
            stretch = read_stretch(months)
        except Invalid:
            raise NotAllowed("cell.unknown") from None
        if part is None or part.indicator.sums_parts or (code and unit is None) or stretch.last // 100 != self.year:
            raise NotAllowed("cell.unknown")
        return OpeningCell(part, unit, stretch)

    def take(self, cell: OpeningCell, typed: str, version: int) -> None:
        """Judge one typed figure by itself. Raises NotAllowed, Invalid, Conflict."""
        wanted = understand(typed, cell.part)
        if wanted.state == NOT_APPLICABLE:
            raise Invalid("opening.set_aside")
        before = self.written.get(cell.place, OF_NOTHING)
        if (before.state, before.value, before.base) == (wanted.state, wanted.value, wanted.base):
            return
        if wanted.state != "empty":  # what should not stand there may always be taken away
            self.check(cell)
        if before.version != version:
            raise Conflict("conflict.cell", cell=cell.key)
        after = OpeningWritten(before.id, wanted.state, wanted.value, wanted.base, version + 1)
        self.changes[cell.place] = (cell, before, after)

    def check(self, cell: OpeningCell) -> None:
        """Refuse a place at which no opening figure may stand."""
        row, (part_id, place) = cell.part.indicator, cell.place
        counting = counting_before(row, self.units)
        span = before_year(self.plan.year) if self.last_year else span_of_place(self.plan.centre_id, cell.unit)
        facts = facts_of(place, row.mode, counting, span, part_id, self.entered, self.today)
        fault = opening_fault(facts)
        if fault is None:
            return
        if fault.code == "cell.unknown":
            raise NotAllowed("cell.unknown")
        raise Invalid(fault.code, **cast(dict[str, Any], fault.params))

    def drop_clashes(self) -> list[tuple[OpeningCell, DomainError]]:
        """Take back what would count something twice, as it would stand after all changes; gives it with the reason."""
        after = {**self.written, **{place: new for place, (_, _, new) in self.changes.items()}}
        taken = places_taken(after)
        refused: list[tuple[OpeningCell, DomainError]] = []
        for (part_id, place), (cell, _, new) in list(self.changes.items()):
            other = next((one for one in taken.get(part_id, []) if place.clashes(one)), None)
            if new.state != "empty" and other is not None:
                del self.changes[part_id, place]
                refused.append((cell, Invalid(clash_code(place, other), period=other.stretch.key)))
        return refused

    def need_reason(self, reason: str) -> str:
        """The reason, which is wanted where a report that was sent tells of what is changed."""
        words, sent = check_words(reason, "reason"), last_sent_month(self.plan.centre_id, self.year)
        told = any(sent is not None and cell.stretch.last <= sent for cell, _, _ in self.changes.values())
        if told and not words:
            raise Invalid("opening.reason_missing", field="reason")
        return words

    def finish(self, reason: str) -> int:
        """Write what was taken, with its trace; gives how many figures changed."""
        words = self.need_reason(reason)
        who = {"person_id": self.actor.id, "changed_at": now()}
        changes = list(self.changes.values())
        new = [opening_row(self.plan, cell, after) | who for cell, before, after in changes if not before.id]
        changed = [
            {"at": before.id, "shown": before.version, **figure_of(after), **who}
            for _, before, after in changes
            if before.id
        ]
        if new:
            db.session.execute(insert(OpeningFigure), new)
        if changed:
            done = db.session.connection().execute(CHANGE_OPENING, changed)
            if done.rowcount not in (len(changed), -1):  # -1: the driver does not count
                raise Conflict("conflict.cell", cell=changes[0][0].key)
        notes = [
            Note(
                "save",
                "opening",
                cell.key,
                state_of(before),
                state_of(after),
                cell.unit.code if cell.unit else "",
                words,
            )
            for cell, before, after in changes
        ]
        note_changes(self.actor, self.plan.centre_id, notes)
        counted = set() if self.last_year else {cell.stretch.last for cell, _, _ in changes}
        months = [period_of_month(number) for number in sorted(counted)]
        weigh_reports(actor=self.actor, plan=self.plan, months=months, today=self.today)
        return len(changes)


opening_table = cast(Table, OpeningFigure.__table__)
CHANGE_OPENING = (
    update(opening_table)
    .where(opening_table.c.id == bindparam("at"), opening_table.c.version == bindparam("shown"))
    .values({name: bindparam(name) for name in ("state", "value", "base", "version", "person_id", "changed_at")})
)


def figure_of(written: OpeningWritten) -> dict[str, Any]:
    return {name: getattr(written, name) for name in ("state", "value", "base", "version")}


def opening_row(plan: Plan, cell: OpeningCell, written: OpeningWritten) -> dict[str, Any]:
    return {
        "centre_id": plan.centre_id,
        "part_id": cell.part.id,
        "unit_id": cell.unit.id if cell.unit else None,
        "since": cell.stretch.first,
        "year_month": cell.stretch.last,
        **figure_of(written),
    }


def state_of(written: OpeningWritten) -> dict[str, Any] | None:
    """What the history keeps of a figure; nothing of one that never was."""
    if not written.version:
        return None
    figure = figure_of(written)
    return {**figure, "value": plain(written.value), "base": plain(written.base)}


def save_opening(
    *,
    actor: Person,
    plan: Plan,
    typed: Sequence[tuple[str, str, int]],
    reason: str = "",
    today: date,
    last_year: bool = False,
) -> tuple[int, list[Refusal]]:
    """Save a whole table of (key, text, version) in one act: each figure that can be saved is, each other is named.

    ``last_year``: it holds the months of the year before, against which the plan's rows are held. ``reason`` is wanted
    where a report that was sent contains what is changed. Gives the number of changed figures and the refusals. Raises
    NotAllowed; Locked ``lock.year_archived``, ``opening.year_has_plan`` (``year``); Invalid ``opening.reason_missing``:
    then nothing is saved.
    """
    table = OpeningTable(actor, plan, today, last_year=last_year)
    texts, refusals = {}, []
    for key, text, version in typed:
        texts[key] = text
        try:
            table.take(table.find(key), text, version)
        except DomainError as error:
            refusals.append(Refusal(key, text, error))
    refusals += [Refusal(cell.key, texts[cell.key], error) for cell, error in table.drop_clashes()]
    return table.finish(reason), refusals


def clear_opening(*, actor: Person, plan: Plan, month: Period, reason: str, today: date) -> int:
    """Take away every opening figure that stands for a month, of the centre and of all units: so that it may be worked.

    Raises as ``save_opening``; Invalid ``opening.nothing``.
    """
    table = OpeningTable(actor, plan, today)
    units = {unit.id: unit for unit in table.units}
    parts = {part.id: part for section in plan.sections for row in section.indicators for part in row.parts}
    asked = Stretch(month.year_month, month.year_month)
    for (part_id, place), before in table.written.items():
        if before.state != "empty" and place.stretch.meets(asked):
            cell = OpeningCell(parts[part_id], units.get(place.unit_id), place.stretch)
            emptied = replace(before, state="empty", value=None, base=None, version=before.version + 1)
            table.changes[part_id, place] = (cell, before, emptied)
    if not table.changes:
        raise Invalid("opening.nothing", field="month", period=month.key)
    return table.finish(reason)


def end_opening(*, actor: Person, plan: Plan, ended: bool) -> None:
    """Say that no more is known of the months before the beginning, or that more is looked for again. Figures may be
    typed either way. Raises NotAllowed; Locked ``lock.year_archived``."""
    need(actor, WRITE)
    if plan.state == "closed":
        raise Locked("lock.year_archived", year=plan.year)
    one_writer(plan.centre_id)
    before = opening_ended_years(plan.centre_id)
    years = before | {plan.year} if ended else before - {plan.year}
    change_setting(actor, OPENING_ENDED, "", ",".join(map(str, sorted(years))))


def need_opening_outside(centre_id: int, centre_first: int | None, spans: dict[int, MonthSpan], code: str) -> None:
    """Whether no opening figure would lie in a month that is worked: they never turn into something owed.

    ``spans``: the own months of units that would be others than those stored. Raises Invalid with ``code``.
    """
    own = {unit.id: own_span(unit) for unit in all_units(centre_id)} | spans
    for unit_id, stretches in opening_stretches(centre_id).items():
        alone = own.get(unit_id, MonthSpan())
        span = owing_span(centre_first, alone.first, alone.last)
        inside = [one for one in stretches if not takes_opening(span, one.last)]
        if inside:
            raise Invalid(code, field="first_month", period=period_of_month(max(inside).last).key)
