"""What people of the demonstration do, one after the other, before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class TypeCell:
    """Somebody types into a cell. ``version`` is 1 where a figure that already stood there is corrected."""

    day: date
    unit: str
    row: str
    period: str  # a day or a month
    typed: str
    version: int = 0


@dataclass(frozen=True)
class WriteCard:
    """Somebody adds a register card that feeds one row."""

    day: date
    unit: str
    register: str
    row: str
    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    with_file: bool = False


Act = TypeCell | WriteCard
