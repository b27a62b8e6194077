"""A report that was sent and became wrong: its correction is owed, or it is left as it is (domain.md §4, §5 “sent”)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.domain.errors import Conflict
from app.domain.frozen import differences, figures_hash, of_own_period
from app.domain.periods import Period, parse_period
from app.extensions import db
from app.models import OwedCorrection, Person, Plan, Report
from app.models.types import now
from app.operations.history import one_writer, stand_in_id
from app.operations.report_input import REASON_LIMIT, text_of
from app.operations.reports import last_sent, need_open_report, need_report, note_about
from app.queries.owed_corrections import correction_of, last_left, standing_with
from app.queries.reports import consolidated, plain_figures


def weigh_reports(*, actor: Person, plan: Plan, months: Collection[Period], today: date) -> None:
    """After accepted figures of some months became others: each report of them, sent or waiting, is wrong now, or right
    again. Part of the act that changed them, behind its lock."""
    for report in standing_with(plan.centre_id, months, today):
        weigh_report(actor=actor, plan=plan, report=report, today=today)


def weigh_report(*, actor: Person, plan: Plan, report: Report, today: date) -> None:
    """Whether a frozen report tells the figures of its period as they are; what was left as it is and is the same since
    asks for nothing."""
    period = parse_period(report.period)
    figures = plain_figures(consolidated(plan, period, report.basis, today))
    found = of_own_period(differences(report.figures, figures), period)
    owed, as_now = correction_of(report.id), figures_hash(figures)
    if owed is not None:
        owed.figures_hash = as_now
        if not found:
            end(actor, owed, "right_again")
    elif found and as_now != last_left(report.id):
        db.session.add(OwedCorrection(centre_id=plan.centre_id, report=report, since=today, figures_hash=as_now))
        db.session.flush()
        note_about(actor, report, "wrong", after={"differences": len(found)})


def leave_report(*, actor: Person, report: Report, reason: str) -> None:
    """Whoever sends the reports leaves a wrong one as it is, and says why; it can be corrected all the same.

    Raises NotAllowed; Invalid ``report.leave_reason_missing``; Conflict ``report.not_wrong`` where nothing is owed,
    ``report.superseded`` (``version``) where a newer version left.
    """
    need_report(actor, "reports.send")
    need_open_report(report)
    one_writer(report.centre_id)
    words = text_of(reason, "reason", REASON_LIMIT, "report.leave_reason_missing")
    last, owed = last_sent(report.centre_id, parse_period(report.period)), correction_of(report.id)
    if last is not None and last.id != report.id:
        raise Conflict("report.superseded", version=last.version_number)
    if owed is None:
        raise Conflict("report.not_wrong")
    owed.reason = words
    end(actor, owed, "leave", words)


def end(actor: Person, owed: OwedCorrection, act: str, reason: str = "") -> None:
    owed.ended_at, owed.ended_by_id, owed.ended_stand_in_id = now(), actor.id, stand_in_id(actor)
    db.session.flush()
    note_about(actor, owed.report, act, reason=reason)
