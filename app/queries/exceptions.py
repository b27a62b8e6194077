"""Reads of the months that are open for a while although their window has ended or they were sent (domain.md §5)."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.domain.errors import DomainError
from app.domain.periods import Period, parse_period
from app.domain.workflow import check_month_to_open, opens_what
from app.extensions import db
from app.models import LockException, Person, Unit
from app.queries.kept import kept
from app.queries.plan import plan_facts
from app.queries.units import centre_span


@dataclass(frozen=True)
class OpenException:
    """A unit's month that is open until a day: what it ``opens``, why, who opened it and ``since`` when."""

    id: int
    unit_id: int
    unit_code: str
    unit_name: str
    year_month: int
    opens: str
    until: date
    reason: str
    by: str
    since: datetime
    stand_in_id: int | None = None

    @property
    def month_key(self) -> str:
        return f"{self.year_month // 100}-{self.year_month % 100:02}"


def open_exceptions(centre_id: int) -> tuple[OpenException, ...]:
    """The exceptions that nobody ended, kept in memory; some of them may have ended by themselves."""
    return kept("exceptions", centre_id, 0, lambda session: read_open(session, centre_id))


def months_to_open(centre_id: int, today: date) -> list[Period]:
    """The months that can be opened for a while, the newest first: of every year with a plan that is not archived."""
    found, span = [], centre_span(centre_id)
    for plan in plan_facts(centre_id):
        for month in parse_period(str(plan.year)).months:
            with suppress(DomainError):
                check_month_to_open(month, today, plan_state=plan.state, span=span)
                found.append(month)
    return found[::-1]


def read_open(session: Session, centre_id: int) -> tuple[OpenException, ...]:
    statement = (
        select(LockException, Unit, Person.name)
        .join(Unit, Unit.id == LockException.unit_id)
        .join(Person, Person.id == LockException.person_id)
        .where(LockException.centre_id == centre_id, LockException.ended_at.is_(None))
        .order_by(LockException.until, LockException.id)
    )
    return tuple(
        OpenException(
            id=found.id,
            unit_id=unit.id,
            unit_code=unit.code,
            unit_name=unit.name,
            year_month=found.year_month,
            opens=found.opens,
            until=found.until,
            reason=found.reason,
            by=by,
            since=found.at,
            stand_in_id=found.stand_in_id,
        )
        for found, unit, by in session.execute(statement)
    )


def exceptions_for(centre_id: int, unit_ids: Collection[int], today: date) -> list[OpenException]:
    """What is open today for some units, the first to end first; it costs no statement on most pages."""
    return [found for found in open_exceptions(centre_id) if found.unit_id in unit_ids and found.until >= today]


def exception_until(unit: Unit, year_month: int, state: str, today: date) -> date | None:
    """Until when an exception opens a unit's month as it stands; None when none holds today."""
    return max(
        (
            found.until
            for found in exceptions_for(unit.centre_id, [unit.id], today)
            if found.year_month == year_month and found.opens == opens_what(state)
        ),
        default=None,
    )


def exceptions_of(centre_id: int) -> list[LockException]:
    """Every month that was opened for a while, the newest first."""
    return list(
        db.session.scalars(
            select(LockException)
            .where(LockException.centre_id == centre_id)
            .options(joinedload(LockException.unit), joinedload(LockException.person))
            .order_by(LockException.id.desc())
        )
    )
