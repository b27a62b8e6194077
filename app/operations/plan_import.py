"""Taking in a plan: the table that was read becomes, or changes, the plan of its year (domain.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import Locked
from app.domain.plan_difference import Difference, compare
from app.domain.plan_table import Line, PlanTable, keyed_lines
from app.domain.row_rules import Counting, rules_of
from app.extensions import db
from app.models import Indicator, Person, Plan, PlanSection
from app.operations.history import note_change
from app.operations.own_shares import end_idle_shares
from app.operations.plan_rows import apply_rule, note_row, remove_row, row_state, rule_of, set_amounts
from app.operations.plan_units import match_plan, remember_aliases, set_by_hand, set_responsible
from app.operations.plan_unsure import said_to, settle, unsure_of
from app.operations.rights import need_not_closed
from app.queries.kept_plans import plan_state
from app.queries.papers import known_above
from app.queries.plan import plan_of, plan_table, rows_of
from app.queries.units import units_by_name

ABOVE = ("title", "approval", "agreement")  # the table


@dataclass
class Result:
    """What an import did: the plan, how many lines were added, changed and removed, and names nobody matched.

    ``above``: what stands above the table, the headings or the order of the lines changed. ``plan_before``: the
    plan as it stood before, empty where there was none; None where nothing was stored.
    """

    plan: Plan
    added: int = 0
    changed: int = 0
    removed: int = 0
    above: bool = False
    unmatched: list[str] = field(default_factory=list)
    plan_before: dict[str, Any] | None = None

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.removed or self.above)


def import_plan(
    *,
    actor: Person,
    table: PlanTable,
    aliases: Mapping[str, int] | None = None,
    answers: Mapping[str, str] | None = None,
    file_name: str = "",
) -> Result:
    """Store the table as the plan of its year. The same table again changes nothing.

    ``aliases`` maps names as printed to unit ids; they are remembered for the next time. ``answers`` say what the paper
    leaves open of its rows (``plan_unsure``). Raises Locked when the plan is not a draft any more, Invalid when a line
    with entries would disappear, and for an answer that is none.
    """
    remember_aliases(actor=actor, aliases=aliases or {})
    plan = plan_of(actor.centre_id, table.year)
    need_not_closed(plan)
    before = plan_table(plan) if plan else None
    known = known_above(plan, before, table) if plan and before else table
    difference = compare(before, known)
    if plan is not None and difference.nothing:
        match_plan(plan)
        return Result(plan, unmatched=unmatched_words(plan))
    plan_before = plan_state(plan) if plan is not None else {}
    names = units_by_name(actor.centre_id)
    said = said_to(unsure_of(plan, before, table, difference, names), answers) if answers else {}
    if plan is None:
        plan = Plan(centre_id=actor.centre_id, year=table.year)
        db.session.add(plan)
        db.session.flush()
    elif plan.state != "draft":
        raise Locked("plan.not_draft", year=table.year)
    take_above(plan, before, known)
    store_lines(actor, plan, table, difference, rules_of(before) if before else {})
    match_plan(plan)
    if said:
        settle(actor, plan, table, said, names)
    end_idle_shares(actor, plan, "import")
    counts = {kind: difference.count(kind) for kind in ("added", "changed", "removed")}
    note_change(
        actor=actor,
        centre_id=actor.centre_id,
        action="import",
        subject="plan",
        subject_key=str(plan.year),
        after={"file": file_name, **counts},
    )
    above = difference.heading or difference.moved
    return Result(plan, **counts, above=above, unmatched=unmatched_words(plan), plan_before=plan_before)


def take_above(plan: Plan, before: PlanTable | None, table: PlanTable) -> None:
    """What the file says above its table, where it is news; it takes the place of what was said by hand."""
    news = [name for name in ABOVE if before is None or getattr(before, name) != getattr(table, name)]
    if "title" in news:
        plan.title, plan.centre_name = table.title, table.centre or plan.centre_name
    if "approval" in news:
        plan.approval = list(table.approval)
    if "agreement" in news:
        plan.agreement = list(table.agreement)
    replaced = {*news, *(["centre_name"] if "title" in news else [])}
    plan.own_ends = {piece: said for piece, said in plan.own_ends.items() if piece not in replaced}


def unmatched_words(plan: Plan) -> list[str]:
    words = [r.words for row in rows_of(plan) for r in row.responsible if r.unit_id is None and not r.everyone]
    return list(dict.fromkeys(words))


def store_lines(
    actor: Person, plan: Plan, table: PlanTable, difference: Difference, old_rules: Mapping[str, Counting]
) -> None:
    """Bring the stored lines to what the table says; each change leaves its history."""
    existing = {row.key: row for row in rows_of(plan)}
    kinds = {change.key: change.kind for change in difference.lines}
    rules, names = rules_of(table), units_by_name(plan.centre_id)
    position = 0
    for place, section in enumerate(table.sections):
        stored = stored_section(plan, section.roman)
        stored.position, stored.heading = place, section.heading
        for key, line, parent_key in keyed_lines(section):
            position += 1
            row = existing.get(key)
            before = row_state(row) if row else None
            if row is None:
                row = Indicator(centre_id=plan.centre_id, plan_id=plan.id, key=key)
                existing[key] = row
                stored.indicators.append(row)
            row.position, row.parent = position, existing[parent_key] if parent_key else None
            if kinds[key] != "same":
                by_hand = set_by_hand(row, names) if before else None
                if before is None or rule_of(row) == old_rules.get(key):  # else the methodologist set it
                    apply_rule(row, rules[key])
                fill_row(row, line)
                set_responsible(row, line.responsible, names, by_hand)
                db.session.flush()
                note_row(actor, plan, row, before, action="import")
    for change in difference.lines:
        if change.kind == "removed":
            remove_row(actor, plan, existing[change.key])
    order_lines(plan, [section.roman for section in table.sections])


def stored_section(plan: Plan, roman: str) -> PlanSection:
    stored = next((section for section in plan.sections if section.roman == roman), None)
    if stored is None:
        stored = PlanSection(centre_id=plan.centre_id, roman=roman, position=0, heading="")
        plan.sections.append(stored)
    return stored


def order_lines(plan: Plan, romans: list[str]) -> None:
    """Drop sections that are gone, and leave the tree in memory in the paper's order."""
    db.session.flush()  # the lines first, then the sections that held them
    for section in [section for section in plan.sections if section.roman not in romans]:
        plan.sections.remove(section)
    db.session.flush()
    plan.sections.sort(key=lambda section: section.position)
    for section in plan.sections:
        section.indicators.sort(key=lambda row: row.position)


def fill_row(row: Indicator, line: Line) -> None:
    """Copy the texts and figures of a printed line into its row."""
    row.number, row.name, row.measure = line.number, line.name, line.measure
    row.mechanism, row.deadline = list(line.mechanism), line.deadline
    set_amounts(row, line.fact, line.plan)
