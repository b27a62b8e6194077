"""Units named in the plan's rows: matching printed names, their shares, and names asked once and remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.domain.errors import Invalid
from app.domain.row_rules import COUNTS, shares
from app.domain.services import PAGES
from app.domain.text import clean_text, search_key
from app.domain.units import EVERYONE, SECTOR
from app.extensions import db
from app.models import Indicator, Person, Plan, Responsible, Unit, UnitAlias
from app.operations.history import note_change, one_writer
from app.operations.obligations import make_obligations
from app.operations.own_shares import end_idle_shares
from app.operations.rights import need, need_not_closed
from app.operations.units import make_unit
from app.queries.plan import likely_units, rows_of
from app.queries.units import is_everyone, unit_by_code, units_by_name

LONGEST_CODE = 36


def remember_aliases(*, actor: Person, aliases: Mapping[str, int]) -> None:
    """Keep a name that plans use for a unit, so that it is asked only once."""
    known = units_by_name(actor.centre_id)
    own = {unit.id for unit in db.session.scalars(select(Unit).where(Unit.centre_id == actor.centre_id))}
    for words, unit_id in aliases.items():
        key = search_key(words)
        if not key or key in known or unit_id not in own:
            continue
        known[key] = db.session.get_one(Unit, unit_id)
        db.session.add(UnitAlias(centre_id=actor.centre_id, unit_id=unit_id, name=clean_text(words), name_key=key))
        note_change(
            actor=actor,
            centre_id=actor.centre_id,
            action="add",
            subject="unit_alias",
            subject_key=key,
            after={"name": words, "unit_id": unit_id},
        )
    db.session.flush()


def add_unit_as_printed(*, actor: Person, words: str, kind: str) -> Unit:
    """A unit that the paper names and the centre does not have yet; the administrator may change it later.

    It comes to the page of the unit with the most similar name. Raises Invalid when the name is taken or too long.
    """
    near = likely_units(units_by_name(actor.centre_id), words)
    page = near[0].page if near else PAGES[-1]
    code = free_code(actor.centre_id, words)
    return make_unit(actor, code=code, name=words, kind=kind, page=page, parent_id=None)


def free_code(centre_id: int, words: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", search_key(words)).strip("-0123456789")[:LONGEST_CODE].rstrip("-") or "bolinma"
    code, place = base, 2
    while unit_by_code(centre_id, code) is not None:
        code, place = f"{base}-{place}", place + 1
    return code


def name_units(*, actor: Person, plan: Plan, choices: Mapping[str, str], today: date) -> None:
    """Say which units the printed names mean: name → unit code, ``new:service`` or ``new:sector``; blank is later.

    The answer is remembered and holds for every row of the plan; of an approved one what the units owe is made, and
    nobody is late for it. Raises Invalid for an unknown choice.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_not_closed(plan)
    remember_aliases(actor=actor, aliases=chosen_units(actor=actor, choices=choices))
    match_plan(plan)
    end_idle_shares(actor, plan)
    if plan.state == "approved":
        make_obligations(actor=actor, plan=plan, today=today, since=today)


def chosen_units(*, actor: Person, choices: Mapping[str, str]) -> dict[str, int]:
    """The unit ids behind the choices of a form; units that are wanted new are added."""
    found: dict[str, int] = {}
    for words, choice in choices.items():
        if choice in ("", "later"):
            continue
        kind = choice.removeprefix("new:")
        if kind != choice:
            found[words] = add_unit_as_printed(actor=actor, words=words, kind=kind).id
            continue
        unit = unit_by_code(actor.centre_id, choice)
        if unit is None:
            raise Invalid("choice.unknown")
        found[words] = unit.id
    return found


def match_plan(plan: Plan) -> None:
    """Fill in the units of names that have become known since."""
    names = units_by_name(plan.centre_id)
    for row in rows_of(plan):
        if any(r.unit_id is None and not r.everyone and search_key(r.words) in names for r in row.responsible):
            set_responsible(row, printed_words(row), names, set_by_hand(row, names))
    db.session.flush()


def printed_words(row: Indicator) -> tuple[str, ...]:
    return tuple(r.words for r in row.responsible if r.printed)


@dataclass(frozen=True)
class ByHand:
    """What the methodologist set against the rule: shares of named units (``mark_of``), and units that the paper does
    not name."""

    shares: Mapping[int | str, str] = field(default_factory=dict)
    added: Mapping[int, str] = field(default_factory=dict)


def set_responsible(
    row: Indicator, words: tuple[str, ...], names: Mapping[str, Unit], by_hand: ByHand | None = None
) -> None:
    """Name the units of a row as printed, with the shares that follow from them or were set ``by_hand``.

    A mechanism step that is nothing but a unit's name (row 15 of the paper lists its sectors) counts too.
    """
    by_hand = by_hand or ByHand()
    units = {unit.id: unit for unit in names.values()}
    row.responsible.clear()
    for entry in named_units(row, words, names):
        unmatched = by_hand.shares.get(search_key(entry.words), entry.share)  # its unit has become known since
        entry.share = by_hand.shares.get(mark_of(entry), unmatched)
        row.responsible.append(entry)
    named = {entry.unit_id for entry in row.responsible}
    for unit_id, share in by_hand.added.items():
        if unit_id not in named:
            row.responsible.append(unprinted(row, units[unit_id], units[unit_id].name, share))
    for position, entry in enumerate(row.responsible):
        entry.position = position


def named_units(row: Indicator, words: tuple[str, ...], names: Mapping[str, Unit]) -> list[Responsible]:
    """What the paper itself says: the printed names with their default shares, and steps that are a unit's name."""
    units = [names.get(search_key(word)) for word in words]
    kinds = [
        EVERYONE if is_everyone(w) else unit.kind if unit else SECTOR for w, unit in zip(words, units, strict=True)
    ]
    found = []
    for word, unit, share in zip(words, units, shares(kinds, joint=row.joint), strict=True):
        everyone = is_everyone(word)
        unit_id = unit.id if unit and not everyone else None
        found.append(
            Responsible(
                centre_id=row.centre_id, words=word, unit_id=unit_id, everyone=everyone, printed=True, share=share
            )
        )
    named = {unit.id for unit in units if unit}
    for step in row.mechanism:
        unit = names.get(search_key(step))
        if unit is not None and unit.id not in named:
            named.add(unit.id)
            found.append(unprinted(row, unit, step, COUNTS))
    return found


def mark_of(named: Responsible) -> int | str:
    """By what a unit of a row is known again: its number, “all services”, or its name while that means no unit."""
    return EVERYONE if named.everyone else named.unit_id or search_key(named.words)


def unprinted(row: Indicator, unit: Unit, words: str, share: str) -> Responsible:
    return Responsible(centre_id=row.centre_id, words=words, unit_id=unit.id, printed=False, share=share)


def set_by_hand(row: Indicator, names: Mapping[str, Unit]) -> ByHand:
    """Where the row says something else than the rule gave; ask before the row is changed."""
    units = {unit.id: unit for unit in names.values()}
    stored = [(r, r.unit_id) for r in row.responsible if r.unit_id is not None]
    matched = {search_key(r.words): units[unit_id] for r, unit_id in stored}
    rule = {mark_of(r): r.share for r in named_units(row, printed_words(row), matched)}
    return ByHand(
        {mark_of(r): r.share for r in row.responsible if rule.get(mark_of(r), r.share) != r.share},
        {unit_id: r.share for r, unit_id in stored if unit_id not in rule and not r.printed},
    )
