"""Reports: consolidations frozen when they are signed and sent (domain.md §1, §5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.people import Person
from app.models.types import Key, Moment, now


class Report(Base):
    """One frozen consolidation (hisobot). Nothing sent is ever altered: a correction is a new version."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("centre_id", "period", "version_number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    period: Mapped[str] = mapped_column(String(20))
    version_number: Mapped[int]  # 1, and higher for corrections
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    correction_reason: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(20))
    plan_revision: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # what the table showed, plain
    figures_hash: Mapped[str] = mapped_column(String(64))
    workbook_sha256: Mapped[str] = mapped_column(String(64))
    history_hash: Mapped[str] = mapped_column(String(64))  # head of the history's chain when it was frozen
    signers: Mapped[list[str]] = mapped_column(JSON, default=list)
    made_at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    outgoing_number: Mapped[str] = mapped_column(String(60), default="")
    outgoing_date: Mapped[dt.date | None] = mapped_column(Date)
    way: Mapped[str] = mapped_column(String(60), default="")
    recipient: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    corrects: Mapped[Report | None] = relationship(remote_side=[id])


class CheckDecision(Base):
    """A finding of the data checks that a person leaves as it is, with the reason."""

    __tablename__ = "check_decision"
    __table_args__ = (UniqueConstraint("centre_id", "check", "subject_key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    check: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime] = mapped_column(Moment, default=now)

    person: Mapped[Person] = relationship()
