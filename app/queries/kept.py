"""What changes seldom, kept in memory between requests: the tree of the plan, the list of units, who stands in.

A stamp of the centre changes with every write to them (models/stamp.py), in the same transaction and for every
process, so what is kept is always what the database holds. The objects are detached and only for reading.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Centre, Change
from app.models.stamp import HEADS, STAMPS, TREE_STAMP

Thing = TypeVar("Thing")
_kept: dict[tuple[str, str, int, int], tuple[int, object]] = {}
_reckoned: dict[tuple[str, int, int | str], tuple[tuple[str, date], object]] = {}


def stamp_of(centre_id: int, column: str) -> int:
    """A mark of the centre, read once in a transaction; ``models.stamp`` forgets it when one ends or writes."""
    stamps: dict[tuple[int, str], int] = db.session().info.setdefault(STAMPS, {})
    if (centre_id, column) not in stamps:
        mark = select(getattr(Centre, column)).where(Centre.id == centre_id)
        stamps[centre_id, column] = db.session.scalar(mark) or 0
    return stamps[centre_id, column]


def kept(
    what: str, centre_id: int, year: int, read: Callable[[Session], Thing], *, stamp_column: str = TREE_STAMP
) -> Thing:
    """The thing as it was read last, or read again because the centre's stamp has changed since."""
    key = (str(db.engine.url), what, centre_id, year)
    stamp = stamp_of(centre_id, stamp_column)
    found = _kept.get(key)
    if found is None or found[0] != stamp:
        # A session of its own on the same transaction, so that what it read can be detached as a whole.
        with Session(db.session.connection(), autoflush=False) as session:
            found = (stamp, read(session))
            session.expunge_all()
        _kept[key] = found
    return found[1]  # type: ignore[return-value]


def kept_until_written(centre_id: int, whose: int | str, day: date, read: Callable[[], Thing]) -> Thing:
    """What was reckoned last for ``whose`` sake, a person's number or a name; or reckoned again because something was
    written since or another day came.

    Every write leaves its line in the history, so the hash of the last one stands for all of them.
    """
    heads: dict[int, str] = db.session().info.setdefault(HEADS, {})
    if centre_id not in heads:
        last = select(Change.hash).where(Change.centre_id == centre_id).order_by(Change.id.desc()).limit(1)
        heads[centre_id] = db.session.scalar(last) or ""
    key, mark = (str(db.engine.url), centre_id, whose), (heads[centre_id], day)
    found = _reckoned.get(key)
    if found is None or found[0] != mark:
        _reckoned[key] = found = (mark, read())
    return found[1]  # type: ignore[return-value]
