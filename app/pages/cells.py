"""One figure on a page: its text, its version, and the answer after it was saved or refused."""

from __future__ import annotations

import json

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.domain.errors import Conflict, DomainError, Locked
from app.i18n.formats import format_number
from app.i18n.labels import explain
from app.models import Entry, Plan
from app.operations.entries import NOT_APPLICABLE_SIGN
from app.queries.cells import Cell, Written, current_entry, find_cell
from app.queries.diary import part_totals
from app.queries.opening import OpeningWritten
from app.web.names import acted_by
from app.web.page import locale

NO_ACTIVITY_TEXT = "–"


def figure_text(entry: Entry | Written | OpeningWritten | None) -> str:
    """A stored figure as it stands in a cell: grouped digits, “–” for no activity, “×” set aside, blank when empty."""
    if entry is None or entry.state == "empty":
        return ""
    if entry.state == "not_applicable":
        return NOT_APPLICABLE_SIGN
    if entry.state == "no_activity":
        return NO_ACTIVITY_TEXT
    text = format_number(entry.value, locale())
    return text if entry.base is None else f"{text}/{format_number(entry.base, locale())}"


def refused_answer(plan: Plan, key: str, typed: str, error: DomainError) -> ResponseReturnValue:
    """What the page is told when a typed figure was not saved: why, and of a conflict both values."""
    status = {Conflict: "conflict", Locked: "locked"}.get(type(error), "refused")
    event = {"conflict": "cellConflict", "locked": "cellLocked", "refused": "cellRefused"}[status]
    message = explain(error)
    answer: dict[str, object] = {"status": status, "message": message, "cell": key, "mine": typed}
    if status == "conflict":
        theirs = current_entry(find_cell(plan, key))
        answer |= {
            "version": theirs.version if theirs else 0,
            "theirs": figure_text(theirs),
            "theirs_by": acted_by(theirs.person.name, theirs.stand_in_id) if theirs else "",
        }
    response = make_response(render_template("components/_cell_answer.html", answer=answer), error.status)
    response.headers["HX-Trigger"] = json.dumps({event: answer})
    return response


def saved_answer(plan: Plan, cell: Cell, entry: Written | None) -> ResponseReturnValue:
    """What the page is told when a figure was saved: its version and the new totals."""
    month, running = part_totals(plan, cell.part, cell.unit, cell.period)
    answer = {
        "status": "saved",
        "cell": cell.key,
        "version": entry.version if entry else 0,
        "value": figure_text(entry),
        "state": entry.state if entry else "empty",
        "by": current_user.name,
        "totals": {cell.part.key: total_text(month)},
        "running": {cell.part.key: total_text(running)},
    }
    response = make_response(render_template("components/_cell_answer.html", answer=answer))
    response.headers["HX-Trigger"] = json.dumps({"cellSaved": answer})
    return response


def total_text(total: object) -> str:
    """A sum as text; what nobody reported stays blank."""
    amount = getattr(total, "amount", None)
    return "" if amount is None else format_number(amount, locale())
