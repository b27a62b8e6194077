"""Freezing and correcting reports. What is frozen is never written again (domain.md §5 “sent”)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.domain.errors import Conflict, Invalid
from app.domain.frozen import ACCEPTED, BASES, Paper, Plain, Signer, figures_hash, is_official
from app.domain.periods import Period, parse_period
from app.domain.text import check_text
from app.extensions import db
from app.models import Change, Person, Plan, Report
from app.models.types import now
from app.operations.evidence import store_file
from app.operations.history import FIRST_HASH, note_change, one_writer, stand_in_id
from app.operations.report_input import NUMBER_LIMIT, REASON_LIMIT, check_outgoing, signers_of, text_of
from app.operations.rights import need, need_not_closed, need_open_year
from app.queries.months import not_handed_in
from app.queries.papers import said_of_report
from app.queries.report_fill import plain_fill
from app.queries.reports import (
    consolidated,
    latest_report,
    made_on,
    plain_figures,
    readiness,
    reopened_since,
    reports_of_period,
)

WriteWorkbook = Callable[[Plain, Paper], bytes]
KEPT = ("basis", "signers", "correction_reason", "outgoing_number", "outgoing_date")


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

    Before the period has ended and its months are closed, and of all that was entered, only a draft is made, without a
    number. ``write_workbook`` makes the file that will be sent; its bytes are kept under their hash. ``number`` and
    ``day`` are the outgoing ones where they are known already, to be printed. A version that was not sent is replaced
    by freezing again, and given back where nothing is different; one that was sent is only corrected.

    Raises NotAllowed; Invalid ``report.future`` (``period``), ``choice.unknown``, ``field.required``, and what
    ``check_outgoing`` raises; Conflict ``report.sent_before`` (``version``).
    """
    need_report(actor, "reports.make")
    need_not_closed(plan)
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
    """Freeze a new version that corrects the last one that was sent, of accepted figures; the old one stays as it is.

    Raises NotAllowed; Invalid ``report.reason_missing``; Conflict ``report.not_sent`` or ``report.superseded``
    (``version``) when this is not the last version that was sent, ``report.months_open`` (``months``); otherwise as
    ``freeze_report``.
    """
    need_report(actor, "reports.make")
    need_not_closed(plan)
    one_writer(plan.centre_id)
    reason = text_of(reason, "reason", REASON_LIMIT, "report.reason_missing")
    if report.sent_at is None:
        raise Conflict("report.not_sent")
    period = parse_period(report.period)
    last = last_sent(plan.centre_id, period)
    if last is None or last.id != report.id:
        raise Conflict("report.superseded", version=last.version_number if last else report.version_number)
    return frozen(
        actor, plan, period, ACCEPTED, signers, write_workbook, folder, today, number, day,
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
    number, ready = check_text(number, NUMBER_LIMIT), readiness(plan, period, today)
    draft = not (ready.is_final and is_official(basis))
    if corrects is not None and not ready.is_final:
        raise Conflict("report.months_open", months=ready.months)
    if draft:
        number, day = "", None
    elif number or day:
        number, day = check_outgoing(plan.centre_id, period, number, day, today, first=today)
    figures = plain_figures(consolidated(plan, period, basis, today), not_handed_in(plan, period, today), ready)
    figures["made_on"] = today.isoformat()
    figures["filled"] = plain_fill(plan, period, today)
    if ends := said_of_report(plan.centre_id):
        figures["ends"] = ends
    latest = latest_report(plan.centre_id, period.key, draft=draft)
    report = Report(
        centre_id=plan.centre_id,
        period=period.key,
        draft=draft,
        version_number=latest.version_number + 1 if latest else 1,
        corrects_id=corrects.id if corrects else None,
        corrects=corrects,
        correction_reason=reason,
        basis=basis,
        plan_revision=plan.revision,
        figures=figures,
        figures_hash=figures_hash(figures),
        history_hash=chain_head(plan.centre_id),
        signers=[{"post": signer.post, "name": signer.name} for signer in signers],
        made_at=now(),
        made_by_id=actor.id,
        made_stand_in_id=stand_in_id(actor),
        outgoing_number=number,
        outgoing_date=day,
    )
    if latest is not None and latest.sent_at is None and is_same(latest, report):
        return latest
    report.workbook_sha256 = store_file(folder, write_workbook(figures, paper_of(report)))
    db.session.add(report)
    db.session.flush()
    note_report(actor, report, "draft" if report.draft else "correct" if corrects else "freeze", reason=reason)
    return report


def is_same(latest: Report, report: Report) -> bool:
    """Whether the version that waits says the same, and nothing was opened since: then it is not made again."""
    same_figures = {**latest.figures, "made_on": report.figures["made_on"]} == report.figures
    kept = all(getattr(latest, name) == getattr(report, name) for name in KEPT)
    return same_figures and kept and not reopened_since(latest)


def paper_of(report: Report) -> Paper:
    """What stands beside the figures of a report's workbook, by what is known of it now."""
    return Paper(
        version_number=report.version_number,
        made_on=made_on(report),
        signers=tuple(Signer(one["post"], one["name"]) for one in report.signers),
        chain=report.history_hash,
        draft=report.draft,
        corrects=report.corrects.version_number if report.corrects else None,
        reason=report.correction_reason,
        outgoing_number=report.outgoing_number,
        outgoing_date=report.outgoing_date,
    )


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
    note_about(
        actor,
        report,
        action,
        after={
            "basis": report.basis,
            "revision": report.plan_revision,
            "figures_hash": report.figures_hash,
            "workbook_sha256": report.file_sha256,
            **sent,
        },
        reason=reason,
    )


def note_about(
    actor: Person,
    report: Report,
    action: str,
    *,
    before: Plain | None = None,
    after: Plain | None = None,
    reason: str = "",
) -> None:
    note_change(
        actor=actor,
        centre_id=report.centre_id,
        action=action,
        subject="report",
        subject_key=f"{report.period}|{report.version_number}",
        before=before,
        after=after,
        reason=reason,
    )


def last_sent(centre_id: int, period: Period) -> Report | None:
    """The last version of a period's report that went out."""
    sent = [report for report in reports_of_period(centre_id, period.key) if report.sent_at is not None]
    return sent[-1] if sent else None


def chain_head(centre_id: int) -> str:
    """The hash of the last change of the history: it stands for everything that had happened."""
    head = select(Change.hash).where(Change.centre_id == centre_id).order_by(Change.id.desc()).limit(1)
    return db.session.scalar(head) or FIRST_HASH


def need_open_report(report: Report) -> None:
    """A report of an archived year stays as it is: its year is opened again first. Raises Locked."""
    need_open_year(report.centre_id, parse_period(report.period).year)


def need_report(actor: Person, permission: str) -> None:
    need(actor, permission, otherwise="report.not_yours")
