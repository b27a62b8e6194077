"""Noting that a report went out, and what follows from it (domain.md §5 “sent”)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from app.domain.errors import Conflict, Invalid
from app.domain.frozen import WAYS, is_official
from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import Person, Plan, Report
from app.models.types import now
from app.operations.evidence import store_file
from app.operations.history import one_writer, stand_in_id
from app.operations.letters import answer_by_report
from app.operations.months import send_months
from app.operations.owed_corrections import weigh_report
from app.operations.report_input import TEXT_LIMIT, check_outgoing, text_of
from app.operations.reports import WriteWorkbook, need_open_report, need_report, note_report, paper_of
from app.queries.owed_corrections import correction_of
from app.queries.plan import plan_of
from app.queries.reports import first_day, is_own_report, latest_report, printed_day, readiness


def send_report(
    *,
    actor: Person,
    report: Report,
    way: str,
    recipient: str,
    write_workbook: WriteWorkbook,
    folder: Path,
    today: date,
    number: str = "",
    day: date | None = None,
    duties: Collection[int] = (),
) -> int:
    """Note that a report went out; closes it for ever. The closed months of its period become “sent”.

    What was printed on the workbook (number, day) counts, not what is typed; where they were not known then, or the day
    is one before the signature, the workbook is written once more with them, from the frozen figures.
    ``duties`` are the obligations that it answers.
    Returns how many units' months were marked.

    Raises NotAllowed; Conflict ``report.already_sent``, ``report.draft`` or ``report.months_open`` (``months``),
    ``report.entered``, ``report.superseded`` (``version``), ``report.unsigned``; Invalid ``choice.unknown``,
    ``field.required`` and what ``check_outgoing`` raises.
    """
    need_report(actor, "reports.send")
    need_open_report(report)
    one_writer(report.centre_id)
    db.session.refresh(report)
    if report.sent_at is not None:
        raise Conflict("report.already_sent")
    period = parse_period(report.period)
    plan = plan_of(report.centre_id, period.year)
    need_closed(report, plan, period, today)
    latest = latest_report(report.centre_id, report.period)
    if latest is not None and latest.id != report.id:
        raise Conflict("report.superseded", version=latest.version_number)
    if report.signed_at is None:
        raise Conflict("report.unsigned")  # once it has left, nobody could sign it any more
    if way not in WAYS:
        raise Invalid("choice.unknown", field="way")
    recipient = text_of(recipient, "recipient", TEXT_LIMIT, "field.required")
    number, printed = report.outgoing_number or number, printed_day(report)
    number, day = check_outgoing(report.centre_id, period, number, printed or day, today, first=first_day(report))
    report.outgoing_number, report.outgoing_date = number, day
    report.way, report.recipient = way, recipient
    if printed is None:
        report.sent_sha256 = store_file(folder, write_workbook(report.figures, paper_of(report)))
    report.sent_at, report.sent_by_id = now(), actor.id
    db.session.flush()
    note_report(actor, report, "send")
    answer_by_report(actor=actor, report=report, duties=duties)
    if plan is not None:  # a figure may be another since it was frozen
        weigh_report(actor=actor, plan=plan, report=report, today=today)
    return mark_months_sent(actor, report, plan, period)


def sign_report(*, actor: Person, report: Report, today: date) -> None:
    """The director or deputy has looked at a frozen report and signs it. Signing twice changes nothing.

    Raises NotAllowed; Conflict ``report.entered``, ``report.draft_unsigned``, ``report.already_sent``,
    ``report.superseded`` (``version``), ``report.stale``, ``report.months_open`` (``months``) where one is open again,
    or, where a stand-in made it or would sign what he made, ``report.own_signature``.
    """
    need_report(actor, "reports.sign")
    need_open_report(report)
    one_writer(report.centre_id)
    db.session.refresh(report)
    if report.sent_at is not None:
        raise Conflict("report.already_sent")
    if not is_official(report.basis):
        raise Conflict("report.entered")
    if report.draft:
        raise Conflict("report.draft_unsigned")
    latest = latest_report(report.centre_id, report.period)
    if latest is not None and latest.id != report.id:
        raise Conflict("report.superseded", version=latest.version_number)
    if report.signed_at is not None:
        return
    if is_own_report(actor, report):
        raise Conflict("report.own_signature")
    if correction_of(report.id) is not None:
        raise Conflict("report.stale")
    period = parse_period(report.period)
    need_closed(report, plan_of(report.centre_id, period.year), period, today)
    report.signed_at, report.signed_by_id = now(), actor.id
    report.signed_stand_in_id = stand_in_id(actor)
    db.session.flush()
    note_report(actor, report, "sign")


def answer_more(*, actor: Person, report: Report, duties: Collection[int]) -> None:
    """A report that was sent answers more of its period: what was not ticked then, or was owed only later.

    Raises NotAllowed; Conflict ``report.not_sent``; Invalid ``choice.unknown``.
    """
    need_report(actor, "reports.send")
    need_open_report(report)
    one_writer(report.centre_id)
    if report.sent_at is None:
        raise Conflict("report.not_sent")
    answer_by_report(actor=actor, report=report, duties=duties)


def need_closed(report: Report, plan: Plan | None, period: Period, today: date) -> None:
    """Only accepted figures of closed months are signed and leave, and only while they are closed: one may be open
    again by now."""
    ready = readiness(plan, period, today) if plan is not None else None
    months = ready.months if ready is not None else ()
    if report.draft and months:
        raise Conflict("report.draft", months=months)
    if not is_official(report.basis):
        raise Conflict("report.entered")
    if report.draft:
        raise Conflict("report.draft_outdated")
    if months:
        raise Conflict("report.months_open", months=months)


def mark_months_sent(actor: Person, report: Report, plan: Plan | None, period: Period) -> int:
    """Every closed month of the period becomes sent (domain.md §5)."""
    if plan is None:
        return 0
    words = f"{report.outgoing_number}, {report.period}"
    return send_months(actor=actor, plan=plan, months=period.months, reason=words)
