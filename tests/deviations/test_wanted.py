"""When a reason is wanted, and of whom: held against figures and units written down by hand (domain.md §4)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.calendar import FIVE_DAYS, Calendar
from app.domain.deviations import has_begun, quarter_at_hand, quarter_number, quarter_of_number, quarters_of
from app.domain.errors import Invalid
from app.domain.holidays import special_days
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Entry, Obligation
from app.models.types import now
from app.operations.beginning import set_beginning
from app.operations.units import change_unit
from tests.deviations.conftest import DAY, DUE, LAST_BEHIND, VISITS, Quarter, put

CALENDAR = Calendar(FIVE_DAYS, [day for year in range(2024, 2031) for day in special_days(year)])
DAYS = st.dates(date(2025, 1, 1), date(2029, 12, 31))


def test_the_last_figure_behind_and_the_first_on_plan(quarter: Quarter) -> None:
    """85 % is never behind: 5 733 of 6 750 is 84,93, 5 738 is 85,01."""
    assert (quarter.behind(), quarter.wanted("IV.15")) == (["IV.15"], set(VISITS))
    (part,) = quarter.line("IV.15").figures.parts
    assert (part.due, part.ended.value) == (DUE, LAST_BEHIND)
    put(quarter.office, "IV.15", "huquqiy", 5)
    assert (quarter.behind(), quarter.wanted("IV.15")) == ([], set())


def test_what_is_written_after_the_quarter_changes_nothing_of_it(quarter: Quarter) -> None:
    put(quarter.office, "IV.15", "abonement", 9000, "2025-10")
    assert quarter.found(date(2025, 11, 18)).behind[0].row.key == "IV.15"


def test_a_row_that_was_due_and_has_no_figure_is_counted_apart_and_explained_like_one_behind(quarter: Quarter) -> None:
    put(quarter.office, "IV.16", "abonement", 3)
    lines = {line.row.key: line for line in quarter.found().lines}
    assert (lines["IV.18"].figures.pace, lines["IV.16"].figures.pace) == ("not_reported", "no_plan")
    found = quarter.found()
    assert [line.row.key for line in found.behind] == ["IV.15"]
    assert "IV.18" in quarter.unwritten() and not {"IV.15", "IV.16"} & set(quarter.unwritten())
    assert quarter.wanted("IV.18") == {"oquv-zallari", "abonement"} and not quarter.wanted("IV.16")
    assert {line.row.key for line in found.to_explain} == {"IV.15", *quarter.unwritten()}
    quarter.ask("direktor", "IV.18", "abonement")
    put(quarter.office, "IV.18", "abonement", 1)  # one figure, however small: now it stands behind
    assert "IV.18" not in quarter.unwritten() and "IV.18" in quarter.behind()


def test_a_quarter_before_the_centre_began_is_neither_on_plan_nor_behind(quarter: Quarter) -> None:
    put(quarter.office, "IV.15", "abonement", 1, "2025-03")
    set_beginning(actor=quarter.person("admin"), first_month=parse_period("2025-06"), today=DAY)
    for key, before in (("2025-Q1", True), ("2025-Q2", False), ("2025-Q3", False)):
        quarter.period = parse_period(key)
        found = quarter.found()
        assert (found.before, bool(found.behind or found.unwritten), bool(found.missing)) == (
            before,
            not before,
            not before,
        )
    quarter.period = parse_period("2025-Q1")
    for act in (lambda: quarter.ask("direktor", "IV.15", "abonement"), lambda: quarter.explain("abonement")):
        with pytest.raises(Invalid, match=r"deviation\.before_beginning"):
            act()


def end(quarter: Quarter, code: str, **span: object) -> None:
    unit = quarter.office.units[code]
    months = {"first_month": None, "last_month": None} | span
    change_unit(
        actor=quarter.person("admin"), unit=unit, version=unit.version, name=unit.name, kind=unit.kind, page=unit.page,
        parent_id=unit.parent_id, working_week=unit.working_week or "", **months,
    )  # fmt: skip


def owed_by(quarter: Quarter, unit: str, period: str) -> Obligation:
    place = (Obligation.unit_id == quarter.office.units[unit].id, Obligation.period == period)
    found = db.session.scalars(select(Obligation).where(*place, Obligation.kind == "figures"))
    (owed,) = [one for one in found if one.indicator.key == "IV.15"]
    return owed


def test_who_ended_did_not_begin_or_was_spared_is_not_asked(quarter: Quarter) -> None:
    end(quarter, "huquqiy", last_month=parse_period("2025-08"))
    end(quarter, "olkashunoslik", first_month=parse_period("2025-10"))
    spared = [owed_by(quarter, "manaviyat", f"2025-{month:02}") for month in (7, 8, 9)]
    for owed in spared[:2]:
        owed.waived_at = now()
    db.session.flush()
    assert quarter.wanted("IV.15") == set(VISITS) - {"huquqiy", "olkashunoslik"}
    spared[2].waived_at = now()  # now the whole quarter
    db.session.flush()
    assert quarter.wanted("IV.15") == set(VISITS) - {"huquqiy", "olkashunoslik", "manaviyat"}
    owed_by(quarter, "abonement", "2025").waived_at = now()
    db.session.flush()
    assert quarter.wanted("IV.15") == set(VISITS) - {"huquqiy", "olkashunoslik", "manaviyat", "abonement"}
    quarter.period = parse_period("2025-Q2")
    put(quarter.office, "IV.15", "abonement", 1, "2025-06")
    assert quarter.wanted("IV.15") == set(VISITS) - {"olkashunoslik", "abonement"}


def test_of_a_joint_row_the_lead_is_asked(quarter: Quarter) -> None:
    put(quarter.office, "I.2", "metodika", 0)
    assert quarter.line("I.2").is_behind and quarter.wanted("I.2") == {"metodika"}


def test_a_composite_row_is_one_line_with_the_figures_of_its_parts(quarter: Quarter) -> None:
    for place, value in enumerate((1, 2, 0), 1):
        put(quarter.office, f"II.2/{place}", "metodika", value)
    line = quarter.line("II.2")
    assert [part.to_date.percent for part in line.figures.parts] == [100, 100, 0]
    assert (line.is_behind, line.lowest, [one.unit.code for one in line.units]) == (True, 0, ["metodika"])


def test_a_sum_and_its_parts_are_lines_of_their_own(quarter: Quarter) -> None:
    put(quarter.office, "IV.12.4.a", "jamlash", 234)  # 78 a quarter: as planned
    put(quarter.office, "IV.12.4.b", "jamlash", 1)
    assert {"IV.12.4", "IV.12.4.b"} <= set(quarter.behind()) and "IV.12.4.a" not in quarter.behind()
    assert quarter.wanted("IV.12.4") == quarter.wanted("IV.12.4.b") == {"jamlash"}


@pytest.mark.parametrize(
    ("day", "begun"), [("2025-09-26", False), ("2025-09-29", False), ("2025-09-30", True), ("2025-10-01", True)]
)
def test_reasons_are_wanted_from_the_quarters_last_working_day(quarter: Quarter, day: str, begun: bool) -> None:
    found = quarter.found(date.fromisoformat(day))
    assert (found.begun, [line.row.key for line in found.behind]) == (begun, ["IV.15"] if begun else [])


def test_a_draft_asks_nothing_and_a_closed_year_shows_what_was(quarter: Quarter) -> None:
    quarter.explain("abonement", ("IV.15", "abonement", "Taʼmir"))
    for state, behind in (("closed", ["IV.15"]), ("draft", [])):
        quarter.office.plan.state = state
        db.session.flush()
        assert (quarter.behind(), quarter.found().missing) == (behind, [])


def test_nothing_behind_without_a_figure(quarter: Quarter) -> None:
    for entry in db.session.scalars(select(Entry)):
        db.session.delete(entry)
    db.session.flush()
    assert quarter.behind() == [] and len(quarter.unwritten()) > 20


@given(day=DAYS)
def test_the_quarter_at_hand_has_begun_and_the_next_has_not(day: date) -> None:
    quarter = quarter_at_hand(day, CALENDAR)
    assert has_begun(quarter, day, CALENDAR) and not has_begun(quarter.next, day, CALENDAR)
    assert quarter_of_number(quarter_number(quarter)) == quarter


@pytest.mark.parametrize(
    ("key", "numbers"),
    [("2025-Q3", [20253]), ("2025-08", []), ("2025-09", [20253]), ("2025-H1", [20251, 20252]),
     ("2025-9M", [20251, 20252, 20253]), ("2025", [20251, 20252, 20253, 20254])],
)  # fmt: skip
def test_the_quarters_of_a_period_are_those_that_end_in_it(key: str, numbers: list[int]) -> None:
    assert list(quarters_of(parse_period(key))) == numbers
