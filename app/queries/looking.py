"""Reads for the second look: who did what is looked at, and by which rights somebody may (domain.md §5 “Whose act”).

List, page and act ask the same questions here of a month that was handed in and of a figure that was changed.
"""

from __future__ import annotations

from datetime import date

from app.domain.looking import REVIEWING, REVIEWING_ABOVE, Author, look_refused, rights_over
from app.domain.permissions import Rights, may
from app.domain.stand_ins import Acting
from app.models import Entry, Person, Submission
from app.queries.settings import own_acceptance_allowed
from app.queries.stand_ins import acting_as, authors, standing_of, standings_on


def author_of(centre_id: int, role: str | None, person_id: int | None, stand_in_id: int | None, day: date) -> Author:
    """Who did something, as a look on this day sees it. ``role``: the person's own; None where nobody did it."""
    people = authors(centre_id, person_id, stand_in_id)
    if role is None or person_id is None or not is_reviewer(role, person_id, stand_in_id, centre_id, day):
        return Author(people)
    lent = [one for one in standings_on(centre_id, person_id, day) if may(one.role, REVIEWING)]
    another = any(one.absent_id is not None and one.absent_id not in people for one in lent)
    return Author(people, is_reviewer=True, is_for_another=another)


def is_reviewer(role: str, person_id: int, stand_in_id: int | None, centre_id: int, day: date) -> bool:
    """Whether who did something looks at the others': by his role, as a stand-in on this day, or as that as which he
    did it."""
    as_what = standing_of(centre_id, stand_in_id)
    lent = [*standings_on(centre_id, person_id, day), *filter(None, [as_what])]
    return may(Rights(role, tuple(one.role for one in lent)), REVIEWING)


def author_of_month(row: Submission, day: date) -> Author:
    by = row.submitted_by
    return author_of(row.centre_id, by.role if by else None, row.submitted_by_id, row.submitted_stand_in_id, day)


def author_of_figure(entry: Entry, day: date) -> Author:
    return author_of(entry.centre_id, entry.person.role, entry.person_id, entry.stand_in_id, day)


def held_rights_over(person: Person, author: Author) -> frozenset[str]:
    """By which rights a person may look at what somebody did; none where it is not for him."""
    return rights_over(author, held(person), own_allowed=own_acceptance_allowed(person.centre_id))


def why_not_by(right: str, person: Person, author: Author) -> str:
    """Why a person may not look at it by a right that he has; empty where he may."""
    return look_refused(right, author, held(person), own_allowed=own_acceptance_allowed(person.centre_id))


def held(person: Person) -> dict[str, Acting]:
    return {name: acting_as(person, name) for name in (REVIEWING, REVIEWING_ABOVE) if may(person.rights, name)}
