"""From which month a centre works with the program: before it nothing is owed (domain.md §4 “Beginning”)."""

from __future__ import annotations

from datetime import date

from app.domain.errors import Invalid
from app.domain.periods import Period, period_of_month
from app.domain.spans import check_beginning
from app.extensions import db
from app.models import Person
from app.operations.history import note_change, one_writer
from app.operations.opening import need_opening_outside
from app.operations.rights import need
from app.queries.months import first_handed_in


def set_beginning(*, actor: Person, first_month: Period | None, today: date) -> None:
    """Set the first month, or none: the centre always has. What was owed before it is owed no more, and again when it
    is taken back. Raises Invalid ``beginning.far`` for a month that is far away, ``beginning.handed_in`` (``period``)
    where an earlier month was handed in, and ``beginning.opening`` (``period``) where opening figures stand in a month
    that would be worked from now on.
    """
    need(actor, "holidays.manage")
    one_writer(actor.centre_id)
    centre = actor.centre
    month = first_month.year_month if first_month else None
    if month == centre.first_month:
        return
    if first_month is not None:
        check_beginning(first_month, today)
    earliest = first_handed_in(centre.id)
    if month is not None and earliest is not None and earliest < month:
        raise Invalid("beginning.handed_in", field="first_month", period=period_of_month(earliest).key)
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
