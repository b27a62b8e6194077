"""What rows of the plan are called on screens; paper has their own sentences (domain.md §3 “Names”)."""

from __future__ import annotations

from app.domain.short_names import called
from app.models import Indicator


def short_of(row: Indicator) -> str:
    """The short name of a row; empty where nobody knows its name."""
    above = row.parent
    over = (above.name, above.short_name) if above is not None else (None, "")
    return called(row.key, row.name, row.short_name, over)
