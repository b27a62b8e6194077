"""For whom, in which centre and on which day a command acts."""

from __future__ import annotations

from datetime import date

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.cli.console import Refused
from app.domain.periods import today_in_tashkent
from app.domain.permissions import command_line_posts
from app.extensions import db
from app.models import Centre, Person, Plan, Unit
from app.operations.history import by_right
from app.operations.people import person_by_login
from app.queries.plan import plan_of
from app.queries.stand_ins import stand
from app.queries.units import default_centre, unit_by_code


def centre() -> Centre:
    """The centre of the folder. Raises Refused for a database without one."""
    found = default_centre()
    if found is None:
        raise Refused(_("Bu papkada hali markaz yoʻq. Avval “init” buyrugʻini bering."))
    return found


def this_day() -> date:
    """The local day, or the one on which a demonstration stands."""
    return current_app.config.get("TODAY") or today_in_tashkent()


def plan_of_year(year: int | None = None) -> Plan:
    """The plan of a year, of the running one where none is named. Raises Refused where there is none."""
    wanted = year or this_day().year
    plan = plan_of(centre().id, wanted)
    if plan is None:
        raise Refused(_("%(year)s-yil uchun reja yoʻq.") % {"year": wanted})
    return plan


def unit_named(code: str) -> Unit:
    """Raises Refused for a unit that the centre has not."""
    unit = unit_by_code(centre().id, code)
    if unit is None:
        raise Refused(_("Bunday boʻlinma yoʻq: %(code)s") % {"code": code})
    return unit


def acting_person(login: str | None, permission: str) -> Person:
    """Who a command acts for: the person named, else the first methodologist, else the first administrator; with what
    he may today, in whosever place. ``permission``: by which right the command acts."""
    by_right(permission)
    return stand(person_for(login), this_day())


def person_for(login: str | None) -> Person:
    if login is not None:
        person = person_by_login(login)
        if person is None:
            raise Refused(_("Bunday foydalanuvchi yoʻq: %(login)s") % {"login": login})
        return person
    for role in command_line_posts():
        person = db.session.scalar(select(Person).where(Person.role == role, Person.active).order_by(Person.id))
        if person is not None:
            return person
    raise Refused(_("Bu papkada na metodist, na administrator bor. “user add” bilan xodim qoʻshing."))
