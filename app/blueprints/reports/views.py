"""Reports: what was frozen and sent, and what is owed to the region."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.reports.forms import (
    chosen_period,
    empty_form,
    load_report,
    read_form,
    read_sending,
    signer_lines,
    workbook_writer,
)
from app.blueprints.reports.words import frozen_rows, missing_words, version_words
from app.domain.errors import Conflict, DomainError
from app.domain.frozen import BASES, WAYS, figures_hash
from app.domain.periods import Period, month_of, parse_period
from app.i18n.formats import format_number, format_period
from app.i18n.labels import label, sentence
from app.models import Plan, Report
from app.operations.evidence import kept_file
from app.operations.report_sending import send_report
from app.operations.reports import correct_report, freeze_report
from app.queries.months import not_handed_in
from app.queries.plan import plan_of, plan_years
from app.queries.reports import (
    changes_since,
    open_months,
    owed_reports,
    reopened_since,
    reportable_periods,
    reports_of,
    reports_of_period,
)
from app.web.clock import today
from app.web.form_errors import form_errors
from app.web.gate import allow
from app.web.page import locale

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.context_processor
def words_of_reports() -> dict[str, object]:
    return {
        "version_words": version_words,
        "missing_words": missing_words,
        "names_of": lambda signers: ", ".join(f"{one['post']}: {one['name']}" for one in signers),
        "explain_code": lambda code: sentence(code, {}),
    }


@blueprint.get("/")
@allow("reports.view")
def index() -> ResponseReturnValue:
    """The reports of a year, newest version of each period first, and what the region waits for."""
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today().year
    reports = reports_of(current_user.centre_id, year)
    newest = {report.period: report.id for report in reversed(reports)}
    return render_template(
        "reports/list.html",
        page_title=_("Hisobotlar"),
        year=year,
        years=sorted({*plan_years(current_user.centre_id), year}),
        reports=reports,
        newest=newest,
        changed={report.id: len(changes_since(report, today())) for report in reports if report.id in newest.values()},
        owed=owed_reports(current_user.centre_id, year, today()),
        periods=[(period.key, period) for period in reportable_periods(year, today())],
        likely=request.args.get("period") or month_of(today()).previous.key,
    )


@blueprint.get("/new")
@allow("reports.make")
def new() -> ResponseReturnValue:
    period, plan = chosen_period(request.args.get("period", ""))
    return new_page(period, plan)


@blueprint.post("/new")
@allow("reports.make")
def freeze() -> ResponseReturnValue:
    period, plan = chosen_period(request.form.get("period", ""))
    try:
        report = freeze_report(
            actor=current_user,
            plan=plan,
            period=period,
            basis=request.form.get("basis", ""),
            write_workbook=workbook_writer(),
            folder=current_app.config["SETTINGS"].files,
            today=today(),
            **read_form(),
        )
    except DomainError as error:
        return new_page(*chosen_period(period.key), **form_errors(error)), error.status
    flash(_("Hisobot tayyor. Sonlar va fayl endi oʻzgarmaydi."), "success")
    return redirect(url_for("reports.report", report_id=report.id), 303)


@blueprint.get("/<id:report_id>")
@allow("reports.view")
def report(report_id: int) -> ResponseReturnValue:
    return report_page(load_report(report_id))


@blueprint.get("/<id:report_id>.xlsx")
@allow("reports.view")
def workbook(report_id: int) -> ResponseReturnValue:
    """The very bytes that were kept when the report was frozen."""
    found = load_report(report_id)
    content = kept_file(current_app.config["SETTINGS"].files, found.workbook_sha256)
    if content is None:
        raise Conflict("report.file_damaged")
    name = f"hisobot_{found.period.replace('-', '_')}_v{found.version_number}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.post("/<id:report_id>/send")
@allow("reports.send")
def send(report_id: int) -> ResponseReturnValue:
    found = load_report(report_id)
    try:
        months = send_report(actor=current_user, report=found, today=today(), **read_sending())
    except DomainError as error:
        return report_page(load_report(report_id), **form_errors(error)), error.status
    flash(
        _("Yuborilgani qayd etildi. “Yuborildi” holatiga oʻtgan oylar: %(count)s.", count=format_number(months)),
        "success",
    )
    return redirect(url_for("reports.report", report_id=report_id), 303)


@blueprint.get("/<id:report_id>/correct")
@allow("reports.make")
def correction(report_id: int) -> ResponseReturnValue:
    return correction_page(load_report(report_id))


@blueprint.post("/<id:report_id>/correct")
@allow("reports.make")
def correct(report_id: int) -> ResponseReturnValue:
    found = load_report(report_id)
    period, plan = chosen_period(found.period)
    try:
        made = correct_report(
            actor=current_user,
            plan=plan,
            report=found,
            reason=request.form.get("reason", ""),
            write_workbook=workbook_writer(),
            folder=current_app.config["SETTINGS"].files,
            today=today(),
            **read_form(),
        )
    except DomainError as error:
        return correction_page(load_report(report_id), **form_errors(error)), error.status
    flash(_("Tuzatilgan hisobot tayyor: %(number)s-versiya.", number=made.version_number), "success")
    return redirect(url_for("reports.report", report_id=made.id), 303)


def new_page(period: Period, plan: Plan, **problems: object) -> str:
    """The form that freezes a period, with what stands in the way of an official report."""
    return render_template(
        "reports/new.html",
        page_title=_("Hisobot tayyorlash"),
        period=period,
        bases=[(basis, label("basis", basis)) for basis in BASES],
        missing=not_handed_in(plan, period, today()),
        open_months=open_months(plan, period, today()),
        versions=reports_of_period(plan.centre_id, period.key),
        form=request.form or empty_form(),
        signers=signer_lines(),
        **problems,
    )


def report_page(found: Report, **problems: object) -> str:
    """The frozen table, what would be different now, and the acts that are left."""
    period = parse_period(found.period)
    versions = reports_of_period(found.centre_id, found.period)
    changed = changes_since(found, today())
    plan = plan_of(found.centre_id, period.year)
    newest = versions[-1]
    sent = [version for version in versions if version.sent_at is not None]
    return render_template(
        "reports/report.html",
        page_title=_("Hisobot: %(period)s", period=format_period(found.period, locale())),
        report=found,
        figures=found.figures,
        sections=frozen_rows(found.figures, changed),
        intact=figures_hash(found.figures) == found.figures_hash,
        file_intact=kept_file(current_app.config["SETTINGS"].files, found.workbook_sha256) is not None,
        changed=changed,
        reopened=reopened_since(found),
        versions=versions,
        newest=newest,
        may_correct=bool(sent) and sent[-1].id == found.id,
        open_months=open_months(plan, period, today()) if plan and found.sent_at is None else [],
        ways=[(way, label("report_way", way)) for way in WAYS],
        form=request.form,
        **problems,
    )


def correction_page(found: Report, **problems: object) -> str:
    return render_template(
        "reports/correct.html",
        page_title=_("Tuzatilgan hisobot: %(period)s", period=format_period(found.period, locale())),
        report=found,
        changed=changes_since(found, today()),
        form=request.form or empty_form(),
        signers=signer_lines(found),
        **problems,
    )
