"""Noting that a report went out, and what follows from it (domain.md §5 “sent”)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.domain.errors import Conflict, Invalid
from app.domain.frozen import WAYS
from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import Obligation, Person, Report
from app.models.types import now
from app.operations.history import note_change, one_writer
from app.operations.months import send_months
from app.operations.reports import TEXT_LIMIT, check_outgoing, need, note_report, text_of
from app.queries.plan import plan_of
from app.queries.reports import latest_report


def send_report(
    *,
    actor: Person,
    report: Report,
    way: str,
    recipient: str,
    today: date,
    number: str = "",
    day: date | None = None,
) -> int:
    """Note that a report went out; closes it for ever. The closed months of its period become “sent”.

    What was printed on the workbook (number, day) counts, not what is typed. Returns how many units' months were
    marked. Raises NotAllowed; Conflict ``report.already_sent`` or ``report.superseded`` (``version``); Invalid
    ``choice.unknown``, ``field.required`` and what ``check_outgoing`` raises.
    """
    need(actor, "reports.send")
    one_writer(report.centre_id)
    db.session.refresh(report)
    if report.sent_at is not None:
        raise Conflict("report.already_sent")
    latest = latest_report(report.centre_id, report.period)
    if latest is not None and latest.id != report.id:
        raise Conflict("report.superseded", version=latest.version_number)
    period = parse_period(report.period)
    if way not in WAYS:
        raise Invalid("choice.unknown", field="way")
    recipient = text_of(recipient, "recipient", TEXT_LIMIT, "field.required")
    number, day = check_outgoing(
        report.centre_id, period, report.outgoing_number or number, report.outgoing_date or day, today, but=report
    )
    report.outgoing_number, report.outgoing_date = number, day
    report.way, report.recipient = way, recipient
    report.sent_at, report.sent_by_id = now(), actor.id
    db.session.flush()
    note_report(actor, report, "send")
    settle_obligations(actor, report, day)
    return mark_months_sent(actor, report, period)


def mark_months_sent(actor: Person, report: Report, period: Period) -> int:
    """Every closed month of the period becomes sent; months that are not closed stay as they are (domain.md §5)."""
    plan = plan_of(report.centre_id, period.year)
    if plan is None or plan.state == "closed":  # of an archived year nothing is written any more
        return 0
    words = f"{report.outgoing_number}, {report.period}"
    return send_months(actor=actor, plan=plan, months=period.months, reason=words)


def settle_obligations(actor: Person, report: Report, day: date) -> None:
    """What was owed to the region for this very period is done by the report that went out."""
    owed = select(Obligation).where(
        Obligation.centre_id == report.centre_id,
        Obligation.kind == "report",
        Obligation.period == report.period,
        Obligation.done_on.is_(None),
        Obligation.waived_at.is_(None),
    )
    for obligation in db.session.scalars(owed).all():
        obligation.done_on, obligation.done_by_id = day, actor.id
        db.session.flush()
        note_change(
            actor=actor,
            centre_id=report.centre_id,
            action="mark_done",
            subject="obligation",
            subject_key=f"{obligation.indicator.key}|{obligation.unit.code}|{obligation.period}|{obligation.kind}",
            unit_code=obligation.unit.code,
            before={"done_on": None},
            after={"done_on": day.isoformat()},
        )
