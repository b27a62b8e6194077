"""Where a row stands by an amendment, and the parts into which it is split."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.amendment_rows import ROW, load_amended, load_editable
from app.blueprints.plan.amendments import back, load_amendment, load_tree
from app.blueprints.plan.views import blueprint, load_plan
from app.domain.errors import DomainError
from app.domain.plan_tree import LETTERS
from app.forms.amendments import AmendedPlaceForm, AmendedSplitForm
from app.forms.base import NounForm, takes
from app.i18n.plan_words import months_before
from app.operations.amendment_places import amend_place, amend_split, has_past, may_split
from app.pages.row_names import row_name
from app.queries.plan import row_by_key
from app.web.gate import allow


@blueprint.get(f"{ROW}/place")
@allow("plan.edit")
def amend_place_page(year: int, number: int, row: str) -> ResponseReturnValue:
    """The place of a row as the amendment has it, and its parts."""
    return draw_place(year, number, row)


@blueprint.post(f"{ROW}/place")
@allow("plan.edit")
@takes(AmendedPlaceForm)
def amend_where(year: int, number: int, row: str) -> ResponseReturnValue:
    plan, form = load_plan(year), AmendedPlaceForm.posted(line="place")
    found = load_amendment(plan, number)
    form.offer(plan, found, load_amended(year, number, row)[1])
    try:
        amend_place(actor=current_user, plan=plan, amendment=found, row_key=row, **form.values())
    except DomainError as error:
        form.refuse(error, stored=found)
        return draw_place(year, number, row, place=form), error.status
    flash(_("%(key)s qatori oʻzgartirishga yozildi.", key=row), "success")
    return back(year, number)


@blueprint.post(f"{ROW}/split")
@allow("plan.edit")
@takes(AmendedSplitForm)
def split_amended(year: int, number: int, row: str) -> ResponseReturnValue:
    plan, form = load_plan(year), AmendedSplitForm.posted(line="split")
    found = load_amendment(plan, number)
    try:
        amend_split(actor=current_user, plan=plan, amendment=found, row_key=row, **form.values())
    except DomainError as error:
        form.refuse(error, stored=found)
        return draw_place(year, number, row, parts=form), error.status
    flash(_("%(key)s qatori tarkibga boʻlinadi: har bir tarkibning rejasini yozing.", key=row), "success")
    return back(year, number)


def draw_place(
    year: int, number: int, key: str, *, place: AmendedPlaceForm | None = None, parts: AmendedSplitForm | None = None
) -> str:
    plan = load_tree(year)
    found, stands = load_editable(plan, number), row_by_key(plan, key)
    if stands is None:  # it is only to come: it is added where it is to stand
        _found, stands = load_amended(year, number, key)
    wanted = next((line.wanted for line in found.lines if line.row_key == key), {})
    place = place or AmendedPlaceForm(
        line="place", where=wanted.get("where"), number=wanted.get("number", stands.number), version=found.version
    )
    parts = parts or AmendedSplitForm(
        line="split", way=LETTERS, until_name=months_before(found.first_month), version=found.version
    )
    sent: list[NounForm] = [place, parts]
    return render_template(
        "plan/amend_place.html",
        page_title=_("%(key)s qatorining oʻrni va tarkibi", key=key),
        year=year,
        amendment=found,
        row=stands,
        name=row_name(stands),
        place=place.offer(plan, found, stands),
        parts=parts if may_split(stands) and not wanted.get("split") else None,
        has_past=has_past(stands, found),
        errors=[fault for one in sent for fault in one.summary],
    )
