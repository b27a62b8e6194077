"""The page of one unit's month: its figures beside others, checks, notes, and the acts of those who may."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.blank_days import BLANK_KINDS, BlankSpan
from app.domain.checks import STRENGTHS, MonthFinding
from app.domain.deviations import begins_on, quarter_ended_by
from app.domain.errors import NotAllowed
from app.domain.looking import OWN, REVIEWING_ABOVE
from app.domain.permissions import may
from app.domain.registers import REGISTERS
from app.domain.row_rules import DAY
from app.domain.workflow import OFFICIAL_ACTS, acts_for
from app.forms.base import NounForm
from app.forms.deviations import LineReasons
from app.forms.month import ReopenUnitForm, ReturnForm, SubmitForm, UndoAcceptForm
from app.forms.month_words import ALL, BlankReasons, Explanations
from app.i18n.formats import format_date, format_period
from app.i18n.labels import label, sentence
from app.models import Part
from app.operations.handing_in import is_on_behalf
from app.operations.submissions import UnitMonth
from app.pages.deviations import Drawing, quarter_href
from app.pages.month_lock import month_lock
from app.queries.calendar import centre_calendar
from app.queries.changes import changes_of_month, is_for, returned_changes
from app.queries.deviations import quarter_deviations
from app.queries.exceptions import exceptions_for
from app.queries.looking import author_of_month, held_rights_over, why_not_by
from app.queries.month_facts import with_former
from app.queries.month_review import Review, review_of
from app.queries.months import stands, units_to_submit
from app.queries.plan import form_in, parts_of_unit
from app.queries.sums import MonthFigures
from app.queries.units import may_in_unit
from app.queries.waiting import ACCEPTING, accepting_acts, step_of
from app.web.clock import today
from app.web.page import locale

FORMS: dict[str, type[NounForm]] = {
    "submit": SubmitForm,
    "return": ReturnForm,
    "return_own": ReturnForm,
    "undo_accept": UndoAcceptForm,
    "reopen": ReopenUnitForm,
}


def month_page(unit_month: UnitMonth, refused: NounForm | None = None) -> str:
    if unit_month.unit.id not in {unit.id for unit in units_to_submit(unit_month.plan)}:
        raise NotAllowed("unit.unknown")
    unit, month = unit_month.unit, unit_month.month
    figures = None
    if quarter_ended_by(month) is not None:  # the rows that stand behind are looked at, too
        own = parts_of_unit(unit_month.plan, unit)
        figures = with_former(unit_month.plan, [unit.id], own, whole=True)
    review = review_of(unit_month.plan, unit, month, today(), figures=figures)
    version = review.submission.version if review.submission else 0
    acts = offered_acts(unit_month, review)
    forms = forms_of(acts, version, refused)
    submit = forms.get("submit")
    sent = submit if isinstance(submit, SubmitForm) else SubmitForm()
    changes = changes_of_month(unit.centre_id, unit.id, month.year_month) if review.state == "sent" else []
    exceptions = [one for one in exceptions_for(unit.centre_id, [unit.id], today()) if one.month_key == month.key]
    standing = stands(unit, month.year_month, (review.state, None, None, None, False), today())
    shut = month_lock(unit_month.plan, unit, month, today(), stands=standing) if "submit" in acts else None
    decides = review.state == "submitted" and acts & {"accept", "accept_own", "return", "return_own"}
    return render_template(
        "submissions/month.html",
        page_title=f"{unit.name}, {format_period(month.key, locale())}",
        unit_month=unit_month,
        review=review,
        version=version,
        acts=acts,
        is_over=month.end < today(),
        forms=forms,
        own_words=own_words(unit_month, review, acts),
        on_behalf=is_on_behalf(current_user, unit.id),
        waits=sentence("workflow.plan_draft", {}) if unit_month.plan.state == "draft" else None,
        findings=[finding_view(unit_month, review, found, sent.explanations) for found in in_order(review.findings)],
        shut=shut,
        spans=[span_view(unit_month, span, sent.reasons, is_shut=shut is not None) for span in review.spans],
        all_spans=span_typed(sent.reasons, ALL),
        kinds=[(kind, label("blank_kind", kind)) for kind in BLANK_KINDS],
        mend=lambda part: mend_href(unit_month, part),
        deviations=deviations_of(unit_month, sent.deviations, figures[0] if figures else None),
        changes=changes,
        looks=sum(
            1
            for one in changes
            if may(current_user.rights, "changes.review") and is_for(current_user, one.entry, today())
        ),
        exceptions=exceptions,
        changes_back=returned_changes(exceptions),
        step=step_of(current_user, unit, month, today()) if decides else None,
        errors=refused.summary if refused else [],
    )


def deviations_of(unit_month: UnitMonth, typed: LineReasons, figures: MonthFigures | None) -> dict[str, Any] | None:
    """With a quarter's last month, the unit's rows that stand behind or have no figure: those whose reason is missing
    or was just typed (``to_write``), and those that have one. None with others, of a quarter before the centre began,
    and while the plan is a draft."""
    quarter = quarter_ended_by(unit_month.month)
    if quarter is None or unit_month.plan.state == "draft":
        return None
    found = quarter_deviations(unit_month.plan, quarter, today(), unit_ids=[unit_month.unit.id], figures=figures)
    if found.before:
        return None
    lines = Drawing(found, typed).lines(found.to_explain)
    to_write = [view for view in lines if any(one.reason.is_missing or one.key in typed.texts for one in view.places)]
    return {
        "found": found,
        "to_write": [view for view in to_write if any(one.writes for one in view.places)],
        "told": [view for view in lines if view not in to_write or not any(one.writes for one in view.places)],
        "begins": begins_on(quarter, centre_calendar(unit_month.plan.centre_id, [quarter.year])),
        "href": quarter_href(found, unit_month.unit.code),
    }


def span_view(unit_month: UnitMonth, span: BlankSpan, reasons: BlankReasons, *, is_shut: bool) -> dict[str, Any]:
    """A span of blank days, each with the way to it, and what was chosen for it; where nobody can write them any more
    the way is to their reason."""
    diary = url_for("diary.month", month=unit_month.month.key, unit=unit_month.unit.code)
    return {
        "span": span,
        "called": span_words(span),
        "days": [(day, f"#why-{span.key}" if is_shut else f"{diary}#d{day.day}") for day in span.days],
        **span_typed(reasons, span.key),
    }


def span_words(span: BlankSpan) -> str:
    """“25-noyabr – 28-noyabr”, “25-noyabr”."""
    days = dict.fromkeys((span.first, span.last))
    return " – ".join(format_date(day, locale(), "day-month") for day in days)


def span_typed(reasons: BlankReasons, key: str) -> dict[str, Any]:
    kind, words = reasons.typed.get(key, ("", ""))
    return {"key": key, "kind": kind, "words": words, "error": reasons.wrong.get(key)}


def forms_of(acts: set[str], version: int, refused: NounForm | None) -> dict[str, NounForm]:
    """Act → its form, where something is typed. What was refused stands as it was sent, even when it is too late."""
    forms = {act: kind(line=act, version=version) for act, kind in FORMS.items() if act in acts}
    if refused is not None and refused.line in FORMS:
        forms[refused.line] = refused
    return forms


def offered_acts(unit_month: UnitMonth, review: Review) -> set[str]:
    """The acts that this person can do now: a button that would be refused is not shown."""
    acts, unit, row = set(acts_for(review.state, current_user.rights)), unit_month.unit, review.submission
    acts -= {act for act in ("submit", "withdraw") if not may_in_unit(current_user, f"submissions.{act}", unit.id)}
    if row is None and review.state != "draft" or unit_month.plan.state == "closed" or review.outside:
        return set()
    if unit_month.plan.state == "draft":
        acts -= set(OFFICIAL_ACTS) - {"submit"}  # what is missing is shown, the button waits for the approval
    if unit_month.month.start > today():
        acts.discard("submit")
    is_over = unit_month.month.end < today()
    is_whole = is_over and not review.wanting
    accepting = accepting_acts(current_user, row, today()) if row is not None and is_whole else frozenset()
    if row is None or REVIEWING_ABOVE not in held_rights_over(current_user, author_of_month(row, today())):
        acts.discard("return_own")
    return acts - (set(ACCEPTING.values()) - accepting)


def own_words(unit_month: UnitMonth, review: Review, offered: set[str]) -> str | None:
    """Why a month that was handed in cannot be accepted by who looks at it, where that is so."""
    rights, row = [name for name in ACCEPTING if may(current_user.rights, name)], review.submission
    if row is None or row.state != "submitted" or not rights or offered & set(ACCEPTING.values()):
        return None
    if unit_month.month.end >= today():
        return sentence("workflow.month_running", {})
    author = author_of_month(row, today())
    why = {why_not_by(name, current_user, author) for name in rights}
    if OWN in why:
        return sentence(OWN, {})
    may_otherwise = accepting_acts(current_user, row, today())
    return sentence("workflow.not_whole", {"count": review.wanting}) if may_otherwise and review.wanting else None


def in_order(findings: tuple[MonthFinding, ...]) -> list[MonthFinding]:
    return sorted(findings, key=lambda finding: STRENGTHS.index(finding.strength))


def finding_view(
    unit_month: UnitMonth, review: Review, finding: MonthFinding, explanations: Explanations
) -> dict[str, Any]:
    """A finding with its words, and what was typed to explain it."""
    key = f"{finding.check}|{finding.part_key}"
    part = next((line.part for line in review.lines if line.part.key == finding.part_key), None)
    typed = explanations.texts.get(key, "")
    missing = _("Izoh yozing yoki sonni tuzating.") if explanations.error and not typed.strip() else None
    return {
        "finding": finding,
        "key": key,
        "words": sentence(f"month_check.{finding.check}", finding.params),
        "explained": review.explained.get((finding.check, finding.part_key)),
        "typed": typed,
        "error": explanations.wrong.get(key, missing),
        "part": part,
        "href": mend_href(unit_month, part) if part is not None else None,
    }


def mend_href(unit_month: UnitMonth, part: Part) -> str:
    """Where a figure is corrected: its diary, its register, or its service's page."""
    unit, form = unit_month.unit, form_in(part.indicator, unit_month.month)
    if form == DAY:
        return url_for("diary.month", month=unit_month.month.key, unit=unit.code)
    if form in REGISTERS:
        return url_for(f"{unit.page}.register", slug=REGISTERS[form].slug, unit=unit.code, month=unit_month.month.key)
    return url_for(f"{unit.page}.index", unit=unit.code, month=unit_month.month.key)
