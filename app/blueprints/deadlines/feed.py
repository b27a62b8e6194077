"""The calendar feed: one secret address a person, which a telephone or Outlook reads by itself (RFC 5545)."""

from __future__ import annotations

from datetime import date

from flask import Response, abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.deadlines.views import blueprint
from app.documents.calendar_ics import Event, write_calendar
from app.domain.duties import Duty
from app.domain.permissions import PUBLIC
from app.extensions import db
from app.forms.base import ActForm, takes
from app.forms.calendar_address import CalendarAddressForm
from app.models import CalendarKey, Person
from app.models.types import clock
from app.operations.calendar_keys import end_calendar_key, person_of_secret, renew_calendar_key
from app.pages.duty_words import duty_words, owner_name, units_of, waits_words
from app.queries.duties import duties, everybody, of_person
from app.queries.stand_ins import stand
from app.web.clock import today
from app.web.gate import allow

SHOWN_ONCE = "calendar_secret"  # in the session, between making a secret and showing its address


@blueprint.get("/feed")
@allow("deadlines.view")
def feed_page() -> ResponseReturnValue:
    secret = session.pop(SHOWN_ONCE, None)
    return render_template(
        "deadlines/feed.html",
        page_title=_("Muddatlar taqvimi"),
        form=CalendarAddressForm(),
        key=db.session.get(CalendarKey, current_user.id),
        address=url_for("deadlines.feed", secret=secret, _external=True) if secret else None,
    )


@blueprint.post("/feed")
@allow("deadlines.view")
@takes(CalendarAddressForm)
def renew() -> ResponseReturnValue:
    session[SHOWN_ONCE] = renew_calendar_key(actor=current_user)
    return redirect(url_for("deadlines.feed_page"), 303)


@blueprint.post("/feed/end")
@allow("deadlines.view")
@takes(ActForm)
def end() -> ResponseReturnValue:
    end_calendar_key(actor=current_user)
    flash(_("Taqvim manzili yopildi."), "success")
    return redirect(url_for("deadlines.feed_page"), 303)


@blueprint.get("/feed/<secret>.ics")
@allow(PUBLIC)
def feed(secret: str) -> ResponseReturnValue:
    """What is not done yet, for the person; for one who owes nothing, the whole centre's."""
    person = stand(person_of_secret(secret) or abort(404), today())
    with force_locale(person.locale):
        found = unfinished(person)
        several = len({duty.unit_id for duty in found}) > 1
        events = [event(duty.due, duty, person, several=several) for duty in found if duty.due is not None]
        content = write_calendar(_("Muddatlar: %(centre)s", centre=person.centre.name), events)
    return Response(content, content_type="text/calendar; charset=utf-8")


def unfinished(person: Person) -> list[Duty]:
    owing = of_person(person)
    return duties(person.centre_id, everybody() if owing.is_nobody else owing, today())


def event(day: date, duty: Duty, person: Person, *, several: bool) -> Event:
    """``several``: whether the calendar holds what several units owe; then each says of which it is, for the titles of
    one day would be the same, and a calendar shows nothing else of them."""
    units = units_of(person.centre_id)
    unit = units.get(duty.unit_id or 0)
    thing = f"{duty.kind}-{duty.period}-{unit.code if unit else ''}"
    if duty.row_key:
        thing = f"{'obligation' if duty.is_obligation else duty.kind}-{duty.number}"
    return Event(
        uid=f"{thing}@{person.centre.code}.jamlanma",
        day=day,
        title=", ".join([duty_words(duty, person.locale), *([unit.name] if unit and several else [])]),
        text=", ".join(filter(None, (owner_name(duty, units), waits_words(duty)))),
        revision=duty.revision,
        stamp=clock(),
    )
