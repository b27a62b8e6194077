"""Reads of units: the tree, names and aliases, and whose figures a person may write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select

from app.domain.opening import takes_opening
from app.domain.permissions import may
from app.domain.spans import MonthSpan, owing_span
from app.domain.text import search_key
from app.extensions import db
from app.models import Centre, Person, Unit, UnitAlias
from app.queries.kept import kept


def default_centre() -> Centre:
    """The centre that this installation is for."""
    return cast(Centre, db.session.scalars(select(Centre).order_by(Centre.id)).first())  # none only before ``init``


def all_units(centre_id: int) -> list[Unit]:
    """The units of a centre in tree order, each service with its sectors behind it; also those that have ended, since
    what they did stays. Kept in memory and only for reading."""
    statement = select(Unit).where(Unit.centre_id == centre_id).order_by(Unit.position, Unit.id)
    return kept("units", centre_id, 0, lambda session: list(tree_order(list(session.scalars(statement)))))


def working_units(centre_id: int) -> list[Unit]:
    """Those that have not ended: to whom something new is given."""
    return [unit for unit in all_units(centre_id) if not unit.is_ended]


@dataclass(frozen=True)
class Habits:
    """How a centre works: on which weekdays, and since which year-month with the program (None: always)."""

    working_week: str = ""
    first_month: int | None = None


def habits_of(centre_id: int) -> Habits:
    chosen = select(Centre.working_week, Centre.first_month).where(Centre.id == centre_id)
    return kept("habits", centre_id, 0, lambda session: Habits(*(session.execute(chosen).first() or ())))


def centre_begins(centre_id: int) -> int | None:
    return habits_of(centre_id).first_month


def span_of(unit: Unit) -> MonthSpan:
    """The months in which a unit owes."""
    return owing_span(centre_begins(unit.centre_id), unit.first_month, unit.last_month)


def own_span(unit: Unit) -> MonthSpan:
    """The months in which a unit works at all, whenever its centre began with the program: what was done before that is
    known as opening figures."""
    return MonthSpan(unit.first_month, unit.last_month)


def centre_span(centre_id: int) -> MonthSpan:
    """The months in which a centre works with the program."""
    return MonthSpan(first=centre_begins(centre_id))


def has_months_before(centre_id: int, year: int) -> bool:
    """Whether some month of a year lies before the centre or one of its units began: opening figures may stand."""
    spans = [centre_span(centre_id), *(span_of(unit) for unit in all_units(centre_id))]
    return any(takes_opening(span, year * 100 + 1) for span in spans)  # where any month does, January does


def tree_order(units: list[Unit]) -> Iterable[Unit]:
    known = {unit.id for unit in units}
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)

    def walk(parent: int | None) -> Iterable[Unit]:
        for unit in children.get(parent, []):
            yield unit
            yield from walk(unit.id)

    return walk(None)


def unit_with_code(units: Iterable[Unit], code: str) -> Unit | None:
    """The one of these units that has a code."""
    return next((unit for unit in units if unit.code == code), None)


def unit_by_code(centre_id: int, code: str) -> Unit | None:
    return db.session.scalar(select(Unit).where(Unit.centre_id == centre_id, Unit.code == code))


def unit_of(centre_id: int, unit_id: int) -> Unit | None:
    """A unit that may be changed."""
    return db.session.scalar(select(Unit).where(Unit.centre_id == centre_id, Unit.id == unit_id))


def aliases_of(centre_id: int) -> list[UnitAlias]:
    """The other names of units that plans use, by unit."""
    statement = select(UnitAlias).where(UnitAlias.centre_id == centre_id).order_by(UnitAlias.unit_id, UnitAlias.name)
    return list(db.session.scalars(statement))


def units_by_name(centre_id: int) -> dict[str, Unit]:
    """Folded names and aliases → unit."""
    units = {unit.id: unit for unit in all_units(centre_id)}
    names = {unit.name_key: unit for unit in units.values()}
    for alias in db.session.scalars(select(UnitAlias).where(UnitAlias.centre_id == centre_id)):
        names.setdefault(alias.name_key, units[alias.unit_id])
    return names


def is_everyone(words: str) -> bool:
    """“Barcha xizmatlar”, “barcha xizmat va sektorlar”: every service is meant (domain.md §2)."""
    key = search_key(words)
    return key.startswith(("barcha xizmat", "hamma xizmat", "vse sluzhb", "barcha bolim"))


def below(units: Iterable[Unit], roots: Iterable[int]) -> set[int]:
    """The ids of the given units and of everything under them."""
    units = list(units)
    found = set(roots)
    while True:
        more = {unit.id for unit in units if unit.parent_id in found} - found
        if not more:
            return found
        found |= more


def with_sectors(unit: Unit | None) -> set[int] | None:
    """Whose figures are meant where a unit is asked for: a service stands for itself and its sectors. None: those of
    everybody, where none is asked for."""
    return None if unit is None else below(all_units(unit.centre_id), {unit.id})


def writable_units(person: Person) -> list[Unit]:
    """The units whose figures a person may write: none, one's own, those under them too, or all (permissions); and
    those of the people for whom he stands in."""
    return writable_among(person, all_units(person.centre_id))


def writable_among(person: Person, units: Sequence[Unit]) -> list[Unit]:
    """The same, of units that were read already."""
    found = written_by(person.role, {unit.id for unit in person.units}, units)
    for one in person.standing:
        found |= written_by(one.role, one.unit_ids, units)
    return [unit for unit in units if unit.id in found]


def written_by(role: str, own: Iterable[int], units: Sequence[Unit]) -> set[int]:
    """The units that somebody writes for in one role, with the units that he has in it."""
    if may(role, "entries.write_any"):
        return {unit.id for unit in units}
    if not may(role, "entries.write"):
        return set()
    return below(units, own) if may(role, "entries.write_subunits") else set(own)


def looked_at(person: Person, units: Sequence[Unit]) -> list[Unit]:
    """Of a page's units those that it offers to choose from: the ones that a person writes for; all of them, where one
    of his roles writes for none."""
    tree, offered = all_units(person.centre_id), {unit.id for unit in units}
    found = [written_by(person.role, {unit.id for unit in person.units}, tree) & offered]
    found += [written_by(one.role, one.unit_ids, tree) & offered for one in person.standing]
    return [unit for unit in units if not all(found) or any(unit.id in ids for ids in found)]


def own_and_lent(person: Person) -> set[int]:
    """The units for which a person comes: those given to him and to the people for whom he stands in."""
    return {unit.id for unit in person.units}.union(*(one.unit_ids for one in person.standing))


def may_in_unit(person: Person, permission: str, unit_id: int) -> bool:
    """Whether a person may do something about a unit: by one and the same role, the own one or one lent to him."""
    units = all_units(person.centre_id)
    hats = [(person.role, {unit.id for unit in person.units}), *((one.role, one.unit_ids) for one in person.standing)]
    return any(may(role, permission) and unit_id in written_by(role, own, units) for role, own in hats)
