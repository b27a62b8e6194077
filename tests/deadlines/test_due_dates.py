"""Due dates around weekends and holidays; the list of days off and what moves with it."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.deadlines import parse_deadline
from app.domain.errors import Conflict, Invalid
from app.domain.obligations import TIME_STATES, obligation_periods, time_state
from app.extensions import db
from app.models import Change, Setting
from app.operations.calendar import add_holiday, change_holiday, remove_holiday, seed_holidays, set_working_week
from app.operations.due_dates import move_due_dates
from app.operations.obligations import waive
from app.queries.calendar import centre_calendar, listed_on
from tests.cast import TODAY
from tests.deadlines.conftest import Centre


@pytest.mark.parametrize(
    ("row", "period", "due"),
    [
        ("I.2", "2025-01", "2025-02-05"),  # Friday 31 January + 3 working days over a weekend
        ("I.2", "2025-02", "2025-03-05"),
        ("I.2", "2025-08", "2025-09-04"),  # 1 September is a holiday
        ("I.2", "2025-12", "2026-01-07"),  # and so are 1 January, and 2 January by decree
        ("I.4", "2025-Q1", "2025-04-03"),  # figures of a quarter are handed in with its last month
        ("I.4", "2025-Q3", "2025-10-06"),  # 1 October is a holiday
        ("IV.26", "2025-W01", "2025-01-08"),  # the week ends on Sunday 5 January
        ("IV.26", "2025-W10", "2025-03-13"),  # 8 March is a Saturday: its day off moves to Monday
        ("IV.26", "2025-W13", "2025-04-03"),  # so does that of Ramazon, a Sunday
        ("IV.26", "2025-W49", "2025-12-11"),  # 8 December is a holiday
        ("IV.26", "2025-W22", "2025-06-04"),
        ("IV.26", "2025-W23", "2025-06-11"),
        ("V.34", "2025-06", "2025-07-03"),
        ("IV.27", "2025", "2026-01-07"),
    ],
)
def test_when_the_plan_wants_it(centre: Centre, row: str, period: str, due: str) -> None:
    assert centre.one(row, period).due_on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("row", "period", "due"),
    [
        ("I.2", "2025-01", "2025-02-07"),  # a month: 5 working days
        ("V.34", "2025-06", "2025-07-07"),
        ("IV.18", "2025-Q1", "2025-04-09"),  # a quarter: 7
        ("IV.18", "2025-Q3", "2025-10-10"),  # 1 October is a holiday
        ("I.1", "2025", "2026-01-16"),  # a year: 10
    ],
)
def test_when_the_region_waits_for_it(centre: Centre, row: str, period: str, due: str) -> None:
    assert centre.one(row, period, "report").due_on == date.fromisoformat(due)


def test_a_day_that_the_paper_names_comes_before_the_working_days(centre: Centre) -> None:
    row = centre.one("I.2", "2025-11", "report").indicator
    row.mechanism = ["Maʼlumotni har oyning 20-sanasigacha Viloyat kutubxonaga taqdim etish"]
    db.session.add(Setting(centre_id=centre.id, name="report_days.quarter", value="9"))
    db.session.flush()
    move_due_dates(centre_id=centre.id, today=TODAY)
    assert centre.one("I.2", "2025-11", "report").due_on == date(2025, 12, 22)  # the 20th is a Saturday
    assert centre.one("IV.18", "2025-Q4", "report").due_on == date(2026, 1, 15)


@pytest.mark.parametrize(("year", "weeks"), [(2024, 52), (2025, 52), (2026, 53), (2027, 52), (2032, 53)])
def test_a_year_has_52_or_53_weeks(year: int, weeks: int) -> None:
    periods = [period for period, _ in obligation_periods(parse_deadline("har haftada", year), year)]
    assert len({period.key for period in periods}) == len(periods) == weeks


@pytest.mark.parametrize(
    ("today", "done", "required", "waived", "state"),
    [
        ("2025-11-15", None, True, False, "not_due"),
        ("2025-11-30", None, True, False, "not_due"),
        ("2025-12-01", None, True, False, "due"),
        ("2025-12-03", None, True, False, "due"),
        ("2025-12-04", None, True, False, "overdue"),
        ("2025-12-04", None, False, False, "optional"),
        ("2025-12-01", None, False, False, "optional"),
        ("2025-12-04", "2025-12-03", True, False, "done"),
        ("2025-12-04", "2025-12-04", True, False, "done_late"),
        ("2025-12-04", None, True, True, "waived"),
        ("2025-12-04", "2025-12-04", True, True, "waived"),
    ],
)
def test_the_time_state_of_november(today: str, done: str | None, required: bool, waived: bool, state: str) -> None:
    found = time_state(
        ends_on=date(2025, 11, 30),
        due_on=date(2025, 12, 3),
        done_on=date.fromisoformat(done) if done else None,
        required=required,
        waived=waived,
        today=date.fromisoformat(today),
    )
    assert found == state and state in TIME_STATES


def test_the_lists_of_both_years_stand_after_the_approval(centre: Centre) -> None:
    calendar = centre_calendar(centre.id, [2025, 2026])
    assert not calendar.is_working(date(2025, 12, 8)) and not calendar.is_working(date(2026, 1, 1))
    assert {listed_on(centre.id, day).code for day in (date(2025, 12, 31), date(2026, 12, 12))} == {"holiday.decreed"}
    seed_holidays(actor=None, centre_id=centre.id, years=[2027])
    feast = listed_on(centre.id, date(2027, 3, 9))
    assert feast is not None and not feast.confirmed  # reckoned, not announced yet
    count = db.session.query(Change).filter_by(subject="holiday").count()
    seed_holidays(actor=None, centre_id=centre.id, years=[2025, 2026])
    assert db.session.query(Change).filter_by(subject="holiday").count() == count


def test_a_new_day_off_moves_what_lies_ahead_and_nothing_that_is_past(centre: Centre) -> None:
    methodologist = centre.person("metodist")
    november, october = centre.one("I.2", "2025-11"), centre.one("I.2", "2025-10")
    waived = centre.one("I.3", "2025-11", unit="metodika")
    waive(actor=methodologist, obligation=waived, version=1, reason="x")
    assert (november.due_on, october.due_on) == (date(2025, 12, 3), date(2025, 11, 5))
    holiday = add_holiday(
        actor=methodologist, day=date(2025, 12, 2), kind="day_off", name="Qoʻshimcha dam olish kuni", today=TODAY
    )
    add_holiday(actor=methodologist, day=date(2025, 11, 4), kind="day_off", name="Oʻtgan kun", today=TODAY)
    assert (november.due_on, october.due_on) == (date(2025, 12, 4), date(2025, 11, 5))
    assert waived.due_on == date(2025, 12, 3)
    remove_holiday(actor=methodologist, holiday=holiday, today=TODAY)
    assert november.due_on == date(2025, 12, 3)
    moved = [note.after["obligations_moved"] for note in db.session.query(Change).filter_by(subject="holiday") if
             "obligations_moved" in (note.after or {})]  # fmt: skip
    assert moved[0] == moved[2] > 0 == moved[1]


@pytest.mark.parametrize(("days", "moved"), [("5", date(2025, 12, 5)), ("2", date(2025, 12, 2)), ("1", None)])
def test_what_lies_ahead_never_becomes_late_by_counting_again(centre: Centre, days: str, moved: date | None) -> None:
    """On 2 December the month is due on the 3rd: with one working day it would have been due the day before."""
    db.session.add(Setting(centre_id=centre.id, name="working_days.month", value=days))
    move_due_dates(centre_id=centre.id, today=date(2025, 12, 2))
    assert centre.one("I.2", "2025-11").due_on == (moved or date(2025, 12, 3))


def test_a_feast_is_moved_and_confirmed_by_it(centre: Centre) -> None:
    feast = listed_on(centre.id, date(2025, 6, 6))
    assert feast is not None
    change_holiday(
        actor=centre.person("metodist"), holiday=feast, shown=feast.day, day=date(2025, 6, 9), name="", today=TODAY
    )
    assert feast.confirmed and listed_on(centre.id, date(2025, 6, 6)) is None
    with pytest.raises(Conflict, match="conflict.holiday"):
        change_holiday(
            actor=centre.person("admin"), holiday=feast, shown=date(2025, 6, 6), day=feast.day, name="", today=TODAY
        )


@pytest.mark.parametrize(
    ("day", "name", "code"),
    [("2025-12-08", "Yana bir kun", "holiday.taken"), ("2025-12-09", " ", "holiday.name_missing"),
     ("2025-12-09", "x" * 201, "text.too_long")],
)  # fmt: skip
def test_what_is_no_day_off(centre: Centre, day: str, name: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_holiday(
            actor=centre.person("metodist"), day=date.fromisoformat(day), kind="day_off", name=name, today=TODAY
        )
    assert refused.value.code == code


def test_the_centre_may_set_the_number_of_working_days(centre: Centre) -> None:
    db.session.add(Setting(centre_id=centre.id, name="working_days.month", value="5"))
    assert move_due_dates(centre_id=centre.id, today=TODAY) > 0
    assert centre.one("I.2", "2025-11").due_on == date(2025, 12, 5)
    assert centre.one("I.2", "2025-10").due_on == date(2025, 11, 5)  # past by the old and the new number


def test_another_week_of_the_centre_makes_nobody_in_time_for_a_day_that_is_over(centre: Centre) -> None:
    past, ahead = centre.one("I.2", "2025-10"), centre.one("I.2", "2025-11")
    assert (past.due_on, ahead.due_on) == (date(2025, 11, 5), date(2025, 12, 3))
    set_working_week(actor=centre.person("admin"), working_week="1245", today=date(2025, 11, 6))
    assert past.due_on == date(2025, 11, 5), "without Wednesdays it would be the 6th"
    assert ahead.due_on == date(2025, 12, 4)
