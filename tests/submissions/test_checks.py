"""The checks of a month and its completeness, over plain data."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.checks import PartFacts, check_month, figure_text
from app.domain.completeness import (
    ASKED_KINDS,
    Asked,
    Completeness,
    MonthFacts,
    Said,
    Share,
    asked_days,
    completeness,
    filled,
    wanted_spans,
    weeks_of,
)
from app.domain.counting import EMPTY, NO_ACTIVITY, NOT_APPLICABLE, Total
from app.domain.deadlines import parse_deadline
from app.domain.periods import parse_period


def number(value: int | Decimal, base: int | None = None) -> Total:
    return Total("number", value, base)


def before(*values: int) -> tuple[Total, ...]:
    return tuple(number(value) for value in values)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"value": number(46), "before": before(46)}, {("same_as_last_month", "check")}),
        ({"value": number(46), "before": before(45)}, set()),
        ({"value": number(0), "before": before(0)}, set()),
        ({"value": number(3), "before": before(3), "by_cards": True}, set()),
        ({"value": number(201), "before": before(90, 100, 110)}, {("outside_usual", "check")}),
        ({"value": number(200), "before": before(90, 100, 110)}, set()),
        ({"value": number(50), "before": before(90, 100, 110)}, set()),
        ({"value": number(49), "before": before(90, 100, 110)}, {("outside_usual", "check")}),
        ({"value": NO_ACTIVITY, "before": before(90, 100, 110)}, {("outside_usual", "check")}),
        ({"value": number(500), "before": before(90, 100)}, set()),  # two months make nothing usual
        ({"value": number(9), "before": before(2, 3, 4), "by_cards": True}, {("outside_usual", "hint")}),
        ({"value": EMPTY, "last_year": number(12)}, {("empty_was_filled", "check")}),
        ({"value": EMPTY, "last_year": NO_ACTIVITY}, {("empty_was_filled", "check")}),
        ({"value": number(7), "before": before(7)}, {("same_as_last_month", "hint")}),  # a small figure may repeat
        ({"value": number(19), "before": before(2, 3, 4)}, {("outside_usual", "hint")}),
        ({"value": number(20), "before": before(8, 9, 9)}, {("outside_usual", "check")}),
        ({"value": number(22), "before": before(13, 10, 10)}, {("outside_usual", "check")}),
        ({"value": EMPTY, "wanted": True}, {("empty", "check")}),
        ({"value": EMPTY}, set()),
        ({"value": NO_ACTIVITY, "silent": True, "before": before(90, 100, 110)}, set()),
        ({"value": NO_ACTIVITY, "silent": True, "last_year": number(12)}, {("empty_was_filled", "check")}),
        ({"value": EMPTY, "mode": "stock", "level_unknown": True}, {("level_unknown", "error")}),
        ({"value": NOT_APPLICABLE, "last_year": number(12)}, set()),
        ({"value": number(Decimal("2.5"))}, {("fraction", "error")}),
        ({"value": number(Decimal("2.5")), "decimals": 1}, set()),
        ({"value": number(1, 3)}, set()),  # a third of a whole is no fraction of a person
        ({"value": number(5), "by_cards": True, "cards": 4, "one_a_card": True}, {("more_than_cards", "check")}),
        ({"value": number(4), "by_cards": True, "cards": 4, "one_a_card": True}, set()),
        ({"value": number(412), "by_cards": True, "cards": 9}, set()),  # visitors, not events
        ({"value": number(4), "by_cards": True, "cards": 4, "without_evidence": 2}, {("evidence_missing", "check")}),
    ],
)
def test_what_is_found_in_one_value(facts: dict[str, object], found: set[tuple[str, str]]) -> None:
    findings = check_month([PartFacts(**{"key": "IV.16", "mode": "flow", **facts})])  # type: ignore[arg-type]
    assert {(finding.check, finding.strength) for finding in findings} == found


def test_half_a_month_is_not_held_against_whole_ones() -> None:
    far = PartFacts("IV.16", "flow", number(46), before=before(90, 100, 110, 46), last_year=number(90))
    nothing = PartFacts("IV.17", "flow", NO_ACTIVITY, silent=True, last_year=number(90))
    torn = PartFacts("IV.18", "flow", number(Decimal("2.5")))
    assert {finding.check for finding in check_month([far, nothing, torn], is_over=False)} == {"fraction"}
    assert {finding.check for finding in check_month([far, nothing, torn])} > {"fraction", "same_as_last_month"}


def test_a_line_counted_by_itself_is_held_against_its_parts() -> None:
    parts = [
        PartFacts("IV.20", "flow", number(10), parts=("IV.20.a", "IV.20.b")),
        PartFacts("IV.20.a", "flow", number(6)),
        PartFacts("IV.20.b", "flow", number(3)),
    ]
    (finding,) = check_month(parts)
    assert (finding.check, finding.part_key, finding.params) == ("parts_differ", "IV.20", {"count": 10, "parts": 9})


@pytest.mark.parametrize(
    ("total", "text"),
    [
        (EMPTY, ""),
        (NO_ACTIVITY, "-"),
        (NOT_APPLICABLE, "x"),
        (number(0), "0"),
        (number(Decimal("12.50")), "12.5"),
        (number(3, 4), "3/4"),
    ],
)
def test_values_are_compared_as_plain_text(total: Total, text: str) -> None:
    assert figure_text(total) == text


# Worked by hand: five months over, one of them waived; four came, one of these late.
def test_completeness_of_a_worked_example() -> None:
    def month(number: int, submitted: date | None, *, waived: bool = False, filled: Share) -> MonthFacts:
        end = date(2025, number + 1, 1) - timedelta(days=1)
        return MonthFacts(end, end + timedelta(days=5), submitted, waived, filled)

    months = [
        month(1, date(2025, 2, 3), filled=Share(4, 4)),
        month(2, date(2025, 3, 5), filled=Share(3, 4)),
        month(3, date(2025, 4, 20), filled=Share(6, 8)),
        month(4, None, filled=Share(0, 4)),
        month(5, None, waived=True, filled=Share(0, 0)),
        month(6, date(2025, 6, 20), filled=Share(4, 4)),  # June is not over
    ]
    found = completeness(months, date(2025, 6, 25))
    assert (found.received, found.on_time, found.filled) == (Share(3, 4), Share(2, 4), Share(13, 20))
    assert found.filled.percent == 65
    assert Share().percent is None


days = st.dates(date(2024, 12, 1), date(2026, 2, 1))
shares = st.lists(st.integers(0, 30), min_size=3, max_size=3).map(sorted).map(lambda n: Share(n[1], n[2], n[0]))
unit_months = st.builds(MonthFacts, days, days, st.none() | days, st.booleans(), shares)


@given(st.lists(unit_months, max_size=30), days)
def test_nothing_is_ever_more_than_complete(months: list[MonthFacts], today: date) -> None:
    found = completeness(months, today)
    for share in (found.received, found.on_time, found.filled):
        assert share.percent is None or 0 <= share.percent <= 100
    assert found.on_time.count <= found.received.count
    assert found + Completeness() == found
    expected = [month.filled for month in months if month.end < today and not month.waived]
    assert found.filled.explained == sum(one.explained for one in expected) <= found.filled.count


OCTOBER = parse_period("2025-10")
october_days = st.frozensets(st.dates(OCTOBER.start, OCTOBER.end))
states = st.frozensets(st.sampled_from(["number", "no_activity", "not_applicable"]))


@given(
    st.sampled_from(ASKED_KINDS), october_days, states, states, october_days, october_days, october_days, st.booleans()
)
def test_filled_is_whole_only_when_nothing_is_empty(kind, asked, whole, more, days, aside, explained, known) -> None:
    """However days, weeks and states fall: never above 100 %, and 100 % only when each place says something."""
    wants = Asked(kind, days=sorted(asked), weeks=weeks_of(OCTOBER))
    said = Said(whole, whole | more, days, aside - days, known)
    found = filled(wants, said, explained)
    assert 0 <= found.share.count <= found.share.of
    assert set(found.blank) | set(found.explained) <= asked and not set(found.blank) & (days | explained)
    says = bool(said.whole & {"number", "no_activity"})
    if not found.share.of or kind == "days":
        assert found.is_whole == (found.blank == ())
        if found.share.of:
            assert (found.blank == ()) == (says or asked - said.aside <= days | explained)
    elif kind == "weeks":
        empty = [week for week in wants.weeks if not any(week.start <= day <= week.end for day in days)]
        assert found.is_whole == (says or not empty)
    else:
        assert found.is_whole == (bool(said.any & {"number", "no_activity"}) and (known or kind != "level"))


def test_the_last_working_day_is_asked_for_once_it_has_come() -> None:
    days = [date(2025, 10, day) for day in (29, 30, 31)]
    assert asked_days(days, date(2025, 10, 30)) == days[:1]
    assert asked_days(days, date(2025, 10, 31)) == days
    assert asked_days([], date(2025, 10, 31)) == []


def test_a_week_is_counted_in_the_month_of_its_sunday() -> None:
    assert [week.key for week in weeks_of(OCTOBER)] == ["2025-W40", "2025-W41", "2025-W42", "2025-W43"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("har oyda", {month: month for month in range(1, 13)}),
        ("har haftada", {month: month for month in range(1, 13)}),
        ("har chorakda", {3: 1, 6: 4, 9: 7, 12: 10}),
        ("I–III chorak", {3: 1, 6: 4, 9: 7}),
        ("yanvar, fevral", {1: 1, 2: 2}),
        ("2025-yil davomida", {month: month for month in range(1, 13)}),
        ("yilda ikki marotaba", {6: 6, 12: 12}),
        ("", {}),
    ],
)
def test_when_a_value_is_wanted_and_since_when_it_may_stand(words: str, wanted: dict[int, int]) -> None:
    spans = wanted_spans(parse_deadline(words, 2025), 2025)
    assert {month: first for month, (first, _key) in spans.items()} == wanted
