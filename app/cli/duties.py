"""``duties``: the one list of what is owed on a day (contract.md “Commands”)."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app import create_app
from app.cli.acting import centre, this_day, unit_named
from app.cli.console import Refused, add_verb, say, show_json
from app.cli.data import day
from app.domain.duties import Duty
from app.domain.permissions import roles_with
from app.i18n.formats import format_date
from app.i18n.labels import label
from app.operations.people import person_by_login
from app.pages.duty_words import Units, duty_words, owner_name, place_of, units_of, waits_words
from app.queries.duties import Owing, duties, everybody, of_person
from app.queries.stand_ins import stand
from app.upkeep.folder import settings_of
from app.upkeep.opening import opened


def add_verbs(verbs: Any) -> None:
    listed = add_verb(verbs, "duties", _("kim nimani qachongacha bajarishi kerakligini koʻrsatadi"), show)
    whose = listed.add_mutually_exclusive_group()
    whose.add_argument("--unit", metavar="CODE", help=_("faqat shu boʻlinma"))
    whose.add_argument("--person", metavar="LOGIN", help=_("faqat shu xodim"))
    listed.add_argument("--on", type=day, metavar="DATE", help=_("qaysi kun holatiga; odatda bugun"))
    listed.add_argument("--all", action="store_true", help=_("bajarilgan va muddati kelmaganlarini ham"))
    listed.add_argument("--json", action="store_true", help=_("natijani JSON koʻrinishida chiqaradi"))


def show(chosen: Namespace) -> None:
    """What is due, overdue, came back or waits for others; with ``--all`` everything."""
    with opened(chosen.data):
        on = chosen.on or this_day()
        units = units_of(centre().id)
        found = duties(centre().id, whose(chosen, on), on, settled=chosen.all)
    shown = [duty for duty in found if chosen.all or duty.has_come]
    with create_app(settings_of(chosen.data)).test_request_context():  # where the addresses of the pages are known
        if chosen.json:
            show_json([as_data(duty, units, on) for duty in shown])
            return
        for duty in shown:
            due = format_date(duty.due, "uz", "short") or "—"
            stands = waits_words(duty) or label("duty_state", duty.state)
            say(f"{due}  {stands}  {owner_name(duty, units)}  {duty_words(duty, 'uz')}")
        if not shown:
            say(_("Muddati kelgan ish yoʻq."))


def whose(chosen: Namespace, on: date) -> Owing:
    if chosen.unit is not None:
        return Owing(frozenset({unit_named(chosen.unit).id}), {})
    if chosen.person is not None:
        person = person_by_login(chosen.person)
        if person is None:
            raise Refused(_("Bunday foydalanuvchi yoʻq: %(login)s") % {"login": chosen.person})
        return of_person(stand(person, on))
    return everybody()


def as_data(duty: Duty, units: Units, today: date) -> dict[str, object]:
    """``role``: who may do an act, where it is not a unit's; ``missing``: how many units it waits for; ``where``: the
    address that does it."""
    unit = units.get(duty.unit_id or 0)
    return {
        "unit": unit.code if unit else None,
        "role": roles_with(duty.permission)[0] if duty.permission else None,
        "kind": duty.kind,
        "row": duty.row_key or None,
        "period": duty.period,
        "due": duty.due.isoformat() if duty.due else None,
        "state": duty.state,
        "missing": duty.missing,
        "done_on": duty.done_on.isoformat() if duty.done_on else None,
        "where": place_of(duty, units, today),
    }
