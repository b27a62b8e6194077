"""Reports: what was frozen and sent, and what is owed to the region."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.reports.loading import chosen_period, load_report, signers_of, usual_signers, workbook_writer
from app.blueprints.reports.page import report_page
from app.blueprints.reports.words import version_words
from app.domain.errors import Conflict, DomainError
from app.domain.frozen import ACCEPTED, Readiness, of_own_period
from app.domain.periods import Period, month_of, parse_period
from app.domain.permissions import may
from app.domain.typed import FIRST_YEAR, LAST_YEAR, parse_number
from app.forms.base import ActForm, asks, takes
from app.forms.filters import ReportPeriodForm
from app.forms.report import CorrectionForm, NewReportForm
from app.i18n.formats import format_period
from app.i18n.labels import sentence
from app.models import Plan, Report
from app.operations.evidence import kept_file
from app.operations.report_sending import sign_report
from app.operations.reports import correct_report, freeze_report
from app.queries.months import not_handed_in
from app.queries.owed_corrections import left_reports, wrong_reports
from app.queries.owed_reports import owed_reports
from app.queries.plan import is_archived, plan_years, year_at_hand
from app.queries.reports import (
    changes_since,
    latest_report,
    readiness,
    reportable_periods,
    reports_of,
    reports_of_period,
)
from app.queries.sums import has_changes
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.context_processor
def words_of_reports() -> dict[str, object]:
    return {
        "version_words": version_words,
        "explain_code": lambda code: sentence(code, {}),
    }


@blueprint.get("/")
@allow("reports.view")
def index() -> ResponseReturnValue:
    """The reports of a year, newest version of each period first, and what the region waits for."""
    year = chosen_year()
    reports = reports_of(current_user.centre_id, year)
    newest = {report.period: report.id for report in reversed(reports)}
    return render_template(
        "reports/list.html",
        page_title=_("Hisobotlar"),
        year=year,
        year_links=year_links(year),
        reports=reports,
        newest=newest,
        changed={report.id: changed_counts(report) for report in reports if report.id in newest.values()},
        left=left_reports(current_user.centre_id),
        wrong=wrong_reports(current_user.centre_id),
        owed=owed_reports(current_user.centre_id, year, today()),
        period_form=period_form(year),
    )


@blueprint.get("/of/<period>")
@allow("reports.view")
def of_period(period: str) -> ResponseReturnValue:
    """The newest report of a period; where there is none yet, the form that makes it."""
    chosen, _plan = chosen_period(period)
    found = latest_report(current_user.centre_id, chosen.key)
    if found is not None:
        return redirect(url_for("reports.report", report_id=found.id), 303)
    archived = is_archived(current_user.centre_id, chosen.year)
    if may(current_user.rights, "reports.make") and chosen.start <= today() and not archived:
        return redirect(url_for("reports.new", period=chosen.key), 303)
    return redirect(url_for("reports.index", year=chosen.year), 303)


@blueprint.get("/new")
@allow("reports.make")
@asks(ReportPeriodForm)
def new() -> ResponseReturnValue:
    period, plan = chosen_period(request.args.get("period", ""))
    form, ready = (
        NewReportForm(period=period.key, basis=ACCEPTED, signers=usual_signers()),
        readiness(plan, period, today()),
    )
    return new_page(period, plan, ready, fitting(form, ready))


@blueprint.post("/new")
@allow("reports.make")
@takes(NewReportForm)
def freeze() -> ResponseReturnValue:
    form = NewReportForm.posted()
    period, plan = chosen_period(form.period.text)
    ready = readiness(plan, period, today())
    form = fitting(form, ready)
    try:
        report = freeze_report(
            actor=current_user,
            plan=plan,
            period=period,
            write_workbook=workbook_writer(),
            folder=current_app.config["SETTINGS"].files,
            today=today(),
            **{"basis": ACCEPTED, **form.values()},
        )
    except DomainError as error:
        return new_page(period, plan, ready, form.refuse(error)), error.status
    if report.draft:
        flash(_("Qoralama tayyor. Davr oylari yopilgach, hisobotni shu yerda tayyorlaysiz."), "success")
    else:
        flash(_("Hisobot tayyor. Sonlar va fayl endi oʻzgarmaydi."), "success")
    return redirect(url_for("reports.report", report_id=report.id), 303)


@blueprint.get("/<id:report_id>")
@allow("reports.view")
def report(report_id: int) -> ResponseReturnValue:
    return report_page(load_report(report_id))


@blueprint.get("/<id:report_id>.xlsx")
@allow("reports.view")
def workbook(report_id: int) -> ResponseReturnValue:
    """The very bytes that were kept when the report was frozen, or sent."""
    found = load_report(report_id)
    content = kept_file(current_app.config["SETTINGS"].files, found.file_sha256)
    if content is None:
        raise Conflict("report.file_damaged")
    kind, version = ("qoralama", "q") if found.draft else ("hisobot", "v")
    name = f"{kind}_{found.period.replace('-', '_')}_{version}{found.version_number}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.post("/<id:report_id>/sign")
@allow("reports.sign")
@takes(ActForm)
def sign(report_id: int) -> ResponseReturnValue:
    found = load_report(report_id)
    sign_report(actor=current_user, report=found, today=today())
    flash(_("Hisobot imzolandi. Metodist uni yuborishi mumkin."), "success")
    return redirect(url_for("reports.report", report_id=report_id), 303)


@blueprint.get("/<id:report_id>/correct")
@allow("reports.make")
def correction(report_id: int) -> ResponseReturnValue:
    found = load_report(report_id)
    return correction_page(found, CorrectionForm(signers=signers_of(found)))


@blueprint.post("/<id:report_id>/correct")
@allow("reports.make")
@takes(CorrectionForm)
def correct(report_id: int) -> ResponseReturnValue:
    found, form = load_report(report_id), CorrectionForm.posted()
    _period, plan = chosen_period(found.period)
    try:
        made = correct_report(
            actor=current_user,
            plan=plan,
            report=found,
            write_workbook=workbook_writer(),
            folder=current_app.config["SETTINGS"].files,
            today=today(),
            **form.values(),
        )
    except DomainError as error:
        return correction_page(found, form.refuse(error)), error.status
    flash(_("Tuzatilgan hisobot tayyor: %(number)s-versiya.", number=made.version_number), "success")
    return redirect(url_for("reports.report", report_id=made.id), 303)


def changed_counts(report: Report) -> tuple[int, int]:
    """How many figures of its own period a report would show differently now, and how many of its running totals alone,
    which another month moved."""
    found = changes_since(report, today())
    own = of_own_period(found, parse_period(report.period))
    return len(own), len(found) - len(own)


def chosen_year() -> int:
    year = parse_number(request.args.get("year", ""), LAST_YEAR)
    return year if year and year >= FIRST_YEAR else year_at_hand(current_user.centre_id, today())


def period_form(year: int) -> ReportPeriodForm | None:
    """The choice of a period to report, the one asked for or last month first; None without a plan or a period, and of
    an archived year."""
    centre_id = current_user.centre_id
    planned = year in plan_years(centre_id) and not is_archived(centre_id, year)
    keys = [period.key for period in reportable_periods(year, today())] if planned else []
    form = ReportPeriodForm.asked(usual={"period": month_of(today()).previous.key})
    form.period.offer(keys)
    return form if keys else None


def year_links(shown: int) -> list[dict[str, object]]:
    """The ways to the reports of other years that have a plan; none where there is no other."""
    years = sorted({*plan_years(current_user.centre_id), shown})
    links: list[dict[str, object]] = [
        {"href": url_for("reports.index", year=year), "label": year, "current": year == shown} for year in years
    ]
    return links if len(links) > 1 else []


def fitting(form: NewReportForm, ready: Readiness) -> NewReportForm:
    """The form of a report, or of the draft that alone can be made: only a draft asks on which basis."""
    return form.without_basis() if ready.is_final else form.without_number()


def new_page(period: Period, plan: Plan, ready: Readiness, form: NewReportForm) -> str:
    """The form that freezes a period, with what stands in the way of an official report."""
    return render_template(
        "reports/new.html",
        page_title=_("Hisobot tayyorlash") if ready.is_final else _("Qoralama tayyorlash"),
        period=period,
        missing=not_handed_in(plan, period, today()),
        ready=ready,
        versions=reports_of_period(plan.centre_id, period.key),
        unseen_changes=ready.is_final and has_changes(plan, period),
        form=form,
        errors=form.summary,
    )


def correction_page(found: Report, form: CorrectionForm) -> str:
    return render_template(
        "reports/correct.html",
        page_title=_("Tuzatilgan hisobot: %(period)s", period=format_period(found.period, locale())),
        report=found,
        changed=changes_since(found, today()),
        form=form,
        errors=form.summary,
    )
