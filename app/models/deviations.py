"""Why rows stand behind at the end of a quarter, and who asked for it (domain.md §4 “Reasons”)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.centre import Unit
from app.models.plan import Indicator
from app.models.types import Key, Moment


class DeviationReason(Base):
    """One sentence; several rows may share it. It never changes: other words are another sentence."""

    __tablename__ = "deviation_reason"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    text: Mapped[str] = mapped_column(Text)


class Deviation(Base):
    """One line of the plan, one quarter (20253) and one unit that counts the line: its reason, and who asked for it.

    A reason that was taken back leaves the row without one; the history keeps the words.
    """

    __tablename__ = "deviation"
    __table_args__ = (
        UniqueConstraint("indicator_id", "quarter", "unit_id"),
        Index("ix_deviation_quarter", "centre_id", "quarter"),
        Index(
            "ix_deviation_asked",
            "centre_id",
            "asked_on",
            sqlite_where=text("asked_on is not null"),
            postgresql_where=text("asked_on is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    quarter: Mapped[int]
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("deviation_reason.id"), index=True)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_on: Mapped[dt.date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(default=1)

    indicator: Mapped[Indicator] = relationship()
    unit: Mapped[Unit] = relationship()
    reason: Mapped[DeviationReason | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
