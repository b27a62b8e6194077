"""Storing a plan: what the paper says, and nothing that the methodologist decided is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.documents.plan_reader import read_plan
from app.domain.amounts import parse_amount
from app.domain.errors import Invalid
from app.domain.plan_difference import compare
from app.domain.plan_table import Line, PlanTable, Section
from app.extensions import db
from app.models import Change, Entry, Indicator, Person, Unit
from app.operations.plan_import import import_plan
from app.operations.plan_units import name_units
from app.operations.plans import set_counting
from app.queries.plan import likely_units, plan_of, plan_table, responsible_units, row_by_key, unknown_units
from app.queries.units import all_units, units_by_name
from tests.cast import PLAN_XLSX

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def actor(context: None) -> Person:
    return db.session.scalar(select(Person).where(Person.login == "metodist"))


@pytest.fixture
def table() -> PlanTable:
    found = read_plan(PLAN_XLSX.read_bytes()).table
    assert found is not None
    return found


def with_line(table: PlanTable, key: str, **changes: object) -> PlanTable:
    """The paper with one numbered line written otherwise."""
    roman, number = key.split(".", 1)

    def section(found: Section) -> Section:
        if found.roman != roman:
            return found
        lines = tuple(replace(line, **changes) if line.number == number else line for line in found.lines)
        return replace(found, lines=lines)

    return replace(table, sections=tuple(map(section, table.sections)))


def shares_of(key: str) -> dict[str, str]:
    names = {unit.id: unit.code for unit in all_units(1)}
    found = responsible_units(row_by_key(plan_of(1, 2025), key), all_units(1))
    return {names[unit_id]: share for unit_id, share in found.items()}


def test_the_stored_plan_is_the_paper(table: PlanTable) -> None:
    assert plan_table(plan_of(1, 2025)) == table


def test_only_the_line_that_differs_is_touched(actor: Person, table: PlanTable) -> None:
    versions = {row.key: row.version for row in db.session.scalars(select(Indicator))}
    result = import_plan(actor=actor, table=with_line(table, "IV.15", plan=parse_amount("9500")))
    assert (result.added, result.changed, result.removed, result.above) == (0, 1, 0, False)
    touched = {row.key for row in db.session.scalars(select(Indicator)) if row.version != versions[row.key]}
    assert touched == {"IV.15"}


def test_a_new_title_alone_is_stored_and_noted(actor: Person, table: PlanTable) -> None:
    result = import_plan(actor=actor, table=replace(table, title="ISH REJASI"))
    assert result.above and not result.nothing
    assert plan_of(1, 2025).title == "ISH REJASI"
    assert db.session.scalars(select(Change).where(Change.action == "import", Change.subject == "plan")).all()[-1]


def test_a_section_that_is_gone_goes_with_its_lines_and_comes_back(actor: Person, table: PlanTable) -> None:
    shorter = replace(table, sections=table.sections[:-1])
    assert import_plan(actor=actor, table=shorter).removed == 1
    assert plan_table(plan_of(1, 2025)) == shorter
    assert import_plan(actor=actor, table=table).added == 1
    assert plan_table(plan_of(1, 2025)) == table


def test_lines_in_another_order_are_stored_in_that_order(actor: Person, table: PlanTable) -> None:
    first = table.sections[0]
    turned = replace(table, sections=(replace(first, lines=first.lines[::-1]), *table.sections[1:]))
    assert compare(table, turned).moved
    assert not import_plan(actor=actor, table=turned).nothing
    assert plan_table(plan_of(1, 2025)) == turned


def test_another_number_of_figures_keeps_or_refuses_those_with_entries(actor: Person, table: PlanTable) -> None:
    part = row_by_key(plan_of(1, 2025), "II.2").parts[2]
    unit = db.session.scalar(select(Unit).where(Unit.code == "metodika"))
    day = {"date": date(2025, 3, 1), "year_month": 202503, "grain": "day", "state": "number"}

    db.session.add(Entry(centre_id=1, part_id=part.id, unit_id=unit.id, value=1, person_id=actor.id, **day))
    db.session.flush()
    fewer = with_line(table, "II.2", plan=parse_amount("1/2"), fact=parse_amount("1/2"))
    with pytest.raises(Invalid, match="plan.part_has_entries") as refusal:
        import_plan(actor=actor, table=fewer)
    assert refusal.value.params["key"] == "II.2/3"


def test_what_the_methodologist_set_survives_a_corrected_paper(actor: Person, table: PlanTable) -> None:
    plan = plan_of(1, 2025)
    row = row_by_key(plan, "IV.17")
    units = {unit.code: unit.id for unit in all_units(1)}
    set_counting(
        actor=actor,
        plan=plan,
        row=row,
        version=row.version,
        entry_form="month",
        mode="stock",
        sums_parts=False,
        shares={units["oquv-zallari"]: "oversees", units["manaviyat"]: "counts", units["kotiba"]: "contributes"},
    )
    import_plan(actor=actor, table=with_line(table, "IV.17", deadline="har chorakda"))
    row = row_by_key(plan_of(1, 2025), "IV.17")
    assert (row.deadline, row.entry_form, row.mode) == ("har chorakda", "month", "stock")
    assert shares_of("IV.17") == {"oquv-zallari": "oversees", "manaviyat": "counts", "kotiba": "contributes"}


def test_a_unit_that_the_paper_names_no_more_is_gone(actor: Person, table: PlanTable) -> None:
    import_plan(actor=actor, table=with_line(table, "IV.16", responsible=("Abonementlar sektori",)))
    assert shares_of("IV.16") == {"abonement": "counts"}


def test_counting_by_the_rule_follows_a_corrected_paper(actor: Person, table: PlanTable) -> None:
    import_plan(actor=actor, table=with_line(table, "IV.15", name="Xatlar soni", measure="Xat"))
    assert row_by_key(plan_of(1, 2025), "IV.15").entry_form == "month"


def test_an_alias_learned_later_fills_every_row(actor: Person, table: PlanTable) -> None:
    other = with_line(table, "IV.16", responsible=("Kitob bering sektori", "Elektron zal"))
    assert unknown_units(units_by_name(1), other) == ["Kitob bering sektori", "Elektron zal"]
    result = import_plan(actor=actor, table=other)
    assert result.unmatched == ["Kitob bering sektori", "Elektron zal"]
    choices = {"Kitob bering sektori": "abonement", "Elektron zal": "new:sector"}
    name_units(actor=actor, plan=plan_of(1, 2025), choices=choices, today=date(2025, 1, 10))
    new = db.session.scalar(select(Unit).where(Unit.name == "Elektron zal"))
    assert (new.kind, new.code) == ("sector", "elektron-zal-2")
    assert shares_of("IV.16") == {"abonement": "counts", new.code: "counts"}
    assert import_plan(actor=actor, table=other).nothing


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Huquqiy axborot sektori", "huquqiy"),
        ("Abonement sektori", "abonement"),
        ("Ilmiy metodika bo'limi", "metodika"),
    ],
)
def test_the_most_similar_name_comes_first(words: str, code: str) -> None:
    assert likely_units(units_by_name(1), words)[0].code == code


def test_every_added_line_leaves_its_history(actor: Person, table: PlanTable) -> None:
    first = table.sections[0]
    more = replace(first, lines=(*first.lines, Line("8", "Yangi qator", plan=parse_amount("3"))))
    import_plan(actor=actor, table=replace(table, sections=(more, *table.sections[1:])))
    change = db.session.scalars(select(Change).where(Change.subject_key == "2025|I.8")).one()
    assert change.before is None and change.after["plan"] == "3"
