"""Changing a plan by hand: what is typed is what the paper's reader would have read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.documents.plan_reader import read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.domain.errors import Conflict, Invalid, Locked
from app.extensions import db
from app.models import Person, Plan
from app.operations.plans import approve_plan, change_row, confirm_row, set_phasing
from app.queries.plan import plan_of, plan_table, row_by_key, to_check
from app.queries.row_page import row_view
from app.queries.units import all_units
from tests.cast import APPROVED

pytestmark = pytest.mark.usefixtures("context")
WORDS = st.text(alphabet="abo gʻʼ'-1.;,\n ABШ", max_size=40)


@pytest.fixture
def actor(context: None) -> Person:
    return db.session.scalar(select(Person).where(Person.login == "metodist"))


@pytest.fixture
def plan(context: None) -> Plan:
    found = plan_of(1, 2025)
    assert found is not None
    return found


def typed(**changes: str) -> dict[str, str]:
    empty = dict.fromkeys(("mechanism", "deadline", "responsible"), "")
    return {"name": "Kitob", "measure": "Dona", "fact_text": "1", "plan_text": "2", **empty, **changes}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mechanism=WORDS, responsible=WORDS, deadline=WORDS)
def test_a_typed_row_comes_back_from_its_own_file(
    actor: Person, plan: Plan, mechanism: str, responsible: str, deadline: str
) -> None:
    row = row_by_key(plan, "VI.35")
    values = typed(mechanism=mechanism, responsible=responsible, deadline=deadline)
    change_row(actor=actor, plan=plan, row=row, version=row.version, **values)
    table = plan_table(plan)
    paper = replace(table, sections=tuple(section for section in table.sections if section.roman == "VI"))
    assert read_plan(write_plan_xlsx(paper)).table == paper


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("plan_text", "9O", "number.letter_o"),
        ("fact_text", "1//2", "number.composite"),
        ("name", "a\x07b", "text.control"),
        ("mechanism", "b" * 4001, "text.too_long"),
        ("responsible", "b" * 301, "text.too_long"),
        ("measure", "b" * 101, "text.too_long"),
    ],
)
def test_a_bad_text_is_refused_beside_its_field(actor: Person, plan: Plan, field: str, text: str, code: str) -> None:
    row = row_by_key(plan, "IV.15")
    with pytest.raises(Invalid, match=code) as refusal:
        change_row(actor=actor, plan=plan, row=row, version=row.version, **typed(**{field: text}))
    assert refusal.value.field == field


def test_changing_only_the_units_counts_as_a_change(actor: Person, plan: Plan) -> None:
    row = row_by_key(plan, "IV.16")
    before = row.version
    values = {
        "name": row.name, "measure": row.measure, "fact_text": row.fact_text, "plan_text": row.plan_text,
        "mechanism": "\n".join(row.mechanism), "deadline": row.deadline, "responsible": "Abonementlar sektori",
    }  # fmt: skip
    change_row(actor=actor, plan=plan, row=row, version=before, **values)
    assert row.version == before + 1
    with pytest.raises(Conflict):
        change_row(actor=actor, plan=plan, row=row, version=before, **values)


def test_a_new_plan_figure_drops_the_months_of_the_old_one(actor: Person, plan: Plan) -> None:
    row = row_by_key(plan, "IV.15")
    months = [750] * 12
    set_phasing(actor=actor, plan=plan, row=row, part=row.parts[0], version=row.version, months=months)
    assert row.parts[0].phasing == [750] * 12
    change_row(actor=actor, plan=plan, row=row, version=row.version, **typed(plan_text="9500"))
    assert row.parts[0].phasing is None


@pytest.mark.parametrize(
    ("months", "code"),
    [
        ([750] * 11 + [None], "phasing.months"),
        ([750] * 11 + [751], "phasing.sum"),
    ],
)
def test_months_that_do_not_make_the_plan_are_refused(
    actor: Person, plan: Plan, months: list[int | None], code: str
) -> None:
    row = row_by_key(plan, "IV.15")
    with pytest.raises(Invalid, match=code):
        set_phasing(actor=actor, plan=plan, row=row, part=row.parts[0], version=row.version, months=months)


def test_a_sub_row_s_own_deadline_is_read_or_doubted_and_shown(plan: Plan) -> None:
    """What nobody can read is owed by nobody: it does not stay unsaid because it stands in a sub-row."""
    row, found = row_by_key(plan, "IV.13.a"), []
    for words in ("", "Har chorakda", "qachondir"):
        row.deadline = words
        view = row_view(plan, None, row, all_units(plan.centre_id), APPROVED)
        found.append((view.deadline.kind, "deadline" in {point.code for point in to_check(plan) if point.row is row}))
    assert found == [("during_year", False), ("quarterly", False), ("unknown", True)]


def test_a_confirmed_point_is_not_asked_again(actor: Person, plan: Plan) -> None:
    row = row_by_key(plan, "III.8")
    assert {point.code for point in to_check(plan) if point.row is row} == {"name", "deadline"}
    confirm_row(actor=actor, plan=plan, row=row, points=["deadline"])
    assert {point.code for point in to_check(plan) if point.row is row} == {"name"}


def test_an_approved_plan_is_changed_no_more(actor: Person, plan: Plan) -> None:
    director = db.session.scalar(select(Person).where(Person.login == "direktor"))
    approve_plan(actor=director, plan=plan, today=APPROVED)
    row = row_by_key(plan, "IV.15")
    with pytest.raises(Locked, match="plan.not_draft"):
        change_row(actor=actor, plan=plan, row=row, version=row.version, **typed())
    with pytest.raises(Locked):
        approve_plan(actor=director, plan=plan, today=APPROVED)
