"""The checks of a month and its completeness, over plain data."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.checks import PartFacts, check_month, figure_text
from app.domain.completeness import Completeness, MonthFacts, Share, completeness, filled_share, wanted_spans
from app.domain.counting import EMPTY, NO_ACTIVITY, NOT_APPLICABLE, Total
from app.domain.deadlines import parse_deadline


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
        ({"value": EMPTY}, {("empty", "hint")}),
        ({"value": EMPTY, "wanted": False}, {("unsaid", "hint")}),
        ({"value": number(9), "blank_days": (date(2025, 10, 6),)}, {("days_blank", "hint")}),
        ({"value": EMPTY, "wanted": False, "blank_days": (date(2025, 10, 6),)}, {("days_blank", "hint")}),
        ({"value": NOT_APPLICABLE, "blank_days": (date(2025, 10, 6),)}, set()),
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
    findings = check_month([PartFacts(key="IV.16", mode="flow", **facts)])  # type: ignore[arg-type]
    assert {(finding.check, finding.strength) for finding in findings} == found


def test_what_is_empty_is_named_whatever_the_deadline_wants() -> None:
    facts = [
        PartFacts(key="IV.14", mode="stock", wanted=False),
        PartFacts(key="II.6", mode="flow", wanted=False),
        PartFacts(key="VI.35", mode="flow", wanted=False),
        PartFacts(key="IV.18", mode="flow", value=NO_ACTIVITY),
    ]
    level, unsaid = check_month(facts)
    assert (level.check, level.strength, level.part_key) == ("level_empty", "hint", "IV.14")
    assert (unsaid.check, unsaid.part_key, unsaid.params) == ("unsaid", "", {"count": 2, "rows": "II.6, VI.35"})


def test_a_line_counted_by_itself_is_held_against_its_parts() -> None:
    parts = [
        PartFacts("IV.20", "flow", number(10), parts=("IV.20.a", "IV.20.b")),
        PartFacts("IV.20.a", "flow", number(6)),
        PartFacts("IV.20.b", "flow", number(3)),
    ]
    (finding,) = check_month(parts)
    assert (finding.check, finding.part_key, finding.params) == ("parts_differ", "IV.20", {"count": 10, "parts": 9})


def test_a_month_that_is_not_over_is_only_a_hint() -> None:
    (finding,) = check_month([], days_left=12)
    assert (finding.check, finding.strength) == ("month_not_over", "hint")


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
shares = st.integers(0, 30).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))
unit_months = st.builds(MonthFacts, days, days, st.none() | days, st.booleans(), shares)


@given(st.lists(unit_months, max_size=30), days)
def test_nothing_is_ever_more_than_complete(months: list[MonthFacts], today: date) -> None:
    found = completeness(months, today)
    for share in (found.received, found.on_time, found.filled):
        assert share.percent is None or 0 <= share.percent <= 100
    assert found.on_time.count <= found.received.count
    assert found + Completeness() == found


totals = st.sampled_from([EMPTY, NO_ACTIVITY, NOT_APPLICABLE, number(0), number(7)])


@given(st.lists(st.lists(totals, min_size=1, max_size=3), max_size=12))
def test_filled_never_passes_what_is_asked(cells: list[list[Total]]) -> None:
    share = filled_share(cells)
    assert share.count <= share.of <= len(cells)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("har oyda", {month: month for month in range(1, 13)}),
        ("har haftada", {month: month for month in range(1, 13)}),
        ("har chorakda", {3: 1, 6: 4, 9: 7, 12: 10}),
        ("I–III chorak", {3: 1, 6: 4, 9: 7}),
        ("yanvar, fevral", {1: 1, 2: 2}),
        ("2025-yil davomida", {12: 1}),
        ("yilda ikki marotaba", {6: 6, 12: 12}),
        ("", {}),
    ],
)
def test_when_a_value_is_wanted_and_since_when_it_may_stand(words: str, wanted: dict[int, int]) -> None:
    spans = wanted_spans(parse_deadline(words, 2025), 2025)
    assert {month: first for month, (first, _key) in spans.items()} == wanted
