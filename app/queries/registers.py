"""Reads of the registers: cards of a month or a year, what they add up to, which rows a unit's cards can feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.domain.counting import Number, months_total
from app.domain.periods import Period, period_of, year_months
from app.domain.registers import REGISTERS, Register
from app.domain.row_rules import CONTRIBUTES, COUNTS, MONTH, WEEK
from app.domain.terms import life_of
from app.domain.text import search_key
from app.extensions import db
from app.models import Card, Entry, Evidence, Indicator, Part, Person, Plan, Unit
from app.queries.plan import is_entered, rows_of, shares_in_state
from app.queries.sums import NOTHING, months_of
from app.queries.terms import stretches

# What every page draws of a card.
WITH_ENTRIES = (
    selectinload(Card.entries).joinedload(Entry.part),
    selectinload(Card.evidence),
    joinedload(Card.created_by),
)


@dataclass(frozen=True)
class RowTotal:
    """What the cards of a period add to one part. ``days``: on which days they lie, those of the month before too."""

    part: Part
    cards: int
    amount: Number | None
    days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class RegisterMark:
    """What a row of a register says of a month or week without any card."""

    state: str = "empty"
    version: int = 0

    @property
    def is_none(self) -> bool:
        return self.state == "no_activity"


def card_of(person: Person, register: Register, card_id: int) -> Card | None:
    """A card of the person's centre, voided or not."""
    card = db.session.get(Card, card_id, options=WITH_ENTRIES)
    if card is None or card.centre_id != person.centre_id or card.register != register.code:
        return None
    return card


def evidence_of(person: Person, register: Register, evidence_id: int) -> Evidence | None:
    """A piece of evidence that was not taken away, of the person's centre."""
    evidence = db.session.get(Evidence, evidence_id)
    if evidence is None or evidence.voided_at is not None or evidence.centre_id != person.centre_id:
        return None
    return evidence if evidence.card.register == register.code else None


def cards_of(unit: Unit, register: Register, period: Period, *, words: str = "") -> tuple[list[Card], list[Card]]:
    """A unit's cards of a period, newest first, and those that were voided.

    ``words`` must all stand in the title of the former, however they are written.
    """
    months = year_months(period)
    statement = (
        select(Card)
        .where(
            Card.centre_id == unit.centre_id,
            Card.register == register.code,
            Card.unit_id == unit.id,
            Card.year_month.between(months[0], months[-1]),
        )
        .options(*WITH_ENTRIES)
        .order_by(Card.date.desc(), Card.id.desc())
    )
    found = list(db.session.scalars(statement))
    cards, wanted = [card for card in found if card.voided_at is None], search_key(words).split()
    if wanted:
        cards = [card for card in cards if all(word in search_key(card.title) for word in wanted)]
    return cards, [card for card in found if card.voided_at is not None]


def parts_by_register(plan: Plan, unit: Unit, period: Period) -> dict[str, list[Part]]:
    """Register code → the parts that the unit's cards can feed in some month of a period, in the paper's order."""
    return parts_with_share(plan, unit, period, COUNTS)


def joint_parts(plan: Plan, unit: Unit, period: Period) -> dict[str, list[Part]]:
    """Register code → the joint rows that the unit only contributes to: another unit keeps their cards."""
    return parts_with_share(plan, unit, period, CONTRIBUTES)


def parts_with_share(plan: Plan, unit: Unit, period: Period, share: str) -> dict[str, list[Part]]:
    """A row that was kept in a register until June is among them in the months until then."""
    found: dict[str, dict[int, Part]] = {}
    for row in rows_of(plan):
        for form in forms_in(row, unit, period, share) if is_entered(row) else ():
            found.setdefault(form, {}).update({part.id: part for part in row.parts})
    return {form: list(parts.values()) for form, parts in found.items()}


def forms_in(row: Indicator, unit: Unit, period: Period, share: str) -> Iterator[str]:
    """The registers in which a row was kept while a unit had this share of it."""
    first, last = year_months(period)[0], year_months(period)[-1]
    begins, ends = life_of(row)
    for since, until, state in stretches(row):
        lived = max(first, since, begins) <= min(last, until, ends)
        if lived and state.entry_form in REGISTERS and shares_in_state(row, state).get(unit.id) == share:
            yield state.entry_form


def row_totals(plan: Plan, unit: Unit, parts: Sequence[Part], period: Period) -> list[RowTotal]:
    """What the unit's cards of a period give for each part, in the order of the parts."""
    months = year_months(period)
    statement = (
        select(Entry.part_id, Entry.date, Entry.year_month, func.count())
        .where(
            Entry.centre_id == unit.centre_id,
            Entry.year_month.between(months[0] - 1, months[-1]),
            Entry.part_id.in_([part.id for part in parts]),
            Entry.unit_id == unit.id,
            Entry.card_id.is_not(None),
            Entry.voided_at.is_(None),
        )
        .group_by(Entry.part_id, Entry.date, Entry.year_month)
    )
    cards: dict[int, int] = {}
    days: dict[int, set[date]] = {}
    for part_id, day, month, count in db.session.execute(statement):
        days.setdefault(part_id, set()).add(day)
        cards[part_id] = cards.get(part_id, 0) + (count if month in months else 0)
    figures = months_of(plan, parts, [unit.id], by_cards=True)

    def amount(part: Part) -> Number | None:
        year = figures.get(part.id, {}).get(unit.id, NOTHING)
        return months_total(part.indicator.mode, year, months[0] % 100, months[-1] % 100).amount

    return [RowTotal(part, cards.get(part.id, 0), amount(part), frozenset(days.get(part.id, ()))) for part in parts]


def marks_of(unit: Unit, parts: Sequence[Part], period: Period) -> dict[tuple[int, str], RegisterMark]:
    """(part id, key of the month or week) → what was said there without a card, of months and weeks that end in a
    period."""
    statement = select(Entry.part_id, Entry.grain, Entry.date, Entry.state, Entry.version).where(
        Entry.centre_id == unit.centre_id,
        Entry.unit_id == unit.id,
        Entry.part_id.in_([part.id for part in parts]),
        Entry.date.between(period.start, period.end),
        Entry.grain.in_((WEEK, MONTH)),
        Entry.card_id.is_(None),
    )
    return {
        (part_id, period_of("week" if grain == WEEK else "month", day).key): RegisterMark(state, version)
        for part_id, grain, day, state, version in db.session.execute(statement)
    }


def fed_by_cards(unit: Unit, parts: Sequence[Part], week: Period) -> set[str]:
    """The keys of those parts on which the unit has a card in a week; by their keys, for it may lie in two years."""
    statement = (
        select(Part.key)
        .join(Entry, Entry.part_id == Part.id)
        .where(
            Entry.centre_id == unit.centre_id,
            Entry.year_month.in_([month.year_month for month in week.months]),
            Part.key.in_([part.key for part in parts]),
            Entry.unit_id == unit.id,
            Entry.date.between(week.start, week.end),
            Entry.card_id.is_not(None),
            Entry.voided_at.is_(None),
            Entry.state != "empty",
        )
        .distinct()
    )
    return set(db.session.scalars(statement))


def card_counts(unit: Unit, period: Period) -> dict[str, int]:
    """Register code → the unit's cards of a period."""
    months = year_months(period)
    statement = (
        select(Card.register, func.count().label("cards"))
        .where(
            Card.centre_id == unit.centre_id,
            Card.unit_id == unit.id,
            Card.year_month.between(months[0], months[-1]),
            Card.voided_at.is_(None),
        )
        .group_by(Card.register)
    )
    return {row.register: row.cards for row in db.session.execute(statement)}
