"""Setting a cell aside as not applicable, on the diary and on a service's page (domain.md §3)."""

from __future__ import annotations

from flask_login import current_user

from app.domain.errors import Invalid
from app.domain.periods import Period
from app.forms.cells import AsideForm
from app.models import Plan, Unit
from app.operations.entries import NOT_APPLICABLE, save_cell
from app.pages.moved_rows import need_same_rows
from app.queries.cells import current_entry, find_cell
from app.web.clock import today


def set_aside(form: AsideForm, plan: Plan, unit: Unit, month: Period) -> None:
    """Set the cell that the form names aside. Raises what ``save_cell`` raises, Invalid for a day of another month."""
    values = form.values()
    day = values["day"]
    if day is not None and not month.start <= day <= month.end:
        raise Invalid("date.outside_month", field="day")
    need_same_rows(plan, [values["row"]])
    cell = find_cell(plan, f"{values['row']}|{unit.code}|{day.isoformat() if day else month.key}")
    known = current_entry(cell)
    save_cell(
        actor=current_user,
        plan=plan,
        cell=cell,
        typed="",
        version=known.version if known else 0,
        today=today(),
        state=NOT_APPLICABLE,
        reason=values["reason"],
    )
