"""Who looks at what was handed in or changed: the reviewer, or those above her (domain.md §5 “Whose act”)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.stand_ins import Acting, is_own

REVIEWING, REVIEWING_ABOVE = "submissions.review", "submissions.accept_own"
OWN, NOT_A_REVIEWERS = "workflow.own_submission", "workflow.reviewer_accepts"  # why somebody may not


@dataclass(frozen=True)
class Author:
    """Who did what is looked at. ``people``: he, and in whose place; ``is_reviewer``: somebody above the reviewer may
    accept it; ``is_for_another``: he is one only in place of somebody who has no part in it, and may look at it."""

    people: frozenset[int]
    is_reviewer: bool = False
    is_for_another: bool = False


def rights_over(author: Author, permissions: Mapping[str, Acting], *, own_allowed: bool) -> frozenset[str]:
    """By which of these rights it may be looked at: by the reviewer's for whoever did it not himself, by the right
    above hers where a reviewer did it. What is one's own nobody judges by either.

    ``own_allowed``: the centre lets a reviewer accept what she did herself; those above never do.
    """
    others = {name for name, acting in permissions.items() if not is_own(author.people, acting)}
    if own_allowed and REVIEWING in permissions:
        others.add(REVIEWING)
    return frozenset(others & {REVIEWING, *([REVIEWING_ABOVE] if author.is_reviewer else [])})


def look_refused(right: str, author: Author, permissions: Mapping[str, Acting], *, own_allowed: bool) -> str:
    """Why who has a right may not look at something by it: OWN or NOT_A_REVIEWERS; empty where he may."""
    if right in rights_over(author, permissions, own_allowed=own_allowed):
        return ""
    own = is_own(author.people, permissions.get(right, Acting()))
    return OWN if own else NOT_A_REVIEWERS


def looked_at_by(author: Author, permissions: Mapping[str, Acting], *, own_allowed: bool) -> tuple[str, bool]:
    """In whose list it stands, by the right, and whether whoever holds it would judge his own there: the reviewer's for
    whom it is not her own; of what a reviewer did, for all others those above her."""
    found, acting = rights_over(author, permissions, own_allowed=own_allowed), permissions.get(REVIEWING, Acting())
    is_hers = REVIEWING in found and (acting.person_id is not None or author.is_for_another)
    right = REVIEWING if is_hers or not author.is_reviewer else REVIEWING_ABOVE
    return right, right in permissions and right not in found
