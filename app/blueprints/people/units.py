"""The tree of units, and the other names under which plans know them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.people.views import blueprint
from app.domain.errors import DomainError, Invalid
from app.domain.units import PAGES, UNIT_KINDS
from app.i18n.labels import label
from app.models import Unit
from app.operations.units import add_unit, change_unit, remove_alias
from app.queries.units import aliases_of, all_units, below
from app.web.calendar_words import weekday_choices
from app.web.form_errors import form_errors
from app.web.gate import allow


@blueprint.get("/units")
@allow("people.manage")
def units() -> ResponseReturnValue:
    tree = all_units(current_user.centre_id, inactive=True)
    return render_template(
        "people/units.html",
        page_title=_("Boʻlinmalar"),
        tree=tree,
        depths=depths(tree),
        aliases=aliases_of(current_user.centre_id),
        names={unit.id: unit.name for unit in tree},
    )


@blueprint.get("/units/new")
@allow("people.manage")
def new_unit() -> ResponseReturnValue:
    return unit_page(None)


@blueprint.post("/units/new")
@allow("people.manage")
def add_new_unit() -> ResponseReturnValue:
    try:
        unit = add_unit(
            actor=current_user,
            centre_id=current_user.centre_id,
            code=request.form.get("code", "").strip(),
            **typed_unit(),
        )
    except DomainError as error:
        return unit_page(None, **form_errors(error)), error.status
    flash(_("Boʻlinma qoʻshildi: %(name)s.", name=unit.name), "success")
    return redirect(url_for("people.units"), 303)


@blueprint.get("/units/<id:unit_id>")
@allow("people.manage")
def unit(unit_id: int) -> ResponseReturnValue:
    return unit_page(load_unit(unit_id))


@blueprint.post("/units/<id:unit_id>")
@allow("people.manage")
def change_one_unit(unit_id: int) -> ResponseReturnValue:
    chosen = load_unit(unit_id)
    version = request.form.get("version", "")
    try:
        change_unit(
            actor=current_user,
            unit=chosen,
            version=int(version) if version.isdecimal() else 0,
            active="active" in request.form,
            **typed_unit(),
        )
    except DomainError as error:
        return unit_page(chosen, **form_errors(error)), error.status
    flash(_("Saqlandi."), "success")
    return redirect(url_for("people.units"), 303)


@blueprint.post("/units/aliases/<id:alias_id>/remove")
@allow("people.manage")
def forget_alias(alias_id: int) -> ResponseReturnValue:
    alias = next((alias for alias in aliases_of(current_user.centre_id) if alias.id == alias_id), None) or abort(404)
    name = alias.name
    remove_alias(actor=current_user, alias=alias)
    flash(_("“%(name)s” nomi olib tashlandi.", name=name), "success")
    return redirect(url_for("people.units"), 303)


def load_unit(unit_id: int) -> Unit:
    tree = all_units(current_user.centre_id, inactive=True)
    return next((unit for unit in tree if unit.id == unit_id), None) or abort(404)


def depths(tree: list[Unit]) -> dict[int, int]:
    """Unit → how deep it stands in the tree; parents come before their children."""
    found: dict[int, int] = {}
    for unit in tree:
        found[unit.id] = found.get(unit.parent_id, -1) + 1 if unit.parent_id else 0
    return found


def typed_unit() -> dict[str, object]:
    """The fields of the form. Raises Invalid for a parent that is no number."""
    parent = request.form.get("parent", "")
    if parent and not (parent.isascii() and parent.isdecimal() and len(parent) < 19):
        raise Invalid("choice.unknown", field="parent")
    return {
        "name": request.form.get("name", ""),
        "kind": request.form.get("kind", ""),
        "page": request.form.get("page", ""),
        "parent_id": int(parent) if parent else None,
        "working_week": request.form.getlist("working_week"),
    }


def unit_page(chosen: Unit | None, **errors: object) -> str:
    tree = all_units(current_user.centre_id, inactive=True)
    typed = request.form
    if chosen is not None and not errors:
        typed = {name: getattr(chosen, name) for name in ("name", "kind", "page", "version", "active")}
        typed["parent"] = chosen.parent_id or ""
    week = request.form.getlist("working_week") if errors else list((chosen.working_week if chosen else None) or "")
    hidden = below(tree, {chosen.id}) if chosen else set()
    return render_template(
        "people/unit.html",
        page_title=chosen.name if chosen else _("Yangi boʻlinma"),
        unit=chosen,
        typed=typed,
        kinds=[(kind, label("unit_kind", kind)) for kind in UNIT_KINDS],
        pages=[(page, label("page", page)) for page in PAGES],
        weekdays=weekday_choices(),
        week=week,
        parents=[(other.id, other.name) for other in tree if other.id not in hidden],
        **errors,
    )
