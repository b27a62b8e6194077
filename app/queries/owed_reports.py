"""What the region waits for in a year, period by period, and by which letters it was answered (domain.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.domain.obligations import REPORT, time_state
from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import Obligation, Plan, Report, Unit
from app.queries.letters import Letter, letter_of

# Of a period the state that asks for most stands for all of its rows.
URGENCY = ("overdue", "due", "not_yet_due", "done_late", "done_on_time")


@dataclass(frozen=True)
class OwedRow:
    """One row's report of a period, as it stands today."""

    obligation: Obligation
    letter: Letter | None
    state: str


@dataclass(frozen=True)
class OwedReport:
    """What the region waits for in one period: its rows, and for each letter the rows that it answers."""

    period: Period
    due_on: date | None
    rows: tuple[OwedRow, ...]

    @property
    def state(self) -> str:
        return min((row.state for row in self.rows), key=URGENCY.index)

    @property
    def letters(self) -> list[Letter]:
        return list(dict.fromkeys(row.letter for row in self.rows if row.letter is not None))


def owed_reports(centre_id: int, year: int, today: date) -> list[OwedReport]:
    """What was owed to the region in a year, the earliest due first; what was waived is not owed."""
    statement = (
        select(Obligation)
        .join(Obligation.indicator)
        .join(Obligation.unit)
        .join(Plan, Plan.id == Obligation.plan_id)
        .where(
            Obligation.centre_id == centre_id,
            Obligation.kind == REPORT,
            Obligation.required,
            Obligation.waived_at.is_(None),
            Plan.year == year,
            Plan.state != "draft",
            Unit.active,
        )
        .options(
            contains_eager(Obligation.indicator),
            joinedload(Obligation.report).defer(Report.figures),
            joinedload(Obligation.card),
        )
    )
    by_period: dict[str, list[Obligation]] = {}
    for obligation in db.session.scalars(statement):
        by_period.setdefault(obligation.period, []).append(obligation)
    found = [owed(key, obligations, today) for key, obligations in by_period.items()]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.period))


def owed(key: str, obligations: Sequence[Obligation], today: date) -> OwedReport:
    ordered = sorted(obligations, key=lambda one: one.indicator.position)
    due = min((one.due_on for one in obligations if one.due_on), default=None)
    return OwedReport(parse_period(key), due, tuple(row_of(one, today) for one in ordered))


def row_of(obligation: Obligation, today: date) -> OwedRow:
    letter = letter_of(obligation)
    state = time_state(
        ends_on=obligation.ends_on,
        due_on=obligation.due_on,
        done_on=letter.day if letter else None,
        required=True,
        waived=False,
        today=today,
    )
    return OwedRow(obligation, letter, state)
