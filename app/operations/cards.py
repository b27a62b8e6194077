"""Writing register cards: add, change, void and restore; each keeps the entries it feeds (domain.md §1, §6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.errors import Conflict, Invalid
from app.domain.periods import Period, month_of, period_of
from app.domain.registers import REGISTERS, Register, is_counted, is_letter, letter_number, quantity
from app.domain.text import search_key
from app.domain.workflow import OFFICIAL
from app.extensions import db
from app.models import Card, Entry, Part, Person, Plan, Unit
from app.models.types import now
from app.operations.entries import plain, sign
from app.operations.history import note_change, one_writer
from app.operations.letters import answer_by_card, need_answers_kept
from app.operations.unasked import mark_unasked
from app.queries.cells import lock_of, own_units
from app.queries.letters import is_number_taken
from app.queries.months import month_state
from app.queries.plan import parts_of_form, takes_cards


@dataclass(frozen=True)
class CardInput:
    """What a light form holds, understood: fields as plain values, rows as part key → number or None (as usual).

    ``duties``: the obligations that a letter answers, by their numbers. ``asked``: the rows to choose from were shown.
    """

    date: date
    title: str
    data: Mapping[str, Any]
    rows: Mapping[str, int | Decimal | None]
    duties: Collection[int] = ()
    asked: bool = True


def candidate_parts(plan: Plan, unit: Unit, register: Register, month: Period | None = None) -> list[Part]:
    """The parts that a card of this register and unit can feed, in the paper's order: in a month, or in some month of
    the year."""
    return parts_of_form(plan, unit, register.code, month)


def measure_of(part: Part) -> str:
    """The folded unit of measure of a part: its own line's, or the one of the row above."""
    row = part.indicator
    while not row.measure and row.parent is not None:
        row = row.parent
    return search_key(row.measure or "")


def add_card(
    *,
    actor: Person,
    plan: Plan | None,
    unit: Unit,
    register: Register,
    values: CardInput,
    today: date,
) -> Card:
    """Add a card, the entries that it feeds, and of a letter what it answers.

    ``plan`` is the one of the card's year. While there is none only a letter that answers a duty is written: it feeds
    no row before somebody chooses them by ``change_card``.
    Raises NotAllowed, Locked for the card's date, Invalid for rows that the unit does not count and for a number that
    another letter has.
    """
    official = need_open(actor, plan, unit, values.date, today)
    card = Card(
        centre_id=unit.centre_id,
        unit_id=unit.id,
        register=register.code,
        created_by_id=actor.id,
    )
    fill_card(card, values, asked=plan is not None and values.asked)
    db.session.add(card)
    db.session.flush()
    need_free_number(card)
    feed_entries(actor, plan, unit, card, values, official=official)
    note_card(actor, card, unit, "add", None)
    if register.number_field:
        answer_by_card(actor=actor, card=card, duties=values.duties, today=today)
    return card


def change_card(*, actor: Person, plan: Plan | None, card: Card, values: CardInput, version: int, today: date) -> Card:
    """Change a card and its entries; it stays in its year.

    Raises Conflict when somebody else did meanwhile; Invalid ``date.outside_year``, ``card.sent_month`` and as
    ``add_card``.
    """
    official = need_open(actor, plan, card.unit, card.date, today)
    if values.date.year != card.date.year:
        raise Invalid("date.outside_year", field="date", year=card.date.year)
    moves = (values.date.year, values.date.month) != (card.date.year, card.date.month)
    if need_open(actor, plan, card.unit, values.date, today) and moves or official and moves:
        raise Invalid("card.sent_month", field="date")
    if card.version != version:
        raise Conflict("conflict.card", title=card.title)
    if card.voided_at is not None:
        raise Conflict("conflict.card_voided", title=card.title)
    before, held, told = card_state(card), number_held(card), letter_told(card)
    fill_card(card, values, asked="rows" in card.data)
    db.session.flush()
    if number_held(card) != held:
        need_free_number(card)
    if letter_told(card) != told:
        need_answers_kept(card)
    feed_entries(actor, plan, card.unit, card, values, official=official)
    if card_state(card) != before:
        note_card(actor, card, card.unit, "change", before)
    if REGISTERS[card.register].number_field:
        answer_by_card(actor=actor, card=card, duties=values.duties, today=today)
    return card


def void_card(*, actor: Person, plan: Plan | None, card: Card, today: date) -> None:
    """Take a card and its entries out of every sum; it can be restored."""
    official = need_open(actor, plan, card.unit, card.date, today)
    if card.voided_at is None:
        need_answers_kept(card)
        set_voided(actor, card, voided=True, official=official)


def restore_card(*, actor: Person, plan: Plan | None, card: Card, today: date) -> None:
    """Undo the voiding of a card. Raises Invalid when its number was given to another letter meanwhile."""
    official = need_open(actor, plan, card.unit, card.date, today)
    if card.voided_at is not None:
        need_free_number(card)
        need_answers_kept(card)
        set_voided(actor, card, voided=False, official=official)


def set_voided(actor: Person, card: Card, *, voided: bool, official: bool) -> None:
    before = card_state(card)
    card.voided_at, card.voided_by_id = (now(), actor.id) if voided else (None, None)
    chosen = set(card.data.get("rows", {}))
    for entry in card.entries:
        keep_former(entry, official=official)
        stood = standing(entry)
        entry.voided_at = card.voided_at if entry.part.key in chosen and entry.state == "number" else now()
        if standing(entry) != stood:
            sign(entry, actor, card.unit)
        drop_former(entry)
    db.session.flush()
    note_card(actor, card, card.unit, "void" if voided else "restore", before)


def need_open(actor: Person, plan: Plan | None, unit: Unit, day: date, today: date) -> bool:
    """Refuses a day that is locked; gives whether its month's figures are official, and so open by an exception."""
    if plan is not None and day.year != plan.year:
        raise Invalid("date.outside_year", field="date", year=plan.year)
    if plan is None and not takes_cards(unit.centre_id, day.year, letters=True):
        raise Invalid("date.outside_year", field="date", year=today.year)
    one_writer(unit.centre_id)
    month = month_state(unit, day.year * 100 + day.month, today)
    lock = lock_of(actor, plan, unit, period_of("day", day), today=today, own=own_units(actor), month=month)
    if lock is not None:
        raise lock
    return month.state in OFFICIAL


def keep_former(entry: Entry, *, official: bool) -> None:
    """Before an official figure changes: keep it beside the entry until somebody has looked at the change."""
    if official and entry.former_state is None:
        entry.former_state, entry.former_value, entry.former_base = standing(entry)


def drop_former(entry: Entry) -> None:
    """After the change: what is again as it was waits for nobody."""
    if entry.former_state is not None and standing(entry) == (
        entry.former_state,
        entry.former_value,
        entry.former_base,
    ):
        entry.former_state = entry.former_value = entry.former_base = None


def standing(entry: Entry) -> tuple[str, int | Decimal | None, int | Decimal | None]:
    """What an entry counts as: nothing where it is new or voided."""
    lives = entry.state is not None and entry.voided_at is None
    return (entry.state, entry.value, entry.base) if lives else ("empty", None, None)


def number_held(card: Card) -> tuple[str, int]:
    """The outgoing number of a letter and its year; of other cards none."""
    return letter_number(REGISTERS[card.register], card.data), card.date.year


def letter_told(card: Card) -> tuple[date, str, bool]:
    """What the list of what was sent to the region tells of a letter: its day, its number, and whether it left."""
    register = REGISTERS[card.register]
    return card.date, letter_number(register, card.data), is_letter(register, card.data)


def need_free_number(card: Card) -> None:
    """One outgoing number is given once a year, to a report or to a document."""
    number, year = number_held(card)
    if number and is_number_taken(card.centre_id, number, year, but_card=card):
        raise Invalid("letter.number_taken", field=REGISTERS[card.register].number_field, number=number, year=year)


def fill_card(card: Card, values: CardInput, *, asked: bool) -> None:
    """``asked``: somebody chose the rows, even if none; a card that was not asked is found later (``is_uncounted``)."""
    card.date, card.year_month = values.date, values.date.year * 100 + values.date.month
    card.title = values.title
    card.data = {name: stored(value) for name, value in values.data.items() if value not in (None, "")}
    if asked or values.rows:
        card.data["rows"] = {key: stored(number) for key, number in values.rows.items()}


def stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else value


def feed_entries(
    actor: Person, plan: Plan | None, unit: Unit, card: Card, values: CardInput, *, official: bool
) -> None:
    """Keep one entry per row that the card feeds; a number that is not given follows from the register.

    A letter that answers a duty may feed no row: the report on readers is no document of the plan.
    """
    register, rows = REGISTERS[card.register], values.rows
    candidates = candidate_parts(plan, unit, register, month_of(card.date)) if plan is not None else []
    allowed = {part.key: part for part in candidates}
    if not rows and not (values.duties and register.number_field):
        raise no_row(plan, register, card.date.year)
    if register.one_row and len(rows) > 1:
        raise Invalid("card.one_row", field="rows")
    known = {entry.part.key: entry for entry in card.entries}
    for key in rows:
        if key not in allowed and key not in known:
            raise Invalid("choice.unknown", field="rows")
    for key, number in rows.items():
        part = allowed.get(key) or known[key].part
        value = quantity(register, measure_of(part), card.data) if number is None else number
        if not is_counted(register, card.data):
            value = None
        entry = known.get(key)
        if entry is None:
            entry = Entry(centre_id=card.centre_id, part_id=part.id, unit_id=unit.id, card_id=card.id, grain="card")
            card.entries.append(entry)
        keep_former(entry, official=official)
        stood = standing(entry), entry.date
        entry.date, entry.year_month = card.date, card.year_month
        entry.state, entry.value = ("empty", None) if value is None else ("number", value)
        entry.voided_at = None
        if (standing(entry), entry.date) != stood:  # what he left as it was stays whoever's it was
            sign(entry, actor, unit)
        drop_former(entry)
    for key, entry in known.items():
        if key not in rows:
            keep_former(entry, official=official)
            if entry.voided_at is None:
                entry.voided_at = now()
                sign(entry, actor, unit)
            drop_former(entry)
    db.session.flush()


def no_row(plan: Plan | None, register: Register, year: int) -> Invalid:
    """Why a card that feeds nothing and answers nothing is refused, and what can be done about it."""
    if plan is not None:
        return Invalid("card.no_row", field="rows")
    if register.number_field:
        return Invalid("card.no_plan_letter", field="duties", year=year)
    return Invalid("card.no_plan", field="date", year=year)


def card_state(card: Card) -> dict[str, Any]:
    return {
        "date": card.date.isoformat(),
        "title": card.title,
        "data": dict(card.data),
        "voided": card.voided_at is not None,
        "counts": {e.part.key: plain(e.value) for e in card.entries if e.voided_at is None},
    }


def note_card(actor: Person, card: Card, unit: Unit, action: str, before: dict[str, Any] | None) -> None:
    note_change(
        actor=actor,
        centre_id=card.centre_id,
        action=action,
        subject="card",
        subject_key=str(card.id),
        unit_code=unit.code,
        before=before,
        after=card_state(card),
    )
    days = [card.date, *([date.fromisoformat(before["date"])] if before else [])]
    mark_unasked(card.centre_id, ((card.unit_id, month_of(day).year_month) for day in days))
