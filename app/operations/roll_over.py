"""The plan of the next year: rolled over from this one's, its facts taken again, or begun empty (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.amounts import stored_amount
from app.domain.errors import Conflict, Invalid
from app.domain.papers import PLAN, TITLE, plan_paper
from app.domain.plan_table import Amount, keyed_lines, roman_number
from app.domain.roll_over import BASES, EXPECTED, SO_FAR, Proposal, begins_on, cell_text, moved_text, names_year
from app.domain.terms import lives_in
from app.domain.text import one_line
from app.domain.typed import FIRST_YEAR, LAST_YEAR
from app.extensions import db
from app.models import Indicator, OwnShare, Part, Person, Plan, PlanSection, Responsible
from app.operations.history import Note, note_change, note_changes, one_writer
from app.operations.lock_exceptions import change_setting
from app.operations.own_shares import end_idle_shares
from app.operations.plan_keys import set_keys
from app.operations.plan_rows import need_draft, note_row, row_state, set_amounts
from app.operations.plans import read_text
from app.operations.rights import need
from app.queries.amendments import amendments_of_row
from app.queries.measures import SETTING, chosen_measures, setting_of_year
from app.queries.papers import ends_of_plan, said_of
from app.queries.plan import facts_of_plan, plan_of, plan_table, rows_of
from app.queries.roll_over import RowResult, results_of
from app.queries.settings import setting

CARRIED = ("name", "measure", "deadline", "responsible", "unit")  # what was confirmed of a row and still holds


@dataclass
class RolledOver:
    """The new plan, and what of it somebody has to look at, by keys: rows without a result, without a proposed plan,
    with an expected fact, with this year in their own words; figures whose own shares did not fit the new plan;
    rows that an amendment ended."""

    plan: Plan
    without_fact: list[str] = field(default_factory=list)
    without_plan: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    naming_year: list[str] = field(default_factory=list)
    undivided: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


def roll_over(*, actor: Person, plan: Plan, today: date, basis: str, rule: Proposal) -> RolledOver:
    """Make next year's plan from this one: rows, texts, ways of counting and shares as they are, years moved by one,
    this year's result as fact, figures proposed by rule.

    ``basis``: the result so far, or expected at the year's end. Raises Conflict ``roll_over.exists``, Invalid
    ``roll_over.too_early`` (``day``), and what ``Proposal.check`` raises.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    if basis not in BASES:
        raise Invalid("choice.unknown", field="basis")
    rule.check()
    year = plan.year + 1
    need_no_plan(plan.centre_id, year)
    if today < begins_on(plan.year):
        raise Invalid("roll_over.too_early", year=year, day=begins_on(plan.year))
    results = results_of(plan, today, basis, rule)
    new = Plan(centre_id=plan.centre_id, year=year, **moved_ends(plan))
    db.session.add(new)
    db.session.flush()
    done = RolledOver(new)
    copies: dict[int, Indicator] = {}
    for section in plan.sections:
        heading = moved_text(section.heading, plan.year)
        copy = PlanSection(centre_id=plan.centre_id, position=section.position, roman=section.roman, heading=heading)
        new.sections.append(copy)
        for row in section.indicators:
            if lives_in(row, plan.year * 100 + 12):
                copies[row.id] = copy_row(plan, new, copy, row, copies.get(row.parent_id or 0))
            else:
                done.ended.append(row.key)
    db.session.flush()
    for row in [row for row in rows_of(plan) if row.id in copies]:
        fill_figures(done, row, copies[row.id], results[row.id])
    db.session.flush()
    if done.ended:  # unnumbered parts behind them are lettered anew
        keys = (key for section in plan_table(new).sections for key, _line, _parent in keyed_lines(section))
        set_keys(actor, new, dict(zip(rows_of(new), keys, strict=True)))
    keep_measures(actor, plan.year)
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action="roll_over",
        subject="plan",
        subject_key=str(year),
        after={"from": str(plan.year), "added": len(copies), "fact_basis": basis, **plan_rule(rule)},
    )
    note_changes(
        actor,
        plan.centre_id,
        [Note("roll_over", "plan_row", f"{year}|{row.key}", None, row_state(row)) for row in copies.values()],
    )
    return done


def said_by_hand(centre_id: int, year: int, **typed: str) -> dict[str, Any]:
    """What was typed for a new plan and is otherwise than the centre has it on its plans."""
    ends = plan_paper([*said_of(centre_id, PLAN), typed], year)
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


def copy_row(plan: Plan, new: Plan, section: PlanSection, row: Indicator, above: Indicator | None) -> Indicator:
    """A row as next year's plan has it, without its figures."""
    same = (
        "position", "key", "number", "name", "short_name", "measure", "mode", "sums_parts", "joint", "entry_form",
    )  # fmt: skip
    copy = Indicator(
        centre_id=plan.centre_id,
        plan_id=new.id,
        parent=above,
        mechanism=list(row.mechanism),
        deadline=moved_text(row.deadline, plan.year),
        confirmed=[point for point in row.confirmed if point in CARRIED],
        former_id=row.id,
        **{name: getattr(row, name) for name in same},
    )
    section.indicators.append(copy)
    for one in row.responsible:
        copy.responsible.append(
            Responsible(
                centre_id=plan.centre_id,
                unit_id=one.unit_id,
                position=one.position,
                words=one.words,
                everyone=one.everyone,
                printed=one.printed,
                share=one.share,
            )
        )
    return copy


def fill_figures(done: RolledOver, row: Indicator, copy: Indicator, found: RowResult) -> None:
    """This year's result as fact, the proposed plan, and what belongs to the figures of the cell."""
    set_amounts(copy, fact_cell(found), plan_cell(row, found))
    set_basis(copy, found)
    former = {part.place: part for part in row.parts}
    for part in copy.parts:
        same = former.get(part.place)
        if same is None:
            continue
        part.name = same.name
        if same.plan == part.plan:
            amended = bool(amendments_of_row(row.section.plan, row.id))  # its months are those of a year cut in two
            part.phasing = list(same.phasing) if same.phasing and not amended else None
            keep_shares(same, part)
        elif same.own_shares:
            done.undivided.append(part.key)
    tell(done, copy)
    if names_year([row.name, *row.mechanism], row.plan_year):
        done.naming_year.append(copy.key)


def tell(done: RolledOver, row: Indicator) -> None:
    """What of a row's figures is still open."""
    if not row.fact_text:
        done.without_fact.append(row.key)
    if not row.plan_text:
        done.without_plan.append(row.key)
    if row.fact_basis == EXPECTED:
        done.expected.append(row.key)


def fact_cell(found: RowResult) -> Amount:
    """A composite cell by its figures; where one of them is not known, nothing."""
    return stored_amount(cell_text([result.value for result in found.results]))


def plan_cell(row: Indicator, found: RowResult) -> Amount:
    """What is proposed; where nothing can be, this year's cell as it stands: a dash, or figures of which one is
    open."""
    return stored_amount(cell_text(found.plans) or row.plan_text)


def set_basis(copy: Indicator, found: RowResult) -> None:
    copy.fact_basis = (EXPECTED if found.expected else SO_FAR) if copy.fact_text else ""


def keep_shares(former: Part, part: Part) -> None:
    for share in former.own_shares:
        part.own_shares.append(
            OwnShare(centre_id=part.centre_id, unit_id=share.unit_id, amount=share.amount, origin=share.origin)
        )


def keep_measures(actor: Person, year: int) -> None:
    """The main measures go on by the keys that they have in the plan that was rolled over."""
    chosen = ",".join(chosen_measures(actor.centre_id, year))
    if chosen != setting(actor.centre_id, SETTING):
        change_setting(actor, setting_of_year(year + 1), "", chosen)


def renew_figures(*, actor: Person, plan: Plan, today: date, basis: str, rule: Proposal | None = None) -> RolledOver:
    """Take last year's results again into a draft that was rolled over: of rows whose fact nobody has typed since.
    With a ``rule`` the plans of all its rows are proposed again, too.

    Raises Locked where it is no draft, Invalid ``roll_over.nothing_to_renew``.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_draft(plan)
    if basis not in BASES:
        raise Invalid("choice.unknown", field="basis")
    former = plan_of(plan.centre_id, plan.year - 1)
    known = {row.id: row for row in rows_of(former)} if former is not None else {}
    rolled = [(row, known[row.former_id]) for row in rows_of(plan) if row.former_id in known]
    if former is None or not rolled:
        raise Invalid("roll_over.nothing_to_renew", year=plan.year - 1)
    results, done = results_of(former, today, basis, rule.check() if rule else None), RolledOver(plan)
    for row, same in rolled:
        before, found = row_state(row), results[same.id]
        typed = bool(row.fact_text) and not row.fact_basis
        fact = stored_amount(row.fact_text) if typed else fact_cell(found)
        set_amounts(row, fact, plan_cell(same, found) if rule else stored_amount(row.plan_text))
        if not typed:
            set_basis(row, found)
        db.session.flush()
        note_row(actor, plan, row, before)
        tell(done, row)
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
