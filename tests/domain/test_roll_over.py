"""What moves by a year, what a year comes to, and what is proposed: tables made by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counting import EMPTY, FLOW, NO_ACTIVITY, RATIO, STOCK, Total
from app.domain.deadlines import parse_deadline
from app.domain.roll_over import Proposal, cell_text, moved_text, names_year, proposed, result_of, rounded_to


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2025-yil davomida", "2026-yil davomida"),
        ("2025-yil har oyda", "2026-yil har oyda"),
        ("2025-yil I–III chorak", "2026-yil I–III chorak"),
        ("2025-yilda ikki marotaba", "2026-yilda ikki marotaba"),
        ("2025-yil … chorak", "2026-yil … chorak"),
        (
            "2025-yil davomida. Har bir AKM muddatini oʻzi belgilaydi",
            "2026-yil davomida. Har bir AKM muddatini oʻzi belgilaydi",
        ),
        ("15.03.2025 gacha", "15.03.2026 gacha"),
        ("15.03.25 gacha", "15.03.26 gacha"),
        ("2025-03-15", "2026-03-15"),
        ("29.02.2024", "28.02.2025"),
        ("2024-02-29", "2025-02-28"),
        ("2025-yil 15-mart", "2026-yil 15-mart"),
        ("20-yanvar, 2026-yil", "20-yanvar, 2027-yil"),
        ("2024–2025 oʻquv yili", "2025–2026 oʻquv yili"),
        ("2025 йил давомида", "2026 йил давомида"),
        ("в течение 2025 года", "в течение 2026 года"),
        ("ежеквартально, 2025 г.", "ежеквартально, 2026 г."),
        ("до 1 марта 2025 г.", "до 1 марта 2026 г."),
        ("01.12.2025–15.12.2025", "01.12.2026–15.12.2026"),
        ("har oyda", "har oyda"),
        ("har oyning 5-sanasigacha", "har oyning 5-sanasigacha"),
        ("2030-yilgacha", "2030-yilgacha"),
        ("2022-yil 28-yanvardagi 60-son", "2022-yil 28-yanvardagi 60-son"),
        ("", ""),
    ],
)
def test_years_and_dates_move_by_one(before: str, after: str) -> None:
    assert moved_text(before, 2024 if "2024" in before and "2025" not in before else 2025) == after


WORDS = st.sampled_from(
    [
        "har oyda",
        "har chorakda",
        "har haftada",
        "davomida",
        "I–III chorak",
        "yanvar, fevral",
        "sentyabr–dekabr",
        "15-mart",
    ]
)


@given(WORDS, st.sampled_from(["2025-yil ", "2025 йил ", "в 2025 году ", ""]))
def test_a_deadline_means_the_same_a_year_later(words: str, before: str) -> None:
    old = parse_deadline(before + words, 2025)
    new = parse_deadline(moved_text(before + words, 2025), 2026)
    assert (new.kind, new.months, new.quarters, new.day, new.times) == (
        old.kind,
        old.months,
        old.quarters,
        old.day,
        old.times,
    )
    assert new.on == (old.on.replace(year=2026) if old.on else None)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_a_date_is_the_same_day_of_the_next_year_where_there_is_one(day: date) -> None:
    wanted = day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 2, 28)
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        assert moved_text(day.strftime(form), 2025) == wanted.strftime(form)


def test_a_row_that_names_this_year_is_told() -> None:
    assert names_year(["“Central Asia – 2025: fan”"], 2025) and not names_year(["2024-yil 7-noyabrdagi"], 2025)
    assert names_year([None, "2025-yil yakuni"], 2025) and not names_year([None, "120251"], 2025)


def months(*figures: int | None) -> list[Total]:
    given = [EMPTY if figure is None else Total("number", figure) for figure in figures]
    return given + [EMPTY] * (12 - len(given))


TENS = months(*[10] * 10, 4)  # January to October, and 4 until 20 November
PLAN = [10] * 12


@pytest.mark.parametrize(
    ("today", "basis", "value", "expected"),
    [
        (date(2025, 11, 20), "so_far", 104, False),
        (date(2025, 11, 20), "expected", 120, True),  # 100, November's ten and December's
        (date(2025, 12, 20), "expected", 114, True),  # November is over, 104, and December's ten
        (date(2026, 1, 9), "expected", 104, False),  # the year is over
    ],
)
def test_what_is_expected_is_the_plan_of_what_is_still_to_come(today, basis, value, expected) -> None:
    found = result_of(FLOW, TENS, PLAN, Total("number", 104), today, 2025, basis)
    assert (found.value, found.expected) == (value, expected)


def test_more_than_planned_in_the_running_month_is_not_lost() -> None:
    given = months(*[10] * 10, 25)
    found = result_of(FLOW, given, PLAN, Total("number", 125), date(2025, 11, 20), 2025, "expected")
    assert found.value == 135


def test_levels_and_ratios_stay_and_nothing_reported_is_no_result() -> None:
    day = date(2025, 11, 20)
    assert result_of(STOCK, months(5509), PLAN, Total("number", 5509), day, 2025, "expected").value == 5509
    assert not result_of(STOCK, months(5509), PLAN, Total("number", 5509), day, 2025, "expected").expected
    assert result_of(RATIO, months(), None, Total("number", 2, 3), day, 2025, "expected").value == 67
    assert result_of(FLOW, months(), PLAN, EMPTY, day, 2025, "expected").value is None
    assert result_of(FLOW, months(), None, NO_ACTIVITY, day, 2025, "expected").value == 0
    assert (
        result_of(FLOW, months(7), None, Total("number", 7), day, 2025, "expected").value == 7
    )  # no plan to expect by


@pytest.mark.parametrize(
    ("rule", "mode", "plan", "fact", "wanted"),
    [
        (Proposal("keep"), FLOW, 9000, 11187, 9000),
        (Proposal("fact"), FLOW, 9000, 11187, 11187),
        (Proposal("fact", step=100), FLOW, 9000, 11187, 11200),
        (Proposal("growth", 5), FLOW, 9000, 11187, 11746),  # 11746,35
        (Proposal("growth", 5, 10), FLOW, 9000, 11187, 11750),
        (Proposal("growth", 5, 50), FLOW, 9000, 11187, 11750),
        (Proposal("growth", -10, 100), FLOW, 9000, 1000, 900),
        (Proposal("growth", 50), FLOW, 25, 25, 38),  # 37,5 is half, and goes up
        (Proposal("growth", 5, 100), FLOW, 25, 25, 26),  # below the step: to whole numbers, never to nothing
        (Proposal("growth", 50), FLOW, 12, 30, 12),  # a small plan stays
        (Proposal("fact"), "delivered", 40, 55, 40),
        (Proposal("fact"), RATIO, 80, 67, 80),
        (Proposal("growth", 5), FLOW, 300, None, 300),  # no result: the plan stays
        (Proposal("growth", 5), FLOW, None, 200, 210),
        (Proposal("growth", 50), FLOW, None, 12, 12),
        (Proposal("growth", 5, 10), "delivered", None, 47, 47),
        (Proposal("keep"), FLOW, None, 200, None),
        (Proposal("fact"), FLOW, None, None, None),
    ],
)
def test_proposals_by_rule(rule, mode, plan, fact, wanted) -> None:
    assert proposed(rule, mode, plan, fact, 0) == wanted


def test_decimals_stay_as_the_row_writes_them_and_cells_have_all_their_figures() -> None:
    assert proposed(Proposal("growth", 10, 100), FLOW, Decimal("20.5"), Decimal("20.5"), 1) == Decimal("22.6")
    assert cell_text([2, 2, 1]) == "2/2/1" and cell_text([2, None]) == "" and cell_text([Decimal("2.50")]) == "2,5"


@given(st.integers(0, 10**6), st.sampled_from([1, 10, 50, 100]))
def test_rounding_is_never_further_than_half_a_step(figure: int, step: int) -> None:
    found = rounded_to(Decimal(figure), step)
    assert abs(found - figure) * 2 <= step and (found % step == 0 or figure < step) and (found > 0) == (figure > 0)
