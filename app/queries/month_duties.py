"""The months as duties: to hand in, returned, to look at, to close, changed after they left (domain.md §4, §5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, func, literal, null, select, union_all

from app.domain.duties import (
    CHANGED,
    CLOSE,
    HAND_IN,
    RETURNED,
    REVIEW,
    Duty,
    act_state,
    changed_due,
    closing_due,
    returned_due,
    review_due,
)
from app.domain.looking import REVIEWING, REVIEWING_ABOVE, Author, looked_at_by
from app.domain.obligations import due_date, time_state
from app.domain.periods import TASHKENT, Period, month_of, period_of_month
from app.domain.stand_ins import Acting
from app.domain.workflow import HANDED_IN, SHUT
from app.extensions import db
from app.models import Entry, Person, Submission, SubmissionNote
from app.queries.calendar import calendar_after, centre_calendar
from app.queries.looking import author_of
from app.queries.owing import OwingYear, owing_years, unclosed_months
from app.queries.report_duties import SENDING, SIGNING
from app.queries.settings import own_acceptance_allowed, report_days, working_days

ACCEPT, ACCEPT_OWN, CLOSING = REVIEWING, REVIEWING_ABOVE, "months.close"


@dataclass(frozen=True)
class StoredMonth:
    """A submission as the list needs it. ``author``: who handed it in; ``note``: the words with which it came back
    last."""

    id: int
    state: str
    state_on: date | None
    first_submitted_on: date | None
    author: Author
    note: str


@dataclass(frozen=True)
class ChangedMonth:
    """A unit's month that was sent and in which a figure is another since: nobody has looked at it yet."""

    unit_id: int
    year_month: int
    changed_on: date
    author: Author


Stored = Mapping[tuple[int, int], StoredMonth]  # (unit id, year-month)


@dataclass(frozen=True)
class MonthsAt:
    """How the months stand, as far as somebody's duties ask: read once for all of them."""

    years: Sequence[OwingYear] = ()
    stored: Stored = field(default_factory=dict)
    changed: Sequence[ChangedMonth] = ()

    def open_months(self, centre_id: int, today: date) -> set[Period]:
        """Those that are over and not closed, or open again: of nothing that holds one a report is signed or leaves."""
        states = {place: row.state for place, row in self.stored.items()}
        return {month for year in self.years for month, _ in unclosed_months(centre_id, year, states, today)}


def months_at(
    centre_id: int, today: date, *, unit_ids: Collection[int] | None, permissions: Mapping[str, Acting]
) -> MonthsAt:
    """``unit_ids`` None: of all units; so it is for acts on months and reports."""
    whole = {ACCEPT, ACCEPT_OWN, CLOSING, SENDING, SIGNING} & set(permissions)
    if unit_ids is not None and not unit_ids and not whole:
        return MonthsAt()
    years = owing_years(centre_id)
    return MonthsAt(
        years, *stored_months(centre_id, years, None if whole else unit_ids, today, with_changes=bool(whole))
    )


def month_duties(
    centre_id: int,
    months: MonthsAt,
    today: date,
    *,
    unit_ids: Collection[int] | None,
    permissions: Mapping[str, Acting],
    settled: bool,
    last: date | None = None,
) -> list[Duty]:
    """Every month that these units owe and every act on months that these permissions allow; what those handed in as
    whom it would be done is marked as their own.

    ``unit_ids`` None: of all units. Only what is open, with ``settled`` also what was done. ``last`` bounds the due
    day.
    """
    stored, found = months.stored, list[Duty]()
    for year in months.years:
        found += handed_in(year, stored, unit_ids, today)
        found += waiting(centre_id, year, stored, permissions, today)
        if CLOSING in permissions:
            found += closing(centre_id, year, stored, today)
    found += to_look_at(centre_id, months.changed, permissions, today)
    chosen = [duty for duty in found if settled or duty.is_open]
    return [duty for duty in chosen if last is None or duty.due is None or duty.due <= last]


def stored_months(
    centre_id: int, years: Sequence[OwingYear], unit_ids: Collection[int] | None, today: date, *, with_changes: bool
) -> tuple[Stored, list[ChangedMonth]]:
    """What was handed in of these years, and what was changed in months that had been sent; by one statement."""
    if not years:
        return {}, []
    said = (
        select(SubmissionNote.text)
        .where(SubmissionNote.submission_id == Submission.id, SubmissionNote.act == "return")
        .order_by(SubmissionNote.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (
        literal(False), Submission.id, Submission.unit_id, Submission.year_month, Submission.state, Submission.state_at,
        Submission.first_submitted_on, Submission.submitted_by_id, Submission.submitted_stand_in_id, Person.role,
        case((Submission.state == "returned", said)),
    )  # fmt: skip
    first, last = years[0].year * 100 + 1, years[-1].year * 100 + 12
    statement = (
        select(*columns)
        .outerjoin(Person, Person.id == Submission.submitted_by_id)
        .where(Submission.centre_id == centre_id, Submission.year_month.between(first, last))
    )
    if unit_ids is not None:
        # What is shut for one unit is shut for all; a unit without a row of its own is told by the others.
        statement = statement.where(Submission.unit_id.in_(unit_ids) | Submission.state.in_(SHUT))
    wanted = union_all(statement, changes_statement(centre_id)) if with_changes else statement
    stored: dict[tuple[int, int], StoredMonth] = {}
    changed = []
    for is_change, number, unit_id, year_month, state, at, first_on, by, stand_in, role, note in db.session.execute(
        wanted
    ):
        on, author = at.astimezone(TASHKENT).date() if at else None, author_of(centre_id, role, by, stand_in, today)
        if not is_change:
            stored[unit_id, year_month] = StoredMonth(number, state, on, first_on, author, note or "")
        elif on is not None:
            changed.append(ChangedMonth(unit_id, year_month, on, author))
    return stored, changed


def changes_statement(centre_id: int) -> Select[Any]:
    """Each month in which something waits, since when, by whom and in whose place: a line for each of them."""
    columns: tuple[Any, ...] = (
        literal(True), null(), Entry.unit_id, Entry.year_month, null(), func.min(Entry.changed_at), null(),
        Entry.person_id, Entry.stand_in_id, Person.role, null(),
    )  # fmt: skip
    return (
        select(*columns)
        .join(Person, Person.id == Entry.person_id)
        .where(Entry.centre_id == centre_id, Entry.former_state.is_not(None))
        .group_by(Entry.unit_id, Entry.year_month, Entry.person_id, Entry.stand_in_id, Person.role)
    )


def handed_in(year: OwingYear, stored: Stored, unit_ids: Collection[int] | None, today: date) -> Iterator[Duty]:
    """The handing-in of each month that has begun, and each month that came back."""
    shut = {year_month for (_, year_month), row in stored.items() if row.state in SHUT}
    for unit_id, months in year.months.items():
        if unit_ids is not None and unit_id not in unit_ids:
            continue
        for year_month in months:
            row, due, month = stored.get((unit_id, year_month)), year.due[year_month], period_of_month(year_month)
            if row is not None and row.state == "returned" and row.state_on is not None:
                again = returned_due(row.state_on, due)
                state = act_state(again, today)
                yield Duty(RETURNED, month.key, again, state, unit_id, number=row.id, note=row.note)
                continue
            done = row.first_submitted_on if row is not None and row.state in HANDED_IN else None
            if done is None and (row.state in SHUT if row is not None else year_month in shut):
                continue  # closed with the others, without having been handed in
            state = time_state(ends_on=month.end, due_on=due, done_on=done, required=True, waived=False, today=today)
            yield Duty(HAND_IN, month.key, due, state, unit_id, done_on=done)


def waiting(
    centre_id: int, year: OwingYear, stored: Stored, permissions: Mapping[str, Acting], today: date
) -> Iterator[Duty]:
    """What was handed in, is over and waits to be looked at, by those who may accept it."""
    over = {
        place: row
        for place, row in stored.items()
        if row.state == "submitted" and place[1] // 100 == year.year and place[1] < month_of(today).year_month
    }
    handed_in_on = {place: row.state_on or today for place, row in over.items()}
    calendar = calendar_after(centre_id, {max(on, year.due[month]) for (_, month), on in handed_in_on.items()})
    own_allowed = own_acceptance_allowed(centre_id)
    for (unit_id, year_month), row in over.items():
        permission, own = looked_at_by(row.author, permissions, own_allowed=own_allowed)
        if permission in permissions:
            due = review_due(handed_in_on[unit_id, year_month], year.due[year_month], calendar)
            state, month = act_state(due, today), period_of_month(year_month)
            yield Duty(REVIEW, month.key, due, state, unit_id, permission, number=row.id, own=own)


def to_look_at(
    centre_id: int, changed: Sequence[ChangedMonth], permissions: Mapping[str, Acting], today: date
) -> Iterator[Duty]:
    """What was changed under an exception, by those who accept such a month; of each the change that waits longest."""
    months: dict[tuple[int, int, str], list[tuple[date, bool]]] = {}
    own_allowed = own_acceptance_allowed(centre_id)
    for one in changed:
        permission, own = looked_at_by(one.author, permissions, own_allowed=own_allowed)
        if permission in permissions:
            months.setdefault((one.unit_id, one.year_month, permission), []).append((one.changed_on, own))
    if not months:
        return
    calendar = calendar_after(centre_id, {one.changed_on for one in changed})
    for (unit_id, year_month, permission), found in months.items():
        due = changed_due(min(on for on, _own in found), calendar)
        own = all(own for _on, own in found)
        state, month = act_state(due, today), period_of_month(year_month)
        yield Duty(CHANGED, month.key, due, state, unit_id, permission, own=own)


def closing(centre_id: int, year: OwingYear, stored: Stored, today: date) -> Iterator[Duty]:
    """The months that are over and not closed: by the day on which the month's report leaves, and after the hand-in."""
    days, behind = report_days(centre_id)["month"], timedelta(days=31)  # a month is closed within one after its hand-in
    calendar = centre_calendar(
        centre_id, {year.year, year.year + 1, *((day + behind).year for day in year.due.values())}
    )
    after_hand_in = days - working_days(centre_id)["month"]
    states = {place: row.state for place, row in stored.items()}
    for month, missing in unclosed_months(centre_id, year, states, today):
        by_rule = due_date(month.end, days, calendar)
        due = closing_due(by_rule, year.due[month.year_month], after_hand_in, calendar)
        state = act_state(due, today, possible=not missing)
        yield Duty(CLOSE, month.key, due, state, permission=CLOSING, missing=missing)
