"""A month that is handed in before it ends: it may be given back at once, and accepted when it is over."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from flask import Flask

from app.domain.blank_days import BlankWords
from app.domain.completeness import is_worked
from app.domain.duties import REVIEW
from app.domain.errors import Conflict
from app.domain.periods import TASHKENT, parse_period
from app.extensions import db
from app.operations.entries import save_cell
from app.operations.handing_in import submit_month
from app.operations.submissions import accept_month, accept_months, accept_own_month, return_month
from app.queries.cells import find_cell
from app.queries.duties import duties, everybody
from app.queries.hand_ins import hand_ins
from app.queries.month_review import review_of
from app.queries.plan import parts_of_unit
from app.queries.submissions import year_matrix
from app.queries.waiting import remarks_on, waiting_for
from tests.cast import APPROVED
from tests.home.test_turns import page_on
from tests.submissions.conftest import Office, office_of

NOVEMBER = parse_period("2025-11")
RUNNING, LAST_DAY, OVER = date(2025, 11, 18), date(2025, 11, 30), date(2025, 12, 1)
DAYS = [(RUNNING, False), (LAST_DAY, False), (OVER, True)]


@pytest.fixture
def early(office: Office) -> Office:
    """November of all units was handed in by the 18th, with a reason for its blank days; the plan is in force."""
    office.plan.state, office.plan.approved_on = "approved", APPROVED
    office.settle(NOVEMBER)
    office.put("submitted", NOVEMBER, commit=False, whole=True)
    return office


def at(office: Office, unit: str) -> dict[str, object]:
    return {"unit_month": office.unit_month(unit, NOVEMBER), "version": office.version(unit, NOVEMBER)}


@pytest.mark.parametrize(("day", "over"), DAYS)
def test_it_waits_for_nobody_before_it_is_over(early: Office, day: date, over: bool) -> None:
    metodist = early.people["metodist"]
    found = [duty for duty in duties(early.plan.centre_id, everybody(), day) if duty.kind == REVIEW]
    assert bool(found) == bool(waiting_for(metodist, day)) == over


@pytest.mark.parametrize(("day", "over"), DAYS)
def test_it_is_accepted_when_it_is_over(early: Office, day: date, over: bool) -> None:
    """One by one, several at once, and by those above: none of the ways goes round it."""
    metodist, director = early.people["metodist"], early.people["direktor"]
    early.row("metodika", NOVEMBER).submitted_by_id = metodist.id
    if over:
        accept_month(actor=metodist, **at(early, "abonement"), today=day)
        accept_own_month(actor=director, **at(early, "metodika"), today=day)
        return
    for accept, actor, unit in (
        (accept_month, metodist, "abonement"),
        (accept_own_month, director, "metodika"),
    ):
        with pytest.raises(Conflict) as refused:
            accept(actor=actor, **at(early, unit), today=day)
        assert refused.value.code == "workflow.month_running"
    one = at(early, "abonement")
    count, refusals = accept_months(actor=metodist, wanted=[(one["unit_month"], one["version"])], today=day)
    assert (count, [error.code for _, error in refusals]) == (0, ["workflow.month_running"])


def test_it_can_be_given_back_at_once(early: Office) -> None:
    return_month(actor=early.people["metodist"], **at(early, "abonement"), reason="Oy hali tugamagan")
    assert early.row("abonement", NOVEMBER).state == "returned"


@pytest.mark.parametrize(("day", "over"), DAYS)
def test_the_pages_say_so(app: Flask, as_, day: date, over: bool) -> None:
    with app.app_context():
        office = office_of(app)
        office.settle(NOVEMBER)
        office.put("submitted", NOVEMBER, whole=True)
    page = page_on(app, as_("metodist"), day, "/submissions/2025-11/abonement")
    assert bool(re.search(r'action="/submissions/2025-11/abonement/accept"', page)) == over
    assert ("Oy hali tugamagan." in page) == (not over)
    assert 'action="/submissions/2025-11/abonement/return"' in page
    listed = page_on(app, as_("metodist"), day, "/submissions/?year=2025")
    assert ('value="2025-11|abonement|' in listed) == over


def test_what_was_still_to_come_when_it_was_handed_in_is_not_accepted_unseen(office: Office) -> None:
    """Handed in on the 18th: of its registers nothing is said yet, of the days behind it nobody was asked. Over, it is
    refused until they have figures or a reason, whoever accepts it, one or several at once."""
    metodist, unit, acq = office.people["metodist"], office.units["abonement"], office.units["jamlash"]
    reason = {(NOVEMBER.start, NOVEMBER.end): BlankWords("closed", "")}

    def silent() -> set[str]:
        return {one.part.key for one in review_of(office.plan, acq, NOVEMBER, RUNNING).fills if one.is_silent}

    before = silent()
    assert before, "registers without cards"
    for code in ("abonement", "jamlash"):
        where = {"unit_month": office.unit_month(code, NOVEMBER), "version": 0}
        levels(office, code)
        submit_month(actor=metodist, **where, today=RUNNING, reasons=reason)
    assert silent() == before
    for code in ("abonement", "jamlash"):
        office.row(code, NOVEMBER).submitted_by_id = office.people["abonement"].id
        assert review_of(office.plan, office.units[code], NOVEMBER, OVER).wanting
        with pytest.raises(Conflict) as refused:
            accept_month(actor=metodist, **at(office, code), today=OVER)
        assert refused.value.code == "workflow.not_whole"
    one = at(office, "jamlash")
    count, refusals = accept_months(actor=metodist, wanted=[(one["unit_month"], one["version"])], today=OVER)
    assert (count, [error.code for _, error in refusals]) == (0, ["workflow.not_whole"])
    return_month(actor=metodist, **at(office, "abonement"), reason="Oy oxirigacha toʻldiring")
    submit_month(actor=office.people["abonement"], **at(office, "abonement"), today=OVER, reasons=reason)
    assert review_of(office.plan, unit, NOVEMBER, OVER).wanting == 0
    accept_month(actor=metodist, **at(office, "abonement"), today=OVER)


def test_a_week_that_is_still_to_come_stays_owed(office: Office) -> None:
    """Handed in on Tuesday the 18th: the weeks before it are answered by that, those of the days to come are not."""
    office.approve()
    levels(office, "elektron-zal")
    reason = {(NOVEMBER.start, NOVEMBER.end): BlankWords("closed", "")}
    where = {"unit_month": office.unit_month("elektron-zal", NOVEMBER), "version": 0}

    def weeks() -> set[str]:
        owed = duties(office.plan.centre_id, everybody(), date(2025, 12, 9))
        unit = office.units["elektron-zal"].id
        return {one.period for one in owed if one.unit_id == unit and one.row_key == "IV.26" and "W" in one.period}

    before = weeks()
    submit_month(actor=office.people["metodist"], **where, today=RUNNING, reasons=reason)
    assert before - weeks() <= {f"2025-W{week}" for week in range(45, 47)}
    assert {"2025-W47", "2025-W48"} <= weeks()


def levels(office: Office, code: str) -> None:
    for part in parts_of_unit(office.plan, office.units[code], NOVEMBER):
        if part.indicator.mode == "stock":
            cell = find_cell(office.plan, f"{part.key}|{code}|2025-11")
            save_cell(
                actor=office.people["metodist"], plan=office.plan, cell=cell, typed="3480", version=0, today=RUNNING
            )


VISITS = {"2025-08-15": "50", "2025-09-15": "55", "2025-10-15": "60", "2025-11-15": "10"}
FRIDAY, SATURDAY = date(2025, 11, 28), date(2025, 11, 29)  # abonement works on Saturdays; the 30th is a Sunday


@pytest.mark.parametrize(
    ("day", "compared"), [(RUNNING, False), (FRIDAY, False), (SATURDAY, True), (LAST_DAY, True), (OVER, True)]
)
def test_a_month_is_compared_once_no_working_day_is_to_come(office: Office, day: date, compared: bool) -> None:
    """10 visits where 55 are usual: handed in on the Sunday that ends November, nobody asked why."""
    visits(office)
    found = review_of(office.plan, office.units["abonement"], NOVEMBER, day).open_checks
    assert ("outside_usual", "IV.15") in [(one.check, one.part_key) for one in found] or not compared
    assert compared or not any(one.check == "outside_usual" for one in found)
    (several,) = hand_ins(office.plan, [office.units["abonement"]], NOVEMBER, day)
    assert [one for one in several.unexplained if one.check == "outside_usual"] == [
        one for one in found if one.check == "outside_usual"
    ]


@pytest.mark.parametrize(
    ("last", "today", "over"),
    [(28, 27, False), (28, 28, True), (28, 30, True), (30, 29, False), (30, 30, True), (None, 30, False)],
)
def test_a_month_is_worked_when_its_last_working_day_has_come(last: int | None, today: int, over: bool) -> None:
    days = [date(2025, 11, 3), date(2025, 11, last)] if last else []
    assert is_worked(NOVEMBER, days, date(2025, 11, today)) == over
    assert is_worked(NOVEMBER, days, OVER)


def visits(office: Office) -> None:
    for day, typed in VISITS.items():
        cell = find_cell(office.plan, f"IV.15|abonement|{day}")
        save_cell(actor=office.people["metodist"], plan=office.plan, cell=cell, typed=typed, version=0, today=OVER)


def test_the_list_of_what_waits_counts_the_checks_that_nobody_explained(app: Flask, as_) -> None:
    """As many as the page of the month shows, of every month that waits."""
    with app.app_context():
        office = office_of(app)
        visits(office)
        office.put("submitted", NOVEMBER)
        matrix = year_matrix(office.plan, OVER)
        marks = matrix.waiting()
        found = {unit.code: one.checks for (unit, _mark), one in zip(marks, remarks_on(matrix, marks), strict=True)}
        shown = {unit.code: len(review_of(office.plan, unit, NOVEMBER, OVER).open_checks) for unit, _mark in marks}
    assert found == shown and found["abonement"] >= 1
    listed = page_on(app, as_("metodist"), OVER, "/submissions/?year=2025").split('id="waiting"')[1]
    line = re.search(r'href="/submissions/2025-11/abonement".*?</li>', listed, re.DOTALL)
    assert line is not None and f"izohsiz tekshiruvlar: {found['abonement']}" in line[0]


def test_the_unit_is_told_that_its_early_month_is_not_full(app: Flask, as_) -> None:
    """While it runs the page promises nothing; once over the first page and the month's own say what to do."""
    day_by_day, by_cards = "/submissions/2025-11/abonement", "/submissions/2025-11/jamlash"
    page = page_on(app, as_("jamlash"), RUNNING, by_cards)
    assert "deb yozish:" not in page and "Toʻlmay qolgan oy tugagach qabul qilinmaydi." in page
    with app.app_context():
        office = office_of(app)
        reason = {(NOVEMBER.start, NOVEMBER.end): BlankWords("closed", "")}
        for code in ("abonement", "jamlash"):
            levels(office, code)
            where = {"unit_month": office.unit_month(code, NOVEMBER), "version": 0}
            submit_month(actor=office.people[code], **where, today=RUNNING, reasons=reason)
            office.row(code, NOVEMBER).submitted_at = datetime(2025, 11, 18, 12, tzinfo=TASHKENT)
        db.session.commit()
    told = "Oy tugamasdan topshirilgan: 2025-yil noyabr"
    assert told not in page_on(app, as_("abonement"), RUNNING, "/")
    assert told in page_on(app, as_("abonement"), OVER, "/")
    for login, place, notice in (("abonement", day_by_day, "blank-since"), ("jamlash", by_cards, "unfinished")):
        month = page_on(app, as_(login), OVER, place)
        assert f'id="{notice}"' in month and f'action="{place}/withdraw"' in month, login
    with app.app_context():  # handed in on its last working day, a Saturday, it is like any other
        office_of(app).row("abonement", NOVEMBER).submitted_at = datetime(2025, 11, 29, 12, tzinfo=TASHKENT)
        db.session.commit()
    assert told not in page_on(app, as_("abonement"), OVER, "/")
