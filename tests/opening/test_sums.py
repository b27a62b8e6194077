"""Opening figures and worked figures together are the consolidation, on both bases: recounted from what was typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.frozen import ACCEPTED, ENTERED
from app.domain.opening import (
    CENTRE,
    OpeningFacts,
    OpeningPlace,
    Stretch,
    months_together,
    opening_fault,
    opening_months,
    place_for_centre,
    read_stretch,
    takes_opening,
)
from app.domain.periods import parse_period
from app.domain.spans import MonthSpan
from app.extensions import db
from app.queries.consolidation import consolidate
from tests.opening.office import Office

UNITS = ("abonement", "umumiy-zal")
JUNE_DAYS = tuple(f"2025-06-{day:02}" for day in (2, 3, 4))
FIGURE = st.one_of(st.none(), st.just("-"), st.integers(0, 500).map(str))
BEFORE = st.lists(
    st.one_of(
        st.tuples(st.just("centre"), FIGURE),
        st.tuples(st.just("units"), st.tuples(FIGURE, FIGURE)),
    ),
    min_size=5,
    max_size=5,
)
WORKED = st.dictionaries(st.tuples(st.sampled_from(UNITS), st.sampled_from(JUNE_DAYS)), FIGURE, max_size=6)


def number(text: str | None) -> int:
    return int(text) if text not in (None, "-") else 0


def cells_of(before: list[tuple[str, object]]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for month, (whose, figure) in enumerate(before, 1):
        by_code = {"": figure} if whose == "centre" else dict(zip(UNITS, figure, strict=True))
        typed |= {f"IV.15|{code}|2025-0{month}": text for code, text in by_code.items() if text is not None}
    return typed


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=BEFORE, worked=WORKED, accepted=st.sets(st.sampled_from(UNITS)))
def test_opening_and_worked_figures_are_the_consolidation(
    opening_office: Office, before: list, worked: dict, accepted: set[str]
) -> None:
    with db.session.begin_nested() as savepoint:
        typed = cells_of(before)
        assert opening_office.type(typed) == []
        opening_office.enter({f"IV.15|{c}|{day}": text for (c, day), text in worked.items() if text is not None})
        for code in accepted:
            opening_office.hand_in(opening_office.units[code], 202506, date(2025, 7, 2), "accepted")
        known = sum(number(text) for text in typed.values())
        june = {code: sum(number(text) for (whose, _), text in worked.items() if whose == code) for code in UNITS}
        for basis, counted in ((ENTERED, set(UNITS)), (ACCEPTED, accepted)):
            wanted = known + sum(june[code] for code in counted)
            assert running(opening_office, basis) == wanted
            for code in UNITS:
                own = sum(number(text) for key, text in typed.items() if f"|{code}|" in key)
                own += june[code] if code in counted else 0
                assert running(opening_office, basis, opening_office.units[code].id) == own
        savepoint.rollback()


def running(office: Office, basis: str, unit_id: int | None = None) -> int:
    units = None if unit_id is None else [unit_id]
    period = parse_period("2025-H1")
    table = consolidate(office.plan, period, today=office.today, basis=basis, unit_ids=units)
    (part,) = [p for s in table.sections for row in s.rows for p in row.parts if p.key == "IV.15"]
    return int(part.running.amount or 0)


MONTHS = st.integers(1, 12).map(lambda month: 202500 + month)
SPANS = st.builds(MonthSpan, st.one_of(st.none(), MONTHS), st.one_of(st.none(), MONTHS))


@given(span=SPANS, month=MONTHS)
def test_a_month_is_worked_or_takes_opening_figures_or_neither(span: MonthSpan, month: int) -> None:
    assert not (span.holds(month) and takes_opening(span, month))
    assert takes_opening(span, month) == (month in opening_months(span, 2025))
    if takes_opening(span, month):  # whichever lies earlier takes them, too: one look at January tells of the year
        assert takes_opening(span, 202501)


@given(first=st.tuples(st.integers(0, 2), MONTHS, MONTHS), second=st.tuples(st.integers(0, 2), MONTHS, MONTHS))
def test_two_places_clash_when_a_month_of_one_unit_or_of_the_centre_stands_in_both(first, second) -> None:
    one, other = (OpeningPlace(unit, Stretch(min(a, b), max(a, b))) for unit, a, b in (first, second))

    def units(place: OpeningPlace) -> set[int]:
        return {1, 2} if place.unit_id == CENTRE else {place.unit_id}

    def facts(place: OpeningPlace) -> set[tuple[int, int]]:
        months = range(place.stretch.first, place.stretch.last + 1)
        return {(unit, month) for unit in units(place) for month in months}

    assert one.clashes(other) == other.clashes(one) == (one != other and bool(facts(one) & facts(other)))


@given(first=MONTHS, last=MONTHS)
def test_the_key_of_some_months_is_read_back(first: int, last: int) -> None:
    stretch = Stretch(min(first, last), max(first, last))
    assert read_stretch(stretch.key) == stretch


def test_months_that_stand_together_are_told_together() -> None:
    runs = months_together(["2025-05", "2025-01", "2025-02", "2025-03"])
    assert [(run.first, run.last) for run in runs] == [(202501, 202503), (202505, 202505)]


@pytest.mark.parametrize(
    ("counting", "mode", "whose"),
    [((), "flow", CENTRE), ((), "stock", CENTRE), ((7,), "flow", 7), ((7,), "stock", 7), ((7, 8), "ratio", CENTRE),
     ((7, 8), "delivered", CENTRE), ((7, 8), "stock", None)],
)  # fmt: skip
def test_whose_a_figure_of_the_centre_is(counting: tuple[int, ...], mode, whose: int | None) -> None:
    assert place_for_centre(counting, mode) == whose


JULY, BEGAN = date(2025, 7, 20), MonthSpan(202506)
FAULTS = [
    # unit, months, mode, units that count, months entered, begins → what is said
    (CENTRE, "2025-03", "flow", (1, 2), (), BEGAN, None),
    (1, "2025-03", "flow", (1, 2), (202504,), BEGAN, None),
    (CENTRE, "2025-01--2025-05", "flow", (1, 2), (), BEGAN, None),
    (CENTRE, "2025-03", "flow", (1,), (), BEGAN, "cell.unknown"),
    (3, "2025-03", "flow", (1, 2), (), BEGAN, "cell.unknown"),
    (CENTRE, "2025-03", "stock", (1, 2), (), BEGAN, "opening.level_by_unit"),
    (1, "2025-01--2025-05", "stock", (1, 2), (), BEGAN, "opening.level_total"),
    (1, "2025-06", "flow", (1, 2), (), BEGAN, "opening.works_already"),
    (1, "2025-01--2025-06", "flow", (1, 2), (), BEGAN, "opening.works_already"),
    (1, "2025-03", "flow", (1, 2), (), MonthSpan(), "opening.works_already"),
    (1, "2025-07", "flow", (1, 2), (), MonthSpan(202512), "opening.not_over"),
    (1, "2025-05", "flow", (1, 2), (), MonthSpan(202506, 202504), "opening.works_already"),  # it had ended by then
    (1, "2025-01--2025-05", "flow", (1, 2), (202504,), BEGAN, "opening.entered"),
]


@pytest.mark.parametrize(("unit", "months", "mode", "counting", "entered", "span", "code"), FAULTS)
def test_where_an_opening_figure_may_stand(unit, months, mode, counting, entered, span, code) -> None:
    place = OpeningPlace(unit, read_stretch(months))
    fault = opening_fault(OpeningFacts(place, mode, span, counting, entered, JULY))
    assert (fault.code if fault else None) == code
