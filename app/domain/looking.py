"""Who looks at what was handed in or changed: the reviewer, or those above her (domain.md §5 “Whose act”)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.stand_ins import Acting, is_own

REVIEWING, REVIEWING_ABOVE = "submissions.review", "submissions.accept_own"


@dataclass(frozen=True)
class Author:
    """Who did what is looked at. ``people``: he, and in whose place; ``is_reviewer``: somebody above the reviewer may
    accept it; ``is_for_another``: he is one only in place of somebody who has no part in it, and may look at it."""

    people: frozenset[int]
    is_reviewer: bool = False
    is_for_another: bool = False


def looked_at_by(author: Author, permissions: Mapping[str, Acting], *, own_allowed: bool) -> tuple[str, bool]:
    """By which right it is looked at, and whether that would be one's own: by the reviewer's for whoever holds it and
    did it not himself (``waiting.may_accept``); what a reviewer did, for all others by the right above hers.

    ``own_allowed``: the centre lets a reviewer accept what she did herself.
    """
    acting = permissions.get(REVIEWING, Acting())
    own = is_own(author.people, acting) and not own_allowed
    is_hers = REVIEWING in permissions and not own and (acting.person_id is not None or author.is_for_another)
    if is_hers or not author.is_reviewer:
        return REVIEWING, own
    return REVIEWING_ABOVE, is_own(author.people, permissions.get(REVIEWING_ABOVE, Acting()))
