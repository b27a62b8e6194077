"""The real plan amended four times in a year, with figures before and after: every number is reckoned by hand here."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.amending import ADD, CHANGE, END
from app.domain.periods import parse_period
from app.domain.progress import shown
from app.extensions import db
from app.models import Amendment, Change
from app.queries.consolidation import consolidate
from tests.amendments.conftest import Amended
from tests.submissions.conftest import office_of

VISITS = {1: 700, 2: 640, 3: 810, 4: 905, 5: 1010, 6: 600, 7: 550, 8: 720, 9: 990, 10: 1100}
SUMMER = {6: 90, 7: 130, 8: 110}  # IV.36, which comes in June
DAY = date(2025, 11, 3)

# By hand. Visits: 9000 are 750 a month. From April 10 800: 10 800 − 2250 = 8550, 950 a month. From September 12 000:
# 2250 + 5 × 950 = 7000 stay, 5000 over four months are 1250 each.
VISITS_PLANNED = [750] * 3 + [950] * 5 + [1250] * 4
# IV.12.2: 310 are 26 in ten months and 25 in two; from July 400: 6 × 26 = 156 stay, 244 over six months are 41, 41, 41,
# 41, 40, 40.
BOUGHT_PLANNED = [26] * 6 + [41] * 4 + [40] * 2
# IV.36: 700 over June to December are 100 each.
SUMMER_PLANNED = [0] * 5 + [100] * 7
# IV.18: 5 a year are one in each of the first five months; it ends in October with all five planned.
ENDED_PLANNED = [1] * 5 + [0] * 7


@pytest.fixture
def lived(amended: Amended, approved: Flask) -> Amended:
    """Ten months, four amendments: each prepared, asked for and approved in its own month."""

    def month(number: int) -> None:
        day = date(2025, number, 20)
        if number < 9:
            amended.write(f"IV.15|abonement|2025-{number:02}-05", str(VISITS[number]), day)
        else:
            amended.write(f"IV.15|abonement|2025-{number:02}", str(VISITS[number]), date(2025, number + 1, 1))
        if number in SUMMER:
            amended.write(f"IV.36|abonement|2025-{number:02}", str(SUMMER[number]), date(2025, number + 1, 1))

    summer = {
        "section": "IV", "parent": "", "after": "IV.19", "number": "36", "name": "Yozgi oʻqish", "measure": "Nafar",
        "plan": "700", "deadline": "har oyda", "responsible": ["Abonementlar sektori"], "entry_form": "month",
    }  # fmt: skip
    for number in range(1, 11):
        if number == 4:
            amended.amend("2025-04", (CHANGE, "IV.15", {"plan": "10800"}), day=date(2025, 4, 3))
        if number == 6:
            amended.amend("2025-06", (ADD, "IV.36", summer), day=date(2025, 6, 2))
        if number == 7:
            amended.amend(
                "2025-07",
                (CHANGE, "IV.12.2", {"plan": "400"}),
                (CHANGE, "IV.28", {"deadline": "2025-yil har oyda"}),
                day=date(2025, 7, 2),
            )
        if number == 9:
            amended.amend("2025-09", (CHANGE, "IV.15", {"plan": "12000", "entry_form": "month"}), day=date(2025, 9, 2))
            office_of(approved).put("sent", parse_period("2025-08"))
        month(number)
    amended.amend("2025-10", (END, "IV.18", {}), day=date(2025, 10, 20))
    return amended


def test_every_sum_of_the_year_is_what_a_person_reckons(lived: Amended) -> None:
    assert lived.months("IV.15") == VISITS_PLANNED and sum(VISITS_PLANNED) == 12000
    assert lived.months("IV.12.2") == BOUGHT_PLANNED and sum(BOUGHT_PLANNED) == 400
    assert lived.months("IV.36") == SUMMER_PLANNED
    assert lived.months("IV.18") == ENDED_PLANNED
    # 2150 of 2250, 4665 of 5100, 6925 of 8250, 8025 of 9500
    by_hand = (("2025-Q1", 3, "95.6"), ("2025-H1", 6, "91.5"), ("2025-9M", 9, "83.9"), ("2025-10", 10, "84.5"))
    for period, last, percent in by_hand:
        figure = lived.figure("IV.15", DAY, period)
        done, due = sum(VISITS[month] for month in range(1, last + 1)), sum(VISITS_PLANNED[:last])
        assert (figure.running.value, figure.due) == (done, due), period
        assert figure.to_date.percent is not None and str(shown(figure.to_date.percent)) == percent
        summer = lived.figure("IV.36", DAY, period)
        assert summer.due == sum(SUMMER_PLANNED[:last])
        assert summer.running.value == (sum(SUMMER.values()) if last > 8 else SUMMER[6] if last == 6 else None), period
    year = lived.figure("IV.15", DAY)
    assert (year.plan, year.running.value) == (12000, 8025)
    assert lived.figure("IV.18", DAY).plan == 5 == lived.figure("IV.18", DAY).due


def test_each_revision_is_told_on_its_row_and_in_the_history(lived: Amended) -> None:
    found = db.session.scalars(select(Amendment).order_by(Amendment.number)).all()
    assert [(one.number, one.state, one.revision) for one in found] == [
        (1, "approved", 2), (2, "approved", 3), (3, "approved", 4), (4, "approved", 5), (5, "approved", 6)
    ]  # fmt: skip
    assert lived.plan.revision == 6
    visits = [line for one in found for line in one.lines if line.row_key == "IV.15"]
    assert [(line.before, line.wanted) for line in visits] == [
        ({"plan": "9000"}, {"plan": "10800"}),
        ({"plan": "10800", "entry_form": "day"}, {"plan": "12000", "entry_form": "month"}),
    ]
    noted = db.session.scalars(select(Change).where(Change.subject == "plan_row", Change.action == "amend")).all()
    assert sorted({change.subject_key for change in noted}) == [
        "2025|IV.12.2", "2025|IV.15", "2025|IV.18", "2025|IV.28", "2025|IV.36"
    ]  # fmt: skip


def test_a_sum_line_follows_its_parts(lived: Amended) -> None:
    """IV.12 prints no plan: 11 + 400 + 650 (its third part has none)."""
    assert lived.figure("IV.12", DAY).plan == 11 + 400 + 650
    table = consolidate(lived.plan, parse_period("2025-H1"), today=DAY)
    row = next(row for section in table.sections for row in section.rows if row.row.key == "IV.12.2")
    assert row.parts[0].due == 156
