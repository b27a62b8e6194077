"""The list, the calendar and the printable list of what is due (screens.md “Deadlines”)."""

from __future__ import annotations

from calendar import Calendar as WholeWeeks
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.deadlines.month_days import CalendarDay, calendar_day
from app.domain.duties import Duty
from app.domain.periods import Period, month_of, parse_period
from app.domain.permissions import may
from app.forms.base import asks
from app.forms.filters import DeadlinesFilterForm
from app.forms.obligation import WaiveSeveralForm
from app.models import Unit
from app.pages.duty_words import DutyGroup, grouped, owner_name, place_of, units_of, waits_words
from app.queries.calendar import centre_calendar
from app.queries.deadlines import has_obligations
from app.queries.duties import Owing, duties, everybody, of_person, owing_units
from app.queries.plan import plan_years
from app.queries.units import all_units, with_sectors
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
    wanted, owes = form.wanted(), not of_person(current_user).is_nobody
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


def list_address() -> str:
    """The list that the address asks for."""
    return url_for("deadlines.index", **choice(filter_form()).query(page=page_number()))


def list_with(waiver: WaiveSeveralForm) -> str:
    """The list that the address asks for, with the waiver as it was refused."""
    form = filter_form()
    return list_page(choice(form), form, waiver)


def list_page(chosen: Chosen, form: DeadlinesFilterForm, waiver: WaiveSeveralForm | None = None) -> str:
    every = duties_of(chosen)
    found = within(every, chosen.month)
    shown = [duty for duty in found if is_shown(duty, chosen.shown)]
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
        waiver=waiver or WaiveSeveralForm(),
        here=chosen.query(page=number),
        **words_of(),
        **{**frame(chosen, form, every, found), **({"errors": waiver.summary} if waiver else {})},
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
    due = within(duties_of(chosen, last=chosen.month.end if chosen.month else last), chosen.month)
    found = [duty for duty in due if duty.is_open]
    numbers = count(1)
    return render_template(
        "deadlines/print.html",
        page_title=_("Muddatlar roʻyxati"),
        chosen=chosen,
        last=last,
        groups=[(name, [(next(numbers), duty) for duty in lines]) for name, lines in by_owner(found)],
        **words_of(),
    )


def words_of_kinds() -> dict[str, str]:
    return {
        "open": _("Bajarilmagan"),
        "overdue": _("Muddati oʻtgan"),
        "soon": _("7 kun ichida"),
        "all": _("Hammasi"),
    }


def kinds(chosen: Chosen, found: Sequence[Duty]) -> list[dict[str, object]]:
    """The ways to each kind, with how many there are; what is done is read, and counted, only where all is shown."""
    return [
        {
            "href": url_for("deadlines.index", **chosen.query(show=code)),
            "label": words
            if code == "all" and chosen.shown != "all"
            else f"{words}: {sum(is_shown(duty, code) for duty in found)}",
            "current": chosen.shown == code,
        }
        for code, words in words_of_kinds().items()
    ]


def nothing_of_kind(shown: str) -> str:
    """What an empty list means."""
    words = {
        "open": _("Hammasi bajarilgan."),
        "overdue": _("Kechikkan ish yoʻq."),
        "soon": _("Yaqin kunlarda muddati keladigan ish yoʻq."),
    }
    return str(words.get(shown, _("Filtrni oʻzgartiring.")))


def calendar_page(chosen: Chosen, form: DeadlinesFilterForm) -> str:
    month = chosen.month or month_of(today())
    every = duties_of(chosen)
    found = [duty for duty in within(every, month) if is_shown(duty, chosen.shown)]
    by_day: dict[date, list[Duty]] = {}
    for duty in found:
        if duty.due is not None:
            by_day.setdefault(duty.due, []).append(duty)
    calendar, units = centre_calendar(current_user.centre_id, [month.year]), units_of(current_user.centre_id)

    def address(group: DutyGroup | None, unit_id: int | None) -> str:
        if group is not None and len(group.duties) == 1:
            return place_of(group.first, units, today())
        unit = units.get(unit_id or 0)
        return url_for("deadlines.index", **chosen.query(month=month.key, unit=unit.code if unit else None))

    def drawn(day: date) -> CalendarDay:
        groups = [(name, lines[0].unit_id, grouped(lines)) for name, lines in by_owner(by_day.get(day, []))]
        return calendar_day(day, month, calendar, groups, today(), address, named=chosen.mine)

    weeks = WholeWeeks().monthdatescalendar(month.year, month.start.month)
    return render_template(
        "deadlines/calendar.html",
        page_title=_("Muddatlar"),
        chosen=chosen,
        month=month,
        weeks=[[drawn(day) for day in week] for week in weeks],
        any=bool(by_day),
        **frame(chosen, form, every, found, month),
    )


def by_owner(found: Sequence[Duty]) -> list[tuple[str, list[Duty]]]:
    """What each unit owes, in the order of the tree, then the acts of those who hold them."""
    units = units_of(current_user.centre_id)
    order = {unit_id: place for place, unit_id in enumerate(units)}
    owners: dict[tuple[int, str], list[Duty]] = {}
    for duty in found:
        unit_id = None if duty.permission else duty.unit_id
        place = order.get(unit_id, len(order)) if unit_id else len(order)
        owners.setdefault((place, owner_name(duty, units)), []).append(duty)
    return [(name, owners[place, name]) for place, name in sorted(owners)]


def words_of() -> dict[str, object]:
    """What the templates ask of a duty."""
    units = units_of(current_user.centre_id)
    return {
        "owner": lambda duty: owner_name(duty, units),
        "waits": waits_words,
        "place": lambda duty: place_of(duty, units, today()),
        "year_of": lambda duty: parse_period(duty.period).end.year,
    }


def duties_of(chosen: Chosen, *, last: date | None = None) -> list[Duty]:
    """The duties of whom was chosen, whatever their month; what is settled since last year or that month."""
    settled, first = chosen.shown == "all", None
    if settled:
        first = min(date(today().year - 1, 1, 1), chosen.month.start if chosen.month else today())
    ids = unit_ids(chosen)
    owing = of_person(current_user) if chosen.mine else everybody()
    if ids is not None:
        owing = Owing(frozenset(ids), owing.permissions if chosen.unit is None else {})
    return duties(current_user.centre_id, owing, today(), first=first, last=last, settled=settled)


def within(found: Sequence[Duty], month: Period | None) -> list[Duty]:
    """Those that are due in a month, or all of them."""
    return [duty for duty in found if month is None or (duty.due is not None and month_of(duty.due) == month)]


def unit_ids(chosen: Chosen) -> set[int] | None:
    """A chosen service stands for itself and its sectors; of one's own only what one owes for."""
    ids = with_sectors(chosen.unit)
    if chosen.mine:
        own = {unit.id for unit in owing_units(current_user)}
        return own if ids is None else own & ids
    return ids


def is_shown(duty: Duty, shown: str) -> bool:
    if shown == "open":
        return duty.is_open
    if shown == "overdue":
        return duty.state == "overdue"
    return duty.is_soon(today()) if shown == "soon" else True


def frame(
    chosen: Chosen,
    form: DeadlinesFilterForm,
    every: Sequence[Duty],
    found: Sequence[Duty],
    month: Period | None = None,
) -> dict[str, object]:
    """What list and calendar share: the filter, and whether no plan has ever made obligations.

    ``month`` is the one that the calendar shows; the list shows the chosen one, or all. ``found``: what is due in it.
    """
    offer(chosen, form, every, month)
    return {
        "form": form,
        "can_make": may(current_user.rights, "deadlines.manage"),
        "has_plan": today().year in plan_years(current_user.centre_id),
        "nothing_made": not found and not has_obligations(current_user.centre_id),
        **form.told(),
    }


def offer(chosen: Chosen, form: DeadlinesFilterForm, every: Sequence[Duty], month: Period | None) -> None:
    """The choices of the filter, and the usual ones chosen; fields that leave no choice are not drawn.

    A month is offered where something of the chosen kind is due in it, whatever its year.
    """
    form.show.process_data(chosen.shown)
    if month is not None:
        form.month.process_data(month)
        form.month.empty = None
    due = {month_of(duty.due) for duty in every if duty.due is not None and is_shown(duty, chosen.shown)}
    at_hand = month or chosen.month
    form.month.offer(sorted(one.key for one in (due | {at_hand} if at_hand is not None else due)))
    units = owing_units(current_user) if chosen.mine else all_units(current_user.centre_id)
    form.unit.offer(units, chosen.unit)
    if len(units) < 2:
        del form.unit
    if not chosen.owes:
        del form.whose
