"""Opening figures: a centre that begins in June, with January to May typed, against a table made by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.domain.completeness import LEVEL
from app.domain.errors import Invalid, Locked, NotAllowed
from app.domain.frozen import ACCEPTED, ENTERED
from app.domain.periods import parse_period
from app.domain.progress import shown
from app.extensions import db
from app.models import Change, OpeningFigure
from app.operations.beginning import set_beginning
from app.operations.opening import save_opening
from app.queries.behind import entries_behind
from app.queries.consolidation import PartFigures, consolidate, without_opening
from app.queries.duties import duties, everybody
from app.queries.filled import YearFill
from app.queries.month_review import review_of
from app.queries.months import accepted_months, not_handed_in
from app.queries.opening import opening_written
from app.queries.plan import row_by_key
from app.queries.reports import opening_part, plain_figures, readiness
from app.queries.row_page import row_view
from app.queries.service import unit_rows
from app.queries.submissions import month_to_close, plan_years_at, unfinished_units, year_matrix
from app.queries.units import all_units
from tests.cast import TODAY
from tests.opening.office import JULY, Office
from tests.speed.year import copy_of_plan

# What the notebooks said of January to May. IV.15 is counted by seven units, IV.26 by one, IV.14 is a level of two.
CENTRE_VISITS = (120, 130, 140, 150, 160)  # 700
PAGES = (10, None, 0, 20, None)  # nobody knows February and May; 30
LEVELS = {"abonement": 3000, "oquv-zallari": 1400}


def type_january_to_may(office: Office) -> None:
    typed = {f"IV.15||2025-0{month}": str(value) for month, value in enumerate(CENTRE_VISITS, 1)}
    typed |= {f"IV.26|elektron-zal|2025-0{n}": str(value) for n, value in enumerate(PAGES, 1) if value is not None}
    typed["IV.26|elektron-zal|2025-03"] = "-"
    typed |= {f"IV.14|{code}|2025-05": str(value) for code, value in LEVELS.items()}
    typed["IV.27|akt|2025-01--2025-05"] = "900"  # only the total is known
    assert office.type(typed) == []


def figures(office: Office, period: str, basis: str = ENTERED, units: set[int] | None = None) -> dict[str, PartFigures]:
    table = consolidate(
        office.plan, parse_period(period), today=office.today, view="months", basis=basis, unit_ids=units
    )
    return {part.key: part for section in table.sections for row in section.rows for part in row.parts}


def amounts(part: PartFigures) -> list[object]:
    return [total.amount for total in part.columns]


@pytest.mark.parametrize("basis", [ENTERED, ACCEPTED])
def test_the_half_year_of_a_centre_that_began_in_june(opening_office: Office, basis: str) -> None:
    """June as it was worked, accepted; on both bases the same."""
    office = opening_office
    type_january_to_may(office)
    office.enter(
        {"IV.15|abonement|2025-06-03": "30", "IV.15|umumiy-zal|2025-06-04": "12", "IV.14|abonement|2025-06": "3100"}
    )
    office.put("accepted", "2025-06")
    half = figures(office, "2025-H1", basis)
    assert amounts(half["IV.15"]) == [120, 130, 140, 150, 160, 42]
    assert half["IV.15"].running.amount == 742
    assert shown(half["IV.15"].of_year.percent) == Decimal("8.2")  # 742 of 9000
    assert amounts(half["IV.26"])[:5] == [10, None, 0, 20, None]
    assert half["IV.26"].running.amount == 30
    # a level goes on from the last number of each unit
    assert amounts(half["IV.14"])[3:] == [None, 4400, 4500]
    # only the total is known: it stands in May, and in the running totals from May on
    assert amounts(half["IV.27"])[:5] == [None, None, None, None, 900]
    assert half["IV.27"].running.amount == 900
    quarters = consolidate(office.plan, parse_period("2025-H1"), today=office.today, basis=basis)
    lines = {row.row.key: row.parts[0] for section in quarters.sections for row in section.rows}
    assert [total.amount for total in lines["IV.15"].columns] == [390, 352]


def test_june_itself_counts_on_the_accepted_basis_only_when_it_was_accepted(opening_office: Office) -> None:
    office = opening_office
    type_january_to_may(office)
    office.enter({"IV.15|abonement|2025-06-03": "30"})
    assert figures(office, "2025-H1", ENTERED)["IV.15"].running.amount == 730
    assert figures(office, "2025-H1", ACCEPTED)["IV.15"].running.amount == 700


def test_a_units_own_figure_never_contains_what_is_known_of_the_centre_only(opening_office: Office) -> None:
    office = opening_office
    type_january_to_may(office)
    office.enter({"IV.15|abonement|2025-06-03": "30"})
    unit = office.units["abonement"]
    own = figures(office, "2025-H1", units={unit.id})
    assert own["IV.15"].running.amount == 30
    assert [one.last for one in own["IV.15"].apart] == [202501, 202502, 202503, 202504, 202505]
    assert not own["IV.15"].opening
    rows = {row.centre.key: row for row in unit_rows(office.plan, unit, parse_period("2025-H1"), office.today)}
    assert (rows["IV.15"].own.running.amount, rows["IV.15"].centre.running.amount) == (30, 730)
    # where all that count the row stand together, it is theirs, too, and a per cent of the centre's plan
    counting = {office.units[code].id for code in COUNTING_VISITS}
    assert figures(office, "2025-H1", units=counting)["IV.15"].running.amount == 730
    # a row that one unit counts is that unit's
    single = {office.units["elektron-zal"].id}
    assert figures(office, "2025-H1", units=single)["IV.26"].running.amount == 30


COUNTING_VISITS = ("oquv-zallari", "elektron-zal", "abonement", "umumiy-zal", "manaviyat", "huquqiy", "olkashunoslik")


def test_nothing_is_owed_of_the_months_before_and_all_of_june(opening_office: Office) -> None:
    """Every place that asks whether a month is closed, accepted or handed in, in one table."""
    office = opening_office
    type_january_to_may(office)
    office.approve()
    plan, today = office.plan, office.today
    before, june = parse_period("2025-03"), parse_period("2025-06")
    unit = office.units["abonement"]
    accepted = accepted_months(plan.centre_id, 2025)
    matrix = year_matrix(plan, today)
    marks = {mark.month.key: mark for line in matrix.units if line.unit.id == unit.id for mark in line.months}
    found = duties(plan.centre_id, everybody(), today, settled=True)
    answers = {
        "official": ((unit.id, 202503) in accepted, (unit.id, 202506) in accepted),
        "shown as": (marks["2025-03"].state, marks["2025-06"].state),
        "expected": (matrix.months[2].expected, matrix.months[5].expected > 0),
        "missing": (not_handed_in(plan, before, today), bool(not_handed_in(plan, june, today))),
        "unfinished": (unfinished_units(plan, before), bool(unfinished_units(plan, june))),
        "not closed": (readiness(plan, before, today).not_closed, readiness(plan, june, today).not_closed),
        "review asks": (review_of(plan, unit, before, today).waived, review_of(plan, unit, june, today).waived),
        "owed": (
            [one for one in found if parse_period(one.period).year_month < 202506],
            any(one.period == "2025-06" for one in found),
        ),
    }
    assert answers == {
        "official": (True, False),
        "shown as": ("before", "overdue"),
        "expected": (0, True),
        "missing": ((), True),
        "unfinished": ([], True),
        "not closed": ((), (june,)),
        "review asks": (True, False),
        "owed": ([], True),
    }
    assert matrix.total.received.of == len(matrix.units) - 1  # only June is over, and kotiba counts nothing in it
    to_close = month_to_close(matrix, today)
    assert to_close is not None and to_close.month == june

    def unclosed(day: date) -> int:
        return next(one.unclosed for one in plan_years_at(plan.centre_id, 2026, day) if one.year == 2025)

    assert unclosed(date(2026, 1, 15)) == 0  # nobody handed in
    office.put("closed", "2025-06")
    assert unclosed(today) == 0  # July is not over
    assert unclosed(date(2026, 1, 15)) == 6  # July to December
    assert readiness(plan, parse_period("2025-H1"), today).is_final
    assert readiness(plan, parse_period("2025-Q1"), today).is_final


def test_a_quarter_is_done_by_the_months_that_were_worked(opening_office: Office) -> None:
    """The second quarter was never done by handing in: April and May, in which nothing is owed, were waited for."""
    office = opening_office
    office.approve()
    unit = office.units["jamlash"]
    before = [one for one in office.duties() if (one.row_key, one.period, one.kind) == ("I.4", "2025-Q2", "document")]
    assert [one.state for one in before] == ["overdue"]
    office.hand_in(unit, 202506, date(2025, 7, 2))
    for settled in (False, True):
        after = office.duties(settled=settled)
        states = [one.state for one in after if (one.row_key, one.period, one.kind) == ("I.4", "2025-Q2", "document")]
        assert states == (["done"] if settled else [])


def test_what_is_frozen_says_which_months_are_opening_figures(opening_office: Office) -> None:
    office = opening_office
    type_january_to_may(office)
    office.put("closed", "2025-06")
    period = parse_period("2025-H1")
    table = consolidate(office.plan, period, today=office.today, basis=ACCEPTED)
    kept = plain_figures(table, (), readiness(office.plan, period, office.today))
    assert kept["opening"] == {
        "months": ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05"],
        "totals": [["IV.27", "2025-01--2025-05"]],
        "apart": [],
    }
    assert "IV.16" in without_opening(table) and "IV.15" not in without_opening(table)
    rest = consolidate(office.plan, parse_period("2025-07"), today=office.today)
    assert opening_part(rest)["opening"]["months"]  # the running total has them, whatever the month


def test_levels_go_on_from_what_was_typed(opening_office: Office) -> None:
    """A level without any number cannot be passed; May's number is one."""
    office = opening_office
    unit = office.units["abonement"]
    june = parse_period("2025-06")

    def known() -> bool:
        fill = YearFill(office.plan, office.today, [unit.id])
        (level,) = [one for one in fill.of_unit(unit, office.parts("IV.14"), june) if one.asked.kind == LEVEL]
        return not level.level_unknown

    assert not known()
    type_january_to_may(office)
    assert known()


def test_the_checks_compare_with_months_and_never_with_a_total(opening_office: Office) -> None:
    office = opening_office
    type_january_to_may(office)
    office.type({"IV.26|elektron-zal|2025-05": "40"})
    june = parse_period("2025-06")
    pages = {line.part.key: line for line in review_of(office.plan, office.units["elektron-zal"], june, JULY).lines}
    assert pages["IV.26"].last_month.amount == 40
    scans = {line.part.key: line for line in review_of(office.plan, office.units["akt"], june, JULY).lines}
    assert scans["IV.27"].last_month.amount is None


REFUSED = {
    "the year has worked months": ("IV.15||2025-06", "5", "opening.works_already"),
    "a level of several units": ("IV.14||2025-05", "4400", "opening.level_by_unit"),
    "a level has no total": ("IV.14|abonement|2025-01--2025-05", "4400", "opening.level_total"),
    "a row that one unit counts is that unit's": ("IV.26||2025-05", "4", "cell.unknown"),
    "a unit that does not count the row": ("IV.26|abonement|2025-05", "4", "cell.unknown"),
    "a row that sums its parts": ("IV.12||2025-05", "4", "cell.unknown"),
    "no such row": ("IX.1||2025-05", "4", "cell.unknown"),
    "another year": ("IV.15||2024-05", "4", "cell.unknown"),
    "two years": ("IV.15||2024-05--2025-02", "4", "cell.unknown"),
    "backwards": ("IV.15||2025-05--2025-02", "4", "cell.unknown"),
    "not a number": ("IV.15||2025-05", "besh", "number.not_number"),
    "negative": ("IV.15||2025-05", "-5", "number.negative"),
    "set aside": ("IV.15||2025-05", "×", "opening.set_aside"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_refused_is_named_and_the_rest_is_saved(opening_office: Office, why: str) -> None:
    key, text, code = REFUSED[why]
    refused = opening_office.type({key: text, "IV.15||2025-01": "77"})
    assert [(one.key, one.typed, one.error.code) for one in refused] == [(key, text, code)]
    assert figures(opening_office, "2025-H1")["IV.15"].running.amount == 77


TWICE = {
    "months and their total": ({"IV.15||2025-02": "5"}, "IV.15||2025-01--2025-05", "opening.months_known"),
    "a total and its months": ({"IV.15||2025-01--2025-05": "50"}, "IV.15||2025-02", "opening.total_known"),
    "units and the centre": ({"IV.15|abonement|2025-02": "5"}, "IV.15||2025-02", "opening.units_known"),
    "the centre and units": ({"IV.15||2025-02": "5"}, "IV.15|abonement|2025-02", "opening.centre_known"),
    "units and the centre's total": (
        {"IV.15|abonement|2025-02": "5"}, "IV.15||2025-01--2025-05", "opening.units_known",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TWICE)
def test_nothing_is_counted_twice(opening_office: Office, what: str) -> None:
    before, key, code = TWICE[what]
    assert opening_office.type(before) == []
    (refusal,) = opening_office.type({key: "9"})
    assert refusal.error.code == code
    # taken away and typed in one act, in whichever order, it goes
    (old,) = before
    for order in ({old: "", key: "9"}, {key: "", old: "5"}, {key: "9", old: ""}):
        assert opening_office.type(order) == []
    assert figures(opening_office, "2025-H1")["IV.15"].running.amount == 9


def test_two_units_know_their_own_share_of_a_month(opening_office: Office) -> None:
    typed = {"IV.15|abonement|2025-02": "5", "IV.15|umumiy-zal|2025-02": "7"}
    assert opening_office.type(typed) == []
    assert figures(opening_office, "2025-H1")["IV.15"].running.amount == 12


def test_work_that_was_entered_is_not_hidden_and_not_counted_again(opening_office: Office) -> None:
    """The beginning is moved later: what was entered in June still counts, and no opening figure comes beside it."""
    office = opening_office
    office.enter({"IV.15|abonement|2025-06-03": "30"})
    set_beginning(actor=office.people["metodist"], first_month=parse_period("2025-07"), today=TODAY)
    office.today = date(2025, 8, 20)
    assert figures(office, "2025-H1", ACCEPTED)["IV.15"].running.amount == 30
    (refusal,) = office.type({"IV.15||2025-06": "30"})
    assert refusal.error.code == "opening.entered"
    assert office.type({"IV.15|umumiy-zal|2025-06": "4"}) == []  # another unit's own
    assert figures(office, "2025-H1", ACCEPTED)["IV.15"].running.amount == 34


def test_a_month_that_is_not_over_has_no_opening_figure(opening_office: Office) -> None:
    set_beginning(actor=opening_office.people["metodist"], first_month=parse_period("2025-12"), today=TODAY)
    (refusal,) = opening_office.type({"IV.15||2025-07": "30"})
    assert refusal.error.code == "opening.not_over"


@pytest.mark.parametrize("first", ["2025-05", "2025-01", None])
def test_opening_figures_never_turn_into_something_owed(opening_office: Office, first: str | None) -> None:
    office = opening_office
    type_january_to_may(office)
    month = parse_period(first) if first else None
    with pytest.raises(Invalid, match="beginning.opening"):
        set_beginning(actor=office.people["metodist"], first_month=month, today=TODAY)
    for number in range(5, 0, -1):  # the way out: the months are given up
        if first is None or number >= parse_period(first).start.month:
            stands = [one for one in opening_written(1, 2025).items() if one[1].state != "empty"]
            if any(place.stretch.first % 100 <= number <= place.stretch.last % 100 for (_, place), _ in stands):
                office.clear(f"2025-0{number}")
    set_beginning(actor=office.people["metodist"], first_month=month, today=TODAY)
    before = [one for one in opening_written(1, 2025).items() if one[1].state != "empty"]
    assert all(place.stretch.last < (month.year_month if month else 0) for (_, place), _ in before)


def test_a_unit_that_begins_later_has_months_of_its_own(opening_office: Office) -> None:
    """And it cannot be moved over them."""
    office = opening_office
    office.today = date(2025, 10, 20)
    unit = office.units["olkashunoslik"]
    office.begin(unit, "2025-09")
    assert office.type({"IV.15|olkashunoslik|2025-07": "8"}) == []
    assert [one.error.code for one in office.type({"IV.15||2025-07": "8"})] == ["opening.works_already"]
    assert figures(office, "2025-Q3", ACCEPTED)["IV.15"].running.amount == 8
    for first in ("2025-07", None):
        with pytest.raises(Invalid, match="unit.opening"):
            office.begin(unit, first)
    assert office.type({"IV.15|olkashunoslik|2025-07": ""}) == []
    office.begin(unit, "2025-07")


def test_a_report_that_was_sent_wants_a_reason_and_every_change_its_trace(opening_office: Office) -> None:
    office = opening_office
    type_january_to_may(office)
    office.sent("2025-Q1")
    with pytest.raises(Invalid, match="opening.reason_missing"):
        office.type({"IV.15||2025-02": "131"})
    db.session.rollback()
    office = office.again()
    assert figures(office, "2025-H1")["IV.15"].running.amount == 700
    assert office.type({"IV.15||2025-04": "151"}) == []  # the quarter that was sent tells nothing of April
    assert office.type({"IV.15||2025-02": "131"}, reason="Daftardan qayta sanaldi") == []
    changes = db.session.scalars(select(Change).where(Change.subject == "opening").order_by(Change.id)).all()
    assert [(one.subject_key, one.reason) for one in changes[-2:]] == [
        ("IV.15||2025-04", ""), ("IV.15||2025-02", "Daftardan qayta sanaldi"),
    ]  # fmt: skip
    assert (changes[-1].before["value"], changes[-1].after["value"]) == (130, 131)
    assert figures(office, "2025-H1")["IV.15"].running.amount == 702


def test_two_people_in_one_cell(opening_office: Office) -> None:
    office = opening_office
    assert office.type({"IV.15||2025-02": "5"}) == []
    _, (refusal,) = save_opening(
        actor=office.people["metodist"], plan=office.plan, typed=[("IV.15||2025-02", "6", 0)], reason="",
        today=office.today,
    )  # fmt: skip
    assert refusal.error.code == "conflict.cell"
    _, same = save_opening(
        actor=office.people["metodist"], plan=office.plan, typed=[("IV.15||2025-02", "5", 0)], reason="",
        today=office.today,
    )  # fmt: skip
    assert same == []


@pytest.mark.parametrize("login", ["abonement", "oquv", "direktor", "admin", "kuzatuvchi"])
def test_only_the_methodologist_types_them(opening_office: Office, login: str) -> None:
    with pytest.raises(NotAllowed):
        save_opening(
            actor=opening_office.people[login], plan=opening_office.plan, typed=[("IV.15||2025-02", "5", 0)],
            reason="", today=opening_office.today,
        )  # fmt: skip


def test_a_closed_year_takes_nothing(opening_office: Office) -> None:
    opening_office.plan.state = "closed"
    with pytest.raises(Locked, match="lock.year_archived"):
        opening_office.type({"IV.15||2025-02": "5"})


def test_what_a_figure_is_made_of_names_its_opening_figures(opening_office: Office) -> None:
    office = opening_office
    type_january_to_may(office)
    office.enter({"IV.15|abonement|2025-06-03": "30"})
    row = row_by_key(office.plan, "IV.15")
    assert row is not None
    behind = entries_behind(office.plan, row, parse_period("2025-H1"))
    assert [one.value for one in behind] == [*CENTRE_VISITS, 30]
    assert [isinstance(one, OpeningFigure) for one in behind] == [True] * 5 + [False]
    of_unit = entries_behind(office.plan, row, parse_period("2025-H1"), {office.units["abonement"].id})
    assert [one.value for one in of_unit] == [30]


def test_last_year_is_typed_for_comparison(opening_office: Office) -> None:
    """A year that lies wholly before: twelve months, nothing owed, reports of it need nobody, growth is told."""
    office = opening_office
    former = copy_of_plan(office.people["metodist"], 2024)
    last = Office(former, office.people, office.units, office.today)
    typed = {f"IV.15||2024-{month:02}": str(100 * month) for month in range(1, 13)}
    typed |= {"IV.26|elektron-zal|2024-01--2024-12": "80"}
    assert last.type(typed) == []
    assert figures(last, "2024", ACCEPTED)["IV.15"].running.amount == 7800
    assert year_matrix(former, office.today).units == ()
    assert readiness(former, parse_period("2024"), office.today).is_final
    assert not_handed_in(former, parse_period("2024"), office.today) == ()
    type_january_to_may(office)
    office.enter({"IV.15|abonement|2025-06-03": "800"})  # 1500 of what was 2100 a year ago
    row = row_by_key(office.plan, "IV.15")
    assert row is not None
    (view,) = row_view(office.plan, former, row, all_units(1), office.today).figures
    assert view.growth is not None and shown(view.growth) == Decimal("-28.6")
    assert [total.amount for total in view.last or ()] == [100 * month for month in range(1, 13)]
    # one unit's own last year does not contain what is known of the centre only, whoever counted the row then
    for unit in office.units.values():
        assert figures(last, "2024", units={unit.id})["IV.15"].running.amount is None


def test_a_row_of_everybody_is_the_centres_in_a_year_before(opening_office: Office) -> None:
    office = opening_office
    former = copy_of_plan(office.people["metodist"], 2024)
    row = row_by_key(former, "III.8")
    assert row is not None and any(one.everyone for one in row.responsible)
    last = Office(former, office.people, office.units, office.today)
    assert last.type({"III.8/1||2024-03": "3", "III.8/2|metodika|2024-04": "4"}) == []
    assert figures(last, "2024", units={office.units["metodika"].id})["III.8/1"].running.amount is None
    assert figures(last, "2024", units={office.units["metodika"].id})["III.8/2"].running.amount == 4
