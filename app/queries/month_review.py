"""Reads of one unit's month: every figure beside last month, last year and the plan, and what the checks find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.domain.checks import CHECK, ERROR, MonthFinding, PartFacts, check_month, figure_text
from app.domain.completeness import Share
from app.domain.counting import EMPTY, FLOW, Mode, Number, Total, months_total
from app.domain.deadlines import parse_deadline
from app.domain.periods import Period
from app.domain.phasing import phases
from app.domain.registers import REGISTERS
from app.domain.row_rules import DAY
from app.domain.text import search_key
from app.extensions import db
from app.models import Card, Entry, Evidence, Indicator, Part, Plan, Submission, Unit
from app.queries.calendar import unit_calendar
from app.queries.months import due_days, month_state, submission_of
from app.queries.plan import parts_of_unit, plan_tree, rows_of, top_row
from app.queries.submissions import WantedCells, filled
from app.queries.sums import NOTHING, MonthFigures, Months, months_of
from app.queries.units import all_units


@dataclass(frozen=True)
class FigureLine:
    """One figure of a submission. ``plan`` is the whole centre's for the month. ``seen`` is what stood there when the
    methodologist last looked, ``accepted`` what was accepted; None where it is the same or was never looked at."""

    part: Part
    value: Total
    last_month: Total
    last_year: Total
    plan: Number | None
    seen: str | None
    accepted: str | None


@dataclass(frozen=True)
class Review:
    """A unit's month as it is handed in and looked at. ``explained``: (check, part) → the note that holds."""

    plan: Plan
    unit: Unit
    month: Period
    state: str
    submission: Submission | None
    due: date
    waived: bool
    filled: Share
    lines: tuple[FigureLine, ...]
    findings: tuple[MonthFinding, ...]
    explained: Mapping[tuple[str, str], str]

    @property
    def open_checks(self) -> list[MonthFinding]:
        """What stops the submission until somebody explains it."""
        return [f for f in self.findings if f.strength == CHECK and (f.check, f.part_key) not in self.explained]

    @property
    def errors(self) -> list[MonthFinding]:
        return [finding for finding in self.findings if finding.strength == ERROR]

    @property
    def figures(self) -> dict[str, str]:
        """The figures as they are kept to be compared later."""
        return {line.part.key: figure_text(line.value) for line in self.lines}

    @property
    def changed_after(self) -> int:
        """How many values were changed after they had been accepted."""
        row = self.submission
        return (row.changed_after + changed_values(row.accepted, self.figures)) if row else 0


def changed_values(before: Mapping[str, str] | None, now: Mapping[str, str]) -> int:
    """How many figures are not what they were; 0 when there was no former look."""
    if before is None:
        return 0
    return sum(1 for key in {*before, *now} if before.get(key, "") != now.get(key, ""))


def review_of(plan: Plan, unit: Unit, month: Period, today: date) -> Review:
    """Everything about one unit's month."""
    wanted = WantedCells(plan)
    parts = parts_of_unit(plan, unit, wanted.units)
    number = month.end.month
    figures = months_of(plan, parts, unit.id)
    former = former_months(plan, unit, parts)
    row = submission_of(unit.id, month.year_month)
    cells = wanted.of_month(unit, parts, number)
    facts = part_facts(plan, unit, month, parts, figures, former, {part.id for part, _ in cells}, today)
    findings = check_month(facts, days_left=max(0, (month.end - today).days))
    return Review(
        plan=plan,
        unit=unit,
        month=month,
        state=month_state(unit, month.year_month, today).state,
        submission=row,
        due=due_days(plan.centre_id, plan.year)[month.year_month],
        waived=(unit.id, month.year_month) in wanted.waived_months,
        filled=filled(cells, figures, unit, number),
        lines=tuple(line_of(plan, part, fact, row, number) for part, fact in zip(parts, facts, strict=True)),
        findings=tuple(findings),
        explained=explanations(row, findings),
    )


def figures_of(plan: Plan, unit: Unit, month: Period) -> dict[str, str]:
    """The figures of a unit's month as ``Review.figures`` keeps them, without everything beside them."""
    parts = parts_of_unit(plan, unit, all_units(plan.centre_id))
    figures, number = months_of(plan, parts, unit.id), month.end.month
    return {
        part.key: figure_text(handed_in(part.indicator.mode, figures.get(part.id, {}).get(unit.id, NOTHING), number))
        for part in parts
    }


def handed_in(mode: Mode, months: Months, month: int) -> Total:
    """What a month says of a figure; of a level that did not move the level, of one that nobody named nothing."""
    said = months[month - 1]
    return months_total(mode, months, month, month) if said.has_value else said


def line_of(plan: Plan, part: Part, facts: PartFacts, row: Submission | None, month: int) -> FigureLine:
    figure = figure_text(facts.value)

    def before(figures: Mapping[str, str] | None) -> str | None:
        return None if figures is None or figures.get(part.key, "") == figure else figures.get(part.key, "")

    return FigureLine(
        part=part,
        value=facts.value,
        last_month=facts.before[-1] if facts.before else EMPTY,
        last_year=facts.last_year,
        plan=month_plan(plan, part, month),
        seen=before(row.seen) if row else None,
        accepted=before(row.accepted) if row else None,
    )


def month_plan(plan: Plan, part: Part, month: int) -> Number | None:
    """What the phasing wants of the whole centre in a month."""
    if part.plan is None:
        return None
    row = part.indicator
    deadline = parse_deadline(top_row(row).deadline, plan.year)
    return phases(part.plan, row.mode, deadline, by_hand=part.phasing)[month - 1]


def former_months(plan: Plan, unit: Unit, parts: Sequence[Part]) -> dict[str, Months]:
    """Part key → last year's twelve months of a unit, where last year's plan has the same line."""
    former = plan_tree(plan.centre_id, plan.year - 1)
    if former is None:
        return {}
    keys = {part.key for part in parts}
    same = [part for line in rows_of(former) for part in line.parts if part.key in keys]
    figures = months_of(former, same, unit.id)
    return {part.key: figures.get(part.id, {}).get(unit.id, NOTHING) for part in same}


def part_facts(
    plan: Plan,
    unit: Unit,
    month: Period,
    parts: Sequence[Part],
    figures: MonthFigures,
    former: Mapping[str, Months],
    wanted: set[int],
    today: date,
) -> list[PartFacts]:
    behind = behind_month(unit, month)
    number, days = month.end.month, days_over(unit, month, today)

    def facts(part: Part) -> PartFacts:
        months, last_year = figures.get(part.id, {}).get(unit.id, NOTHING), former.get(part.key, NOTHING)
        register = REGISTERS.get(part.indicator.entry_form)
        return PartFacts(
            key=part.key,
            mode=part.indicator.mode,
            value=handed_in(part.indicator.mode, months, number),
            before=(*last_year[number - 1 :], *months[: number - 1]),
            last_year=last_year[number - 1],
            decimals=part.indicator.decimals,
            wanted=part.id in wanted,
            by_cards=register is not None,
            cards=behind.cards.get(part.id, 0),
            one_a_card=register is not None and measure_key(part.indicator) not in register.quantities,
            without_evidence=behind.bare.get(part.id, 0),
            blank_days=behind.blank(part, days),
            parts=lines_under(plan, part),
        )

    return [facts(part) for part in parts]


def lines_under(plan: Plan, part: Part) -> tuple[str, ...]:
    """The parts under a line that is counted by itself, where all are things done in the same unit of measure."""
    row = part.indicator
    if row.mode != FLOW or len(row.parts) != 1:
        return ()
    under = [line for line in rows_of(plan) if line.parent_id == row.id]
    if any(line.mode != FLOW or measure_key(line) != measure_key(row) for line in under):
        return ()
    return tuple(other.key for line in under for other in line.parts)


def measure_key(row: Indicator) -> str:
    """The folded unit of measure of a line: its own, or the one of the row above."""
    source: Indicator | None = row
    while source is not None and not source.measure:
        source = source.parent
    return search_key(source.measure or "") if source is not None else ""


def counts_days(part: Part) -> bool:
    return part.indicator.entry_form == DAY and not part.indicator.sums_parts


def days_over(unit: Unit, month: Period, today: date) -> list[date]:
    """The unit's working days of a month that are over."""
    last = min(month.end, today - timedelta(days=1))
    return unit_calendar(unit, [month.year]).working_days(month.start, last)


@dataclass(frozen=True)
class Behind:
    """What stands behind a month's figures, by part id: its cards, those of them that want evidence and have neither
    file nor link, and the days on which something is said; ``whole``: parts of which one figure says the month."""

    cards: dict[int, int]
    bare: dict[int, int]
    days: dict[int, set[date]]
    whole: set[int]

    def blank(self, part: Part, days: Sequence[date]) -> tuple[date, ...]:
        """Of these days those on which a part that is counted by the day says nothing."""
        if not counts_days(part) or part.id in self.whole:
            return ()
        return tuple(day for day in days if day not in self.days.get(part.id, set()))


def behind_month(unit: Unit, month: Period) -> Behind:
    proven = (
        select(Evidence.card_id)
        .where(Evidence.card_id == Card.id, Evidence.voided_at.is_(None))
        .correlate(Card)
        .exists()
    )
    rows = db.session.execute(
        select(Entry.part_id, Entry.date, Entry.grain, Entry.state, Card.register, Card.data, proven)
        .outerjoin(Card, Entry.card_id == Card.id)
        .where(Entry.unit_id == unit.id, Entry.year_month == month.year_month, Entry.voided_at.is_(None))
        .where(Entry.state != "empty")
    )
    found = Behind({}, {}, {}, set())
    for part_id, day, grain, state, register, data, has_file in rows:
        if register is None and grain == DAY:
            found.days.setdefault(part_id, set()).add(day)
        elif register is None:
            found.whole.add(part_id)
        elif state == "number":
            found.cards[part_id] = found.cards.get(part_id, 0) + 1
            if REGISTERS[register].wants_evidence and not has_file and not data.get("link"):
                found.bare[part_id] = found.bare.get(part_id, 0) + 1
    return found


def explanations(row: Submission | None, findings: Sequence[MonthFinding]) -> dict[tuple[str, str], str]:
    """The notes that explain a finding: tied to the value, so that another value wants another note."""
    notes = {(note.check, note.part_key, note.figure): note.text for note in row.notes if note.check} if row else {}
    return {
        (finding.check, finding.part_key): notes[key]
        for finding in findings
        if (key := (finding.check, finding.part_key, finding.figure)) in notes
    }


def unit_of_code(plan: Plan, code: str) -> Unit | None:
    """An active unit of the plan's centre."""
    return next((unit for unit in all_units(plan.centre_id) if unit.code == code), None)
