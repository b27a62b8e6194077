"""Freezing and correcting reports. What is frozen is never written again (domain.md §5 “sent”)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import extract, func, select

from app.domain.errors import Conflict, DomainError, Invalid, NotAllowed
from app.domain.frozen import BASES, Paper, Signer, figures_hash
from app.domain.periods import Period, parse_period
from app.domain.permissions import may
from app.domain.text import check_text
from app.extensions import db
from app.models import Change, Person, Plan, Report
from app.operations.evidence import store_file
from app.operations.history import FIRST_HASH, note_change, one_writer
from app.queries.consolidation import Consolidation
from app.queries.months import not_handed_in
from app.queries.reports import consolidated, latest_report, plain_figures, reports_of_period

TEXT_LIMIT = 300
REASON_LIMIT = 1000
NUMBER_LIMIT = 60
MOST_SIGNERS = 4
WriteWorkbook = Callable[[Consolidation, Paper], bytes]


def freeze_report(
    *,
    actor: Person,
    plan: Plan,
    period: Period,
    basis: str,
    signers: Sequence[Signer],
    write_workbook: WriteWorkbook,
    folder: Path,
    today: date,
    number: str = "",
    day: date | None = None,
) -> Report:
    """Freeze the consolidation of a period: figures, workbook and the state of the history at this moment.

    ``write_workbook`` makes the file that will be sent; its bytes are kept under their hash. ``number`` and ``day``
    are the outgoing ones where they are known already, to be printed. A version that was not sent is replaced by
    freezing again; one that was sent is only corrected.

    Raises NotAllowed; Invalid ``report.future`` (``period``), ``choice.unknown``, ``field.required``, and what
    ``check_outgoing`` raises; Conflict ``report.sent_before`` (``version``).
    """
    need(actor, "reports.make")
    one_writer(plan.centre_id)
    latest = latest_report(plan.centre_id, period.key)
    if latest is not None and last_sent(plan.centre_id, period) is not None:
        raise Conflict("report.sent_before", version=latest.version_number)
    return frozen(actor, plan, period, basis, signers, write_workbook, folder, today, number, day)


def correct_report(
    *,
    actor: Person,
    plan: Plan,
    report: Report,
    reason: str,
    signers: Sequence[Signer],
    write_workbook: WriteWorkbook,
    folder: Path,
    today: date,
    number: str = "",
    day: date | None = None,
) -> Report:
    """Freeze a new version that corrects the last one that was sent; the old one stays as it is.

    Raises NotAllowed; Invalid ``report.reason_missing``; Conflict ``report.not_sent`` or ``report.superseded``
    (``version``) when this is not the last version that was sent; otherwise as ``freeze_report``.
    """
    need(actor, "reports.make")
    one_writer(plan.centre_id)
    reason = text_of(reason, "reason", REASON_LIMIT, "report.reason_missing")
    if report.sent_at is None:
        raise Conflict("report.not_sent")
    period = parse_period(report.period)
    last = last_sent(plan.centre_id, period)
    if last is None or last.id != report.id:
        raise Conflict("report.superseded", version=last.version_number if last else report.version_number)
    return frozen(
        actor, plan, period, report.basis, signers, write_workbook, folder, today, number, day,
        corrects=report, reason=reason,
    )  # fmt: skip


def frozen(
    actor: Person,
    plan: Plan,
    period: Period,
    basis: str,
    signers: Sequence[Signer],
    write_workbook: WriteWorkbook,
    folder: Path,
    today: date,
    number: str,
    day: date | None,
    *,
    corrects: Report | None = None,
    reason: str = "",
) -> Report:
    if period.start > today:
        raise Invalid("report.future", period=period.key)
    if basis not in BASES:
        raise Invalid("choice.unknown", field="basis")
    signers = signers_of(signers)
    number = check_text(number, NUMBER_LIMIT)
    if number or day:
        number, day = check_outgoing(plan.centre_id, period, number, day, today)
    latest = latest_report(plan.centre_id, period.key)
    version = latest.version_number + 1 if latest else 1
    result = consolidated(plan, period, basis, today)
    missing = not_handed_in(plan, period, today)
    figures = plain_figures(result, basis, missing)
    paper = Paper(
        basis=basis,
        version_number=version,
        signers=tuple(signers),
        missing=tuple(one.unit.name for one in missing),
        chain=chain_head(plan.centre_id),
        corrects=corrects.version_number if corrects else None,
        reason=reason,
        outgoing_number=number,
        outgoing_date=day,
    )
    report = Report(
        centre_id=plan.centre_id,
        period=period.key,
        version_number=version,
        corrects_id=corrects.id if corrects else None,
        correction_reason=reason,
        basis=basis,
        plan_revision=plan.revision,
        figures=figures,
        figures_hash=figures_hash(figures),
        workbook_sha256=store_file(folder, write_workbook(result, paper)),
        history_hash=paper.chain,
        signers=[{"post": signer.post, "name": signer.name} for signer in signers],
        made_by_id=actor.id,
        outgoing_number=number,
        outgoing_date=day,
    )
    db.session.add(report)
    db.session.flush()
    note_report(actor, report, "correct" if corrects else "freeze", reason=reason)
    return report


def check_outgoing(
    centre_id: int, period: Period, number: str, day: date | None, today: date, *, but: Report | None = None
) -> tuple[str, date]:
    """The outgoing number and day, fit for a letter. One number is given once a year.

    Raises Invalid ``field.required``, ``report.day_future``, ``report.day_early`` (``first``),
    ``report.number_taken`` (``number``, ``year``).
    """
    number = text_of(number, "number", NUMBER_LIMIT, "field.required")
    if day is None:
        raise Invalid("field.required", field="day")
    if day > today:
        raise Invalid("report.day_future", field="day")
    if day < period.start:
        raise Invalid("report.day_early", field="day", first=period.start)
    taken = select(func.count()).where(
        Report.centre_id == centre_id,
        Report.outgoing_number == number,
        extract("year", Report.outgoing_date) == day.year,
        Report.id != (but.id if but else 0),
    )
    if db.session.scalar(taken):
        raise Invalid("report.number_taken", field="number", number=number, year=day.year)
    return number, day


def note_report(actor: Person, report: Report, action: str, *, reason: str = "") -> None:
    """One line of the history; the hashes stand in it, so that the chain vouches for figures and file."""
    sent = (
        {
            "outgoing_number": report.outgoing_number,
            "outgoing_date": report.outgoing_date.isoformat() if report.outgoing_date else None,
            "way": report.way,
            "recipient": report.recipient,
        }
        if report.sent_at
        else {}
    )
    note_change(
        actor=actor,
        centre_id=report.centre_id,
        action=action,
        subject="report",
        subject_key=f"{report.period}|{report.version_number}",
        after={
            "basis": report.basis,
            "revision": report.plan_revision,
            "figures_hash": report.figures_hash,
            "workbook_sha256": report.workbook_sha256,
            **sent,
        },
        reason=reason,
    )


def signers_of(given: Sequence[Signer]) -> list[Signer]:
    """The signers, cleaned; a line with a name and no post, or the other way round, is asked for again."""
    cleaned = [Signer(check_text(one.post, TEXT_LIMIT), check_text(one.name, TEXT_LIMIT)) for one in given]
    kept = [one for one in cleaned if one.post or one.name][:MOST_SIGNERS]
    if not kept or any(not one.post or not one.name for one in kept):
        raise Invalid("report.signers", field="signers")
    return kept


def text_of(text: str, field: str, limit: int, code: str) -> str:
    try:
        cleaned = check_text(text, limit)
    except DomainError as error:
        raise Invalid(error.code, field=field, **error.params) from error
    if not cleaned:
        raise Invalid(code, field=field)
    return cleaned


def last_sent(centre_id: int, period: Period) -> Report | None:
    """The last version of a period's report that went out."""
    sent = [report for report in reports_of_period(centre_id, period.key) if report.sent_at is not None]
    return sent[-1] if sent else None


def chain_head(centre_id: int) -> str:
    """The hash of the last change of the history: it stands for everything that had happened."""
    head = select(Change.hash).where(Change.centre_id == centre_id).order_by(Change.id.desc()).limit(1)
    return db.session.scalar(head) or FIRST_HASH


def need(actor: Person, permission: str) -> None:
    if not may(actor.role, permission):
        raise NotAllowed("report.not_yours")
