"""Changing a plan by hand: rows of a draft, how they are counted, confirmations, approval."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from app.domain.amounts import parse_amount
from app.domain.errors import Conflict, Invalid, Locked
from app.domain.registers import REGISTERS
from app.domain.row_rules import DAY, MODES, MONTH, SHARES
from app.domain.text import check_text, clean_text
from app.extensions import db
from app.models import Indicator, Person, Plan, Responsible, Unit
from app.models.types import now
from app.operations.history import note_change
from app.operations.plan_import import set_amounts, set_responsible
from app.queries.units import units_by_name

ENTRY_FORMS = (DAY, MONTH, *REGISTERS)
TEXT_LIMIT = 4000


def row_state(row: Indicator) -> dict[str, Any]:
    """What the history keeps of a row."""
    return {
        "name": row.name,
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
        "confirmed": list(row.confirmed),
    }


def need_draft(plan: Plan) -> None:
    if plan.state != "draft":
        raise Locked("plan.not_draft", year=plan.year)


def need_version(row: Indicator, version: int) -> None:
    if row.version != version:
        raise Conflict("conflict.row", key=row.key)


def note_row(actor: Person, plan: Plan, row: Indicator, before: dict[str, Any]) -> None:
    after = row_state(row)
    if after != before:
        note_change(
            actor=actor,
            centre_id=plan.centre_id,
            action="change",
            subject="plan_row",
            subject_key=f"{plan.year}|{row.key}",
            before=before,
            after=after,
        )


def change_row(*, actor: Person, plan: Plan, row: Indicator, version: int, values: Mapping[str, str]) -> None:
    """Change the printed texts of a row of a draft: name, measure, fact, plan, mechanism, deadline, responsible.

    Raises Locked when the plan is not a draft, Conflict when the row changed meanwhile, Invalid for a bad figure.
    """
    need_draft(plan)
    need_version(row, version)
    before = row_state(row)
    texts = {name: read_text(name, value) for name, value in values.items()}
    row.name = texts["name"] or None
    row.measure = texts["measure"] or None
    row.deadline = texts["deadline"]
    row.mechanism = [line for line in texts["mechanism"].splitlines() if line.strip()]
    amounts = {}
    for field in ("fact", "plan"):
        try:
            amounts[field] = parse_amount(texts[field])
        except Invalid as error:
            raise Invalid(error.code, field=field, **error.params) from error
    set_amounts(row, amounts["fact"], amounts["plan"])
    words = tuple(line.strip() for line in texts["responsible"].splitlines() if line.strip())
    if words != tuple(r.words for r in row.responsible if r.printed):
        set_responsible(row, words, units_by_name(plan.centre_id))
    db.session.flush()
    note_row(actor, plan, row, before)


def read_text(name: str, value: str) -> str:
    try:
        check_text(value, TEXT_LIMIT)
    except Invalid as error:
        raise Invalid(error.code, field=name, **error.params) from error
    return clean_text(value)


def set_counting(
    *,
    actor: Person,
    plan: Plan,
    row: Indicator,
    version: int,
    entry_form: str,
    mode: str,
    sums_parts: bool,
    shares: Mapping[int, str],
) -> None:
    """Set how a row is entered and counted, and the share of each unit (domain.md §3).

    ``shares`` maps unit ids to counts, contributes or oversees; a unit that the paper does not name is added
    without being printed, one that is left out of the unprinted goes.
    """
    need_version(row, version)
    if plan.state == "closed":
        raise Locked("plan.closed", year=plan.year)
    if entry_form not in ENTRY_FORMS:
        raise Invalid("choice.unknown", field="entry_form")
    if mode not in MODES:
        raise Invalid("choice.unknown", field="mode")
    if any(share not in SHARES for share in shares.values()):
        raise Invalid("choice.unknown", field="shares")
    before = row_state(row)
    row.entry_form, row.mode = entry_form, mode
    row.sums_parts = sums_parts and bool(row.subrows)
    register = REGISTERS.get(entry_form)
    row.joint = bool(register and register.joint)
    set_shares(row, shares)
    db.session.flush()
    note_row(actor, plan, row, before)


def set_shares(row: Indicator, shares: Mapping[int, str]) -> None:
    named = {r.unit_id: r for r in row.responsible if r.unit_id is not None}
    for unit_id, responsible in named.items():
        if unit_id in shares:
            responsible.share = shares[unit_id]
        elif not responsible.printed:
            row.responsible.remove(responsible)
    own = select(Unit).where(Unit.centre_id == row.centre_id, Unit.id.in_(set(shares) - set(named)))
    for unit in db.session.scalars(own):
        row.responsible.append(
            Responsible(
                centre_id=row.centre_id,
                unit_id=unit.id,
                position=len(row.responsible),
                words=unit.name,
                printed=False,
                share=shares[unit.id],
            )
        )


def confirm_row(*, actor: Person, plan: Plan, row: Indicator, points: Collection[str]) -> None:
    """Confirm that doubtful points of a row are as the paper has them, so that they leave “to be checked”."""
    before = row_state(row)
    row.confirmed = sorted(set(row.confirmed) | set(points))
    db.session.flush()
    note_row(actor, plan, row, before)


def approve_plan(*, actor: Person, plan: Plan) -> None:
    """The director approves the draft; from then on it is changed only by amendment."""
    need_draft(plan)
    plan.state, plan.approved_by_id, plan.approved_at = "approved", actor.id, now()
    plan.revision += 1
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action="approve",
        subject="plan",
        subject_key=str(plan.year),
        before={"state": "draft"},
        after={"state": "approved", "revision": plan.revision},
    )
