"""Making a kept plan of plain data again: the way back of ``queries.kept_plans.plan_state``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.domain.undoing import UNDO_IMPORT
from app.extensions import Base, db
from app.models import Indicator, OwnShare, Part, Person, Plan, PlanSection, Responsible
from app.operations.history import Note, note_change, note_changes
from app.operations.own_shares import share_of, share_state
from app.operations.plan_keys import follow_keys, part_names
from app.operations.plan_rows import row_state
from app.queries.kept_plans import Kept, columns_of, kept_rows, row_told, value_of
from app.queries.plan import rows_of
from app.queries.units import all_units

ROW, SHARES = "plan_row", "own_shares"  # subjects of the history


def take_back(actor: Person, plan: Plan, kept: Kept, file_name: str, moved: Mapping[str, str]) -> None:
    """The plan stands as it was kept, or is gone where nothing was; each row, and each share, that becomes another
    leaves its history. What points to rows by their keys goes back with them (``moved``: key of a row → the one that
    it had then)."""
    now = states_of(plan)
    if kept:
        new = part_names(rows_of(plan), moved)
        stand_again(plan, kept)
        if new:
            follow_keys(actor, plan, new)
    else:
        db.session.delete(plan)
        db.session.flush()
    then = states_of(plan) if kept else {}
    changed = [key for key in {**now, **then} if now.get(key) != then.get(key)]
    notes = [
        Note(UNDO_IMPORT, subject, f"{plan.year}|{key}", now.get((subject, key)), then.get((subject, key)))
        for subject, key in changed
    ]
    note_changes(actor, plan.centre_id, notes)
    rows = {key for subject, key in changed if subject == ROW}
    counts = {
        "added": sum(1 for key in rows if (ROW, key) not in now),
        "changed": sum(1 for key in rows if (ROW, key) in now and (ROW, key) in then),
        "removed": sum(1 for key in rows if (ROW, key) not in then),
    }
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action=UNDO_IMPORT,
        subject="plan",
        subject_key=str(plan.year),
        after={"file": file_name, **counts},
    )


def states_of(plan: Plan) -> dict[tuple[str, str], dict[str, Any]]:
    """What the history keeps of each row, and of the shares of each figure that has some."""
    units = {unit.id: unit for unit in all_units(plan.centre_id)}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows_of(plan):
        found[ROW, row.key] = row_state(row)
        for part in row.parts:
            if part.own_shares:
                shares = {share.unit_id: share_of(share) for share in part.own_shares}
                found[SHARES, part.key] = share_state(units, shares)
    return found


def stand_again(plan: Plan, kept: Kept) -> None:
    """The plan says again what was kept of it. Rows and parts that are there keep their numbers, and so their figures;
    those that were not there then go."""
    say(plan, kept)
    stored, wanted = {row.key: row for row in rows_of(plan)}, standing_ties(kept_rows(kept))
    sections = {section.roman: section for section in plan.sections}
    for told in kept["sections"]:
        section = sections.setdefault(told["roman"], PlanSection(centre_id=plan.centre_id))
        say(section, told)
        if section not in plan.sections:
            plan.sections.append(section)
        for row_kept in [wanted[one["key"]] for one in told["rows"]]:
            row = stored.get(row_kept["key"])
            if row is None:
                row = stored[row_kept["key"]] = Indicator(centre_id=plan.centre_id, plan_id=plan.id)
            if row not in section.indicators:
                section.indicators.append(row)
            row_again(row, row_kept, stored)
    db.session.flush()
    for row in [row for row in rows_of(plan) if row.key not in wanted]:
        row.section.indicators.remove(row)
    db.session.flush()  # the lines first, then the sections that held them
    romans = {told["roman"] for told in kept["sections"]}
    for section in [section for section in plan.sections if section.roman not in romans]:
        plan.sections.remove(section)
    db.session.flush()
    plan.sections.sort(key=lambda section: section.position)
    for section in plan.sections:
        section.indicators.sort(key=lambda row: row.position)


def standing_ties(rows: Mapping[str, Kept]) -> dict[str, Kept]:
    """The rows as they were kept; one whose row of last year has gone since has none any more."""
    ids = {row["former_id"] for row in rows.values() if row.get("former_id")}
    there = set(db.session.scalars(select(Indicator.id).where(Indicator.id.in_(ids)))) if ids else set[int]()
    gone = ids - there
    return {key: {**row, "former_id": None} if row.get("former_id") in gone else row for key, row in rows.items()}


def row_again(row: Indicator, kept: Kept, rows: dict[str, Indicator]) -> None:
    """``rows``: those before it, too; the line above a line stands before it."""
    is_new = row.id is None
    before = None if is_new else row_told(row)
    if before == kept:
        return
    say(row, kept)
    row.parent = rows[kept["parent"]] if kept["parent"] else None
    if before is None or before["responsible"] != kept["responsible"]:
        row.responsible.clear()
        row.responsible.extend(said(Responsible(centre_id=row.centre_id), one) for one in kept["responsible"])
    parts_again(row, kept["parts"])
    if not is_new:
        flag_modified(row, "confirmed")  # the row's version stands for its units and parts, too


def parts_again(row: Indicator, wanted: Iterable[Kept]) -> None:
    stored = {part.key: part for part in row.parts}
    for kept in wanted:
        part = stored.pop(kept["key"], None)
        if part is None:
            part = Part(centre_id=row.centre_id, plan_id=row.plan_id)
            row.parts.append(part)
        say(part, kept)
        shares_again(part, kept["own_shares"])
    for part in stored.values():
        row.parts.remove(part)
    row.parts.sort(key=lambda part: part.place)


def shares_again(part: Part, wanted: Iterable[Kept]) -> None:
    stored = {share.unit_id: share for share in part.own_shares}
    for kept in wanted:
        share = stored.pop(kept["unit_id"], None)
        if share is None:
            share = OwnShare(centre_id=part.centre_id)
            part.own_shares.append(share)
        say(share, kept)
    for share in stored.values():
        part.own_shares.remove(share)


def say(thing: Base, kept: Kept) -> None:
    for name, column in columns_of(type(thing)).items():
        if column.name in kept:  # a column that came later keeps its own beginning
            value: Any = value_of(column, kept[column.name])
            if getattr(thing, name) != value:
                setattr(thing, name, value)


def said(thing: Responsible, kept: Kept) -> Responsible:
    say(thing, kept)
    return thing
