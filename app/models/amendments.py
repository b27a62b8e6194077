"""Amendments of an approved plan: what changes line by line, from when, why, and who decided it (domain.md §5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.people import Person
from app.models.plan import Plan
from app.models.types import Key, Moment, now


class Amendment(Base):
    """One revision of a plan: prepared → asked → approved, or returned with a note, or withdrawn.

    ``first_month``: the year-month from which it holds; ``revision``: what the plan's revision became by it; ``ends``:
    what its paper says above and below its lines, kept when it was approved (``domain.papers``).
    """

    __tablename__ = "amendment"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="prepared")
    first_month: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text, default="")  # on what paper it rests
    note: Mapped[str] = mapped_column(Text, default="")  # why it was returned
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    prepared_stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    asked_on: Mapped[dt.date | None] = mapped_column(Date)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    decided_on: Mapped[dt.date | None] = mapped_column(Date)
    revision: Mapped[int | None]
    ends: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    plan: Mapped[Plan] = relationship()
    prepared_by: Mapped[Person] = relationship(foreign_keys=[prepared_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    lines: Mapped[list[AmendmentLine]] = relationship(
        back_populates="amendment", order_by="AmendmentLine.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class AmendmentLine(Base):
    """One row that changes: ``act`` change, add or end; ``wanted``: what is to stand there, only what is another;
    ``before``: the same fields as they stood when the amendment was approved. ``row_key``: the row's key then, what its
    paper prints; ``indicator_id``: the row itself, of one that is added once it is there."""

    __tablename__ = "amendment_line"
    __table_args__ = (UniqueConstraint("amendment_id", "row_key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    act: Mapped[str] = mapped_column(String(20))
    row_key: Mapped[str] = mapped_column(String(40), index=True)
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id", ondelete="SET NULL"), index=True)
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    amendment: Mapped[Amendment] = relationship(back_populates="lines")
