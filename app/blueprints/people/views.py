"""Accounts: list, add, change, first passwords, sign-ins (trust.md A5, A7, A11, A12, S10)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError, Invalid
from app.domain.permissions import ROLES
from app.i18n.labels import label
from app.models import Person
from app.models.types import now
from app.operations.people import (
    IDLE,
    LONGEST_SITTING,
    add_person,
    change_person,
    end_sign_ins,
    reset_password,
    seconds_to_wait,
    set_active,
    throttle_key,
    unlock,
)
from app.queries.people import open_sign_ins, people_of, person_of, sign_in_counts
from app.queries.units import all_units
from app.web.form_errors import form_errors
from app.web.gate import allow

blueprint = Blueprint("people", __name__, url_prefix="/people")
SHOWN_ONCE = "first_password"  # in the session, between giving a first password and showing it


@blueprint.get("/")
@allow("people.manage")
def index() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("role", "unit", "state", "words")}
    moment = now()
    return render_template(
        "people/list.html",
        page_title=_("Xodimlar va boʻlinmalar"),
        people=people_of(current_user.centre_id, **wanted),
        wanted=wanted,
        units=all_units(current_user.centre_id),
        roles=role_choices(),
        sign_ins=sign_in_counts(current_user.centre_id, seen_since=moment - IDLE, begun_since=moment - LONGEST_SITTING),
    )


@blueprint.get("/new")
@allow("people.manage")
def new() -> ResponseReturnValue:
    return new_page()


@blueprint.post("/new")
@allow("people.manage")
def add() -> ResponseReturnValue:
    try:
        person, password = add_person(
            actor=current_user, centre_id=current_user.centre_id, login=request.form.get("login", ""), **typed_person()
        )
    except DomainError as error:
        return new_page(**form_errors(error)), error.status
    session[SHOWN_ONCE] = {"login": person.login, "password": password}
    return redirect(url_for("people.person", person_id=person.id), 303)


@blueprint.get("/<id:person_id>")
@allow("people.manage")
def person(person_id: int) -> ResponseReturnValue:
    return person_page(load_person(person_id))


@blueprint.post("/<id:person_id>")
@allow("people.manage")
def change(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    version = request.form.get("version", "")
    return act(
        chosen,
        lambda: change_person(
            actor=current_user, person=chosen, version=int(version) if version.isdecimal() else 0, **typed_person()
        ),
        _("Saqlandi."),
    )


@blueprint.post("/<id:person_id>/reset-password")
@allow("people.manage")
def give_password(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    if chosen.id == current_user.id:  # it would end the sign-in that is to show the password
        return redirect(url_for("home.profile"), 303)
    session[SHOWN_ONCE] = {"login": chosen.login, "password": reset_password(actor=current_user, person=chosen)}
    return redirect(url_for("people.person", person_id=chosen.id), 303)


@blueprint.post("/<id:person_id>/deactivate")
@allow("people.manage")
def deactivate(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    done = _("%(name)s faolsizlantirildi. Uning yozuvlari va tarixi saqlanadi.", name=chosen.name)
    return act(chosen, lambda: set_active(actor=current_user, person=chosen, active=False), done)


@blueprint.post("/<id:person_id>/activate")
@allow("people.manage")
def activate(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    done = _("%(name)s yana faol.", name=chosen.name)
    return act(chosen, lambda: set_active(actor=current_user, person=chosen, active=True), done)


@blueprint.post("/<id:person_id>/end-sign-ins")
@allow("people.manage")
def end_all(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    return act(chosen, lambda: end_sign_ins(actor=current_user, person=chosen), _("Seanslar yakunlandi."))


@blueprint.post("/<id:person_id>/unlock")
@allow("people.manage")
def free(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    return act(chosen, lambda: unlock(actor=current_user, person=chosen), _("Kirish uchun kutish bekor qilindi."))


def load_person(person_id: int) -> Person:
    return person_of(current_user.centre_id, person_id) or abort(404)


def act(chosen: Person, operation: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do one thing to a person, then show the person again; a refusal is shown with what was typed."""
    try:
        operation()
    except DomainError as error:
        return person_page(chosen, **form_errors(error)), error.status
    flash(done, "success")
    return redirect(url_for("people.person", person_id=chosen.id), 303)


def typed_person() -> dict[str, object]:
    """Name, role and units as the form gives them. Raises Invalid for a unit that is no number."""
    units = request.form.getlist("units")
    if not all(unit.isascii() and unit.isdecimal() and len(unit) < 19 for unit in units):
        raise Invalid("choice.unknown", field="units")
    return {
        "name": request.form.get("name", ""),
        "role": request.form.get("role", ""),
        "unit_ids": [int(unit) for unit in units],
    }


def role_choices() -> list[tuple[str, str]]:
    return [(role, label("role", role)) for role in ROLES]


def new_page(**errors: object) -> str:
    return render_template(
        "people/new.html",
        page_title=_("Yangi xodim"),
        typed=request.form,
        typed_units=request.form.getlist("units"),
        roles=role_choices(),
        units=all_units(current_user.centre_id),
        **errors,
    )


def person_page(chosen: Person, **errors: object) -> str:
    moment = now()
    refused = bool(errors) and "name" in request.form
    typed = request.form if refused else {"name": chosen.name, "role": chosen.role, "version": chosen.version}
    return render_template(
        "people/person.html",
        page_title=chosen.name,
        person=chosen,
        typed=typed,
        typed_units=request.form.getlist("units") if refused else [str(unit.id) for unit in chosen.units],
        roles=role_choices(),
        units=all_units(chosen.centre_id),
        sign_ins=open_sign_ins(chosen.id, seen_since=moment - IDLE, begun_since=moment - LONGEST_SITTING),
        wait_seconds=seconds_to_wait(throttle_key(chosen.login_key), moment),
        given=session.pop(SHOWN_ONCE, None) if request.method == "GET" else None,
        **errors,
    )
