"""Names of those who did something: beside a stand-in's own stands the name of the absent (domain.md §5)."""

from __future__ import annotations

from flask_login import current_user

from app.i18n.names import acted
from app.queries.stand_ins import standing_of


def acted_by(name: str, stand_in_id: int | None) -> str:
    """“D. Karimova, B. Toʻraqulov oʻrnida”; the name alone for what was done in one's own."""
    standing = standing_of(current_user.centre_id, stand_in_id)
    return acted(name, standing.in_place_of if standing else "")
