"""The state of the installation, and the history of every write."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import __version__
from app.blueprints.system.history_csv import history_csv, history_xlsx
from app.forms.base import ActForm, asks, takes
from app.forms.filters import HistoryFilterForm
from app.i18n.formats import format_moment, format_number
from app.operations.history import broken_link
from app.pages.history_words import Wording
from app.pages.papers import list_paper
from app.queries.history import Wanted, find_changes
from app.queries.installation import MEGABYTE, InstallationState, installation
from app.queries.people import people_of
from app.queries.units import all_units
from app.web.gate import allow
from app.web.page import locale, page_number

blueprint = Blueprint("system", __name__, url_prefix="/system")
PAGE_SIZE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 20_000


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
        tls=settings.tls,
    )


@blueprint.get("/history")
@allow("history.view")
@asks(HistoryFilterForm)
def history() -> ResponseReturnValue:
    """The changes that are looked for, newest first; a filter that is not understood is told, and does not filter."""
    number, form = page_number(), filter_form()
    changes, count = find_changes(current_user.centre_id, wanted_changes(form), page=number, size=PAGE_SIZE)
    pages = -(-count // PAGE_SIZE)
    if count and number > pages:
        return redirect(url_for("system.history", **form.address, page=pages))
    page = render_template(
        "system/history.html",
        page_title=_("Oʻzgarishlar tarixi"),
        paper=list_paper(_("Oʻzgarishlar tarixi")),
        changes=changes,
        words=Wording(all_units(current_user.centre_id)),
        count=count,
        number=number,
        pages=pages,
        page_url=url_for("system.history", **form.address),
        files=[(words, url_for("system.history_file", kind=kind, **form.address)) for kind, words in file_kinds()],
        form=form,
        **form.told(),
    )
    return page, form.status


@blueprint.get("/history.<any(csv, xlsx):kind>")
@allow("history.view")
@asks(HistoryFilterForm)
def history_file(kind: str) -> ResponseReturnValue:
    form = filter_form()
    if not form.validate():
        return redirect(url_for("system.history", **form.address), 303)
    changes, _count = find_changes(current_user.centre_id, wanted_changes(form), size=MOST_EXPORTED)
    words = Wording(all_units(current_user.centre_id))
    if kind == "xlsx":
        return send_file(
            BytesIO(history_xlsx(changes, words)), mimetype=XLSX, as_attachment=True, download_name="tarix.xlsx"
        )
    return Response(
        history_csv(changes, words).encode("utf-8-sig"),  # Excel knows the letters by the mark
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="tarix.csv"'},
    )


def file_kinds() -> list[tuple[str, str]]:
    return [("xlsx", _("Excel")), ("csv", _("CSV fayl"))]


def filter_form() -> HistoryFilterForm:
    form = HistoryFilterForm.asked()
    form.person.choices = [(str(person.id), person.name) for person in people_of(current_user.centre_id)]
    form.unit.offer(all_units(current_user.centre_id))
    return form


def wanted_changes(form: HistoryFilterForm) -> Wanted:
    """What the filter means; a field that is wrong does not filter."""
    values = {name: value for name, value in form.wanted().items() if value is not None}
    return Wanted(person_id=values.pop("person", None), unit_code=values.pop("unit", ""), **values)


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


def state_words(state: InstallationState) -> list[tuple[str, str]]:
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
