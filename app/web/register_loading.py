"""What a register's views load first: the register, the place, the card with the right to it, the sent files."""

from __future__ import annotations

from flask import abort, current_app, request
from flask_login import current_user

from app.domain.registers import REGISTERS, Register
from app.models import Card, Evidence, Part, Plan
from app.operations.evidence import attach
from app.queries.plan import plan_of
from app.queries.registers import card_of, evidence_of
from app.web.clock import today
from app.web.place import Place, load_place
from app.web.register_forms import CardForm, blank_form, copied_form, following_form, typed_day


def register_of(slug: str) -> Register:
    found = next((kind for kind in REGISTERS.values() if kind.slug == slug), None)
    if found is None:
        abort(404)
    return found


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


def plan_of_day(form: CardForm) -> Plan | None:
    """The plan of the typed date's year: a card of December can still be added in January."""
    day = typed_day(form)
    return plan_of(current_user.centre_id, day.year) if day else None


def plan_of_card(card: Card) -> Plan:
    plan = plan_of(card.centre_id, card.date.year)
    if plan is None:
        abort(404)
    return plan


def fed_parts(card: Card) -> list[Part]:
    return [entry.part for entry in card.entries]


def keep_files(plan: Plan, card: Card) -> int:
    """Attach what was sent with the form; gives the number of files."""
    files = [file for file in request.files.getlist("files") if file.filename]
    for file in files:
        attach(
            actor=current_user,
            plan=plan,
            card=card,
            name=file.filename or "",
            content=file.read(),
            folder=current_app.config["SETTINGS"].files,
            today=today(),
        )
    return len(files)


def filled_form(kind: Register) -> CardForm:
    """The form for a new card; an unknown number to copy from is just an empty form."""
    for name, make in (
        ("copy", lambda card: copied_form(kind, card, today())),
        ("next", lambda c: following_form(kind, c)),
    ):
        number = request.args.get(name, "")
        source = (
            card_of(current_user, kind, int(number))
            if number.isascii() and number.isdigit() and len(number) < 19
            else None
        )
        if source is not None:
            form = make(source)
            form.version = 0
            return form
    return blank_form(kind, today())
