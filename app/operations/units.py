"""Changing the tree of units: the administrator's acts, and the usual structure for a new centre."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NotRequired, TypedDict, Unpack

from sqlalchemy import select

from app.domain.calendar import read_week
from app.domain.errors import Conflict, Invalid
from app.domain.periods import Period
from app.domain.services import PAGES, SERVICES
from app.domain.spans import MonthSpan
from app.domain.text import check_text, clean_text, search_key
from app.domain.units import UNIT_KINDS, USUAL_UNITS
from app.extensions import db
from app.models import Centre, Entry, Person, Plan, Submission, Unit, UnitAlias
from app.operations.history import note_change
from app.operations.kept_days import days_kept
from app.operations.obligations import make_obligations
from app.operations.opening import need_opening_outside
from app.operations.rights import need
from app.queries.months import week_holds_from
from app.queries.units import all_units, below, centre_begins, unit_by_code, units_by_name

CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Described(TypedDict):
    """What is said of a new unit."""

    code: str
    name: str
    kind: str
    page: str
    parent_id: int | None
    working_week: NotRequired[Iterable[str]]


def add_usual_units(centre: Centre) -> None:
    """Give a new centre the usual services, sectors and posts."""
    made: dict[str, Unit] = {}
    for position, seed in enumerate(USUAL_UNITS):
        unit = Unit(
            centre_id=centre.id,
            parent=made.get(seed.parent) if seed.parent else None,
            code=seed.code,
            name=seed.name,
            name_key=search_key(seed.name),
            kind=seed.kind,
            page=seed.page,
            position=position,
            working_week=SERVICES[seed.page].working_week,
        )
        made[seed.code] = unit
        db.session.add(unit)
    db.session.flush()


def add_unit(*, actor: Person, **described: Unpack[Described]) -> Unit:
    """Add a unit to the tree; without a ``working_week`` it has the usual one of its page.

    Raises Invalid for a code or name that is taken or malformed.
    """
    need(actor, "people.manage")
    return make_unit(actor, **described)


def make_unit(
    actor: Person,
    *,
    code: str,
    name: str,
    kind: str,
    page: str,
    parent_id: int | None,
    working_week: Iterable[str] | None = None,
) -> Unit:
    """The same for whoever may by another right: who takes in a plan that names a unit which is not there yet."""
    if not CODE.fullmatch(code):
        raise Invalid("unit.code", field="code")
    centre_id = actor.centre_id
    if unit_by_code(centre_id, code) is not None:
        raise Invalid("unit.code_taken", field="code", code=code)
    unit = Unit(centre_id=centre_id, code=code, position=len(all_units(centre_id)))
    usual = SERVICES[page].working_week if page in SERVICES else None
    week = usual or "" if working_week is None else working_week
    fill_unit(unit, name=name, kind=kind, page=page, parent_id=parent_id, working_week=week)
    db.session.add(unit)
    db.session.flush()
    note_unit(actor, unit, "add", None)
    return unit


def change_unit(
    *,
    actor: Person,
    unit: Unit,
    version: int,
    name: str,
    kind: str,
    page: str,
    parent_id: int | None,
    working_week: Iterable[str],
    first_month: Period | None,
    last_month: Period | None,
) -> None:
    """Change a unit's name, kind, page, place in the tree, working week (none: the centre's) or span.

    What was accepted keeps the days that were asked of it, whatever week the unit has from then on.
    ``last_month``: it ends with this month; what it did before stays as it is, nothing is owed after it, and another
    unit hands over the reports that it led. Raises
    Conflict; Invalid as ``add_unit``, ``unit.span``, ``unit.works_outside`` (``month``) where something was written or
    handed in outside the span, or ``unit.opening`` (``month``) where opening figures would stand within it.
    """
    need(actor, "people.manage")
    if unit.version != version:
        raise Conflict("conflict.unit", name=unit.name)
    before = unit_state(unit)
    with days_kept(unit.centre_id):
        fill_unit(unit, name=name, kind=kind, page=page, parent_id=parent_id, working_week=working_week)
        moved = set_span(unit, first_month, last_month)
    note_unit(actor, unit, "change", before)
    if moved:
        running = select(Plan).where(Plan.centre_id == unit.centre_id, Plan.state == "approved")
        for plan in db.session.scalars(running).all():
            make_obligations(actor=actor, plan=plan)


def set_span(unit: Unit, first: Period | None, last: Period | None) -> bool:
    """From which month to which a unit works; nothing that it did may lie outside. Gives whether that is new."""
    if first is not None and last is not None and last < first:
        raise Invalid("unit.span", field="last_month")
    span = MonthSpan(first.year_month if first else None, last.year_month if last else None)
    if (span.first, span.last) == (unit.first_month, unit.last_month):
        return False
    outside = [month for month in worked_months(unit) if not span.holds(month)]
    if outside:
        month, field = max(outside), "last_month" if span.ended_before(max(outside)) else "first_month"
        raise Invalid("unit.works_outside", field=field, period=f"{month // 100}-{month % 100:02}")
    need_opening_outside(unit.centre_id, centre_begins(unit.centre_id), {unit.id: span}, "unit.opening")
    unit.first_month, unit.last_month = span.first, span.last
    return True


def worked_months(unit: Unit) -> set[int]:
    """The months for which a unit wrote or handed in something."""
    written = select(Entry.year_month).where(
        Entry.unit_id == unit.id, Entry.voided_at.is_(None), Entry.state != "empty"
    )
    handed_in = select(Submission.year_month).where(
        Submission.unit_id == unit.id, Submission.first_submitted_on.is_not(None)
    )
    return {*db.session.scalars(written.distinct()), *db.session.scalars(handed_in)}


def remove_alias(*, actor: Person, alias: UnitAlias) -> None:
    """Forget another name of a unit; the next plan that uses it asks again."""
    need(actor, "people.manage")
    db.session.delete(alias)
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=alias.centre_id,
        action="void",
        subject="unit_alias",
        subject_key=alias.name_key,
        before={"name": alias.name, "unit_id": alias.unit_id},
    )


def fill_unit(
    unit: Unit, *, name: str, kind: str, page: str, parent_id: int | None, working_week: Iterable[str]
) -> None:
    check_text(name, 300)
    name = clean_text(name)
    if not name:
        raise Invalid("text.required", field="name")
    if kind not in UNIT_KINDS:
        raise Invalid("choice.unknown", field="kind")
    if page not in PAGES:
        raise Invalid("choice.unknown", field="page")
    known = units_by_name(unit.centre_id).get(search_key(name))
    if known is not None and known.id != unit.id:
        raise Invalid("unit.name_taken", field="name", name=name)
    units = all_units(unit.centre_id)
    if parent_id is not None and parent_id not in {other.id for other in units}:
        raise Invalid("choice.unknown", field="parent_id")
    if parent_id is not None and unit.id is not None and parent_id in below(units, {unit.id}):
        raise Invalid("unit.parent_below", field="parent_id")
    unit.name, unit.name_key, unit.kind, unit.page, unit.parent_id = name, search_key(name), kind, page, parent_id
    days = list(working_week)
    unit.working_week = read_week(days) if days else None


def unit_state(unit: Unit) -> dict[str, object]:
    names = ("name", "kind", "page", "working_week", "first_month", "last_month")
    return {**{name: getattr(unit, name) for name in names}, "parent": unit.parent_id}


def note_unit(actor: Person | None, unit: Unit, action: str, before: dict[str, object] | None) -> None:
    after = unit_state(unit)
    if before is not None and after["working_week"] != before["working_week"]:
        holds_from = week_holds_from(unit)
        after["week_from"] = holds_from.key if holds_from is not None else None
    note_change(
        actor=actor,
        centre_id=unit.centre_id,
        action=action,
        subject="unit",
        subject_key=unit.code,
        before=before,
        after=after,
    )
