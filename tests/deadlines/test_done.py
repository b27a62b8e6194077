"""When something owed is done, and that the number in the menu is the number in the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.plan_reader import read_plan
from app.domain.completeness import Share
from app.domain.obligations import OBLIGATION_KINDS
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Card, Entry, Obligation, Plan, Report, Submission, Unit
from app.operations.obligations import make_obligations, waive
from app.operations.plan_import import import_plan
from app.operations.plans import approve_plan
from app.queries.duties import owing_units
from app.queries.filled import YearFill
from app.queries.letters import letter_of
from app.queries.plan import parts_of_unit, plan_of
from app.queries.units import all_units
from tests.cast import APPROVED, PLAN_XLSX, TODAY
from tests.deadlines.conftest import Centre


def state(centre: Centre, obligation: Obligation, today: date = TODAY) -> str:
    return centre.duty(obligation, today).state


def enter(obligation: Obligation, day: date, on: date, figure: int | None = 5) -> Entry:
    """A figure for a day of the row, written on another day; None is a confirmed nothing."""
    entry = Entry(
        centre_id=obligation.centre_id,
        part_id=obligation.indicator.parts[0].id,
        unit_id=obligation.unit_id,
        date=day,
        year_month=day.year * 100 + day.month,
        grain="day",
        state="no_activity" if figure is None else "number",
        value=figure,
        person_id=1,
        changed_at=datetime(on.year, on.month, on.day, 6, tzinfo=UTC),
    )
    db.session.add(entry)
    db.session.flush()
    return entry


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
        (5, date(2025, 10, 3), "done"),
        (0, date(2025, 10, 6), "done"),  # 0 is a number
        (None, date(2025, 10, 6), "done"),  # and so is a confirmed nothing
        (5, date(2025, 10, 7), "done_late"),
    ],
)
def test_a_figure_in_the_period_makes_it_done(centre: Centre, figure: int | None, on: date, expected: str) -> None:
    quarter = centre.one("I.4", "2025-Q3")
    assert state(centre, quarter) == "overdue"
    enter(quarter, date(2025, 8, 12), on, figure)
    assert state(centre, quarter) == expected
    assert state(centre, centre.one("I.4", "2025-Q2")) == "overdue"


def test_figures_of_a_quarter_are_done_with_its_last_month_and_not_with_the_first_one(centre: Centre) -> None:
    quarter = centre.one("V.33", "2025-Q3")
    line = quarter.indicator.subrows[0]
    for day, on in ((date(2025, 7, 9), date(2025, 7, 9)), (date(2025, 7, 10), date(2025, 11, 17))):
        enter(quarter, day, on).part_id = line.parts[0].id
    db.session.flush()
    assert state(centre, quarter) == "overdue"  # its figures are part of the hand-in of September
    hand_in(centre, quarter.unit, 9, date(2025, 10, 3))
    assert state(centre, quarter) == "done"


def test_a_sub_row_with_a_deadline_of_its_own_answers_for_itself_only(centre: Centre) -> None:
    """Of V.33, owed each quarter, one sub-row is owed each month: its figure is none of the quarter's."""
    quarter = centre.one("V.33", "2025-Q3")
    own, other = quarter.indicator.subrows[:2]
    own.deadline = "Har oyda"
    db.session.flush()
    make_obligations(actor=centre.person("metodist"), plan=centre.plan)
    month, ids = centre.one(own.key, "2025-09", unit=quarter.unit.code), {quarter.unit_id}
    enter(month, date(2025, 9, 9), date(2025, 9, 9))
    assert (state(centre, month), state(centre, quarter)) == ("done", "overdue")
    before = overdue(centre, ids, TODAY)
    assert before == late(centre, ids, TODAY)
    enter(quarter, date(2025, 9, 9), date(2025, 9, 9)).part_id = other.parts[0].id
    hand_in(centre, quarter.unit, 9, date(2025, 10, 3))
    assert state(centre, quarter) == "done"
    assert overdue(centre, ids, TODAY) == late(centre, ids, TODAY) < before


def test_an_emptied_or_voided_figure_makes_it_owed_again(centre: Centre) -> None:
    quarter = centre.one("I.4", "2025-Q3")
    entry = enter(quarter, date(2025, 8, 12), date(2025, 8, 12))
    entry.state, entry.value = "empty", None
    db.session.flush()
    assert state(centre, quarter) == "overdue"
    voided = enter(quarter, date(2025, 8, 13), date(2025, 8, 13))
    voided.voided_at = datetime(2025, 8, 14, tzinfo=UTC)
    db.session.flush()
    assert state(centre, quarter) == "overdue"


def test_a_running_year_is_not_done_by_its_first_figure(centre: Centre) -> None:
    year = centre.one("IV.15", "2025", unit="abonement")
    enter(year, date(2025, 1, 8), date(2025, 1, 8), 40)
    assert state(centre, year) == "not_due"
    assert state(centre, year, date(2026, 1, 5)) == "due"
    assert state(centre, year, date(2026, 1, 15)) == "overdue"
    december = hand_in(centre, year.unit, 12, date(2026, 1, 6))
    assert state(centre, year, date(2026, 1, 15)) == "done"
    december.state, december.first_submitted_on = "closed", None  # closed with the others
    december.state_at = datetime(2026, 1, 7, 6, tzinfo=UTC)
    db.session.flush()
    assert state(centre, year, date(2026, 1, 15)) == "done"


def test_a_handed_in_month_decides_and_a_return_takes_nothing_away(centre: Centre) -> None:
    row = centre.one("I.3", "2025-10", unit="metodika")
    submission = hand_in(centre, row.unit, 10, date(2025, 11, 5))
    assert state(centre, row) == "done"
    submission.state = "returned"
    assert state(centre, row) == "done"
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
    assert state(centre, quarter) == "done"


def test_a_week_is_done_by_its_own_figures_only(centre: Centre) -> None:
    first, second = (centre.one("IV.26", f"2025-W{week}") for week in (44, 45))
    enter(first, date(2025, 10, 29), date(2025, 10, 30), 3)
    assert (state(centre, first), state(centre, second)) == ("done", "overdue")


def test_a_week_is_its_seven_days_also_across_a_month_s_end(centre: Centre) -> None:
    """29 April 2025 is the Tuesday of week 18, whose Thursday is the 1 May."""
    week = centre.one("IV.26", "2025-W18")
    enter(week, date(2025, 4, 29), date(2025, 4, 30), 3)
    assert state(centre, week) == "done"
    assert overdue(centre, {week.unit_id}, TODAY) == late(centre, {week.unit_id}, TODAY)


@pytest.mark.parametrize("day", [date(2025, 12, 29), date(2025, 12, 31), date(2026, 1, 4)])
def test_the_last_days_of_december_answer_week_1_of_the_next_plan(centre: Centre, day: date) -> None:
    """They stand in the plan that ends, in the row of the same number."""
    former, today = centre.one("IV.26", "2025-W52"), date(2026, 1, 20)
    next_year = plan_of_next_year(centre)
    week = centre.one("IV.26", "2026-W01")
    assert (week.first_month, week.last_month) == (202512, 202601)
    assert state(centre, week, today) == "overdue"
    before = overdue(centre, {week.unit_id}, today)
    enter(former if day.year == 2025 else week, day, day, 2)
    assert state(centre, week, today) == "done"
    assert overdue(centre, {week.unit_id}, today) == before - 1 == late(centre, {week.unit_id}, today)
    assert next_year.year == 2026


@pytest.mark.parametrize(
    ("day", "filled"),
    [(date(2025, 12, 28), 0), (date(2025, 12, 29), 1), (date(2025, 12, 31), 1), (date(2026, 1, 4), 1)],
)
def test_a_week_of_two_years_is_filled_when_it_is_done(centre: Centre, day: date, filled: int) -> None:
    """Week 1 of 2026 is 29 December … 4 January, and the first of the four that January is asked for."""
    former, today = centre.one("IV.26", "2025-W52"), date(2026, 2, 3)
    plan = plan_of_next_year(centre)
    week, january = centre.one("IV.26", "2026-W01"), parse_period("2026-01")
    enter(former if day.year == 2025 else week, day, day, 2).grain = "card"
    db.session.flush()
    parts = [part for part in parts_of_unit(plan, week.unit) if part.key == "IV.26"]
    (fill,) = YearFill(plan, today, [week.unit_id]).of_unit(week.unit, parts, january)
    assert (fill.asked.weeks[0].key, fill.filled.share) == ("2026-W01", Share(filled, 4))
    assert state(centre, week, today).startswith("done") == bool(filled)
    (fill,) = YearFill(plan, date(2027, 1, 5), [week.unit_id]).of_unit(week.unit, parts, parse_period("2026-12"))
    assert not fill.filled.share.count, "the December before is not this year's"


def test_what_is_said_of_a_month_answers_the_weeks_that_end_in_it(centre: Centre) -> None:
    """“No activity” of October: by hand its weeks end on 5, 12, 19 and 26 October; week 44 ends on 2 November. The list
    still named all of them, while October was filled."""
    today = date(2025, 11, 18)
    owed = [centre.one("IV.26", f"2025-W{week}") for week in range(39, 46)]
    unit = owed[0].unit
    enter(owed[0], date(2025, 10, 31), date(2025, 10, 20), None).grain = "month"
    db.session.flush()
    states = {o.period: state(centre, o, today) for o in owed}
    done = {period for period, found in states.items() if found.startswith("done")}
    assert done == {f"2025-W{week}" for week in (40, 41, 42, 43)}
    listed = {d.period for d in centre.duties(today, {unit.id}, settled=False) if d.row_key == "IV.26"}
    assert not listed & done and {"2025-W39", "2025-W44", "2025-W45"} <= listed
    parts = [part for part in parts_of_unit(centre.plan, unit) if part.key == "IV.26"]
    (fill,) = YearFill(centre.plan, today, [unit.id]).of_unit(unit, parts, parse_period("2025-10"))
    assert {week.key for week in fill.asked.weeks} == done and fill.filled.share == Share(4, 4)


def test_waiving_the_year_of_a_row_that_runs_all_year_takes_its_months_out(centre: Centre) -> None:
    """The list named nothing any more, and each month went on wanting a word."""
    year, key = centre.one("IV.27", "2025"), ("IV.27", "figures")
    parts = [part for part in parts_of_unit(centre.plan, year.unit) if part.key == "IV.27"]
    months = parse_period("2025").months[:10]

    def asked() -> list[str]:
        fill = YearFill(centre.plan, TODAY, [year.unit_id])
        return [month.key for month in months if fill.of_unit(year.unit, parts, month)]

    assert asked() == [month.key for month in months]
    waive(actor=centre.person("metodist"), obligation=year, version=year.version, reason="rejadan chiqdi")
    db.session.flush()
    assert asked() == []
    assert [d for d in centre.duties(date(2026, 2, 2), settled=False) if (d.row_key, d.kind) == key] == []


def plan_of_next_year(centre: Centre) -> Plan:
    """The same paper for 2026, approved."""
    table = read_plan(PLAN_XLSX.read_bytes()).table
    units = {unit.code: unit.id for unit in all_units(centre.id)}
    aliases = {"Madaniy-ma’rifiy va yoshlar bilan ishlash sektori": units["manaviyat"]}
    import_plan(
        actor=centre.person("metodist"), table=replace(table, year=2026), aliases=aliases, file_name="2026.xlsx"
    )
    plan = plan_of(centre.id, 2026)
    assert plan is not None
    approve_plan(actor=centre.person("direktor"), plan=plan, today=APPROVED)
    return plan


def sent_report(centre: Centre, period: str, day: date, number: str = "12") -> Report:
    report = Report(
        centre_id=centre.id, period=period, version_number=1, basis="accepted", plan_revision=1, figures={},
        figures_hash="", workbook_sha256="", history_hash="", made_by_id=centre.person("metodist").id,
        outgoing_number=number, outgoing_date=day, sent_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
    )  # fmt: skip
    db.session.add(report)
    db.session.flush()
    return report


def letter(unit: Unit, day: date, **data: str) -> Card:
    card = Card(
        centre_id=unit.centre_id, unit_id=unit.id, register="documents", date=day, title="Maʼlumot", created_by_id=1,
        year_month=day.year * 100 + day.month, data={"stage": "accepted", "outgoing_number": "01-12/7", **data},
    )  # fmt: skip
    db.session.add(card)
    db.session.flush()
    return card


def test_a_report_duty_is_done_by_its_letter_and_by_nothing_else(centre: Centre) -> None:
    owed = centre.one("IV.18", "2025-Q3", "report")
    report = sent_report(centre, "2025-Q3", date(2025, 10, 10))
    assert state(centre, owed) == "overdue", "a report of the period left, but does not say that it answers this"
    for month in (7, 8, 9):
        hand_in(centre, owed.unit, month, date(2025, month + 1, 3))
    assert state(centre, owed) == "overdue", "figures are no letter"
    owed.report_id = report.id
    db.session.flush()
    assert state(centre, owed) == "done"
    assert overdue(centre, {owed.unit_id}, TODAY) == late(centre, {owed.unit_id}, TODAY)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "done"),
        ({"date": date(2025, 10, 13)}, "done_late"),
        ({"voided_at": datetime(2025, 10, 9, tzinfo=UTC)}, "overdue"),
        ({"data": {"stage": "preparing", "outgoing_number": "7"}}, "overdue"),
        ({"data": {"stage": "sent_back", "outgoing_number": "7"}}, "overdue"),
        ({"data": {"stage": "accepted"}}, "overdue"),
    ],
)
def test_a_document_answers_while_it_has_left(centre: Centre, change: dict[str, object], expected: str) -> None:
    owed = centre.one("IV.18", "2025-Q3", "report")
    card = letter(owed.unit, date(2025, 10, 8))
    owed.card_id = card.id
    for name, value in change.items():
        setattr(card, name, value)
    db.session.flush()
    assert state(centre, owed) == expected
    assert (letter_of(owed) is not None) == expected.startswith("done")
    assert overdue(centre, {owed.unit_id}, TODAY) == late(centre, {owed.unit_id}, TODAY)


def late(centre: Centre, ids: set[int], today: date) -> int:
    return sum(duty.state == "overdue" for duty in centre.duties(today, ids))


def overdue(centre: Centre, ids: set[int], today: date) -> int:
    """The same without reading what is settled, as the menu counts it."""
    return sum(duty.state == "overdue" for duty in centre.duties(today, ids, settled=False))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_menu_counts_what_the_list_shows(centre: Centre, data: st.DataObject) -> None:
    """Whatever is waived, answered, written and handed in."""
    db.session.rollback()  # of the example before, however it ended
    units = all_units(centre.id)
    obligations = [o for kind in OBLIGATION_KINDS for o in centre.owed("I.2", kind)] + centre.owed("IV.26")
    for obligation in data.draw(st.lists(st.sampled_from(obligations), max_size=5, unique_by=lambda o: o.id)):
        if data.draw(st.booleans()):
            waive(actor=centre.person("metodist"), obligation=obligation, version=obligation.version, reason="x")
        elif obligation.kind == "report" and data.draw(st.booleans()):
            obligation.report_id = sent_report(centre, obligation.period, obligation.ends_on).id
        elif obligation.kind == "report":
            stage = data.draw(st.sampled_from(["accepted", "preparing"]))
            obligation.card_id = letter(obligation.unit, obligation.ends_on, stage=stage).id
    places = st.tuples(st.sampled_from(units), st.integers(1, 12))
    for unit, month in data.draw(st.lists(places, max_size=10, unique=True)):
        hand_in(centre, unit, month, date(2025, month, 28), data.draw(st.sampled_from(["draft", "returned", "sent"])))
    for day in data.draw(st.lists(st.dates(date(2025, 1, 1), TODAY), max_size=5, unique=True)):
        enter(data.draw(st.sampled_from(obligations)), day, day, data.draw(st.sampled_from([0, 7, None])))
    ids = {unit.id for unit in data.draw(st.lists(st.sampled_from(units), min_size=1, unique_by=lambda u: u.id))}
    today = data.draw(st.dates(date(2025, 1, 1), date(2026, 3, 1)))
    assert overdue(centre, ids, today) == late(centre, ids, today)
    now = [duty for duty in centre.duties(today, ids) if duty.is_open]
    assert centre.duties(today, ids, settled=False) == now


def test_those_who_owe(centre: Centre) -> None:
    owing = {login: len(owing_units(centre.person(login))) for login in ("abonement", "metodist", "direktor", "admin")}
    assert owing == {"abonement": 1, "metodist": 1, "direktor": 0, "admin": 0}
    assert len(owing_units(centre.person("oquv"))) > 3  # the service and its sectors
    assert overdue(centre, set(), TODAY) == 0


def test_a_waived_obligation_is_not_expected(centre: Centre) -> None:
    ids = {centre.unit("jamlash").id}
    before = late(centre, ids, TODAY)
    obligation = centre.one("I.4", "2025-Q1")
    waive(actor=centre.person("metodist"), obligation=obligation, version=obligation.version, reason="x")
    assert late(centre, ids, TODAY) == overdue(centre, ids, TODAY) == before - 1
