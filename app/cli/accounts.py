"""``user …``: accounts from the command line, also when no administrator can sign in any more."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from flask_babel import gettext as _

from app.cli.acting import centre, this_day
from app.cli.console import Refused, add_verb, add_verb_group, say, show_table
from app.domain.permissions import ROLES
from app.i18n.labels import label
from app.models import Person
from app.operations.people import add_person, person_by_login, reset_password, set_active, unlock
from app.queries.people import people_of
from app.queries.units import unit_by_code
from app.upkeep.opening import opened


def add_verbs(verbs: Any) -> None:
    group = add_verb_group(verbs, "user", _("foydalanuvchilar"))
    added = add_verb(group, "add", _("yangi foydalanuvchi qoʻshadi"), add)
    added.add_argument("login", metavar="LOGIN", help=_("login"))
    added.add_argument("--name", required=True, metavar="NAME", help=_("ism va familiya"))
    added.add_argument("--role", required=True, choices=ROLES, help=_("vazifasi"))
    added.add_argument(
        "--unit", action="append", default=[], metavar="CODE", help=_("boʻlinma kodi; bir necha marta mumkin")
    )
    listed = add_verb(group, "list", _("foydalanuvchilar roʻyxati"), show)
    listed.add_argument("--json", action="store_true", help=_("natijani JSON koʻrinishida chiqaradi"))
    for name, words, action in (
        ("passwd", _("yangi bir martalik parol beradi"), give_password),
        ("unlock", _("notoʻgʻri urinishlardan keyin ochadi"), open_again),
        ("deactivate", _("foydalanuvchini faolsizlantiradi"), deactivate),
    ):
        add_verb(group, name, words, action).add_argument("login", metavar="LOGIN", help=_("login"))


def add(chosen: Namespace) -> None:
    with opened(chosen.data):
        centre_id = centre().id
        units = [unit_by_code(centre_id, code) for code in chosen.unit]
        unknown = [code for code, unit in zip(chosen.unit, units, strict=True) if unit is None]
        if unknown:
            raise Refused(_("Bunday boʻlinma yoʻq: %(code)s") % {"code": ", ".join(unknown)})
        person, password, _ended = add_person(
            actor=None,
            centre_id=centre_id,
            login=chosen.login,
            name=chosen.name,
            role=chosen.role,
            unit_ids=[unit.id for unit in units if unit is not None],
            today=this_day(),
        )
        login = person.login
    say_password(login, password)


def show(chosen: Namespace) -> None:
    headings = {
        "login": _("Login"),
        "name": _("Ism"),
        "role": _("Vazifasi"),
        "units": _("Boʻlinma"),
        "active": _("Faol"),
    }
    with opened(chosen.data):
        rows: list[dict[str, Any]] = [
            {
                "login": person.login,
                "name": person.name,
                "role": person.role if chosen.json else label("role", person.role),
                "units": [unit.code for unit in person.units],
                "active": person.active if chosen.json else _("ha") if person.active else _("yoʻq"),
            }
            for person in people_of(centre().id)
        ]
        show_table(rows, headings, as_json=chosen.json)


def give_password(chosen: Namespace) -> None:
    with opened(chosen.data):
        person = person_named(chosen.login)
        password, login = reset_password(actor=None, person=person), person.login
    say_password(login, password)


def open_again(chosen: Namespace) -> None:
    with opened(chosen.data):
        unlock(actor=None, person=person_named(chosen.login))
    say(_("Ochildi: %(login)s") % {"login": chosen.login})


def deactivate(chosen: Namespace) -> None:
    with opened(chosen.data):
        set_active(actor=None, person=person_named(chosen.login), active=False, today=this_day())
    say(_("Faolsizlantirildi: %(login)s") % {"login": chosen.login})


def person_named(login: str) -> Person:
    person = person_by_login(login)
    if person is None:
        raise Refused(_("Bunday foydalanuvchi yoʻq: %(login)s") % {"login": login})
    return person


def say_password(login: str, password: str) -> None:
    say(_("Login: %(login)s") % {"login": login})
    say(_("Bir martalik parol: %(password)s (birinchi kirishda almashtiriladi)") % {"password": password})
