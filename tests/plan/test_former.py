"""Rows of a plan that was rolled over and renumbered are held against the rows from which they came, and no others."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import parse_period
from app.domain.roll_over import Proposal
from app.extensions import db
from app.models import Indicator, Person
from app.operations.entries import save_cell
from app.operations.measures import choose_measures
from app.operations.plan_tree import add_row, place_row, take_row_out
from app.operations.plans import approve_plan
from app.operations.roll_over import roll_over
from app.pages.month_grid import last_year_texts
from app.queries.cells import find_cell
from app.queries.consolidation import consolidate
from app.queries.diary import day_parts
from app.queries.done import same_rows
from app.queries.former import former_part, former_row
from app.queries.letters import ReportDuty, is_of_row
from app.queries.measures import main_measures
from app.queries.month_facts import last_year_by_unit, with_former
from app.queries.plan import facts_of_plan, part_by_key, plan_of, plan_tree, row_by_key, rows_of
from app.queries.plan_tree import former_plans, tree_sections
from app.queries.row_names import short_of
from app.queries.row_page import row_view
from app.queries.shared_figures import shared_figures
from app.queries.units import all_units, unit_by_code
from tests.plan.test_rows import text_of

TODAY = date(2026, 2, 10)


@pytest.fixture
def renumbered(context: None) -> None:
    renumber()


def renumber() -> None:
    """Visits (15) and loans (16) of 2025; in 2026 a row comes before them, and a composite one stands where one was."""
    actor = someone()
    plan = plan_of(1, 2025)
    typed = (("IV.15", "01-15", "300"), ("IV.16", "01-15", "70"), ("IV.15", "12-30", "8"), ("IV.16", "12-30", "5"))
    for key, day, text in typed:
        cell = find_cell(plan, f"{key}|abonement|2025-{day}")
        save_cell(actor=actor, plan=plan, cell=cell, typed=text, version=0, today=date(2025, 12, 31))
    choose_measures(actor=actor, keys=["IV.15"], year=2025)
    roll_over(actor=actor, plan=plan, today=date(2025, 12, 31), basis="so_far", rule=Proposal())
    db.session.commit()
    for where, name in (("first:IV", "Birinchi"), ("first:V", "Ikkinchi")):
        new = plan_of(1, 2026)
        add_row(
            actor=actor, plan=new, version=new.version, where=where, name=name, plan_text="5", deadline="har haftada"
        )
        db.session.commit()
    new = plan_of(1, 2026)
    place_row(actor=actor, plan=new, row=row_by_key(new, "III.8"), version=new.version, where="after:IV.16")
    db.session.commit()
    db.session.expunge_all()


def someone(login: str = "metodist") -> Person:
    return db.session.scalar(select(Person).where(Person.login == login))


def key_of(words: str) -> str:
    return next(row.key for row in rows_of(plan_of(1, 2026)) if words in (row.name or ""))


@pytest.mark.usefixtures("renumbered")
def test_every_row_knows_its_former_one_and_a_new_one_has_none() -> None:
    visits, loans = key_of("qatnov"), key_of("kitob berilishi")
    assert (visits, loans) == ("IV.15", "IV.17")  # a row came before them, another went
    plan, former = plan_tree(1, 2026), plan_tree(1, 2025)
    for key, was in ((visits, "IV.15"), (loans, "IV.16"), ("IV.16/2", "III.8/2"), (key_of("Birinchi"), None)):
        same = former_part(plan, former, part_by_key(plan, key))
        assert (same.key if same else None) == was, key
    assert former_part(former, former, part_by_key(former, "IV.15")).key == "IV.15"


@pytest.mark.usefixtures("renumbered")
def test_growth_shares_checks_and_charts_are_of_the_same_row(app: Flask) -> None:
    plan, former, units = plan_tree(1, 2026), plan_tree(1, 2025), all_units(1)
    unit = unit_by_code(1, "abonement")
    for key, was, january in (("IV.15", "IV.15", 300), ("IV.17", "IV.16", 70)):
        row = row_by_key(plan, key)
        view = row_view(plan, former, row, units, TODAY)
        assert view.figures[0].last[0].amount == january, was
        assert last_year_by_unit(plan, row.parts[0]) == {unit.id: january + (8 if was == "IV.15" else 5)}
    parts = [row_by_key(plan, key).parts[0] for key in ("IV.15", "IV.17", key_of("Birinchi"))]
    _own, months = with_former(plan, [unit.id], parts)
    assert {key: year[0].amount for key, year in months[unit.id].items()} == {"IV.15": 300, "IV.17": 70}
    with app.test_request_context():
        shown = last_year_texts(plan, unit, parse_period("2026-01"), day_parts(plan, unit))
    assert {key: text for (key, day), text in shown.items() if day == 15} == {"IV.15": "300", "IV.17": "70"}
    table = consolidate(plan, parse_period("2026"), today=TODAY, view="months")
    assert [(one.row.key, one.last[0]) for one in main_measures(table, former, TODAY)] == [("IV.15", 300)]


@pytest.mark.usefixtures("renumbered")
def test_the_week_over_the_year_s_end_is_answered_by_the_same_row() -> None:
    plan = plan_of(1, 2026)
    week = {"first_month": 202512, "last_month": 202601}
    former = {row.key: row.id for row in rows_of(plan_of(1, 2025))}
    for key, was in (("IV.17", "IV.16"), (key_of("Birinchi"), None), (key_of("Ikkinchi"), None)):
        row = row_by_key(plan, key)
        duty = type("Duty", (), {"indicator_id": row.id, **week})
        assert [one[0] for one in same_rows([duty])] == ([former[was]] if was else []), key


@pytest.mark.usefixtures("renumbered")
def test_a_new_row_under_number_and_name_of_one_that_went_has_no_last_year() -> None:
    """Whoever asks – trees, plain rows, statements – by number and name it would be the visits of 2025."""
    actor, new, old = someone(), plan_of(1, 2026), row_by_key(plan_of(1, 2025), "IV.15")
    take_row_out(actor=actor, plan=new, row=row_by_key(new, "IV.15"), version=new.version)
    named = "\n".join(one.words for one in old.responsible if one.printed)
    who = {"responsible": named, "deadline": "har haftada"}
    texts = {"name": old.name, "measure": old.measure, "plan_text": "700", **who}
    add_row(actor=actor, plan=new, version=new.version, where="after:IV.14", **texts)
    db.session.commit()
    row = row_by_key(plan_of(1, 2026), "IV.15")
    assert (row.key, row.name, row.former_id) == (old.key, old.name, None)

    plan, former, facts = plan_tree(1, 2026), plan_tree(1, 2025), facts_of_plan(1, 2026)
    kept = row_by_key(plan, "IV.15")
    assert former_row(plan, former, kept) is None and last_year_by_unit(plan, kept.parts[0]) == {}
    (figure,) = shared_figures(facts, "IV.15")
    assert len(figure.counting) > 1 and last_year_by_unit(facts, figure) == {}
    _own, months = with_former(plan, [unit_by_code(1, "abonement").id], kept.parts)
    assert set().union(*months.values()) == set()
    lines = [line for section in tree_sections(facts.id) for line in section.lines]
    texts = former_plans(facts, lines)
    assert row.id not in texts and len(texts) > 50
    duty = type("Duty", (), {"indicator_id": row.id, "first_month": 202512, "last_month": 202601})
    assert same_rows([duty]) == []
    assert not is_of_row(duty_of(old), row.parts[0])


@pytest.mark.usefixtures("renumbered")
def test_a_letter_of_january_answers_the_row_that_goes_on() -> None:
    loans = row_by_key(plan_of(1, 2025), "IV.16")
    answered = [row.key for row in rows_of(plan_of(1, 2026)) if is_of_row(duty_of(loans), row.parts[0])]
    assert answered == [key_of("kitob berilishi")] == ["IV.17"]


def duty_of(row: Indicator) -> ReportDuty:
    return ReportDuty(1, row.id, row.key, short_of(row) or "", "", "2025", date(2025, 12, 31), None, None)


def test_every_page_of_a_renumbered_plan_opens(app: Flask, as_) -> None:
    with app.app_context():
        renumber()
        keys, new = [row.key for row in rows_of(plan_of(1, 2026))], key_of("Birinchi")
        approve_plan(actor=someone("direktor"), plan=plan_of(1, 2026), today=date(2026, 1, 9))
        db.session.commit()
    app.config["TODAY"] = TODAY
    browser = as_("metodist")
    for key in keys:
        assert browser.get(f"/plan/2026/{key}").status_code == 200, key
    for page in ("/", "/diary/2026-01?unit=abonement", "/submissions/2026-01/abonement", "/deadlines/"):
        assert browser.get(page, follow_redirects=True).status_code == 200, page
    text = " ".join(text_of(browser.get(f"/plan/2026/{new}").get_data(as_text=True)).split())
    assert "Oʻtgan yilning shu oylariga nisbatan —" in text
