"""The state of the installation, and the history of every write."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import __version__
from app.blueprints.system.history_csv import history_csv, history_xlsx
from app.blueprints.system.wording import Wording
from app.domain.errors import DomainError
from app.domain.periods import parse_period
from app.domain.typed import parse_day, parse_number
from app.forms.base import ActForm, takes
from app.i18n.formats import format_moment, format_number
from app.i18n.labels import LABELS, explain, label
from app.operations.history import broken_link
from app.queries.history import Wanted, find_changes
from app.queries.installation import MEGABYTE, installation
from app.queries.people import people_of
from app.queries.units import all_units
from app.web.gate import allow
from app.web.page import locale

blueprint = Blueprint("system", __name__, url_prefix="/system")
PAGE_SIZE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 20_000
LARGEST_PAGE = 999_999
T = TypeVar("T")
FILTERS = ("person", "unit", "subject", "row", "period", "first", "last", "words")


@blueprint.get("/")
@allow("system.view")
def index() -> ResponseReturnValue:
    settings = current_app.config["SETTINGS"]
    state = installation(settings.data, current_user.centre_id)
    return render_template(
        "system/page.html",
        page_title=_("Tizim"),
        state=state,
        facts=state_words(state),
        version=__version__,
        tls=settings.tls,
    )


@blueprint.get("/history")
@allow("history.view")
def history() -> ResponseReturnValue:
    number = page_number()
    wanted, wrong = wanted_changes()
    changes, count = find_changes(current_user.centre_id, wanted, page=number, size=PAGE_SIZE)
    units = all_units(current_user.centre_id, inactive=True)
    chosen = {name: request.args.get(name, "") for name in FILTERS}
    asked = {name: value for name, value in chosen.items() if value}
    page = render_template(
        "system/history.html",
        page_title=_("Oʻzgarishlar tarixi"),
        changes=changes,
        words=Wording(units),
        count=count,
        number=number,
        pages=-(-count // PAGE_SIZE),
        page_url=url_for("system.history", **asked),
        file_urls={kind: url_for("system.history_file", kind=kind, **asked) for kind in ("xlsx", "csv")},
        chosen=chosen,
        filtered=bool(asked),
        people=[(str(person.id), person.name) for person in people_of(current_user.centre_id)],
        units=units,
        subjects=[(code, label("subject", code)) for code in LABELS["subject"]],
        errors_title=_("Sana tushunarsiz, filtr qoʻllanmadi"),
        errors=[{"id": name, "message": words} for name, words in wrong.items()],
        wrong=wrong,
    )
    return page, 422 if wrong else 200


@blueprint.get("/history.<any(csv, xlsx):kind>")
@allow("history.view")
def history_file(kind: str) -> ResponseReturnValue:
    wanted, wrong = wanted_changes()
    if wrong:
        return redirect(url_for("system.history", **request.args), 303)
    changes, _count = find_changes(current_user.centre_id, wanted, size=MOST_EXPORTED)
    words = Wording(all_units(current_user.centre_id, inactive=True))
    if kind == "xlsx":
        return send_file(
            BytesIO(history_xlsx(changes, words)), mimetype=XLSX, as_attachment=True, download_name="tarix.xlsx"
        )
    return Response(
        history_csv(changes, words).encode("utf-8-sig"),  # Excel knows the letters by the mark
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="tarix.csv"'},
    )


@blueprint.post("/verify-history")
@allow("system.view")
@takes(ActForm)
def verify_history() -> ResponseReturnValue:
    broken = broken_link(current_user.centre_id)
    if broken is None:
        _changes, count = find_changes(current_user.centre_id, Wanted(), size=1)
        flash(_("Tarix tekshirildi: %(count)s ta yozuvning hammasi joyida.", count=format_number(count)), "success")
    else:
        flash(_("Tarix buzilgan: %(number)s-yozuv dasturdan tashqarida oʻzgartirilgan.", number=broken), "error")
    return redirect(url_for("system.index"), 303)


def page_number() -> int:
    return parse_number(request.args.get("page", ""), LARGEST_PAGE) or 1


def wanted_changes() -> tuple[Wanted, dict[str, str]]:
    """The filter of the address, and what is wrong with it: a date that is none is told, and does not filter."""
    wrong: dict[str, str] = {}

    def understood(name: str, read: Callable[[str], T]) -> T | None:
        text = request.args.get(name, "").strip()
        try:
            return read(text) if text else None
        except DomainError as error:
            wrong[name] = explain(error)
            return None

    wanted = Wanted(
        row=row_key(request.args.get("row", "")),
        period=understood("period", parse_period),
        person_id=parse_number(request.args.get("person", "")),
        unit_code=request.args.get("unit", ""),
        subject=request.args.get("subject", ""),
        words=request.args.get("words", "").strip()[:200],
        first=understood("first", parse_day),
        last=understood("last", parse_day),
    )
    return wanted, wrong


def row_key(text: str) -> str:
    """A row as people type it, “iv.15”, in its stored form."""
    roman, dot, rest = text.strip()[:44].partition(".")
    return f"{roman.upper()}{dot}{rest}"


def state_words(state: object) -> list[tuple[str, str]]:
    """The facts of the installation as pairs of words."""
    return [
        (_("Versiya"), __version__),
        (_("Maʼlumotlar papkasi"), str(state.data)),
        (_("Baza"), f"{state.database}, {megabytes(state.database_size)}"),
        (_("Ilova fayllari"), megabytes(state.files_size)),
        (_("Diskdagi boʻsh joy"), megabytes(state.free)),
        (_("Oxirgi zaxira nusxa"), format_moment(state.last_backup, locale()) or _("hali olinmagan")),
        (_("Xodimlar"), format_number(state.people)),
        (_("Son yozuvlari"), format_number(state.entries)),
        (_("Daftar yozuvlari"), format_number(state.cards)),
        (_("Tarix yozuvlari"), format_number(state.changes)),
    ]


def megabytes(size: int) -> str:
    return _("%(count)s MB", count=format_number(max(1, round(size / MEGABYTE)) if size else 0))
