"""What goes to the region and what the director signs, as duties (domain.md §4, §5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.domain.duties import APPROVE, CORRECT, SEND, SIGN, Duty, act_state, correct_due
from app.domain.frozen import ACCEPTED
from app.domain.obligations import due_date, time_state
from app.domain.periods import TASHKENT, Period, parse_period
from app.domain.stand_ins import Acting, is_own_in_place
from app.extensions import db
from app.models import Obligation, OwedCorrection, Plan, Report
from app.queries.calendar import calendar_after, centre_calendar
from app.queries.duty_rows import RUNNING, owed_to_region, undone
from app.queries.history import prepared_by
from app.queries.owed_corrections import correction_rows
from app.queries.settings import report_days
from app.queries.units import centre_begins

SENDING, SIGNING, APPROVING = "reports.send", "reports.sign", "plan.approve"


def report_duties(
    centre_id: int,
    today: date,
    *,
    permissions: Mapping[str, Acting],
    settled: bool,
    last: date | None = None,
) -> list[Duty]:
    """The periods of which the region waits for a report, the reports that wait for a signature, the plans that wait
    for their approval; each for those whose act it is; what they made themselves, one of both in another's place, is
    marked as their own."""
    found: list[Duty] = []
    if SENDING in permissions or SIGNING in permissions:
        frozen = frozen_reports(centre_id)
        if SENDING in permissions:
            found += to_send(centre_id, frozen, today, settled=settled)
            found += to_correct(centre_id, frozen, today, settled=settled)
        if SIGNING in permissions:
            acting = permissions[SIGNING]
            found += [signed(period, one, acting, today) for period, one in frozen.items() if not one.signed]
    if APPROVING in permissions:
        found += to_approve(centre_id, permissions[APPROVING])
    return [duty for duty in found if last is None or duty.due is None or duty.due <= last]


@dataclass(frozen=True)
class Frozen:
    """A report that did not leave yet, by when it should, whether it is signed, who made it, and whether in another's
    place."""

    number: int
    due: date
    signed: bool
    made_by: int
    lent: bool


def frozen_reports(centre_id: int) -> dict[Period, Frozen]:
    """Period → the newest report that is frozen of accepted figures and did not leave yet."""
    official = (Report.centre_id == centre_id, Report.draft.is_(False))
    newest = select(func.max(Report.id)).where(*official).group_by(Report.period)
    columns = (
        Report.period, Report.id, Report.signed_at.is_not(None), Report.made_by_id, Report.made_stand_in_id,
        Report.corrects_id, Report.made_at, OwedCorrection.since,
    )  # fmt: skip
    owed = (OwedCorrection.report_id == Report.corrects_id) & OwedCorrection.ended_at.is_(None)
    statement = (
        select(*columns)
        .outerjoin(OwedCorrection, owed)
        .where(Report.id.in_(newest), Report.sent_at.is_(None), Report.basis == ACCEPTED)
    )
    found = {}
    for key, number, signed, by, stand_in, corrects, made_at, since in db.session.execute(statement):
        period, wrong_since = parse_period(key), since or made_at.astimezone(TASHKENT).date()
        due = region_due(centre_id, period) if corrects is None else correction_due(centre_id, wrong_since)
        found[period] = Frozen(number, due, bool(signed), by, stand_in is not None)
    return found


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
    unanswered = statement.where(undone(today, centre_begins(centre_id)))
    waiting = {key: day for key, day, _ in db.session.execute(unanswered)}
    every = {key: day for key, day, _ in db.session.execute(statement)} if settled else waiting
    for key, due in every.items():
        period = parse_period(key)
        done = None if key in waiting else due  # by when at the latest
        state = time_state(ends_on=period.end, due_on=due, done_on=done, required=True, waived=False, today=today)
        yield Duty(SEND, key, due, state, permission=SENDING, number=frozen[period].number if period in frozen else 0)
    for period, one in frozen.items():
        if period.key not in waiting:
            yield Duty(SEND, period.key, one.due, act_state(one.due, today), permission=SENDING, number=one.number)


def to_correct(centre_id: int, frozen: dict[Period, Frozen], today: date, *, settled: bool) -> Iterator[Duty]:
    """The reports that were sent and became wrong; while a newer version waits to be signed or sent, that is owed."""
    for row in correction_rows(centre_id, settled=settled):
        due, period = correction_due(centre_id, row.since), parse_period(row.period)
        if row.left_on is None and not row.ended and period in frozen:
            continue
        state = act_state(due, today)
        if row.ended:
            state = "waived" if row.reason else "done"
        elif row.left_on is not None:
            state = "done" if row.left_on <= due else "done_late"
        yield Duty(
            CORRECT, period.key, due, state, permission=SENDING, number=row.report_id, note=row.reason,
            done_on=row.left_on,
        )  # fmt: skip


def signed(period: Period, one: Frozen, acting: Acting, today: date) -> Duty:
    own, state = is_own_in_place(one.made_by, acting, lent=one.lent), act_state(one.due, today)
    return Duty(SIGN, period.key, one.due, state, permission=SIGNING, number=one.number, own=own)


def to_approve(centre_id: int, acting: Acting) -> Iterator[Duty]:
    """Plans that are drafts; no day is set for their approval."""
    drafts = select(Plan.year, prepared_by(acting)).where(Plan.centre_id == centre_id, Plan.state == "draft")
    for year, own in db.session.execute(drafts.order_by(Plan.year)):
        yield Duty(APPROVE, str(year), None, "due", permission=APPROVING, own=bool(own))


def region_due(centre_id: int, period: Period) -> date:
    """The day on which a period's report to the region is due."""
    calendar = centre_calendar(centre_id, (period.year, period.year + 1))
    return due_date(period.end, report_days(centre_id)[period.kind], calendar)


def correction_due(centre_id: int, since: date) -> date:
    """By when a report that is wrong since a day is corrected."""
    return correct_due(since, calendar_after(centre_id, [since]))
