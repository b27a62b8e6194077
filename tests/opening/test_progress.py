"""The table of opening figures is a step of who types it until it is whole, or nobody knows more."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select

from app.domain.periods import parse_period
from app.extensions import db
from app.models import Change
from app.queries.opening import opening_lines, opening_progress
from app.queries.plan import plan_tree
from app.queries.units import all_units
from tests.home.test_turns import page_on
from tests.opening.office import JULY, Office, office_of
from tests.opening.test_pages import PAGE, began, form_of, text_of

__all__ = ["began"]

STEP = re.compile(r"son yozilgan qatorlar: (\d+) / (\d+), hamma oylari yozilgani: (\d+)")
ENDED = f"{PAGE}/ended"


def told(app: Flask, browser) -> tuple[int, ...] | None:
    """What a first page says of the step: rows with figures, rows, whole rows."""
    found = STEP.search(page_on(app, browser, JULY))
    return tuple(int(number) for number in found.groups()) if found else None


def progress(office: Office) -> tuple[int, int, int]:
    plan = plan_tree(office.plan.centre_id, 2025)
    assert plan is not None
    found = opening_progress(plan, JULY)
    assert found is not None
    return found.begun, found.rows, found.known


def test_some_cells_are_no_table(began: Flask, as_) -> None:
    """It was done after the first cells; now it says how many rows have some, to both who look after it."""
    methodologist, administrator = as_("metodist"), as_("admin")
    begun, rows, known = told(began, methodologist) or (-1, 0, 0)
    assert (begun, known) == (0, 0) and rows > 20 and told(began, administrator) == (begun, rows, known)
    assert told(began, as_("direktor")) is None
    with began.app_context():
        office_of().type({"IV.15||2025-01": "700", "IV.15||2025-02": "710", "IV.18||2025-01--2025-05": "2"})
        db.session.commit()
    assert told(began, methodologist) == told(began, administrator) == (2, rows, 1)  # a total stands for all of them
    page = text_of(page_on(began, methodologist, JULY, PAGE))
    assert f"Son yozilgan qatorlar: 2 / {rows}, hamma oylari yozilgani: 1." in page


def test_rows_are_counted_as_they_are_typed(opening_office: Office) -> None:
    office = opening_office
    assert progress(office)[0] == 0
    for number, month in enumerate(("01", "02", "03", "04", "05"), 1):
        assert office.type({f"IV.15||2025-{month}": str(700 + number)}) == []
        begun, _rows, known = progress(office)
        assert (begun, known) == (1, int(number == 5))
    assert office.type({"IV.15||2025-03": ""}) == []
    assert progress(office)[::2] == (1, 0)


def test_a_level_wants_each_of_its_units_and_one_figure(opening_office: Office) -> None:
    office = opening_office
    units = [one.code for one in office.units.values() if one.id in counting(office, "IV.14")]
    assert len(units) > 1
    for number, unit in enumerate(units, 1):
        assert office.type({f"IV.14|{unit}|2025-05": "10"}) == []
        assert progress(office)[::2] == (1, int(number == len(units)))


def counting(office: Office, key: str) -> set[int]:
    lines = opening_lines(office.plan.id, 2025, all_units(office.plan.centre_id))
    return set(next(line for line in lines if line.key == key).counting)


def test_a_whole_table_is_no_step(began: Flask, as_) -> None:
    browser = as_("metodist")
    form = form_of(page_on(began, browser, JULY, PAGE))
    keys = form["cells"].split()
    whole = {key: "5" for key in keys if key.endswith("--2025-05")}
    with began.app_context():
        office = office_of()
        assert office.type(whole) == []
        levels = [key for key in keys if key.endswith("|2025-05") and f"{key[:-8]}|2025-01--2025-05" not in whole]
        assert office.type(dict.fromkeys(levels, "5")) == []
        counted = counting(office, "IV.14")  # a level that several count has no cell of the centre's
        by_unit = {f"IV.14|{unit.code}|2025-05": "5" for unit in office.units.values() if unit.id in counted}
        assert office.type(by_unit) == []
        db.session.commit()
        begun, rows, known = progress(office_of())
    assert begun == rows == known
    assert told(began, browser) is None and told(began, as_("admin")) is None
    assert "Sonlar shu bilan tugadimi?" not in page_on(began, browser, JULY, PAGE)


def test_somebody_says_that_no_more_is_known_and_may_take_it_back(began: Flask, as_) -> None:
    browser = as_("metodist")
    assert as_("admin").post(ENDED, {"ended": "1"}).status_code == 404
    assert browser.post(ENDED, {"ended": "1"}).status_code == 303
    for login in ("metodist", "admin"):
        assert told(began, as_(login)) is None, login
    page = page_on(began, browser, JULY, PAGE)
    assert "Boshqa son maʼlum emas deb belgilangan." in page and form_of(page)["cells"]  # figures may still come
    with began.app_context():
        last = db.session.scalars(select(Change).where(Change.subject_key == "opening_ended")).one()
        assert (last.subject_key, last.after) == ("opening_ended", {"opening_ended": "2025"})
    assert browser.post(ENDED, {}).status_code == 303
    assert told(began, browser) is not None


def test_a_centre_without_months_before_has_no_such_step(app: Flask, as_) -> None:
    assert told(app, as_("metodist")) is None
    with app.app_context():
        plan = plan_tree(1, 2025)
        assert plan is not None and opening_progress(plan, parse_period("2025-12").end) is None
