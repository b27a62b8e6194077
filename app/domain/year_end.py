"""Closing a year: what is still in its way (domain.md §5 “Closing a year”)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.duties import DUTY_KINDS, Duty

DRAFT, RUNNING, UNSENT, OPENED = OBSTACLES = ("draft", "running", "unsent", "opened")
YEARS_TOLD = 2  # before this one, whose closing is told as a duty; older ones are closed on their page


@dataclass(frozen=True)
class YearFacts:
    """What must be known of a year that is to be closed.

    ``is_before``: it had ended when the centre began with the program, so that no report of it is owed here;
    ``has_left``: its yearly report was sent; ``owed``: everything that is open of it, whoever owes it, whenever it is
    due; ``opened``: how many of its months are open for a while.
    """

    is_draft: bool
    is_over: bool
    is_before: bool
    has_left: bool
    owed: Sequence[Duty]
    opened: int


@dataclass(frozen=True)
class Obstacle:
    """One kind of thing that is in the way: a code of OBSTACLES or a kind of duty, with the duties."""

    code: str
    count: int = 1
    duties: tuple[Duty, ...] = ()


def obstacles(facts: YearFacts) -> list[Obstacle]:
    """What is in the way of closing a year, in the order in which it is done; nothing where it can be closed."""
    if facts.is_draft:
        return [Obstacle(DRAFT)]
    if not facts.is_over:
        return [Obstacle(RUNNING)]
    found = []
    for kind in DUTY_KINDS:
        duties = tuple(duty for duty in facts.owed if duty.kind == kind)
        if duties:
            found.append(Obstacle(kind, len(duties), duties))
    if facts.opened:
        found.append(Obstacle(OPENED, facts.opened))
    if not (facts.has_left or facts.is_before):
        found.append(Obstacle(UNSENT))
    return found
