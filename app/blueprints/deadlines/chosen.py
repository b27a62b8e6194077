"""Which duties a reader of the deadlines has chosen to see, and the filter by which they are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_login import current_user

from app.domain.duties import Duty
from app.domain.periods import Period, month_of
from app.domain.permissions import may
from app.forms.filters import DeadlinesFilterForm
from app.models import Unit
from app.pages.duty_words import owner_name, units_of
from app.queries.deadlines import has_obligations
from app.queries.duties import ABOUT, Owing, concerns, duties, everybody, of_person, owing_units
from app.queries.plan import plan_years
from app.queries.units import all_units, with_sectors
from app.web.clock import today

SHOWN = ("open", "overdue", "soon", "all")


@dataclass(frozen=True)
class Chosen:
    """What a person chose to see: whose, which of them, of which unit, due in which month; ``about``: only what a first
    page counted, empty for all."""

    mine: bool
    owes: bool
    shown: str
    unit: Unit | None
    month: Period | None
    about: str = ""

    def query(self, **changed: object) -> dict[str, Any]:
        """The same choice as the query of an address, with some of it changed; None takes it away."""
        values: dict[str, Any] = {"whose": "mine" if self.mine else "all", "show": self.shown}
        values["unit"] = self.unit.code if self.unit else None
        values["month"] = self.month.key if self.month else None
        values["about"] = self.about or None
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
        about=wanted["about"] if wanted["about"] in ABOUT else "",
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


def duties_of(chosen: Chosen, *, last: date | None = None) -> list[Duty]:
    """The duties of whom was chosen, whatever their month; what is settled since last year or that month."""
    settled, first = chosen.shown == "all", None
    if settled:
        first = min(date(today().year - 1, 1, 1), chosen.month.start if chosen.month else today())
    ids = unit_ids(chosen)
    owing = of_person(current_user) if chosen.mine else everybody()
    if ids is not None:
        owing = Owing(frozenset(ids), owing.permissions if chosen.unit is None else {})
    found = duties(current_user.centre_id, owing, today(), first=first, last=last, settled=settled)
    return [duty for duty in found if not chosen.about or concerns(duty, chosen.about, today())]


def within(found: Sequence[Duty], month: Period | None) -> list[Duty]:
    """Those that are due in a month, or all of them."""
    return [duty for duty in found if month is None or (duty.due is not None and month_of(duty.due) == month)]


def unit_ids(chosen: Chosen) -> set[int] | None:
    """A chosen service stands for itself and its sectors; of one's own only what one owes for. The months that one unit
    still owes are counted on its line of a first page, without those of its sectors."""
    alone = chosen.unit is not None and chosen.about == "months"
    ids = {chosen.unit.id} if chosen.unit is not None and alone else with_sectors(chosen.unit)
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
