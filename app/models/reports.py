"""Reports: consolidations frozen when they are signed and sent, and the scans of their letters (domain.md §1, §5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import DDL, JSON, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint, event, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.people import Person
from app.models.stored_file import StoredFile
from app.models.types import Key, Moment, now


class Report(Base):
    """One frozen consolidation (hisobot). Nothing sent is ever altered: a correction is a new version.

    A draft is frozen too, and numbered by itself: what was handed round before the period was closed.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("centre_id", "period", "draft", "version_number"),
        CheckConstraint("not (draft and sent_at is not null)", name="draft_not_sent"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    period: Mapped[str] = mapped_column(String(20))
    draft: Mapped[bool] = mapped_column(default=False, server_default=false())
    version_number: Mapped[int]  # 1, and higher for corrections
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    correction_reason: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(20))
    plan_revision: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # what the table showed, plain
    figures_hash: Mapped[str] = mapped_column(String(64))
    workbook_sha256: Mapped[str] = mapped_column(String(64))
    history_hash: Mapped[str] = mapped_column(String(64))  # head of the history's chain when it was frozen
    signers: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # post and name, as printed
    made_at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    outgoing_number: Mapped[str] = mapped_column(String(60), default="")
    outgoing_date: Mapped[dt.date | None] = mapped_column(Date)
    way: Mapped[str] = mapped_column(String(60), default="")
    recipient: Mapped[str] = mapped_column(String(300), default="")
    signed_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # the director has looked at it and signed
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    sent_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The workbook as it left, where number and date were not known when it was frozen.
    sent_sha256: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))

    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])
    corrects: Mapped[Report | None] = relationship(remote_side=[id])
    scans: Mapped[list[ReportScan]] = relationship(back_populates="report", order_by="ReportScan.id")

    @property
    def file_sha256(self) -> str:
        """Under which hash the bytes of its workbook lie now."""
        return self.sent_sha256 or self.workbook_sha256


class ReportScan(StoredFile, Base):
    """The signed letter of a sent report, scanned."""

    __tablename__ = "report_scan"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)

    report: Mapped[Report] = relationship(back_populates="scans")
    person: Mapped[Person] = relationship()


class OwedCorrection(Base):
    """A report shows figures of its period that have become others. One that was sent is corrected, which a newer
    version that leaves tells by itself, or left as it is with a reason; one that waits is made anew.

    ``ended_at`` is empty while it is owed; without a ``reason`` the figures became again what was sent.
    """

    __tablename__ = "owed_correction"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    since: Mapped[dt.date] = mapped_column(Date)  # when the first of them was accepted
    figures_hash: Mapped[str] = mapped_column(String(64))  # of the table as it would be now, when it was looked at last
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    report: Mapped[Report] = relationship()
    ended_by: Mapped[Person | None] = relationship()


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
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    at: Mapped[dt.datetime] = mapped_column(Moment, default=now)

    person: Mapped[Person] = relationship()


# What is frozen stays so, whatever program writes. The same statements stand in a migration; a table made by
# create_all gets them here.
SENT_LATER = (
    "signed_at", "signed_by_id", "signed_stand_in_id", "outgoing_number", "outgoing_date", "way", "recipient",
    "sent_at", "sent_by_id", "sent_sha256",
)  # fmt: skip
FROZEN = [column.name for column in Report.__table__.columns if column.name not in SENT_LATER]
SQLITE_TRIGGERS = [
    f"create trigger report_frozen before update of {', '.join(FROZEN)} on report "
    "begin select raise(abort, 'a report is frozen'); end",
    "create trigger report_sent before update on report when old.sent_at is not null "
    "begin select raise(abort, 'a report is frozen'); end",
    "create trigger report_kept before delete on report begin select raise(abort, 'a report is frozen'); end",
]
POSTGRESQL_TRIGGERS = [
    "create or replace function refuse_report() returns trigger language plpgsql as "
    "$$ begin raise exception 'a report is frozen'; end $$",
    f"create trigger report_frozen before update of {', '.join(FROZEN)} on report "
    "for each row execute function refuse_report()",
    "create trigger report_sent before update on report for each row when (old.sent_at is not null) "
    "execute function refuse_report()",
    "create trigger report_kept before delete or truncate on report "
    "for each statement execute function refuse_report()",
]
for dialect, statements in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRESQL_TRIGGERS)):
    for statement in statements:
        event.listen(Report.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
