"""People, what they may do, and their open sign-ins (trust.md 4.2, 4.4)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.centre import Centre, Unit
from app.models.types import Key, Moment, clock

person_unit = Table(
    "person_unit",
    Base.metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True, index=True),
)


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

    __mapper_args__ = {"version_id_col": version}


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
