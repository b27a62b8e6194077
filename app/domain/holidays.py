"""Public holidays of Uzbekistan, and the days that a decree adds or exchanges (domain.md §4).

What the law fixes by its date is a rule here; the feasts that follow the moon and the decrees are data of each year,
made from the library ``holidays`` at a release (``python -m tests.calendar.source``, compared by a test). Where a day
off that meets a holiday moves to is no data: ``domain.calendar`` moves it by the working week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

HOLIDAY, DAY_OFF, WORKING_DAY = DAY_KINDS = ("holiday", "day_off", "working_day")
RAMAZON, QURBON, DECREED = "holiday.ramazon", "holiday.qurbon", "holiday.decreed"

FIXED: dict[tuple[int, int], str] = {
    (1, 1): "holiday.new_year",
    (3, 8): "holiday.women",
    (3, 21): "holiday.navruz",
    (5, 9): "holiday.remembrance",
    (9, 1): "holiday.independence",
    (10, 1): "holiday.teachers",
    (12, 8): "holiday.constitution",
}
# Year → feasts as (month, day, code). Those behind LAST_ANNOUNCED are reckoned, and wait for the announcement.
FEASTS: dict[int, tuple[tuple[int, int, str], ...]] = {
    2024: ((4, 10, RAMAZON), (6, 16, QURBON)),
    2025: ((3, 30, RAMAZON), (6, 6, QURBON)),
    2026: ((3, 20, RAMAZON), (5, 27, QURBON)),
    2027: ((3, 9, RAMAZON), (5, 16, QURBON)),
    2028: ((2, 26, RAMAZON), (5, 5, QURBON)),
    2029: ((2, 14, RAMAZON), (4, 24, QURBON)),
    2030: ((2, 4, RAMAZON), (4, 13, QURBON)),
    2031: ((1, 24, RAMAZON), (4, 2, QURBON)),
    2032: ((1, 14, RAMAZON), (3, 22, QURBON)),
    2033: ((1, 2, RAMAZON), (3, 11, QURBON), (12, 23, RAMAZON)),
    2034: ((3, 1, QURBON), (12, 12, RAMAZON)),
    2035: ((2, 18, QURBON), (12, 1, RAMAZON)),
}
LAST_ANNOUNCED = 2026
# Year → days off that a decree of the President adds, or exchanges for a Saturday that is worked.
DECREED_OFF: dict[int, tuple[tuple[int, int], ...]] = {
    2024: ((1, 2), (3, 22), (4, 11), (4, 12), (6, 18), (9, 3), (12, 30), (12, 31)),
    2025: ((1, 2), (12, 31)),
    2026: ((1, 2), (5, 28), (5, 29), (8, 31), (12, 31)),
}
DECREED_WORKING: dict[int, tuple[tuple[int, int], ...]] = {
    2024: ((1, 6), (4, 13), (12, 14)),
    2025: ((1, 4),),
    2026: ((12, 12),),
}


@dataclass(frozen=True, order=True)
class SpecialDay:
    """A day unlike its weekday. A ``holiday`` that meets a day off moves it, a ``day_off`` does not, and on a
    ``working_day`` people work although the week says otherwise. ``name`` is a centre's own, ``code`` the country's."""

    day: date
    kind: str = HOLIDAY
    code: str = ""
    name: str = ""
    confirmed: bool = True


def special_days(year: int) -> tuple[SpecialDay, ...]:
    """What the law and the decrees make of a year, in order; the feasts are known for 2024–2035."""
    announced = year <= LAST_ANNOUNCED
    found = {date(year, *when): SpecialDay(date(year, *when), DAY_OFF, DECREED) for when in DECREED_OFF.get(year, ())}
    found |= {
        date(year, *when): SpecialDay(date(year, *when), WORKING_DAY, DECREED) for when in DECREED_WORKING.get(year, ())
    }
    found |= {
        date(year, month, day): SpecialDay(date(year, month, day), code=code, confirmed=announced)
        for month, day, code in FEASTS.get(year, ())
    }
    found |= {date(year, *when): SpecialDay(date(year, *when), code=code) for when, code in FIXED.items()}
    return tuple(sorted(found.values()))
