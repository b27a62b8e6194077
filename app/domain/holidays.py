"""Public holidays of Uzbekistan on which nobody works (Labour Code; domain.md §4 “due dates”).

The two religious feasts follow the moon and are announced each year: their dates here are expected ones,
``confirmed=False``, and the centre corrects them in its settings. Days off that a decree moves are not listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_FIXED: dict[tuple[int, int], str] = {
    (1, 1): "holiday.new_year",
    (3, 8): "holiday.women",
    (3, 21): "holiday.navruz",
    (5, 9): "holiday.remembrance",
    (9, 1): "holiday.independence",
    (10, 1): "holiday.teachers",
    (12, 8): "holiday.constitution",
}
_EXPECTED: dict[date, str] = {
    date(2024, 4, 10): "holiday.ramazon",
    date(2024, 6, 16): "holiday.qurbon",
    date(2025, 3, 30): "holiday.ramazon",
    date(2025, 6, 6): "holiday.qurbon",
    date(2026, 3, 20): "holiday.ramazon",
    date(2026, 5, 27): "holiday.qurbon",
    date(2027, 3, 10): "holiday.ramazon",
    date(2027, 5, 16): "holiday.qurbon",
}


@dataclass(frozen=True, order=True)
class Holiday:
    day: date
    code: str
    confirmed: bool


def holidays_of(year: int) -> tuple[Holiday, ...]:
    """The holidays of a year in order; the movable ones are known for 2024–2027."""
    fixed = [Holiday(date(year, month, day), code, True) for (month, day), code in _FIXED.items()]
    expected = [Holiday(day, code, False) for day, code in _EXPECTED.items() if day.year == year]
    return tuple(sorted(fixed + expected))


def holiday_dates(years: Iterable[int]) -> frozenset[date]:
    """The dates alone; a due date of December needs the next year too."""
    return frozenset(holiday.day for year in years for holiday in holidays_of(year))
