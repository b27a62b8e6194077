"""What an amendment would do, before anybody asks for it: to what is planned and due, to figures that stand, to what is
owed; and what stands in its way (domain.md §3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.amending import CHANGE, END, StandingNumbers, end_clash, form_clash, mode_clash, month_key
from app.domain.counting import Number
from app.domain.errors import Invalid
from app.domain.own_shares import rest_of
from app.domain.periods import parse_period
from app.domain.phasing import Phases
from app.domain.registers import REGISTERS
from app.models import Amendment, AmendmentLine, Indicator, Plan
from app.operations.amending import Amending
from app.queries.amendments import loose_tree, number_rows, standing_numbers
from app.queries.consolidation import Consolidation, PartFigures, consolidate
from app.queries.obligations import owed_by_plan
from app.queries.own_shares import SharesOfYear
from app.queries.phasing import months_of_plan
from app.queries.plan import row_by_key, rows_of
from app.queries.sums import month_figures
from app.queries.units import all_units, units_by_name


@dataclass(frozen=True)
class Remark:
    """Something to know about a row (a code of ``amendment_remark``), or what stands in its way (an error's)."""

    row_key: str
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Shift:
    """A number before and after."""

    before: Number | None
    after: Number | None

    @property
    def is_moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class FigureEffect:
    """One figure of a row that changes, or of one above it that sums it: the year's plan, what of it is due by now,
    what is done, and the months."""

    key: str
    row: Indicator
    plan: Shift
    due: Shift
    done: Shift
    months: tuple[Shift, ...]

    @property
    def is_moved(self) -> bool:
        return any(one.is_moved for one in (self.plan, self.due, self.done, *self.months))


@dataclass
class Effects:
    """``faults``: what makes it impossible; ``owed``: unit name → how many duties come (+) and go (–)."""

    figures: list[FigureEffect] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    owed: list[tuple[str, int, int]] = field(default_factory=list)


def effects_of(plan: Plan, amendment: Amendment, today: date) -> Effects:
    """``plan``: the tree as it is stored, kept or read."""
    units, first, found = all_units(plan.centre_id), amendment.first_month, Effects()
    after, found.faults = amended_tree(plan, amendment)
    found.faults += clashes(plan, amendment.lines, first)
    found.figures = list(figure_effects(plan, after, [line.row_key for line in amendment.lines], today))
    found.remarks = [*past_remarks(found.figures, first), *sum_remarks(after, found.figures), *share_remarks(after)]
    here, there = owed_by_plan(plan, units), owed_by_plan(after, units)
    come = Counter(owed.unit_id for key, owed in there.items() if key not in here)
    gone = Counter(owed.unit_id for key, owed in here.items() if key not in there)
    found.owed = [(unit.name, come[unit.id], gone[unit.id]) for unit in units if unit.id in come or unit.id in gone]
    return found


def amended_tree(plan: Plan, amendment: Amendment) -> tuple[Plan, list[Remark]]:
    """A plan as it would be, stored by nobody, and what cannot be."""
    after, faults = loose_tree(plan), list[Remark]()
    codes = {unit.code: unit for unit in all_units(plan.centre_id)}
    work = Amending(after, amendment.first_month, units_by_name(plan.centre_id), codes)
    for line in amendment.lines:
        try:
            work.apply(line)
        except Invalid as error:
            faults.append(Remark(line.row_key, error.code, error.params))
    number_rows(after)
    return after, faults


def clashes(plan: Plan, lines: Sequence[AmendmentLine], first: int) -> Iterator[Remark]:
    """What stands on a row that may not stand there: it would count twice, otherwise, or nowhere."""
    rows = {line.row_key: row for line in lines if (row := row_by_key(plan, line.row_key)) is not None}
    asked = {line.row_key: line for line in lines if line.row_key in rows and asks_of_figures(line)}
    under = {key: list(family(rows[key])) for key in asked}
    part_ids = [part.id for family_of in under.values() for row in family_of for part in row.parts]
    if not part_ids:
        return
    by_row = {key: [part.id for row in family_of for part in row.parts] for key, family_of in under.items()}
    for key, line in asked.items():
        standing = standing_numbers(plan.centre_id, by_row[key])
        clash, code = clash_of(line, standing, first)
        if clash is not None:
            facts = {"unit": clash.unit, "period": month_key(clash.year_month), "count": clash.count}
            yield Remark(key, code, facts)


def asks_of_figures(line: AmendmentLine) -> bool:
    return line.act == END or (line.act == CHANGE and bool({"entry_form", "mode", "sums_parts"} & set(line.wanted)))


def clash_of(
    line: AmendmentLine, standing: Sequence[StandingNumbers], first: int
) -> tuple[StandingNumbers | None, str]:
    if line.act == END:
        return end_clash(standing, first), "amendment.figures_after_end"
    if {"mode", "sums_parts"} & set(line.wanted) and (clash := mode_clash(standing)) is not None:
        return clash, "amendment.mode_official"
    if "entry_form" in line.wanted:
        return form_clash(standing, grain_of(line.wanted["entry_form"]), first), "amendment.counted_otherwise"
    return None, ""


def grain_of(form: str) -> str:
    """By what grain numbers of a form are entered."""
    return "card" if form in REGISTERS else form


def family(row: Indicator) -> Iterator[Indicator]:
    yield row
    for under in row.subrows:
        yield from family(under)


def figure_effects(plan: Plan, after: Plan, keys: Sequence[str], today: date) -> Iterator[FigureEffect]:
    """The figures of the rows that change, and of the others only those that move with them."""
    year, figures = parse_period(str(plan.year)), month_figures(plan)
    stood = by_key(consolidate(plan, year, today=today, view="months", figures=figures))
    modes, new_modes = ({row.key: row.mode for row in rows_of(tree)} for tree in (plan, after))
    if any(mode != new_modes.get(key) for key, mode in modes.items()):
        figures = month_figures(after)  # the same entries, added up otherwise
    stands = by_key(consolidate(after, year, today=today, view="months", figures=figures))
    before, now = months_by_key(plan), months_by_key(after)
    for key, (row, figure) in stands.items():
        _, old = stood.get(key, (None, None))
        effect = FigureEffect(
            key,
            row,
            Shift(old.plan if old else None, figure.plan),
            Shift(old.due if old else None, figure.due),
            Shift(old.running.value if old else None, figure.running.value),
            tuple(Shift(*pair) for pair in zip(before.get(key, NO_MONTHS), now.get(key, NO_MONTHS), strict=True)),
        )
        if row.key in keys or effect.is_moved:
            yield effect


NO_MONTHS: tuple[Number | None, ...] = (None,) * 12


def by_key(table: Consolidation) -> dict[str, tuple[Indicator, PartFigures]]:
    rows = (line for section in table.sections for line in section.rows)
    return {figure.key: (line.row, figure) for line in rows for figure in line.parts}


def months_by_key(plan: Plan) -> dict[str, Phases]:
    """Part key → how its plan lies over the months, of the rows that are entered."""
    return {
        part.key: months_of_plan(row, part.plan, part.phasing)
        for row in rows_of(plan)
        if not row.sums_parts
        for part in row.parts
        if part.plan is not None
    }


def past_remarks(effects: Sequence[FigureEffect], first: int) -> Iterator[Remark]:
    """Where the months before are planned otherwise, too: the new plan is less than what was planned by then."""
    for one in effects:
        if any(shift.is_moved and shift.before is not None for shift in one.months[: first % 100 - 1]):
            yield Remark(one.row.key, "past_spread", {"key": one.key})


def sum_remarks(after: Plan, effects: Sequence[FigureEffect]) -> Iterator[Remark]:
    """Where a row that sums its parts would print another plan than theirs together."""
    touched = {one.row.key for one in effects}
    for row in rows_of(after):
        parts = [part.plan for under in row.subrows for part in under.parts]
        own = row.parts[0].plan if row.sums_parts and len(row.parts) == 1 else None
        if own is None or any(part is None for part in parts) or not touched & {row.key, *(u.key for u in row.subrows)}:
            continue
        together = sum(part for part in parts if part is not None)
        if together != own:
            yield Remark(row.key, "sum_differs", {"total": own, "parts": together})


def share_remarks(after: Plan) -> Iterator[Remark]:
    """Where units have more of a plan than there is of it then."""
    shares = SharesOfYear(after)
    for part in [part for row in rows_of(after) for part in row.parts if part.id in shares.stored]:
        given = shares.of_part(part).shares
        rest = rest_of(part.plan, given) if part.plan is not None else 0
        if part.plan is not None and rest < 0:
            yield Remark(part.indicator.key, "shares_above", {"rest": -rest})
