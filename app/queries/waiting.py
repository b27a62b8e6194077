"""Reads of what waits for a decision: which months, in which order, and what is odd about each (screens.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.domain.checks import CHECK, check_month
from app.domain.looking import REVIEWING, REVIEWING_ABOVE
from app.domain.periods import Period, month_of
from app.domain.stand_ins import is_own
from app.domain.workflow import standing_return
from app.extensions import db
from app.models import Person, Submission, SubmissionNote, Unit
from app.queries.filled import PartFill
from app.queries.looking import author_of_month, held_rights_over
from app.queries.month_facts import Behind, Figured, behind_months, part_facts, with_former
from app.queries.month_review import changed_values, explanations, figures_among
from app.queries.plan import parts_of_unit
from app.queries.stand_ins import acting_as
from app.queries.submissions import Matrix, MonthMark

ACCEPTING = {REVIEWING: "accept", REVIEWING_ABOVE: "accept_own"}  # the acts of workflow.py, by the right
WORDS = ("explain", "reply")  # acts of notes by which a unit says something about its figures


@dataclass(frozen=True)
class Remarks:
    """What is odd about a month that waits. ``changed``: figures that are not what they were at the last decision;
    ``blank``: what is empty; ``explained``: days that only a reason confirms; ``unchanged``: handed in again as it was;
    ``checks``: what the checks find and no note explains.
    """

    notes: int = 0
    changed: int = 0
    blank: int = 0
    explained: int = 0
    unchanged: bool = False
    checks: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.notes or self.changed or self.blank or self.explained or self.unchanged or self.checks)


def remarks_on(matrix: Matrix, marks: Sequence[tuple[Unit, MonthMark]]) -> list[Remarks]:
    """The remarks on some months that wait, in their order; the statements do not grow with them."""
    if not marks:
        return []
    ids = {unit.id for unit, _mark in marks}
    parts = {(unit.id, mark.month): parts_of_unit(matrix.plan, unit, mark.month) for unit, mark in marks}
    every = list({part.id: part for own in parts.values() for part in own}.values())
    notes = notes_of([mark.submission.id for _, mark in marks if mark.submission])
    figures, former = with_former(matrix.plan, ids, every)
    behind = behind_months(ids, {mark.month for _, mark in marks})

    def unexplained(unit: Unit, mark: MonthMark, fills: Sequence[PartFill], said: Sequence[Any]) -> int:
        figured = Figured(figures, former.get(unit.id, {}), {fill.part.id: fill for fill in fills})
        cards = behind.get((unit.id, mark.month.year_month)) or Behind()
        own = parts[unit.id, mark.month]
        facts = part_facts(matrix.plan, unit, mark.month, own, figured, cards, matrix.year.today)
        checks = [finding for finding in check_month(facts) if finding.strength == CHECK]
        return len(checks) - len(explanations(said, checks))

    def remarks(unit: Unit, mark: MonthMark) -> Remarks:
        row, own = mark.submission, parts[unit.id, mark.month]
        fills = matrix.year.of_unit(unit, own, mark.month)
        seen = row.seen if row else None
        stands = figures_among(own, figures, unit, mark.month)
        changed = changed_values(seen, stands) if seen is not None else 0
        said = notes.get(row.id, []) if row else []
        explained = {day for one in fills for day in one.filled.explained}
        filled = mark.facts.filled
        return Remarks(
            notes=sum(1 for note in said if note.act in WORDS),
            changed=changed,
            blank=filled.of - filled.count,
            explained=len(explained),
            unchanged=standing_return([note.act for note in said]) is not None and not changed,
            checks=unexplained(unit, mark, fills, said),
        )

    return [remarks(unit, mark) for unit, mark in marks]


def notes_of(submission_ids: Sequence[int]) -> dict[int, list[Any]]:
    """Submission → what was said about it, in order."""
    note = SubmissionNote
    statement = (
        select(note.submission_id, note.act, note.check, note.part_key, note.figure, note.text)
        .where(note.submission_id.in_(submission_ids))
        .order_by(note.id)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.submission_id, []).append(row)
    return found


def waiting_for(person: Person, day: date) -> list[Submission]:
    """The months that a person may decide on now, the oldest first; nobody decides on what he handed in himself, nor
    before the month is over."""
    waiting = list(
        db.session.scalars(
            select(Submission)
            .join(Submission.unit)
            .options(contains_eager(Submission.unit), joinedload(Submission.submitted_by))
            .where(Submission.centre_id == person.centre_id, Submission.state == "submitted")
            .where(Submission.year_month < month_of(day).year_month)
            .order_by(Submission.year_month, Unit.position, Submission.unit_id)
        )
    )
    return [row for row in waiting if accepting_acts(person, row, day)]


def is_own_month(person: Person, row: Submission, permission: str, day: date) -> bool:
    """Whether who would act by this right handed the month in, himself or in whose place he is."""
    return is_own(author_of_month(row, day).people, acting_as(person, permission))


def accepting_acts(person: Person, row: Submission, day: date) -> frozenset[str]:
    """By which acts a person may accept a month that was handed in and is over: as who accepts what units hand in, or
    as who accepts a reviewer's. None where he may not; the acts refuse by the same rule (``why_not_by``)."""
    return frozenset(ACCEPTING[name] for name in held_rights_over(person, author_of_month(row, day)))


@dataclass(frozen=True)
class Step:
    """Where a month stands among those that wait for a person: the ``place``-th of ``of``, between two others.

    After a decision it is none of them any more (``place`` 0), and the next is the one that stood behind it.
    """

    place: int
    of: int
    previous: Submission | None
    next: Submission | None


def step_of(person: Person, unit: Unit, month: Period, day: date) -> Step:
    """The way through what waits: behind the last one comes the first that was passed over."""
    waiting = waiting_for(person, day)
    here = (month.year_month, unit.position, unit.id)
    places = [(row.year_month, row.unit.position, row.unit_id) for row in waiting]
    before = [row for row, place in zip(waiting, places, strict=True) if place < here]
    after = [row for row, place in zip(waiting, places, strict=True) if place > here]
    return Step(
        place=len(before) + 1 if here in places else 0,
        of=len(waiting),
        previous=before[-1] if before else None,
        next=next(iter(after or before), None),
    )
