"""Writing reasons for deviation, and asking a unit for one (domain.md §4 “Reasons”).

What a report was sent with is frozen with it; a reason that is written later stands beside its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.deviations import REASON_LIMIT, check_open, quarter_number
from app.domain.errors import Conflict, Invalid, NotAllowed
from app.domain.periods import Period
from app.extensions import db
from app.models import Deviation, DeviationReason, Indicator, Person, Plan, Unit
from app.models.types import now
from app.operations.history import Note, note_changes, one_writer
from app.operations.rights import need, need_not_closed
from app.operations.words import check_line
from app.queries.behind import counted_lines
from app.queries.deviations import explaining_units, is_before, is_begun, quarter_deviations
from app.queries.plan import row_by_key
from app.queries.units import all_units, may_in_unit, unit_with_code

Places = dict[tuple[int, int], Deviation]  # (line's id, unit id) → what stands there


@dataclass(frozen=True)
class LineReason:
    """What somebody writes of one line and unit; nothing takes a reason back. ``version``: of what the page showed."""

    row_key: str
    unit_code: str
    version: int
    text: str


def explain_lines(*, actor: Person, plan: Plan, quarter: Period, deviations: Sequence[LineReason], today: date) -> int:
    """Write the reasons of some lines in one act; gives how many changed. Lines with the same words share a sentence.

    Words that stand there already are no change. Raises NotAllowed for a line that the unit does not count, or a unit
    that is not the person's; Conflict ``conflict.deviation`` (``row``, ``text``); Locked, Invalid of ``check_open`` and
    ``check_text``.
    """
    need(actor, "deviations.write")
    one_writer(plan.centre_id)
    need_open(plan, quarter, today)
    places, notes, units = stored(plan, quarter), [], all_units(plan.centre_id)
    for one in deviations:
        row, unit = line_of(plan, one.row_key), unit_named(plan, one.unit_code)
        deviation = places.get((row.id, unit.id))
        if not may_in_unit(actor, "deviations.write", unit.id):
            raise NotAllowed("lock.no_right")
        if deviation is None and unit.id not in explaining_units(counted_lines(plan, row), quarter, units):
            raise NotAllowed("lock.no_right")
        words = check_line(one.text, "deviations", REASON_LIMIT)
        before = deviation.reason.text if deviation is not None and deviation.reason is not None else ""
        if words == before:
            continue
        if (deviation.version if deviation is not None else 0) != one.version:
            raise Conflict("conflict.deviation", field="deviations", row=row.key, text=before)
        sentence = sentence_of(plan.centre_id, words) if words else None
        deviation = deviation or new_deviation(plan, quarter, row, unit)
        places[row.id, unit.id] = deviation
        give(actor, deviation, sentence)
        after = {"reason": words} if words else None
        notes.append(note_of(deviation, row, unit, "explain" if words else "void", {"reason": before}, after))
    note_changes(actor, plan.centre_id, notes)
    return len(notes)


def ask_reason(*, actor: Person, plan: Plan, quarter: Period, row_key: str, unit_code: str, today: date) -> None:
    """Ask a unit why one of its lines stands behind; asking again changes nothing.

    Raises NotAllowed; Invalid ``deviation.not_behind`` (``row``) where no reason is wanted; Conflict
    ``deviation.stands`` where one stands; Locked, Invalid of ``check_open``.
    """
    need(actor, "deviations.ask")
    one_writer(plan.centre_id)
    need_open(plan, quarter, today)
    row, unit = line_of(plan, row_key), unit_named(plan, unit_code)
    found = quarter_deviations(plan, quarter, today, unit_ids=[unit.id])
    place = next((one for line in found.lines if line.row.id == row.id for one in line.units), None)
    if place is not None and place.text:
        raise Conflict("deviation.stands", row=row.key)
    if place is not None and place.is_asked:
        return
    if place is None or not place.wanted:
        raise Invalid("deviation.not_behind", row=row.key)
    deviation = stored(plan, quarter).get((row.id, unit.id)) or new_deviation(plan, quarter, row, unit)
    deviation.asked_by_id, deviation.asked_on = actor.id, today
    after = {"asked_on": today.isoformat()}
    note_changes(actor, plan.centre_id, [note_of(deviation, row, unit, "ask", None, after)])


def end_ask(*, actor: Person, plan: Plan, quarter: Period, row_key: str, unit_code: str) -> None:
    """Take a question back: nothing is owed any more. What nobody asked stays as it is. NotAllowed, Locked."""
    need(actor, "deviations.ask")
    need_not_closed(plan)
    one_writer(plan.centre_id)
    row, unit = line_of(plan, row_key), unit_named(plan, unit_code)
    deviation = stored(plan, quarter).get((row.id, unit.id))
    if deviation is None or deviation.asked_on is None:
        return
    before = {"asked_on": deviation.asked_on.isoformat()}
    deviation.asked_by_id, deviation.asked_on = None, None
    note_changes(actor, plan.centre_id, [note_of(deviation, row, unit, "end_ask", before, None)])


def need_open(plan: Plan, quarter: Period, today: date) -> None:
    if quarter.year != plan.year or quarter.kind != "quarter":
        raise NotAllowed("period.unknown", key=quarter.key)
    begun, before = is_begun(plan.centre_id, quarter, today), is_before(plan.centre_id, quarter)
    check_open(plan.state, year=plan.year, begun=begun, before=before, quarter=quarter)


def stored(plan: Plan, quarter: Period) -> Places:
    of_quarter = (Deviation.centre_id == plan.centre_id, Deviation.quarter == quarter_number(quarter))
    found = db.session.scalars(select(Deviation).where(*of_quarter).options(joinedload(Deviation.reason)))
    return {(one.indicator_id, one.unit_id): one for one in found}


def line_of(plan: Plan, key: str) -> Indicator:
    row = row_by_key(plan, key)
    if row is None:
        raise NotAllowed("row.unknown")
    return row


def unit_named(plan: Plan, code: str) -> Unit:
    unit = unit_with_code(all_units(plan.centre_id), code)
    if unit is None:
        raise NotAllowed("unit.unknown")
    return unit


def new_deviation(plan: Plan, quarter: Period, row: Indicator, unit: Unit) -> Deviation:
    deviation = Deviation(
        centre_id=plan.centre_id, indicator_id=row.id, unit_id=unit.id, quarter=quarter_number(quarter)
    )
    db.session.add(deviation)
    return deviation


def give(actor: Person, deviation: Deviation, sentence: DeviationReason | None) -> None:
    """Nothing takes back what was given, with who gave it."""
    deviation.reason = sentence
    deviation.given_by_id = actor.id if sentence else None
    deviation.given_at = now() if sentence else None
    db.session.flush()


def sentence_of(centre_id: int, words: str) -> DeviationReason:
    """The centre's sentence with these words, so that rows share one."""
    known = select(DeviationReason).where(DeviationReason.centre_id == centre_id, DeviationReason.text == words)
    return db.session.scalars(known.limit(1)).first() or DeviationReason(centre_id=centre_id, text=words)


def note_of(
    deviation: Deviation,
    row: Indicator,
    unit: Unit,
    action: str,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
) -> Note:
    year, number = divmod(deviation.quarter, 10)
    known = before if before and any(before.values()) else None
    return Note(action, "deviation", f"{row.key}|{unit.code}|{year}-Q{number}", known, after, unit.code)
