"""Editing the tree of a draft: rows and sections are added, moved, numbered, split and taken out (domain.md §5).

Each is one act: the tree as it is to be is checked as a whole, then the rows, their numbers and keys, and whatever
points to them follow together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.domain.amounts import stored_amount
from app.domain.errors import Conflict, Invalid
from app.domain.plan_table import Amount, roman_number
from app.domain.plan_tree import (
    LETTERS,
    MOST_SECTIONS,
    NUMBERS,
    SPLITS,
    Bough,
    Branch,
    FirstNumbers,
    Tree,
    branches,
    check_tree,
    home_of,
    in_sequence,
    keyed_branches,
    move,
    number_as_place,
    numbering_of,
    put_in,
    renumber,
    set_number,
    spot_of,
    step,
    take_out,
)
from app.domain.row_rules import Counting, rules_of
from app.domain.text import one_line, search_key
from app.domain.undoing import MOVE
from app.extensions import db
from app.models import Indicator, Part, Person, Plan, PlanSection
from app.operations.history import Note, note_changes, one_writer
from app.operations.own_shares import end_idle_shares
from app.operations.plan_keys import sections_note, set_keys, store_places
from app.operations.plan_rows import apply_rule, need_draft, note_row, remove_row, row_state, rule_of, set_amounts
from app.operations.plan_units import printed_words, set_by_hand, set_responsible
from app.operations.plans import fill_texts, read_text
from app.operations.rights import need
from app.queries.plan import has_figures, plan_table, rows_of
from app.queries.plan_tree import tree_of
from app.queries.units import units_by_name

MOST_PARTS = 26  # of one row, as many as there are letters
Texts = Mapping[str, str]  # the printed texts of a row, as ``plans.fill_texts`` takes them


@dataclass
class Editing:
    """A draft while it is edited: its tree, and what stood there before."""

    actor: Person
    plan: Plan
    tree: Tree
    rows: dict[int, Indicator]
    numbering: FirstNumbers
    rules: dict[int, Counting]
    states: dict[int, dict[str, Any]]
    headings: list[str]
    over: set[int | None]  # the ids of rows that had rows below them
    new: dict[int, Indicator] = field(default_factory=dict)  # id of a branch → its row, until it has one

    def branch(self, row: Indicator) -> Branch:
        return next(one for bough in self.tree for one in branches(bough.rows) if one.row_id == row.id)

    def row(self, branch: Branch) -> Indicator:
        return self.rows[branch.row_id] if branch.row_id else self.new[id(branch)]

    def grow(self, deadline: str = "") -> Branch:
        """A row that is not stored yet."""
        branch = Branch(0, "", deadline)
        self.new[id(branch)] = Indicator(
            centre_id=self.plan.centre_id,
            plan_id=self.plan.id,
            key="",
            number="",
            position=0,
            confirmed=[],
            mechanism=[],
        )
        return branch


@dataclass(frozen=True)
class Edited:
    """What an edit did: the row that it was about, and how many rows have another key than before."""

    row: Indicator | None
    moved: int


def begin(actor: Person, plan: Plan, version: int) -> Editing:
    """Who may edit, and whether it is a draft that nobody else has edited since ``version``."""
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_draft(plan)
    if plan.version != version:
        raise Conflict("conflict.plan_tree", year=plan.year)
    tree, rows = tree_of(plan), {row.id: row for row in rows_of(plan)}
    keyed = rules_of(plan_table(plan))
    return Editing(
        actor,
        plan,
        tree,
        rows,
        numbering_of(tree),
        {row.id: keyed[row.key] for row in rows.values() if row.key in keyed},
        {row.id: row_state(row) for row in rows.values()},
        headings_of(plan),
        {row.parent_id for row in rows.values()},
    )


def headings_of(plan: Plan) -> list[str]:
    return [f"{section.roman}. {section.heading}" for section in plan.sections]


def add_row(
    *,
    actor: Person,
    plan: Plan,
    version: int,
    where: str,
    number: str = "",
    renumbered: bool = True,
    **texts: str,
) -> Edited:
    """A new row with its printed texts (as ``plans.change_row``), at a place as ``domain.plan_tree.spot_of`` knows it.

    ``number``: as typed; without it the one that its place gives, and ``renumbered`` moves the rows behind it on.
    Raises Locked, Conflict ``conflict.plan_tree``, Invalid ``plan.…``.
    """
    editing = begin(actor, plan, version)
    branch, spot = editing.grow(one_line(texts.get("deadline", ""))), spot_of(editing.tree, where)
    put_in(editing.tree, branch, spot)
    give_number(editing, branch, number, renumbered)
    return finish(editing, editing.row(branch), texts={id(branch): texts})


def place_row(
    *,
    actor: Person,
    plan: Plan,
    row: Indicator,
    version: int,
    where: str = "",
    number: str = "",
    renumbered: bool = True,
) -> Edited:
    """Move a row with everything below it, or give it another number; empty ``where``: it stays.

    Raises as ``add_row``.
    """
    editing = begin(actor, plan, version)
    branch = editing.branch(row)
    if where:
        move(editing.tree, branch, where)
    typed = one_line(number)
    give_number(editing, branch, "" if typed == row.number and where else typed, renumbered)
    return finish(editing, row)


def step_row(*, actor: Person, plan: Plan, row: Indicator, version: int, down: bool) -> Edited:
    """One place up or down, at a section's edge into the next one; numbers follow. Raises as ``add_row``, and Invalid
    ``plan.at_the_edge`` where there is no further place."""
    editing = begin(actor, plan, version)
    if not step(editing.tree, editing.branch(row), down=down):
        raise Invalid("plan.at_the_edge", key=row.key)
    renumber(editing.tree, editing.numbering)
    return finish(editing, row)


def split_row(*, actor: Person, plan: Plan, row: Indicator, version: int, names: str, way: str = LETTERS) -> Edited:
    """Give a row parts, one a line of ``names``, with letters or with numbers (12.1, 12.2). The figures of a composite
    cell go to the parts, one to each.

    Raises as ``add_row``; Invalid ``plan.split_names``, ``plan.split_composite``, ``plan.row_has_figures``.
    """
    editing = begin(actor, plan, version)
    if way not in SPLITS:
        raise Invalid("choice.unknown", field="way")
    wanted = [name for name in (one_line(line) for line in read_text("names", names).splitlines()) if name]
    branch, figures = editing.branch(row), len(row.parts) if len(row.parts) > 1 and not row.sums_parts else 0
    if not wanted or len(wanted) + len(branch.under) < 2 or len(wanted) > MOST_PARTS:
        raise Invalid("plan.split_names", field="names", most=MOST_PARTS)
    if figures and (figures != len(wanted) or branch.under):
        raise Invalid("plan.split_composite", field="names", key=row.key, count=figures)
    spot = spot_of(editing.tree, f"under:{row.key}")
    amounts = [stored_amount(text).values for text in (row.fact_text, row.plan_text)]
    if row.id in counted_rows(plan):
        raise Invalid("plan.row_has_figures", field="names", key=row.key)
    texts: dict[int, Texts] = {}
    for place, name in enumerate(wanted):
        part = editing.grow()
        put_in(editing.tree, part, spot)
        number_as_place(editing.tree, part, numbered=way == NUMBERS)
        one = {"name": name, "measure": row.measure or ""}
        if figures:
            fact, planned = (str(found[place]) if place < len(found) else "" for found in amounts)
            one |= {"fact_text": fact.replace(".", ","), "plan_text": planned.replace(".", ",")}
        texts[id(part)] = one
    if figures:
        set_amounts(row, Amount(), Amount())
    return finish(editing, row, texts=texts)


def take_row_out(*, actor: Person, plan: Plan, row: Indicator, version: int, renumbered: bool = True) -> Edited:
    """Take a row out of a draft, with the rows below it. Raises as ``add_row``; Invalid ``plan.row_has_entries``."""
    editing = begin(actor, plan, version)
    branch = editing.branch(row)
    above = home_of(editing.tree, branch)[1]
    gone = [editing.row(one) for one in branches([branch])]
    counted = counted_rows(plan)
    for one in gone:
        if one.id in counted:
            raise Invalid("plan.row_has_entries", key=one.key)
    take_out(editing.tree, branch)
    for one in reversed(gone):
        remove_row(actor, plan, one, action="remove")
        del editing.rows[one.id], editing.states[one.id]
    db.session.flush()
    if renumbered:
        renumber(editing.tree, editing.numbering)
    return finish(editing, editing.row(above) if above is not None else None)


def number_section(*, actor: Person, plan: Plan, roman: str, version: int, first: int, onward: bool) -> Edited:
    """Number the rows of a section from a number on; ``onward``: the sections behind it go on from there, too."""
    editing = begin(actor, plan, version)
    firsts = dict(editing.numbering.firsts)
    place = next((place for place, bough in enumerate(editing.tree) if bough.roman == roman), None)
    if place is None or not 1 <= first <= 999:
        raise Invalid("plan.number_form", field="first", value=first)
    firsts[roman] = first
    for bough in editing.tree[place + 1 :]:
        if onward:
            firsts[bough.roman] = None
    renumber(editing.tree[place:] if onward else [editing.tree[place]], FirstNumbers(firsts))
    return finish(editing, None)


def add_section(*, actor: Person, plan: Plan, version: int, heading: str, after: str = "") -> Edited:
    """A section behind another one, at the end where none is named; the Roman numbers of those behind it move on.

    Raises as ``add_row``; Invalid ``plan.section_heading``, ``plan.too_many_sections``.
    """
    editing = begin(actor, plan, version)
    words = read_heading(heading)
    if len(editing.tree) >= MOST_SECTIONS:
        raise Invalid("plan.too_many_sections", most=MOST_SECTIONS)
    place = next((n for n, bough in enumerate(editing.tree, 1) if bough.roman == after), len(editing.tree))
    in_order = in_sequence(editing.tree)
    taken = {bough.roman for bough in editing.tree}
    free = next(roman for n in range(len(taken) + 1, 2 * MOST_SECTIONS) if (roman := roman_number(n)) not in taken)
    section = PlanSection(centre_id=plan.centre_id, roman=f"~{free}"[:10], heading=words, position=place)
    plan.sections.insert(place, section)
    editing.tree.insert(place, Bough(free))
    name_sections(editing, in_order)
    return finish(editing, None)


def change_section(*, actor: Person, plan: Plan, roman: str, version: int, heading: str) -> Edited:
    """Another heading. Raises as ``add_section``."""
    editing = begin(actor, plan, version)
    section_of(plan, roman).heading = read_heading(heading)
    return finish(editing, None)


def take_section_out(*, actor: Person, plan: Plan, roman: str, version: int) -> Edited:
    """Take an empty section out; the Roman numbers of those behind it close up. Raises as ``add_row``; Invalid
    ``plan.section_has_rows``."""
    editing = begin(actor, plan, version)
    section = section_of(plan, roman)
    if section.indicators:
        raise Invalid("plan.section_has_rows", roman=roman, count=len(section.indicators))
    in_order = in_sequence(editing.tree)
    plan.sections.remove(section)
    db.session.flush()
    editing.tree[:] = [bough for bough in editing.tree if bough.roman != roman]
    name_sections(editing, in_order)
    return finish(editing, None)


def section_of(plan: Plan, roman: str) -> PlanSection:
    found = next((section for section in plan.sections if section.roman == roman), None)
    if found is None:
        raise Invalid("choice.unknown", field="roman")
    return found


def read_heading(heading: str) -> str:
    words = one_line(read_text("heading", heading))
    if not search_key(words):
        raise Invalid("plan.section_heading", field="heading")
    return words


def name_sections(editing: Editing, in_order: bool) -> None:
    """Roman numbers in the order of the sections, where they were so before; in two steps, for each stands once."""
    for place, (bough, section) in enumerate(zip(editing.tree, editing.plan.sections, strict=True), 1):
        roman = roman_number(place) if in_order else bough.roman
        if bough.roman in editing.numbering.firsts:
            editing.numbering.firsts.setdefault(roman, editing.numbering.firsts[bough.roman])
        bough.roman, section.position = roman, place - 1
        if section.roman != roman:
            section.roman = f"~{place}"
    db.session.flush()
    for bough, section in zip(editing.tree, editing.plan.sections, strict=True):
        section.roman = bough.roman
    db.session.flush()


def give_number(editing: Editing, branch: Branch, number: str, renumbered: bool) -> None:
    """The number that was typed, else that of the place; ``renumbered``: the rows behind move on."""
    typed = one_line(number).rstrip(".")
    if typed and typed != branch.number:
        set_number(editing.tree, branch, typed)
        return
    if not branch.row_id and not branch.number:
        number_as_place(editing.tree, branch)
    if renumbered:
        renumber(editing.tree, editing.numbering)


def finish(editing: Editing, row: Indicator | None, *, texts: Mapping[int, Texts] | None = None) -> Edited:
    """Store the tree as it is now: places, numbers, keys, and how rows count that came or stand elsewhere.

    ``texts``: of rows that are new, by the id of their branch.
    """
    actor, plan, given = editing.actor, editing.plan, texts or {}
    check_tree(editing.tree)
    behind = rows_before(plan)
    keyed = [(branch, key) for bough in editing.tree for key, branch in keyed_branches(bough)]
    stored = {editing.rows[branch.row_id]: key for branch, key in keyed if branch.row_id}
    moved = set_keys(actor, plan, stored)
    for branch, key in keyed:
        if not branch.row_id:
            editing.new[id(branch)].key = key
    store_places(plan, editing.tree, editing.row)
    words = {
        editing.row(branch): fill_texts(editing.row(branch), **given[id(branch)])
        for branch, _ in keyed
        if id(branch) in given
    }
    db.session.flush()
    count_rows(editing, words)
    db.session.flush()
    for one in rows_of(plan):
        note_row(actor, plan, one, editing.states.get(one.id), action="add" if one in words else "change")
    note_place(actor, plan, row, behind)
    if headings_of(plan) != editing.headings:
        note_changes(actor, plan.centre_id, [sections_note(plan, editing.headings, headings_of(plan))])
    end_idle_shares(actor, plan)
    flag_modified(plan, "approval")  # its version stands for its tree
    db.session.flush()
    return Edited(row, moved)


def count_rows(editing: Editing, words: Mapping[Indicator, tuple[str, ...]]) -> None:
    """How rows count by their own text and place, as at an import: where the methodologist set it, it stays, and where
    figures were typed, no fact is counted otherwise than before. ``words``: the units that new rows name.

    Raises Invalid ``plan.row_has_figures``, ``plan.split_composite``.
    """
    plan = editing.plan
    rules, names, counted = rules_of(plan_table(plan)), units_by_name(plan.centre_id), counted_rows(plan)
    over = {row.parent_id for row in rows_of(plan)}
    for row in rows_of(plan):
        rule, before = rules[row.key], editing.rules.get(row.id)
        if row in words:
            apply_rule(row, rule)
            set_responsible(row, words[row], names)
            continue
        gained = row.id in over and row.id not in editing.over
        if gained and len(row.parts) > 1:
            raise Invalid("plan.split_composite", field="where", key=row.key, count=len(row.parts))
        if gained and row.id in counted:
            raise Invalid("plan.row_has_figures", field="where", key=row.key)
        if rule != before and rule_of(row) == before and row.id not in counted:
            by_hand = set_by_hand(row, names)
            apply_rule(row, rule)
            set_responsible(row, printed_words(row), names, by_hand)
        elif gained:
            row.sums_parts = rule.sums_parts
        elif row.id not in over:
            row.sums_parts = False


def counted_rows(plan: Plan) -> set[int]:
    """The ids of the rows for whose own figures something was typed."""
    return set(db.session.scalars(select(Part.indicator_id).where(Part.plan_id == plan.id, has_figures()).distinct()))


def rows_before(plan: Plan) -> dict[int, tuple[str, str]]:
    """Row id → its key and that of the row before it, empty for the first."""
    rows = list(rows_of(plan))
    return {row.id: (row.key, before.key if before else "") for before, row in zip([None, *rows], rows, strict=False)}


def note_place(actor: Person, plan: Plan, row: Indicator | None, before: Mapping[int, tuple[str, str]]) -> None:
    """A row that stands elsewhere under the same key is told, too; one that has another key was told with it."""
    if row is None or row.id not in before:
        return
    (key, behind), now = before[row.id], rows_before(plan)[row.id]
    if key == now[0] and behind != now[1]:
        place = f"{plan.year}|{row.key}"
        note_changes(actor, plan.centre_id, [Note(MOVE, "plan_row", place, {"behind": behind}, {"behind": now[1]})])
