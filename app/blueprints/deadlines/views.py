"""The list, the calendar and the printable list of what is due (screens.md “Deadlines”)."""

from __future__ import annotations

from calendar import Calendar as WholeWeeks
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.deadlines.month_days import CalendarDay, calendar_day
from app.domain.periods import Period, month_of
from app.domain.permissions import may
from app.forms.base import asks
from app.forms.filters import DeadlinesFilterForm
from app.models import Unit
from app.pages.due_words import DueGroup, grouped
from app.queries.calendar import centre_calendar
from app.queries.deadlines import Due, dues, owing_units
from app.queries.plan import plan_years
from app.queries.units import all_units, below, writable_units
from app.web.clock import today
from app.web.gate import allow
from app.web.page import page_number

blueprint = Blueprint("deadlines", __name__, url_prefix="/deadlines")
SHOWN = ("open", "overdue", "soon", "all")
PAGE_SIZE = 60


@dataclass(frozen=True)
class Chosen:
    """What a person chose to see: whose, which of them, of which unit, due in which month."""

    mine: bool
    owes: bool
    shown: str
    unit: Unit | None
    month: Period | None

    def query(self, **changed: object) -> dict[str, Any]:
        """The same choice as the query of an address, with some of it changed; None takes it away."""
        values: dict[str, Any] = {"whose": "mine" if self.mine else "all", "show": self.shown}
        values["unit"] = self.unit.code if self.unit else None
        values["month"] = self.month.key if self.month else None
        return {name: value for name, value in {**values, **changed}.items() if value is not None}


def filter_form() -> DeadlinesFilterForm:
    form = DeadlinesFilterForm.asked(usual={"whose": "mine", "show": SHOWN[0]})
    form.unit.offer(all_units(current_user.centre_id))
    return form


def choice(form: DeadlinesFilterForm) -> Chosen:
    """What the address says; where it says nothing, or what cannot be, the usual."""
    wanted, owes = form.wanted(), bool(owing_units(current_user))
    units = {unit.code: unit for unit in all_units(current_user.centre_id)}
    return Chosen(
        mine=owes and wanted["whose"] != "all",
        owes=owes,
        shown=wanted["show"] if wanted["show"] in SHOWN else SHOWN[0],
        unit=units.get(wanted["unit"] or ""),
        month=wanted["month"],
    )


@blueprint.get("/")
@allow("deadlines.view")
@asks(DeadlinesFilterForm)
def index() -> ResponseReturnValue:
    form = filter_form()
    chosen = choice(form)
    page = calendar_page(chosen, form) if form.view.data == "calendar" else list_page(chosen, form)
    return page, form.status


def list_page(chosen: Chosen, form: DeadlinesFilterForm) -> str:
    found = dues_of(chosen)
    shown = [due for due in found if is_shown(due, chosen.shown)]
    pages = max(1, -(-len(shown) // PAGE_SIZE))
    number = min(page_number(), pages)
    return render_template(
        "deadlines/page.html",
        page_title=_("Muddatlar"),
        chosen=chosen,
        shown=shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        kinds=kinds(chosen, found),
        words=words_of_kinds()[chosen.shown],
        nothing=nothing_of_kind(chosen.shown),
        page=number,
        pages=pages,
        may_mark=own_ids(),
        **frame(chosen, form, found),
    )


@blueprint.get("/print")
@allow("deadlines.view")
@asks(DeadlinesFilterForm)
def printed() -> ResponseReturnValue:
    """Everything unfinished that is due to the end of next month, overdue first, unit by unit."""
    form = filter_form()
    chosen = choice(form)
    if form.errors:
        return redirect(url_for("deadlines.index", **form.address), 303)
    last = month_of(today()).next.end
    found = [due for due in dues_of(chosen, last=last) if due.is_open]
    by_unit: dict[int, list[Due]] = {}
    for due in found:
        by_unit.setdefault(due.unit.id, []).append(due)
    order = [unit for unit in all_units(current_user.centre_id) if unit.id in by_unit]
    numbers = count(1)
    return render_template(
        "deadlines/print.html",
        page_title=_("Muddatlar roʻyxati"),
        chosen=chosen,
        last=last,
        groups=[(unit, [(next(numbers), due) for due in by_unit[unit.id]]) for unit in order],
    )


def words_of_kinds() -> dict[str, str]:
    return {
        "open": _("Bajarilmagan"),
        "overdue": _("Muddati oʻtgan"),
        "soon": _("7 kun ichida"),
        "all": _("Hammasi"),
    }


def kinds(chosen: Chosen, found: Sequence[Due]) -> list[dict[str, object]]:
    """The ways to each kind, with how many there are."""
    return [
        {
            "href": url_for("deadlines.index", **chosen.query(show=code)),
            "label": f"{words}: {sum(is_shown(due, code) for due in found)}",
            "current": chosen.shown == code,
        }
        for code, words in words_of_kinds().items()
    ]


def nothing_of_kind(shown: str) -> str:
    """What an empty list means."""
    words = {
        "open": _("Reja qatorlari boʻyicha hammasi bajarilgan. Oylarni topshirish “Topshirishlar” sahifasida."),
        "overdue": _("Kechikkan ish yoʻq."),
        "soon": _("Yaqin kunlarda muddati keladigan ish yoʻq."),
    }
    return str(words.get(shown, _("Filtrni oʻzgartiring.")))


def calendar_page(chosen: Chosen, form: DeadlinesFilterForm) -> str:
    month = chosen.month or month_of(today())
    found = [due for due in dues_of(chosen, first=month.start, last=month.end) if is_shown(due, chosen.shown)]
    by_day: dict[date, list[Due]] = {}
    for due in found:
        if due.obligation.due_on is not None:
            by_day.setdefault(due.obligation.due_on, []).append(due)
    calendar = centre_calendar(current_user.centre_id, [month.year])

    def address(unit: Unit, group: DueGroup | None) -> str:
        if group is not None and len(group.dues) == 1:
            return url_for("deadlines.one", obligation_id=group.first.obligation.id)
        return url_for("deadlines.index", **chosen.query(month=month.key, unit=unit.code))

    def drawn(day: date) -> CalendarDay:
        groups = by_unit(by_day.get(day, []))
        return calendar_day(day, month, calendar, groups, today(), address, named=chosen.mine)

    weeks = WholeWeeks().monthdatescalendar(month.year, month.start.month)
    return render_template(
        "deadlines/calendar.html",
        page_title=_("Muddatlar"),
        chosen=chosen,
        month=month,
        weeks=[[drawn(day) for day in week] for week in weeks],
        any=bool(by_day),
        **frame(chosen, form, found, month),
    )


def by_unit(items: Sequence[Due]) -> list[tuple[Unit, list[DueGroup]]]:
    units: dict[int, list[Due]] = {}
    for due in items:
        units.setdefault(due.unit.id, []).append(due)
    return [(group[0].unit, grouped(group)) for group in units.values()]


def dues_of(chosen: Chosen, *, first: date | None = None, last: date | None = None) -> list[Due]:
    """The required obligations of the chosen units, from last year on."""
    if chosen.month is not None:
        first, last = chosen.month.start, chosen.month.end
    found = dues(
        current_user.centre_id,
        today=today(),
        unit_ids=unit_ids(chosen),
        first=first or date(today().year - 1, 1, 1),
        last=last,
    )
    return [due for due in found if due.obligation.due_on is not None or chosen.month is None]


def unit_ids(chosen: Chosen) -> set[int] | None:
    """A chosen service stands for itself and its sectors; of one's own only what one owes for."""
    ids = None if chosen.unit is None else below(all_units(current_user.centre_id), {chosen.unit.id})
    if chosen.mine:
        own = {unit.id for unit in owing_units(current_user)}
        return own if ids is None else own & ids
    return ids


def is_shown(due: Due, shown: str) -> bool:
    if shown == "open":
        return due.is_open
    if shown == "overdue":
        return due.state == "overdue"
    return due.is_soon if shown == "soon" else True


def own_ids() -> set[int]:
    """The units for which this person may mark, date and confirm."""
    return {unit.id for unit in writable_units(current_user)}


def frame(
    chosen: Chosen, form: DeadlinesFilterForm, found: Sequence[Due], month: Period | None = None
) -> dict[str, object]:
    """What list and calendar share: the filter, and whether there is a plan without obligations.

    ``month`` is the one that the calendar shows; the list shows the chosen one, or all.
    """
    year = today().year
    offer(chosen, form, month)
    return {
        "form": form,
        "can_make": may(current_user.role, "deadlines.manage"),
        "has_plan": year in plan_years(current_user.centre_id),
        "nothing_made": not found and not dues(current_user.centre_id, today=today(), year=year),
        "here": request.full_path.rstrip("?"),
        **form.told(),
    }


def offer(chosen: Chosen, form: DeadlinesFilterForm, month: Period | None) -> None:
    """The choices of the filter, and the usual ones chosen; fields that leave no choice are not drawn."""
    year = today().year
    form.show.process_data(chosen.shown)
    if month is not None:
        form.month.process_data(month)
        form.month.empty = None
    form.month.offer([*(f"{year}-{place:02}" for place in range(1, 13)), f"{year + 1}-01"])
    units = owing_units(current_user) if chosen.mine else all_units(current_user.centre_id)
    form.unit.offer(units, chosen.unit)
    if len(units) < 2:
        del form.unit
    if not chosen.owes:
        del form.whose
