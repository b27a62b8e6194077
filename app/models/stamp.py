"""Marks of each centre: one changes with every write to its plan tree, duties, units, calendar or settings, the other
with every write to its people and their stand-ins."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import event, text, update
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from app.models.amendments import Amendment
from app.models.centre import Centre, PaperSetting, Unit, UnitAlias
from app.models.deadlines import CentreHoliday, Obligation
from app.models.deviations import Deviation
from app.models.people import Person, StandIn
from app.models.plan import Indicator, OwnShare, Part, Plan, PlanSection, Responsible
from app.models.submissions import LockException, Setting

TREE_STAMP, PEOPLE_STAMP = "tree_stamp", "people_stamp"  # columns of a centre
MARKED: Mapping[str, tuple[Any, ...]] = {
    TREE_STAMP: (
        Plan,
        Amendment,
        PlanSection,
        Indicator,
        Part,
        OwnShare,
        Responsible,
        Unit,
        UnitAlias,
        CentreHoliday,
        Setting,
        PaperSetting,
        LockException,
        Obligation,
        Deviation,
    ),
    PEOPLE_STAMP: (Person, StandIn),
}


# In a session's info: what this transaction has read of them, by centre and column; the last line of the history, by
# centre; and the centre in which nobody else writes meanwhile (``operations.history.one_writer``).
STAMPS, HEADS, WRITER = "stamps", "heads", "writer"


def remember_stamps(session: Session, centre: Centre) -> None:
    """The marks as they were just read with their centre, so that this transaction need not ask for them again."""
    known = session.info.setdefault(STAMPS, {})
    known[centre.id, TREE_STAMP], known[centre.id, PEOPLE_STAMP] = centre.tree_stamp, centre.people_stamp


@event.listens_for(Session, "after_transaction_end")
def forget_stamps(session: Session, _transaction: SessionTransaction) -> None:
    """Savepoints, too: what was read, or locked, in one that is rolled back does not hold."""
    for known in (STAMPS, HEADS, WRITER):
        session.info.pop(known, None)


def lock_centre(session: Session, centre_id: int) -> None:
    """Wait until nobody else writes in this centre; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql" and session.info.get(WRITER) != centre_id:
        session.connection().execute(text("select pg_advisory_xact_lock(:centre)"), {"centre": centre_id})


@event.listens_for(Session, "before_flush")
def lock_before_marks(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    """Whoever changes a mark holds the centre's row until the commit: the lock comes first, wherever an act begins, so
    that no two wait for each other."""
    for centre_id in sorted({number for found in marked(session).values() for number in found if number}):
        lock_centre(session, centre_id)


def marked(session: Session) -> dict[str, set[int]]:
    """Mark → the centres of which something is written that it stands for."""
    written: tuple[Any, ...] = (*session.new, *session.dirty, *session.deleted)
    found = {
        column: {thing.centre_id for thing in written if isinstance(thing, kinds)} for column, kinds in MARKED.items()
    }
    found[TREE_STAMP] |= {thing.id for thing in session.dirty if isinstance(thing, Centre)}
    return found


@event.listens_for(Session, "after_flush")
def change_stamps(session: Session, _flush: UOWTransaction) -> None:
    """A new mark at random: one that was rolled back never comes again with other contents."""
    for column, changed in marked(session).items():
        if changed:
            change_stamp(session, column, changed)


def change_stamp(session: Session, column: str, centre_ids: Iterable[int]) -> None:
    statement = update(Centre).where(Centre.id.in_(list(centre_ids))).values({column: secrets.randbits(60)})
    session.connection().execute(statement)
    session.info.pop(STAMPS, None)
