"""Refusals of the rules, as codes. Words for them live in ``i18n/labels.py``, one per language."""

from __future__ import annotations


class DomainError(Exception):
    """Something was refused. ``code`` names why, ``params`` fill the sentence, ``field`` the place in a form.

    The sentence is ``i18n.labels.ERRORS[code]`` with ``params`` as named placeholders.
    """

    status = 422

    def __init__(self, code: str, /, *, field: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params


class UpkeepError(DomainError):
    """The installation does not allow it: folder, database, address. Its sentence is for the administrator."""


class Invalid(DomainError):
    """A value that cannot be accepted as typed."""


class NotAllowed(DomainError):
    """The person has no right to this; strangers are told that it does not exist."""

    status = 404


class Conflict(DomainError):
    """Somebody changed the thing meanwhile."""

    status = 409


class Locked(DomainError):
    """The period, unit or plan does not take figures now (domain.md §5)."""

    status = 423
