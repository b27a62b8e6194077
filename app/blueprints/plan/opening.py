"""Opening figures: the months before the centre began, typed as one table (domain.md §4 “Beginning”)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.opening_table import OpeningDrawing, OpeningGrid
from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.errors import DomainError, NotAllowed
from app.domain.opening import takes_opening
from app.domain.periods import period_of_month
from app.domain.permissions import may
from app.forms.base import asks, takes
from app.forms.opening import ClearOpeningForm, EndOpeningForm, OpeningFilterForm, OpeningForm
from app.i18n.labels import explain, sentence
from app.operations.entries import Refusal
from app.operations.opening import WRITE, clear_opening, end_opening, save_opening
from app.pages.moved_rows import renumbered
from app.pages.no_plan import no_plan_page
from app.queries.opening import (
    entered_months,
    last_sent_month,
    opening_lines,
    opening_written,
    progress_of,
    span_of_place,
)
from app.queries.plan import facts_of_plan, plan_years
from app.queries.units import all_units, span_of
from app.web.address import asked_unit
from app.web.clock import today
from app.web.gate import allow


@blueprint.get(f"{YEAR}/opening")
@allow("plan.view")
@asks(OpeningFilterForm)
def opening(year: int) -> ResponseReturnValue:
    """The table of the centre, or of one unit; who may not write it reads it."""
    return opening_page(year)


@blueprint.post(f"{YEAR}/opening")
@allow(WRITE)
@takes(OpeningForm)
def type_opening(year: int) -> ResponseReturnValue:
    """The whole table: what can be saved is, what cannot comes back as it was typed with the reason."""
    plan, form = load_plan(year), OpeningForm.posted()
    typed, gone = renumbered(plan, form.figures())
    try:
        reason = form.values()["reason"]
        changed, refusals = save_opening(actor=current_user, plan=plan, typed=typed, reason=reason, today=today())
        refusals = [*gone, *refusals]
    except NotAllowed:
        raise
    except DomainError as error:
        return opening_page(year, form=form.refuse(error), typed={key: text for key, text, _v in typed}), error.status
    return told(changed, refusals, here(year), partial(opening_page, year, form=form))


def told(changed: int, refusals: Sequence[Refusal], back: str, page: Callable[..., str]) -> ResponseReturnValue:
    """How much of a table was saved; what was not comes back as it was typed, with the reason."""
    if not refusals:
        flash(_("Saqlandi. Oʻzgargan kataklar: %(count)s", count=changed), "success")
        return redirect(back, 303)
    g.keep_writes = True  # what could be saved is saved, whatever became of the others
    drawn = page(
        typed={one.key: one.typed for one in refusals},
        errors={one.key: explain(one.error) for one in refusals},
        errors_title=_("Saqlangan kataklar: %(count)s. Quyidagilari saqlanmadi", count=changed),
    )
    return drawn, 422


@blueprint.post(f"{YEAR}/opening/clear")
@allow(WRITE)
@takes(ClearOpeningForm)
def clear_month(year: int) -> ResponseReturnValue:
    """Take a month's opening figures away, so that it may be worked."""
    plan, form = load_plan(year), ClearOpeningForm.posted(line="clear")
    try:
        count = clear_opening(actor=current_user, plan=plan, today=today(), **form.values())
    except DomainError as error:
        return opening_page(year, clear=form.refuse(error)), error.status
    flash(_("Olib tashlangan boshlangʻich sonlar: %(count)s", count=count), "success")
    return redirect(here(year), 303)


@blueprint.post(f"{YEAR}/opening/ended")
@allow(WRITE)
@takes(EndOpeningForm)
def end_typing(year: int) -> ResponseReturnValue:
    """Whether no more is known, so that nobody waits for the empty cells."""
    plan, form = load_plan(year), EndOpeningForm.posted(line="ended")
    try:
        end_opening(actor=current_user, plan=plan, **form.values())
    except DomainError as error:
        return opening_page(year, end=form.refuse(error)), error.status
    flash(_("Saqlandi"), "success")
    return redirect(here(year), 303)


def here(year: int) -> str:
    return url_for("plan.opening", year=year, unit=request.args.get("unit") or None)


def opening_page(
    year: int,
    *,
    form: OpeningForm | None = None,
    clear: ClearOpeningForm | None = None,
    end: EndOpeningForm | None = None,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    errors_title: str | None = None,
) -> str:
    centre_id = current_user.centre_id
    plan = facts_of_plan(centre_id, year)
    if plan is None:
        return no_plan_page(_("Boshlangʻich sonlar"), year, lambda other: url_for("plan.opening", year=other))
    units, unit = all_units(centre_id), asked_unit()
    lines = opening_lines(plan.id, year, units)
    written = opening_written(plan.id, year)
    counting = {unit_id for line in lines for unit_id in line.counting}
    filter_form = OpeningFilterForm.asked()
    offered = [one for one in units if one.id in counting and takes_opening(span_of(one), year * 100 + 1)]
    filter_form.unit.offer(offered, unit)
    months = [year * 100 + number for number in range(1, 13)]
    may_write = may(current_user.rights, WRITE) and plan.state != "closed"
    drawing = OpeningDrawing(
        partial(span_of_place, centre_id), year, unit, units, lines, written, entered_months(centre_id, year, months),
        today(), may_write=may_write, typed=typed or {}, errors=errors or {},
    )  # fmt: skip
    grid = drawing.grid()
    sent = last_sent_month(centre_id, year)
    known = {place.stretch for (_part, place), figure in written.items() if figure.state != "empty"}
    clear_form = clear or ClearOpeningForm(line="clear")
    clear_form.offer(known)
    begins = span_of_place(centre_id, unit).first
    refused = form or clear or end
    counted = ((line.mode, [part.id for part in line.parts], line.counting) for line in lines if line.counting)
    progress = progress_of(centre_id, year, counted, written, today())
    return render_template(
        "plan/opening.html",
        page_title=_("Boshlangʻich sonlar, %(year)s-yil", year=year),
        year=year,
        years=[other for other in plan_years(centre_id) if other != year],
        unit=unit,
        filter_form=filter_form,
        grid=grid,
        form=form or OpeningForm(),
        needs_reason=sent is not None and any(one.last <= sent for one in drawing.stretches),
        clear_form=clear_form if known and may_write else None,
        progress=progress,
        end_form=(end or EndOpeningForm(line="ended", ended=progress.ended)) if may_write else None,
        begins=period_of_month(begins),
        may_write=may_write,
        closed=sentence("lock.year_archived", {"year": year}) if plan.state == "closed" else None,
        errors=[*grid_errors(grid), *(refused.summary if refused else [])],
        errors_title=errors_title,
        back=here(year),
    )


def grid_errors(grid: OpeningGrid) -> list[dict[str, str]]:
    return [
        {"id": f"{row.id}-{column.id}", "message": f"{row.title}, {column.title}: {cell.error}"}
        for row, column, cell in grid.refused
    ]
