"""Blank days as spans, and what a reason must say (domain.md §5)."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.blank_days import BlankWords, blank_spans, check_blank
from app.domain.errors import Invalid


def day(number: int) -> date:
    return date(2025, 10, number)


def test_days_in_a_row_with_the_same_rows_are_one_span_over_sundays() -> None:
    working = [day(number) for number in (2, 3, 4, 6, 7, 8, 9)]  # the 5th is a Sunday
    blank = {"IV.15": [day(3), day(4), day(6), day(9)], "IV.16": [day(4), day(6)]}
    found = blank_spans(blank, working)
    assert [(span.first, span.last, len(span.days), span.rows) for span in found] == [
        (day(3), day(3), 1, ("IV.15",)),
        (day(4), day(6), 2, ("IV.15", "IV.16")),
        (day(9), day(9), 1, ("IV.15",)),
    ]
    assert blank_spans({}, working) == ()


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (BlankWords("repair"), None),
        (BlankWords("other", "suv toshdi"), None),
        (BlankWords("other"), "blank.words"),
        (BlankWords("holiday"), "blank.kind"),
        (BlankWords(""), "blank.kind"),
    ],
)
def test_what_a_reason_must_say(reason: BlankWords, code: str | None) -> None:
    if code is None:
        check_blank(reason)
        return
    with pytest.raises(Invalid) as refused:
        check_blank(reason)
    assert refused.value.code == code
