"""The annual work plan: sections, indicators and the parts that are counted (domain.md §1, §2)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.counting import Mode
from app.extensions import Base
from app.models.centre import Unit
from app.models.types import Key, Moment, Quantity, now


class Plan(Base):
    """One centre, one year; draft → approved → closed, and back to approved with a reason.

    ``centre_name``, ``title``, ``approval`` and ``agreement`` are what its file brought, or it began with; ``own_ends``
    what was said of its head and foot by hand; ``approved_ends`` what its paper had when it was approved, and keeps
    (``domain.papers``; empty of a plan that was approved before papers kept it).
    ``turned_…``: when the year was closed or opened again last, by whom, and in whose place, as they were called then.
    """

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("centre_id", "year"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="draft")
    centre_name: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")
    approval: Mapped[list[str]] = mapped_column(JSON, default=list)
    agreement: Mapped[list[str]] = mapped_column(JSON, default=list)
    own_ends: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    approved_ends: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    revision: Mapped[int] = mapped_column(default=0)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_on: Mapped[date | None] = mapped_column(Date)  # the centre's day: what fell due before it is due after it
    turned_on: Mapped[date | None] = mapped_column(Date)
    turned_by: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    turned_for: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    turn_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))  # why it was opened again
    version: Mapped[int] = mapped_column(default=1)

    sections: Mapped[list[PlanSection]] = relationship(
        back_populates="plan", order_by="PlanSection.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class PlanSection(Base):
    """A section (boʻlim) with its Roman number and heading."""

    __tablename__ = "plan_section"
    __table_args__ = (UniqueConstraint("plan_id", "roman"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    position: Mapped[int]
    roman: Mapped[str] = mapped_column(String(10))
    heading: Mapped[str] = mapped_column(Text)

    plan: Mapped[Plan] = relationship(back_populates="sections")
    indicators: Mapped[list[Indicator]] = relationship(
        back_populates="section", order_by="Indicator.position", cascade="all, delete-orphan"
    )


class Indicator(Base):
    """One printed line of the plan table: a numbered row, or a sub-row with ``parent``."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("plan_section.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str | None] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))  # empty: by rule
    measure: Mapped[str | None] = mapped_column(String(100))
    fact_text: Mapped[str] = mapped_column(String(100), default="")
    plan_text: Mapped[str] = mapped_column(String(100), default="")
    mechanism: Mapped[list[str]] = mapped_column(JSON, default=list)
    deadline: Mapped[str] = mapped_column(Text, default="")
    # How it is counted; set from the text at import, and by the methodologist (domain.md §3).
    mode: Mapped[Mode] = mapped_column(String(20), default="flow")
    sums_parts: Mapped[bool] = mapped_column(default=False)
    joint: Mapped[bool] = mapped_column(default=False)
    entry_form: Mapped[str] = mapped_column(String(40), default="month")
    decimals: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[list[str]] = mapped_column(JSON, default=list)
    # From when to when it counts, year-months; empty: all the year. How it stood before amendments (domain/terms.py).
    first_month: Mapped[int | None]
    last_month: Mapped[int | None]
    earlier_terms: Mapped[list[dict[str, Any]]] = mapped_column("former", JSON, default=list)
    # Of a plan that was rolled over: the row of last year's plan, and on what its fact stands while nobody changed it.
    former_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id", ondelete="SET NULL"), index=True)
    fact_basis: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    version: Mapped[int] = mapped_column(default=1)

    section: Mapped[PlanSection] = relationship(back_populates="indicators")
    parent: Mapped[Indicator | None] = relationship(
        remote_side=[id], foreign_keys=[parent_id], back_populates="subrows"
    )
    subrows: Mapped[list[Indicator]] = relationship(
        foreign_keys=[parent_id], back_populates="parent", order_by="Indicator.position"
    )
    responsible: Mapped[list[Responsible]] = relationship(
        back_populates="indicator", order_by="Responsible.position", cascade="all, delete-orphan"
    )
    parts: Mapped[list[Part]] = relationship(
        back_populates="indicator", order_by="Part.place", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def plan_year(self) -> int:
        return self.section.plan.year


class Responsible(Base):
    """A unit named in a row, as printed, and its share in the counting (domain.md §3 “Shares”).

    ``unit_id`` is empty for “barcha xizmatlar” (``everyone``) and for a name that is not matched yet.
    """

    __tablename__ = "responsible"
    __table_args__ = (Index("ix_responsible_unit_id", "unit_id"), Index("ix_responsible_indicator_id", "indicator_id"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[int]
    words: Mapped[str] = mapped_column(String(300))
    everyone: Mapped[bool] = mapped_column(default=False)
    printed: Mapped[bool] = mapped_column(default=True)  # False: named in the mechanism, or added by the methodologist
    share: Mapped[str] = mapped_column(String(20))

    indicator: Mapped[Indicator] = relationship(back_populates="responsible")
    unit: Mapped[Unit | None] = relationship()


class Part(Base):
    """A figure that is counted by itself: the one of a line, or one component of “1/2/1”."""

    __tablename__ = "part"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    place: Mapped[int] = mapped_column(default=0)  # 0: the only figure; 1, 2, …: its place in a composite cell
    name: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))  # of a composite cell's figure
    key: Mapped[str] = mapped_column(String(44))
    fact: Mapped[int | Decimal | None] = mapped_column(Quantity)
    plan: Mapped[int | Decimal | None] = mapped_column(Quantity)
    phasing: Mapped[list[Any] | None] = mapped_column(JSON)  # by hand; empty: generated

    indicator: Mapped[Indicator] = relationship(back_populates="parts")
    own_shares: Mapped[list[OwnShare]] = relationship(back_populates="part", cascade="all, delete-orphan")


class OwnShare(Base):
    """What of a figure's plan is one unit's own, where several units count it (domain.md §3 “Own share”).

    Read through ``queries.own_shares``, which knows also the shares that need not be stored. ``origin``: typed, or
    spread evenly or by last year.
    """

    __tablename__ = "own_share"
    __table_args__ = (
        UniqueConstraint("part_id", "unit_id"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("origin in ('typed', 'even', 'last_year')", name="origin"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    amount: Mapped[int | Decimal] = mapped_column(Quantity)
    origin: Mapped[str] = mapped_column(String(20))
    months: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))  # empty: as the row's plan lies

    part: Mapped[Part] = relationship(back_populates="own_shares")


class PlanImport(Base):
    """A plan file that was read and waits for its confirmation, or what became of it.

    Once stored it keeps what it takes to take it back (domain.md §5 “Undo of an import”): the plan of ``plan_year`` as
    it stood in ``plan_before`` (``queries.kept_plans``; ``{}``: there was none, nothing: nothing was stored by it, or
    by a version that kept none), and the last line of the history that belongs to the storing.
    """

    __tablename__ = "plan_import"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    year: Mapped[int | None]
    file_name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    answers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # to the questions of the file
    decided_at: Mapped[datetime | None] = mapped_column(Moment)  # stored, put aside or taken back: then it waits again
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    plan_year: Mapped[int | None]
    plan_before: Mapped[dict[str, Any] | None] = mapped_column("former", JSON(none_as_null=True))
    change_id: Mapped[int | None] = mapped_column(BigInteger)  # of the history, which has no other name for a moment


class HeadingAlias(Base):
    """What a column of plans means whose heading the program does not know; asked once, remembered (domain.md §2)."""

    __tablename__ = "heading_alias"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    heading_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    meaning: Mapped[str] = mapped_column(String(20))
