"""What an amendment makes of the rows of a plan: the same for who looks what would come of it and for who approves it.

``plan`` is the stored tree, or a loose copy of it that nobody stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.amending import ADD, BY_MONTH, END, amended_phases, ended_phases
from app.domain.amounts import parse_amount, stored_amount
from app.domain.counting import Mode, Number, adds_up
from app.domain.deadlines import parse_deadline
from app.domain.errors import Invalid
from app.domain.periods import period_of_month
from app.domain.phasing import Phases
from app.domain.plan_table import Line
from app.domain.row_rules import counting
from app.domain.terms import NamedUnit, Terms, lives_in, read_terms
from app.models import AmendmentLine, Indicator, Part, Plan, PlanSection, Unit
from app.operations.amended_places import split_off, sum_parts
from app.operations.plan_rows import apply_rule, rule_of, set_amounts
from app.operations.plan_units import printed_words, set_by_hand, set_responsible
from app.operations.plans import count_by, set_shares
from app.queries.phasing import months_of_plan, stored_phases
from app.queries.plan import deadline_row, family, row_by_key


@dataclass(frozen=True)
class Amending:
    """An amendment at work: the tree it changes, the year-month from which it holds, and the centre's units by name and
    by code; ``moved``: the keys of figures that a row handed to a part of it → their new ones."""

    plan: Plan
    first: int
    names: Mapping[str, Unit]
    codes: Mapping[str, Unit]
    moved: dict[str, str] = field(default_factory=dict)

    def apply(self, line: AmendmentLine) -> Indicator:
        """Raises Invalid for what cannot be: a row that is gone, a figure with entries that would disappear."""
        if line.act == ADD:
            return self.add(line)
        row = self.row(line.row_key)
        if line.act == END:
            self.end(row)
        else:
            self.change(row, line.wanted)
        return row

    def row(self, key: str) -> Indicator:
        """A row that is in the plan in the month from which the amendment holds."""
        row = row_by_key(self.plan, key)
        if row is None or not lives_in(row, self.first):
            raise Invalid("amendment.row_gone", key=key)
        return row

    @property
    def month(self) -> int:
        return self.first % 100

    @property
    def month_before(self) -> int:
        return period_of_month(self.first).previous.year_month

    def change(self, row: Indicator, wanted: Mapping[str, Any]) -> None:
        stood = {part.key: planned_as(one, part) for one in family(row) for part in one.parts}
        planned = {one.key for one in family(row) if any(part.plan is not None for part in one.parts)}
        if any(name in wanted for name in BY_MONTH):
            keep_terms(row, self.month_before)
        by_hand = set_by_hand(row, self.names)
        for name in ("name", "measure", "deadline"):
            if name in wanted:
                setattr(row, name, wanted[name])
        if "mechanism" in wanted:
            row.mechanism = list(wanted["mechanism"])
        if "responsible" in wanted or "mechanism" in wanted:
            set_responsible(row, tuple(wanted.get("responsible", printed_words(row))), self.names, by_hand)
        self.count(row, wanted)
        if wanted.get("split"):
            self.split(row, wanted)
        if "fact" in wanted or "plan" in wanted:
            set_amounts(row, amount(row.fact_text, wanted.get("fact")), amount(row.plan_text, wanted.get("plan")))
        for one in filter(lambda one: lives_in(one, self.first), family(row)):
            for part in one.parts:
                self.keep_months(one, part, stood.get(part.key), was_planned=one.key in planned)

    def keep_months(self, row: Indicator, part: Part, before: Planned | None, *, was_planned: bool) -> None:
        """What was planned for the months before stays, whether the plan, the deadline or the figures of a cell became
        others. A figure that comes beside others was not planned then; a row that counts otherwise is planned anew,
        for the way holds for its whole year."""
        if part.plan is None or before == planned_as(row, part):
            return
        months = before.months if before else None
        if before is not None and adds_up(before.mode) != adds_up(row.mode):
            months = None
        elif months is None and was_planned:
            months = NOTHING_PLANNED
        part.phasing = stored_phases(amended_phases(months, part.plan, row.mode, self.deadline(row), self.month))

    def count(self, row: Indicator, wanted: Mapping[str, Any]) -> None:
        form, mode = (wanted.get(name, getattr(row, name)) for name in ("entry_form", "mode"))
        count_by(row, form, mode, wanted.get("sums_parts", row.sums_parts))
        if "shares" in wanted or "everyone" in wanted:
            shares = {self.unit(code).id: share for code, share in wanted.get("shares", {}).items()}
            set_shares(row, shares, wanted.get("everyone"))

    def split(self, row: Indicator, wanted: Mapping[str, Any]) -> None:
        """The row is what its parts are together; a part of its own keeps what there was before, if anything."""
        if wanted["until_key"]:
            self.moved.update(split_off(row, wanted, self.month_before))
            self.end_plan(row.subrows[-1])
        sum_parts(row)

    def unit(self, code: str) -> Unit:
        if code not in self.codes:
            raise Invalid("choice.unknown", field="shares")
        return self.codes[code]

    def deadline(self, row: Indicator) -> Any:
        return parse_deadline(deadline_row(row).deadline, self.plan.year)

    def end(self, row: Indicator) -> None:
        """The row and those under it leave the plan; what was planned until then stays planned."""
        for under in row.subrows:
            if lives_in(under, self.first):
                self.end(under)
        row.last_month = self.month_before
        self.end_plan(row)

    def end_plan(self, row: Indicator) -> None:
        """What is planned of a row that ends is what was planned until then; a level stays one."""
        if not adds_up(row.mode):
            return
        for part in row.parts:
            if part.plan is None:
                continue
            if row.sums_parts and row.subrows:
                part.plan = sum(one.plan for under in row.subrows for one in under.parts if one.plan is not None)
                continue
            spread = ended_phases(months_of_plan(row, part.plan, part.phasing), row.mode, self.month)
            part.plan, part.phasing = sum(spread), stored_phases(spread)
        if row.parts and all(part.plan is not None for part in row.parts):
            row.plan_text = "/".join(parse_amount(part.plan).text for part in row.parts)

    def add(self, line: AmendmentLine) -> Indicator:
        wanted = line.wanted
        section = next((one for one in self.plan.sections if one.roman == wanted["section"]), None)
        above = self.row(wanted["parent"]) if wanted.get("parent") else None
        if section is None:
            raise Invalid("amendment.row_gone", key=wanted["section"])
        row = Indicator(
            centre_id=self.plan.centre_id,
            plan_id=self.plan.id,
            parent_id=above.id if above is not None else None,
            position=0,
            key=line.row_key,
            number=wanted["number"],
            name=wanted.get("name"),
            short_name="",
            measure=wanted.get("measure"),
            mechanism=list(wanted.get("mechanism", ())),
            deadline=wanted.get("deadline", ""),
            confirmed=[],
            earlier_terms=[],
            first_month=self.first if self.month > 1 else None,
        )
        self.place(section, above, row, wanted.get("after", ""))
        fact, plan = amount("", wanted.get("fact")), amount("", wanted.get("plan"))
        printed = Line(name=row.name, measure=row.measure, fact=fact, plan=plan)
        measure = row.measure or (above.measure if above is not None else None)
        apply_rule(row, counting(printed, measure=measure, parent=rule_of(above) if above is not None else None))
        set_amounts(row, fact, plan)
        for part in row.parts:
            spread = amended_phases(NOTHING_PLANNED, part.plan, row.mode, self.deadline(row), self.month)
            part.phasing = stored_phases(spread)
        set_responsible(row, tuple(wanted.get("responsible", ())), self.names)
        self.count(row, wanted)
        return row

    def place(self, section: PlanSection, above: Indicator | None, row: Indicator, after: str) -> None:
        """Behind a row and what stands under it, else at the end of the row above it, or of the section."""
        lines = section.indicators
        leader = next((line for line in lines if line.key == after), above)
        index = len(lines) if leader is None else lines.index(leader) + 1
        while leader is not None and index < len(lines) and is_under(lines[index], leader):
            index += 1
        lines.insert(index, row)
        if above is not None:
            row.parent = above
        for place, line in enumerate((line for one in self.plan.sections for line in one.indicators), 1):
            line.position = place


NOTHING_PLANNED: Phases = (0,) * 12


def is_under(line: Indicator, leader: Indicator) -> bool:
    above = line.parent
    while above is not None and above is not leader:
        above = above.parent
    return above is not None


@dataclass(frozen=True)
class Planned:
    """A figure's plan as it lies over the months; None without a plan."""

    plan: Number | None
    mode: Mode
    months: Phases | None


def planned_as(row: Indicator, part: Part) -> Planned:
    months = None if part.plan is None else months_of_plan(row, part.plan, part.phasing)
    return Planned(part.plan, row.mode, months)


def amount(stands: str, wanted: str | None) -> Any:
    """The quantity as it is to stand: what is wanted, else what stands."""
    return stored_amount(stands) if wanted is None else parse_amount(wanted)


def keep_terms(row: Indicator, until: int) -> None:
    """Keep how a row stood until the end of a month, where something can be asked of that time."""
    begins = row.first_month or row.plan_year * 100 + 1
    if until < begins or any(terms.until >= until for terms in read_terms(row.earlier_terms)):
        return
    named = tuple(NamedUnit(one.unit_id, one.everyone, one.share) for one in row.responsible)
    terms = Terms(until, row.name, tuple(row.mechanism), row.deadline, row.entry_form, named)
    row.earlier_terms = [*row.earlier_terms, terms.stored()]
