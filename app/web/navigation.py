"""The menu: only the pages that a person may use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.permissions import METHODOLOGIST, may
from app.domain.units import PAGES
from app.i18n.labels import label
from app.queries.deadlines import overdue_count
from app.queries.months import waiting_count
from app.queries.units import writable_units
from app.web.clock import today


@dataclass(frozen=True)
class Link:
    href: str
    label: str
    current: bool = False
    badge: int | None = None


@dataclass(frozen=True)
class Group:
    title: str | None
    links: list[Link] = field(default_factory=list)


def navigation() -> list[Group]:
    """The groups of the menu for the person who is signed in."""
    if not current_user.is_authenticated or current_user.must_change_password:
        return []
    day = today()
    month, year = f"{day:%Y-%m}", day.year
    role = current_user.role
    own = writable_units(current_user) if may(role, "entries.write") else []
    groups = [Group(None, [link("home.index", _("Mening sahifam"))])]
    if own:
        groups[0].links.append(link("diary.month", _("Kundalik"), month=month))
    pages = [page for page in PAGES if any(unit.page == page for unit in own)] if own else list(PAGES)
    groups.append(Group(_("Xizmatlar"), [link(f"{page}.index", label("page", page)) for page in pages]))
    shared = [
        link("plan.table", _("Ish rejasi"), year=year),
        link("consolidation.table", _("Jamlanma"), period=f"{year}"),
        link("submissions.index", _("Topshirishlar")),
        link("reports.index", _("Hisobotlar")),
    ]
    if may(role, "submissions.review"):
        shared[2] = replace(shared[2], badge=waiting_count(current_user.centre_id) or None)
    owing = [unit for unit in current_user.units if unit.active] if role == METHODOLOGIST else own
    late = overdue_count({unit.id for unit in owing}, day)
    shared.insert(1, replace(link("deadlines.index", _("Muddatlar")), badge=late or None))
    groups.append(Group(_("Markaz"), shared))
    office = []
    if may(role, "people.manage"):
        office.append(link("people.index", _("Xodimlar va boʻlinmalar")))
    if may(role, "checks.view"):
        office.append(link("system.checks", _("Sifat tekshiruvi")))
    if may(role, "history.view"):
        office.append(link("system.history", _("Oʻzgarishlar tarixi")))
    if may(role, "system.view"):
        office.append(link("system.index", _("Tizim")))
    if office:
        groups.append(Group(_("Boshqaruv"), office))
    groups.append(Group(None, [link("help.index", _("Yordam"))]))
    return groups


def link(endpoint: str, words: str, **values: object) -> Link:
    here = request.endpoint or ""
    current = here == endpoint or (endpoint.split(".")[0] == here.split(".")[0] and endpoint != "home.index")
    if here.startswith("system.") and endpoint.startswith("system."):
        current = here == endpoint
    return Link(url_for(endpoint, **values), words, current)
