"""Figures of a page that was opened before rows of its draft were renumbered: none gets into another row, none is lost.

Such a page sends back by which numbers it was drawn (``numbered``, a field or a header); one that sends nothing is
taken as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask import flash
from flask_babel import gettext as _

from app.domain.errors import Invalid
from app.forms.base import sent_numbering
from app.models import Plan
from app.operations.entries import Refusal
from app.queries.filled import AnyPlan
from app.queries.moved_rows import moved_since

Typed = tuple[str, str, int]  # key of a cell, text, version


def moved_on_page(plan: AnyPlan | None) -> Mapping[str, str | None]:
    """Key of a row as the page has it → its key now, None where that row is gone; of rows that moved since."""
    mark = sent_numbering()
    return moved_since(plan, mark) if plan is not None and mark is not None else {}


def need_same_rows(plan: AnyPlan | None, keys: Collection[str]) -> None:
    """Whether the rows of some keys, of rows, figures or cells, are those that the page means. Raises Invalid
    ``cell.row_moved`` (``key``, ``now``) or ``cell.row_gone`` (``key``)."""
    moved = moved_on_page(plan)
    for key in keys:
        row = row_of(key)
        if row in moved:
            raise fault(row, moved[row])


def renumbered(plan: Plan, typed: Sequence[Typed]) -> tuple[list[Typed], list[Refusal]]:
    """The figures of a whole page by the keys that their rows have now, which is told; what was typed for a row that is
    gone is refused."""
    moved = moved_on_page(plan)
    if not moved:
        return list(typed), []
    found, refused, told = list[Typed](), list[Refusal](), dict[str, str]()
    for key, text, version in typed:
        row = row_of(key)
        now = moved.get(row, row)
        if now is None:
            refused += [Refusal(key, text, fault(row, None))] if text.strip() else []
            continue
        found.append((now + key[len(row) :], text, version))
        told |= {row: now} if now != row else {}
    if told:
        pairs = ", ".join(f"{row} → {now}" for row, now in told.items())
        flash(_("Qatorlarning raqami oʻzgargan: %(rows)s. Sonlar oʻz qatoriga yozildi.", rows=pairs), "info")
    return found, refused


def row_of(key: str) -> str:
    return key.partition("|")[0].partition("/")[0]


def fault(row: str, now: str | None) -> Invalid:
    return Invalid("cell.row_gone", key=row) if now is None else Invalid("cell.row_moved", key=row, now=now)
