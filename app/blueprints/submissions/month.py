"""One unit's month: its figures beside others, checks, notes, and the acts of those who may (domain.md §5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.submissions.views import blueprint, place_of
from app.domain.checks import STRENGTHS, Finding
from app.domain.errors import DomainError, NotAllowed
from app.domain.permissions import may, may_write_for
from app.domain.registers import REGISTERS
from app.domain.row_rules import DAY
from app.domain.workflow import acts_for
from app.i18n.formats import format_period
from app.i18n.labels import sentence
from app.models import Part
from app.operations.months import reopen_month
from app.operations.submissions import (
    UnitMonth,
    accept_month,
    accept_own_month,
    open_month,
    return_month,
    submit_month,
    undo_accept,
    withdraw_month,
)
from app.pages.cells import version_of
from app.queries.cells import own_units
from app.queries.month_review import Review, review_of
from app.queries.months import by_reviewer, own_acceptance_allowed, units_to_submit
from app.web.clock import today
from app.web.form_errors import form_errors
from app.web.gate import allow
from app.web.page import locale


@blueprint.get("/<month>/<unit>")
@allow("submissions.view")
def show(month: str, unit: str) -> ResponseReturnValue:
    return month_page(place_of(month, unit))


@blueprint.post("/<month>/<unit>/submit")
@allow("submissions.submit")
def submit(month: str, unit: str) -> ResponseReturnValue:
    """Hand the month in, with the explanations that were typed."""
    keys = [tuple(key.split("|", 1)) for key in request.form.getlist("check")]
    words = dict(zip(keys, request.form.getlist("explain"), strict=False))
    return act(
        place_of(month, unit),
        lambda place: submit_month(
            actor=current_user,
            place=place,
            version=posted_version(),
            today=today(),
            explanations={key: text for key, text in words.items() if len(key) == 2},  # type: ignore[misc]
        ),
        _("Oy topshirildi"),
    )


@blueprint.post("/<month>/<unit>/withdraw")
@allow("submissions.withdraw")
def withdraw(month: str, unit: str) -> ResponseReturnValue:
    return act(
        place_of(month, unit),
        lambda place: withdraw_month(actor=current_user, place=place, version=posted_version()),
        _("Oy qaytarib olindi, yana yozish mumkin"),
    )


@blueprint.post("/<month>/<unit>/open")
@allow("submissions.review")
def begin_review(month: str, unit: str) -> ResponseReturnValue:
    """The methodologist looks at it; from now on the unit cannot take it back."""
    place = place_of(month, unit)
    open_month(actor=current_user, place=place)
    return redirect(here(place), 303)


@blueprint.post("/<month>/<unit>/return")
@allow("submissions.review")
def give_back(month: str, unit: str) -> ResponseReturnValue:
    return act(
        place_of(month, unit),
        lambda place: return_month(actor=current_user, place=place, version=posted_version(), reason=posted_reason()),
        _("Oy qaytarildi"),
    )


@blueprint.post("/<month>/<unit>/accept")
@allow("submissions.review")
def accept(month: str, unit: str) -> ResponseReturnValue:
    return act(
        place_of(month, unit),
        lambda place: accept_month(actor=current_user, place=place, version=posted_version()),
        _("Oy qabul qilindi"),
    )


@blueprint.post("/<month>/<unit>/accept-own")
@allow("submissions.accept_own")
def accept_own(month: str, unit: str) -> ResponseReturnValue:
    """Accept what the methodologist handed in herself."""
    return act(
        place_of(month, unit),
        lambda place: accept_own_month(actor=current_user, place=place, version=posted_version()),
        _("Oy qabul qilindi"),
    )


@blueprint.post("/<month>/<unit>/undo")
@allow("submissions.review")
def undo(month: str, unit: str) -> ResponseReturnValue:
    return act(
        place_of(month, unit),
        lambda place: undo_accept(actor=current_user, place=place, version=posted_version(), reason=posted_reason()),
        _("Qabul qilish bekor qilindi"),
    )


@blueprint.post("/<month>/<unit>/reopen")
@allow("months.reopen")
def reopen_unit(month: str, unit: str) -> ResponseReturnValue:
    """Open the closed month of one unit only."""
    return act(
        place_of(month, unit),
        lambda place: reopen_month(
            actor=current_user, plan=place.plan, month=place.month, reason=posted_reason(), unit=place.unit
        ),
        _("Oy qayta ochildi"),
    )


def act(place: UnitMonth, do: Callable[[UnitMonth], Any], words: str) -> ResponseReturnValue:
    """Do one act and come back; a refusal shows the page with what was typed."""
    try:
        do(place)
    except NotAllowed:
        raise
    except DomainError as error:
        errors = form_errors(error)
        return month_page(place_of(place.month.key, place.unit.code), **errors), error.status
    flash(f"{words}: {place.unit.name}, {format_period(place.month.key, locale())}", "success")
    return redirect(here(place), 303)


def month_page(place: UnitMonth, **errors: Any) -> str:
    if place.unit.id not in {unit.id for unit in units_to_submit(place.plan)}:
        raise NotAllowed("unit.unknown")
    review = review_of(place.plan, place.unit, place.month, today())
    typed = dict(zip(request.form.getlist("check"), request.form.getlist("explain"), strict=False))
    return render_template(
        "submissions/month.html",
        page_title=f"{place.unit.name}, {format_period(place.month.key, locale())}",
        place=place,
        review=review,
        version=review.submission.version if review.submission else 0,
        acts=offered_acts(place, review),
        own_words=own_words(place, review),
        on_behalf=on_behalf(place),
        findings=[finding_view(place, review, finding, typed) for finding in in_order(review.findings)],
        mend=lambda part: mend_href(place, part),
        typed_reason=request.form.get("reason", ""),
        **errors,
    )


def offered_acts(place: UnitMonth, review: Review) -> set[str]:
    """The acts that this person can do now: a button that would be refused is not shown."""
    acts = set(acts_for(review.state, current_user.role))
    row = review.submission
    if not may_write_for(current_user.role, own_units(current_user), place.unit.id):
        acts -= {"submit", "withdraw"}
    if row is None and review.state != "draft" or place.plan.state == "closed":
        return set()
    if place.month.start > today():
        acts.discard("submit")
    if row is not None and row.opened_at is not None:
        acts.discard("withdraw")
    elif row is not None and review.state == "submitted" and may(current_user.role, "submissions.review"):
        acts = (acts - {"accept", "return"}) | {"open"}
    if is_own(review) and not own_acceptance_allowed(place.plan.centre_id):
        acts.discard("accept")
    if row is None or not by_reviewer(row):
        acts.discard("accept_own")
    return acts


def on_behalf(place: UnitMonth) -> bool:
    """Whether this person would hand the month in for a unit that is not his own."""
    own = {unit.id for unit in current_user.units}
    return may(current_user.role, "entries.write_any") and place.unit.id not in own


def is_own(review: Review) -> bool:
    row = review.submission
    return row is not None and row.state == "submitted" and row.submitted_by_id == current_user.id


def own_words(place: UnitMonth, review: Review) -> str | None:
    """Why the person who handed it in cannot accept it, where that is so."""
    blocked = is_own(review) and may(current_user.role, "submissions.review")
    if not blocked or own_acceptance_allowed(place.plan.centre_id):
        return None
    return sentence("workflow.own_submission", {})


def in_order(findings: tuple[Finding, ...]) -> list[Finding]:
    return sorted(findings, key=lambda finding: STRENGTHS.index(finding.strength))


def finding_view(place: UnitMonth, review: Review, finding: Finding, typed: dict[str, str]) -> dict[str, Any]:
    key = f"{finding.check}|{finding.part_key}"
    part = next((line.part for line in review.lines if line.part.key == finding.part_key), None)
    return {
        "finding": finding,
        "key": key,
        "words": sentence(f"month_check.{finding.check}", finding.params),
        "explained": review.explained.get((finding.check, finding.part_key)),
        "typed": typed.get(key, ""),
        "part": part,
        "href": mend_href(place, part) if part is not None else None,
    }


def mend_href(place: UnitMonth, part: Part) -> str:
    """Where a figure is corrected: its diary, its register, or its service's page."""
    unit, form = place.unit, part.indicator.entry_form
    if form == DAY:
        return url_for("diary.month", month=place.month.key, unit=unit.code)
    if form in REGISTERS:
        return url_for(f"{unit.page}.register", slug=REGISTERS[form].slug, unit=unit.code, month=place.month.key)
    return url_for(f"{unit.page}.index", unit=unit.code, month=place.month.key)


def posted_version() -> int:
    return version_of(request.form.get("version", ""))


def posted_reason() -> str:
    return request.form.get("reason", "")


def here(place: UnitMonth) -> str:
    return url_for(".show", month=place.month.key, unit=place.unit.code)
