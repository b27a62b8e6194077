"""Whether a plan file that was stored can be taken back, what would come of it, and what stands in the way
(domain.md §5 “Undo of an import”)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from app.domain.errors import Conflict, DomainError, Invalid, Locked
from app.domain.undoing import StandingFigure, by_hand_since, lost_parts, moved_keys
from app.extensions import db
from app.models import Change, Entry, OpeningFigure, Part, Person, Plan, PlanImport, Submission
from app.queries.kept_plans import counted_lines, kept_rows, plan_state
from app.queries.plan import plan_of, rows_of
from app.queries.units import all_units

STORED, WAITING, UNDONE = "stored", "waiting", "undone"  # states of a plan file; the last is told, not stored
MOST_IMPORTS, MOST_NAMED = 10, 12


@dataclass(frozen=True)
class Undoing:
    """What taking a file back would do. ``refusal``: why it cannot be; ``changes``: what was changed by hand since, the
    oldest first, which goes with it; row keys of what comes back, goes, and becomes what it was; ``moved``: key of a
    row → the one that it had when the file was stored."""

    kept: PlanImport
    plan: Plan | None
    refusal: DomainError | None = None
    changes: tuple[Change, ...] = ()
    back: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def leaves_nothing(self) -> bool:
        """Whether there was no plan before, so that none stands afterwards."""
        return self.kept.plan_before == {}

    @property
    def last_change(self) -> int:
        """The last of the changes that go with it, as a page shows it; 0 where there is none."""
        return self.changes[-1].id if self.changes else 0


def undoing_of(kept: PlanImport, plan: Plan | None = None) -> Undoing:
    """Judge a file that was stored, with its plan as it stands now; ``plan``: where it was read already."""
    if plan is None and kept.plan_year:
        plan = plan_of(kept.centre_id, kept.plan_year)
    refusal = refused_at_once(kept, plan)
    if refusal is not None or plan is None or kept.plan_before is None:
        return Undoing(kept, plan, refusal)
    now, units = plan_state(plan), all_units(kept.centre_id)
    changes = by_hand_since(plan_changes(plan, kept.change_id or 0))
    moved = moved_keys({row.id: row.key for row in rows_of(plan)}, changes)
    lost = lost_parts(figures_of(plan, kept), counted_lines(now, units), counted_lines(kept.plan_before, units), moved)
    if lost:
        further = ["…"] if len(lost) > MOST_NAMED else []
        refusal = Invalid("plan.undo_figures", keys=", ".join([*lost[:MOST_NAMED], *further]))
    elif kept.plan_before == {} and months_said(plan):
        refusal = Invalid("plan.undo_months", year=plan.year)
    before, after = kept_rows(kept.plan_before), kept_rows(now)
    return Undoing(
        kept=kept,
        plan=plan,
        refusal=refusal,
        changes=tuple(changes),
        moved=moved,
        back=tuple(key for key in before if key not in after),
        gone=tuple(key for key in after if key not in before),
        other=tuple(key for key in after if key in before and before[key] != after[key]),
    )


def refused_at_once(kept: PlanImport, plan: Plan | None) -> DomainError | None:
    if kept.state != STORED or plan is None:
        return Conflict("plan.undo_not_stored", name=kept.file_name)
    if plan.state != "draft":
        return Locked("lock.year_archived" if plan.state == "closed" else "plan.undo_approved", year=plan.year)
    newest = last_import(kept.centre_id, plan.year)
    if newest is not None and newest.id != kept.id:
        return Conflict("plan.undo_newer", name=newest.file_name)
    return None if kept.plan_before is not None else Invalid("plan.undo_not_kept", name=kept.file_name)


def last_import(centre_id: int, year: int) -> PlanImport | None:
    """The file that was stored last of those that changed the plan of a year."""
    of_year = (PlanImport.centre_id == centre_id, PlanImport.plan_year == year, PlanImport.state == STORED)
    return db.session.scalar(select(PlanImport).where(*of_year).order_by(PlanImport.change_id.desc()).limit(1))


def figures_of(plan: Plan, kept: PlanImport) -> Iterable[StandingFigure]:
    """Each part and unit with a figure of any kind, and whether one was written since the file was stored."""
    entries = select(Part.key, Entry.unit_id, Entry.changed_at > kept.decided_at).join(Entry, Entry.part_id == Part.id)
    opening = select(Part.key, OpeningFigure.unit_id, OpeningFigure.changed_at > kept.decided_at).join(
        OpeningFigure, OpeningFigure.part_id == Part.id
    )
    both = union_all(entries.where(Part.plan_id == plan.id), opening.where(Part.plan_id == plan.id)).subquery()
    for key, unit_id, since in db.session.execute(select(both).distinct().order_by(*both.c)):
        yield StandingFigure(key, unit_id, bool(since))


def months_said(plan: Plan) -> bool:
    """Whether something was said of a month of the plan's year: handed in, noted, given back."""
    of_year = Submission.year_month.between(plan.year * 100 + 1, plan.year * 100 + 12)
    return db.session.scalar(select(literal(1)).where(Submission.centre_id == plan.centre_id, of_year)) is not None


def plan_changes(plan: Plan, after: int) -> list[Change]:
    """The history of a plan, its rows and shares behind a line of it, in its order."""
    year = str(plan.year)
    statement = select(Change).where(
        Change.centre_id == plan.centre_id,
        Change.id > after,
        Change.subject.in_(("plan", "plan_row", "own_shares")),
        or_(Change.subject_key == year, Change.subject_key.startswith(f"{year}|")),
    )
    return list(db.session.scalars(statement.order_by(Change.id)))


@dataclass(frozen=True)
class ImportLine:
    """A file of the list: what became of it, when, and by whom; ``can_be_undone``: none was stored after it, and its
    plan is a draft."""

    id: int
    file_name: str
    state: str
    at: datetime
    by: str
    year: int | None
    can_be_undone: bool


def recent_imports(centre_id: int) -> list[ImportLine]:
    """The last files about which somebody decided, the last decision first. One that was taken back waits again, and is
    “undone”."""
    one, newer = PlanImport, aliased(PlanImport)
    later = (newer.centre_id == one.centre_id, newer.plan_year == one.plan_year, newer.change_id > one.change_id)
    is_last = ~select(newer.id).where(*later, newer.state == STORED).exists()
    can_be_undone = (one.state == STORED) & one.plan_before.is_not(None) & (Plan.state == "draft") & is_last
    at = func.coalesce(one.decided_at, one.created_at)
    columns: tuple[Any, ...] = (one.id, one.file_name, one.state, at, Person.name, one.plan_year, can_be_undone)
    statement = (
        select(*columns)
        .join(Person, Person.id == func.coalesce(one.decided_by_id, one.person_id))
        .outerjoin(Plan, (Plan.centre_id == one.centre_id) & (Plan.year == one.plan_year))
        .where(one.centre_id == centre_id, (one.state != WAITING) | one.decided_at.is_not(None))
        .order_by(at.desc(), one.id.desc())
        .limit(MOST_IMPORTS)
    )
    return [
        ImportLine(number, name, UNDONE if state == WAITING else state, moment, by, year, bool(can_be))
        for number, name, state, moment, by, year, can_be in db.session.execute(statement)
    ]
