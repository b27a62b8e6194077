"""The history of every write: appended in the same transaction, never changed (trust.md R)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, ForeignKey, Index, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.types import Key, Moment


class Change(Base):
    """Who changed what, when, from where, before and after. ``hash`` chains it to the change before."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_subject", "centre_id", "subject", "subject_key"),
        Index("ix_change_head", "centre_id", "id"),  # each write asks for the newest
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(200))
    # In whose place: the name of who was stood in for, or the role that nobody had.
    for_name: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[str] = mapped_column(String(200))
    unit_code: Mapped[str] = mapped_column(String(40), default="")
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text, default="")
    request_id: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


# The same statements stand in the first migration; a table made by create_all gets them here.
SQLITE_TRIGGERS = [
    f"create trigger change_no_{verb} before {verb} on change begin select raise(abort, 'history is append-only'); end"
    for verb in ("update", "delete")
]
POSTGRESQL_TRIGGERS = [
    "create or replace function refuse_change() returns trigger language plpgsql as "
    "$$ begin raise exception 'history is append-only'; end $$",
    "create trigger change_append_only before update or delete or truncate on change "
    "for each statement execute function refuse_change()",
]
for dialect, statements in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRESQL_TRIGGERS)):
    for statement in statements:
        event.listen(Change.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
