"""The demonstrated year: reproducible, complete, near the plan, with the faults of real years."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from app.cli.acting import centre
from app.demonstration.acts import TypeCell, WriteCard
from app.demonstration.figures import FORGETFUL_UNIT, FORGOTTEN_MONTH, LATE_DAYS, LATE_UNIT
from app.demonstration.year import acts_of
from app.domain.holidays import special_days
from app.domain.measures import MOST
from app.domain.periods import parse_period
from app.domain.registers import REGISTERS
from app.domain.row_rules import COUNTS
from app.queries.consolidation import consolidate
from app.queries.measures import main_measures, usual_measures
from app.queries.plan import plan_of, responsible_units, rows_of
from app.queries.units import all_units
from app.upkeep.opening import opened

YEAR_END = date(2025, 12, 31)
TODAY = date(2025, 11, 18)


@pytest.fixture(scope="module")
def year() -> list[TypeCell | WriteCard]:
    return acts_of(2025, 1, YEAR_END)


def test_the_same_seed_gives_the_same_year_and_another_seed_another() -> None:
    assert acts_of(2025, 7, TODAY) == acts_of(2025, 7, TODAY)
    assert acts_of(2025, 7, TODAY) != acts_of(2025, 8, TODAY)


def test_every_figure_that_a_unit_counts_gets_something(demonstration: Path, year: list[TypeCell | WriteCard]) -> None:
    with opened(demonstration):
        plan, units = plan_of(centre().id, 2025), all_units(centre().id)
        assert plan is not None
        codes = {unit.id: unit.code for unit in units}
        forms = {
            (part.key, codes[unit_id]): row.entry_form
            for row in rows_of(plan)
            if not row.sums_parts
            for unit_id, share in responsible_units(row, units).items()
            if share == COUNTS
            for part in row.parts
        }
    assert {(act.row, act.unit) for act in year} == set(forms)
    wrong = {
        (act.row, act.register)
        for act in year
        if isinstance(act, WriteCard) and forms[act.row, act.unit] != act.register
    }
    assert not wrong


def test_cards_fill_only_fields_that_their_register_has(year: list[TypeCell | WriteCard]) -> None:
    for act in year:
        if isinstance(act, WriteCard):
            fields = {field.code: field for field in REGISTERS[act.register].fields}
            assert set(act.data) <= set(fields), act
            for code, value in act.data.items():
                assert not fields[code].choices or value in fields[code].choices, act
            assert all(field.code in act.data for field in fields.values() if field.required), act


def total(year: list[TypeCell | WriteCard], row: str, field: str = "") -> int:
    if field:
        return sum(act.data[field] for act in year if isinstance(act, WriteCard) and act.row == row)
    typed = (act.typed for act in year if isinstance(act, TypeCell) and act.row == row and act.version == 0)
    return sum(int(text) for text in typed if text != "-")


@pytest.mark.parametrize(
    ("row", "field", "plan"),
    [
        ("IV.15", "", 9000),
        ("IV.14.a", "", 700),
        ("IV.27", "pages", 50000),
        ("IV.13.b", "records", 4620),
        ("IV.13.a", "records", 231),
        ("IV.12.2", "copies", 310),
        ("IV.12.4.a", "copies", 310),
        ("IV.12.4.b", "copies", 340),
    ],
)
def test_totals_lie_around_the_plan(year: list[TypeCell | WriteCard], row: str, field: str, plan: int) -> None:
    assert 0.8 * plan <= total(year, row, field) <= 1.25 * plan


def test_sundays_and_holidays_are_empty(year: list[TypeCell | WriteCard]) -> None:
    closed = {special.day for special in special_days(2025) if special.kind != "working_day"}
    dates = {date.fromisoformat(act.period) for act in year if isinstance(act, TypeCell) and len(act.period) == 10}
    dates |= {act.day for act in year if isinstance(act, WriteCard)}
    assert not [day for day in dates if day.weekday() == 6 or day in closed]


def test_summers_are_quiet(year: list[TypeCell | WriteCard]) -> None:
    months: Counter[int] = Counter()
    for act in year:
        if isinstance(act, TypeCell) and act.row == "IV.15" and act.typed.isdigit():
            months[int(act.period[5:7])] += int(act.typed)
    assert max(months[7], months[8]) < min(months[4], months[10])


def test_what_is_wrong_in_real_years_is_there() -> None:
    acts = acts_of(2025, 1, TODAY)
    late = max(act.day for act in acts if act.unit == LATE_UNIT)
    assert late <= TODAY - timedelta(days=LATE_DAYS)
    forgotten = [act for act in acts if act.unit == FORGETFUL_UNIT and act.day.month == FORGOTTEN_MONTH]
    assert not [act for act in forgotten if isinstance(act, TypeCell)]
    assert any(isinstance(act, TypeCell) and act.version for act in acts)
    assert any(isinstance(act, TypeCell) and act.typed == "-" for act in acts)
    assert {"accepted", "preparing", "sent_back"} <= {
        act.data.get("stage") for act in acts if isinstance(act, WriteCard)
    }


def test_things_are_done_in_the_order_of_their_days(year: list[TypeCell | WriteCard]) -> None:
    assert all(earlier.day <= later.day for earlier, later in pairwise(year))


def test_the_measures_that_are_ticked_are_those_that_are_drawn(demonstration: Path) -> None:
    """Where nobody has chosen, two ways lead to the same six: by the plan's tree, and by plain rows."""
    with opened(demonstration):
        plan = plan_of(centre().id, 2025)
        assert plan is not None
        year = consolidate(plan, parse_period("2025"), today=date(2025, 1, 25), view="months")
        drawn = [one.row.key for one in main_measures(year, None, date(2025, 1, 25))]
        assert drawn == usual_measures(plan.centre_id, 2025) and len(drawn) == MOST
