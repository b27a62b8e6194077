"""What the pages of reports read from addresses and forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request
from flask_login import current_user

from app.documents.consolidation_xlsx import write_consolidation_xlsx
from app.domain.errors import DomainError, Invalid, NotAllowed
from app.domain.frozen import ACCEPTED, Paper, Signer
from app.domain.periods import Period, parse_period
from app.domain.permissions import signing_posts
from app.domain.typed import parse_day
from app.i18n.labels import label
from app.models import Plan, Report
from app.operations.reports import WriteWorkbook
from app.queries.consolidation import Consolidation
from app.queries.people import people_of
from app.queries.plan import plan_of
from app.queries.reports import report_of
from app.web.clock import today
from app.web.page import locale

SIGNER_LINES = 3


def load_report(report_id: int) -> Report:
    """A report of the reader's centre; raises NotAllowed for any other."""
    found = report_of(current_user.centre_id, report_id)
    if found is None:
        raise NotAllowed("report.unknown")
    return found


def chosen_period(key: str) -> tuple[Period, Plan]:
    """A period that has a plan; raises NotAllowed for any other."""
    try:
        period = parse_period(key)
    except Invalid:
        raise NotAllowed("period.unknown", key=key) from None
    plan = plan_of(current_user.centre_id, period.year)
    if plan is None or period.kind in ("week", "day"):
        raise NotAllowed("period.unknown", key=key)
    return period, plan


def workbook_writer() -> WriteWorkbook:
    """Makes the workbook in the reader's language."""

    def write(result: Consolidation, paper: Paper) -> bytes:
        return write_consolidation_xlsx(result, unit=None, locale=locale(), today=today(), paper=paper)

    return write


def read_form() -> dict[str, Any]:
    """Signers and, where they are known already, the outgoing number and day. Raises Invalid."""
    posts, names = request.form.getlist("post"), request.form.getlist("name")
    if len(posts) != len(names):
        raise Invalid("form.uneven")
    return {
        "signers": [Signer(post, name) for post, name in zip(posts, names, strict=True)],
        "number": request.form.get("number", ""),
        "day": read_day(),
    }


def read_sending() -> dict[str, Any]:
    """What a person says of how a report went out. Raises Invalid."""
    return {
        "number": request.form.get("number", ""),
        "day": read_day(),
        "way": request.form.get("way", ""),
        "recipient": request.form.get("recipient", ""),
    }


def read_day() -> date | None:
    text = request.form.get("day", "").strip()
    try:
        return parse_day(text) if text else None
    except DomainError as error:
        raise Invalid(error.code, field="day", **error.params) from error


def empty_form() -> dict[str, str]:
    return {"basis": ACCEPTED}


def signer_lines(former: Report | None = None) -> list[Signer]:
    """The lines for signatures: as typed, as on the former version, or the director and the methodologist."""
    if request.form:
        pairs = zip(request.form.getlist("post"), request.form.getlist("name"), strict=False)
        lines = [Signer(post, name) for post, name in pairs]
    elif former is not None:
        lines = [Signer(one["post"], one["name"]) for one in former.signers]
    else:
        lines = [
            Signer(label("role", role), person.name)
            for role in signing_posts()
            for person in people_of(current_user.centre_id, role=role, state="active")[:1]
        ]
    return (lines + [Signer("", "")] * SIGNER_LINES)[: max(SIGNER_LINES, len(lines))]
