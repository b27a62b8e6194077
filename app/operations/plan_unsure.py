"""What a plan file leaves open of how its rows count and are called: which rows are asked, and what is said to it.

Nothing waits for an answer. One is kept with the file and, when the plan is stored, set as by hand (domain.md §3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.domain.errors import Invalid
from app.domain.plan_difference import Difference
from app.domain.plan_table import Line, PlanTable
from app.domain.row_rules import (
    CONTRIBUTES,
    COUNTS,
    FORM,
    NAME,
    OVERSEES,
    POINTS,
    TOTAL,
    WHO,
    Counting,
    Named,
    Unsure,
    measured_lines,
    rules_of,
)
from app.domain.short_names import LONGEST
from app.domain.text import search_key
from app.domain.units import EVERYONE, SECTOR, SERVICE
from app.domain.unsure_rows import unsure_rows
from app.models import Indicator, Person, Plan, Unit
from app.operations.plan_rows import apply_rule, finish_row, row_state, rule_of
from app.operations.plan_units import printed_words, set_by_hand, set_responsible, unprinted
from app.operations.words import check_line
from app.queries.plan import rows_of
from app.queries.units import is_everyone, own_span

Points = Mapping[str, list[Unsure]]  # row key → its open points
Said = Mapping[str, Mapping[str, str]]  # row key → point → what was said to it


def unsure_of(
    plan: Plan | None, before: PlanTable | None, table: PlanTable, difference: Difference, names: Mapping[str, Unit]
) -> Points:
    """The open points of the rows that storing a table would add or change, but for what somebody set by hand before.

    ``plan`` with its paper ``before``: what is stored of that year; ``names``: the units by their names.
    """
    stored = {row.key: row for row in rows_of(plan)} if plan is not None else {}
    units = {unit.id: unit for unit in names.values()}.values()
    asked = {line.key for line in difference.lines if line.kind in ("added", "changed")}
    rules = rules_of(before) if before else {}
    return unsure_rows(
        table,
        named={key: named_in(line, names) for key, line, _measure, _parent in measured_lines(table)},
        services=[unit.name for unit in units if unit.kind == SERVICE and own_span(unit).touches(table.year)],
        short_names={key: row.short_name for key, row in stored.items() if row.short_name},
        settled={
            key: tuple(settled_points(row, rules, names)) if key in asked else POINTS for key, row in stored.items()
        },
    )


def named_in(line: Line, names: Mapping[str, Unit]) -> Named:
    """The units that a line names, also by a step of its mechanism that is nothing but a unit's name."""
    steps = [step for step in line.mechanism if line.responsible and search_key(step) in names]
    found: dict[int | str, tuple[str, str]] = {}
    for words in (*line.responsible, *steps):
        unit = names.get(search_key(words))
        kind = EVERYONE if is_everyone(words) else unit.kind if unit else SECTOR
        found.setdefault(unit.id if unit else search_key(words), (words, kind))
    return list(found.values())


def settled_points(row: Indicator, rules: Mapping[str, Counting], names: Mapping[str, Unit]) -> Iterator[str]:
    """What of a stored row is otherwise than its paper would have it."""
    rule, by_hand = rules.get(row.key), set_by_hand(row, names)
    if rule is not None and replace(rule_of(row), joint=False) != replace(rule, joint=False):
        yield from (FORM, TOTAL)
    if rule is not None and rule_of(row).joint != rule.joint or by_hand.shares or by_hand.added:
        yield WHO
    if row.short_name:
        yield NAME


def answer_key(row_key: str, point: Unsure) -> str:
    """Under which key an answer is kept with the file: ``who:II.6``."""
    return f"{point.what}:{row_key}"


def said_to(points: Points, answers: Mapping[str, str]) -> Said:
    """What the answers of a file say to its open points, where it is something else than proposed.

    Raises Invalid of the key as its field, for what is no choice and for a name that is too long.
    """
    said: dict[str, dict[str, str]] = {}
    for row_key, point in [(row_key, point) for row_key, found in points.items() for point in found]:
        key = answer_key(row_key, point)
        answer = check_line(answers.get(key, ""), key, LONGEST) if point.what == NAME else answers.get(key, "")
        if not answer or answer == point.proposal:
            continue
        if point.choices and answer not in point.choices:
            raise Invalid("choice.unknown", field=key)
        said.setdefault(row_key, {})[point.what] = answer
    return said


def settle(actor: Person, plan: Plan, table: PlanTable, said: Said, names: Mapping[str, Unit]) -> None:
    """Set by hand what was said of the rows of a plan that was just stored; sub-rows follow the row above them. Each
    leaves its history."""
    plain, wanted = rules_of(table), rules_of(table, said)
    for row in rows_of(plan):
        told, before, rule = said.get(row.key, {}), row_state(row), rule_of(row)
        follows = rule == plain[row.key]
        if follows or FORM in told or TOTAL in told:
            rule = replace(wanted[row.key], joint=rule.joint or wanted[row.key].joint)
        if rule != rule_of(row) or WHO in told:
            by_hand = set_by_hand(row, names)
            apply_rule(row, replace(rule, joint=rule.joint or WHO in told))
            set_responsible(row, printed_words(row), names, by_hand)
        if WHO in told:
            set_lead(row, told[WHO], names)
        row.short_name = told.get(NAME, row.short_name)
        finish_row(actor, plan, row, before, action="settle")


def set_lead(row: Indicator, lead: str, names: Mapping[str, Unit]) -> None:
    """One unit counts the row, who else would have counted it contributes; a lead that the paper does not name is
    added."""
    unit = names.get(search_key(lead))
    unit_id = unit.id if unit else None
    is_lead = [
        not one.everyone and (one.unit_id == unit_id if unit_id else search_key(one.words) == search_key(lead))
        for one in row.responsible
    ]
    for one, leads in zip(row.responsible, is_lead, strict=True):
        if leads or one.share != OVERSEES:
            one.share = COUNTS if leads else CONTRIBUTES
    if unit is not None and not any(is_lead):
        row.responsible.append(unprinted(row, unit, unit.name, COUNTS))
        row.responsible[-1].position = len(row.responsible) - 1
