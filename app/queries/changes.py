"""Reads of what was changed in months that were sent and that nobody has looked at yet (domain.md §5 “Locks”)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.domain.counting import State, Total
from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import Entry, Part, Person, Submission, SubmissionNote
from app.queries.exceptions import OpenException
from app.queries.looking import author_of_figure, held_rights_over

# What a figure is called by, and where it was written.
IN_WORDS = (
    joinedload(Entry.part).joinedload(Part.indicator),
    joinedload(Entry.unit),
    joinedload(Entry.card),
)


@dataclass(frozen=True)
class FigureChange:
    """One figure that is not what the accepted basis shows. ``before`` is official until somebody has looked."""

    entry: Entry
    before: Total
    after: Total

    @property
    def month(self) -> Period:
        return parse_period(self.entry.month_key)

    @property
    def is_new(self) -> bool:
        """Whether a card was written that counted nothing before."""
        return self.entry.card is not None and not self.before.has_value

    @property
    def key(self) -> str:
        """As the history names the cell."""
        return f"{self.entry.part.key}|{self.entry.unit.code}|{self.entry.period.key}"


def waiting_changes(centre_id: int) -> list[FigureChange]:
    """Every change that waits, the oldest month first."""
    statement = (
        select(Entry)
        .where(Entry.centre_id == centre_id, Entry.former_state.is_not(None))
        .options(*IN_WORDS, joinedload(Entry.person))
        .order_by(Entry.year_month, Entry.unit_id, Entry.part_id, Entry.date, Entry.id)
    )
    return [change_of(entry) for entry in db.session.scalars(statement)]


def changes_of_month(centre_id: int, unit_id: int, year_month: int) -> list[FigureChange]:
    """Those of one unit's month."""
    return [
        change
        for change in waiting_changes(centre_id)
        if (change.entry.unit_id, change.entry.year_month) == (unit_id, year_month)
    ]


@dataclass(frozen=True)
class ReturnedChange:
    """A change that went back and was not made again since: the figure that was refused, and the words with it.
    ``entry``: where it stands; None of one that went back before that was kept."""

    exception_id: int
    entry: Entry | None
    part_key: str
    figure: str
    text: str
    at: datetime
    by: str
    stand_in_id: int | None


def returned_changes(exceptions: Sequence[OpenException]) -> list[ReturnedChange]:
    """What went back of months that are open, the last first: it is told until the figure is changed again or the
    exception ends. No statement where no sent month is open."""
    opened = {(one.unit_id, one.year_month): one for one in exceptions if one.opens == "sent"}
    if not opened:
        return []
    note, other = SubmissionNote, aliased(Entry)
    place = (other.unit_id == Submission.unit_id, other.year_month == Submission.year_month)
    again = (
        select(other.id)
        .join(Part, Part.id == other.part_id)
        .where(*place, Part.key == note.part_key, other.changed_at > note.at)
        .where(or_(note.entry_id.is_(None), note.entry_id == other.id))
        .correlate(note, Submission)
        .exists()
    )
    words = (note.part_key, note.figure, note.text, note.at, Person.name, note.stand_in_id)
    months = [
        and_(Submission.unit_id == unit_id, Submission.year_month == year_month) for unit_id, year_month in opened
    ]
    statement = (
        select(Submission.unit_id, Submission.year_month, Entry, *words)
        .join(note, note.submission_id == Submission.id)
        .join(Person, Person.id == note.person_id)
        .outerjoin(Entry, Entry.id == note.entry_id)
        .options(*IN_WORDS)
        .where(or_(*months), note.act == "return_change", ~again)
        .order_by(note.id.desc())
    )
    return [
        ReturnedChange(opened[unit_id, year_month].id, entry, key, figure, text, at, by, stand_in_id)
        for unit_id, year_month, entry, key, figure, text, at, by, stand_in_id in db.session.execute(statement)
        if at >= opened[unit_id, year_month].since
    ]


def change_of(entry: Entry) -> FigureChange:
    now = Total("empty") if entry.voided_at else Total(cast(State, entry.state), entry.value, entry.base)
    return FigureChange(entry, Total(cast(State, entry.former_state), entry.former_value, entry.former_base), now)


def entry_of(centre_id: int, entry_id: int) -> Entry | None:
    return db.session.scalar(select(Entry).where(Entry.centre_id == centre_id, Entry.id == entry_id))


def is_for(person: Person, entry: Entry, day: date) -> bool:
    """Whether a change is a person's to look at: the methodologist's, or of what she changed that of those above."""
    return bool(held_rights_over(person, author_of_figure(entry, day)))
