"""Marks of each centre: one changes with every write to its plan tree, duties, units, calendar or settings, the other
with every write to its people and their stand-ins."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import event, update
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from app.models.centre import Centre, Unit, UnitAlias
from app.models.deadlines import CentreHoliday, Obligation
from app.models.deviations import Deviation
from app.models.people import Person, StandIn
from app.models.plan import Indicator, OwnShare, Part, Plan, PlanSection, Responsible
from app.models.submissions import LockException, Setting

TREE_STAMP, PEOPLE_STAMP = "tree_stamp", "people_stamp"  # columns of a centre
MARKED: Mapping[str, tuple[Any, ...]] = {
    TREE_STAMP: (
        Plan,
        PlanSection,
        Indicator,
        Part,
        OwnShare,
        Responsible,
        Unit,
        UnitAlias,
        CentreHoliday,
        Setting,
        LockException,
        Obligation,
        Deviation,
    ),
    PEOPLE_STAMP: (Person, StandIn),
}


# In a session's info: what this transaction has read of them, by centre and column; and the centre in which nobody else
# writes meanwhile (``operations.history.one_writer``).
STAMPS, WRITER = "stamps", "writer"


def remember_stamps(session: Session, centre: Centre) -> None:
    """The marks as they were just read with their centre, so that this transaction need not ask for them again."""
    known = session.info.setdefault(STAMPS, {})
    known[centre.id, TREE_STAMP], known[centre.id, PEOPLE_STAMP] = centre.tree_stamp, centre.people_stamp


@event.listens_for(Session, "after_transaction_end")
def forget_stamps(session: Session, _transaction: SessionTransaction) -> None:
    """Savepoints, too: what was read, or locked, in one that is rolled back does not hold."""
    session.info.pop(STAMPS, None)
    session.info.pop(WRITER, None)


@event.listens_for(Session, "after_flush")
def change_stamps(session: Session, _flush: UOWTransaction) -> None:
    """A new mark at random: one that was rolled back never comes again with other contents."""
    written: tuple[Any, ...] = (*session.new, *session.dirty, *session.deleted)
    for column, kinds in MARKED.items():
        changed = {thing.centre_id for thing in written if isinstance(thing, kinds)}
        if column == TREE_STAMP:
            changed |= {thing.id for thing in session.dirty if isinstance(thing, Centre)}
        if changed:
            statement = update(Centre).where(Centre.id.in_(changed)).values({column: secrets.randbits(60)})
            session.connection().execute(statement)
            session.info.pop(STAMPS, None)
