"""The months and the acts on them as duties: who owes what, until when, and where it goes (domain.md §4 “One list”)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from flask import Flask

from app.domain.duties import CLOSE, HAND_IN, REPORT, RETURNED, REVIEW, Duty
from app.domain.periods import TASHKENT, parse_period
from app.extensions import db
from app.models import Setting, Submission, SubmissionNote
from app.operations.beginning import set_beginning
from app.operations.calendar import seed_holidays, set_working_week
from app.operations.people import person_by_login
from app.operations.plans import approve_plan
from app.operations.units import change_unit
from app.queries.calendar import centre_calendar
from app.queries.duties import duties, everybody, of_person
from app.queries.months import units_to_submit
from app.queries.plan import plan_of
from app.queries.units import all_units
from tests.cast import TODAY
from tests.deadlines.conftest import Centre

MARCH, APRIL = 202503, 202504


def put(centre: Centre, unit: str, month: int, state: str, day: date, by: str = "abonement") -> Submission:
    """A unit's month in a state since a day, handed in by somebody."""
    moment = datetime.combine(day, time(10), TASHKENT)
    row = Submission(
        centre_id=centre.id, unit_id=centre.unit(unit).id, year_month=month, state=state, state_at=moment,
        first_submitted_on=None if state == "draft" else day, submitted_by_id=centre.person(by).id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def of(centre: Centre, login: str, today: date, *kinds: str) -> list[Duty]:
    """What a person owes of some kinds."""
    found = duties(centre.id, of_person(centre.person(login)), today)
    return [duty for duty in found if duty.kind in kinds and duty.state != "not_due"]


def told(found: list[Duty]) -> list[tuple[str, str, str, str]]:
    return [(duty.kind, duty.period, str(duty.due), duty.state) for duty in found]


def test_a_month_is_owed_until_it_is_handed_in(centre: Centre) -> None:
    put(centre, "abonement", 202501, "accepted", date(2025, 2, 4))
    put(centre, "abonement", 202502, "accepted", date(2025, 3, 5))
    assert told(of(centre, "abonement", date(2025, 3, 31), HAND_IN)) == []
    assert told(of(centre, "abonement", date(2025, 4, 2), HAND_IN)) == [(HAND_IN, "2025-03", "2025-04-03", "due")]
    assert told(of(centre, "abonement", date(2025, 4, 4), HAND_IN)) == [(HAND_IN, "2025-03", "2025-04-03", "overdue")]
    assert ("2025-03", "overdue") in [
        (duty.period, duty.state) for duty in of(centre, "abonement", date(2027, 5, 5), HAND_IN)
    ]
    put(centre, "abonement", MARCH, "submitted", date(2025, 4, 7))
    assert told(of(centre, "abonement", date(2025, 4, 7), HAND_IN)) == []
    (done,) = [
        duty
        for duty in centre.duties(date(2025, 4, 8), {centre.unit("abonement").id})
        if (duty.kind, duty.period) == (HAND_IN, "2025-03")
    ]
    assert (done.state, done.done_on) == ("done_late", date(2025, 4, 7))


def test_a_returned_month_is_owed_again_at_once_with_its_note(centre: Centre) -> None:
    row = put(centre, "abonement", MARCH, "returned", date(2025, 4, 2))
    for text in ("eski izoh", "Qatnov daftar bilan mos emas"):
        db.session.add(
            SubmissionNote(
                centre_id=centre.id,
                submission_id=row.id,
                person_id=centre.person("metodist").id,
                act="return",
                text=text,
            )
        )
    db.session.flush()
    (duty,) = of(centre, "abonement", date(2025, 4, 2), RETURNED)
    assert (duty.period, duty.due, duty.state, duty.note) == (
        "2025-03", date(2025, 4, 3), "due", "Qatnov daftar bilan mos emas",
    )  # fmt: skip
    row.state_at = datetime(2025, 4, 9, 10, tzinfo=TASHKENT)
    assert told(of(centre, "abonement", date(2025, 4, 9), RETURNED)) == [(RETURNED, "2025-03", "2025-04-09", "due")]
    assert told(of(centre, "abonement", date(2025, 4, 10), RETURNED)) == [
        (RETURNED, "2025-03", "2025-04-09", "overdue")
    ]
    assert not [duty for duty in of(centre, "abonement", date(2025, 4, 10), HAND_IN) if duty.period == "2025-03"]


def test_who_looks_at_what_was_handed_in(centre: Centre) -> None:
    put(centre, "abonement", MARCH, "submitted", date(2025, 4, 2))
    put(centre, "metodika", MARCH, "submitted", date(2025, 4, 8), by="metodist")
    assert told(of(centre, "metodist", date(2025, 4, 4), REVIEW)) == [(REVIEW, "2025-03", "2025-04-04", "due")]
    assert told(of(centre, "metodist", date(2025, 4, 7), REVIEW)) == [(REVIEW, "2025-03", "2025-04-04", "overdue")]
    for login in ("direktor", "orinbosar"):  # nobody accepts what she handed in herself
        assert told(of(centre, login, date(2025, 4, 8), REVIEW)) == [(REVIEW, "2025-03", "2025-04-09", "due")]
    assert of(centre, "abonement", date(2025, 4, 8), REVIEW) == of(centre, "admin", date(2025, 4, 8), REVIEW) == []


def test_a_month_is_closed_when_nobody_is_missing(centre: Centre) -> None:
    units = [unit.code for unit in units_to_submit(centre.plan) if unit.code != "kotiba"]  # owes no March
    for unit in units[:-1]:
        put(centre, unit, MARCH, "accepted", date(2025, 4, 3))
    (waits,) = [duty for duty in centre.duties(date(2025, 4, 4)) if (duty.kind, duty.period) == (CLOSE, "2025-03")]
    assert (waits.state, waits.missing) == ("not_due", 1)
    put(centre, units[-1], MARCH, "accepted", date(2025, 4, 4))
    assert told(of(centre, "direktor", date(2025, 4, 4), CLOSE)) == [(CLOSE, "2025-03", "2025-04-07", "due")]
    assert told(of(centre, "orinbosar", date(2025, 4, 8), CLOSE)) == [(CLOSE, "2025-03", "2025-04-07", "overdue")]
    assert of(centre, "metodist", date(2025, 4, 8), CLOSE) == []
    for row in db.session.query(Submission):
        row.state = "closed"
    assert of(centre, "direktor", date(2025, 4, 8), CLOSE) == []


@pytest.mark.parametrize(
    ("days", "handed_in", "closed"),
    [
        # approved on Tuesday 18 November: three working days, and the usual two from there
        ("", {"2025-01": "2025-11-21", "2025-10": "2025-11-21", "2025-11": "2025-12-03"},
         {"2025-01": "2025-11-25", "2025-10": "2025-11-25", "2025-11": "2025-12-05"}),
        # a centre that hands in later than its reports leave closes on that day
        ("7", {"2025-10": "2025-11-21", "2025-11": "2025-12-10"},
         {"2025-10": "2025-11-21", "2025-11": "2025-12-10"}),
    ],
)  # fmt: skip
def test_a_month_is_closed_after_its_hand_in_however_late_the_plan_was_approved(
    app: Flask, context: None, days: str, handed_in: dict[str, str], closed: dict[str, str]
) -> None:
    director = person_by_login("direktor")
    plan = plan_of(director.centre_id, 2025)
    if days:
        db.session.add(Setting(centre_id=plan.centre_id, name="working_days.month", value=days))
        db.session.flush()
    approve_plan(actor=director, plan=plan, today=TODAY)
    found = Centre(plan).duties(date(2025, 12, 1))
    first = {kind: {duty.period: str(duty.due) for duty in found if duty.kind == kind} for kind in (HAND_IN, CLOSE)}
    assert {month: first[HAND_IN][month] for month in handed_in} == handed_in
    assert {month: first[CLOSE][month] for month in closed} == closed
    assert all(day >= first[HAND_IN][month] for month, day in first[CLOSE].items())


@pytest.mark.parametrize("month", ["2025-06", "2025-01", None])
def test_before_the_centre_began_nothing_is_owed(centre: Centre, month: str | None) -> None:
    """Beginning in June flooded a new centre with what had been due since January."""
    first = parse_period(month) if month else None
    set_beginning(actor=centre.person("metodist"), first_month=first, today=TODAY)
    found = centre.duties(date(2025, 6, 3))
    late = {parse_period(duty.period).year_month for duty in found if duty.state == "overdue"}
    assert min(late, default=202506) >= (first.year_month if first else 202501)
    assert (late == set()) is (month == "2025-06")
    months = {duty.period for duty in found if duty.kind == HAND_IN}
    assert len(months) == (7 if month == "2025-06" else 12)


def test_a_unit_that_ended_owes_nothing_after_it_and_everything_before(centre: Centre) -> None:
    unit, today = centre.unit("huquqiy"), date(2025, 12, 10)
    before = centre.duties(today, {unit.id})
    change_unit(
        actor=centre.person("admin"), unit=unit, version=unit.version, name=unit.name, kind=unit.kind, page=unit.page,
        parent_id=unit.parent_id, working_week=unit.working_week or "", first_month=None,
        last_month=parse_period("2025-04"),
    )  # fmt: skip
    after = centre.duties(today, {unit.id})
    assert after == [duty for duty in before if parse_period(duty.period).year_month <= APRIL]
    assert {duty.period for duty in after if duty.kind == HAND_IN} == {"2025-01", "2025-02", "2025-03", "2025-04"}


def test_all_duties_contain_every_open_one_however_old(centre: Centre) -> None:
    """“Hammasi” shows what is settled since last year, and what is open since ever."""
    day = date(2027, 2, 10)
    every = duties(centre.id, everybody(), day)
    shown = duties(centre.id, everybody(), day, first=date(2026, 1, 1), settled=True)
    assert len([duty for duty in every if duty.due and duty.due.year == 2025]) > 300
    assert [duty for duty in shown if duty.is_open] == every
    assert not [duty for duty in shown if not duty.is_open and duty.due and duty.due.year == 2025]


def reports(centre: Centre) -> dict[tuple[str, str], str]:
    """(row, period) of each report to the region that is in the list → who owes it."""
    codes = {unit.id: unit.code for unit in all_units(centre.id)}
    found = duties(centre.id, everybody(), date(2026, 1, 20), settled=True)
    return {(d.row_key, d.period): codes[d.unit_id or 0] for d in found if d.kind == REPORT and d.row_key}


def test_reports_of_a_unit_that_ends_go_over_to_the_next_that_counts_the_row(centre: Centre) -> None:
    """It owes what ended while it worked; what ends later is owed by another, and nothing leaves the list."""
    before, unit = reports(centre), centre.unit("oquv-zallari")
    change_unit(
        actor=centre.person("admin"), unit=unit, version=unit.version, name=unit.name, kind=unit.kind, page=unit.page,
        parent_id=unit.parent_id, working_week=unit.working_week or "", first_month=None,
        last_month=parse_period("2025-06"),
    )  # fmt: skip
    after = reports(centre)
    assert set(after) == set(before)
    went = {place: after[place] for place in after if after[place] != before[place]}
    assert went and {before[place] for place in went} == {"oquv-zallari"}
    assert {period for _, period in went} <= {"2025-Q3", "2025-Q4", "2025-H2", "2025-9M", "2025"}
    assert after["IV.14", "2025-Q2"] == "oquv-zallari" and after["IV.14", "2025-Q3"] != "oquv-zallari"


def test_another_working_week_moves_no_act_of_the_past(centre: Centre) -> None:
    """March came in on Friday 4 April: to be looked at and closed by Monday, the fifth working day. From June on the
    centre works on Saturdays, too: by that week it would have been Saturday the 5th."""
    seed_holidays(actor=None, centre_id=centre.id, years=[2025])
    put(centre, "abonement", MARCH, "submitted", date(2025, 4, 4))

    def acts() -> list[tuple[str, str]]:
        found = [*of(centre, "metodist", date(2025, 6, 2), REVIEW), *duties_to_close(centre, date(2025, 6, 2))]
        return [(duty.kind, str(duty.due)) for duty in found if duty.period == "2025-03"]

    before = acts()
    assert before == [(REVIEW, "2025-04-07"), (CLOSE, "2025-04-07")]
    set_working_week(actor=centre.person("metodist"), working_week="123456", today=date(2025, 6, 2))
    db.session.flush()
    assert acts() == before
    calendar = centre_calendar(centre.id, [2025])
    assert not calendar.is_working(date(2025, 5, 31)) and calendar.is_working(date(2025, 6, 14)), "Saturdays"
    put(centre, "abonement", 202507, "submitted", date(2025, 8, 8))  # a Friday
    assert [str(duty.due) for duty in of(centre, "metodist", date(2025, 8, 8), REVIEW) if duty.period == "2025-07"] == [
        "2025-08-09"
    ]


def duties_to_close(centre: Centre, today: date) -> list[Duty]:
    return [duty for duty in duties(centre.id, everybody(), today) if duty.kind == CLOSE]
