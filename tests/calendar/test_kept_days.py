"""What was accepted keeps the days that were asked of it, whatever the calendar becomes afterwards (domain.md §4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.holidays import DAY_OFF, WORKING_DAY
from app.domain.periods import Period, parse_period, period_of_month
from app.extensions import db
from app.models import CentreHoliday, Change, Submission, Unit
from app.operations.calendar import (
    add_holiday,
    bring_missing_days,
    change_holiday,
    remove_holiday,
    seed_holidays,
    set_working_week,
)
from app.operations.units import change_unit
from app.queries.calendar import unit_calendar
from app.queries.months import week_holds_from
from app.queries.submissions import year_matrix
from app.queries.units import all_units
from tests.cast import TODAY
from tests.submissions.conftest import OCTOBER, Office, office_of

SEPTEMBER, NOVEMBER = parse_period("2025-09"), parse_period("2025-11")
SIX = "123456"
READING, FOLLOWS = "abonement", "metodika"  # with a week of its own, with the centre's


@pytest.fixture
def office(app: Flask, context: None) -> Office:
    """October is accepted of everybody, November runs, September of one unit came back."""
    office = office_of(app)
    seed_holidays(actor=None, centre_id=office.plan.centre_id, years=[2025])
    office.settle()
    office.put("accepted")
    db.session.add(
        Submission(
            centre_id=office.plan.centre_id, unit_id=office.units[READING].id, year_month=202509, state="returned"
        )
    )
    db.session.flush()
    return office


def change_week(office: Office, code: str, week: str) -> None:
    unit = db.session.get_one(Unit, office.units[code].id)
    fields = {name: getattr(unit, name) for name in ("version", "name", "kind", "page", "parent_id")}
    fields |= {"first_month": period_of_month(unit.first_month), "last_month": period_of_month(unit.last_month)}
    change_unit(actor=office.people["admin"], unit=unit, working_week=week, **fields)


def change_centre(office: Office, week: str) -> None:
    set_working_week(actor=office.people["admin"], working_week=week, today=TODAY)


def add_day(office: Office, day: date, kind: str = DAY_OFF) -> CentreHoliday:
    return add_holiday(actor=office.people["admin"], day=day, kind=kind, name="Sanitariya kuni", today=TODAY)


def listed(office: Office, day: date) -> CentreHoliday:
    return db.session.query(CentreHoliday).filter_by(centre_id=office.plan.centre_id, day=day).one()


def days(office: Office, code: str, month: Period) -> list[int]:
    unit = next(unit for unit in all_units(office.plan.centre_id) if unit.code == code)
    return [day.day for day in unit_calendar(unit, [month.year]).working_days(month.start, month.end)]


def by_hand(month: Period, week: str, off: set[int] = frozenset(), worked: set[int] = frozenset()) -> list[int]:
    every = range(1, month.end.day + 1)
    in_week = {number for number in every if str(month.start.replace(day=number).isoweekday()) in week}
    return sorted((in_week - off) | worked)


def filled(office: Office) -> dict[str, object]:
    """How October stands in the matrix: state and cells of each unit."""
    matrix = year_matrix(office.plan, TODAY)
    marks = {line.unit.code: next(mark for mark in line.months if mark.month == OCTOBER) for line in matrix.units}
    return {code: (mark.state, mark.facts.filled) for code, mark in marks.items()}


OCTOBER_OFF, NOVEMBER_OFF = {1}, set()  # the teachers' day; none of the law's in November


def test_another_week_holds_from_the_first_month_that_is_not_accepted(office: Office) -> None:
    before = filled(office)
    change_week(office, READING, "1234567")
    assert filled(office) == before
    assert days(office, READING, OCTOBER) == by_hand(OCTOBER, SIX, OCTOBER_OFF)
    assert days(office, READING, NOVEMBER) == by_hand(NOVEMBER, "1234567")
    assert days(office, READING, SEPTEMBER)[-4:] == [27, 28, 29, 30], "it is open, and follows the week"
    unit = office.units[READING]
    assert week_holds_from(unit) == NOVEMBER
    change = db.session.query(Change).filter_by(subject="unit").order_by(Change.id.desc()).first()
    assert (change.before["working_week"], change.after["working_week"]) == (SIX, "1234567")
    assert change.after["week_from"] == "2025-11"
    change_week(office, READING, "12345")  # and once more
    assert filled(office) == before
    assert days(office, READING, NOVEMBER) == by_hand(NOVEMBER, "12345")


def test_the_centres_week_moves_no_accepted_month_of_a_unit_that_takes_it(office: Office) -> None:
    assert office.units[FOLLOWS].working_week is None
    before = filled(office)
    change_centre(office, SIX)
    assert filled(office) == before
    assert days(office, FOLLOWS, OCTOBER) == by_hand(OCTOBER, "12345", OCTOBER_OFF)
    assert days(office, FOLLOWS, NOVEMBER) == by_hand(NOVEMBER, SIX)
    assert days(office, READING, OCTOBER) == by_hand(OCTOBER, SIX, OCTOBER_OFF)


def test_what_is_learned_of_a_day_later_moves_no_accepted_month(office: Office) -> None:
    before = filled(office)
    add_day(office, date(2025, 10, 15))
    add_day(office, date(2025, 10, 19), WORKING_DAY)
    add_day(office, date(2025, 11, 20))
    remove_holiday(actor=office.people["admin"], holiday=listed(office, date(2025, 10, 1)), today=TODAY)
    moved = listed(office, date(2025, 11, 20))
    change_holiday(
        actor=office.people["admin"], holiday=moved, shown=moved.day, day=date(2025, 10, 24), name="Taʼmir", today=TODAY
    )
    assert filled(office) == before
    for code, week in ((READING, SIX), (FOLLOWS, "12345")):
        assert days(office, code, OCTOBER) == by_hand(OCTOBER, week, OCTOBER_OFF), code
        assert days(office, code, NOVEMBER) == by_hand(NOVEMBER, week), code
    change = db.session.query(Change).filter_by(subject="holiday", action="add").order_by(Change.id).all()[-3]
    assert change.after["kept_months"] == ["2025-10"]


def test_a_decree_that_is_taken_into_the_list_later_moves_no_accepted_month(office: Office) -> None:
    for holiday in db.session.query(CentreHoliday).filter(CentreHoliday.day.between(OCTOBER.start, OCTOBER.end)):
        db.session.delete(holiday)
    db.session.flush()
    before = filled(office)
    assert bring_missing_days(actor=office.people["admin"], year=2025, today=TODAY)
    assert filled(office) == before
    assert days(office, FOLLOWS, OCTOBER) == by_hand(OCTOBER, "12345")


def test_closed_and_sent_months_keep_theirs_and_returned_ones_follow(office: Office) -> None:
    for state in ("closed", "sent"):
        office.put(state, commit=False)
        change_week(office, READING, "1234567" if state == "closed" else "12345")
        assert days(office, READING, OCTOBER) == by_hand(OCTOBER, SIX, OCTOBER_OFF)
    office.row("umumiy-zal").state = "returned"
    db.session.flush()
    change_week(office, "umumiy-zal", "1234567")
    assert days(office, "umumiy-zal", OCTOBER) == by_hand(OCTOBER, "1234567", OCTOBER_OFF)


CHANGES: dict[str, Callable[[Office, int], None]] = {
    "unit": lambda office, number: change_week(office, READING, "1234567"[: number % 7 + 1]),
    "follower": lambda office, number: change_week(office, FOLLOWS, "1234567"[: number % 8]),
    "centre": lambda office, number: change_centre(office, "1234567"[: number % 7 + 1]),
    "off": lambda office, number: add_day(office, date(2025, 10, number % 31 + 1)),
    "on": lambda office, number: add_day(office, date(2025, 10, number % 31 + 1), WORKING_DAY),
    "november": lambda office, number: add_day(office, date(2025, 11, number % 30 + 1)),
}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 60)), max_size=6))
def test_no_change_of_the_calendar_reaches_into_accepted_months(office: Office, changes: list[tuple[str, int]]) -> None:
    with db.session.begin_nested() as nested:
        before = filled(office)
        for kind, number in changes:
            try:
                CHANGES[kind](office, number)
            except Invalid as error:
                assert error.code == "holiday.taken"
        assert filled(office) == before
        nested.rollback()


def test_who_changes_a_week_is_told_from_which_month_it_holds(app: Flask, as_) -> None:
    with app.app_context():
        office = office_of(app)
        office.settle()
        office.put("sent")
        unit, version = office.units[READING].id, office.units[READING].version
        parent = office.units[READING].parent_id
    admin, address = as_("admin"), f"/people/units/{unit}"
    assert "2025-yil noyabr oyidan amal qiladi" in admin.get(address).get_data(as_text=True)
    form = {"name": "Abonementlar sektori", "kind": "sector", "page": "reading_rooms", "parent_id": parent}
    sent = form | {"version": version, "working_week": list("1234567")}
    assert admin.post(address, sent).status_code == 303
    page = admin.get("/people/units").get_data(as_text=True)
    assert "2025-yil noyabr oyidan amal qiladi" in page
    diary = as_("abonement").get("/diary/2025-10?unit=abonement").get_data(as_text=True)
    history = admin.get(f"/system/history?unit={READING}").get_data(as_text=True)
    assert "Ish haftasi qaysi oydan" in history
    day = {"day": "2025-10-15", "kind": DAY_OFF, "name": "Taʼmir"}
    told = admin.post("/deadlines/holidays?year=2025", day, follow_redirects=True).get_data(as_text=True)
    assert "ish kunlari oʻzgarmadi: 2025-yil oktabr" in told
    assert diary.count('<tr class="off"') == 5  # four Sundays and the teachers' day
