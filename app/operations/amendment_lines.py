"""The lines of an amendment: what is to become of which row, kept until it is decided (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.domain.amending import ADD, CHANGE, END, LINE_ACTS, OF_UNITS, PAPER, check_editable, new_key
from app.domain.errors import Conflict, Invalid
from app.domain.periods import period_of_month
from app.domain.terms import lives_in
from app.domain.text import one_line
from app.extensions import db
from app.models import Amendment, AmendmentLine, Indicator, Person, Plan
from app.operations.history import note_change, one_writer
from app.operations.plans import PrintedTexts, check_counting, read_texts
from app.operations.rights import need, need_not_closed
from app.queries.plan import row_by_key, rows_of
from app.queries.units import all_units


def amend_row(*, actor: Person, plan: Plan, amendment: Amendment, row_key: str, version: int, **typed: str) -> None:
    """Say what a row is to print, ``typed`` as ``plans.read_texts`` takes it; what is as it stands is left out.

    Raises Conflict, Invalid for a bad figure.
    """
    need(actor, "plan.edit")
    texts = wanted_texts(read_texts(**typed))
    put_line(actor=actor, plan=plan, amendment=amendment, act=CHANGE, row_key=row_key, wanted=texts, version=version)


def amend_counting(
    *,
    actor: Person,
    plan: Plan,
    amendment: Amendment,
    row_key: str,
    version: int,
    entry_form: str,
    mode: str,
    sums_parts: bool,
    shares: Mapping[int, str],
    everyone: str | None = None,
) -> None:
    """Say how a row is to be entered and counted, and by whom. Raises Invalid ``plan.nobody_counts``."""
    need(actor, "plan.edit")
    check_counting(entry_form, mode, [*shares.values(), *([everyone] if everyone else [])])
    codes = {unit.id: unit.code for unit in all_units(plan.centre_id)}
    wanted = {
        "entry_form": entry_form,
        "mode": mode,
        "sums_parts": sums_parts,
        "shares": {codes[unit_id]: share for unit_id, share in shares.items() if unit_id in codes},
        "everyone": everyone,
    }
    put_line(actor=actor, plan=plan, amendment=amendment, act=CHANGE, row_key=row_key, wanted=wanted, version=version)


def amend_new_row(
    *,
    actor: Person,
    plan: Plan,
    amendment: Amendment,
    version: int,
    section: str,
    number: str,
    parent: str = "",
    after: str = "",
    **typed: str,
) -> str:
    """Add a row to the plan; gives its key.

    ``parent``, ``after``: keys of the row above it and of the one behind which it stands, else it is the last.
    Raises Invalid ``amendment.number``, ``amendment.number_taken`` (``key``), ``amendment.name``,
    ``amendment.after_elsewhere`` (``key``).
    """
    need(actor, "plan.edit")
    texts = wanted_texts(read_texts(**typed))
    if texts["name"] is None:
        raise Invalid("amendment.name", field="name")
    above = living_row(plan, amendment, parent) if parent else None
    roman = above.section.roman if above is not None else section
    if after:
        leader = living_row(plan, amendment, after)
        if leader.parent is not above or leader.section.roman != roman:
            raise Invalid("amendment.after_elsewhere", field="after", key=after)
    taken = {row.key for row in rows_of(plan)} | {line.row_key for line in amendment.lines}
    key = new_key(roman, one_line(number).rstrip("."), taken)
    place = {"section": roman, "number": key.partition(".")[2], "parent": parent, "after": after}
    put_line(
        actor=actor, plan=plan, amendment=amendment, act=ADD, row_key=key, wanted={**place, **texts}, version=version
    )
    return key


def end_row(*, actor: Person, plan: Plan, amendment: Amendment, row_key: str) -> None:
    """Say that a row leaves the plan from the amendment's month on, with those under it."""
    need(actor, "plan.edit")
    put_line(actor=actor, plan=plan, amendment=amendment, act=END, row_key=row_key, wanted={})


def leave_row(*, actor: Person, plan: Plan, amendment: Amendment, row_key: str) -> None:
    """Take a row out of the amendment: it stays as it is."""
    before = prepare(actor, plan, amendment, amendment.version)
    line = line_of(amendment, row_key)
    if line is not None:
        for other in [one for one in amendment.lines if line.wanted.get("split") and is_part_of(one, row_key)]:
            amendment.lines.remove(other)
        amendment.lines.remove(line)
    finish(actor, plan, amendment, before)


def is_part_of(line: AmendmentLine, row_key: str) -> bool:
    """Whether a line adds a row below another one."""
    return line.act == ADD and line.wanted.get("parent") == row_key


def wanted_texts(texts: PrintedTexts) -> dict[str, Any]:
    """As a line keeps them."""
    found = {name: getattr(texts, name) for name in PAPER}
    return {**found, "fact": texts.fact.text, "plan": texts.plan.text, "responsible": list(texts.responsible)}


def put_line(
    *,
    actor: Person,
    plan: Plan,
    amendment: Amendment,
    act: str,
    row_key: str,
    wanted: Mapping[str, Any],
    version: int | None = None,
) -> None:
    """Keep what is to become of a row: ``change``, ``add`` or ``end``; nothing wanted takes the line out again.

    What is wanted of a row is put beside what was wanted of it before. Raises Conflict ``amendment.not_editable``.
    """
    need(actor, "plan.edit")
    if act not in LINE_ACTS:
        raise Invalid("choice.unknown")
    before = prepare(actor, plan, amendment, amendment.version if version is None else version)
    line = line_of(amendment, row_key)
    if line is None:
        line = AmendmentLine(centre_id=plan.centre_id, act=act, row_key=row_key, wanted={})
        amendment.lines.append(line)
    elif line.act == ADD and act == CHANGE:
        act = ADD  # a row that is new is written anew
    line.act, line.wanted = act, put_beside(line.wanted, standing_fields(plan, row_key), wanted) if act != END else {}
    if act != ADD:
        line.indicator_id = living_row(plan, amendment, row_key).id
    if act == CHANGE:
        line.wanted = another(plan, row_key, line.wanted)
        if not line.wanted:
            amendment.lines.remove(line)
    finish(actor, plan, amendment, before)


def put_beside(kept: Mapping[str, Any], stands: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What is wanted now beside what was wanted before. Who counts was said of the units that were named then: where
    others are named, it is said anew."""
    named = kept.get("responsible", stands.get("responsible"))
    if "responsible" in wanted and wanted["responsible"] != named:
        kept = {name: value for name, value in kept.items() if name not in OF_UNITS}
    return {**kept, **wanted}


def another(plan: Plan, row_key: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is wanted what differs from what stands; where other units are named, also who counts: the rule might
    say something else of them."""
    stands = standing_fields(plan, row_key)
    differs = {name for name, value in wanted.items() if value != stands.get(name)}
    if differs & {"responsible", "mechanism"}:
        differs |= set(OF_UNITS)
    return {name: value for name, value in wanted.items() if name in differs}


def standing_fields(plan: Plan, row_key: str) -> dict[str, Any]:
    """A row as its fields stand, in the words of ``AmendmentLine.wanted``; nothing of a row that is not there."""
    row = row_by_key(plan, row_key)
    if row is None:
        return {}
    codes = {unit.id: unit.code for unit in all_units(plan.centre_id)}
    return {
        "name": row.name,
        "measure": row.measure,
        "fact": row.fact_text,
        "plan": row.plan_text,
        "mechanism": list(row.mechanism),
        "deadline": row.deadline,
        "responsible": [one.words for one in row.responsible if one.printed],
        "entry_form": row.entry_form,
        "mode": row.mode,
        "sums_parts": row.sums_parts,
        "shares": {codes[one.unit_id]: one.share for one in row.responsible if one.unit_id is not None},
        "everyone": next((one.share for one in row.responsible if one.everyone), None),
        "number": row.number,
    }


def living_row(plan: Plan, amendment: Amendment, key: str) -> Indicator:
    """A row that is in the plan in the month from which an amendment holds. Raises Invalid ``amendment.row_gone``."""
    row = row_by_key(plan, key)
    if row is None or not lives_in(row, amendment.first_month):
        raise Invalid("amendment.row_gone", key=key)
    return row


def line_of(amendment: Amendment, row_key: str) -> AmendmentLine | None:
    return next((line for line in amendment.lines if line.row_key == row_key), None)


def prepare(actor: Person, plan: Plan, amendment: Amendment, version: int) -> dict[str, Any]:
    """Whether this person may write this amendment now; gives how it stands."""
    need(actor, "plan.edit")
    before = lay_hands_on(plan, amendment, version)
    check_editable(amendment.state, amendment.number)
    return before


def lay_hands_on(plan: Plan, amendment: Amendment, version: int) -> dict[str, Any]:
    one_writer(plan.centre_id)
    need_not_closed(plan)
    db.session.refresh(amendment)
    if amendment.version != version:
        raise Conflict("conflict.amendment", number=amendment.number)
    return amendment_state(amendment)


def finish(actor: Person, plan: Plan, amendment: Amendment, before: dict[str, Any], *, action: str = "change") -> None:
    if amendment_state(amendment) != before:
        flag_modified(amendment, "state")  # its version also stands for its lines, a table of their own
        db.session.flush()
        note(actor, plan, amendment, action, before)


def amendment_state(amendment: Amendment) -> dict[str, Any]:
    """What the history keeps of it."""
    return {
        "state": amendment.state,
        "since": period_of_month(amendment.first_month).key,
        "reason": amendment.reason,
        "document": amendment.document,
        "note": amendment.note,
        "lines": {line.row_key: {"act": line.act, **line.wanted} for line in amendment.lines},
    }


def note(actor: Person, plan: Plan, amendment: Amendment, action: str, before: dict[str, Any] | None) -> None:
    after = amendment_state(amendment)
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action=action,
        subject="amendment",
        subject_key=f"{plan.year}|{amendment.number}",
        before={name: value for name, value in (before or {}).items() if value != after[name]} or None,
        after={name: value for name, value in after.items() if value != (before or {}).get(name)},
    )
