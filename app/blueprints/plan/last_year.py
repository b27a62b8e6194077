"""Last year's months of a plan that has no plan of last year beside it, typed as one table (domain.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.opening import grid_errors, told
from app.blueprints.plan.opening_table import OpeningDrawing
from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.errors import DomainError, NotAllowed
from app.domain.opening import before_year
from app.domain.permissions import may
from app.forms.base import asks, takes
from app.forms.cells import CellsForm
from app.forms.opening import OpeningFilterForm
from app.i18n.labels import explain, sentence
from app.operations.opening import WRITE, save_opening
from app.pages.no_plan import no_plan_page
from app.queries.opening import opening_lines, opening_written, other_than_fact
from app.queries.plan import facts_of_plan
from app.queries.units import all_units
from app.web.address import asked_unit
from app.web.clock import today
from app.web.gate import allow


@blueprint.get(f"{YEAR}/last-year")
@allow("plan.view")
@asks(OpeningFilterForm)
def last_year(year: int) -> ResponseReturnValue:
    """The table of the centre, or of one unit; who may not write it reads it."""
    return last_year_page(year)


@blueprint.post(f"{YEAR}/last-year")
@allow(WRITE)
@takes(CellsForm)
def type_last_year(year: int) -> ResponseReturnValue:
    """The whole table: what can be saved is, what cannot comes back as it was typed with the reason."""
    plan, typed = load_plan(year), CellsForm.posted().figures()
    try:
        changed, refusals = save_opening(actor=current_user, plan=plan, typed=typed, today=today(), last_year=True)
    except NotAllowed:
        raise
    except DomainError as error:
        flash(explain(error), "error")
        return last_year_page(year, typed={key: text for key, text, _v in typed}), error.status
    return told(changed, refusals, here(year), partial(last_year_page, year))


def here(year: int) -> str:
    return url_for("plan.last_year", year=year, unit=request.args.get("unit") or None)


def last_year_page(
    year: int,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    errors_title: str | None = None,
) -> str:
    centre_id = current_user.centre_id
    plan, before = facts_of_plan(centre_id, year), facts_of_plan(centre_id, year - 1)
    if plan is None:
        return no_plan_page(_("Oʻtgan yil sonlari"), year, lambda other: url_for("plan.last_year", year=other))
    units, unit = all_units(centre_id), asked_unit()
    lines, written = opening_lines(plan.id, year, units), opening_written(plan.id, year - 1)
    counting = {unit_id for line in lines for unit_id in line.counting}
    filter_form = OpeningFilterForm.asked()
    filter_form.unit.offer([one for one in units if one.id in counting], unit)
    may_write = may(current_user.rights, WRITE) and plan.state != "closed" and before is None
    drawing = OpeningDrawing(
        lambda _unit: before_year(year), year - 1, unit, units, lines, written, (), today(),
        may_write=may_write, typed=typed or {}, errors=errors or {},
    )  # fmt: skip
    grid = drawing.grid()
    return render_template(
        "plan/last_year.html",
        page_title=_("Oʻtgan yil sonlari, %(year)s-yil", year=year - 1),
        year=year,
        unit=unit,
        filter_form=filter_form,
        grid=grid,
        may_write=may_write,
        has_plan=before is not None,
        unread=sum(figure.state != "empty" for figure in written.values()) if before is not None else 0,
        other=[] if before is not None else other_than_fact(lines, written),
        closed=sentence("lock.year_archived", {"year": year}) if plan.state == "closed" else None,
        errors=grid_errors(grid),
        errors_title=errors_title,
        back=here(year),
    )
