"""What every template knows: locale, formats, words for codes, menu, hashed static files."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, g, request, session, url_for
from flask_babel import get_locale as babel_locale
from flask_babel import get_translations
from flask_login import current_user

from app.domain.permissions import may
from app.domain.typed import LAST_YEAR, parse_number
from app.extensions import babel
from app.i18n import formats
from app.i18n.compiled import catalogue_folder
from app.i18n.labels import label, sentence
from app.i18n.locales import HTML_LANG, LOCALES, choose_locale
from app.i18n.names import acted
from app.queries.moved_rows import numbering_mark
from app.queries.plan import PlanFacts, facts_of_plan
from app.queries.stand_ins import stand_ins_for
from app.web.clock import today
from app.web.gate import is_htmx
from app.web.names import acted_by
from app.web.navigation import navigation

MOST_PAGES = 999_999
OF_A_YEAR = ("year", "month", "period", "quarter")  # what an address calls by a key that begins with a year


def init_page(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogue_folder())
    app.config["BABEL_DEFAULT_LOCALE"] = "uz"
    babel.init_app(app, locale_selector=locale_of_request)
    use_one_catalogue(app)
    app.context_processor(page_context)
    app.add_template_global(static_url)
    app.add_template_global(label)
    app.add_template_global(sentence)
    app.add_template_global(acted)
    app.add_template_global(acted_by)
    app.add_template_global(state_of_year)
    app.add_template_global(numbered)
    app.add_template_global(reader_may, "may")
    app.template_filter("number")(lambda value: formats.format_number(value, locale()))
    app.template_filter("day")(lambda value: formats.format_date(value, locale(), "short"))
    app.template_filter("longday")(lambda value: formats.format_date(value, locale(), "long"))
    app.template_filter("dayname")(lambda value: formats.format_date(value, locale(), "weekday"))
    app.template_filter("moment")(lambda value: formats.format_moment(value, locale()))
    app.template_filter("period")(lambda value: formats.format_period(getattr(value, "key", value), locale()))


def reader_may(permission: str) -> bool:
    """Whether the person who reads may use it: a button that will be refused is not shown."""
    return bool(current_user) and current_user.is_authenticated and may(current_user.rights, permission)


def numbered() -> int | None:
    """By which numbers the rows of a draft stand on this page, for what is sent from it; None without a draft."""
    known = bool(current_user) and current_user.is_authenticated
    return numbering_mark(current_user.centre_id) if known else None


def translations() -> Any:
    """The catalogue of this request, found once: a page asks it for hundreds of words."""
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def use_one_catalogue(app: Flask) -> None:
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: translations().ugettext(text),
        lambda one, many, count: translations().ungettext(one, many, count),
        newstyle=True,
    )


def locale_of_request() -> str:
    saved = current_user.locale if current_user and current_user.is_authenticated else None
    return choose_locale(saved, session.get("locale"), request.headers.get("Accept-Language"))


def page_number() -> int:
    """The page of a long list that the address names; the first where it names none."""
    return max(1, parse_number(request.args.get("page", ""), MOST_PAGES) or 1)


def locale() -> str:
    """The locale code of this request, ``uz`` outside one."""
    if "locale_code" not in g:
        g.locale_code = str(babel_locale() or "uz")
    return cast(str, g.locale_code)


def state_of_year(year: object = None) -> PlanFacts | None:
    """The year that a page is about, where everybody who looks at it has to know more: it was closed, or opened again,
    or it runs by a plan that is not approved yet. ``year``: as the page says it, else by the address."""
    if not (current_user and current_user.is_authenticated):
        return None
    told = {**request.args, **(request.view_args or {})}
    words = next((str(told[name]) for name in OF_A_YEAR if told.get(name)), "")
    number = year if isinstance(year, int) else parse_number(words[:4], LAST_YEAR)
    found = facts_of_plan(current_user.centre_id, number) if number else None
    if found is None:
        return None
    waits = (
        found.state == "draft" and found.year <= today().year and request.blueprint != "plan"
    )  # which says it anyway
    return found if waits or found.state == "closed" or found.turned_on else None


@cache
def file_version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of a static file with its content's hash, so that browsers may keep it for ever."""
    return url_for("static", filename=name, v=file_version(Path(current_app.static_folder or "") / name))


def page_context() -> dict[str, object]:
    code = locale()
    if is_htmx():  # a fragment has no frame around it
        return {"locale": code, "is_htmx": True, "today": today()}
    centre = getattr(current_user, "centre", None) if current_user and current_user.is_authenticated else None
    return {
        "locale": code,
        "html_lang": HTML_LANG[code],
        "locales": list(LOCALES.items()),
        "navigation": navigation(),
        "centre_name": centre.name if centre else current_app.config.get("CENTRE_NAME", ""),
        "is_htmx": False,
        "today": today(),
        "stand_ins": stand_ins_for(current_user, today()) if centre else (),
        "demonstration": current_app.config["SETTINGS"].demonstration,
    }
