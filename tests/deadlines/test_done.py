"""When something owed is done, and that the number in the menu is the number in the list."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import db
from app.models import Entry, Obligation, Report, Submission, Unit
from app.operations.entries import find_cell, save_cell
from app.operations.obligations import set_done, waive
from app.queries.deadlines import dues, overdue_count, owing_units
from app.queries.units import all_units
from tests.cast import TODAY
from tests.deadlines.conftest import Centre


def state(centre: Centre, obligation: Obligation, today: date = TODAY) -> str:
    return {due.obligation.id: due.state for due in dues(centre.id, today=today, optional=True)}[obligation.id]


def written_on(day: date) -> None:
    """As if every figure had been written on that day."""
    for entry in db.session.scalars(select(Entry)):
        entry.changed_at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    db.session.flush()


def hand_in(centre: Centre, unit: Unit, month: int, on: date | None, how: str = "submitted") -> Submission:
    submission = Submission(
        centre_id=centre.id, unit_id=unit.id, year_month=202500 + month, state=how, first_submitted_on=on
    )
    db.session.add(submission)
    db.session.flush()
    return submission


@pytest.mark.parametrize(
    ("figure", "on", "expected"),
    [
        ("5", date(2025, 10, 7), "done_on_time"),
        ("0", date(2025, 10, 8), "done_on_time"),  # 0 is a number
        ("-", date(2025, 10, 8), "done_on_time"),  # and so is a confirmed nothing
        ("5", date(2025, 10, 9), "done_late"),
    ],
)
def test_a_figure_in_the_period_makes_it_done(centre: Centre, figure: str, on: date, expected: str) -> None:
    quarter = centre.one("V.33", "2025-Q3")
    assert state(centre, quarter) == "overdue"
    part = next(row for section in centre.plan.sections for row in section.indicators if row.key == "V.33.a").parts[0]
    centre.write(f"{part.key}|metodika|2025-08" if part.indicator.entry_form == "month" else "IV.20.a|elektron-zal|2025-08",
                 figure)  # fmt: skip
    written_on(on)
    assert state(centre, quarter) == expected
    assert state(centre, centre.one("V.33", "2025-Q2")) == "overdue"


def test_an_emptied_figure_makes_it_owed_again(centre: Centre) -> None:
    month = centre.one("IV.14", "2025-10", unit="abonement")
    centre.write("IV.14|abonement|2025-10", "5000")
    written_on(date(2025, 11, 3))
    assert state(centre, month) == "done_on_time"
    cell = find_cell(centre.plan, "IV.14|abonement|2025-10")
    save_cell(actor=centre.person("abonement"), plan=centre.plan, cell=cell, typed="", version=1, today=TODAY)
    assert state(centre, month) == "optional"


def test_a_running_year_is_not_done_by_its_first_figure(centre: Centre) -> None:
    year = centre.one("IV.15", "2025", unit="abonement")
    centre.write("IV.15|abonement|2025-01-08", "40")
    written_on(date(2025, 1, 8))
    assert state(centre, year) == "not_yet_due"
    assert state(centre, year, date(2026, 1, 5)) == "done_on_time"


def test_a_handed_in_month_decides_and_a_return_takes_nothing_away(centre: Centre) -> None:
    row = centre.one("I.3", "2025-10", unit="metodika")
    submission = hand_in(centre, row.unit, 10, date(2025, 11, 5))
    assert state(centre, row) == "done_on_time"
    submission.state = "returned"
    assert state(centre, row) == "done_on_time"
    submission.first_submitted_on = date(2025, 11, 6)
    assert state(centre, row) == "done_late"
    submission.state, submission.first_submitted_on = "draft", None
    assert state(centre, row) == "overdue"


def test_a_quarter_is_handed_in_with_its_last_month(centre: Centre) -> None:
    quarter = centre.one("I.4", "2025-Q3")
    hand_in(centre, quarter.unit, 7, date(2025, 8, 4))
    hand_in(centre, quarter.unit, 8, date(2025, 9, 4))
    assert state(centre, quarter) == "overdue"
    hand_in(centre, quarter.unit, 9, date(2025, 10, 6), "accepted")
    assert state(centre, quarter) == "done_on_time"


def test_a_week_is_done_by_its_own_figures_only(centre: Centre) -> None:
    first, second = (centre.one("IV.26", f"2025-W{week}") for week in (44, 45))
    part = first.indicator.parts[0]
    db.session.add(
        Entry(
            centre_id=centre.id, part_id=part.id, unit_id=first.unit_id, date=date(2025, 10, 29), year_month=202510,
            grain="day", state="number", value=3, person_id=centre.person("akt").id,
        )
    )  # fmt: skip
    written_on(date(2025, 10, 30))
    assert (state(centre, first), state(centre, second)) == ("done_on_time", "overdue")


def test_a_sent_report_answers_what_is_owed_to_the_region(centre: Centre) -> None:
    owed = centre.one("IV.18", "2025-Q3", "report")
    director = centre.person("direktor")
    db.session.add(
        Report(
            centre_id=centre.id, period="2025-Q3", version_number=1, basis="accepted", plan_revision=1, figures={},
            figures_hash="", workbook_sha256="", history_hash="", made_by_id=director.id,
            outgoing_number="12", outgoing_date=date(2025, 10, 8), sent_at=datetime(2025, 10, 8, 9, tzinfo=UTC),
        )
    )  # fmt: skip
    db.session.flush()
    assert state(centre, owed) == "done_on_time"
    assert overdue_count({owed.unit_id}, TODAY) == late(centre, {owed.unit_id}, TODAY)


def late(centre: Centre, ids: set[int], today: date) -> int:
    return sum(due.state == "overdue" for due in dues(centre.id, today=today, unit_ids=ids))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_menu_counts_what_the_list_shows(centre: Centre, data: st.DataObject) -> None:
    """Whatever is waived, marked, written and handed in."""
    nested = db.session.begin_nested()
    units = all_units(centre.id)
    obligations = centre.owed("I.2", "report") + centre.owed("I.2", "confirmation") + centre.owed("IV.26")
    for obligation in data.draw(st.lists(st.sampled_from(obligations), max_size=5, unique_by=lambda o: o.id)):
        if data.draw(st.booleans()):
            waive(actor=centre.person("metodist"), obligation=obligation, version=obligation.version, reason="x")
        elif obligation.kind != "figures" and obligation.starts_on <= TODAY:
            set_done(
                actor=centre.person("metodist"), obligation=obligation, version=obligation.version, done=True,
                today=TODAY,
            )  # fmt: skip
    places = st.tuples(st.sampled_from(units), st.integers(1, 12))
    for unit, month in data.draw(st.lists(places, max_size=10, unique=True)):
        hand_in(centre, unit, month, date(2025, month, 28), data.draw(st.sampled_from(["draft", "returned", "sent"])))
    for day in data.draw(st.lists(st.dates(date(2025, 1, 1), TODAY), max_size=5, unique=True)):
        centre.write(f"IV.15|abonement|{day}", data.draw(st.sampled_from(["0", "7", "-"])))
    ids = {unit.id for unit in data.draw(st.lists(st.sampled_from(units), min_size=1, unique_by=lambda u: u.id))}
    today = data.draw(st.dates(date(2025, 1, 1), date(2026, 3, 1)))
    assert overdue_count(ids, today) == late(centre, ids, today)
    nested.rollback()
    db.session.expire_all()


def test_those_who_owe(centre: Centre) -> None:
    owing = {login: len(owing_units(centre.person(login))) for login in ("abonement", "metodist", "direktor", "admin")}
    assert owing == {"abonement": 1, "metodist": 1, "direktor": 0, "admin": 0}
    assert len(owing_units(centre.person("oquv"))) > 3  # the service and its sectors
    assert overdue_count(set(), TODAY) == 0


def test_a_waived_obligation_is_not_expected(centre: Centre) -> None:
    ids = {centre.unit("jamlash").id}
    before = late(centre, ids, TODAY)
    obligation = centre.one("I.4", "2025-Q1")
    waive(actor=centre.person("metodist"), obligation=obligation, version=obligation.version, reason="x")
    assert late(centre, ids, TODAY) == overdue_count(ids, TODAY) == before - 1
