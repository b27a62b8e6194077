"""Whether somebody may do what he is about to do: the question that stands before every act."""

from __future__ import annotations

from app.domain.errors import NotAllowed
from app.domain.permissions import may
from app.models import Person
from app.operations.history import by_right


def need(actor: Person, permission: str, *, otherwise: str = "workflow.not_yours") -> None:
    """Whether somebody may do this; he does it by this right. Raises NotAllowed, with the code ``otherwise``."""
    if not may(actor.rights, permission):
        raise NotAllowed(otherwise, act=permission)
    by_right(permission)
