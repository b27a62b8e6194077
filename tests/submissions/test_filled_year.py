"""“Filled” of a unit's year against the list of duties: two readings of one plan, whatever is waived and left out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.periods import Period, parse_period, period_of_month
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import Entry, Obligation, Part, Plan, Unit
from app.operations.obligations import waive
from app.queries.done import done_days
from app.queries.duty_rows import all_rows
from app.queries.filled import YearFill
from app.queries.owing import owing_years
from app.queries.plan import deadline_row, parts_of_unit
from tests.cast import TODAY
from tests.submissions.conftest import Office

UNITS = ("elektron-zal", "jamlash", "bibliografiya", "kotiba")  # of weeks, of quarters, of named months
MONTHS = parse_period("2025").months
WEEKS = [parse_period(f"2025-W{week:02}") for week in range(1, 53)]


@pytest.fixture
def office(office: Office) -> Office:
    office.approve()
    db.session.commit()
    return office


def is_weekly(part: Part) -> bool:
    return "hafta" in deadline_row(part.indicator).deadline and part.indicator.entry_form in REGISTERS


def written(plan: Plan, unit: Unit, part: Part, day: date, grain: str, state: str) -> Entry:
    return Entry(
        centre_id=plan.centre_id, unit_id=unit.id, part_id=part.id, date=day, year_month=day.year * 100 + day.month,
        grain=grain, state=state, value=5 if state == "number" else None, person_id=1,
        changed_at=datetime(day.year, day.month, day.day, 6, tzinfo=UTC),
    )  # fmt: skip


def places_of(part: Part, weekday: int | None) -> list[tuple[date, str]]:
    """Where a part is answered: by a card on one day of each week, or for each month as a whole; without a weekday all
    are answered by the month."""
    if is_weekly(part) and weekday is not None:
        return [(week.start + timedelta(days=weekday), "card") for week in WEEKS]
    return [(month.end, "month") for month in MONTHS]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_month_is_whole_only_when_no_duty_that_ends_in_it_is_undone(office: Office, data: st.DataObject) -> None:
    """Everything is said but for a few duties, a few are waived: each that is required, over, not waived and not done
    leaves its month below 100 %; where nothing was left out every month is whole. What is not applicable is said of a
    part for the whole year; weeks are answered on any one weekday: some lie in two months, and one in two years.
    """
    db.session.rollback()  # of the example before, however it ended
    plan, unit = office.plan, office.units[data.draw(st.sampled_from(UNITS))]
    today, weekday = data.draw(st.sampled_from([TODAY, date(2026, 1, 20)])), data.draw(st.none() | st.integers(0, 6))
    owed = list(
        db.session.scalars(select(Obligation).where(Obligation.unit_id == unit.id, Obligation.kind == "figures"))
    )
    some = st.lists(st.sampled_from(owed), max_size=6, unique_by=lambda duty: duty.id) if owed else st.just([])
    left_out, waived = data.draw(some), data.draw(some)
    parts = parts_of_unit(plan, unit)
    for part in parts:
        aside = part.indicator.mode == "flow" and not is_weekly(part) and data.draw(st.integers(0, 4)) == 4
        silent = [(o.starts_on, o.ends_on) for o in left_out if o.indicator_id == deadline_row(part.indicator).id]
        for day, grain in places_of(part, weekday):
            if day < today and not any(first <= day <= last for first, last in silent):
                said = "no_activity" if is_weekly(part) and grain == "month" else "number"
                db.session.add(written(plan, unit, part, day, grain, "not_applicable" if aside else said))
    for duty in waived:
        waive(actor=office.people["metodist"], obligation=duty, version=duty.version, reason="taʼtil")
    db.session.flush()
    year = YearFill(plan, today, [unit.id])
    undone = undone_months(plan, unit, year, today)
    for month in undone:
        share = year.share(unit, parts, month)
        assert share.count < share.of, month.key
    for month in MONTHS:
        share = year.share(unit, parts, month)
        assert left_out or month.end >= today or share.count == share.of, month.key
    (owing,) = owing_years(plan.centre_id)
    required = {month.year_month for month in MONTHS if not year.wanted.is_waived_month(unit, month)}
    assert set(owing.months[unit.id]) == required
    assert {month.year_month for month in undone} <= required


def undone_months(plan: Plan, unit: Unit, year: YearFill, today: date) -> list[Period]:
    """The months in which some duty ended that the list still names."""
    rows = [row for row in all_rows(plan.centre_id, [unit.id], None, None) if row.kind == "figures"]
    done, waived = done_days(plan.centre_id, rows, today=today), year.wanted.waived
    return [
        period_of_month(row.last_month)
        for row in rows
        if row.ends_on < today and not row.waived and row.id not in done
        # Figures of a quarter or longer are done with the hand-in alone, however much of them is there.
        and not row.is_handed_in
        # Of what runs all year December is asked as a month, which may be waived by itself.
        and not (row.period_kind == "year" and (unit.id, row.indicator_id, "2025-12") in waived)
    ]  # fmt: skip
