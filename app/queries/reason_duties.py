"""Reasons for deviation that somebody asked for, as duties of their units (domain.md §4 “Reasons”)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.deviations import answer_state, quarter_of_number
from app.domain.duties import REASON, Duty
from app.domain.periods import TASHKENT
from app.extensions import db
from app.models import Deviation, Indicator, Plan
from app.queries.deviations import answer_day, is_owed
from app.queries.kept import kept
from app.queries.plan import plan_tree, row_of_id
from app.queries.row_names import short_of


def reason_duties(
    centre_id: int, today: date, *, unit_ids: Collection[int] | None, settled: bool, last: date | None = None
) -> list[Duty]:
    """What was asked of these units (None: of all) and not answered yet, with ``settled`` also what was.

    ``last`` bounds the due day. Nothing is owed of a year that is closed, of a row that was waived, of a unit that does
    not work any more at the quarter's end.
    """
    found = asked(centre_id, today, unit_ids, settled=settled)
    return [duty for duty in found if last is None or duty.due is None or duty.due <= last]


def asked(centre_id: int, today: date, unit_ids: Collection[int] | None, *, settled: bool) -> Iterator[Duty]:
    for one in questions(db.session(), centre_id, settled=True) if settled else open_questions(centre_id):
        quarter = quarter_of_number(one.quarter)
        plan = plan_tree(centre_id, quarter.year)
        row = row_of_id(plan, one.indicator_id) if plan is not None else None
        if plan is None or row is None or (unit_ids is not None and one.unit_id not in unit_ids):
            continue
        if one.answered_on is None and (plan.state == "closed" or not is_owed(plan, row, one.unit_id, quarter)):
            continue
        due = answer_day(centre_id, one.asked_on)
        yield Duty(
            kind=REASON,
            period=quarter.key,
            due=due,
            state=answer_state(one.asked_on, due, one.answered_on, today),
            unit_id=one.unit_id,
            row_key=row.key,
            row_name=row.name or "",
            row_short=short_of(row),
            done_on=one.answered_on,
            number=one.id,
            revision=one.version - 1,
        )


@dataclass(frozen=True)
class Question:
    """A reason that was asked for, and when it was given."""

    id: int
    indicator_id: int
    unit_id: int
    quarter: int
    version: int
    asked_on: date
    answered_on: date | None


def open_questions(centre_id: int) -> tuple[Question, ...]:
    """Those without a reason, kept in memory."""
    return kept("questions", centre_id, 0, lambda session: questions(session, centre_id, settled=False))


def questions(session: Session, centre_id: int, *, settled: bool) -> tuple[Question, ...]:
    """Those that were not answered, or all, of plans in force, the oldest first."""
    d = Deviation
    statement = (
        select(d.id, d.indicator_id, d.unit_id, d.quarter, d.version, d.asked_on, d.given_at)
        .join(Indicator, Indicator.id == d.indicator_id)
        .join(Plan, Plan.id == Indicator.plan_id)
        .where(d.centre_id == centre_id, d.asked_on.is_not(None), Plan.state != "draft")
        .order_by(d.asked_on, Indicator.position, d.id)
    )
    if not settled:
        statement = statement.where(d.reason_id.is_(None), Plan.state != "closed")
    return tuple(
        Question(
            number,
            row_id,
            unit_id,
            quarter,
            version,
            day or date.min,
            given_at.astimezone(TASHKENT).date() if given_at else None,
        )
        for number, row_id, unit_id, quarter, version, day, given_at in session.execute(statement)
    )
