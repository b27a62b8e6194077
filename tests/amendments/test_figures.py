"""What is planned, due and done after amendments: every number reckoned by hand (domain.md §3, §5)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.amending import ADD, CHANGE, END
from app.domain.errors import Invalid, Locked, NotAllowed
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Obligation
from app.operations.amendment_effects import effects_of
from app.queries.diary import day_parts
from app.queries.filled import YearFill
from app.queries.plan import parts_of_unit, rows_of
from app.queries.service import month_parts
from tests.amendments.conftest import Amended
from tests.submissions.conftest import office_of


def test_a_plan_that_is_raised_in_april_leaves_the_first_quarter_as_it_was(amended: Amended) -> None:
    """9000 are 750 a month; from April 10 800: 10 800 − 3 × 750 = 8550 over nine months are 950 each."""
    amended.write("IV.15|abonement|2025-02-03", "700", date(2025, 2, 3))
    amended.amend("2025-04", (CHANGE, "IV.15", {"plan": "10800"}), day=date(2025, 4, 10))
    assert amended.months("IV.15") == [750] * 3 + [950] * 9
    figure = amended.figure("IV.15", date(2025, 7, 10))
    assert (figure.plan, figure.due, figure.running.value) == (10800, 2250 + 3 * 950, 700)


def test_a_plan_below_what_was_due_spreads_the_whole_year_anew_and_says_so(amended: Amended) -> None:
    """9000 → 3000 in July, when 4500 was due: twelve months of 250."""
    amendment = amended.prepare("2025-07", (CHANGE, "IV.15", {"plan": "3000"}))
    effects = effects_of(amended.plan, amendment, date(2025, 7, 10))
    assert [(one.row_key, one.code) for one in effects.remarks] == [("IV.15", "past_spread")]
    amended.ask(amendment, date(2025, 7, 10))
    amended.approve(amendment, date(2025, 7, 10))
    assert amended.months("IV.15") == [250] * 12
    assert amended.figure("IV.15", date(2025, 7, 10)).due == 6 * 250


def test_a_figure_that_was_unknown_is_spread_over_the_whole_year(amended: Amended) -> None:
    """IV.16 has no plan on the paper; 12 000 from September are still the year's plan."""
    amended.amend("2025-09", (CHANGE, "IV.16", {"plan": "12 000"}), day=date(2025, 9, 3))
    assert amended.months("IV.16") == [1000] * 12


def test_a_level_is_planned_anew_from_the_month_on(amended: Amended) -> None:
    amended.amend("2025-09", (CHANGE, "IV.14", {"plan": "6000"}), day=date(2025, 9, 3))
    assert amended.months("IV.14") == [5509] * 8 + [6000] * 4


def test_a_row_that_ends_plans_and_owes_nothing_from_then_on(amended: Amended) -> None:
    """IV.27: 50 000 pages a year are 4167 in each of the first eight months and 4166 in the others; five months are
    20 835."""
    who = amended.people["metodist"]
    amended.write("IV.12.2|jamlash|2025-03", "-", date(2025, 3, 5))
    assert amended.owed("IV.28") == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    amended.amend("2025-06", (END, "IV.27", {}), (END, "IV.28", {}), day=date(2025, 6, 4))
    assert amended.months("IV.27") == [4167] * 5 + [0] * 7
    assert amended.figure("IV.27", date(2025, 10, 4)).plan == 20835 == amended.figure("IV.27", date(2025, 10, 4)).due
    assert amended.owed("IV.28") == ["2025-Q1"]
    with pytest.raises(Locked, match="lock.row_outside"):
        amended.write("IV.28|akt|2025-06", "-", date(2025, 7, 1))
    amended.write("IV.28|akt|2025-05", "-", date(2025, 7, 1))
    fills = {
        month: {one.part.key for one in YearFill(amended.plan, date(2025, 12, 31)).of_unit(
            amended.unit("akt"), parts_of_unit(amended.plan, amended.unit("akt")), parse_period(month)
        )}
        for month in ("2025-05", "2025-06")
    }  # fmt: skip
    assert "IV.27" in fills["2025-05"] and not {"IV.27", "IV.28"} & fills["2025-06"]
    assert who.role == "methodologist"


def test_a_row_that_is_added_counts_from_its_month(amended: Amended) -> None:
    wanted = {
        "section": "IV", "parent": "", "after": "IV.19", "number": "36", "name": "Yozgi oʻqish", "measure": "Nafar",
        "plan": "700", "deadline": "har oyda", "responsible": ["Abonementlar sektori"], "entry_form": "month",
    }  # fmt: skip
    amended.amend("2025-06", (ADD, "IV.36", wanted), day=date(2025, 6, 4))
    assert amended.months("IV.36") == [0] * 5 + [100] * 7
    assert amended.owed("IV.36") == [f"2025-{month:02}" for month in range(6, 13)]
    keys = [row.key for row in rows_of(amended.plan)]
    assert keys.index("IV.36") == keys.index("IV.19") + 1
    assert [row.position for row in rows_of(amended.plan)] == list(range(1, len(keys) + 1))
    with pytest.raises(Locked, match="lock.row_outside"):
        amended.write("IV.36|abonement|2025-05", "10", date(2025, 6, 4))
    amended.write("IV.36|abonement|2025-06", "90", date(2025, 7, 1))
    figure = amended.figure("IV.36", date(2025, 7, 1))
    assert (figure.due, figure.running.value) == (100, 90)


def test_a_form_that_changes_in_july_counts_nothing_twice(amended: Amended) -> None:
    """Days until June, one figure a month from July: 300 + 260 in spring, 240 in July make 800 and nothing else."""
    amended.write("IV.15|abonement|2025-05-05", "300", date(2025, 5, 5))
    amended.write("IV.15|abonement|2025-06-03", "200", date(2025, 6, 3))
    amended.amend("2025-07", (CHANGE, "IV.15", {"entry_form": "month"}), day=date(2025, 7, 2))
    amended.write("IV.15|abonement|2025-06-04", "60", date(2025, 7, 2))
    amended.write("IV.15|abonement|2025-07", "240", date(2025, 8, 1))
    for key in ("IV.15|abonement|2025-06", "IV.15|abonement|2025-07-03"):
        with pytest.raises(NotAllowed):
            amended.write(key, "9", date(2025, 8, 1))
    assert amended.figure("IV.15", date(2025, 8, 2)).running.value == 800
    unit = amended.unit("abonement")
    days = {month: [part.key for part in day_parts(amended.plan, unit, parse_period(month))] for month in MONTHS}
    assert "IV.15" in days["2025-06"] and "IV.15" not in days["2025-07"]
    assert [part.key for part in month_parts(amended.plan, unit, parse_period("2025-07"))].count("IV.15") == 1
    kinds = {
        month: next(
            one.asked.kind
            for one in YearFill(amended.plan, date(2025, 12, 31)).of_unit(
                unit, parts_of_unit(amended.plan, unit), parse_period(month)
            )
            if one.part.key == "IV.15"
        )
        for month in MONTHS
    }
    assert kinds == {"2025-06": "days", "2025-07": "once"}


def test_a_form_is_not_changed_for_a_month_in_which_it_was_entered_already(amended: Amended) -> None:
    amended.write("IV.15|abonement|2025-07-01", "40", date(2025, 7, 1))
    amendment = amended.prepare("2025-07", (CHANGE, "IV.15", {"entry_form": "month"}))
    (fault,) = effects_of(amended.plan, amendment, date(2025, 7, 2)).faults
    assert (fault.row_key, fault.code) == ("IV.15", "amendment.counted_otherwise")
    assert fault.params == {"unit": "Abonementlar sektori", "period": "2025-07", "count": 1}
    with pytest.raises(Invalid, match="amendment.faults"):
        amended.ask(amendment, date(2025, 7, 2))


@pytest.mark.parametrize(("state", "stops"), [("draft", False), ("submitted", False), ("accepted", True)])
def test_a_row_counts_otherwise_only_while_no_official_figure_would_become_another(
    amended: Amended, approved: Flask, state: str, stops: bool
) -> None:
    """Visits as a level: 40 and 50 would be 50. In an accepted month that changes what was reported."""
    amended.write("IV.15|abonement|2025-02-03", "40", date(2025, 3, 1))
    amended.write("IV.15|abonement|2025-02-04", "50", date(2025, 3, 1))
    office_of(approved).put(state, parse_period("2025-02"))
    amendment = amended.prepare("2025-05", (CHANGE, "IV.15", {"mode": "stock"}))
    effects = effects_of(amended.plan, amendment, date(2025, 5, 10))
    assert [one.code for one in effects.faults] == (["amendment.mode_official"] if stops else [])
    (moved,) = [one for one in effects.figures if one.key == "IV.15"]
    assert (moved.done.before, moved.done.after) == (90, 50)


def test_a_unit_that_counts_from_july_on_is_asked_for_nothing_before(amended: Amended) -> None:
    """IV.19 is counted by two; from July the abonement, too, and the reading rooms' sector no more."""
    before = {unit: amended.owed("IV.19", unit=unit) for unit in ("manaviyat", "abonement")}
    assert before["manaviyat"] and not before["abonement"]
    shares = {"oquv-zallari": "counts", "abonement": "counts", "manaviyat": "oversees"}
    amended.amend("2025-07", (CHANGE, "IV.19", {"shares": shares}), day=date(2025, 7, 2))
    assert amended.owed("IV.19", unit="manaviyat") == [f"2025-{month:02}" for month in range(1, 7)]
    assert amended.owed("IV.19", unit="abonement") == [*(f"2025-{month:02}" for month in range(7, 13)), "2025"]
    year = YearFill(amended.plan, date(2025, 12, 31))
    for code, wanted in (("manaviyat", ["2025-06"]), ("abonement", ["2025-07"])):
        unit = amended.unit(code)
        parts = parts_of_unit(amended.plan, unit)
        asked = [
            month
            for month in MONTHS
            if any(one.part.key == "IV.19" for one in year.of_unit(unit, parts, parse_period(month)))
        ]
        assert asked == wanted, code


def test_a_deadline_that_changes_makes_nobody_late_for_the_past(amended: Amended) -> None:
    """Quarterly until June, monthly from July: two quarters stand, six months come, due as every month is."""
    amended.amend("2025-07", (CHANGE, "IV.28", {"deadline": "2025-yil har oyda"}), day=date(2025, 9, 10))
    periods = [f"2025-{month:02}" for month in range(7, 13)]
    assert amended.owed("IV.28") == ["2025-Q1", "2025-Q2", *periods]
    found = db.session.scalars(select(Obligation).where(Obligation.kind == "figures", Obligation.period == "2025-07"))
    (july,) = [one for one in found if one.indicator.key == "IV.28"]
    assert july.due_on == date(2025, 9, 15)  # three working days after the amendment, for it fell due in August


MONTHS = ("2025-06", "2025-07")
