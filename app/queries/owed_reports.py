"""What the region waits for in a year, period by period, and by which letters it was answered (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domain.obligations import time_state
from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import Indicator, Obligation, Plan
from app.queries.duty_rows import asked_by_region
from app.queries.letters import Letter, letters_of

# Of a period the state that asks for most stands for all of its rows.
URGENCY = ("overdue", "due", "not_due", "done_late", "done", "waived")


@dataclass(frozen=True)
class OwedRow:
    """One row's report of a period, as it stands today; ``id`` is the obligation's, ``reason`` why it was waived."""

    id: int
    key: str
    letter: Letter | None
    state: str
    reason: str = ""


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
    def owed(self) -> list[OwedRow]:
        return [row for row in self.rows if row.state != "waived"]

    @property
    def waived(self) -> dict[str, list[OwedRow]]:
        """Why rows were waived → those rows."""
        found: dict[str, list[OwedRow]] = {}
        for row in self.rows:
            if row.state == "waived":
                found.setdefault(row.reason, []).append(row)
        return found

    @property
    def letters(self) -> list[Letter]:
        return list(dict.fromkeys(row.letter for row in self.rows if row.letter is not None))


def owed_reports(centre_id: int, year: int, today: date) -> list[OwedReport]:
    """What was owed to the region in a year, the earliest due first. What was waived is not owed, and is named so."""
    statement = (
        select(
            Obligation.id,
            Obligation.period,
            Obligation.ends_on,
            Obligation.due_on,
            Obligation.waived_at.is_not(None),
            Obligation.waive_reason,
            Indicator.key,
        )
        .join(Obligation.indicator)
        .join(Obligation.unit)
        .join(Plan, Plan.id == Obligation.plan_id)
        .where(*asked_by_region(centre_id), Plan.year == year)
        .order_by(Indicator.position, Obligation.id)
    )
    found = db.session.execute(statement).all()
    letters = letters_of([number for number, *_ in found])
    rows: dict[str, list[OwedRow]] = {}
    dues: dict[str, list[tuple[bool, date]]] = {}  # what is owed comes before what was waived
    for number, period, ends_on, due_on, waived, reason, key in found:
        letter = None if waived else letters.get(number)
        done_on = letter.day if letter else None
        state = time_state(ends_on=ends_on, due_on=due_on, done_on=done_on, required=True, waived=waived, today=today)
        rows.setdefault(period, []).append(OwedRow(number, key, letter, state, reason if waived else ""))
        dues.setdefault(period, []).append((waived, due_on or date.max))
    owed = [OwedReport(parse_period(key), min(dues[key])[1], tuple(rows[key])) for key in rows]
    return sorted(owed, key=lambda one: (one.due_on or date.max, one.period))
