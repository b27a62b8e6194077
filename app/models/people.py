"""People, what they may do, and their open sign-ins (trust.md 4.2, 4.4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.permissions import Rights
from app.domain.stand_ins import Standing
from app.extensions import Base
from app.models.centre import Centre, Unit
from app.models.types import Key, Moment, clock, now

person_unit = Table(
    "person_unit",
    Base.metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True, index=True),
)


NOBODY: tuple[Standing, ...] = ()


class Person(Base):
    """Someone who works with the program (xodim). Never deleted: deactivated, and the login is not given again."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("login_key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    login: Mapped[str] = mapped_column(String(64))
    login_key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(10), default="uz")
    password_hash: Mapped[str] = mapped_column(String(255))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    first_password_until: Mapped[datetime | None] = mapped_column(Moment)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    is_authenticated: ClassVar[bool] = True  # the current user is a person, or Flask-Login's anonymous one

    centre: Mapped[Centre] = relationship()
    units: Mapped[list[Unit]] = relationship(secondary=person_unit, order_by=Unit.position)

    # For whom this person stands in on the day of the request or command: ``queries.stand_ins.stand`` puts it there.
    standing = NOBODY

    __mapper_args__ = {"version_id_col": version}

    @property
    def rights(self) -> Rights:
        """What the person may today."""
        return Rights(self.role, tuple(one.role for one in self.standing))


class StandIn(Base):
    """Who stands in for somebody, or for a post that nobody has, from a day to a day. Never deleted: it ends."""

    __tablename__ = "stand_in"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="span"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    absent_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))  # of the absent person when it was named
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_on: Mapped[date | None] = mapped_column(Date)  # before its last day: the first day without it
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    absent: Mapped[Person | None] = relationship(foreign_keys=[absent_id])
    named_by: Mapped[Person] = relationship(foreign_keys=[named_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])


class SignIn(Base):
    """One open sign-in of a person on one browser. Only the hash of its token is kept."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=clock)
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship()


class SentForm(Base):
    """A form that made something: the mark of its contents, and where its answer led. Sent again, it makes nothing."""

    __tablename__ = "sent_form"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    led_to: Mapped[str] = mapped_column(String(1000))
    sent_at: Mapped[datetime] = mapped_column(Moment, default=clock, index=True)


class Throttle(Base):
    """Failed tries of one account or one address; outlives a restart."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(Moment, default=clock)
    until: Mapped[datetime | None] = mapped_column(Moment)
