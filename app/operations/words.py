"""What people wrote, as it is stored: checked for its length and letters, refused with the field where it stands."""

from __future__ import annotations

from app.domain.errors import Invalid
from app.domain.text import check_text, one_line

TEXT_LIMIT = 1000


def check_words(text: str, field: str = "explanations", limit: int = TEXT_LIMIT) -> str:
    """Raises Invalid of ``check_text``, told of the field."""
    try:
        return check_text(text, limit)
    except Invalid as error:
        raise Invalid(error.code, field=field, **error.params) from None


def check_line(text: str, field: str, limit: int) -> str:
    """The same for what stands in one line."""
    return one_line(check_words(text, field, limit))
