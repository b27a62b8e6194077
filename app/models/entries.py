"""What was done: dated entries, the register cards behind them, and their evidence (domain.md §1)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.opening import Stretch
from app.domain.periods import Kind, Period, period_of, period_of_month
from app.domain.registers import REGISTERS
from app.domain.row_rules import MONTH, WEEK
from app.extensions import Base
from app.models.centre import Unit
from app.models.people import Person
from app.models.plan import Part
from app.models.stored_file import StoredFile
from app.models.types import LIMIT, Key, Moment, Quantity, now

GRAINS: dict[str, Kind] = {WEEK: "week", MONTH: "month"}


def figure_checks(*states: str) -> tuple[CheckConstraint, ...]:
    """What holds of every stored figure: it stands in one of these states, and only a number has a value."""
    one_of = ", ".join(f"'{state}'" for state in states)
    return (
        CheckConstraint(f"state in ({one_of})", name="state"),
        CheckConstraint("(state = 'number') = (value is not null)", name="number_has_value"),
        CheckConstraint(f"value is null or (value >= 0 and value <= {LIMIT})", name="value_range"),
        CheckConstraint(f"base is null or (base >= 0 and base <= {LIMIT})", name="base_range"),
    )


class Card(Base):
    """One line of a register (daftar): an event, an acquisition, a document … It feeds one or more entries."""

    __tablename__ = "card"
    __table_args__ = (Index("ix_card_list", "centre_id", "register", "unit_id", "year_month"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    register: Mapped[str] = mapped_column(String(40))
    date: Mapped[dt.date] = mapped_column(Date)
    year_month: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    voided_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship()
    created_by: Mapped[Person] = relationship(foreign_keys=[created_by_id])
    entries: Mapped[list[Entry]] = relationship(back_populates="card", order_by="Entry.id")
    evidence: Mapped[list[Evidence]] = relationship(back_populates="card", order_by="Evidence.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def slug(self) -> str:
        """Its register in an address."""
        return REGISTERS[self.register].slug


class Entry(Base):
    """One dated fact of one unit for one part (yozuv).

    ``state`` tells a number from a confirmed nothing; an emptied cell stays as ``empty`` so that its
    version and history go on. A figure for a whole month has ``grain`` ``month`` and the month's last day.
    ``former_…`` is what was official before it was changed in a month that had been sent: the accepted basis shows it
    until somebody has looked at the change. ``former_state`` is empty where nothing waits.
    """

    __tablename__ = "entry"
    __table_args__ = (
        *figure_checks("number", "empty", "no_activity", "not_applicable"),
        # What every sum reads, in the order of its GROUP BY, so that the table itself is not touched.
        Index(
            "ix_entry_sum",
            "centre_id",
            "year_month",
            "part_id",
            "unit_id",
            "state",
            "value",
            "base",
            "voided_at",
            sqlite_where=text("voided_at is null"),
            postgresql_where=text("voided_at is null"),
        ),
        Index(
            "uq_entry_cell",
            "part_id",
            "unit_id",
            "date",
            "grain",
            unique=True,
            sqlite_where=text("card_id is null"),
            postgresql_where=text("card_id is null"),
        ),
        Index(
            "ix_entry_former",
            "centre_id",
            "year_month",
            sqlite_where=text("former_state is not null"),
            postgresql_where=text("former_state is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"), index=True)
    date: Mapped[dt.date] = mapped_column(Date)
    year_month: Mapped[int]
    grain: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20))
    value: Mapped[int | Decimal | None] = mapped_column(Quantity)
    base: Mapped[int | Decimal | None] = mapped_column(Quantity)
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))  # in whose place
    changed_at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    voided_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    former_state: Mapped[str | None] = mapped_column(String(20))
    former_value: Mapped[int | Decimal | None] = mapped_column(Quantity)
    former_base: Mapped[int | Decimal | None] = mapped_column(Quantity)
    version: Mapped[int] = mapped_column(default=1)

    part: Mapped[Part] = relationship()
    unit: Mapped[Unit] = relationship()
    card: Mapped[Card | None] = relationship(back_populates="entries")
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def period(self) -> Period:
        """The day, week or month for which it stands; a card's is its day."""
        return period_of(GRAINS.get(self.grain, "day"), self.date)

    @property
    def month_key(self) -> str:
        return f"{self.year_month // 100}-{self.year_month % 100:02}"


class OpeningFigure(Base):
    """A figure of months before a unit, or the centre, worked with the program (domain.md §4 “Beginning”).

    It stands for the months ``since`` … ``year_month`` and counts in the last one; without ``unit_id`` it is the whole
    centre's. An emptied one stays, as with entries. Nothing that is owed is answered by it.
    """

    __tablename__ = "opening_figure"
    __table_args__ = (
        *figure_checks("number", "empty", "no_activity"),
        CheckConstraint("since <= year_month", name="months"),
        Index("ix_opening_figure_sum", "centre_id", "year_month"),
        Index(
            "uq_opening_figure_unit",
            "part_id",
            "unit_id",
            "since",
            "year_month",
            unique=True,
            sqlite_where=text("unit_id is not null"),
            postgresql_where=text("unit_id is not null"),
        ),
        Index(
            "uq_opening_figure_centre",
            "part_id",
            "since",
            "year_month",
            unique=True,
            sqlite_where=text("unit_id is null"),
            postgresql_where=text("unit_id is null"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    since: Mapped[int]
    year_month: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    value: Mapped[int | Decimal | None] = mapped_column(Quantity)
    base: Mapped[int | Decimal | None] = mapped_column(Quantity)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    version: Mapped[int] = mapped_column(default=1)

    part: Mapped[Part] = relationship()
    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.since, self.year_month)

    @property
    def date(self) -> dt.date:
        """The last day of the months that it stands for: where it counts."""
        return period_of_month(self.year_month).end


class Evidence(StoredFile, Base):
    """A file that proves a card (asos, ilova)."""

    __tablename__ = "evidence"

    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"), index=True)

    card: Mapped[Card] = relationship(back_populates="evidence")
