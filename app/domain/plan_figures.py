"""The figures of a draft as they are typed in a table: what a total says, and by what a cell is told from another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from zlib import crc32

from app.domain.amounts import stored_amount
from app.domain.counting import Number
from app.domain.roll_over import cell_text

FACT, PLAN = COLUMNS = ("fact", "plan")


def figure_version(text: str) -> int:
    """A mark of what stands in a cell: a page that shows something else is told. The two cells of a row have one each,
    so that they can be typed one after the other."""
    return crc32(text.encode()) + 1


def sum_text(parts: Sequence[str]) -> str:
    """What cells together come to, where each holds one figure or none; empty where no figure is known."""
    values = [stored_amount(text).values for text in parts]
    if any(len(found) > 1 for found in values):
        return ""
    known: list[Number] = [found[0] for found in values if found]
    return cell_text([sum(known, start=0)]) if known else ""


def growth_of(before: str, after: str) -> tuple[Decimal | None, ...]:
    """By how much percent each figure of a cell is more than that of another cell; None where that cannot be said."""
    old, new = stored_amount(before).values, stored_amount(after).values
    if not new or len(old) != len(new):
        return ()
    return tuple(
        ((Decimal(now) - was) * 100 / was).quantize(Decimal("0.1"), ROUND_HALF_UP) if was else None
        for was, now in zip(old, new, strict=True)
    )
