"""From which month a centre works with the program: before it nothing is owed (domain.md §4 “Beginning”)."""

from __future__ import annotations

from sqlalchemy import func, select

from app.domain.errors import Invalid
from app.domain.periods import Period, period_of_month
from app.extensions import db
from app.models import Person, Submission
from app.operations.history import note_change, one_writer
from app.operations.opening import need_opening_outside


def set_beginning(*, actor: Person, first_month: Period | None) -> None:
    """Set the first month, or none: the centre always has. What was owed before it is owed no more, and again when it
    is taken back. Raises Invalid ``beginning.handed_in`` (``period``) where an earlier month was handed in, and
    ``beginning.opening`` (``period``) where opening figures stand in a month that would be worked from now on.
    """
    one_writer(actor.centre_id)
    centre = actor.centre
    month = first_month.year_month if first_month else None
    if month == centre.first_month:
        return
    earliest = select(func.min(Submission.year_month)).where(
        Submission.centre_id == centre.id, Submission.first_submitted_on.is_not(None)
    )
    first_handed_in = db.session.scalar(earliest)
    if month is not None and first_handed_in is not None and first_handed_in < month:
        raise Invalid("beginning.handed_in", field="first_month", period=period_of_month(first_handed_in).key)
    need_opening_outside(centre.id, month, {}, "beginning.opening")
    before, centre.first_month = centre.first_month, month
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=centre.id,
        action="change",
        subject="setting",
        subject_key="first_month",
        before={"first_month": before},
        after={"first_month": month},
    )
