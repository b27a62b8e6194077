"""Reads of what leaves for the region: which duties wait for a letter, which letter answers one, whose a number is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select
from sqlalchemy.orm import aliased, defer

from app.domain.obligations import is_offered
from app.domain.periods import Period
from app.domain.registers import LETTERS, REGISTERS, is_letter, number_key
from app.domain.short_names import called
from app.extensions import db
from app.models import Card, Indicator, Obligation, Part, Report, Unit
from app.queries.done import card_left, is_answered, report_left
from app.queries.duty_rows import owed_to_region
from app.queries.former import is_rolled_over
from app.queries.row_names import short_of


@dataclass(frozen=True)
class ReportDuty:
    """A report that is owed to the region, as a form offers it. ``card_id``: the document that it is linked to."""

    id: int
    row_id: int
    row_key: str
    row_short: str
    unit_name: str
    period: str
    ends_on: date
    due_on: date | None
    card_id: int | None


@dataclass(frozen=True)
class Letter:
    """What answers a duty: a report that was sent or a document that left."""

    number: str
    day: date
    report_id: int | None = None
    card_id: int | None = None
    page: str = ""  # of the unit whose document it is


def letter_of(obligation: Obligation) -> Letter | None:
    """The letter that answers an obligation now; None where none does, or where it has lost its force."""
    return letters_of([obligation.id]).get(obligation.id) if obligation.has_letter else None


def letters_of(numbers: Collection[int]) -> dict[int, Letter]:
    """Obligation id → the letter that answers it now."""
    register, writer = REGISTERS[LETTERS], aliased(Unit)
    statement = (
        select(
            Obligation.id,
            func.coalesce(Report.outgoing_number, Card.data[register.number_field].as_string()),
            func.coalesce(Report.outgoing_date, Card.date),
            Report.id,
            Card.id,
            writer.page,
        )
        .outerjoin(Report, and_(Report.id == Obligation.report_id, report_left()))
        .outerjoin(Card, and_(Card.id == Obligation.card_id, card_left()))
        .outerjoin(writer, writer.id == Card.unit_id)
        .where(Obligation.id.in_(numbers), or_(Report.id.is_not(None), Card.id.is_not(None)))
    )
    return {
        owed: Letter(str(number), day, report_id, card_id, page or "")
        for owed, number, day, report_id, card_id, page in db.session.execute(statement)
        if day is not None
    }


def open_duties_of_period(centre_id: int, period: str) -> list[ReportDuty]:
    """What the whole centre owes to the region for a period and no letter has answered yet."""
    return read(duties(centre_id).where(Obligation.period == period, ~is_answered(Obligation)))


def duties_of_unit(unit: Unit, today: date, card: Card | None = None) -> list[ReportDuty]:
    """The open duties of a unit that have begun, and those that a card is linked to: what its form can answer."""
    open_now = ~is_answered(Obligation)
    linked: ColumnElement[bool] = or_(open_now, Obligation.card_id == card.id) if card is not None else open_now
    wanted = duties(unit.centre_id).where(Obligation.unit_id == unit.id, Obligation.starts_on <= today, linked)
    return read(wanted)


def duties_of_card(card: Card) -> list[ReportDuty]:
    """What a document is named as the answer of."""
    return read(duties(card.centre_id).where(Obligation.card_id == card.id))


def duties_of_report(report: Report) -> list[ReportDuty]:
    """What a report that left answers."""
    return read(duties(report.centre_id).where(Obligation.report_id == report.id))


def left_unanswered(card: Card, today: date) -> list[ReportDuty]:
    """The duties of a letter's own rows that wait, where it answers none at all: somebody forgot to tick them."""
    if card.voided_at is not None or not is_letter(REGISTERS[card.register], card.data) or duties_of_card(card):
        return []
    parts = [entry.part for entry in card.entries if entry.voided_at is None]
    waiting = [duty for duty in duties_of_unit(card.unit, today) if is_offered(duty.ends_on, today)]
    return [duty for duty in waiting if any(is_of_row(duty, part) for part in parts)]


def is_of_row(duty: ReportDuty, part: Part) -> bool:
    """Whether a part is a figure of the row that owes a report, or of the same row in another year's plan: a letter of
    January answers what the old year owes. Where a plan was not rolled over row numbers move, so the name has to agree,
    too."""
    row: Indicator | None = part.indicator
    by_name = not is_rolled_over(part.indicator.section.plan)
    while row is not None:
        named = by_name and (row.key, short_of(row)) == (duty.row_key, duty.row_short or None)
        if named or duty.row_id in (row.id, row.former_id):
            return True
        row = row.parent
    return False


def duties(centre_id: int) -> Select[*tuple[Any, ...]]:
    above = aliased(Indicator)
    return (
        select(
            Obligation.id,
            Obligation.indicator_id,
            Indicator.key,
            Indicator.name,
            Indicator.short_name,
            above.name,
            above.short_name,
            Unit.name,
            Obligation.period,
            Obligation.ends_on,
            Obligation.due_on,
            Obligation.card_id,
        )
        .join(Obligation.indicator)
        .outerjoin(above, above.id == Indicator.parent_id)
        .join(Obligation.unit)
        .where(*owed_to_region(centre_id))
        .order_by(Obligation.due_on, Indicator.position, Obligation.id)
    )


def read(statement: Select[*tuple[Any, ...]]) -> list[ReportDuty]:
    return [
        ReportDuty(number, row_id, key, called(key, name, short, (over, over_short or "")), unit, *rest)
        for number, row_id, key, name, short, over, over_short, unit, *rest in db.session.execute(statement)
    ]


def sent_reports(centre_id: int, period: Period) -> list[Report]:
    """The reports whose letters left in a period, the latest first: lines of the register of documents."""
    statement = select(Report).where(
        Report.centre_id == centre_id,
        Report.sent_at.is_not(None),
        Report.outgoing_date.between(period.start, period.end),
    )
    newest = statement.order_by(Report.outgoing_date.desc(), Report.id.desc())
    return list(db.session.scalars(newest.options(defer(Report.figures))))


def is_number_taken(
    centre_id: int, number: str, year: int, *, of_period: str = "", but_card: Card | None = None
) -> bool:
    """Whether an outgoing number of a year stands on another letter, a report or a document, however it is written.

    Of reports that were not sent the newest of each period holds its number; those of ``of_period`` give way.
    """
    newer = aliased(Report)
    replaced = select(newer.id).where(
        newer.centre_id == Report.centre_id,
        newer.period == Report.period,
        newer.draft.is_(False),
        newer.version_number > Report.version_number,
    )
    register = REGISTERS[LETTERS]
    reports = select(Report.outgoing_number).where(
        Report.centre_id == centre_id,
        Report.outgoing_number != "",
        extract("year", Report.outgoing_date) == year,
        or_(Report.sent_at.is_not(None), (Report.period != of_period) & ~replaced.exists()),
    )
    held = Card.data[register.number_field].as_string()
    cards = select(held).where(
        Card.centre_id == centre_id,
        Card.register == LETTERS,
        Card.voided_at.is_(None),
        Card.year_month.between(year * 100 + 1, year * 100 + 12),
        held.is_not(None),
        Card.id != (but_card.id if but_card is not None else 0),
    )
    key = number_key(number)
    return any(number_key(str(other)) == key for found in (reports, cards) for other in db.session.scalars(found))


def obligations_by_number(centre_id: int, numbers: Collection[int]) -> list[Obligation]:
    statement = select(Obligation).where(Obligation.centre_id == centre_id, Obligation.id.in_(numbers))
    return list(db.session.scalars(statement.order_by(Obligation.id)))
