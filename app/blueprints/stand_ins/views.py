"""The list of stand-ins, running, to come and past, and naming one (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError, NotAllowed
from app.domain.permissions import may, may_be_lent, may_stand_in, vacant_posts
from app.domain.stand_ins import STATES
from app.forms.base import ActForm, takes
from app.forms.choices import Choices
from app.forms.stand_in import POST, StandInForm
from app.i18n.labels import label
from app.models import Person, StandIn
from app.operations.stand_ins import end_stand_in, may_end, may_name, name_stand_in
from app.queries.people import held_roles, people_of, person_of
from app.queries.stand_ins import stand_in_of, stand_ins_of, standing_of
from app.web.clock import today
from app.web.gate import allow

blueprint = Blueprint("stand_ins", __name__, url_prefix="/stand-ins")


@blueprint.get("/")
@allow("stand_ins.view")
def index() -> ResponseReturnValue:
    return stand_ins_page()


@blueprint.post("/")
@allow("stand_ins.name")
@takes(StandInForm)
def name() -> ResponseReturnValue:
    """Name who acts in another's place."""
    form = StandInForm.posted(**choices())
    try:
        values = form.values()
        absent_id, role = values.pop("absent")
        found = name_stand_in(
            actor=current_user,
            **values | {"person": needed_person(values["person"])},
            absent=needed_person(absent_id) if absent_id is not None else None,
            role=role or "",
            today=today(),
        )
    except NotAllowed:
        raise
    except DomainError as error:
        return stand_ins_page(form.refuse(error)), error.status
    flash(_("Tayinlandi: %(name)s.", name=found.person.name), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<id:stand_in_id>/end")
@allow("stand_ins.name")
@takes(ActForm)
def end(stand_in_id: int) -> ResponseReturnValue:
    """End one before its last day."""
    found = stand_in_of(current_user.centre_id, stand_in_id) or abort(404)
    end_stand_in(actor=current_user, stand_in=found, today=today())
    flash(_("Tugatildi: %(name)s. Unda endi faqat oʻz huquqlari bor.", name=found.person.name), "success")
    return redirect(url_for(".index"), 303)


def stand_ins_page(refused: StandInForm | None = None) -> str:
    """All of them by their state, and the form for those who name one now; the one that was refused as it was sent."""
    found = stand_ins_of(current_user.centre_id)
    names = may_name(current_user)
    return render_template(
        "stand_ins/page.html",
        page_title=_("Vaqtincha vazifa bajaruvchilar"),
        groups=[(state, [one for one in found if state_of(one) == state]) for state in STATES],
        may_end=lambda one: may_end(current_user, one),
        waits=may(current_user.rights, "stand_ins.name") and not names,
        form=(refused or StandInForm(first_day=today(), **choices())) if names else None,
        errors=refused.summary if refused else [],
    )


def state_of(found: StandIn) -> str:
    standing = standing_of(found.centre_id, found.id)
    return standing.state(today()) if standing else ""


def needed_person(person_id: int) -> Person:
    return person_of(current_user.centre_id, person_id) or abort(404)


def choices() -> dict[str, Choices]:
    """Who can stand in, and for whom: people of the roles that allow it, and empty posts."""
    everybody = [person for person in people_of(current_user.centre_id) if may_be_lent(person.role)]
    vacant = [(f"{POST}{role}", label("role", role)) for role in vacant_posts(held_roles(current_user.centre_id))]
    people = [(_("Xodimlar"), named(everybody))]
    return {
        "people": named([person for person in everybody if person.active and may_stand_in(person.role)]),
        "absent": [*people, *([(_("Boʻsh lavozimlar"), vacant)] if vacant else [])],
    }


def named(people: Sequence[Person]) -> list[tuple[str, str]]:
    return [(str(person.id), f"{person.name} ({label('role', person.role)})") for person in people]
