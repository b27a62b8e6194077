"""Reads of the months that several units have still to hand in, in short and all at once (domain.md §4, §5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.domain.blank_days import BlankSpan, blank_spans
from app.domain.checks import CHECK, ERROR, MonthFinding, check_month
from app.domain.completeness import Share, asked_days, is_worked
from app.domain.periods import Period
from app.domain.row_rules import CONTRIBUTES
from app.domain.workflow import EDITABLE, SHUT
from app.extensions import db
from app.models import Plan, Submission, SubmissionNote, Unit
from app.queries.filled import PartFill, YearFill
from app.queries.month_facts import Figured, behind_month, part_facts, with_former
from app.queries.month_review import explanations
from app.queries.months import units_of_month
from app.queries.plan import parts_of_unit


@dataclass(frozen=True)
class HandIn:
    """A unit's month that can be handed in, or what stands in its way: ``errors`` are mended first, ``unexplained``
    wants words of its own. ``joint``: rows of joint work that are confirmed with it; ``note``: of the return."""

    unit: Unit
    month: Period
    state: str
    version: int
    fills: tuple[PartFill, ...]
    spans: tuple[BlankSpan, ...]
    to_come: int
    joint: int
    errors: tuple[MonthFinding, ...]
    unexplained: tuple[MonthFinding, ...]
    note: str

    @property
    def filled(self) -> Share:
        return sum((one.filled.share for one in self.fills), start=Share())

    @property
    def silent(self) -> int:
        """The rows for which handing in says “no activity”; none while working days are still to come."""
        return 0 if self.to_come else sum(1 for one in self.fills if one.is_silent)

    @property
    def blank_days(self) -> int:
        return sum(len(span.days) for span in self.spans)

    @property
    def is_possible(self) -> bool:
        """Whether it can be handed in with a reason of its blank days, and nothing else."""
        return not (self.errors or self.unexplained)


@dataclass
class Handed:
    """Where a unit's month stands, and what was said about it."""

    state: str
    version: int = 0
    said: list[Any] = field(default_factory=list)


def hand_ins(plan: Plan, units: Sequence[Unit], month: Period, today: date) -> list[HandIn]:
    """The months of these units that are still theirs to hand in, in the given order; the statements do not grow with
    the units."""
    stands = month_stands(plan.centre_id, month)
    owing = {unit.id for unit in units_of_month(plan, month)}
    shut = next((one.state for one in stands.values() if one.state in SHUT), None)
    theirs = {unit.id: stands.get(unit.id) or Handed(shut or "draft") for unit in units if unit.id in owing}
    year = YearFill(plan, today, list(theirs))
    wanted = [
        unit
        for unit in units
        if unit.id in theirs and theirs[unit.id].state in EDITABLE and not year.wanted.is_waived_month(unit, month)
    ]
    if not wanted:
        return []
    ids = [unit.id for unit in wanted]
    parts = {unit.id: parts_of_unit(plan, unit, month) for unit in wanted}
    every = list({part.id: part for own in parts.values() for part in own}.values())
    figures, former = with_former(plan, ids, every)
    behind = behind_month(ids, month)

    def one(unit: Unit) -> HandIn:
        fills, handed = year.of_unit(unit, parts[unit.id], month), theirs[unit.id]
        figured = Figured(figures, former.get(unit.id, {}), {fill.part.id: fill for fill in fills})
        facts = part_facts(plan, unit, month, parts[unit.id], figured, behind[unit.id], today)
        working = year.working_days(unit, month)
        findings = check_month(facts, is_over=is_worked(month, working, today))
        explained = explanations(handed.said, findings)
        return HandIn(
            unit=unit,
            month=month,
            state=handed.state,
            version=handed.version,
            fills=tuple(fills),
            spans=blank_spans({fill.part.key: fill.filled.blank for fill in fills}, working),
            to_come=len(working) - len(asked_days(working, today)),
            joint=len(parts_of_unit(plan, unit, month, share=CONTRIBUTES)),
            errors=tuple(finding for finding in findings if finding.strength == ERROR),
            unexplained=tuple(
                finding
                for finding in findings
                if finding.strength == CHECK and (finding.check, finding.part_key) not in explained
            ),
            note=last_return(handed),
        )

    return [one(unit) for unit in wanted]


def months_waiting(units: Sequence[Unit]) -> dict[tuple[int, int], datetime | None]:
    """(unit id, year-month) of what these units handed in and nobody has decided on → when. Nobody can write the days
    that were still to come then until the month is taken back."""
    if not units:
        return {}
    statement = select(Submission.unit_id, Submission.year_month, Submission.submitted_at).where(
        Submission.centre_id == units[0].centre_id,
        Submission.unit_id.in_([unit.id for unit in units]),
        Submission.state == "submitted",
    )
    return {(unit_id, year_month): moment for unit_id, year_month, moment in db.session.execute(statement)}


def month_stands(centre_id: int, month: Period) -> Mapping[int, Handed]:
    """Unit id → where its month stands and what was said, in one statement."""
    note = SubmissionNote
    columns = (Submission.unit_id, Submission.state, Submission.version)
    statement = (
        select(*columns, note.act, note.check, note.part_key, note.figure, note.text)
        .outerjoin(note, note.submission_id == Submission.id)
        .where(Submission.centre_id == centre_id, Submission.year_month == month.year_month)
        .order_by(note.id)
    )
    found: defaultdict[int, Handed] = defaultdict(lambda: Handed("draft"))
    for row in db.session.execute(statement):
        one = found[row.unit_id]
        one.state, one.version = row.state, row.version
        if row.act is not None:
            one.said.append(row)
    return dict(found)


def last_return(handed: Handed) -> str:
    """The words with which a returned month came back."""
    if handed.state != "returned":
        return ""
    return next((str(row.text) for row in reversed(handed.said) if row.act == "return"), "")
