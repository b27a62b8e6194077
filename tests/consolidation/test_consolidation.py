"""The consolidated table against sums made by hand (domain.md §3)."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from app.domain.periods import parse_period
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import Card, Part, Person, Plan, Unit
from app.operations.cards import CardInput, add_card, void_card
from app.operations.entries import save_cell
from app.queries.cells import find_cell
from app.queries.consolidation import PartFigures, RowFigures, consolidate
from app.queries.diary import part_totals
from app.queries.month_review import figures_of
from app.queries.plan import plan_of, plan_tree, rows_of
from app.queries.registers import row_totals
from app.queries.units import all_units
from tests.cast import TODAY

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def plan(context) -> Plan:
    found = plan_of(1, 2025)
    assert found is not None
    return found


def person(login: str) -> Person:
    return db.session.scalar(select(Person).where(Person.login == login))


def save(plan: Plan, key: str, text: str, version: int = 0, today: date = date(2025, 12, 31)) -> None:
    save_cell(actor=person("metodist"), plan=plan, cell=find_cell(plan, key), typed=text, version=version, today=today)


def lines(plan: Plan, period: str, **options) -> dict[str, RowFigures]:
    result = consolidate(plan, parse_period(period), today=options.pop("today", date(2025, 12, 31)), **options)
    return {line.row.key: line for section in result.sections for line in section.rows}


def figure(plan: Plan, key: str, period: str, **options) -> PartFigures:
    return next(p for line in lines(plan, period, **options).values() for p in line.parts if p.key == key)


def test_visits_add_up_over_days_months_and_units(plan) -> None:
    save(plan, "IV.15|abonement|2025-01-06", "46")
    save(plan, "IV.15|abonement|2025-01-07", "54")
    save(plan, "IV.15|umumiy-zal|2025-01-07", "10")
    save(plan, "IV.15|abonement|2025-03-31", "7")
    quarter = figure(plan, "IV.15", "2025-Q1", view="months")
    assert [total.amount for total in quarter.columns] == [110, None, 7]
    assert quarter.running.amount == 117
    assert figure(plan, "IV.15", "2025").of_year.percent == Decimal(117) * 100 / 9000


def test_empty_is_not_nought_and_no_activity_is_a_confirmed_nought(plan) -> None:
    save(plan, "IV.15|abonement|2025-02-03", "-")
    february, march = figure(plan, "IV.15", "2025-Q1", view="months").columns[1:]
    assert (february.state, february.amount) == ("no_activity", 0)
    assert (march.state, march.amount) == ("empty", None)


def test_a_level_is_the_latest_value_of_each_unit_never_a_sum(plan) -> None:
    save(plan, "IV.14|abonement|2025-01", "3000")
    save(plan, "IV.14|abonement|2025-03", "3100")
    save(plan, "IV.14|oquv-zallari|2025-02", "2000")
    assert [t.amount for t in figure(plan, "IV.14", "2025").columns] == [5100, 5100, 5100, 5100]
    assert [t.amount for t in figure(plan, "IV.14", "2025-Q1", view="months").columns] == [3000, 5000, 5100]


def test_a_late_correction_of_march_changes_march_and_the_running_totals_only(plan) -> None:
    for month in (2, 3, 4):
        save(plan, f"IV.15|abonement|2025-{month:02}-10", "100")
    before = figure(plan, "IV.15", "2025-H1", view="months")
    save(plan, "IV.15|abonement|2025-03-10", "130", version=1)
    after = figure(plan, "IV.15", "2025-H1", view="months")
    changed = [i for i, (old, new) in enumerate(zip(before.columns, after.columns, strict=True)) if old != new]
    assert changed == [2]
    assert after.running.amount - before.running.amount == 30


def test_a_document_of_several_units_is_counted_once(plan) -> None:
    document(plan, "metodika", "I.2", date(2025, 1, 10))
    assert figure(plan, "I.2", "2025-01").columns[0].amount == 1


def document(plan: Plan, unit_code: str, key: str, day: date, stage: str = "accepted") -> Card:
    unit = db.session.scalar(select(Unit).where(Unit.code == unit_code))
    values = CardInput(date=day, title="Maʼlumot", data={"stage": stage}, rows={key: None})
    return add_card(
        actor=person("metodist"), plan=plan, unit=unit, register=REGISTERS["documents"], values=values,
        today=date(2025, 12, 31),
    )  # fmt: skip


def test_a_document_in_preparation_or_voided_is_not_counted(plan) -> None:
    document(plan, "metodika", "I.2", date(2025, 1, 10), stage="preparing")
    card = document(plan, "metodika", "I.2", date(2025, 2, 10))
    void_card(actor=person("metodist"), plan=plan, card=card, today=date(2025, 12, 31))
    assert figure(plan, "I.2", "2025").running.amount is None


def test_a_line_sums_its_parts_down_to_the_deepest(plan) -> None:
    unit = db.session.scalar(select(Unit).where(Unit.code == "jamlash"))
    for key, copies in (("IV.12.1", 3), ("IV.12.4.a", 20), ("IV.12.4.b", 40)):
        data = {"paper": "act", "copies": copies}
        add_card(
            actor=person("jamlash"), plan=plan, unit=unit, register=REGISTERS["acquisitions"],
            values=CardInput(date=date(2025, 5, 5), title="Kitoblar", data=data, rows={key: None}),
            today=date(2025, 12, 31),
        )  # fmt: skip
    year = lines(plan, "2025")
    assert year["IV.12.4"].parts[0].running.amount == 60
    assert year["IV.12"].parts[0].running.amount == 63
    assert year["IV.12.4"].parts[0].plan == 650
    whole = year["IV.12"].parts[0]
    assert (whole.plan, whole.without_plan) == (11 + 310 + 650, ("IV.12.3",)), "12.3 has no plan, and is named"


@pytest.mark.parametrize("month", range(1, 13))
def test_a_sum_is_due_what_its_parts_are_due(plan, month: int) -> None:
    """In every month: 310 and 340 spread by themselves are not 650 spread at once (596 of a sum, 597 of its parts)."""
    day = date(2025, month, monthrange(2025, month)[1]) + timedelta(days=1)
    rows = [row for section in consolidate(plan, parse_period("2025"), today=day).sections for row in section.rows]
    sums = [row for row in rows if row.row.sums_parts]
    compared = 0
    for row in sums:
        parts = [part for sub in rows if sub.row.parent_id == row.row.id for part in sub.parts]
        dues = [part.due for part in parts if part.due is not None]
        if row.parts[0].due is not None and sum(part.plan or 0 for part in parts) == row.parts[0].plan:
            assert row.parts[0].due == sum(dues), row.row.key
            compared += 1
    assert compared >= 3, "IV.12, IV.12.4 and IV.13 at least"


def test_pace_holds_ended_months_against_what_was_due(plan) -> None:
    """9000 a year are 750 a month; ten months ended on 18 November."""
    for month in range(1, 11):
        save(plan, f"IV.15|abonement|2025-{month:02}-10", "750")
    save(plan, "IV.15|abonement|2025-11-10", "600")
    part = figure(plan, "IV.15", "2025", today=TODAY)
    assert (part.due, part.pace) == (7500, "on_plan")
    assert part.running.amount == 8100


def test_filtering_by_unit_shows_its_figures_only(plan) -> None:
    save(plan, "IV.15|abonement|2025-01-06", "46")
    save(plan, "IV.15|umumiy-zal|2025-01-07", "10")
    unit = db.session.scalar(select(Unit).where(Unit.code == "umumiy-zal"))
    assert figure(plan, "IV.15", "2025", unit_ids={unit.id}).running.amount == 10


def test_the_figures_of_one_sector_are_never_held_against_the_plan_of_all(plan) -> None:
    """9000 visits are the centre's plan; ten months of one of its sectors are neither behind it nor a part of it."""
    for month in range(1, 11):
        save(plan, f"IV.15|abonement|2025-{month:02}-10", "100")
    unit = db.session.scalar(select(Unit).where(Unit.code == "abonement"))
    own = figure(plan, "IV.15", "2025", unit_ids={unit.id}, today=TODAY)
    assert (own.pace, own.due, own.of_year.kind, own.of_year.percent) == ("part_of_plan", None, "empty", None)
    counting = {unit.id for unit in all_units(1)}
    everybody = figure(plan, "IV.15", "2025", unit_ids=counting, today=TODAY)
    assert (everybody.pace, everybody.due) == ("behind", 7500)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["abonement", "umumiy-zal", "manaviyat"]),
            st.dates(date(2025, 1, 1), date(2025, 12, 31)),
            st.integers(0, 5000),
        ),
        max_size=25,
        unique_by=lambda entry: entry[:2],
    )
)
def test_any_entries_give_the_sums_that_one_adds_up_by_hand(plan, entries) -> None:
    with db.session.begin_nested() as savepoint:
        for unit, day, value in entries:
            save(plan, f"IV.15|{unit}|{day}", str(value))
        year = figure(plan, "IV.15", "2025", view="months")
        for month in range(1, 13):
            values = [value for _, day, value in entries if day.month == month]
            assert year.columns[month - 1].amount == (sum(values) if values else None)
        assert (year.running.amount or 0) == sum(value for *_, value in entries)
        savepoint.rollback()


def recounted(mode: str, cells: dict[tuple[str, date], str], last: date) -> int | None:
    """A plain second count: each unit alone, from a list of what stands in its cells, then together."""
    found = []
    for unit in {unit for unit, _ in cells}:
        numbers = [(day, int(text)) for (name, day), text in cells.items() if name == unit and text.isdigit()]
        numbers = [(day, number) for day, number in sorted(numbers) if day <= last]
        if numbers:
            found.append(numbers[-1][1] if mode == "stock" else sum(number for _, number in numbers))
        elif any(name == unit and text == "-" and day <= last for (name, day), text in cells.items()):
            found.append(0)
    return sum(found) if found else None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["flow", "stock"]),
    st.lists(
        st.tuples(
            st.sampled_from(["abonement", "umumiy-zal"]),
            st.dates(date(2025, 1, 1), date(2025, 4, 30)),
            st.sampled_from(["-", "", "40", "41", "7", "0"]),
        ),
        max_size=12,
    ),
)
def test_numbers_nothings_and_emptied_cells_give_what_a_plain_recount_gives(plan, mode, typed) -> None:
    with db.session.begin_nested() as savepoint:
        next(part for part in parts_of(plan) if part.key == "IV.15").indicator.mode = mode
        db.session.flush()
        cells: dict[tuple[str, date], str] = {}
        versions: Counter[tuple[str, date]] = Counter()
        for unit, day, text in typed:
            if text != cells.get((unit, day), ""):
                save(plan, f"IV.15|{unit}|{day}", text, version=versions[unit, day])
                versions[unit, day] += 1
            cells[unit, day] = text
        year = figure(plan, "IV.15", "2025-H1", view="months")
        for month in range(1, 5):
            last = date(2025, month, monthrange(2025, month)[1])
            inside = {place: text for place, text in cells.items() if mode == "stock" or place[1].month == month}
            assert year.columns[month - 1].amount == recounted(mode, inside, last)
        assert year.running.amount == recounted(mode, cells, date(2025, 6, 30))
        savepoint.rollback()


def test_a_level_says_nothing_of_months_that_lie_ahead(plan) -> None:
    save(plan, "IV.14|abonement|2025-05", "3500")
    for view, day, shown in (
        ("quarters", date(2025, 6, 10), [None, 3500, None, None]),
        ("quarters", date(2025, 11, 18), [None, 3500, 3500, 3500]),
        ("months", date(2025, 6, 30), [None] * 4 + [3500] * 2 + [None] * 6),
        ("quarters", date(2026, 1, 5), [None, 3500, 3500, 3500]),
    ):
        found = figure(plan, "IV.14", "2025", view=view, today=day)
        assert [column.amount for column in found.columns] == shown, (view, day)


@pytest.mark.parametrize("typed", [["40", "-"], ["40", "41", ""]])
def test_a_level_stays_when_it_did_not_move_or_a_cell_was_emptied(plan, typed: list[str]) -> None:
    """40 on the 5th and “-” on the 10th; 40 on the 5th, then 41 typed on the 12th and emptied."""
    next(part for part in parts_of(plan) if part.key == "IV.15").indicator.mode = "stock"
    db.session.flush()
    first, *later = typed
    save(plan, "IV.15|abonement|2025-03-05", first)
    for version, text in enumerate(later):
        save(plan, f"IV.15|abonement|2025-03-{10 if text == '-' else 12}", text, version=version)
    assert figure(plan, "IV.15", "2025-Q1", view="months").columns[2].amount == 40
    unit = db.session.scalar(select(Unit).where(Unit.code == "abonement"))
    part = next(part for part in parts_of(plan_tree(1, 2025)) if part.key == "IV.15")
    shown, running = part_totals(plan, part, unit, parse_period("2025-03-12"))
    assert (shown.amount, running.amount) == (40, 40)
    assert figures_of(plan, unit, parse_period("2025-03"))["IV.15"] == "40"


def test_cards_that_tell_a_level_are_not_added_up_and_voided_ones_do_not_count(plan) -> None:
    unit = db.session.scalar(select(Unit).where(Unit.code == "jamlash"))
    parts = [part for part in parts_of(plan) if part.key == "IV.12.1"]
    cards = [acquisition(plan, unit, day, copies) for day, copies in ((3, 5), (5, 4), (9, 30))]
    void_card(actor=person("jamlash"), plan=plan, card=cards[-1], today=date(2025, 12, 31))
    period = parse_period("2025-05")
    assert [(total.cards, total.amount) for total in row_totals(plan, unit, parts, period)] == [(2, 9)]
    parts[0].indicator.mode = "stock"
    db.session.flush()
    assert [(total.cards, total.amount) for total in row_totals(plan, unit, parts, period)] == [(2, 4)]


def acquisition(plan: Plan, unit: Unit, day: int, copies: int) -> Card:
    values = CardInput(
        date=date(2025, 5, day), title="Kitoblar", data={"paper": "act", "copies": copies}, rows={"IV.12.1": None}
    )
    return add_card(
        actor=person("jamlash"), plan=plan, unit=unit, register=REGISTERS["acquisitions"], values=values,
        today=date(2025, 12, 31),
    )  # fmt: skip


def parts_of(plan: Plan) -> list[Part]:
    return [part for row in rows_of(plan) for part in row.parts]


def test_statements_do_not_grow_with_the_rows(plan) -> None:
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    lines(plan, "2025")
    assert len(statements) <= 3
