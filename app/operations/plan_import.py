"""Taking in a plan: the table that was read becomes, or changes, the plan of its year (domain.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import exists, select

from app.domain.errors import Invalid, Locked
from app.domain.plan_table import Amount, Line, PlanTable, keyed_lines, part_keys
from app.domain.row_rules import COUNTS, Counting, counting, shares
from app.domain.text import clean_text, search_key
from app.domain.units import EVERYONE, SECTOR
from app.extensions import db
from app.models import Entry, Indicator, Part, Person, Plan, PlanSection, Responsible, Unit, UnitAlias
from app.operations.history import note_change
from app.queries.plan import plan_of, plan_table, rows_of
from app.queries.units import is_everyone, units_by_name


@dataclass
class Result:
    """What an import did: the plan, how many lines were added, changed and removed, and names nobody matched."""

    plan: Plan
    added: int = 0
    changed: int = 0
    removed: int = 0
    unmatched: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)


def import_plan(
    *, actor: Person, table: PlanTable, aliases: Mapping[str, int] | None = None, file_name: str = ""
) -> Result:
    """Store the table as the plan of its year. The same table again changes nothing.

    ``aliases`` maps names as printed to unit ids; they are remembered for the next time.
    Raises Locked when the plan is approved, Invalid when a line with entries would disappear.
    """
    remember_aliases(actor=actor, aliases=aliases or {})
    plan = plan_of(actor.centre_id, table.year)
    if plan is None:
        plan = Plan(centre_id=actor.centre_id, year=table.year)
        db.session.add(plan)
        db.session.flush()
    elif plan.state != "draft":
        if plan_table(plan) == table:
            return Result(plan, unmatched=unmatched_words(plan))
        raise Locked("plan.not_draft", year=table.year)
    plan.centre_name, plan.title, plan.approval = table.centre, table.title, list(table.approval)
    result = store_lines(plan, table)
    result.unmatched = unmatched_words(plan)
    if not result.nothing:
        note_change(
            actor=actor,
            centre_id=actor.centre_id,
            action="import",
            subject="plan",
            subject_key=str(plan.year),
            after={"file": file_name, "added": result.added, "changed": result.changed, "removed": result.removed},
        )
    return result


def unmatched_words(plan: Plan) -> list[str]:
    words = [r.words for row in rows_of(plan) for r in row.responsible if r.unit_id is None and not r.everyone]
    return list(dict.fromkeys(words))


def remember_aliases(*, actor: Person, aliases: Mapping[str, int]) -> None:
    """Keep a name that plans use for a unit, so that it is asked only once."""
    known = units_by_name(actor.centre_id)
    own = {unit.id for unit in db.session.scalars(select(Unit).where(Unit.centre_id == actor.centre_id))}
    for words, unit_id in aliases.items():
        key = search_key(words)
        if key in known or unit_id not in own:
            continue
        db.session.add(UnitAlias(centre_id=actor.centre_id, unit_id=unit_id, name=clean_text(words), name_key=key))
        note_change(
            actor=actor,
            centre_id=actor.centre_id,
            action="add",
            subject="unit_alias",
            subject_key=key,
            after={"name": words, "unit_id": unit_id},
        )
    db.session.flush()


def store_lines(plan: Plan, table: PlanTable) -> Result:
    result = Result(plan)
    existing = {row.key: row for row in rows_of(plan)}
    sections = {section.roman: section for section in plan.sections}
    names = units_by_name(plan.centre_id)
    position = 0
    seen: set[str] = set()
    for place, section in enumerate(table.sections):
        stored = sections.get(section.roman)
        if stored is None:
            stored = PlanSection(centre_id=plan.centre_id, roman=section.roman, position=place, heading=section.heading)
            plan.sections.append(stored)
        stored.position, stored.heading = place, section.heading
        rows: dict[str, Indicator] = {}
        rules: dict[str, Counting] = {}
        for key, line, parent_key in keyed_lines(section):
            position += 1
            seen.add(key)
            row = existing.get(key)
            parent = rows.get(parent_key) if parent_key else None
            measure = line.measure or (parent.measure if parent else None)
            rule = counting(line, measure=measure, parent=rules.get(parent_key) if parent_key else None)
            if row is None:
                row = Indicator(centre_id=plan.centre_id, plan_id=plan.id, key=key, position=position)
                stored.indicators.append(row)
                result.added += 1
                apply_rule(row, rule)
                fill_row(row, line, names)
            elif printed(row) != as_printed(line):
                result.changed += 1
                apply_rule(row, rule)
                fill_row(row, line, names)
            else:
                match_units(row, names)
            row.position, row.parent = position, parent
            rows[key], rules[key] = row, rule
    for key in set(existing) - seen:
        remove_row(existing[key])
        result.removed += 1
    for roman in set(sections) - {section.roman for section in table.sections}:
        plan.sections.remove(sections[roman])
    db.session.flush()
    return result


def as_printed(line: Line) -> tuple[object, ...]:
    return (
        line.number, line.name, line.measure, line.fact.text, line.plan.text,
        tuple(line.mechanism), line.deadline, tuple(line.responsible), bool(line.parts),
    )  # fmt: skip


def printed(row: Indicator) -> tuple[object, ...]:
    return (
        row.number, row.name, row.measure, row.fact_text, row.plan_text,
        tuple(row.mechanism), row.deadline, tuple(r.words for r in row.responsible if r.printed), bool(row.subrows),
    )  # fmt: skip


def apply_rule(row: Indicator, rule: Counting) -> None:
    row.entry_form, row.mode, row.sums_parts, row.joint = rule.entry_form, rule.mode, rule.sums_parts, rule.joint


def fill_row(row: Indicator, line: Line, names: Mapping[str, Unit]) -> None:
    """Copy a printed line into its row: texts, figures, and units with their shares."""
    row.number, row.name, row.measure = line.number, line.name, line.measure
    row.mechanism, row.deadline = list(line.mechanism), line.deadline
    set_amounts(row, line.fact, line.plan)
    set_responsible(row, line.responsible, names)


def set_amounts(row: Indicator, fact: Amount, plan: Amount) -> None:
    """Set both figures of a row and keep one part for each component of a composite cell.

    Raises Invalid when a component that already has entries would disappear.
    """
    row.fact_text, row.plan_text = fact.text, plan.text
    components = max(len(fact.values), len(plan.values), 1)
    row.decimals = max((decimal_places(value) for value in (*fact.values, *plan.values)), default=0)
    by_key = {part.key: part for part in row.parts}
    wanted = part_keys(row.key, components)
    for key in set(by_key) - set(wanted):
        if has_entries(by_key[key]):
            raise Invalid("plan.part_has_entries", key=key)
        row.parts.remove(by_key[key])
    for index, key in enumerate(wanted):
        part = by_key.get(key)
        if part is None:
            part = Part(centre_id=row.centre_id, plan_id=row.plan_id, key=key)
            row.parts.append(part)
        part.place = index + 1 if components > 1 else 0
        part.fact = fact.values[index] if index < len(fact.values) else None
        part.plan = plan.values[index] if index < len(plan.values) else None


def decimal_places(value: object) -> int:
    exponent = value.as_tuple().exponent if hasattr(value, "as_tuple") else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def set_responsible(row: Indicator, words: tuple[str, ...], names: Mapping[str, Unit]) -> None:
    """Name the units of a row as printed, with the shares that follow from them.

    A mechanism step that is nothing but a unit's name (row 15 of the paper lists its sectors) counts too.
    """
    row.responsible.clear()
    units = [names.get(search_key(word)) for word in words]
    kinds = [EVERYONE if is_everyone(w) else unit.kind if unit else SECTOR for w, unit in zip(words, units, strict=True)]
    for position, (word, unit, share) in enumerate(zip(words, units, shares(kinds, joint=row.joint), strict=True)):
        everyone = is_everyone(word)
        row.responsible.append(
            Responsible(
                centre_id=row.centre_id,
                position=position,
                words=word,
                unit_id=unit.id if unit and not everyone else None,
                everyone=everyone,
                share=share,
            )
        )
    named = {unit.id for unit in units if unit}
    for step in row.mechanism:
        unit = names.get(search_key(step))
        if unit is not None and unit.id not in named:
            named.add(unit.id)
            row.responsible.append(
                Responsible(
                    centre_id=row.centre_id,
                    position=len(row.responsible),
                    words=step,
                    unit_id=unit.id,
                    printed=False,
                    share=COUNTS,
                )
            )


def match_units(row: Indicator, names: Mapping[str, Unit]) -> None:
    """Fill in units whose alias has become known since."""
    if any(r.unit_id is None and not r.everyone and search_key(r.words) in names for r in row.responsible):
        set_responsible(row, tuple(r.words for r in row.responsible if r.printed), names)


def has_entries(part: Part) -> bool:
    return part.id is not None and bool(db.session.scalar(select(exists().where(Entry.part_id == part.id))))


def remove_row(row: Indicator) -> None:
    """Take a line out of a draft. Raises Invalid when figures were entered for it."""
    if any(has_entries(part) for part in row.parts):
        raise Invalid("plan.row_has_entries", key=row.key)
    row.section.indicators.remove(row)
