"""What goes to the region and what the director signs, as duties (domain.md §4, §5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from app.domain.amending import ASKED, PREPARED
from app.domain.duties import AMEND, AMEND_AGAIN, AMEND_LEFT, APPROVE, CORRECT, SEND, SIGN, Duty, act_state, correct_due
from app.domain.frozen import ACCEPTED
from app.domain.obligations import due_date, time_state
from app.domain.periods import TASHKENT, Period, parse_period
from app.domain.stand_ins import Acting, is_own_in_place
from app.extensions import db
from app.models import Obligation, OwedCorrection, Plan, Report
from app.queries.amendments import waiting_amendments
from app.queries.calendar import calendar_after, centre_calendar
from app.queries.duty_rows import RUNNING, owed_to_region
from app.queries.history import prepared_by
from app.queries.owed_corrections import CorrectionRow, correction_rows, open_corrections
from app.queries.settings import report_days
from app.queries.undone import undone

SENDING, SIGNING, APPROVING, AMENDING = "reports.send", "reports.sign", "plan.approve", "plan.edit"


def report_duties(
    centre_id: int,
    today: date,
    *,
    permissions: Mapping[str, Acting],
    open_months: Collection[Period],
    settled: bool,
    last: date | None = None,
) -> list[Duty]:
    """The periods of which the region waits for a report, the reports that wait for a signature, the plans and their
    amendments that wait for approval; each for those whose act it is; what they made themselves, one of both in
    another's place, is marked as their own. ``open_months``: while one of its months is, nobody signs a report."""
    found: list[Duty] = []
    if SENDING in permissions or SIGNING in permissions:
        frozen, wrong = afoot(centre_id, open_months)
        if SENDING in permissions:
            found += to_send(centre_id, frozen, today, settled=settled)
            every = correction_rows(centre_id) if settled else wrong
            found += [to_correct(centre_id, row, today) for row in every if is_apart(row, frozen)]
        if SIGNING in permissions:
            acting = permissions[SIGNING]
            found += [
                signed(period, one, acting, today)
                for period, one in frozen.items()
                if not (one.signed or one.stale or one.reopened)
            ]
    if APPROVING in permissions:
        found += to_approve(centre_id, permissions[APPROVING])
    found += to_amend(centre_id, permissions, today)
    return [duty for duty in found if last is None or duty.due is None or duty.due <= last]


@dataclass(frozen=True)
class Frozen:
    """A report that did not leave yet, by when it should, whether it is signed, who made it, whether in another's
    place, whether its figures have become others since, and whether a month of it is open again."""

    number: int
    due: date
    signed: bool
    made_by: int
    lent: bool
    stale: bool
    reopened: bool


def afoot(centre_id: int, open_months: Collection[Period]) -> tuple[dict[Period, Frozen], list[CorrectionRow]]:
    """Period → the newest report that is frozen of accepted figures and did not leave yet, and the reports that left
    and became wrong; by one statement."""
    official = (Report.centre_id == centre_id, Report.draft.is_(False))
    newest = select(func.max(Report.id)).where(*official).group_by(Report.period)
    columns: tuple[Any, ...] = (
        Report.signed_at.is_not(None), Report.made_by_id, Report.made_stand_in_id, Report.corrects_id, Report.made_at
    )  # fmt: skip
    owed, own = aliased(OwedCorrection), aliased(OwedCorrection)
    waiting = (
        select(Report.id, Report.period, owed.since, *columns, own.id.is_not(None), literal(False))
        .outerjoin(owed, (owed.report_id == Report.corrects_id) & owed.ended_at.is_(None))
        .outerjoin(own, (own.report_id == Report.id) & own.ended_at.is_(None))
        .where(Report.id.in_(newest), Report.sent_at.is_(None), Report.basis == ACCEPTED)
    )
    wrong = open_corrections(centre_id, *(null() for _ in columns), literal(True), literal(True))
    frozen: dict[Period, Frozen] = {}
    corrections: list[CorrectionRow] = []
    for number, key, since, signed, by, stand_in, corrects, made_at, stale, is_wrong in db.session.execute(
        union_all(waiting, wrong)
    ):
        period = parse_period(key)
        if is_wrong:
            corrections.append(CorrectionRow(number, key, since, left_on=None, ended=False, reason=""))
            continue
        since = since or made_at.astimezone(TASHKENT).date()
        due = region_due(centre_id, period) if corrects is None else correction_due(centre_id, since)
        reopened = any(month in open_months for month in period.months)
        frozen[period] = Frozen(number, due, bool(signed), by, stand_in is not None, bool(stale), reopened)
    return frozen, corrections


def to_send(centre_id: int, frozen: dict[Period, Frozen], today: date, *, settled: bool) -> Iterator[Duty]:
    """Every period for which something is owed to the region, and what else is frozen and waits to leave.

    Done when all that was owed for the period has been answered.
    """
    o = Obligation
    statement = (
        select(o.period, func.min(o.due_on), func.count())
        .join(o.indicator)
        .join(o.unit)
        .where(*owed_to_region(centre_id, RUNNING))
        .group_by(o.period)
    )
    unanswered = statement.where(undone(centre_id, today))
    waiting = {key: day for key, day, _ in db.session.execute(unanswered)}
    every = {key: day for key, day, _ in db.session.execute(statement)} if settled else waiting
    for key, due in every.items():
        period = parse_period(key)
        done = None if key in waiting else due  # by when at the latest
        state = time_state(ends_on=period.end, due_on=due, done_on=done, required=True, waived=False, today=today)
        one = frozen.get(period)
        yield sent(key, due, state, one)
    for period, one in frozen.items():
        if period.key not in waiting:
            yield sent(period.key, one.due, act_state(one.due, today), one)


def sent(key: str, due: date | None, state: str, one: Frozen | None) -> Duty:
    found = Duty(SEND, key, due, state, permission=SENDING)
    return replace(found, number=one.number, stale=one.stale, reopened=one.reopened) if one else found


def is_apart(row: CorrectionRow, frozen: dict[Period, Frozen]) -> bool:
    """Whether a correction is a duty of its own: while a newer version waits, its signature and sending are owed."""
    return row.ended or row.left_on is not None or parse_period(row.period) not in frozen


def to_correct(centre_id: int, row: CorrectionRow, today: date) -> Duty:
    """A report that was sent and became wrong."""
    due = correction_due(centre_id, row.since)
    state = act_state(due, today)
    if row.ended:
        state = "waived" if row.reason else "done"
    elif row.left_on is not None:
        state = "done" if row.left_on <= due else "done_late"
    return Duty(
        CORRECT, row.period, due, state, permission=SENDING, number=row.report_id, note=row.reason, done_on=row.left_on
    )


def signed(period: Period, one: Frozen, acting: Acting, today: date) -> Duty:
    own, state = is_own_in_place(one.made_by, acting, lent=one.lent), act_state(one.due, today)
    return Duty(SIGN, period.key, one.due, state, permission=SIGNING, number=one.number, own=own)


def to_approve(centre_id: int, acting: Acting) -> Iterator[Duty]:
    """Plans that are drafts; no day is set for their approval."""
    drafts = select(Plan.year, prepared_by(acting)).where(Plan.centre_id == centre_id, Plan.state == "draft")
    for year, own in db.session.execute(drafts.order_by(Plan.year)):
        yield Duty(APPROVE, str(year), None, "due", permission=APPROVING, own=bool(own))


def to_amend(centre_id: int, permissions: Mapping[str, Acting], today: date) -> Iterator[Duty]:
    """Amendments of plans that wait for their approval, those that came back to be prepared anew, and those that nobody
    finished in their year; without a day."""
    for year, one in waiting_amendments(centre_id, today):
        kind = {ASKED: AMEND, PREPARED: AMEND_LEFT}.get(one.state, AMEND_AGAIN)
        permission = APPROVING if kind == AMEND else AMENDING
        if permission in permissions:
            own = kind == AMEND and permissions[permission].person_id == one.prepared_by
            yield Duty(kind, str(year), None, "due", permission=permission, number=one.number, note=one.note, own=own)


def region_due(centre_id: int, period: Period) -> date:
    """The day on which a period's report to the region is due."""
    calendar = centre_calendar(centre_id, (period.year, period.year + 1))
    return due_date(period.end, report_days(centre_id)[period.kind], calendar)


def correction_due(centre_id: int, since: date) -> date:
    """By when a report that is wrong since a day is corrected."""
    return correct_due(since, calendar_after(centre_id, [since]))
