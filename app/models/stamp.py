"""A mark of each centre that changes with every write to its plan tree, duties, units, calendar or settings."""

from __future__ import annotations

import secrets

from sqlalchemy import event, update
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from app.models.centre import Centre, Unit, UnitAlias
from app.models.deadlines import CentreHoliday, Obligation
from app.models.deviations import Deviation
from app.models.plan import Indicator, OwnShare, Part, Plan, PlanSection, Responsible
from app.models.submissions import LockException, Setting

TREE = (
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
)


STAMPS = "tree_stamps"  # in a session's info: what this transaction has read of them


def remember_stamp(session: Session, centre: Centre) -> None:
    """The mark as it was just read with its centre, so that this transaction need not ask for it again."""
    session.info.setdefault(STAMPS, {})[centre.id] = centre.tree_stamp


@event.listens_for(Session, "after_transaction_end")
def forget_stamps(session: Session, _transaction: SessionTransaction) -> None:
    """Savepoints, too: what was read in one that is rolled back does not hold."""
    session.info.pop(STAMPS, None)


@event.listens_for(Session, "after_flush")
def change_stamp(session: Session, _flush: UOWTransaction) -> None:
    """A new mark at random: one that was rolled back never comes again with other contents."""
    changed = {thing.centre_id for thing in (*session.new, *session.dirty, *session.deleted) if isinstance(thing, TREE)}
    changed |= {thing.id for thing in session.dirty if isinstance(thing, Centre)}
    if changed:
        statement = update(Centre).where(Centre.id.in_(changed)).values(tree_stamp=secrets.randbits(60))
        session.connection().execute(statement)
        session.info.pop(STAMPS, None)
