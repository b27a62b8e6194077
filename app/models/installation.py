"""Which data folder this database belongs to."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class Installation(Base):
    """One row: the same id stands in the folder's settings.json (app/upkeep/ownership.py)."""

    __tablename__ = "installation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
