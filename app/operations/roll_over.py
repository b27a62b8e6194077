"""The plan of the next year: rolled over from this one's, its facts taken again, or begun empty (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from app.domain.amounts import stored_amount
from app.domain.errors import Conflict, Invalid
from app.domain.papers import PLAN as PLAN_PAPER
from app.domain.papers import TITLE, plan_paper
from app.domain.plan_figures import COLUMNS, FACT, PLAN
from app.domain.plan_table import roman_number
from app.domain.roll_over import BASES, EXPECTED, Proposal, begins_on, moved_text
from app.domain.text import one_line
from app.domain.typed import FIRST_YEAR, LAST_YEAR
from app.extensions import db
from app.models import Indicator, OwnShare, Part, Person, Plan, PlanSection, Responsible
from app.operations.history import Note, note_change, note_changes, one_writer
from app.operations.lock_exceptions import change_setting
from app.operations.own_shares import end_idle_shares
from app.operations.plan_figures import adds_up, basis_below, sum_below
from app.operations.plan_rows import fits, need_draft, note_row, row_state, set_amounts
from app.operations.plans import read_text
from app.operations.rights import need
from app.queries.amendments import amendments_of_row
from app.queries.measures import SETTING, chosen_measures, setting_of_year
from app.queries.papers import ends_of_plan, said_of
from app.queries.plan import facts_of_plan, plan_of, rows_of
from app.queries.roll_over import NextRow, basis_of, fact_cell, next_plan, plan_cell, results_of
from app.queries.settings import setting

CARRIED = ("name", "measure", "deadline", "responsible", "unit")  # what was confirmed of a row and still holds


@dataclass(frozen=True)
class RenewedRow:
    """A row whose figures were taken again: its fact, what the fact stands on, and its plan, before and after."""

    id: int
    key: str
    fact: tuple[str, str]
    basis: tuple[str, str]
    plan: tuple[str, str]


@dataclass
class RolledOver:
    """The new plan, and what of it somebody has to look at, by keys: rows without a result, without a proposed plan,
    with an expected fact, with this year in their own words; figures whose own shares did not fit the new plan;
    rows that an amendment ended; rows that have other figures than last year's, so that its results are not theirs.
    ``renewed``: the rows whose figures were taken again and became others."""

    plan: Plan
    without_fact: list[str] = field(default_factory=list)
    without_plan: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    naming_year: list[str] = field(default_factory=list)
    undivided: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    renewed: list[RenewedRow] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """By what one is told who looked at other figures than those that would be taken now."""
        return sha256(repr((self.renewed, self.left_out)).encode()).hexdigest()[:32]


def roll_over(*, actor: Person, plan: Plan, today: date, basis: str, rule: Proposal, looked_at: str = "") -> RolledOver:
    """Make next year's plan from this one: rows, texts, ways of counting and shares as they are, years moved by one,
    this year's result as fact, figures proposed by rule.

    ``basis``: the result so far, or expected at the year's end; ``looked_at``: the mark of the plan that somebody has
    seen (``NextPlan.mark``). Raises Conflict ``roll_over.exists``, ``roll_over.not_looked_at`` where another one would
    be made, Invalid ``roll_over.too_early`` (``day``), and what ``Proposal.check`` raises.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    check_wishes(plan, today, basis, rule)
    made = next_plan(plan, today, basis, rule)
    if looked_at and looked_at != made.mark:
        raise Conflict("roll_over.not_looked_at")
    new = Plan(centre_id=plan.centre_id, year=made.year, **moved_ends(plan))
    db.session.add(new)
    db.session.flush()
    done = RolledOver(new, ended=[row.key for row in made.ended])
    copies: dict[int, Indicator] = {}
    for section in plan.sections:
        heading = made.headings[section.roman]
        copy = PlanSection(centre_id=plan.centre_id, position=section.position, roman=section.roman, heading=heading)
        new.sections.append(copy)
        for one in [one for one in made.rows if one.row.section is section]:
            copies[one.row.id] = copy_row(plan, new, copy, one, copies.get(one.row.parent_id or 0))
    db.session.flush()
    for one in made.rows:
        fill_figures(done, one, copies[one.row.id])
    db.session.flush()
    keep_measures(actor, plan.year, {one.row.key: one.key for one in made.rows})
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action="roll_over",
        subject="plan",
        subject_key=str(made.year),
        after={"from": str(plan.year), "added": len(copies), "fact_basis": basis, **plan_rule(rule)},
    )
    note_changes(
        actor,
        plan.centre_id,
        [Note("roll_over", "plan_row", f"{made.year}|{row.key}", None, row_state(row)) for row in copies.values()],
    )
    return done


def check_wishes(plan: Plan, today: date, basis: str, rule: Proposal) -> None:
    """Whether next year's plan can be made, and in this way; raises as ``roll_over`` says."""
    if basis not in BASES:
        raise Invalid("choice.unknown", field="basis")
    rule.check()
    need_no_plan(plan.centre_id, plan.year + 1)
    if today < begins_on(plan.year):
        raise Invalid("roll_over.too_early", year=plan.year + 1, day=begins_on(plan.year))


def said_by_hand(centre_id: int, year: int, **typed: str) -> dict[str, Any]:
    """What was typed for a new plan and is otherwise than the centre has it on its plans."""
    ends = plan_paper([*said_of(centre_id, PLAN_PAPER), typed], year)
    return {piece: text for piece, text in typed.items() if getattr(ends, piece) != text}


def moved_ends(plan: Plan) -> dict[str, Any]:
    """What next year's plan begins with above its table: what this one prints, and what was said of it by hand, the
    years moved by one."""
    ends, own = ends_of_plan(plan), dict(plan.own_ends)
    if TITLE in own:
        own[TITLE] = moved_text(own[TITLE], plan.year)
    return {
        "centre_name": ends.centre_name,
        "title": moved_text(ends.title, plan.year),
        "approval": [moved_text(line, plan.year) for line in ends.approval],
        "agreement": [moved_text(line, plan.year) for line in ends.agreement],
        "own_ends": own,
    }


def plan_rule(rule: Proposal) -> dict[str, Any]:
    """What the history keeps of a rule."""
    return {"plan_way": rule.way, "percent": rule.percent, "step": rule.step}


def need_no_plan(centre_id: int, year: int) -> None:
    if facts_of_plan(centre_id, year) is not None:
        raise Conflict("roll_over.exists", year=year)


def copy_row(plan: Plan, new: Plan, section: PlanSection, one: NextRow, above: Indicator | None) -> Indicator:
    """A row as next year's plan has it, without its figures."""
    same, row = ("position", "number", "name", "short_name", "measure", "mode", "joint", "entry_form"), one.row
    copy = Indicator(
        centre_id=plan.centre_id,
        plan_id=new.id,
        parent=above,
        key=one.key,
        mechanism=list(row.mechanism),
        deadline=one.deadline,
        sums_parts=one.sums_parts,
        confirmed=[point for point in row.confirmed if point in CARRIED],
        former_id=row.id,
        **{name: getattr(row, name) for name in same},
    )
    section.indicators.append(copy)
    for named in row.responsible:
        copy.responsible.append(
            Responsible(
                centre_id=plan.centre_id,
                unit_id=named.unit_id,
                position=named.position,
                words=named.words,
                everyone=named.everyone,
                printed=named.printed,
                share=named.share,
            )
        )
    return copy


def fill_figures(done: RolledOver, one: NextRow, copy: Indicator) -> None:
    """This year's result as fact, the proposed plan, and what belongs to the figures of the cell."""
    set_amounts(copy, one.fact, one.plan)
    copy.fact_basis = one.basis
    row, former = one.row, {part.place: part for part in one.row.parts}
    for part in copy.parts:
        same = former.get(part.place)
        if same is None:
            continue
        part.name = same.name
        if same.plan == part.plan:
            amended = bool(amendments_of_row(row.section.plan, row.id))  # its months are those of a year cut in two
            part.phasing = list(same.phasing) if same.phasing and not amended else None
            if same.place in one.divided:
                keep_shares(same, part)
    done.undivided.extend(one.undivided)
    tell(done, copy)
    if one.names_year:
        done.naming_year.append(copy.key)


def tell(done: RolledOver, row: Indicator) -> None:
    """What of a row's figures is still open."""
    if not row.fact_text:
        done.without_fact.append(row.key)
    if not row.plan_text:
        done.without_plan.append(row.key)
    if row.fact_basis == EXPECTED:
        done.expected.append(row.key)


def keep_shares(former: Part, part: Part) -> None:
    for share in former.own_shares:
        part.own_shares.append(
            OwnShare(centre_id=part.centre_id, unit_id=share.unit_id, amount=share.amount, origin=share.origin)
        )


def keep_measures(actor: Person, year: int, keys: Mapping[str, str]) -> None:
    """The main measures go on. ``keys``: key of a row in the plan that was rolled over → the one in the next plan."""
    chosen = ",".join(keys[key] for key in chosen_measures(actor.centre_id, year) if key in keys)
    if chosen != setting(actor.centre_id, SETTING):
        change_setting(actor, setting_of_year(year + 1), "", chosen)


def renew_figures(
    *, actor: Person, plan: Plan, today: date, basis: str, rule: Proposal | None = None, looked_at: str = ""
) -> RolledOver:
    """Take last year's results again into a draft that was rolled over: of rows whose fact nobody has typed since.
    With a ``rule`` the plans of all its rows are proposed again, too. What was the sum of the rows below it stays so; a
    row that has other figures than last year's is left as it is.

    ``looked_at``: the mark of what somebody has seen (``RolledOver.mark``). Raises Locked where it is no draft, Invalid
    ``roll_over.nothing_to_renew``, Conflict ``roll_over.results_moved`` where other figures would be taken.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_draft(plan)
    if basis not in BASES:
        raise Invalid("choice.unknown", field="basis")
    former = plan_of(plan.centre_id, plan.year - 1)
    known = {row.id: row for row in rows_of(former)} if former is not None else {}
    if former is None or not any(row.former_id in known for row in rows_of(plan)):
        raise Invalid("roll_over.nothing_to_renew", year=plan.year - 1)
    results, done = results_of(former, today, basis, rule.check() if rule else None), RolledOver(plan)
    totals = {(row.id, column) for row in rows_of(plan) for column in COLUMNS if adds_up(row, column)}
    left = set()
    for row in reversed(list(rows_of(plan))):  # parts stand behind their row, so they are ready when it sums them
        same, before = known.get(row.former_id or 0), row_state(row)
        fact, planned, fact_basis = stored_amount(row.fact_text), stored_amount(row.plan_text), row.fact_basis
        stood = (row.fact_text, row.fact_basis, row.plan_text)
        if same is not None and row.sums_parts == same.sums_parts:
            if fact_basis or not fact.text:
                fact = fact_cell(results[same.id])
                fact_basis = basis_of(former, fact, results[same.id])
            planned = plan_cell(same, results[same.id]) if rule else planned
        elif same is not None:
            left.add(row.key)
        if (row.id, FACT) in totals:
            fact, fact_basis = sum_below(row, FACT), basis_below(row)
        if (row.id, PLAN) in totals:
            planned = sum_below(row, PLAN)
        if not fits(row, fact, planned):
            left.add(row.key)
            continue
        set_amounts(row, fact, planned)
        row.fact_basis = fact_basis
        db.session.flush()
        note_row(actor, plan, row, before)
        stands = (row.fact_text, row.fact_basis, row.plan_text)
        if stands != stood:
            done.renewed.append(RenewedRow(row.id, row.key, *zip(stood, stands, strict=True)))
    done.renewed.reverse()
    for row in [row for row in rows_of(plan) if row.former_id in known]:
        tell(done, row)
    done.left_out = [row.key for row in rows_of(plan) if row.key in left]
    if looked_at and looked_at != done.mark:
        raise Conflict("roll_over.results_moved")
    end_idle_shares(actor, plan)
    return done


def begin_plan(*, actor: Person, year: int, title: str, centre_name: str, headings: Sequence[str], today: date) -> Plan:
    """A plan without rows: its year, title, centre and sections; everything else is added row by row.

    Raises Conflict ``roll_over.exists``, Invalid ``date.year``.
    """
    need(actor, "plan.edit")
    one_writer(actor.centre_id)
    if not max(FIRST_YEAR, today.year - 1) <= year <= min(LAST_YEAR, today.year + 2):
        raise Invalid("roll_over.year", field="year", first=str(today.year - 1), last=str(today.year + 2))
    need_no_plan(actor.centre_id, year)
    title, centre_name = one_line(read_text("title", title)), one_line(read_text("centre_name", centre_name))
    if "markazi" in title.casefold() and not title.startswith(centre_name):
        raise Invalid("roll_over.title_centre", field="title")  # who reads the paper again would take another name
    plan = Plan(
        centre_id=actor.centre_id,
        year=year,
        title=title,
        centre_name=centre_name,
        approval=[],
        own_ends=said_by_hand(actor.centre_id, year, title=title, centre_name=centre_name),
    )
    db.session.add(plan)
    for place, heading in enumerate(headings):
        plan.sections.append(
            PlanSection(
                centre_id=actor.centre_id,
                position=place,
                roman=roman_number(place + 1),
                heading=one_line(read_text("headings", heading)),
            )
        )
    db.session.flush()
    after: dict[str, Any] = {"title": plan.title, "sections": [f"{one.roman}. {one.heading}" for one in plan.sections]}
    note_change(
        actor=actor, centre_id=actor.centre_id, action="add", subject="plan", subject_key=str(year), after=after
    )
    return plan
