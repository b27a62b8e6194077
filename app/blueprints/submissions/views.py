"""The matrix of a year: who has handed in what, accepting several, closing and reopening a month (screens.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError, NotAllowed
from app.domain.periods import Period
from app.domain.permissions import may
from app.domain.typed import FIRST_YEAR, LAST_YEAR, parse_number
from app.forms.base import NounForm, WrongForm, takes
from app.forms.month import AcceptSeveralForm, CloseMonthForm, ReopenMonthForm, ReturnChangeForm
from app.i18n.formats import MONTHS_BRIEF, format_period, format_period_short
from app.i18n.labels import explain, sentence
from app.models import Plan, Unit
from app.operations.months import close_month, reopen_month
from app.operations.submissions import UnitMonth, accept_months
from app.pages.no_plan import no_plan_page
from app.pages.papers import list_paper
from app.queries.changed_checks import Found, checks_of_changes, place_of_change
from app.queries.changes import FigureChange, is_for, waiting_changes
from app.queries.duties import owing_units
from app.queries.plan import plan_tree, year_at_hand
from app.queries.submissions import Matrix, MonthMark, closable_months, month_to_close, plan_years_at, year_matrix
from app.queries.units import all_units, has_months_before, unit_with_code
from app.queries.waiting import accepting_acts, remarks_on
from app.web.address import period_of_key
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale

blueprint = Blueprint("submissions", __name__, url_prefix="/submissions")
TO_HAND_IN = ("not_due", "due", "overdue", "returned")  # marks of a month that is still its unit's
LEGEND = ("closed", "accepted", "submitted", "returned", "overdue", "due", "not_due", "waived")
OUTSIDE = ("before", "after")  # told where there is such a month


@blueprint.get("/")
@allow("submissions.view")
def index() -> ResponseReturnValue:
    """Units × months of a year."""
    return matrix_page(chosen_year())


@blueprint.post("/accept")
@allow("submissions.review")
@takes(AcceptSeveralForm)
def accept_several() -> ResponseReturnValue:
    """Accept the months that were ticked; each that cannot be accepted is named with its reason."""
    year, form = chosen_year(), AcceptSeveralForm.posted()
    try:
        wanted = [(unit_month_of(month, unit), version) for month, unit, version in form.values()["wanted"]]
    except WrongForm as wrong:
        return matrix_page(year, form.refuse(wrong)), wrong.status
    odd = [] if form.seen.data else remarkable(year, form.wanted.texts)
    if odd:
        return render_template(
            "submissions/accept.html",
            page_title=_("Eslatmali oylarni qabul qilish"),
            odd=odd,
            wanted=form.wanted.texts,
            year=year,
            back=url_for(".index", year=year),
        )
    count, refusals = accept_months(actor=current_user, wanted=wanted, today=today())
    if count:
        flash(_("Qabul qilindi: %(count)s", count=count), "success")
    for unit_month, error in refusals:
        flash(f"{unit_month.unit.name}, {format_period(unit_month.month.key, locale())}: {explain(error)}", "error")
    return redirect(url_for(".index", year=year), 303)


@blueprint.post("/close")
@allow("months.close")
@takes(CloseMonthForm)
def close() -> ResponseReturnValue:
    """Close a month."""
    return act(
        CloseMonthForm.posted(),
        lambda plan, values: close_month(actor=current_user, plan=plan, today=today(), **values),
        lambda month: _("Oy yopildi: %(month)s", month=month),
    )


@blueprint.post("/reopen")
@allow("months.reopen")
@takes(ReopenMonthForm)
def reopen() -> ResponseReturnValue:
    """Open a closed month of all units, with a reason."""
    return act(
        ReopenMonthForm.posted(),
        lambda plan, values: reopen_month(actor=current_user, plan=plan, **values),
        lambda month: _("Oy qayta ochildi: %(month)s", month=month),
    )


def act(
    form: CloseMonthForm | ReopenMonthForm,
    operation: Callable[[Plan, dict[str, Any]], object],
    done: Callable[[str], str],
) -> ResponseReturnValue:
    """Do something to a month of all units; a refusal shows the page with what was typed."""
    try:
        values = form.values()
        plan = plan_of_month(values["month"])
        operation(plan, values)
    except NotAllowed:
        raise
    except DomainError as error:
        year = form.month.data.year if form.month.data else today().year
        return matrix_page(year, form.refuse(error)), error.status
    flash(done(format_period(values["month"].key, locale())), "success")
    return redirect(url_for(".index", year=plan.year), 303)


def plan_of_month(month: Period) -> Plan:
    """Raises NotAllowed where the year has no plan."""
    plan = plan_tree(current_user.centre_id, month.year)
    if plan is None:
        raise NotAllowed("plan.unknown")
    return plan


def matrix_page(year: int, refused: NounForm | None = None) -> str:
    """The year of all units; the form that was refused stands as it was sent."""
    plan = plan_tree(current_user.centre_id, year)
    if plan is None:
        return no_plan_page(_("Topshirishlar"), year, lambda other: url_for(".index", year=other))
    matrix = year_matrix(plan, today())
    focus = month_to_close(matrix, today())
    months = reopenable(matrix) if may(current_user.rights, "months.reopen") else []
    reopen_form = refused if isinstance(refused, ReopenMonthForm) else ReopenMonthForm()
    reopen_form.month.choices = months
    years = plan_years_at(current_user.centre_id, year, today())
    changes = changes_to_look_at() if any(other.changes for other in years) else []
    checked = checks_of_changes(changes, today())
    listed = waiting(matrix) if may(current_user.rights, "submissions.review") else []
    return render_template(
        "submissions/matrix.html",
        page_title=_("Topshirishlar"),
        paper=list_paper(_("Oylarning topshirilishi: %(year)s-yil", year=year)),
        matrix=matrix,
        year=year,
        years=years,
        focus=focus,
        month_name=focus and format_period_short(focus.month.key, locale()).capitalize(),
        closable=[one.month for one in closable_months(matrix, today())],
        before=has_months_before(current_user.centre_id, year),
        legend=[*LEGEND, *(code for code in OUTSIDE if has_mark(matrix, code))],
        waiting=listed,
        waiting_first=first_of(listed),
        changes=[(change, told_checks(checked, change)) for change in changes],
        changed_months=len({(change.entry.unit_id, change.month) for change in changes}),
        change_form=refused if isinstance(refused, ReturnChangeForm) else None,
        from_reviewers=from_reviewers(matrix),
        together=handed_in_together(matrix),
        brief=MONTHS_BRIEF[locale()],
        accept_form=refused if isinstance(refused, AcceptSeveralForm) else AcceptSeveralForm(wanted=chosen(listed)),
        reopen_form=reopen_form if months or reopen_form == refused else None,
        refused=refused,
        errors=refused.summary if refused else [],
    )


def has_mark(matrix: Matrix, state: str) -> bool:
    return any(mark.state == state for line in matrix.units for mark in line.months)


def changes_to_look_at() -> list[FigureChange]:
    """What was changed in months that had been sent, as far as it is this person's to decide."""
    if not may(current_user.rights, "changes.review"):
        return []
    return [change for change in waiting_changes(current_user.centre_id) if is_for(current_user, change.entry, today())]


def told_checks(checked: Found, change: FigureChange) -> list[tuple[str, str]]:
    """Of what the checks find in a changed figure the strength and the sentence."""
    found = checked.get(place_of_change(change), ())
    return [(one.strength, sentence(f"month_check.{one.check}", one.params)) for one in found]


def reopenable(matrix: Matrix) -> list[tuple[str, str]]:
    """The months that are closed and not sent."""
    closed = {mark.month for line in matrix.units for mark in line.months if mark.state == "closed"}
    return [(month.key, format_period(month.key, locale())) for month in sorted(closed)]


def waiting(matrix: Matrix) -> list[dict[str, Any]]:
    """What the methodologist has to look at, with what is odd about it; one's own only where the centre allows it."""
    marks = matrix.waiting()
    return [
        {
            "unit": unit,
            "mark": mark,
            "remarks": remarks,
            "value": f"{mark.month.key}|{unit.code}|{mark.submission.version}",
            "own": "accept" not in accepting_acts(current_user, mark.submission, today()),
            "on_time": mark.facts.submitted_on is not None and mark.facts.submitted_on <= mark.due,
        }
        for (unit, mark), remarks in zip(marks, remarks_on(matrix, marks), strict=True)
        if mark.submission is not None
    ]


def first_of(listed: list[dict[str, Any]]) -> str | None:
    """Where looking at one month after the other begins."""
    first = next((item for item in listed if not item["own"]), None)
    return url_for(".show", month=first["mark"].month.key, unit=first["unit"].code) if first else None


def chosen(listed: list[dict[str, Any]]) -> list[str]:
    """What is ticked from the start: nothing, or on ``?select=clean`` every month without remarks."""
    if request.args.get("select") != "clean":
        return []
    return [item["value"] for item in listed if item["remarks"].is_clean and not item["own"]]


def remarkable(year: int, wanted: list[str]) -> list[dict[str, Any]]:
    """Of the ticked months those that have remarks: they are shown before they are accepted."""
    plan = plan_tree(current_user.centre_id, year)
    listed = waiting(year_matrix(plan, today())) if plan else []
    return [item for item in listed if item["value"] in wanted and not item["remarks"].is_clean]


def from_reviewers(matrix: Matrix) -> list[tuple[Unit, MonthMark]]:
    """What the methodologist handed in herself, for those who accept it in her place."""
    if not may(current_user.rights, "submissions.accept_own"):
        return []
    return [
        (unit, mark)
        for unit, mark in matrix.waiting()
        if mark.submission and "accept_own" in accepting_acts(current_user, mark.submission, today())
    ]


def handed_in_together(matrix: Matrix) -> list[tuple[Period, int]]:
    """The months that several units of the reader have still to hand in, with how many: one page takes them all."""
    if not may(current_user.rights, "submissions.submit"):
        return []
    own = {unit.id for unit in owing_units(current_user)}
    owed = Counter(
        mark.month
        for line in matrix.units
        for mark in line.months
        if line.unit.id in own and mark.month.start <= today() and mark.state in TO_HAND_IN
    )
    return [(month, count) for month, count in sorted(owed.items()) if count > 1]


def chosen_year() -> int:
    """The year asked for, else the one whose months are handed in now."""
    text = request.args.get("year", "")
    if not text:
        return year_at_hand(current_user.centre_id, today())
    year = parse_number(text, LAST_YEAR)
    if year is None or year < FIRST_YEAR:
        raise NotAllowed("period.unknown", key=text)
    return year


def unit_month_of(month_key: str, unit_code: str) -> UnitMonth:
    """The unit's month of an address. Raises NotAllowed where there is none."""
    month = period_of_key(month_key, {"month"})
    plan = plan_tree(current_user.centre_id, month.year)
    unit = unit_with_code(all_units(plan.centre_id), unit_code) if plan else None
    if plan is None or unit is None:
        raise NotAllowed("unit.unknown")
    return UnitMonth(plan, unit, month)
