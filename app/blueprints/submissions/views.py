"""The matrix of a year: who has handed in what, accepting several, closing and reopening a month (screens.md)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError, Invalid, NotAllowed
from app.domain.periods import Period, parse_period
from app.domain.permissions import may
from app.i18n.formats import MONTHS_BRIEF, format_period, format_period_short
from app.i18n.labels import explain
from app.models import Plan, Unit
from app.operations.months import close_month, reopen_month
from app.operations.submissions import UnitMonth, accept_months
from app.pages.cells import version_of
from app.queries.month_review import unit_of_code
from app.queries.months import by_reviewer, own_acceptance_allowed
from app.queries.plan import plan_tree, plan_years
from app.queries.submissions import Matrix, MonthMark, month_to_close, year_matrix
from app.web.clock import today
from app.web.form_errors import form_errors
from app.web.gate import allow
from app.web.page import locale

blueprint = Blueprint("submissions", __name__, url_prefix="/submissions")
LEGEND = ("closed", "accepted", "submitted", "returned", "overdue", "due", "not_yet_due", "waived")


@blueprint.get("/")
@allow("submissions.view")
def index() -> ResponseReturnValue:
    """Units × months of a year."""
    return matrix_page(chosen_year())


@blueprint.post("/accept")
@allow("submissions.review")
def accept_several() -> ResponseReturnValue:
    """Accept the months that were ticked; each that cannot be accepted is named with its reason."""
    wanted = [chosen_month(text) for text in request.form.getlist("chosen")]
    year = chosen_year()
    if not wanted:
        return matrix_page(year, Invalid("submission.none_chosen", field="waiting")), Invalid.status
    count, refusals = accept_months(actor=current_user, wanted=wanted)
    if count:
        flash(_("Qabul qilindi: %(count)s", count=count), "success")
    for place, error in refusals:
        flash(f"{place.unit.name}, {format_period(place.month.key, locale())}: {explain(error)}", "error")
    return redirect(url_for(".index", year=year), 303)


@blueprint.post("/close")
@allow("months.close")
def close() -> ResponseReturnValue:
    """Close a month."""
    month, plan = posted_month()
    try:
        close_month(actor=current_user, plan=plan, month=month, today=today())
    except DomainError as error:
        return refused(plan.year, error)
    flash(_("Oy yopildi: %(month)s", month=format_period(month.key, locale())), "success")
    return redirect(url_for(".index", year=plan.year), 303)


@blueprint.post("/reopen")
@allow("months.reopen")
def reopen() -> ResponseReturnValue:
    """Open a closed month of all units, with a reason."""
    month, plan = posted_month()
    try:
        reopen_month(actor=current_user, plan=plan, month=month, reason=request.form.get("reason", ""))
    except DomainError as error:
        return refused(plan.year, error)
    flash(_("Oy qayta ochildi: %(month)s", month=format_period(month.key, locale())), "success")
    return redirect(url_for(".index", year=plan.year), 303)


def refused(year: int, error: DomainError) -> ResponseReturnValue:
    """The page again with the reason; what a person may not do at all is no page for him."""
    if isinstance(error, NotAllowed):
        raise error
    return matrix_page(year, error), error.status


def matrix_page(year: int, error: DomainError | None = None) -> str:
    errors = form_errors(error) if error else {}
    plan = plan_tree(current_user.centre_id, year)
    years = plan_years(current_user.centre_id)
    if plan is None:
        return render_template("submissions/no_plan.html", page_title=_("Topshirishlar"), year=year, years=years)
    matrix = year_matrix(plan, today())
    focus = month_to_close(matrix, today())
    return render_template(
        "submissions/matrix.html",
        page_title=_("Topshirishlar"),
        matrix=matrix,
        year=year,
        years=years,
        focus=focus,
        month_name=focus and format_period_short(focus.month.key, locale()).capitalize(),
        legend=LEGEND,
        waiting=waiting(matrix),
        from_reviewers=from_reviewers(matrix),
        brief=MONTHS_BRIEF[locale()],
        reopenable=reopenable(matrix) if may(current_user.role, "months.reopen") else [],
        typed_reason=request.form.get("reason", ""),
        typed_month=request.form.get("month", ""),
        **errors,
    )


def reopenable(matrix: Matrix) -> list[tuple[str, str]]:
    """The months that are closed and not sent."""
    closed = {mark.month for line in matrix.units for mark in line.months if mark.state == "closed"}
    return [(month.key, format_period(month.key, locale())) for month in sorted(closed)]


def waiting(matrix: Matrix) -> list[dict[str, object]]:
    """What the methodologist has to look at; one's own only where the centre allows it."""
    allowed = own_acceptance_allowed(matrix.plan.centre_id)
    return [
        {
            "unit": unit,
            "mark": mark,
            "value": f"{mark.month.key}|{unit.code}|{mark.submission.version}",
            "own": mark.submission.submitted_by_id == current_user.id and not allowed,
            "on_time": mark.facts.submitted_on is not None and mark.facts.submitted_on <= mark.due,
        }
        for unit, mark in matrix.waiting()
        if mark.submission is not None
    ]


def from_reviewers(matrix: Matrix) -> list[tuple[Unit, MonthMark]]:
    """What the methodologist handed in herself, for those who accept it in her place."""
    if not may(current_user.role, "submissions.accept_own"):
        return []
    return [(unit, mark) for unit, mark in matrix.waiting() if mark.submission and by_reviewer(mark.submission)]


def chosen_year() -> int:
    """The year asked for, else today's."""
    text = request.values.get("year", "")
    if not text:
        return today().year
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise NotAllowed("period.unknown", key=text)
    return int(text)


def chosen_month(text: str) -> tuple[UnitMonth, int]:
    """``2025-10|abonement|3`` of a ticked box."""
    pieces = text.split("|")
    if len(pieces) != 3:
        raise Invalid("form.uneven")
    return place_of(pieces[0], pieces[1]), version_of(pieces[2])


def posted_month() -> tuple[Period, Plan]:
    place = month_of_key(request.form.get("month", ""))
    plan = plan_tree(current_user.centre_id, place.year)
    if plan is None:
        raise NotAllowed("plan.unknown")
    return place, plan


def month_of_key(key: str) -> Period:
    """A month of an address. Raises NotAllowed for anything else."""
    try:
        month = parse_period(key)
    except Invalid:
        raise NotAllowed("period.unknown", key=key) from None
    if month.kind != "month":
        raise NotAllowed("period.unknown", key=key)
    return month


def place_of(month_key: str, unit_code: str) -> UnitMonth:
    """The unit's month of an address. Raises NotAllowed where there is none."""
    month = month_of_key(month_key)
    plan = plan_tree(current_user.centre_id, month.year)
    unit = unit_of_code(plan, unit_code) if plan else None
    if plan is None or unit is None:
        raise NotAllowed("unit.unknown")
    return UnitMonth(plan, unit, month)
