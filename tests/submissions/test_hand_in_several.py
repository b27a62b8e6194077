"""A month of several units handed in in one act: each answers for itself (domain.md §4 “One list”, §5)."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_

from app.domain.blank_days import BlankWords
from app.domain.errors import Conflict, Locked
from app.domain.periods import parse_period
from app.extensions import db
from app.models import BlankReason, Change, Obligation, Setting, Submission, SubmissionNote
from app.models.types import now
from app.operations.entries import save_cell
from app.operations.handing_in import submit_months
from app.operations.history import broken_link
from app.queries.cells import find_cell
from app.queries.hand_ins import hand_ins
from app.queries.month_review import review_of
from app.queries.months import units_to_submit
from tests.cast import TODAY
from tests.speed.counting import OBJECTS, WARM, counted
from tests.submissions.conftest import OCTOBER, Office, office_of
from tests.submissions.test_changed_figures import event

PAGE = "/submissions/2025-10"


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def boxes(page: str) -> dict[str, bool]:
    """Unit → whether its box is ticked."""
    found = re.findall(r'<input type="checkbox"\s+name="wanted"\s+value="2025-10\|([\w-]+)\|\d+"([^>]*)>', page)
    return {unit: " checked" in rest for unit, rest in found}


def values(page: str) -> dict[str, str]:
    return {value.split("|")[1]: value for value in re.findall(r'value="(2025-10\|[\w-]+\|\d+)"', page)}


@pytest.fixture
def settled(app: Flask) -> Flask:
    """October has nothing that stands in the way of any unit."""
    with app.app_context():
        office_of(app).settle()
        db.session.commit()
    return app


def states(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {row.unit.code: row.state for row in db.session.query(Submission).filter_by(year_month=202510)}


def test_one_button_hands_in_all_units_of_a_person(settled: Flask, as_) -> None:
    oquv = as_("oquv")
    page = oquv.get(PAGE).get_data(as_text=True)
    owed = set(boxes(page))
    assert owed == {"oquv-zallari", "abonement", "umumiy-zal", "manaviyat", "huquqiy", "olkashunoslik", "elektron-zal"}
    assert all(boxes(page).values())
    assert f"<span data-counted>{len(owed)}</span>" in page
    answer = oquv.post(f"{PAGE}/submit", {"wanted": list(values(page).values())}, follow_redirects=True)
    assert answer.status_code == 200
    assert states(settled) == dict.fromkeys(owed, "submitted")
    words = text_of(answer.get_data(as_text=True))
    with settled.app_context():
        names = [office_of(settled).units[code].name for code in owed]
    assert all(f"Topshirildi: {name}" in words for name in names)
    assert "Bu oydan topshiradiganingiz qolmagan" in words


def test_a_unit_that_counts_nothing_owes_nothing(settled: Flask, as_) -> None:
    """Of the secretary's two units one is named in no row that it counts, the other in one of January and February."""
    browser = as_("kotiba")
    january = browser.get("/submissions/2025-01").get_data(as_text=True)
    assert set(re.findall(r'href="/submissions/2025-01/([\w-]+)#submit"', january)) == {"kotiba"}
    assert boxes(browser.get(PAGE).get_data(as_text=True)) == {}


def test_only_the_units_of_the_reader_that_still_owe_are_there(settled: Flask, as_) -> None:
    with settled.app_context():
        office = office_of(settled)
        office.put("accepted", commit=False)
        for code, state in (("umumiy-zal", "returned"), ("manaviyat", "draft"), ("abonement", "submitted")):
            office.row(code).state = state
        note = SubmissionNote(
            centre_id=1, person_id=office.people["metodist"].id, act="return", text="12-kun nega boʻsh?"
        )
        row = office.row("umumiy-zal")
        row.notes.append(note)
        db.session.commit()
    page = as_("oquv").get(PAGE).get_data(as_text=True)
    assert boxes(page).keys() == {"umumiy-zal", "manaviyat"}
    assert "“12-kun nega boʻsh?”" in page  # nobody hands in again past the note
    assert boxes(as_("metodist").get(PAGE).get_data(as_text=True)) == {}  # her own unit alone, and it is accepted
    assert as_("direktor").get(PAGE).location.endswith("/submissions/?year=2025")
    assert as_("oquv").get("/submissions/2025-12").status_code == 404  # has not begun


def test_what_cannot_be_handed_in_says_why_and_has_no_box(settled: Flask, as_) -> None:
    with settled.app_context():
        office = office_of(settled)
        level = find_cell(office.plan, "IV.14|abonement|2025-10")
        save_cell(actor=office.people["abonement"], plan=office.plan, cell=level, typed="", version=1, today=TODAY)
        db.session.commit()
    page = as_("oquv").get(PAGE).get_data(as_text=True)
    assert "abonement" not in boxes(page) and len(boxes(page)) >= 3
    blocked = page.split("Hali topshirib boʻlmaydi", 1)[1]
    assert f'href="{PAGE}/abonement#submit"' in blocked
    assert "Xato IV.14: " in re.sub(r" +", " ", text_of(blocked).replace("!", ""))


def test_blank_days_take_one_reason_for_all_and_are_not_ticked_by_themselves(app: Flask, as_) -> None:
    with app.app_context():
        office_of(app).settle()
        codes = ("umumiy-zal", "manaviyat")
        units = {office_of(app).units[code].id: code for code in codes}
        for reason in db.session.query(BlankReason):
            if reason.unit_id in units:
                db.session.delete(reason)
        db.session.commit()
    oquv = as_("oquv")
    page = oquv.get(PAGE).get_data(as_text=True)
    ticked = boxes(page)
    blank = {code for code in codes if not ticked[code]}
    assert blank and all(ticked[code] for code in ticked if code not in codes)
    wanted = [values(page)[code] for code in sorted(blank)]
    answer = oquv.post(f"{PAGE}/submit", {"wanted": wanted})
    assert answer.status_code == 422
    assert "Boʻsh ish kunlariga son yozing yoki sababini tanlang" in answer.get_data(as_text=True)
    assert set(states(app).values()) <= {"draft"}
    answer = oquv.post(f"{PAGE}/submit", {"wanted": wanted, "reasons": "other"})
    assert answer.status_code == 422 and "“Boshqa sabab” tanlangan. Qanday sabab" in answer.get_data(as_text=True)
    assert boxes(answer.get_data(as_text=True))[sorted(blank)[0]], "what was ticked stays ticked"
    answer = oquv.post(f"{PAGE}/submit", {"wanted": wanted, "reasons": "repair", "blank_words": "tom taʼmiri"})
    assert answer.status_code == 303
    assert {code for code, state in states(app).items() if state == "submitted"} == blank
    with app.app_context():
        given = db.session.query(BlankReason).filter_by(kind="repair").all()
        assert {units[reason.unit_id] for reason in given} == blank
        assert {reason.words for reason in given} == {"tom taʼmiri"}


def test_one_that_is_refused_holds_up_no_other_and_leaves_nothing_behind(settled: Flask, as_) -> None:
    oquv = as_("oquv")
    found = values(oquv.get(PAGE).get_data(as_text=True))
    with settled.app_context():
        before = db.session.query(BlankReason).count()
    stale = "2025-10|manaviyat|7"
    answer = oquv.post(f"{PAGE}/submit", {"wanted": [found["umumiy-zal"], stale]}, follow_redirects=True)
    words = text_of(answer.get_data(as_text=True))
    with settled.app_context():
        name = office_of(settled).units["manaviyat"].name
        assert db.session.query(BlankReason).count() == before
    assert "Topshirildi: Umumiy" in words and f"{name}: Bu oyning holatini shu orada boshqa xodim" in words
    assert states(settled) == {"umumiy-zal": "submitted"}


def test_of_one_that_is_refused_halfway_nothing_stays(office: Office) -> None:
    """Its time to write has ended: “no activity” for its silent rows is refused after its reasons were taken."""
    office.settle()
    db.session.query(BlankReason).delete()
    db.session.add(Setting(centre_id=1, name="entry_window_days", value="5"))
    db.session.commit()
    good, bad = office.unit_month("umumiy-zal"), office.unit_month("manaviyat")
    actor, reason = office.people["oquv"], BlankWords("closed")
    results = submit_months(actor=actor, wanted=[(bad, 0), (good, 0)], today=TODAY, reason=reason)
    assert isinstance(results[0][1], Locked) and results[1][1] is None
    assert office.row("manaviyat") is None and office.row("umumiy-zal").state == "submitted"
    assert {one.unit_id for one in db.session.query(BlankReason)} == {good.unit.id}
    told = db.session.query(Change).filter(Change.unit_code == "manaviyat", Change.action != "save")
    assert told.count() == 0 and broken_link(1) is None


def test_a_month_that_runs_is_ticked_by_nobody_but_the_reader(settled: Flask, as_) -> None:
    """Handed in before its last day, its days to come could not be written any more: they are named."""
    page = as_("oquv").get("/submissions/2025-11").get_data(as_text=True)
    ticks = re.findall(r'value="2025-11\|([\w-]+)\|\d+"([^>]*)>', page)
    assert len(ticks) >= 3 and not any("checked" in rest for _, rest in ticks)
    assert "oy tugamagan" in page and "Hali kelmagan ish kunlari: 11." in page


def test_nothing_ticked_and_what_is_not_ones_own_are_refused(settled: Flask, as_) -> None:
    oquv = as_("oquv")
    answer = oquv.post(f"{PAGE}/submit", {})
    assert answer.status_code == 422 and "Topshiriladigan boʻlinmalarni belgilang" in answer.get_data(as_text=True)
    answer = oquv.post(f"{PAGE}/submit", {"wanted": "2025-10|kotiba|0"})
    assert answer.status_code == 422 and "ruxsatingiz yoʻq" in answer.get_data(as_text=True)
    assert oquv.post(f"{PAGE}/submit", {"wanted": "2025-10|yoʻq|0"}).status_code == 404
    assert states(settled) == {}


def test_the_first_page_leads_there_when_several_are_owed(approved_october: Flask, as_) -> None:
    oquv = as_("oquv").get("/").get_data(as_text=True)
    waited = oquv.split('class="waited"', 1)[1]
    assert re.search(r'class="what" href="/submissions/2025-10"', waited)
    assert re.search(r'<a class="btn primary" href="/submissions/2025-10">', waited)
    kutubxonachi = as_("abonement").get("/").get_data(as_text=True)
    assert 'href="/submissions/2025-10/abonement"' in kutubxonachi  # one unit: its own page
    assert 'href="/submissions/2025-10"' not in kutubxonachi
    matrix = as_("oquv").get("/submissions/?year=2025").get_data(as_text=True)
    assert 'href="/submissions/2025-10">' in matrix
    assert 'href="/submissions/2025-10">' not in as_("abonement").get("/submissions/?year=2025").get_data(as_text=True)


@pytest.fixture
def approved_october(app: Flask) -> Flask:
    """The plan is approved and everything before October closed, so that October is what is late."""

    with app.app_context():
        office = office_of(app)
        office.approve()
        # What runs all year stays: it is said with each month, so that the months are owed still.
        of_year = and_(Obligation.kind == "figures", Obligation.period == "2025")
        for owed in db.session.query(Obligation).filter(Obligation.required, ~of_year):
            owed.waived_at = now()
        for month in parse_period("2025-9M").months:
            office.put("closed", month)
        db.session.commit()
    return app


figure = st.sampled_from(["", "-", "0", "5", "46"])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    typed=st.dictionaries(
        st.tuples(
            st.sampled_from(["IV.15", "IV.16", "IV.14.a"]),
            st.sampled_from(["abonement", "oquv-zallari"]),
            st.integers(1, 31),
        ),
        figure,
        max_size=12,
    ),
    day=st.sampled_from([date(2025, 10, 14), date(2025, 10, 31), TODAY]),
)
def test_the_short_view_says_what_the_page_of_each_unit_says(office: Office, typed, day: date) -> None:
    """All units at once against the reading of each one by itself; a card stands behind a figure of one of them."""
    db.session.rollback()
    event(office, 12)
    for (row, unit, number), text in typed.items():
        when = date(2025, 10, number)
        cell = find_cell(office.plan, f"{row}|{unit}|{when.isoformat()}")
        if when <= day:
            who = office.people["metodist"]
            save_cell(actor=who, plan=office.plan, cell=cell, typed=text, version=0, today=day)
    units = units_to_submit(office.plan)
    assert len(hand_ins(office.plan, units[:2], OCTOBER, day)) == 2
    found = {one.unit.id: one for one in hand_ins(office.plan, units, OCTOBER, day)}
    assert found.keys() == {unit.id for unit in units if unit.code != "kotiba"} and len(units) >= 13
    for unit in (unit for unit in units if unit.id in found):
        one, review = found[unit.id], review_of(office.plan, unit, OCTOBER, day)
        assert one.filled == review.filled
        assert one.spans == review.spans
        assert list(one.errors) == review.errors
        assert list(one.unexplained) == review.open_checks
        assert one.silent == len(review.silent)
        assert one.to_come == len(review.to_come)
        assert one.joint == len(review.joint)


def test_many_units_cost_no_more_statements_than_one(settled: Flask, as_) -> None:
    with settled.app_context():
        office = office_of(settled)
        office.people["oquv"].units = every = list(office.units.values())
        db.session.commit()
    browser = as_("oquv")
    browser.get(PAGE)
    with counted() as count:
        page = browser.get(PAGE).get_data(as_text=True)
    assert len(set(re.findall(r'href="/submissions/2025-10/([\w-]+)#submit"', page))) >= 12
    assert count.statements <= WARM
    assert count.objects - len(every) <= OBJECTS  # the frame reads the reader with his units


def test_an_operation_names_each_result(office: Office) -> None:
    office.settle()
    db.session.commit()
    good, bad = office.unit_month("umumiy-zal"), office.unit_month("manaviyat")
    results = submit_months(
        actor=office.people["oquv"], wanted=[(bad, 3), (good, 0)], today=TODAY, reason=BlankWords("closed")
    )
    assert [unit_month for unit_month, _ in results] == [bad, good]
    assert isinstance(results[0][1], Conflict) and results[1][1] is None
    assert office.row("umumiy-zal").state == "submitted" and office.row("manaviyat") is None
