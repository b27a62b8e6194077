"""The first step of a register's views: the register, the place, the card with the right to it, the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, request
from flask_login import current_user

from app.domain.periods import month_of, period_of
from app.domain.registers import REGISTERS, Register, days_to_offer
from app.domain.typed import parse_number
from app.forms.registers import CardForm, card_form
from app.i18n.labels import explain
from app.models import Card, Evidence, Part, Plan, Unit
from app.operations.cards import candidate_parts
from app.pages.place import Place, load_place
from app.queries.cells import lock_of, own_units
from app.queries.letters import ReportDuty, duties_of_unit
from app.queries.plan import facts_of_plan, parts_by_id, plan_of, takes_cards
from app.queries.registers import card_of, evidence_of
from app.web.clock import today


def register_of(slug: str) -> Register:
    return next((kind for kind in REGISTERS.values() if kind.slug == slug), None) or abort(404)


def form_class(slug: str, **_address: object) -> type[CardForm]:
    """The form that an address of a register takes."""
    return card_form(register_of(slug).code)


def needed_place(card: Card | None = None, *, writing: bool = False) -> Place:
    place = load_place(card.unit.code if card else None)
    if place is None or (writing and not place.may_write):
        abort(404)
    return place


def card_or_404(kind: Register, card_id: int) -> Card:
    found = card_of(current_user, kind, card_id)
    if found is None or found.unit.page != request.blueprint:
        abort(404)
    return found


def evidence_or_404(kind: Register, evidence_id: int) -> Evidence:
    found = evidence_of(current_user, kind, evidence_id)
    if found is None or found.card.unit.page != request.blueprint:
        abort(404)
    return found


def has_page(place: Place, kind: Register) -> bool:
    """Whether a register is kept in the year that the address names."""
    return takes_cards(place.unit.centre_id, place.period.year, letters=bool(kind.number_field))


class Locks:
    """Why the days of a unit take no cards from this person, judged once for each month."""

    def __init__(self, place: Place) -> None:
        self.unit, self.place = place.unit, place
        self.own = own_units(current_user)
        self.known: dict[int, str | None] = {}

    def on(self, day: date) -> str | None:
        """The sentence; None where a card of that day can be written."""
        month = month_of(day).year_month
        if month not in self.known:
            plan, period = facts_of_plan(self.unit.centre_id, day.year), period_of("day", day)
            stands = self.place.standing if month == self.place.month.year_month else None
            error = lock_of(current_user, plan, self.unit, period, today=today(), own=self.own, month=stands)
            self.known[month] = explain(error) if error else None
        return self.known[month]

    def reason(self, card: Card, place: Place) -> str | None:
        """Why a card cannot be changed; an empty sentence for those who only read."""
        return "" if card.unit_id not in place.writable else self.on(card.date)


@dataclass(frozen=True)
class Offer:
    """Where the form of a register begins: a day that it would take, or why none. ``elsewhere``: today, where another
    year's page has the form for it."""

    locks: Locks
    day: date | None = None
    lock: str | None = None
    elsewhere: date | None = None


def offer_of(place: Place, kind: Register) -> Offer:
    """The first day to offer that can be written; a year without a plan takes letters only."""
    locks, reason = Locks(place), None
    if not place.may_write:
        return Offer(locks)
    for day in days_to_offer(place.period, today()):
        if not takes_cards(place.unit.centre_id, day.year, letters=bool(kind.number_field)):
            continue
        lock = locks.on(day)
        if lock is None and day.year == place.period.year:
            return Offer(locks, day)
        if lock is None:
            return Offer(locks, lock=reason, elsewhere=day)
        reason = reason or lock
    return Offer(locks, lock=reason)


def plan_of_card(card: Card) -> Plan | None:
    """The plan of a card's year; None where a letter was written before it came."""
    return plan_of(card.centre_id, card.date.year)


def plan_of_day(day: date | None, place: Place) -> Plan | None:
    """The plan of the typed day's year: a card of December can still be added in January. None in a year that waits for
    its plan; the page's own for a year that never had one."""
    if day is None:
        return place.plan
    found = plan_of(current_user.centre_id, day.year)
    return found if found is not None or takes_cards(current_user.centre_id, day.year, letters=True) else place.plan


def parts_of_unit_in(plan: Plan | None, unit: Unit, kind: Register, day: date | None) -> list[Part] | None:
    """What a new card of a day can feed, while none is named of a day in some month; None where its year has no
    plan."""
    return candidate_parts(plan, unit, kind, month_of(day) if day else None) if plan is not None else None


def parts_of_card(plan: Plan | None, card: Card) -> Sequence[Part] | None:
    """The rows to choose from; those that the card feeds stay, even where the plan no longer names the unit. None where
    its year has no plan."""
    if plan is None:
        return None
    parts = candidate_parts(plan, card.unit, REGISTERS[card.register], month_of(card.date))
    known, ours = {part.id for part in parts}, parts_by_id(plan)
    fed = [
        ours.get(entry.part_id, entry.part)
        for entry in card.entries
        if entry.voided_at is None or entry.part.key in card.data["rows"]
    ]
    return [*parts, *(part for part in fed if part.id not in known)]


def fresh_form(kind: Register, place: Place, day: date | None) -> CardForm:
    """The form for a new card with the ``day`` to offer; ``copy`` and ``next`` fill it from another, ``duty`` from what
    waits for a letter. An unknown number leaves it empty."""
    form, named = card_form(kind.code), parse_number(request.args.get("duty", ""))
    if named and kind.number_field and place.may_write:
        duty = next((one for one in duties_of_unit(place.unit, today()) if one.id == named), None)
        if duty is not None:
            return form.for_duty(duty, parts_of_unit_in(place.plan, place.unit, kind, place.month.start) or (), day)
    copied, following = (source_card(kind, name) for name in ("copy", "next"))
    if copied is not None:
        return form.copied(copied, day)
    return form.following(following) if following is not None else form.blank(day)


def duties_for(kind: Register, unit: Unit, card: Card | None = None) -> list[ReportDuty]:
    """What the form of a letter can answer; of other registers nothing."""
    return duties_of_unit(unit, today(), card) if kind.number_field else []


def source_card(kind: Register, name: str) -> Card | None:
    number = parse_number(request.args.get(name, ""))
    return card_of(current_user, kind, number) if number else None
