"""What is owed and when (domain.md §4)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.holidays import HOLIDAY
from app.domain.periods import Period, parse_period
from app.extensions import Base
from app.models.centre import Unit
from app.models.plan import Indicator
from app.models.types import Key, Moment, now


class Obligation(Base):
    """What one unit owes for one row and period (majburiyat). Made when the plan is approved, never by hand.

    ``kind``: figures (a unit that counts), confirmation (one that contributes), report (what the mechanism hands over).
    Its time state is computed, never stored. A report is answered by one letter: a report or a document that left. The
    link stays when the letter answers nothing any more, as a voided card; ``queries.done`` says whether it does.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("indicator_id", "unit_id", "period", "kind"),
        Index("ix_obligation_due", "centre_id", "due_on"),
        CheckConstraint("report_id is null or card_id is null", name="one_letter"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    period: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[dt.date] = mapped_column(Date)  # the period's days and counted months, for the database
    ends_on: Mapped[dt.date] = mapped_column(Date)
    first_month: Mapped[int]
    last_month: Mapped[int]
    required: Mapped[bool]
    due_on: Mapped[dt.date | None] = mapped_column(Date)  # empty: the unit sets it
    set_by_unit: Mapped[bool] = mapped_column(default=False)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"), index=True)
    waived_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    waived_stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    waive_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    indicator: Mapped[Indicator] = relationship()
    unit: Mapped[Unit] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def has_letter(self) -> bool:
        """Whether a letter was named as its answer, in force or not."""
        return self.report_id is not None or self.card_id is not None

    @property
    def span(self) -> Period:
        return parse_period(self.period)

    @property
    def period_kind(self) -> str:
        return self.span.kind


class CentreHoliday(Base):
    """A day unlike its weekday: the country's holidays as confirmed or moved, and a centre's own (domain.holidays)."""

    __tablename__ = "centre_holiday"
    __table_args__ = (UniqueConstraint("centre_id", "day"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    day: Mapped[dt.date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(20), default=HOLIDAY, server_default=HOLIDAY)
    name: Mapped[str] = mapped_column(String(200), default="")
    code: Mapped[str] = mapped_column(String(60), default="")
    confirmed: Mapped[bool] = mapped_column(default=True)


class CalendarKey(Base):
    """The secret in a person's calendar address; renewing it ends the old one. Only its hash is kept."""

    __tablename__ = "calendar_key"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
