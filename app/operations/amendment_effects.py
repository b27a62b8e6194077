"""What an amendment would do, before anybody asks for it: to what is planned and due, to figures that stand, to what is
owed; and what stands in its way (domain.md §3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.amending import END, StandingNumbers, end_clash, form_clash, in_order, mode_clash, unit_clash
from app.domain.counting import Number
from app.domain.errors import Invalid
from app.domain.own_shares import rest_of
from app.domain.periods import parse_period, period_of_month
from app.domain.phasing import Phases
from app.domain.plan_tree import check_tree
from app.domain.registers import REGISTERS
from app.domain.terms import lives_in
from app.models import Amendment, AmendmentLine, Indicator, Plan
from app.operations.amended_places import lay_out
from app.operations.amending import Amending
from app.queries.amendments import loose_tree, number_rows, shut_months, standing_numbers
from app.queries.consolidation import Consolidation, PartFigures, consolidate
from app.queries.obligations import owed_by_plan
from app.queries.own_shares import SharesOfYear, shares_left
from app.queries.phasing import months_of_plan
from app.queries.plan import family, row_by_key, row_units, rows_of
from app.queries.plan_tree import tree_of
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
    after, moves, found.faults = judged(plan, amendment)
    found.figures = list(figure_effects(plan, after, [line.row_key for line in amendment.lines], today))
    found.remarks = [
        *moves,
        *past_remarks(found.figures, first, shut_months(plan.centre_id, plan.year), part_keys_of(plan)),
        *sum_remarks(after, found.figures),
        *share_remarks(plan, after, first),
    ]
    here, there = owed_by_plan(plan, units), owed_by_plan(after, units)
    come = Counter(owed.unit_id for key, owed in there.items() if key not in here)
    gone = Counter(owed.unit_id for key, owed in here.items() if key not in there)
    found.owed = [(unit.name, come[unit.id], gone[unit.id]) for unit in units if unit.id in come or unit.id in gone]
    return found


def judged(plan: Plan, amendment: Amendment) -> tuple[Plan, list[Remark], list[Remark]]:
    """A plan as it would be, stored by nobody, its rows still under the keys that they have; the rows that would have
    others, and all that stands in the way."""
    after, faults = amended_tree(plan, amendment)
    faults += clashes(plan, after, amendment)
    try:
        moved = lay_out(after, amendment.lines)
    except Invalid as error:
        return after, [], [*faults, Remark(str(error.params.get("number", "")), error.code, error.params)]
    told = {line.row_key for line in amendment.lines}
    remarks = [Remark(row.key, "row_moves", {"key": key}) for row, key in moved.items() if row.key in told]
    return after, remarks, [*faults, *tree_faults(plan, after)]


def amended_tree(plan: Plan, amendment: Amendment) -> tuple[Plan, list[Remark]]:
    """A plan as it would be, stored by nobody, and the lines that cannot be."""
    after, faults = loose_tree(plan), list[Remark]()
    codes = {unit.code: unit for unit in all_units(plan.centre_id)}
    work = Amending(after, amendment.first_month, units_by_name(plan.centre_id), codes)
    for line in in_order(amendment.lines):
        try:
            work.apply(line)
        except Invalid as error:
            faults.append(Remark(line.row_key, error.code, error.params))
    number_rows(after)
    for line in amendment.lines:
        row = row_by_key(after, line.row_key)
        if line.wanted.get("split") and row and not any(lives_in(one, work.first) for one in row.subrows):
            faults.append(Remark(line.row_key, "amendment.split_empty", {"key": line.row_key}))
    return after, faults


def tree_faults(plan: Plan, after: Plan) -> Iterator[Remark]:
    """Where the paper would be read otherwise than the rows stand: told only where it was not so before."""
    wrong = tree_error(after)
    if wrong is not None and tree_error(plan) is None:
        yield Remark(str(wrong.params.get("number", "")), wrong.code, wrong.params)


def tree_error(plan: Plan) -> Invalid | None:
    try:
        check_tree(tree_of(plan))
    except Invalid as error:
        return error
    return None


def clashes(plan: Plan, after: Plan, amendment: Amendment) -> Iterator[Remark]:
    """What stands on a row that may not stand there: it would count twice, otherwise, or nowhere."""
    rows = [(line, row) for line in amendment.lines if (row := row_by_key(plan, line.row_key)) is not None]
    part_ids = [part.id for _line, row in rows for one in family(row) for part in one.parts]
    standing: defaultdict[int, list[StandingNumbers]] = defaultdict(list)
    for one in standing_numbers(plan.centre_id, part_ids):
        standing[one.part_id].append(one)
    for line, row in rows:
        found, code = clash_of(line, row, row_by_key(after, row.key), standing, amendment.first_month)
        if found:
            first = min(found, key=lambda one: (one.year_month, one.unit))
            same = [one for one in found if (one.year_month, one.unit_id) == (first.year_month, first.unit_id)]
            period = period_of_month(first.year_month).key
            yield Remark(row.key, code, {"unit": first.unit, "period": period, "count": sum(o.count for o in same)})


def clash_of(
    line: AmendmentLine,
    row: Indicator,
    after: Indicator | None,
    standing: Mapping[int, Sequence[StandingNumbers]],
    first: int,
) -> tuple[list[StandingNumbers], str]:
    """The numbers that are in the way of one line, and as which error they are told."""
    own = [one for part in row.parts for one in standing.get(part.id, ())]
    whole = [one for under in family(row) for part in under.parts for one in standing.get(part.id, ())]
    if line.act == END or line.wanted.get("split"):
        return end_clash(whole, first), "amendment.figures_after_end"
    if line.wanted.get("sums_parts") and own:
        return own, "amendment.own_figures"
    if {"mode", "sums_parts"} & set(line.wanted) and (found := mode_clash(whole)):
        return found, "amendment.mode_official"
    if "entry_form" in line.wanted and (found := form_clash(own, grain_of(line.wanted["entry_form"]), first)):
        return found, "amendment.counted_otherwise"
    counting = {part.id: row_units(one).counting for one in family(after or row) for part in one.parts}
    left = [one for one in whole if one.unit_id in row_units(row).counting or one.part_id not in counting]
    return unit_clash(left, counting, first), "amendment.unit_left"


def grain_of(form: str) -> str:
    """By what grain numbers of a form are entered."""
    return "card" if form in REGISTERS else form


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
    """Part key → how its plan lies over the months; of a row that sums its parts as theirs lie together."""
    found: dict[str, Phases] = {}
    for row in reversed(list(rows_of(plan))):  # parts stand below their row
        if not row.sums_parts:
            planned = [part for part in row.parts if part.plan is not None]
            found |= {
                part.key: months_of_plan(row, part.plan, part.phasing) for part in planned if part.plan is not None
            }
        elif len(row.parts) == 1:
            below = [found[part.key] for under in row.subrows for part in under.parts if part.key in found]
            if below:
                found[row.parts[0].key] = tuple(sum(month) for month in zip(*below, strict=True))
    return found


def part_keys_of(plan: Plan) -> set[str]:
    return {part.key for row in rows_of(plan) for part in row.parts}


def past_remarks(
    effects: Sequence[FigureEffect], first: int, shut: Collection[int], stood: Collection[str]
) -> Iterator[Remark]:
    """Where the months before are planned otherwise, too: the new plan is less than what was planned by then, the row
    counts otherwise, or the plan of a figure that ``stood`` was unknown. Months that are closed or sent among them are
    named: their reports keep what they said."""
    for one in effects:
        past = list(enumerate(one.months[: first % 100 - 1], first // 100 * 100 + 1))
        moved = [month for month, shift in past if shift.is_moved and shift.before is not None]
        filled = [month for month, shift in past if shift.before is None and shift.after] if one.key in stood else []
        closed = tuple(period_of_month(month).key for month in (moved or filled) if month in shut)
        if filled and not moved:
            code = "past_filled_shut" if closed else "past_filled"
            yield Remark(one.row.key, code, {"key": one.key, "months": closed})
        elif closed:
            yield Remark(one.row.key, "past_spread_shut", {"key": one.key, "months": closed})
        elif moved:
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


def share_remarks(plan: Plan, after: Plan, first_month: int) -> Iterator[Remark]:
    """Where units have more of a plan than there is of it then."""
    shares = SharesOfYear(after, shares_left(plan, after, first_month))
    for part in [part for row in rows_of(after) for part in row.parts if part.id in shares.stored]:
        given = shares.of_part(part).shares
        rest = rest_of(part.plan, given) if part.plan is not None else 0
        if part.plan is not None and rest < 0:
            yield Remark(part.indicator.key, "shares_above", {"rest": -rest})
