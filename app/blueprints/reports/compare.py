"""The list of differences between two versions of a report, or between a report and the figures of today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.reports.loading import load_report, signers_of
from app.blueprints.reports.views import XLSX, blueprint
from app.blueprints.reports.words import version_words
from app.documents.differences_xlsx import ReportHeading, column_words, write_differences_xlsx
from app.documents.paper_ends import list_ends
from app.domain.frozen import FigureDifference, differences
from app.domain.papers import PaperEnds
from app.domain.periods import parse_period
from app.i18n.formats import format_date, format_period
from app.models import Report
from app.pages.row_names import part_name
from app.queries.plan import plan_tree, rows_of
from app.queries.reports import changes_since
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale

NOW = "now"


@dataclass(frozen=True)
class Comparison:
    """``report`` against what it corrects, or against today."""

    report: Report
    found: list[FigureDifference]
    before: str
    after: str
    reason: str = ""


@blueprint.get("/<id:report_id>/differences")
@allow("reports.view")
def difference_page(report_id: int) -> ResponseReturnValue:
    comparison = compare(load_report(report_id))
    return render_template(
        "reports/differences.html",
        page_title=list_name(comparison.report),
        paper=ends_of_list(comparison.report),
        report=comparison.report,
        before=comparison.before,
        after=comparison.after,
        reason=comparison.reason,
        differences=comparison.found,
        download=url_for("reports.difference_file", report_id=report_id, to=request.args.get("to")),
    )


@blueprint.get("/<id:report_id>/differences.xlsx")
@allow("reports.view")
def difference_file(report_id: int) -> ResponseReturnValue:
    comparison = compare(load_report(report_id))
    report = comparison.report
    heading = ReportHeading(comparison.before, comparison.after, comparison.reason)
    content = write_differences_xlsx(comparison.found, heading, ends_of_list(report), locale=locale())
    name = f"farqlar_{report.period.replace('-', '_')}_v{report.version_number}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


def list_name(report: Report) -> str:
    return _("Hisobotdagi farqlar: %(period)s", period=format_period(report.period, locale()))


def ends_of_list(report: Report) -> PaperEnds:
    centre = report.figures["centre"]
    return list_ends(report.centre_id, list_name(report), today(), centre_name=centre, signers=signers_of(report))


def compare(report: Report) -> Comparison:
    """A correction against the version that it corrects, unless today is asked for; any other against today."""
    if report.corrects is not None and request.args.get("to") != NOW:
        found = differences(report.corrects.figures, report.figures)
        words = version_words(report.corrects), version_words(report)
        return Comparison(report, named(report, found), *words, report.correction_reason)
    now = _("hozirgi maʼlumot, %(day)s", day=format_date(today(), locale(), "short"))
    return Comparison(report, named(report, changes_since(report, today())), version_words(report), now)


def named(report: Report, found: list[FigureDifference]) -> list[FigureDifference]:
    """The figures of composite cells with what they are called behind the row's sentence."""
    plan = plan_tree(report.centre_id, parse_period(report.period).year)
    parts = {part.key: part for row in rows_of(plan) for part in row.parts if part.place} if plan is not None else {}
    return [
        replace(one, name=f"{one.name}, {part_name(parts[one.key])}".removeprefix(", ")) if one.key in parts else one
        for one in found
    ]


@blueprint.app_template_filter("column_words")
def column_filter(column: str) -> str:
    return column_words(column, locale())
