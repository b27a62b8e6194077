"""The page of a report or a draft: its frozen table, and what may still be noted of its letter."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.reports.loading import signers_of
from app.blueprints.reports.words import frozen_rows, report_facts, report_proofs
from app.documents.paper_ends import report_ends
from app.domain.frozen import Readiness, figures_hash, is_official, of_own_period
from app.domain.papers import PaperEnds
from app.domain.periods import parse_period
from app.domain.permissions import may
from app.forms.registers import region
from app.forms.report import AnswersForm, LeaveForm, ScanForm, SendingForm
from app.i18n.formats import format_period
from app.models import Report
from app.operations.evidence import kept_file
from app.queries.letters import ReportDuty, duties_of_report, open_duties_of_period
from app.queries.owed_corrections import correction_of, left_as_they_are
from app.queries.plan import is_archived, plan_of
from app.queries.report_duties import correction_due
from app.queries.reports import (
    changes_since,
    is_own_report,
    made_on,
    printed_day,
    readiness,
    reopened_since,
    reports_of_period,
)
from app.web.clock import today
from app.web.page import locale

LetterForm = SendingForm | ScanForm | AnswersForm | LeaveForm  # what is noted of a report that is frozen


def report_page(found: Report, refused: LetterForm | None = None) -> str:
    """The frozen table, what would be different now, and the acts that are left."""
    period = parse_period(found.period)
    versions = reports_of_period(found.centre_id, found.period)
    changed = changes_since(found, today())
    plan = plan_of(found.centre_id, period.year)
    newest = versions[-1] if versions else found
    sent = [version for version in versions if version.sent_at is not None]
    own, archived = is_own_report(current_user, found), is_archived(found.centre_id, period.year)
    makes = may(current_user.rights, "reports.make") and not archived
    ready = readiness(plan, period, today()) if plan and found.sent_at is None else None
    return render_template(
        "reports/report.html",
        page_title=_("Qoralama: %(period)s", period=format_period(found.period, locale()))
        if found.draft
        else _("Hisobot: %(period)s", period=format_period(found.period, locale())),
        paper=paper_ends(found),
        report=found,
        figures=found.figures,
        facts=report_facts(found),
        proofs=report_proofs(found),
        sections=frozen_rows(found.figures, changed),
        intact=figures_hash(found.figures) == found.figures_hash,
        file_intact=kept_file(current_app.config["SETTINGS"].files, found.file_sha256) is not None,
        changed=changed,
        own_changed=of_own_period(changed, period),
        reopened=reopened_since(found),
        versions=versions,
        newest=newest,
        archived=archived,
        year=period.year,
        may_correct=bool(sent) and sent[-1].id == found.id and makes,
        may_sign=may_sign(found, newest, ready) and not own,
        own_report=own and may_sign(found, newest, ready),
        to_sign=is_unsigned(found, newest),
        unsigned=is_unsigned(found, newest) and not may_sign(found, newest, ready) and is_ready(ready),
        official=is_official(found.basis),
        printed_day=printed_day(found),
        may_make=not sent and makes,
        ready=ready,
        answered=duties_of_report(found) if found.sent_at else [],
        scans=[scan for scan in found.scans if scan.voided_at is None],
        **correction_owed(found, sent, refused),
        **letter_forms(found, newest, ready, refused),
        errors=refused.summary if refused else [],
    )


def paper_ends(found: Report) -> PaperEnds:
    """As it was frozen; nobody signs a draft."""
    signers = () if found.draft else signers_of(found)
    return report_ends(found.figures, signers, made_on(found), locale())


def correction_owed(found: Report, sent: Sequence[Report], refused: LetterForm | None) -> dict[str, object]:
    """Whether the figures of a frozen report have become others: of one that was sent, by when it is corrected, or why
    it was left as it is; of one that waits, that it is made anew."""
    if found.sent_at is None:
        return {"stale": correction_of(found.id) is not None, "correct_by": None, "left": [], "leave_form": None}
    owed = correction_of(found.id) if sent[-1].id == found.id else None
    leaving = owed is not None and may(current_user.rights, "reports.send")
    return {
        "stale": False,
        "correct_by": correction_due(found.centre_id, owed.since) if owed else None,
        "left": [] if owed else left_as_they_are(found.id),
        "leave_form": (refused if isinstance(refused, LeaveForm) else LeaveForm()) if leaving else None,
    }


def is_ready(ready: Readiness | None) -> bool:
    """Whether every month of a period is closed: only then its report is signed and leaves."""
    return ready is not None and ready.is_final


def may_sign(found: Report, newest: Report, ready: Readiness | None) -> bool:
    """Whether it waits for the reader's signature; not what is to be made anew, nor while a month is open again."""
    waits = is_unsigned(found, newest) and correction_of(found.id) is None and is_ready(ready)
    return waits and may(current_user.rights, "reports.sign")


def is_unsigned(found: Report, newest: Report) -> bool:
    """Whether it waits for a signature: without one it does not leave."""
    return is_unsent(found, newest) and found.signed_at is None


def is_unsent(found: Report, newest: Report) -> bool:
    """Whether it is the version that is to leave: the newest, frozen, of accepted figures."""
    return is_official(found.basis) and not found.draft and found.sent_at is None and newest.id == found.id


def letter_forms(
    found: Report, newest: Report, ready: Readiness | None, refused: LetterForm | None
) -> dict[str, object]:
    """What may still be noted of a report's letter: that it left, what it answers, its scan; nothing of a draft."""
    if found.draft or not may(current_user.rights, "reports.send"):
        return {"form": None, "answers_form": None, "scan_form": None}
    owed = open_duties_of_period(found.centre_id, found.period)
    if found.sent_at is None:
        form = refused if isinstance(refused, SendingForm) else sending_form(found, owed)
        waits = is_unsent(found, newest) and found.signed_at is not None and is_ready(ready)
        return {"form": form if waits or refused else None, "answers_form": None, "scan_form": None}
    return {
        "form": None,
        "answers_form": (refused if isinstance(refused, AnswersForm) else AnswersForm(owed=owed)) if owed else None,
        "scan_form": refused if isinstance(refused, ScanForm) else ScanForm(),
    }


def sending_form(found: Report, owed: Sequence[ReportDuty]) -> SendingForm:
    return SendingForm(**printed_on(found), owed=owed, day=today(), recipient=region())


def printed_on(found: Report) -> dict[str, bool]:
    """What of its letter is known from its workbook: the form does not ask for it."""
    return {"printed": bool(found.outgoing_number), "dated": printed_day(found) is not None}
