"""Reads of one unit's month: every figure beside last month, last year and the plan, what is empty, what the checks
find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.blank_days import BlankSpan, blank_spans
from app.domain.checks import CHECK, ERROR, MonthFinding, PartFacts, check_month, figure_text
from app.domain.completeness import DAYS, Share, asked_days, is_worked
from app.domain.counting import EMPTY, STOCK, Number, Total, months_total
from app.domain.periods import Period
from app.domain.row_rules import CONTRIBUTES
from app.models import BlankReason, Part, Plan, Submission, SubmissionNote, Unit
from app.queries.filled import PartFill, YearFill
from app.queries.month_facts import Figured, FormerMonths, behind_month, handed_in, part_facts, with_former
from app.queries.months import MonthRows, due_days
from app.queries.own_shares import SharesOfYear
from app.queries.phasing import months_of_plan
from app.queries.plan import counting_in, parts_of_unit
from app.queries.sums import NOTHING, MonthFigures, month_by_month, months_of
from app.queries.units import all_units


@dataclass(frozen=True)
class FigureLine:
    """One figure of a submission. ``level``: of a level, at which the month ends, whenever it was written; ``share``:
    what of the unit's own share lies in the month; ``plan``: the whole centre's for the month, where the unit has none.
    ``seen`` is what stood there at the last decision, ``accepted``
    what was accepted; None where it is the same or was never decided."""

    part: Part
    value: Total
    last_month: Total
    last_year: Total
    level: Total
    share: Number | None
    plan: Number | None
    seen: str | None
    accepted: str | None


@dataclass(frozen=True)
class JointRow:
    """A row of joint work to which the unit contributes: handing in confirms it. The lead's month stands so or so."""

    part: Part
    leads: tuple[tuple[Unit, str], ...]


@dataclass(frozen=True)
class GivenBlank:
    """A reason and the days that it really stands for, as spans: a day of which figures came since is none of them."""

    reason: BlankReason
    spans: tuple[BlankSpan, ...]


@dataclass(frozen=True)
class Review:
    """A unit's month as it is handed in and looked at. ``explained``: (check, part) → the note that holds; ``to_come``:
    working days of the month that want no figures yet."""

    plan: Plan
    unit: Unit
    month: Period
    state: str
    submission: Submission | None
    due: date
    waived: bool
    outside: str  # “before” where the unit had not begun, “after” where it has ended
    fills: tuple[PartFill, ...]
    spans: tuple[BlankSpan, ...]
    reasons: tuple[GivenBlank, ...]
    to_come: tuple[date, ...]
    joint: tuple[JointRow, ...]
    lines: tuple[FigureLine, ...]
    findings: tuple[MonthFinding, ...]
    explained: Mapping[tuple[str, str], str]

    @property
    def filled(self) -> Share:
        return sum((one.filled.share for one in self.fills), start=Share())

    @property
    def days(self) -> Share:
        """The working days × daily figures that say something, or have a reason."""
        return sum((one.filled.share for one in self.fills if one.asked.kind == DAYS), start=Share())

    @property
    def is_good(self) -> bool:
        """Whether what is filled earns a tick: also none where of all its days reasons alone stand."""
        return self.filled.is_good and self.days.is_good

    @property
    def silent(self) -> list[Part]:
        """The parts for which handing in says “no activity”: of none while working days are still to come, for nobody
        can say that yet."""
        return [] if self.to_come else [one.part for one in self.fills if one.is_silent]

    @property
    def empty_weeks(self) -> dict[str, tuple[Period, ...]]:
        """Part key → the weeks for which handing in says “no activity”, where others of the month have something."""
        return {one.part.key: one.empty_weeks for one in self.fills if one.is_silent and one.empty_weeks}

    @property
    def standing(self) -> dict[str, Total]:
        """Part key → the level that stays as it was where handing in says “no activity” for it."""
        silent = {part.key for part in self.silent}
        return {line.part.key: line.level for line in self.lines if line.part.key in silent and line.level.has_value}

    @property
    def open_checks(self) -> list[MonthFinding]:
        """What stops the submission until somebody explains it; blank days stand in ``spans``."""
        return [f for f in self.findings if f.strength == CHECK and (f.check, f.part_key) not in self.explained]

    @property
    def wanting(self) -> int:
        """How many things handing in would ask for now: blank days, silent rows, what a check stops. A month that was
        handed in before it was over may have them."""
        days = sum(len(span.days) for span in self.spans)
        return days + len(self.silent) + len(self.open_checks) + len(self.errors)

    @property
    def errors(self) -> list[MonthFinding]:
        return [finding for finding in self.findings if finding.strength == ERROR]

    @property
    def figures(self) -> dict[str, str]:
        """The figures as they are kept to be compared later."""
        return {line.part.key: figure_text(line.value) for line in self.lines}

    @property
    def changed(self) -> list[FigureLine]:
        """What is not as it was when the month was last decided on."""
        return [line for line in self.lines if line.seen is not None]

    @property
    def return_note(self) -> SubmissionNote | None:
        """Why it was given back last, until it is accepted."""
        row = self.submission
        return row.standing_return if row is not None and self.state in ("returned", "submitted") else None

    @property
    def is_unchanged(self) -> bool:
        """Whether it was given back, and no figure is another since."""
        return self.return_note is not None and not self.changed

    @property
    def changed_after(self) -> int:
        """How many values were changed after they had been accepted."""
        row = self.submission
        return (row.changed_after + changed_values(row.accepted, self.figures)) if row else 0


def changed_values(before: Mapping[str, str] | None, now: Mapping[str, str]) -> int:
    """How many figures are not what they were; 0 when there was no look before."""
    if before is None:
        return 0
    return sum(1 for key in {*before, *now} if before.get(key, "") != now.get(key, ""))


def review_of(
    plan: Plan,
    unit: Unit,
    month: Period,
    today: date,
    *,
    figures: tuple[MonthFigures, FormerMonths] | None = None,
) -> Review:
    """Everything about one unit's month. ``figures``: those of the unit and more, as ``with_former`` gives them, where
    they were read already."""
    units = all_units(plan.centre_id)
    parts, number = parts_of_unit(plan, unit, month), month.end.month
    year = YearFill(plan, today, [unit.id])
    fills = year.of_unit(unit, parts, month)
    joint = leads_of(plan, unit, units, month)
    near = {unit.id, *(lead.id for leads in joint.values() for lead in leads)}
    submissions = MonthRows(plan.centre_id, month.year_month, near)
    stands = submissions.own_or_shut(unit.id)
    row = stands if stands is not None and stands.unit_id == unit.id else None
    own, former = figures or with_former(plan, [unit.id], parts)
    figured = Figured(own, former.get(unit.id, {}), {one.part.id: one for one in fills})
    facts = part_facts(plan, unit, month, parts, figured, behind_month([unit.id], month)[unit.id], today)
    working = year.working_days(unit, month)
    findings = check_month(facts, is_over=is_worked(month, working, today))
    asked, shares = set(asked_days(working, today)), SharesOfYear(plan)
    return Review(
        plan=plan,
        unit=unit,
        month=month,
        state=stands.state if stands else "draft",
        submission=row,
        due=due_days(plan.centre_id, plan.year)[month.year_month],
        waived=year.wanted.is_waived_month(unit, month),
        outside=year.wanted.side(unit, month),
        fills=tuple(fills),
        spans=blank_spans({one.part.key: one.filled.blank for one in fills}, working),
        reasons=tuple(reasons_of(year, fills, working)),
        to_come=tuple(day for day in working if day not in asked),
        joint=tuple(
            JointRow(part, tuple((lead, submissions.state(lead.id)) for lead in leads)) for part, leads in joint.items()
        ),
        lines=tuple(
            line_of(shares, part, fact, figured, unit, row, number) for part, fact in zip(parts, facts, strict=True)
        ),
        findings=tuple(findings),
        explained=explanations(row.notes if row else (), findings),
    )


def reasons_of(year: YearFill, fills: Sequence[PartFill], working: Sequence[date]) -> list[GivenBlank]:
    """The reasons that confirm some day of a month, each with these days: those on which a figure is blank."""
    explained = {day for one in fills for day in one.filled.explained}
    if not explained:
        return []
    found = []
    for reason in year.reasons:
        days = [day for day in working if day in explained and reason.first_day <= day <= reason.last_day]
        if days:
            found.append(GivenBlank(reason, blank_spans({"": days}, working)))
    return found


def leads_of(plan: Plan, unit: Unit, units: list[Unit], month: Period) -> dict[Part, list[Unit]]:
    """The parts of joint work to which a unit contributes in a month, with those that lead them."""
    by_id = {other.id: other for other in units}
    return {
        part: [by_id[lead] for lead in counting_in(part.indicator, month.year_month)]
        for part in parts_of_unit(plan, unit, month, share=CONTRIBUTES)
    }


def figures_of(plan: Plan, unit: Unit, month: Period, *, official: bool = False) -> dict[str, str]:
    """The figures of a unit's month as ``Review.figures`` keeps them, without everything beside them; ``official``:
    before changes at which nobody has looked."""
    parts = parts_of_unit(plan, unit, month)
    return figures_among(parts, months_of(plan, parts, [unit.id], official=official), unit, month)


def figures_among(parts: Sequence[Part], figures: MonthFigures, unit: Unit, month: Period) -> dict[str, str]:
    """The same of figures that were read already."""
    number = month.end.month
    return {
        part.key: figure_text(handed_in(part.indicator.mode, figures.get(part.id, {}).get(unit.id, NOTHING), number))
        for part in parts
    }


def line_of(
    shares: SharesOfYear,
    part: Part,
    facts: PartFacts,
    figured: Figured,
    unit: Unit,
    row: Submission | None,
    month: int,
) -> FigureLine:
    mode, months = part.indicator.mode, figured.months.get(part.id, {}).get(unit.id, NOTHING)
    value = handed_in(mode, months, month)
    figure, share = figure_text(value), shares.in_month(part, unit.id, month)

    def before(figures: Mapping[str, str] | None) -> str | None:
        return None if figures is None or figures.get(part.key, "") == figure else figures.get(part.key, "")

    return FigureLine(
        part=part,
        value=value,
        last_month=facts.before[-1] if facts.before else EMPTY,
        last_year=handed_in(mode, month_by_month(figured.former.get(part.key, NOTHING)), month),
        level=months_total(mode, months, month, month) if mode == STOCK else EMPTY,
        share=share,
        plan=centre_plan(part, month) if share is None else None,
        seen=before(row.seen) if row else None,
        accepted=before(row.accepted) if row else None,
    )


def centre_plan(part: Part, month: int) -> Number | None:
    """What the phasing wants of the whole centre in a month."""
    return None if part.plan is None else months_of_plan(part.indicator, part.plan, part.phasing)[month - 1]


def explanations(said: Iterable[Any], findings: Sequence[MonthFinding]) -> dict[tuple[str, str], str]:
    """The notes that explain a finding: tied to the value, so that another value wants another note. ``said``: notes of
    the thread, or plain rows of them."""
    notes = {(note.check, note.part_key, note.figure): note.text for note in said if note.check}
    return {
        (finding.check, finding.part_key): notes[key]
        for finding in findings
        if (key := (finding.check, finding.part_key, finding.figure)) in notes
    }
