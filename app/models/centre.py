"""A library centre and its units (domain.md §1)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.calendar import FIVE_DAYS
from app.extensions import Base
from app.models.types import Key


class Centre(Base):
    """A library centre; every record belongs to one. A district centre has its region as parent."""

    __tablename__ = "centre"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    working_week: Mapped[str] = mapped_column(String(7), default=FIVE_DAYS, server_default=FIVE_DAYS)  # ISO weekdays
    first_month: Mapped[int | None]  # from which it works with the program; before it nothing is owed
    tree_stamp: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # see models/stamp.py
    people_stamp: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class PaperSetting(Base):
    """What a centre says of the head and foot of its papers of one kind, or, under ``centre``, of all of them.

    ``said``: by pieces, only those of which something is said (``domain.papers``).
    """

    __tablename__ = "paper_setting"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    paper: Mapped[str] = mapped_column(String(20), primary_key=True)
    said: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Unit(Base):
    """A service (xizmat), a sector inside it, or a single post."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("centre_id", "code"), UniqueConstraint("centre_id", "name_key"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    page: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    working_week: Mapped[str | None] = mapped_column(String(7))  # none: the centre's
    first_month: Mapped[int | None]  # year-months in which it works; none: always has, and still does
    last_month: Mapped[int | None]
    kept_days: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # see operations/kept_days.py
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[Unit | None] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_ended(self) -> bool:
        """Whether its last month is set: nothing new is given to it."""
        return self.last_month is not None


class UnitAlias(Base):
    """Another way in which plans write a unit's name; asked once, remembered (domain.md §2)."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("centre_id", "name_key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300))
