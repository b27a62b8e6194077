"""For whom and in which centre a command acts."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app.cli.console import Refused
from app.domain.permissions import command_line_posts
from app.extensions import db
from app.models import Centre, Person
from app.operations.people import person_by_login
from app.queries.units import default_centre


def centre() -> Centre:
    """The centre of the folder. Raises Refused for a database without one."""
    found = default_centre()
    if found is None:
        raise Refused(_("Bu papkada hali markaz yoʻq. Avval “init” buyrugʻini bering."))
    return found


def acting_person(login: str | None) -> Person:
    """Who a command acts for: the person named, else the first methodologist, else the first administrator."""
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
