"""The menu: only the pages that a person may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.permissions import PUBLIC, may
from app.domain.services import PAGES
from app.i18n.labels import label
from app.models import Unit
from app.queries.frame import badges
from app.queries.plan import month_shown
from app.queries.units import writable_units
from app.web.clock import today
from app.web.gate import permission_of


@dataclass(frozen=True)
class MenuLink:
    href: str
    label: str
    current: bool = False
    badge: int | None = None


@dataclass(frozen=True)
class Group:
    title: str | None
    links: list[MenuLink] = field(default_factory=list)


def navigation() -> list[Group]:
    """The groups of the menu for the person who is signed in."""
    if not current_user.is_authenticated or current_user.must_change_password:
        return []
    day = today()
    shown = month_shown(current_user.centre_id, day)
    own = writable_units(current_user)
    numbers = badges(current_user, day)
    groups = [
        group(
            None,
            link("home.index", _("Mening sahifam")),
            link("diary.month", _("Kundalik"), month=shown.key) if own else None,
        ),
        group(_("Xizmatlar"), *(link(f"{page}.index", label("page", page)) for page in pages_for(own))),
        group(
            _("Markaz"),
            link("plan.table", _("Ish rejasi"), year=day.year),
            link("deadlines.index", _("Muddatlar"), numbers.overdue),
            link("consolidation.table", _("Jamlanma"), period=str(shown.year)),
            link("submissions.index", _("Topshirishlar"), numbers.waiting),
            link("reports.index", _("Hisobotlar")),
        ),
        group(
            _("Boshqaruv"),
            link("people.index", _("Xodimlar va boʻlinmalar")),
            link("papers.index", _("Qogʻozlar")),
            link("stand_ins.index", _("Vaqtincha vazifa bajaruvchilar")),
            link("system.checks", _("Sifat tekshiruvi")),
            link("system.history", _("Oʻzgarishlar tarixi")),
            link("system.index", _("Tizim")),
        ),
        group(None, link("help.index", _("Yordam"))),
    ]
    return [each for each in groups if each.links]


def pages_for(own: Sequence[Unit]) -> Sequence[str]:
    """The services of those who write for some units only; of everybody else all."""
    if not own or may(current_user.rights, "home.overview"):
        return PAGES
    return [page for page in PAGES if any(unit.page == page for unit in own)]


def group(title: str | None, *links: MenuLink | None) -> Group:
    return Group(title, [each for each in links if each is not None])


def link(endpoint: str, words: str, badge: int = 0, **values: Any) -> MenuLink | None:
    """A link of the menu; None where the view's own permission is not the person's."""
    permission = permission_of(current_app, endpoint)
    if permission is None or (permission != PUBLIC and not may(current_user.rights, permission)):
        return None
    here = request.endpoint or ""
    current = here == endpoint or (endpoint.split(".")[0] == here.split(".")[0] and endpoint != "home.index")
    if here.startswith("system.") and endpoint.startswith("system."):
        current = here == endpoint
    return MenuLink(url_for(endpoint, **values), words, current, badge or None)
