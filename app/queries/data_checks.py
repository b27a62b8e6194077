"""Looking for what is doubtful: in the plan's rows, among the units, in the registers (domain/data_checks.py)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, func, select, type_coerce
from sqlalchemy.orm import joinedload, selectinload

from app.domain.counting import STOCK, Number
from app.domain.data_checks import UNCOUNTED, DataFinding, Remedy, disagreement, repeated
from app.domain.frozen import FACT, PLAN
from app.domain.own_shares import rest_of
from app.domain.periods import month_of, parse_period, period_of_month
from app.domain.permissions import may
from app.domain.registers import REGISTERS, is_counted, is_uncounted
from app.domain.row_rules import COUNTS
from app.domain.text import search_key
from app.extensions import db
from app.models import Card, CheckDecision, Entry, Evidence, Indicator, Part, Plan, Unit
from app.models.types import unscale
from app.queries.consolidation import consolidate
from app.queries.months import units_to_submit
from app.queries.own_shares import SharesOfYear
from app.queries.people import people_of
from app.queries.plan import form_in, is_entered, responsible_units, rows_of
from app.queries.registers import parts_by_register
from app.queries.row_names import short_of, short_of_figure
from app.queries.terms import every_state
from app.queries.units import aliases_of, all_units, writable_among


def findings_of(plan: Plan, today: date) -> list[DataFinding]:
    """Everything doubtful of a year, check by check."""
    units = all_units(plan.centre_id)
    cards = cards_of_year(plan)
    return [
        *row_findings(plan, units),
        *share_findings(plan),
        *alias_findings(plan.centre_id, units),
        *unit_findings(plan),
        *sum_findings(plan),
        *entered_sum_findings(plan, today),
        *figure_findings(plan, units),
        *evidence_findings(cards),
        *duplicate_findings(cards),
        *uncounted_findings(plan, cards),
    ]


def decisions_of(centre_id: int) -> dict[tuple[str, str], CheckDecision]:
    """(check, key) → what somebody decided to leave as it is."""
    statement = select(CheckDecision).where(CheckDecision.centre_id == centre_id)
    rows = db.session.scalars(statement.options(joinedload(CheckDecision.person)).order_by(CheckDecision.id))
    return {(row.check, row.subject_key): row for row in rows}


def left_uncounted(centre_id: int) -> set[int]:
    """The ids of the documents of which somebody decided that they count in no row."""
    return {int(key) for check, key in decisions_of(centre_id) if check == UNCOUNTED}


def row_finding(check: str, row: Indicator, plan: Plan, *more: str, kind: str = "row", **facts: object) -> DataFinding:
    key = "|".join((str(plan.year), row.key, *more))
    return DataFinding(check, key, f"{row.key} {short_of(row)}".strip(), Remedy(kind, row.key), facts)


def row_findings(plan: Plan, units: list[Unit]) -> Iterator[DataFinding]:
    """Rows without responsible units or measure, names that no unit has, closed units, rows that nobody counts."""
    by_id = {unit.id: unit for unit in units}
    for row in rows_of(plan):
        if row.parent_id is None and not row.responsible and "responsible" not in row.confirmed:
            yield row_finding("no_responsible", row, plan)
        if row.parent_id is None and not row.measure and "measure" not in row.confirmed:
            yield row_finding("no_measure", row, plan)
        for named in row.responsible:
            unit = by_id.get(named.unit_id) if named.unit_id is not None else None
            if unit is None and not named.everyone:
                yield row_finding("unmatched_name", row, plan, named.words, name=named.words)
            elif unit is not None and unit.is_ended:
                yield row_finding("closed_unit", row, plan, unit.code, kind="counting", name=unit.name)
        shares = responsible_units(row, units)
        counting = [unit_id for unit_id, share in shares.items() if share == COUNTS and not by_id[unit_id].is_ended]
        if shares and is_entered(row) and row.parts and not counting:
            yield row_finding("nobody_counts", row, plan, kind="counting")


def share_findings(plan: Plan) -> Iterator[DataFinding]:
    """Figures whose own shares are together above the plan, as after an amendment that lowered it."""
    year = SharesOfYear(plan)
    for part in [part for row in rows_of(plan) for part in row.parts if part.id in year.stored]:
        rest = rest_of(part.plan, year.of_part(part).shares) if part.plan is not None else 0
        if part.plan is not None and rest < 0:
            facts: dict[str, Any] = {"total": part.plan - rest, "planned": part.plan, "excess": -rest}
            yield row_finding("shares_above_plan", part.indicator, plan, part.key, str(-rest), kind="shares", **facts)


def alias_findings(centre_id: int, units: list[Unit]) -> Iterator[DataFinding]:
    """Other names that lead to a unit that is closed: the next plan would be given to nobody."""
    closed = {unit.id: unit for unit in units if unit.is_ended}
    for alias in aliases_of(centre_id):
        if alias.unit_id in closed:
            facts = {"name": closed[alias.unit_id].name}
            yield DataFinding(
                "closed_unit", f"alias|{alias.id}|{alias.unit_id}", alias.name, Remedy("units", ""), facts
            )


def unit_findings(plan: Plan) -> Iterator[DataFinding]:
    """Units that owe figures and have nobody of their own to enter them; who writes on behalf of any does not count."""
    people = [p for p in people_of(plan.centre_id, state="active") if not may(p.role, "entries.write_any")]
    units = all_units(plan.centre_id)
    served = {unit.id for person in people for unit in writable_among(person, units)}
    own = {unit.id for person in people_of(plan.centre_id, state="active") for unit in person.units}
    for unit in units_to_submit(plan):
        if unit.id not in served | own:
            yield DataFinding("unit_without_people", unit.code, unit.name, Remedy("unit", str(unit.id)))


def sum_findings(plan: Plan) -> Iterator[DataFinding]:
    """Printed totals that are not the sum of their parts (domain.md §2: row 14 may be right so)."""
    for row in rows_of(plan):
        for column in (FACT, PLAN):
            total, parts = printed(row, column), [printed(sub, column) for sub in row.subrows]
            together = disagreement(total, parts)
            if together is not None:
                facts: dict[str, Any] = {"total": total, "parts": together, "column": column}
                yield row_finding("parts_differ", row, plan, column, str(total), str(together), **facts)


def printed(row: Indicator, column: str) -> Number | None:
    """The one figure of a line in a column of the paper; None where it has none or several."""
    return getattr(row.parts[0], column) if len(row.parts) == 1 else None


def entered_sum_findings(plan: Plan, today: date) -> Iterator[DataFinding]:
    """Figures of a line counted by itself that are not the sum of what was entered for its parts; levels are not."""
    table = consolidate(plan, parse_period(str(plan.year)), today=today)
    lines = {line.row.id: line for section in table.sections for line in section.rows}
    for line in lines.values():
        row = line.row
        if row.sums_parts or row.mode == STOCK or not row.subrows or len(line.parts) != 1:
            continue
        total = line.parts[0].running.amount
        subs = [lines[sub.id] for sub in row.subrows]
        together = disagreement(total, [sub.parts[0].running.amount for sub in subs if len(sub.parts) == 1])
        if together is not None:
            facts: dict[str, Any] = {"total": total, "parts": together}
            yield row_finding("entered_parts_differ", row, plan, str(total), str(together), **facts)


def figure_findings(plan: Plan, units: list[Unit]) -> Iterator[DataFinding]:
    """Figures of a register's row that were entered without a card behind them, by unit and month."""
    names = {unit.id: unit for unit in units}
    by_cards = [row.id for row in rows_of(plan) if any(state.entry_form in REGISTERS for state in every_state(row))]
    statement = (
        select(Part, Entry.unit_id, Entry.year_month, type_coerce(func.sum(Entry.value), BigInteger))
        .join(Part, Part.id == Entry.part_id)
        .where(
            Part.plan_id == plan.id,
            Part.indicator_id.in_(by_cards),
            Entry.card_id.is_(None),
            Entry.voided_at.is_(None),
            Entry.state == "number",
            Entry.value > 0,
        )
        .group_by(Part.id, Entry.unit_id, Entry.year_month)
        .order_by(Entry.year_month, Part.id, Entry.unit_id)
    )
    for part, unit_id, year_month, amount in db.session.execute(statement):
        unit, month = names[unit_id], period_of_month(year_month).key
        form = form_in(part.indicator, period_of_month(year_month))
        if form not in REGISTERS:
            continue  # it was entered otherwise then
        value = unscale(int(amount))
        yield DataFinding(
            "no_cards",
            f"{part.key}|{unit.code}|{month}|{value}",
            f"{part.key} {short_of_figure(part)}".strip(),
            Remedy("register", unit.code, unit.page, form, month),
            {"unit": unit.name, "period": month, "count": value},
        )


@dataclass(frozen=True)
class CheckedCard:
    """What the checks look at in a card."""

    card: Card
    proven: bool


def cards_of_year(plan: Plan) -> list[CheckedCard]:
    """The cards of the plan's year that were not voided, in the order of their dates."""
    statement = (
        select(Card)
        .where(
            Card.centre_id == plan.centre_id,
            Card.year_month.between(plan.year * 100 + 1, plan.year * 100 + 12),
            Card.voided_at.is_(None),
        )
        .options(selectinload(Card.evidence).load_only(Evidence.voided_at), joinedload(Card.unit))
        .order_by(Card.date, Card.id)
    )
    return [
        CheckedCard(card, any(file.voided_at is None for file in card.evidence))
        for card in db.session.scalars(statement)
    ]


def evidence_findings(cards: list[CheckedCard]) -> Iterator[DataFinding]:
    """How many cards of a register that wants evidence have none, by unit and month."""
    missing: dict[tuple[str, int, int], list[Card]] = {}
    for one in cards:
        card, register = one.card, REGISTERS[one.card.register]
        if register.wants_evidence and not one.proven and is_counted(register, card.data):
            missing.setdefault((card.register, card.unit_id, card.year_month), []).append(card)
    for (register_code, _unit, year_month), found in missing.items():
        unit, month = found[0].unit, period_of_month(year_month).key
        yield DataFinding(
            "no_evidence",
            f"{register_code}|{unit.code}|{month}|{len(found)}|{max(card.id for card in found)}",
            unit.name,
            Remedy("register", unit.code, unit.page, register_code, month),
            {"register": register_code, "period": month, "count": len(found)},
        )


def duplicate_findings(cards: list[CheckedCard]) -> Iterator[DataFinding]:
    """Cards of one register, unit and day whose titles read the same: perhaps one thing counted twice."""
    keyed = (
        ((one.card.register, one.card.unit_id, one.card.date, search_key(one.card.title)), one.card) for one in cards
    )
    for group in repeated(keyed):
        card = group[-1]
        yield DataFinding(
            "duplicate_card",
            f"{card.register}|{','.join(str(one.id) for one in group)}",
            card.title,
            Remedy("card", str(card.id), card.unit.page, card.register),
            {"unit": card.unit.name, "date": card.date, "count": len(group)},
        )


def uncounted_findings(plan: Plan, cards: list[CheckedCard]) -> Iterator[DataFinding]:
    """Documents that were written while the year had no plan, of units that count documents now (domain.md §4)."""
    for card in (one.card for one in cards):
        if not is_uncounted(REGISTERS[card.register], card.data):
            continue
        if parts_by_register(plan, card.unit, month_of(card.date)).get(card.register):
            remedy = Remedy("card", str(card.id), card.unit.page, card.register)
            facts = {"unit": card.unit.name, "date": card.date}
            yield DataFinding(UNCOUNTED, str(card.id), card.title, remedy, facts)
