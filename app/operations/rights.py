"""Whether somebody may do what he is about to do, and whether the year still takes it: the questions before an act."""

from __future__ import annotations

from typing import Protocol

from app.domain.errors import Locked, NotAllowed
from app.domain.permissions import may
from app.models import Person
from app.operations.history import by_right
from app.queries.plan import facts_of_plan


class PlanOfYear(Protocol):
    @property
    def year(self) -> int: ...
    @property
    def state(self) -> str: ...


def need(actor: Person, permission: str, *, otherwise: str = "workflow.not_yours") -> None:
    """Whether somebody may do this; he does it by this right. Raises NotAllowed, with the code ``otherwise``."""
    if not may(actor.rights, permission):
        raise NotAllowed(otherwise, act=permission)
    by_right(permission)


def need_not_closed(plan: PlanOfYear | None) -> None:
    """Nothing of an archived year is written any more. Raises Locked ``lock.year_archived``."""
    if plan is not None and plan.state == "closed":
        raise Locked("lock.year_archived", year=plan.year)


def need_open_year(centre_id: int, year: int) -> None:
    """The same of a year by its number; one without a plan is no archive."""
    need_not_closed(facts_of_plan(centre_id, year))
