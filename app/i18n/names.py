"""Who did something, in words: the name, and in whose place where it was another's (domain.md §5)."""

from __future__ import annotations

from flask_babel import gettext

from app.i18n.labels import LABELS, label


def acted(name: str, in_place_of: str) -> str:
    """Who did something, and in whose place: “D. Karimova, B. Toʻraqulov oʻrnida”. ``in_place_of`` is a name, the code
    of a role that nobody had, or nothing."""
    if not in_place_of:
        return name
    return gettext("%(name)s, %(absent)s oʻrnida", name=name, absent=absent_words(in_place_of))


def absent_words(in_place_of: str) -> str:
    """The name of who is away, or the word for the post that nobody has."""
    return label("role", in_place_of) if in_place_of in LABELS["role"] else in_place_of
