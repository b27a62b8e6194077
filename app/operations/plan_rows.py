"""One row of the plan as it is stored: its figures and parts, its history, its end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.domain.counting import adds_up
from app.domain.errors import Conflict, Invalid, Locked
from app.domain.plan_table import Amount, part_keys
from app.domain.row_rules import Counting
from app.extensions import db
from app.models import Indicator, Part, Person, Plan
from app.operations.history import note_change
from app.operations.rights import need_not_closed
from app.queries.plan import has_figures


def row_state(row: Indicator) -> dict[str, Any]:
    """What the history keeps of a row."""
    return {
        "name": row.name,
        "short_name": row.short_name,
        "part_names": {part.key: part.name for part in row.parts if part.name},
        "measure": row.measure,
        "fact": row.fact_text,
        "plan": row.plan_text,
        "mechanism": list(row.mechanism),
        "deadline": row.deadline,
        "responsible": [r.words for r in row.responsible if r.printed],
        "shares": {r.words: r.share for r in row.responsible},
        "mode": row.mode,
        "sums_parts": row.sums_parts,
        "joint": row.joint,
        "entry_form": row.entry_form,
        "phases": {part.key: part.phasing for part in row.parts if part.phasing},
        "confirmed": list(row.confirmed),
        **({"first_month": row.first_month} if row.first_month else {}),
        **({"last_month": row.last_month} if row.last_month else {}),
    }


def rule_of(row: Indicator) -> Counting:
    return Counting(row.entry_form, row.mode, row.sums_parts, row.joint)


def apply_rule(row: Indicator, rule: Counting) -> None:
    """Let a row count otherwise. Months by hand of things done say nothing of levels: they go."""
    if row.parts and adds_up(rule.mode) != adds_up(row.mode):
        for part in row.parts:
            part.phasing = None
    row.entry_form, row.mode, row.sums_parts, row.joint = rule.entry_form, rule.mode, rule.sums_parts, rule.joint


def need_draft(plan: Plan) -> None:
    need_not_closed(plan)
    if plan.state != "draft":
        raise Locked("plan.not_draft", year=plan.year)


def need_version(row: Indicator, version: int) -> None:
    if row.version != version:
        raise Conflict("conflict.row", key=row.key)


def finish_row(
    actor: Person, plan: Plan, row: Indicator, before: dict[str, Any], *, action: str = "change", reason: str = ""
) -> None:
    """Write a changed row and its history. Its version also stands for its units and parts, which are tables of
    their own."""
    if row_state(row) != before:
        flag_modified(row, "confirmed")
        db.session.flush()
        note_row(actor, plan, row, before, action=action, reason=reason)


def note_row(
    actor: Person,
    plan: Plan,
    row: Indicator,
    before: dict[str, Any] | None,
    *,
    action: str = "change",
    reason: str = "",
) -> None:
    after = row_state(row)
    if after != before:
        note_change(
            actor=actor,
            centre_id=plan.centre_id,
            action=action,
            subject="plan_row",
            subject_key=f"{plan.year}|{row.key}",
            before=before,
            after=after,
            reason=reason,
        )


def set_amounts(row: Indicator, fact: Amount, plan: Amount) -> None:
    """Set both figures of a row and keep one part for each component of a composite cell.

    Raises Invalid when a component that already has entries would disappear.
    """
    if row.fact_text != fact.text:
        row.fact_basis = ""  # typed: it is no result of a year any more
    row.fact_text, row.plan_text = fact.text, plan.text
    components = max(len(fact.values), len(plan.values), 1)
    row.decimals = max((decimal_places(value) for value in (*fact.values, *plan.values)), default=0)
    by_key = {part.key: part for part in row.parts}
    wanted = part_keys(row.key, components)
    for key in set(by_key) - set(wanted):
        if has_entries(by_key[key]):
            raise Invalid("plan.part_has_entries", field="plan_text", key=key)
        row.parts.remove(by_key[key])
    for index, key in enumerate(wanted):
        part = by_key.get(key)
        if part is None:
            part = Part(centre_id=row.centre_id, plan_id=row.plan_id, key=key)
            row.parts.append(part)
        part.place = index + 1 if components > 1 else 0
        part.fact = fact.values[index] if index < len(fact.values) else None
        planned = plan.values[index] if index < len(plan.values) else None
        if part.plan != planned:
            part.plan, part.phasing = planned, None  # months by hand belong to the plan they add up to


def fits(row: Indicator, fact: Amount, planned: Amount) -> bool:
    """Whether the figures of a row stay those that they are: another number of them comes only into a cell that was
    empty, and for which nothing was typed."""
    counts = {len(amount.values) for amount in (fact, planned) if amount.values}
    if max(counts, default=1) == len(row.parts):
        return True
    return len(counts) == 1 and not any(has_entries(part) for part in row.parts)


def decimal_places(value: int | Decimal) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def has_entries(part: Part) -> bool:
    statement = select(Part.id).where(Part.id == part.id, has_figures())
    return part.id is not None and db.session.scalar(statement) is not None


def remove_row(actor: Person, plan: Plan, row: Indicator, *, action: str = "import") -> None:
    """Take a line out of a draft. Raises Invalid when figures were entered for it."""
    if any(has_entries(part) for part in row.parts):
        raise Invalid("plan.row_has_entries", key=row.key)
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action=action,
        subject="plan_row",
        subject_key=f"{plan.year}|{row.key}",
        before=row_state(row),
    )
    row.section.indicators.remove(row)
