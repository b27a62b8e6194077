"""The first step of a register's views: the register, the place, the card with the right to it, the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import abort, request
from flask_login import current_user

from app.domain.registers import REGISTERS, Register
from app.domain.typed import parse_number
from app.forms.registers import CardForm, card_form
from app.models import Card, Evidence, Part, Plan, Unit
from app.operations.cards import candidate_parts
from app.pages.place import Place, load_place
from app.queries.letters import ReportDuty, duties_of_unit
from app.queries.plan import parts_by_id, plan_of
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


def plan_of_card(card: Card) -> Plan:
    return plan_of(card.centre_id, card.date.year) or abort(404)


def plan_of_day(day: date | None, place: Place) -> Plan:
    """The plan of the typed day's year: a card of December can still be added in January."""
    return (plan_of(current_user.centre_id, day.year) if day else None) or place.plan or abort(404)


def parts_of_card(plan: Plan | None, card: Card) -> Sequence[Part]:
    """The rows to choose from; those that the card feeds stay, even where the plan no longer names the unit."""
    parts = candidate_parts(plan, card.unit, REGISTERS[card.register]) if plan is not None else []
    known, ours = {part.id for part in parts}, parts_by_id(plan) if plan is not None else {}
    fed = [
        ours.get(entry.part_id, entry.part)
        for entry in card.entries
        if entry.voided_at is None or entry.part.key in card.data["rows"]
    ]
    return [*parts, *(part for part in fed if part.id not in known)]


def fresh_form(kind: Register, place: Place) -> CardForm:
    """The form for a new card; ``copy`` and ``next`` fill it from another, ``duty`` from what waits for a letter. An
    unknown number leaves it empty."""
    form, named = card_form(kind.code), parse_number(request.args.get("duty", ""))
    if named and kind.number_field and place.plan is not None and place.may_write:
        duty = next((one for one in duties_of_unit(place.unit, today()) if one.id == named), None)
        if duty is not None:
            return form.for_duty(duty, candidate_parts(place.plan, place.unit, kind), today())
    copied, following = (source_card(kind, name) for name in ("copy", "next"))
    if copied is not None:
        return form.copied(copied, today())
    return form.following(following) if following is not None else form.blank(today())


def duties_for(kind: Register, unit: Unit, card: Card | None = None) -> list[ReportDuty]:
    """What the form of a letter can answer; of other registers nothing."""
    return duties_of_unit(unit, today(), card) if kind.number_field else []


def source_card(kind: Register, name: str) -> Card | None:
    number = parse_number(request.args.get(name, ""))
    return card_of(current_user, kind, number) if number else None
