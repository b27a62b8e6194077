"""Which letter answers what is owed to the region: linked and unlinked, with a line of the history (domain.md §4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.domain.errors import Invalid
from app.domain.periods import parse_period
from app.domain.registers import REGISTERS, letter_number
from app.extensions import db
from app.models import Card, Obligation, Person, Report
from app.operations.obligations import need_open, note
from app.operations.rights import need_open_year
from app.queries.letters import duties_of_card, duties_of_unit, obligations_by_number, open_duties_of_period


def answer_by_report(*, actor: Person, report: Report, duties: Collection[int]) -> None:
    """A report that leaves answers these duties of its period; one letter may answer many.

    Raises Invalid ``choice.unknown`` for what is not owed for the period, or is answered already.
    """
    known = {duty.id for duty in open_duties_of_period(report.centre_id, report.period)}
    for obligation in chosen(report.centre_id, duties, known):
        link(actor, obligation, report=report, words=f"{report.outgoing_number}, {report.outgoing_date}")


def answer_by_card(*, actor: Person, card: Card, duties: Collection[int], today: date) -> None:
    """A document answers these duties of its unit and no others; what is not among them any more is owed again.

    A document that has not left yet is linked as well: it answers as soon as it has its number and is accepted.
    Raises Invalid ``choice.unknown`` for what the unit does not owe, or another letter has answered.
    """
    linked = {duty.id for duty in duties_of_card(card)}
    known = {duty.id for duty in duties_of_unit(card.unit, today, card)}
    register = REGISTERS[card.register]
    for obligation in chosen(card.centre_id, set(duties) - linked, known):
        link(actor, obligation, card=card, words=f"{letter_number(register, card.data) or card.title}, {card.date}")
    for obligation in chosen(card.centre_id, linked - set(duties), linked):
        link(actor, obligation, words="")


def chosen(centre_id: int, numbers: Collection[int], known: Collection[int]) -> list[Obligation]:
    if not set(numbers) <= set(known):
        raise Invalid("choice.unknown", field="duties")
    return obligations_by_number(centre_id, numbers) if numbers else []


def need_answers_kept(card: Card) -> None:
    """Before a letter becomes another, or none: what it answers of an archived year stays as it was answered.

    Raises Locked ``lock.year_archived``.
    """
    for duty in duties_of_card(card):
        need_open_year(card.centre_id, parse_period(duty.period).year)


def link(
    actor: Person, obligation: Obligation, *, words: str, report: Report | None = None, card: Card | None = None
) -> None:
    need_open(obligation)
    obligation.report_id, obligation.card_id = report.id if report else None, card.id if card else None
    db.session.flush()
    action = "answer" if words else "unanswer"
    note(actor, obligation, action, after={"answered_by": words} if words else None)
