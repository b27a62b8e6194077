"""The data checks (sifat tekshiruvi): what is doubtful in plan, units and registers, found by looking, never mended.

A finding's key names what it is about together with the facts that make it doubtful: a decision to leave it holds
for those facts, and a changed figure asks again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from app.domain.counting import Number

UNCOUNTED = "uncounted"  # a document that was written before its year had a plan, and counts in no row yet
CHECKS = (
    "no_responsible",
    "unmatched_name",
    "closed_unit",
    "nobody_counts",
    "shares_above_plan",
    "unit_without_people",
    "no_measure",
    "parts_differ",
    "entered_parts_differ",
    "no_cards",
    "no_evidence",
    "duplicate_card",
    UNCOUNTED,
)
KEY_LIMIT = 200
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Remedy:
    """Where a finding is mended: a row of the plan, a unit, an alias, one card, or a month of a unit's register."""

    kind: str  # row, counting, shares, unit, units, card, register
    key: str
    page: str = ""
    register: str = ""
    month: str = ""


@dataclass(frozen=True)
class DataFinding:
    """One doubtful thing. ``facts`` fill its sentence; ``title`` names the row, unit or card as people know it."""

    check: str
    subject_key: str
    title: str
    remedy: Remedy
    facts: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "subject_key", self.subject_key[:KEY_LIMIT])


def disagreement(total: Number | None, parts: Sequence[Number | None]) -> Number | None:
    """The sum of the parts where it contradicts their total; None where they agree or something is unknown."""
    if total is None or not parts:
        return None
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    together = sum(known, start=0)
    return None if together == total else together


def repeated(things: Iterable[tuple[Hashable, Thing]]) -> list[list[Thing]]:
    """The things that share a key with another, in the order of their first."""
    groups: dict[Hashable, list[Thing]] = {}
    for key, thing in things:
        groups.setdefault(key, []).append(thing)
    return [group for group in groups.values() if len(group) > 1]
