"""The data checks find what is doubtful, link to where it is mended, and keep what was left as is (trust.md R1, Z4)."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.data_checks import CHECKS, DataFinding, disagreement, repeated
from app.domain.errors import Invalid, NotAllowed
from app.domain.registers import REGISTERS
from app.extensions import db
from app.i18n.labels import LABELS
from app.models import Change, CheckDecision, Entry, Indicator, Part, Person, Plan, Responsible, Unit, UnitAlias
from app.operations.cards import CardInput, add_card
from app.operations.data_checks import leave_as_is, undo_decision
from app.operations.history import broken_link
from app.queries.data_checks import decisions_of, findings_of
from app.queries.plan import plan_of

TODAY = date(2025, 11, 18)


@pytest.fixture
def plan(context) -> Plan:
    found = plan_of(1, 2025)
    assert found is not None
    return found


def person(login: str) -> Person:
    return db.session.scalar(select(Person).where(Person.login == login))


def unit(code: str) -> Unit:
    return db.session.scalar(select(Unit).where(Unit.code == code))


def row(plan: Plan, key: str) -> Indicator:
    return next(row for section in plan.sections for row in section.indicators if row.key == key)


def found(plan: Plan, check: str) -> list[DataFinding]:
    db.session.flush()
    db.session.expire_all()
    return [one for one in findings_of(plan_of(1, 2025), TODAY) if one.check == check]


def card(plan: Plan, title: str = "Navroʻz bayrami", code: str = "manaviyat", day: date = date(2025, 3, 20)):
    values = CardInput(date=day, title=title, data={"kind": "event", "attendance": 40}, rows={"IV.17": None})
    return add_card(
        actor=person("metodist"), plan=plan, unit=unit(code), register=REGISTERS["events"], values=values, today=TODAY
    )


def test_every_check_has_its_words() -> None:
    assert set(CHECKS) == set(LABELS["data_check"]) == set(LABELS["data_check_advice"])


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(0, 1000))
def test_parts_disagree_exactly_when_their_sum_is_another(parts: list[int], total: int) -> None:
    assert disagreement(total, parts) == (None if sum(parts) == total else sum(parts))
    assert disagreement(total, [*parts, None]) is None
    assert disagreement(None, parts) is None


@given(st.lists(st.integers(0, 5)))
def test_repeated_things_are_those_that_stand_more_than_once(things: list[int]) -> None:
    groups = repeated((thing, thing) for thing in things)
    assert {group[0] for group in groups} == {thing for thing in things if things.count(thing) > 1}
    assert all(len(group) == things.count(group[0]) for group in groups)


def test_the_real_plan_says_that_row_14_is_no_sum(plan) -> None:
    keys = {one.remedy.key: one.facts for one in found(plan, "parts_differ")}
    assert "IV.14" in keys
    subrows = row(plan, "IV.14").subrows
    fact = [one for one in found(plan, "parts_differ") if one.facts["column"] == "fact" and one.remedy.key == "IV.14"]
    assert fact[0].facts["total"] == 5509
    assert fact[0].facts["parts"] == sum(sub.parts[0].fact for sub in subrows)


def test_rows_without_unit_measure_or_anyone_who_counts(plan) -> None:
    assert not [one for one in found(plan, "no_measure") if one.remedy.key == "IV.15"]
    line = row(plan, "IV.15")
    line.measure = None
    for named in line.responsible:
        named.share = "oversees"
    for named in list(row(plan, "IV.16").responsible):
        db.session.delete(named)
    assert "IV.15" in {one.remedy.key for one in found(plan, "no_measure")}
    assert "IV.15" in {one.remedy.key for one in found(plan, "nobody_counts")}
    assert "IV.16" in {one.remedy.key for one in found(plan, "no_responsible")}


def test_what_was_confirmed_as_on_paper_is_not_asked_again(plan) -> None:
    row(plan, "IV.15").measure = None
    row(plan, "IV.15").confirmed = ["measure"]
    assert "IV.15" not in {one.remedy.key for one in found(plan, "no_measure")}


def test_closed_units_stay_visible_in_rows_and_aliases(plan) -> None:
    unit("manaviyat").last_month = 202510
    db.session.flush()
    places = {(one.remedy.kind, one.remedy.key) for one in found(plan, "closed_unit")}
    assert ("counting", "IV.17") in places
    assert ("units", "") in places, "the plan's second name of the sector"
    assert db.session.scalar(select(UnitAlias)) is not None


def test_names_that_no_unit_has(plan) -> None:
    db.session.add(
        Responsible(
            centre_id=1,
            indicator_id=row(plan, "IV.15").id,
            position=9,
            words="Qoʻlyozmalar sektori",
            share="contributes",
        )  # fmt: skip
    )
    (one,) = [one for one in found(plan, "unmatched_name") if one.remedy.key == "IV.15"]
    assert one.facts == {"name": "Qoʻlyozmalar sektori"}


def test_units_that_owe_and_have_nobody(plan) -> None:
    titles = {one.title for one in found(plan, "unit_without_people")}
    assert unit("abonement").name not in titles
    person("abonement").active = False
    person("oquv").active = False
    assert unit("abonement").name in {one.title for one in found(plan, "unit_without_people")}


def test_figures_of_a_register_without_its_cards(plan) -> None:
    assert found(plan, "no_cards") == []
    part = db.session.scalar(select(Part).where(Part.key == "IV.17"))
    db.session.add(
        Entry(
            centre_id=1,
            part_id=part.id,
            unit_id=unit("manaviyat").id,
            date=date(2025, 5, 31),
            year_month=202505,
            grain="month",
            state="number",
            value=4,
            person_id=1,
        )  # fmt: skip
    )
    (one,) = found(plan, "no_cards")
    assert (one.remedy.register, one.remedy.month, one.facts["count"]) == ("events", "2025-05", 4)


def test_missing_evidence_is_told_once_a_month(plan) -> None:
    card(plan), card(plan, "Mushoira", day=date(2025, 3, 25)), card(plan, "Savol-javob", day=date(2025, 4, 1))
    counts = {one.remedy.month: one.facts["count"] for one in found(plan, "no_evidence")}
    assert counts == {"2025-03": 2, "2025-04": 1}


def test_duplicates_are_found_however_they_are_written(plan) -> None:
    first, second = card(plan), card(plan, "NAVROʼZ  BAYRAMI")
    card(plan, day=date(2025, 3, 21))
    card(plan, code="oquv-zallari")
    (one,) = found(plan, "duplicate_card")
    assert one.subject_key == f"events|{first.id},{second.id}"


def test_a_decision_holds_for_its_facts_only(plan) -> None:
    card(plan)
    (one,) = found(plan, "no_evidence")
    with pytest.raises(Invalid, match="reason_missing"):
        leave_as_is(
            actor=person("metodist"), plan=plan, check=one.check, subject_key=one.subject_key, reason=" ", today=TODAY
        )
    leave_as_is(
        actor=person("metodist"), plan=plan, check=one.check, subject_key=one.subject_key, reason="Qogʻozda bor",
        today=TODAY,
    )  # fmt: skip
    assert (one.check, one.subject_key) in decisions_of(1)
    card(plan, "Mushoira", day=date(2025, 3, 25))
    (other,) = found(plan, "no_evidence")
    assert (other.check, other.subject_key) not in decisions_of(1), "one more card without evidence is a new question"


def test_only_the_methodologist_decides_and_all_of_it_stands_in_the_history(plan) -> None:
    card(plan)
    (one,) = found(plan, "no_evidence")
    facts = {"plan": plan, "check": one.check, "subject_key": one.subject_key, "reason": "Shunday", "today": TODAY}
    for login in ("direktor", "abonement", "admin", "kuzatuvchi"):
        with pytest.raises(NotAllowed):
            leave_as_is(actor=person(login), **facts)
    with pytest.raises(Invalid, match="unknown"):
        leave_as_is(actor=person("metodist"), **{**facts, "subject_key": "x"})
    decision = leave_as_is(actor=person("metodist"), **facts)
    undo_decision(actor=person("metodist"), decision=decision)
    assert db.session.scalars(select(CheckDecision)).all() == []
    acts = db.session.scalars(select(Change.action).where(Change.subject == "check_decision").order_by(Change.id))
    assert list(acts) == ["decide", "undo_decide"]
    assert broken_link(1) is None


def form_of(page: str, check: str) -> dict[str, str]:
    section = page[page.index(f'<section class="card" id="{check}"') :]
    names = ("year", "check", "subject_key")
    return {name: unescape(re.search(rf'name="{name}" value="([^"]*)"', section)[1]) for name in names}


def test_the_page_leaves_and_takes_back(app: Flask, as_) -> None:
    browser = as_("metodist")
    page = browser.get("/system/checks").get_data(as_text=True)
    form = form_of(page, "parts_differ")
    refused = browser.post("/system/checks", {**form, "reason": ""})
    assert refused.status_code == 422 and "<title>Xato:" in refused.get_data(as_text=True)
    assert browser.post("/system/checks", {**form, "reason": "<b>Bu holat</b>"}).status_code == 303
    page = browser.get("/system/checks").get_data(as_text=True)
    assert "&lt;b&gt;Bu holat&lt;/b&gt;" in page
    undo = re.search(r'action="(/system/checks/\d+/undo)"', page)[1]
    assert browser.post(undo, {"year": "2025"}).status_code == 303
    assert "Bu holat" not in browser.get("/system/checks").get_data(as_text=True)


def test_every_link_of_the_page_opens(app: Flask, as_) -> None:
    with app.app_context():
        plan = plan_of(1, 2025)
        card(plan), card(plan)
        unit("manaviyat").last_month = 202510
        db.session.flush()
        person("akt").active = False
        db.session.commit()
    for login in ("metodist", "admin"):
        browser = as_(login)
        page = browser.get("/system/checks").get_data(as_text=True)
        body = page[page.index("<main") :]
        links = {unescape(link) for link in re.findall(r'href="(/[^"]+)"', body)}
        assert len(links) > 3
        assert {link: browser.get(link).status_code for link in links if browser.get(link).status_code != 200} == {}


@pytest.mark.parametrize(
    ("login", "status"), [("abonement", 404), ("oquv", 404), ("direktor", 200), ("admin", 200), ("kuzatuvchi", 200)]
)
def test_who_may_look(as_, login: str, status: int) -> None:
    browser = as_(login)
    answer = browser.get("/system/checks")
    assert answer.status_code == status
    assert "system/checks/" not in answer.get_data(as_text=True)
    assert 'name="reason"' not in answer.get_data(as_text=True)
    assert browser.post("/system/checks", {"reason": "x"}).status_code in (403, 404)
