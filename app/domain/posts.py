"""Whether somebody can work in a post of the centre: without some of them it cannot begin (domain.md §4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Holder:
    """An account of a post: whether it is active, and shut for a while after wrong passwords."""

    active: bool
    locked: bool = False


def post_state(holders: Collection[Holder]) -> str:
    """Whether somebody can work in a post: ``held``; else why not: ``never`` opened, ``closed``, or ``locked``."""
    if not holders:
        return "never"
    active = [one for one in holders if one.active]
    if not active:
        return "closed"
    return "locked" if all(one.locked for one in active) else "held"
