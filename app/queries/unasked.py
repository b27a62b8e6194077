"""In which months units wrote something although nothing was asked of them (domain.md §4)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from app.domain.registers import REGISTERS
from app.models import Card, Entry, Part

Place = tuple[int, int, set[int]]  # unit id, year-month, the lines that the unit counts


def read_written(session: Session, centre_id: int, places: Sequence[Place]) -> frozenset[tuple[int, int]]:
    """(unit id, year-month) of the places in which an entry that is not empty, or a card, stands: by one statement,
    which seeks in the indexes and so does not grow with what was written elsewhere."""
    if not places:
        return frozenset()
    asked = {(unit_id, month) for unit_id, month, _lines in places}
    units, months = {unit_id for unit_id, _month in asked}, {month for _unit_id, month in asked}
    lines = set[int]().union(*(one for _unit_id, _month, one in places))
    entries = select(Entry.unit_id, Entry.year_month).where(
        Entry.centre_id == centre_id,
        Entry.year_month.in_(months),
        Entry.part_id.in_(select(Part.id).where(Part.indicator_id.in_(lines))),
        Entry.unit_id.in_(units),
        Entry.voided_at.is_(None),
        Entry.state != "empty",
    )
    cards = select(Card.unit_id, Card.year_month).where(
        Card.centre_id == centre_id,
        Card.register.in_(REGISTERS),
        Card.unit_id.in_(units),
        Card.year_month.in_(months),
        Card.voided_at.is_(None),
    )
    found = {(unit_id, month) for unit_id, month in session.execute(union(entries, cards))}
    return frozenset(found & asked)
