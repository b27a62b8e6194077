"""Whether an obligation is not done, said to the database (domain.md §4).

What is done is told twice, here and in ``queries.done``; a test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.domain.obligations import FIGURES, REPORT
from app.domain.registers import LETTERS
from app.domain.row_rules import MONTH
from app.domain.workflow import SHUT
from app.models import Entry, Indicator, Obligation, Part, Submission, Unit
from app.queries.counted_rows import CountedRow, counted_rows
from app.queries.done import is_answered
from app.queries.former import is_same_row
from app.queries.plan import rows_followed
from app.queries.terms import is_amended, stretches
from app.queries.units import centre_begins

LINE, ABOVE, TOP = (aliased(Indicator) for _ in range(3))  # made once: making them costs more than the statement


def undone(centre_id: int, today: date) -> ColumnElement[bool]:
    """Whether an obligation of the statement around, which joins its unit and is of an approved plan, is not done.
    Months before the centre or the unit began count as handed in.

    Figures of a quarter or longer are part of the hand-in of the month in which it ends, and done with that alone;
    documents are done when they are written, and so is what the unit set a day for.
    """
    o, line, above, top, amended = Obligation, LINE, ABOVE, TOP, amended_rows(centre_id)
    written = (
        select(Entry.id)
        .join(Part, Part.id == Entry.part_id)
        .join(line, line.id == Part.indicator_id)
        .outerjoin(above, above.id == line.parent_id)
        .outerjoin(top, top.id == above.parent_id)
        .where(
            Entry.centre_id == o.centre_id,
            Entry.unit_id == o.unit_id,
            Entry.year_month.between(o.first_month, o.last_month),
            is_figure_of(o),
            Entry.voided_at.is_(None),
            Entry.state != "empty",
            answers_row(amended),
        )
    )
    handed_in = and_(Submission.state != "draft", Submission.first_submitted_on.is_not(None))
    by_day = or_(o.period.like("%W%"), func.length(o.period) == 10)
    is_over = or_(~by_day, Submission.year_month < o.last_month, Submission.first_submitted_on >= o.ends_on)
    months = (
        select(func.count())
        .select_from(Submission)
        .where(Submission.unit_id == o.unit_id, Submission.year_month.between(o.first_month, o.last_month))
        .where(handed_in, is_over)
        .correlate(o)
        .scalar_subquery()
    )
    last_month = select(Submission.id).where(
        Submission.unit_id == o.unit_id,
        Submission.year_month == o.last_month,
        or_(handed_in, Submission.state.in_(SHUT)),
    )
    is_long = and_(o.first_month < o.last_month, o.period.not_like("%W%"), ~o.set_by_unit, ~is_letter(amended))
    # A whole year is not done before it is over, or the unit's own day has come.
    running = and_(o.last_month == o.first_month + 11, o.set_by_unit.is_(False), o.ends_on >= today)
    return or_(
        and_(o.kind == REPORT, ~is_answered(o)),
        and_(
            o.kind == FIGURES,
            or_(
                running,
                and_(is_long, ~exists(last_month.correlate(o))),
                and_(
                    ~is_long,
                    months < months_between(worked_since(centre_begins(centre_id)), o.last_month),
                    ~exists(written.correlate(o, Indicator)),
                ),
            ),
        ),
    )


def is_figure_of(o: type[Obligation]) -> ColumnElement[bool]:
    """Whether an entry stands in an obligation's period, as ``done.is_figure_of`` says: one of a whole month does for
    the weeks and days that end in it."""
    of_month, by_day = Entry.grain == MONTH, or_(o.period.like("%W%"), func.length(o.period) == 10)
    return or_(
        and_(or_(~of_month, ~by_day), Entry.date.between(o.starts_on, o.ends_on)),
        and_(of_month, by_day, Entry.year_month == o.last_month),
    )


def is_letter(amended: Sequence[CountedRow]) -> ColumnElement[bool]:
    """Whether an obligation's row was one of documents in the month in which its period ends."""
    o, now, then = Obligation, Indicator.entry_form == LETTERS, list[ColumnElement[bool]]()
    for row in amended:
        for first, last, state in stretches(row):
            if state.entry_form == LETTERS:
                then.append(and_(o.indicator_id == row.id, o.last_month.between(first, last)))
    if not amended:
        return now
    return or_(and_(now, o.indicator_id.not_in([row.id for row in amended])), *then)


def answers_row(amended: Sequence[CountedRow]) -> ColumnElement[bool]:
    """Whether a figure's line is that of the obligation, or follows its deadline, as ``place_followed`` says: in the
    month in which its period ends.

    A week that lies in two years is answered by the same row of both plans.
    """
    line, above, top, o = LINE, ABOVE, TOP, Obligation
    follows = or_(
        and_(is_same_row(above, Indicator), line.deadline.in_(["", above.deadline])),
        and_(is_same_row(top, Indicator), *(row.deadline.in_(["", top.deadline]) for row in (above, line))),
    )
    if amended:
        then = [
            and_(line.id == row.id, o.last_month.between(first, last), is_same_row(other, Indicator))
            for row in amended
            for first, last, state in stretches(row)
            for other in (above, top)[: len(rows_followed(state)) - 1]
        ]
        follows = or_(and_(line.id.not_in([row.id for row in amended]), follows), *then)
    return or_(is_same_row(line, Indicator), follows)


def amended_rows(centre_id: int) -> list[CountedRow]:
    """The rows of the approved plans that stood otherwise before, or below one that did."""
    return [row for rows in counted_rows(centre_id).values() for row in rows if is_amended(row)]


def worked_since(begins: int | None) -> ColumnElement[int]:
    """The first month of an obligation's period in which its unit works."""
    first = later(Obligation.first_month, literal(begins or 0))
    return later(first, func.coalesce(Unit.first_month, 0))


def later(one: Any, other: Any) -> ColumnElement[int]:
    return case((one < other, other), else_=one)


def months_between(first: Any, last: Any) -> Any:
    """How many months from 202512 to 202601, both counted, as SQL."""
    return (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1
