"""The letter of a report: noted as sent, what it answers, its signed scan (domain.md §4, §5)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask import abort, current_app, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.reports.loading import load_report, workbook_writer
from app.blueprints.reports.page import LetterForm, printed_on, report_page
from app.blueprints.reports.views import blueprint
from app.domain.errors import DomainError, NotAllowed
from app.forms.base import ActForm, takes
from app.forms.report import AnswersForm, LeaveForm, ScanForm, SendingForm
from app.i18n.formats import format_number
from app.models import Report
from app.operations.evidence import kept_file
from app.operations.owed_corrections import leave_report
from app.operations.report_scans import attach_scans, void_scan
from app.operations.report_sending import answer_more, send_report
from app.pages.files import FILE_HEADERS
from app.queries.letters import open_duties_of_period
from app.queries.reports import scan_of
from app.web.clock import today
from app.web.gate import allow


@blueprint.post("/<id:report_id>/send")
@allow("reports.send")
@takes(SendingForm)
def send(report_id: int) -> ResponseReturnValue:
    found = load_report(report_id)
    owed = open_duties_of_period(found.centre_id, found.period)
    form = SendingForm.posted(**printed_on(found), owed=owed)

    def operation() -> str:
        months = send_report(
            actor=current_user,
            report=found,
            write_workbook=workbook_writer(),
            folder=current_app.config["SETTINGS"].files,
            today=today(),
            **form.values(),
        )
        return str(
            _("Yuborilgani qayd etildi. “Yuborildi” holatiga oʻtgan oylar: %(count)s.", count=format_number(months))
        )

    return act(found, form, operation)


@blueprint.post("/<id:report_id>/duties")
@allow("reports.send")
@takes(AnswersForm)
def answer(report_id: int) -> ResponseReturnValue:
    """What a report that was sent answers, too."""
    found = load_report(report_id)
    form = AnswersForm.posted(owed=open_duties_of_period(found.centre_id, found.period))

    def operation() -> str:
        answer_more(actor=current_user, report=found, **form.values())
        return str(_("Hisobot belgilangan majburiyatlarga javob beradi."))

    return act(found, form, operation)


@blueprint.post("/<id:report_id>/leave")
@allow("reports.send")
@takes(LeaveForm)
def leave(report_id: int) -> ResponseReturnValue:
    """A report that became wrong stays as it is, with a reason."""
    found, form = load_report(report_id), LeaveForm.posted()

    def operation() -> str:
        leave_report(actor=current_user, report=found, **form.values())
        return str(_("Hisobot tuzatilmasdan qoldirildi, sababi yozildi."))

    return act(found, form, operation)


@blueprint.post("/<id:report_id>/scans")
@allow("reports.send")
@takes(ScanForm)
def attach(report_id: int) -> ResponseReturnValue:
    found, form = load_report(report_id), ScanForm.posted()

    def operation() -> str:
        folder = current_app.config["SETTINGS"].files
        count = attach_scans(actor=current_user, report=found, folder=folder, **form.values())
        return str(_("Ilova qilingan fayllar: %(count)s", count=count))

    return act(found, form, operation)


@blueprint.get("/scans/<id:scan_id>")
@allow("reports.view")
def scan(scan_id: int) -> ResponseReturnValue:
    """A scan, always as a download, never as a page of ours (trust.md U)."""
    found = scan_of(current_user.centre_id, scan_id) or abort(404)
    content = kept_file(current_app.config["SETTINGS"].files, found.sha256)
    if content is None:
        abort(404)
    response = send_file(BytesIO(content), mimetype=found.media_type, as_attachment=True, download_name=found.name)
    response.headers.update(FILE_HEADERS)
    return response


@blueprint.post("/scans/<id:scan_id>/void")
@allow("reports.send")
@takes(ActForm)
def void(scan_id: int) -> ResponseReturnValue:
    found = scan_of(current_user.centre_id, scan_id) or abort(404)
    void_scan(actor=current_user, scan=found)
    flash(_("Ilova olib tashlandi: %(name)s", name=found.name), "success")
    return redirect(url_for("reports.report", report_id=found.report_id), 303)


def act(found: Report, form: LetterForm, operation: Callable[[], str]) -> ResponseReturnValue:
    """Do one thing and show the report again; a refusal shows it with what was typed."""
    number = found.id
    try:
        done = operation()
    except NotAllowed:
        raise
    except DomainError as error:
        form.refuse(error)
        return report_page(load_report(number), form), error.status
    flash(done, "success")
    return redirect(url_for("reports.report", report_id=number), 303)
