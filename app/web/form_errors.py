"""Refusals of a form as the summary on top and the words beside each field."""

from __future__ import annotations

from app.domain.errors import Conflict, DomainError
from app.extensions import db
from app.i18n.labels import explain


def form_errors(error: DomainError) -> dict[str, object]:
    """What a page needs to be drawn again after a refusal; what was written so far is rolled back first.

    ``errors``: the summary, a list of {id, message}; ``wrong``: field → message; ``conflict``: somebody was faster.
    """
    message = explain(error)
    db.session.rollback()
    return {
        "errors": [{"id": error.field or "", "message": message}],
        "wrong": {error.field: message} if error.field else {},
        "conflict": isinstance(error, Conflict),
    }
