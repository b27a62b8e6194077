"""The month's way: what a unit handed in, what was said about it, and what was opened again (domain.md §5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.workflow import standing_return
from app.extensions import Base
from app.models.centre import Unit
from app.models.people import Person
from app.models.types import Key, Moment, now


class Submission(Base):
    """A unit's month and its state. A unit that has not begun has no row: it is in draft."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("unit_id", "year_month"),
        CheckConstraint(
            "state in ('draft', 'submitted', 'returned', 'accepted', 'closed', 'sent')",
            name="state",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year_month: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="draft")
    state_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # since when, and by whom: what a lock tells
    state_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state_stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    first_submitted_on: Mapped[dt.date | None] = mapped_column(Date)  # a later return does not take it away
    submitted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))  # in whose place
    on_behalf: Mapped[bool] = mapped_column(default=False)
    seen: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # figures as they were when last decided on
    accepted: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # figures as they were accepted
    changed_after: Mapped[int] = mapped_column(default=0)  # values that differed from what had been accepted before
    own_accepted: Mapped[bool] = mapped_column(default=False)  # accepted by the person who submitted it
    reopened_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # reports frozen before stand on older figures
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship()
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    notes: Mapped[list[SubmissionNote]] = relationship(back_populates="submission", order_by="SubmissionNote.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def month_key(self) -> str:
        return f"{self.year_month // 100}-{self.year_month % 100:02}"

    @property
    def standing_return(self) -> SubmissionNote | None:
        """The word with which it came back, until it is accepted."""
        place = standing_return([note.act for note in self.notes])
        return None if place is None else self.notes[place]

    @property
    def is_taken_back(self) -> bool:
        """Whether its unit has it again without anybody having decided on what was handed in last."""
        if self.state == "draft":
            return True
        if self.state != "returned" or self.state_at is None or self.submitted_at is None:
            return False
        return self.state_at < self.submitted_at


class SubmissionNote(Base):
    """One word in the thread of a submission: a return with its reason, or an explanation tied to a value."""

    __tablename__ = "submission_note"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    act: Mapped[str] = mapped_column(String(20))  # an act of domain.workflow, or “explain”
    part_key: Mapped[str] = mapped_column(String(44), default="")
    check: Mapped[str] = mapped_column(String(40), default="")  # the check that it explains
    figure: Mapped[str] = mapped_column(String(40), default="")  # the value that it explains, as plain text
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))  # the figure of a change that went back
    text: Mapped[str] = mapped_column(Text)

    submission: Mapped[Submission] = relationship(back_populates="notes")
    person: Mapped[Person] = relationship()


class BlankReason(Base):
    """Why nothing stands on some working days of a unit: closed, repairs, illness … It confirms them."""

    __tablename__ = "blank_reason"
    __table_args__ = (
        CheckConstraint("kind in ('closed', 'sanitary', 'repair', 'illness', 'other')", name="kind"),
        CheckConstraint("first_day <= last_day", name="span"),
        Index("ix_blank_reason_span", "centre_id", "first_day", "last_day"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    first_day: Mapped[dt.date] = mapped_column(Date)
    last_day: Mapped[dt.date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    voided_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship()


class LockException(Base):
    """A unit's month opened for a while, it ends by itself. ``opens``: its entry ``window``, or what was ``sent``."""

    __tablename__ = "lock_exception"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year_month: Mapped[int]
    opens: Mapped[str] = mapped_column(String(10), default="window", server_default=text("'window'"))
    until: Mapped[dt.date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    unit: Mapped[Unit] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def month_key(self) -> str:
        return f"{self.year_month // 100}-{self.year_month % 100:02}"


class Setting(Base):
    """What a centre has set for itself: days after the month's end, entry window, own acceptance."""

    __tablename__ = "setting"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
