"""Changing a plan by hand: rows of a draft, how they are counted, confirmations, approval."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import select

from app.domain.amounts import is_counted_singly, is_whole, parse_amount
from app.domain.counting import MODES, Mode, Number
from app.domain.errors import Conflict, Invalid
from app.domain.papers import merged
from app.domain.phasing import Phases, check_fixed, check_months
from app.domain.plan_table import UNREADABLE, Amount
from app.domain.plan_tree import check_tree
from app.domain.registers import REGISTERS
from app.domain.row_rules import COUNTS, ENTRY_FORMS, SHARES, Counting
from app.domain.text import one_line, search_key
from app.extensions import db
from app.models import Indicator, Part, Person, Plan, Responsible, Unit
from app.models.types import now
from app.operations.history import note_change, one_writer
from app.operations.obligations import make_obligations
from app.operations.own_shares import end_idle_shares, settle_shares
from app.operations.plan_rows import apply_rule, finish_row, need_draft, need_version, row_state, set_amounts
from app.operations.plan_units import printed_words, set_by_hand, set_responsible
from app.operations.rights import need, need_not_closed
from app.operations.words import check_words
from app.queries.amendments import fixed_months
from app.queries.history import is_own_plan
from app.queries.own_shares import SharesOfYear
from app.queries.papers import said_of_plan
from app.queries.phasing import months_of_plan
from app.queries.plan import DOUBTS
from app.queries.plan_tree import tree_of
from app.queries.units import units_by_name

TEXT_LIMIT = 4000
REASON_LIMIT = 1000
LIMITS = {"measure": 100, "fact_text": 100, "plan_text": 100}
NAME_LIMIT = 300  # of one responsible unit
DASH = re.compile(r"^(?:[-–—−•·](?:\s+|$)|[–—•·](?=\S))+")


def change_row(*, actor: Person, plan: Plan, row: Indicator, version: int, **typed: str) -> None:
    """Change the printed texts of a row of a draft, ``typed`` as ``read_texts`` takes them: ``mechanism`` and
    ``responsible`` hold one step or unit a line.

    Raises Locked when the plan is not a draft, Conflict when the row changed meanwhile, Invalid for a bad figure.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_draft(plan)
    need_version(row, version)
    before, names = row_state(row), units_by_name(plan.centre_id)
    by_hand = set_by_hand(row, names)
    words = fill_texts(row, **typed)
    if row.deadline != before["deadline"]:
        check_tree(tree_of(plan))  # a lone 25.1 is a part of 25 or none by its deadline
    if words != printed_words(row) or row.mechanism != before["mechanism"]:
        set_responsible(row, words, names, by_hand)
    finish_row(actor, plan, row, before)
    end_idle_shares(actor, plan)


@dataclass(frozen=True)
class PrintedTexts:
    """The printed texts of a row, read from how they were typed."""

    name: str | None
    measure: str | None
    fact: Amount
    plan: Amount
    mechanism: list[str]
    deadline: str
    responsible: tuple[str, ...]


def read_texts(
    *,
    name: str = "",
    measure: str = "",
    fact_text: str = "",
    plan_text: str = "",
    mechanism: str = "",
    deadline: str = "",
    responsible: str = "",
) -> PrintedTexts:
    """Raises Invalid for a figure that is none, and for what is too long."""
    called, counted = one_line(read_text("name", name)), one_line(read_text("measure", measure))
    return PrintedTexts(
        name=None if not called or search_key(called) == search_key(UNREADABLE) else called,
        measure=counted or None,
        fact=read_amount("fact_text", fact_text, counted),
        plan=read_amount("plan_text", plan_text, counted),
        mechanism=steps_of(read_text("mechanism", mechanism)),
        deadline=one_line(read_text("deadline", deadline)),
        responsible=names_of(read_text("responsible", responsible)),
    )


def fill_texts(row: Indicator, **typed: str) -> tuple[str, ...]:
    """Put the printed texts of a row into it, as ``read_texts`` takes them; gives the units that they name."""
    texts = read_texts(**typed)
    row.name, row.measure, row.mechanism, row.deadline = texts.name, texts.measure, texts.mechanism, texts.deadline
    set_amounts(row, texts.fact, texts.plan)
    return texts.responsible


def read_text(name: str, value: str) -> str:
    return check_words(value, name, LIMITS.get(name, TEXT_LIMIT))


def read_amount(name: str, text: str, measure: str | None) -> Amount:
    """The figures of a cell. Raises Invalid for what is none, and ``number.counted`` (``measure``, ``value``) for a
    part of what is counted one by one, as the reader of files asks about it."""
    try:
        amount = parse_amount(read_text(name, text))
    except Invalid as error:
        raise Invalid(error.code, field=name, **error.params) from error
    if is_counted_singly(measure) and not is_whole(amount):
        raise Invalid("number.counted", field=name, measure=measure, value=amount.text)
    return amount


def steps_of(text: str) -> list[str]:
    """The steps of a mechanism, one a line, as the paper's reader would give them: no number, no final semicolon."""
    lines = (re.sub(r"^\d{1,2}[.)](?!\d)\s*", "", one_line(line)) for line in text.splitlines())
    return [step for step in (line.removesuffix(";").rstrip() for line in lines) if step]


def names_of(text: str) -> tuple[str, ...]:
    """Responsible units: one a line, or separated by commas as on the paper."""
    pieces = (DASH.sub("", one_line(piece)) for piece in re.split(r"[\n,;]", text))
    names = tuple(name for name in pieces if name)
    if any(len(name) > NAME_LIMIT for name in names):
        raise Invalid("text.too_long", field="responsible", limit=NAME_LIMIT, length=max(map(len, names)))
    return names


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
    everyone: str | None = None,
) -> None:
    """Set how a row is entered and counted, and the share of each unit (domain.md §3).

    ``shares`` maps unit ids to counts, contributes or oversees; a unit that the paper does not name is added
    without being printed, one that is left out of the unprinted goes. ``everyone`` is the share of “all services”.
    Raises Locked where the plan is not a draft: then it is part of what was approved, and changes by an amendment;
    Invalid ``plan.nobody_counts`` when units are named and none of them would enter figures.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_version(row, version)
    need_draft(plan)
    check_counting(entry_form, mode, [*shares.values(), *([everyone] if everyone else [])])
    before = row_state(row)
    count_by(row, entry_form, cast(Mode, mode), sums_parts)
    set_shares(row, shares, everyone)
    finish_row(actor, plan, row, before)
    end_idle_shares(actor, plan)


def check_counting(entry_form: str, mode: str, shares: Collection[str]) -> None:
    """Raises Invalid for a form, a mode or a share that there is not, and ``plan.nobody_counts``."""
    if entry_form not in ENTRY_FORMS:
        raise Invalid("choice.unknown", field="entry_form")
    if mode not in MODES:
        raise Invalid("choice.unknown", field="mode")
    if any(share not in SHARES for share in shares):
        raise Invalid("choice.unknown", field="shares")
    if shares and COUNTS not in shares:
        raise Invalid("plan.nobody_counts", field="shares")


def count_by(row: Indicator, entry_form: str, mode: Mode, sums_parts: bool) -> None:
    """Where a row is entered and how it adds up."""
    register = REGISTERS.get(entry_form)
    joint = row.joint if entry_form == row.entry_form else bool(register and register.joint)
    apply_rule(row, Counting(entry_form, mode, sums_parts and bool(row.subrows), joint))


def set_shares(row: Indicator, shares: Mapping[int, str], everyone: str | None) -> None:
    named = {r.unit_id: r for r in row.responsible if r.unit_id is not None}
    for unit_id, responsible in named.items():
        if unit_id in shares:
            responsible.share = shares[unit_id]
        elif not responsible.printed:
            row.responsible.remove(responsible)
    for responsible in row.responsible:
        if responsible.everyone and everyone:
            responsible.share = everyone
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


def set_phasing(
    *,
    actor: Person,
    plan: Plan,
    row: Indicator,
    part: Part,
    version: int,
    months: Sequence[int | None] | None,
    reason: str = "",
) -> None:
    """Spread a part's plan over the twelve months by hand; None for all goes back to the generated months.

    Raises Invalid ``phasing.…`` when the months do not make the plan; of an approved plan also without a reason, and
    where a month that is closed or sent would be planned otherwise.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_version(row, version)
    need_not_closed(plan)
    why = check_words(reason, "reason", REASON_LIMIT)
    before = row_state(row)
    if part.plan is None or row.decimals:
        raise Invalid("phasing.no_plan", field="months")
    stood, divided = months_of_plan(row, part.plan, part.phasing), SharesOfYear(plan).division(part)
    if months is None:
        part.phasing = None
    else:
        part.phasing = list(checked_months(part.plan, row.mode, months))
    if plan.state == "approved":
        check_fixed(stood, months_of_plan(row, part.plan, part.phasing), fixed_months(plan))
        if not why:
            raise Invalid("phasing.reason_missing", field="reason")
    if divided is not None:
        settle_shares(actor, plan, part, divided, why)
    finish_row(actor, plan, row, before, reason=why)


def checked_months(plan: Number, mode: Mode, months: Sequence[Number | None]) -> Phases:
    """Twelve months by hand that make a plan. Raises Invalid ``phasing.…`` at the months."""
    given: list[Number] = [figure for figure in months if figure is not None]
    if len(given) != 12:
        raise Invalid("phasing.months", field="months", count=len(given))
    try:
        return check_months(plan, mode, given)
    except Invalid as error:
        raise Invalid(error.code, field="months", **error.params) from error


def confirm_row(*, actor: Person, plan: Plan, row: Indicator, points: Collection[str]) -> None:
    """Confirm that doubtful points of a row are as the paper has them, so that they leave “to be checked”."""
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_not_closed(plan)
    if not set(points) <= set(DOUBTS):
        raise Invalid("choice.unknown")
    before = row_state(row)
    row.confirmed = sorted(set(row.confirmed) | set(points))
    finish_row(actor, plan, row, before)


def approve_plan(*, actor: Person, plan: Plan, today: date) -> None:
    """The director approves the draft, and what it makes owed is made; from then on it is changed by amendment only.

    What fell due before today is due three working days after it. Raises Conflict ``plan.own_approval`` where a
    stand-in prepared it or would approve what he prepared.
    """
    need(actor, "plan.approve")
    one_writer(plan.centre_id)
    need_draft(plan)
    if is_own_plan(actor, plan):
        raise Conflict("plan.own_approval", year=plan.year)
    approved = merged(said_of_plan(plan))  # its paper keeps the head and foot with which it was approved
    plan.state, plan.approved_by_id, plan.approved_at = "approved", actor.id, now()
    plan.approved_on = today
    plan.approved_ends = approved
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
    make_obligations(actor=actor, plan=plan, today=today)
