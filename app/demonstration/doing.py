"""Doing what somebody does: a figure is typed, a card is written, each at its moment of the story."""

from __future__ import annotations

from datetime import datetime

from app.demonstration.acts import Act, TypeCell, WriteCard
from app.demonstration.proof import one_page_pdf
from app.demonstration.staff import Staff, at
from app.domain.periods import parse_period
from app.domain.registers import REGISTERS, is_letter
from app.models import Unit
from app.operations.cards import CardInput, add_card
from app.operations.entries import save_cell
from app.operations.evidence import attach
from app.queries.cells import Cell
from app.queries.letters import duties_of_unit


def moment_of(act: Act) -> datetime:
    """Figures of a month are typed in the morning, before it is handed in; of a day, and cards, at its end."""
    of_month = isinstance(act, TypeCell) and parse_period(act.period).kind == "month"
    return at(act.day, 10 if of_month else 16)


def perform(staff: Staff, act: Act) -> None:
    """One act, at its moment."""
    if isinstance(act, TypeCell):
        cell = Cell(staff.parts[act.row], staff.units[act.unit], parse_period(act.period), tuple(staff.units.values()))
        actor = staff.people[act.unit]
        save_cell(actor=actor, plan=staff.plan, cell=cell, typed=act.typed, version=act.version, today=act.day)
    else:
        write_card(staff, act)


def write_card(staff: Staff, act: WriteCard) -> None:
    register, actor, unit = REGISTERS[act.register], staff.people[act.unit], staff.units[act.unit]
    duties = answered_by(unit, act) if is_letter(register, act.data) else []
    values = CardInput(date=act.day, title=act.title, data=act.data, rows={act.row: None}, duties=duties)
    card = add_card(actor=actor, plan=staff.plan, unit=unit, register=register, values=values, today=act.day)
    if act.with_file:
        content = one_page_pdf(f"{act.data.get('outgoing_number', '')} {act.day:%d.%m.%Y}")
        name = f"hujjat-{act.day:%Y-%m-%d}.pdf"
        attach(actor=actor, plan=staff.plan, card=card, name=name, content=content, folder=staff.files, today=act.day)


def answered_by(unit: Unit, act: WriteCard) -> list[int]:
    """What a letter answers: the reports of its own row for the periods that were over by then."""
    return [duty.id for duty in duties_of_unit(unit, act.day) if duty.row_key == act.row and duty.ends_on < act.day]
