"""The list, the calendar and the printable list of what is due (screens.md “Deadlines”)."""

from __future__ import annotations

from calendar import Calendar as WholeWeeks
from collections.abc import Sequence
from datetime import date
from itertools import count

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.deadlines.chosen import Chosen, by_owner, choice, duties_of, filter_form, frame, is_shown, within
from app.blueprints.deadlines.month_days import CalendarDay, calendar_day
from app.domain.duties import Duty
from app.domain.frozen import Signer
from app.domain.periods import month_of, parse_period
from app.forms.base import asks
from app.forms.filters import DeadlinesFilterForm
from app.forms.obligation import WaiveSeveralForm
from app.i18n.formats import format_date
from app.pages.duty_words import DutyGroup, grouped, owner_name, place_of, units_of, waits_words
from app.pages.papers import list_paper
from app.queries.calendar import centre_calendar
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale, page_number

blueprint = Blueprint("deadlines", __name__, url_prefix="/deadlines")
PAGE_SIZE = 60


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
        paper=list_paper(
            _("%(day)s gacha bajariladigan ishlar", day=format_date(last, locale(), "long")),
            [Signer(_("Direktor"), ""), Signer(_("Tuzuvchi"), current_user.name)] if found else (),
        ),
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


def words_of() -> dict[str, object]:
    """What the templates ask of a duty."""
    units = units_of(current_user.centre_id)
    return {
        "owner": lambda duty: owner_name(duty, units),
        "waits": waits_words,
        "place": lambda duty: place_of(duty, units, today()),
        "year_of": lambda duty: parse_period(duty.period).end.year,
    }
