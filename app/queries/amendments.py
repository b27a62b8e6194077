"""Reads of the amendments of a plan, and of what stands on the rows that they change (domain.md §5)."""

from __future__ import annotations

import pickle
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.domain.amending import APPROVED, ASKED, OPEN, PREPARED, RETURNED, StandingNumbers
from app.domain.workflow import OFFICIAL, SHUT
from app.extensions import db
from app.models import Amendment, Entry, Indicator, Part, Plan, Submission, Unit
from app.queries.filled import AnyPlan
from app.queries.plan import AmendmentFacts, facts_of_plan, plan_facts, plan_tree, rows_of


def amendments_of(plan: AnyPlan) -> list[Amendment]:
    """All of a plan, the newest first, with who prepared and decided them and what they change."""
    people = (joinedload(Amendment.prepared_by), joinedload(Amendment.decided_by), selectinload(Amendment.lines))
    of_plan = select(Amendment).where(Amendment.plan_id == plan.id).options(*people)
    return list(db.session.scalars(of_plan.order_by(Amendment.number.desc())))


def amendment_of(plan: AnyPlan, number: int) -> Amendment | None:
    of_plan = select(Amendment).where(Amendment.plan_id == plan.id, Amendment.number == number)
    return db.session.scalar(of_plan.options(selectinload(Amendment.lines)))


def open_amendment(plan: AnyPlan) -> AmendmentFacts | None:
    """The one that is prepared, waits or came back: there is only one at a time."""
    return next((one for one in amendments_by_facts(plan) if one.state in OPEN), None)


def amendments_by_facts(plan: AnyPlan) -> list[AmendmentFacts]:
    facts = facts_of_plan(plan.centre_id, plan.year)
    return facts.amendments if facts is not None else []


def waiting_amendments(centre_id: int, today: date) -> list[tuple[int, AmendmentFacts]]:
    """(year, amendment) of those that wait for the director, came back to who prepares them, or were left unfinished
    when their year ended."""
    return [
        (plan.year, one)
        for plan in plan_facts(centre_id)
        for one in plan.amendments
        if one.state in (ASKED, RETURNED) or (one.state == PREPARED and plan.year < today.year)
    ]


def amendments_of_row(plan: AnyPlan, row_id: int) -> list[AmendmentFacts]:
    """The approved amendments that changed a row, the newest first."""
    return [one for one in reversed(amendments_by_facts(plan)) if one.state == APPROVED and row_id in one.acts]


def last_number(plan: AnyPlan) -> int:
    return max((one.number for one in amendments_by_facts(plan)), default=0)


def amended_since(plan: AnyPlan) -> int | None:
    """The year-month from which the last approved amendment holds."""
    return max((one.first_month for one in amendments_by_facts(plan) if one.state == APPROVED), default=None)


def shut_months(centre_id: int, year: int) -> set[int]:
    """The year-months of a year that are closed or sent, for whichever unit."""
    of_year = Submission.year_month.between(year * 100 + 1, year * 100 + 12)
    shut = select(Submission.year_month).where(Submission.centre_id == centre_id, of_year, Submission.state.in_(SHUT))
    return set(db.session.scalars(shut.distinct()))


def fixed_months(plan: AnyPlan) -> set[int]:
    """The months (1…12) of an approved plan that are closed or sent: what was planned for them stays."""
    return {month % 100 for month in shut_months(plan.centre_id, plan.year)}


def standing_numbers(centre_id: int, part_ids: Collection[int]) -> list[StandingNumbers]:
    """The numbers that stand on some figures, by figure, unit, month and grain, the oldest month first."""
    if not part_ids:
        return []
    official = Submission.state.in_(OFFICIAL)
    statement = (
        select(
            Entry.part_id,
            Unit.id,
            Unit.name,
            Entry.year_month,
            Entry.grain,
            func.count(Entry.id),
            func.max(Submission.state),
        )
        .join(Unit, Unit.id == Entry.unit_id)
        .outerjoin(
            Submission, (Submission.unit_id == Entry.unit_id) & (Submission.year_month == Entry.year_month) & official
        )
        .where(
            Entry.centre_id == centre_id,
            Entry.part_id.in_(part_ids),
            Entry.state == "number",
            Entry.voided_at.is_(None),
        )
        .group_by(Entry.part_id, Unit.id, Unit.name, Entry.year_month, Entry.grain)
        .order_by(Entry.year_month, Unit.name)
    )
    found = db.session.execute(statement)
    return [
        StandingNumbers(part_id, unit_id, name, month, grain, count, state is not None)
        for part_id, unit_id, name, month, grain, count, state in found
    ]


def loose_tree(plan: Plan) -> Plan:
    """A copy of a plan's tree that nobody stores: what an amendment would make of it is tried on it."""
    tree: Plan = pickle.loads(pickle.dumps(plan_tree(plan.centre_id, plan.year)))  # noqa: S301 – our own, just now
    return tree


def number_rows(plan: Plan) -> None:
    """Numbers below zero for the rows and figures of a loose tree that were added to it: reads tell them apart by
    number."""
    rows = list(rows_of(plan))
    new: list[Indicator | Part] = [row for row in rows if row.id is None]
    new += [part for row in rows for part in row.parts if part.id is None]
    for number, one in enumerate(new, 1):
        one.id = -number
