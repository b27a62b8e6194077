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
from app.domain.permissions import PUBLIC
from app.extensions import db
from app.forms.base import ActForm, takes
from app.forms.calendar_address import CalendarAddressForm
from app.models import CalendarKey, Person
from app.models.types import now
from app.operations.calendar_keys import end_calendar_key, person_of_secret, renew_calendar_key
from app.pages.due_words import due_words
from app.queries.deadlines import Due, dues, owing_units
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
    """What is not done yet, for the units of the person; of a person without units, the whole centre's."""
    person = person_of_secret(secret) or abort(404)
    with force_locale(person.locale):
        events = [event(day, due, person) for day, due in unfinished(person)]
        content = write_calendar(_("Muddatlar: %(centre)s", centre=person.centre.name), events)
    return Response(content, content_type="text/calendar; charset=utf-8")


def unfinished(person: Person) -> list[tuple[date, Due]]:
    ids = {unit.id for unit in owing_units(person)} or None
    found = dues(person.centre_id, today=today(), unit_ids=ids, first=date(today().year - 1, 1, 1))
    return [(due.obligation.due_on, due) for due in found if due.is_open and due.obligation.due_on is not None]


def event(day: date, due: Due, person: Person) -> Event:
    return Event(
        uid=f"obligation-{due.obligation.id}@{person.centre.code}.jamlanma",
        day=day,
        title=due_words(due, person.locale),
        text=due.unit.name,
        revision=due.obligation.version - 1,
        stamp=now(),
    )
