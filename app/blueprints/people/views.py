"""Accounts: list, add, change, first passwords, sign-ins (trust.md A5, A7, A11, A12, S10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError
from app.domain.stand_ins import Standing
from app.forms.base import ActForm, NounForm, asks, takes
from app.forms.filters import PeopleFilterForm
from app.forms.person import NewPersonForm, PersonForm
from app.i18n.names import acted
from app.models import Person
from app.models.types import clock
from app.operations.people import (
    IDLE,
    LONGEST_SITTING,
    add_person,
    change_person,
    end_sign_ins,
    reset_password,
    seconds_to_wait,
    set_active,
    unlock,
)
from app.queries.people import open_sign_ins, people_of, person_of, sign_in_counts, throttle_key
from app.queries.units import all_units, working_units
from app.web.clock import today
from app.web.gate import allow

blueprint = Blueprint("people", __name__, url_prefix="/people")
SHOWN_ONCE = "first_password"  # in the session, between giving a first password and showing it


@blueprint.get("/")
@allow("people.manage")
@asks(PeopleFilterForm)
def index() -> ResponseReturnValue:
    moment, form = clock(), PeopleFilterForm.asked()
    form.unit.offer(all_units(current_user.centre_id))
    page = render_template(
        "people/list.html",
        page_title=_("Xodimlar va boʻlinmalar"),
        people=people_of(current_user.centre_id, **form.wanted()),
        form=form,
        sign_ins=sign_in_counts(current_user.centre_id, seen_since=moment - IDLE, begun_since=moment - LONGEST_SITTING),
        **form.told(),
    )
    return page, form.status


@blueprint.get("/new")
@allow("people.manage")
def new() -> ResponseReturnValue:
    return new_page(NewPersonForm(units=unit_choices()))


@blueprint.post("/new")
@allow("people.manage")
@takes(NewPersonForm)
def add() -> ResponseReturnValue:
    form = NewPersonForm.posted(units=unit_choices())
    try:
        person, password, ended = add_person(
            actor=current_user, centre_id=current_user.centre_id, today=today(), **form.values()
        )
    except DomainError as error:
        return new_page(form.refuse(error)), error.status
    tell_ended(ended)
    session[SHOWN_ONCE] = {"login": person.login, "password": password}
    return redirect(url_for("people.person", person_id=person.id), 303)


@blueprint.get("/<id:person_id>")
@allow("people.manage")
def person(person_id: int) -> ResponseReturnValue:
    return person_page(load_person(person_id))


@blueprint.post("/<id:person_id>")
@allow("people.manage")
@takes(PersonForm)
def change(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    form = PersonForm.posted(units=unit_choices(chosen))
    return act(
        chosen,
        form,
        lambda: change_person(actor=current_user, person=chosen, today=today(), **form.values()),
        _("Saqlandi."),
    )


@blueprint.post("/<id:person_id>/reset-password")
@allow("people.manage")
@takes(ActForm)
def give_password(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    if chosen.id == current_user.id:  # it would end the sign-in that is to show the password
        return redirect(url_for("home.profile"), 303)
    session[SHOWN_ONCE] = {"login": chosen.login, "password": reset_password(actor=current_user, person=chosen)}
    return redirect(url_for("people.person", person_id=chosen.id), 303)


@blueprint.post("/<id:person_id>/deactivate")
@allow("people.manage")
@takes(ActForm)
def deactivate(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    done = _("%(name)s faolsizlantirildi. Uning yozuvlari va tarixi saqlanadi.", name=chosen.name)
    return act(
        chosen,
        ActForm.posted(),
        lambda: set_active(actor=current_user, person=chosen, active=False, today=today()),
        done,
    )


@blueprint.post("/<id:person_id>/activate")
@allow("people.manage")
@takes(ActForm)
def activate(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    done = _("%(name)s yana faol.", name=chosen.name)
    return act(
        chosen,
        ActForm.posted(),
        lambda: set_active(actor=current_user, person=chosen, active=True, today=today()),
        done,
    )


@blueprint.post("/<id:person_id>/end-sign-ins")
@allow("people.manage")
@takes(ActForm)
def end_all(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    return act(
        chosen, ActForm.posted(), lambda: end_sign_ins(actor=current_user, person=chosen), _("Seanslar yakunlandi.")
    )


@blueprint.post("/<id:person_id>/unlock")
@allow("people.manage")
@takes(ActForm)
def free(person_id: int) -> ResponseReturnValue:
    chosen = load_person(person_id)
    return act(
        chosen,
        ActForm.posted(),
        lambda: unlock(actor=current_user, person=chosen),
        _("Kirish uchun kutish bekor qilindi."),
    )


def load_person(person_id: int) -> Person:
    return person_of(current_user.centre_id, person_id) or abort(404)


def act(
    chosen: Person, form: NounForm, operation: Callable[[], tuple[Standing, ...] | None], done: str
) -> ResponseReturnValue:
    """Do one thing to a person, then show the person again, and who stands in no more for what it changed; a refusal is
    shown with what was typed."""
    try:
        ended = operation()
    except DomainError as error:
        return person_page(chosen, form.refuse(error, stored=chosen)), error.status
    flash(done, "success")
    tell_ended(ended or ())
    return redirect(url_for("people.person", person_id=chosen.id), 303)


def tell_ended(ended: Sequence[Standing]) -> None:
    """Who stands in for somebody no more."""
    for one in ended:
        who = acted(one.person, one.in_place_of)
        flash(_("Vaqtincha vazifa bajarish bugundan tugatildi: %(who)s.", who=who), "warning")


def unit_choices(chosen: Person | None = None) -> list[tuple[str, str]]:
    """The units that a person can be given, by their numbers, and those that he has though they have ended."""
    units = [*working_units(current_user.centre_id), *(chosen.units if chosen else [])]
    return list({unit.id: (str(unit.id), unit.name) for unit in units}.values())


def new_page(form: NewPersonForm) -> str:
    return render_template("people/new.html", page_title=_("Yangi xodim"), form=form, errors=form.summary)


def person_page(chosen: Person, refused: NounForm | None = None) -> str:
    """A person with the forms about it; the one that was refused stands as it was sent."""
    moment = clock()
    form = refused if isinstance(refused, PersonForm) else PersonForm.of(chosen, unit_choices(chosen))
    return render_template(
        "people/person.html",
        page_title=chosen.name,
        person=chosen,
        form=form,
        unit_names=", ".join(unit.name for unit in chosen.units) or "—",
        sign_ins=open_sign_ins(chosen.id, seen_since=moment - IDLE, begun_since=moment - LONGEST_SITTING),
        wait_seconds=seconds_to_wait(throttle_key(chosen.login_key), moment),
        given=session.pop(SHOWN_ONCE, None) if request.method == "GET" else None,
        errors=refused.summary if refused else [],
    )
