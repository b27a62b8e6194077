"""Rows of an approved plan that are split into parts, or stand elsewhere, by an amendment (domain.md §5).

Both work on the stored tree and on a loose copy of it, as ``operations.amending`` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.amending import CHANGE
from app.domain.amounts import stored_amount
from app.domain.errors import Invalid
from app.domain.plan_table import part_keys
from app.domain.plan_tree import FIRST, UNDER, Branch, Tree, home_of, keyed_branches, keys_of, move, set_number
from app.extensions import db
from app.models import AmendmentLine, Indicator, Plan
from app.operations.plan_keys import store_places
from app.operations.plan_rows import set_amounts
from app.queries.plan import rows_of
from app.queries.plan_tree import tree_of

Key = str


def split_off(row: Indicator, until: Mapping[str, Any], last_month: int) -> dict[Key, Key]:
    """Hand what was planned, entered and asked of a row to a part of its own, which ends: from then on the row is what
    its parts are together. ``until``: the part's key and name. Gives the new keys of the figures that went.
    """
    part_of_row = Indicator(
        centre_id=row.centre_id,
        plan_id=row.plan_id,
        position=0,
        key=until["until_key"],
        number=number_of(until["until_key"]),
        name=until["until_name"],
        short_name="",
        measure=row.measure,
        mechanism=[],
        deadline="",
        mode=row.mode,
        joint=row.joint,
        entry_form=row.entry_form,
        decimals=row.decimals,
        confirmed=[],
        earlier_terms=list(row.earlier_terms),
        first_month=row.first_month,
        last_month=last_month,
        fact_text="",
        fact_basis="",
        sums_parts=False,
    )
    lines = row.section.indicators
    lines.insert(lines.index(row) + 1, part_of_row)
    part_of_row.parent, part_of_row.parent_id = row, row.id
    new = dict(zip([part.key for part in row.parts], part_keys(part_of_row.key, len(row.parts)), strict=True))
    for part in list(row.parts):
        part.key, part.fact = new[part.key], None
        part_of_row.parts.append(part)
    db.session.flush()  # a key stands once: the row's own becomes free before its new figure takes it
    return new


def number_of(key: Key) -> str:
    """IV.18.1 → 18.1; a part that is called by a letter has none."""
    return "" if key.rpartition(".")[2].isalpha() else key.partition(".")[2]


def sum_parts(row: Indicator) -> None:
    """The row prints its figures as before, and counts none of its own any more."""
    row.sums_parts = True
    if not row.parts:
        set_amounts(row, stored_amount(row.fact_text), stored_amount(row.plan_text))


def lay_out(plan: Plan, lines: Sequence[AmendmentLine]) -> dict[Indicator, Key]:
    """Put rows where the lines want them, under the numbers that they want; what stays keeps its number.

    Gives the rows that have another key than before, with it. Raises Invalid ``amendment.place_elsewhere`` (``key``)
    for a place within another row than its own, ``plan.…`` for a number that cannot be.
    """
    wanted = [line for line in lines if line.act == CHANGE and {"where", "number"} & set(line.wanted)]
    if not wanted:
        return {}
    tree, rows = tree_of(plan), {row.id: row for row in rows_of(plan)}
    standing = keys_of(tree)
    for line in wanted:
        branch = standing.get(line.row_key)
        if branch is None:
            raise Invalid("amendment.row_gone", key=line.row_key)
        where = line.wanted.get("where")
        if where:
            move_among_its_own(tree, standing, branch, where)
        if line.wanted.get("number"):
            set_number(tree, branch, line.wanted["number"])
    store_places(plan, tree, lambda branch: rows[branch.row_id])
    keyed = [(rows[branch.row_id], key) for bough in tree for key, branch in keyed_branches(bough)]
    return {row: key for row, key in keyed if row.key != key}


def move_among_its_own(tree: Tree, standing: Mapping[Key, Branch], branch: Branch, where: str) -> None:
    """A row moves among the rows below the same one: elsewhere others would count it, by another deadline."""
    kind, _, key = where.partition(":")
    above = home_of(tree, branch)[1]
    other = standing.get(key)
    if kind == UNDER or (kind == FIRST and above is not None) or (kind != FIRST and other is None):
        raise Invalid("amendment.place_elsewhere", field="where", key=key)
    if other is not None and kind != FIRST:
        if home_of(tree, other)[1] is not above:
            raise Invalid("amendment.place_elsewhere", field="where", key=key)
        key = next(now for now, one in keys_of(tree).items() if one is other)
    number = branch.number
    move(tree, branch, f"{kind}:{key}")
    if above is None:
        set_number(tree, branch, number)  # the number is the row's own until another one is asked for
