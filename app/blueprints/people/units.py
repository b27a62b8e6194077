"""The tree of units, and the other names under which plans know them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.people.views import blueprint
from app.domain.errors import DomainError
from app.domain.periods import Period, period_of_month
from app.forms.base import ActForm, takes
from app.forms.unit import NewUnitForm, UnitFields, UnitForm
from app.i18n.formats import format_period
from app.models import Unit
from app.operations.units import add_unit, change_unit, remove_alias
from app.queries.months import week_holds_from
from app.queries.units import aliases_of, all_units, unit_of, with_sectors
from app.web.gate import allow
from app.web.page import locale


@blueprint.get("/units")
@allow("people.manage")
def units() -> ResponseReturnValue:
    tree = all_units(current_user.centre_id)
    return render_template(
        "people/units.html",
        page_title=_("Boʻlinmalar"),
        tree=tree,
        depths=depths(tree),
        aliases=aliases_of(current_user.centre_id),
        names={unit.id: unit.name for unit in tree},
        month=period_of_month,
    )


@blueprint.get("/units/new")
@allow("people.manage")
def new_unit() -> ResponseReturnValue:
    return unit_page(None, NewUnitForm(parents=parents_of(None)))


@blueprint.post("/units/new")
@allow("people.manage")
@takes(NewUnitForm)
def add_new_unit() -> ResponseReturnValue:
    form = NewUnitForm.posted(parents=parents_of(None))
    try:
        unit = add_unit(actor=current_user, **form.values())
    except DomainError as error:
        return unit_page(None, form.refuse(error)), error.status
    flash(_("Boʻlinma qoʻshildi: %(name)s.", name=unit.name), "success")
    return redirect(url_for("people.units"), 303)


@blueprint.get("/units/<id:unit_id>")
@allow("people.manage")
def unit(unit_id: int) -> ResponseReturnValue:
    chosen = load_unit(unit_id)
    return unit_page(chosen, UnitForm.of(chosen, parents_of(chosen)))


@blueprint.post("/units/<id:unit_id>")
@allow("people.manage")
@takes(UnitForm)
def change_one_unit(unit_id: int) -> ResponseReturnValue:
    chosen = load_unit(unit_id)
    form, week = UnitForm.posted(parents=parents_of(chosen)), chosen.working_week
    try:
        change_unit(actor=current_user, unit=chosen, **form.values())
    except DomainError as error:
        return unit_page(chosen, form.refuse(error, stored=chosen)), error.status
    holds_from = week_holds_from(chosen) if chosen.working_week != week else None
    if holds_from is None:
        flash(_("Saqlandi."), "success")
    else:
        flash(_("Saqlandi. %(week)s", week=week_words(holds_from)), "success")
    return redirect(url_for("people.units"), 303)


@blueprint.post("/units/aliases/<id:alias_id>/remove")
@allow("people.manage")
@takes(ActForm)
def forget_alias(alias_id: int) -> ResponseReturnValue:
    alias = next((alias for alias in aliases_of(current_user.centre_id) if alias.id == alias_id), None) or abort(404)
    name = alias.name
    remove_alias(actor=current_user, alias=alias)
    flash(_("“%(name)s” nomi olib tashlandi.", name=name), "success")
    return redirect(url_for("people.units"), 303)


def load_unit(unit_id: int) -> Unit:
    return unit_of(current_user.centre_id, unit_id) or abort(404)


def depths(tree: list[Unit]) -> dict[int, int]:
    """Unit → how deep it stands in the tree; parents come before their children."""
    found: dict[int, int] = {}
    for unit in tree:
        found[unit.id] = found.get(unit.parent_id, -1) + 1 if unit.parent_id else 0
    return found


def parents_of(chosen: Unit | None) -> list[tuple[str, str]]:
    """The units in which a unit may lie: all but itself and those below it."""
    tree = all_units(current_user.centre_id)
    hidden = with_sectors(chosen) or set()
    return [(str(other.id), other.name) for other in tree if other.id not in hidden and not other.is_ended]


def week_words(holds_from: Period) -> str:
    return _(
        "Yangi ish haftasi %(month)s oyidan amal qiladi, undan oldin qabul qilingan oylar avvalgidek qoladi.",
        month=format_period(holds_from.key, locale()),
    )


def unit_page(chosen: Unit | None, form: UnitFields) -> str:
    holds_from = week_holds_from(chosen) if chosen else None
    return render_template(
        "people/unit.html",
        page_title=chosen.name if chosen else _("Yangi boʻlinma"),
        unit=chosen,
        form=form,
        week_words=week_words(holds_from) if holds_from else None,
        errors=form.summary,
    )
