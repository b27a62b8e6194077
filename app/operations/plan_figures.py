"""Typing the figures of a draft: last year's fact and the plan of each row, cell by cell (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.amounts import stored_amount
from app.domain.errors import Conflict, DomainError, Invalid, NotAllowed
from app.domain.plan_figures import COLUMNS, FACT, figure_version, sum_text
from app.domain.plan_table import Amount
from app.domain.roll_over import EXPECTED, SO_FAR
from app.extensions import db
from app.models import Indicator, Person, Plan
from app.operations.entries import Refusal
from app.operations.history import one_writer
from app.operations.own_shares import end_idle_shares
from app.operations.plan_rows import finish_row, need_draft, row_state, set_amounts
from app.operations.plans import read_amount
from app.operations.rights import need
from app.queries.plan import row_by_key


def save_figure(*, actor: Person, plan: Plan, cell: str, typed: str, version: int) -> list[Indicator]:
    """Keep one figure of ``cell``, ``IV.15|fact`` or ``IV.15|plan``; totals that were the sum of their parts stay so.

    Gives the rows that changed, the lowest first. Raises NotAllowed, Locked, Conflict ``conflict.figure`` where another
    text than the page showed stands there and another one is typed, Invalid ``number.…``, ``plan.part_has_entries``.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_draft(plan)
    row, column = find_figure(plan, cell)
    amount = read_amount(f"{column}_text", typed, row.measure)
    stored = text_of(row, column)
    if amount.text == stored:
        return []
    if figure_version(stored) != version:
        raise Conflict("conflict.figure", key=row.key)
    changed: list[Indicator] = []
    put(actor, plan, row, column, amount, changed)
    end_idle_shares(actor, plan)
    return changed


def save_figures(*, actor: Person, plan: Plan, typed: Sequence[tuple[str, str, int]]) -> tuple[int, list[Refusal]]:
    """Save (cell, text, version) of a whole page: what can be saved is, the rest is told. Raises NotAllowed, Locked."""
    need(actor, "plan.edit")
    need_draft(plan)
    changed, refusals = 0, []
    for cell, text, version in typed:
        kept = db.session.begin_nested()
        try:
            changed += bool(save_figure(actor=actor, plan=plan, cell=cell, typed=text, version=version))
            kept.commit()
        except DomainError as error:
            kept.rollback()
            refusals.append(Refusal(cell, text, error))
    return changed, refusals


def find_figure(plan: Plan, cell: str) -> tuple[Indicator, str]:
    """The row and column of a cell, or NotAllowed. A line that sums its parts is typed on its own page."""
    key, _, column = cell.rpartition("|")
    row = row_by_key(plan, key)
    if row is None or column not in COLUMNS:
        raise NotAllowed("cell.unknown")
    if row.sums_parts and row.subrows:
        raise Invalid("plan.figure_of_parts", key=key)
    return row, column


def text_of(row: Indicator, column: str) -> str:
    return row.fact_text if column == FACT else row.plan_text


def put(actor: Person, plan: Plan, row: Indicator, column: str, amount: Amount, changed: list[Indicator]) -> None:
    """Write one cell, then the total above it, where it is the sum of its parts so far."""
    above = row.parent
    follows = above is not None and adds_up(above, column)
    before = row_state(row)
    other = stored_amount(text_of(row, next(one for one in COLUMNS if one != column)))
    set_amounts(row, *((amount, other) if column == FACT else (other, amount)))
    finish_row(actor, plan, row, before)
    changed.append(row)
    if above is not None and follows:
        together = sum_below(above, column)
        if together.text != text_of(above, column):
            put(actor, plan, above, column, together, changed)


def adds_up(row: Indicator, column: str) -> bool:
    """Whether a cell of a line that sums its parts says what theirs come to."""
    text = text_of(row, column)
    return row.sums_parts and bool(text) and text == sum_below(row, column).text


def sum_below(row: Indicator, column: str) -> Amount:
    return stored_amount(sum_text([text_of(part, column) for part in row.subrows]))


def basis_below(row: Indicator) -> str:
    """On what a sum of facts stands: one that is expected makes it expected, one that was typed makes it no other."""
    found = {part.fact_basis for part in row.subrows}
    return next((basis for basis in (EXPECTED, SO_FAR) if basis in found), "")
