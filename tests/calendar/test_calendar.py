"""One calendar: whoever asks which days are worked gets the same answer (domain.md §4)."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.domain.errors import Invalid
from app.extensions import db
from app.models import Centre, Change, Unit
from app.operations.calendar import add_holiday, bring_missing_days, set_working_week
from app.operations.people import person_by_login
from app.queries.calendar import centre_calendar, listed_days, unit_calendar
from tests.cast import TODAY

APP = Path(__file__).parents[2] / "app"


def unit(code: str) -> Unit:
    return db.session.query(Unit).filter_by(code=code).one()


def row_of_day(page: str, day: int) -> str:
    """The classes of a day's line of the month grid."""
    found = re.search(rf'<tr([^>]*)><th scope="row" id="d{day}">', page)
    assert found
    return found[1]


def test_nobody_else_knows_which_days_are_worked() -> None:
    """Weekdays and lists of holidays are read by the calendar alone: no constant of Sundays, no second list."""
    may = {
        "domain/calendar.py",
        "domain/holidays.py",
        "queries/calendar.py",
        "operations/calendar.py",
        "i18n/formats.py",
    }
    may |= {
        "domain/units.py",
        "models/centre.py",
        "forms/holiday.py",
        "blueprints/deadlines/holidays.py",
    }  # the usual weeks, the page
    found = []
    for path in APP.rglob("*.py"):
        name = path.relative_to(APP).as_posix()
        if name in may or "demonstration" in name:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            asks = isinstance(node, ast.Attribute) and node.attr in ("weekday", "isoweekday")
            lists = isinstance(node, ast.Name) and node.id in ("special_days", "CentreHoliday", "FIVE_DAYS", "SUNDAY")
            if asks or lists:
                found.append((name, node.lineno))
    asked_in = {name for name, _ in found} - {"models/stamp.py", "models/__init__.py"}
    assert asked_in == set()
    templates = (APP / "templates").rglob("*.html")
    assert not [path.name for path in templates if "weekday()" in path.read_text(encoding="utf-8")]


def test_a_day_off_of_the_centre_is_off_in_the_grid_and_on_the_service_page(app: Flask, as_) -> None:
    browser = as_("abonement")
    assert "bugun yozilmagan" in browser.get("/reading-rooms/?unit=abonement").get_data(as_text=True)
    with app.app_context():
        add_holiday(actor=person_by_login("metodist"), day=TODAY, kind="day_off", name="Taʼmir kuni", today=TODAY)
        db.session.commit()
    page = browser.get("/diary/2025-11").get_data(as_text=True)
    assert "Taʼmir kuni" in page
    service = browser.get("/reading-rooms/?unit=abonement").get_data(as_text=True)
    assert "bugun yozilmagan" not in service and "bugungi sonlar yozilgan" not in service
    assert "Taʼmir kuni" in service


@pytest.mark.parametrize(("code", "saturday"), [("abonement", True), ("metodika", False)])
def test_a_unit_s_own_week_says_which_days_want_figures(app: Flask, code: str, saturday: bool) -> None:
    with app.app_context():
        assert unit_calendar(unit(code), [2025]).is_working(date(2025, 11, 15)) is saturday
        assert not centre_calendar(1, [2025]).is_working(date(2025, 11, 15))  # due dates go by the centre's


def test_the_grid_greys_the_days_on_which_the_unit_does_not_work(app: Flask, as_) -> None:
    page = as_("abonement").get("/diary/2025-11").get_data(as_text=True)
    assert "off" not in row_of_day(page, 15) and "off" in row_of_day(page, 16)
    with app.app_context():
        unit("abonement").working_week = "12345"
        db.session.commit()
    page = as_("abonement").get("/diary/2025-11").get_data(as_text=True)
    assert "off" in row_of_day(page, 15) and "off" in row_of_day(page, 16)


def test_the_administrator_sets_a_unit_s_week_on_its_page(app: Flask, as_) -> None:
    browser = as_("admin")
    with app.app_context():
        number, version = unit("metodika").id, unit("metodika").version
        fields = {name: getattr(unit("metodika"), name) for name in ("name", "kind", "page")}
    form = {**fields, "version": version, "active": "1", "working_week": ["1", "2", "3", "4", "5", "6"]}
    assert browser.post(f"/people/units/{number}", form).status_code == 303
    with app.app_context():
        assert unit("metodika").working_week == "123456"
    page = browser.get(f"/people/units/{number}").get_data(as_text=True)
    assert len(re.findall(r'name="working_week"[^>]* checked', page)) == 6


def test_the_centre_s_week_moves_what_is_due_and_leaves_its_trace(app: Flask, as_) -> None:
    browser = as_("metodist")
    assert browser.post("/deadlines/holidays/week", {"working_week": [], "year": "2025"}).status_code == 422
    week = {"working_week": ["1", "2", "3", "4", "5", "6"], "year": "2025"}
    assert browser.post("/deadlines/holidays/week", week).status_code == 303
    with app.app_context():
        assert db.session.get(Centre, 1).working_week == "123456"
        calendar = centre_calendar(1, [2025])
        assert [calendar.is_working(date(2025, 11, day)) for day in (15, 22)] == [False, True]  # set on the 18th
        change = db.session.query(Change).filter_by(subject="setting", subject_key="working_week").one()
        assert (change.before["working_week"], change.after["working_week"]) == ("12345", "123456")


@pytest.mark.parametrize("days", [[], ["0"], ["8"], ["mon"]])
def test_what_is_no_week(context, days: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        set_working_week(actor=person_by_login("metodist"), working_week=days, today=TODAY)
    assert refused.value.field == "working_week"


def test_what_a_new_version_knows_of_a_year_is_brought_and_nothing_moved_back(context) -> None:
    actor = person_by_login("metodist")
    assert bring_missing_days(actor=actor, year=2026, today=TODAY) == len(listed_days(1, 2026)) > 10
    listed = {each.code: each for each in listed_days(1, 2026)}
    listed["holiday.ramazon"].day = date(2026, 3, 19)  # the centre knows better
    gone = next(each for each in listed_days(1, 2026) if each.day == date(2026, 8, 31))
    db.session.delete(gone)
    db.session.flush()
    assert bring_missing_days(actor=actor, year=2026, today=TODAY) == 1
    days = [each.day for each in listed_days(1, 2026)]
    assert date(2026, 3, 19) in days and date(2026, 3, 20) not in days and date(2026, 8, 31) in days


def test_a_year_that_nobody_has_listed_has_its_holidays(context) -> None:
    assert listed_days(1, 2030) == []
    assert not centre_calendar(1, [2030]).is_working(date(2030, 3, 21))
