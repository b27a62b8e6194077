"""The counts of the demonstration: the diary day by day, and the figures that are given once a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from app.demonstration.acts import TypeCell
from app.demonstration.days import SEASONS, after_month, weight

# row → unit → how many in a whole year; the sums lie near the plan where it has a figure
DAILY: dict[str, dict[str, int]] = {
    "IV.14.a": {"abonement": 510, "oquv-zallari": 215},
    "IV.14.b": {"abonement": 74, "oquv-zallari": 30},
    "IV.15": {
        "abonement": 3250,
        "umumiy-zal": 2080,
        "elektron-zal": 1260,
        "oquv-zallari": 950,
        "manaviyat": 780,
        "olkashunoslik": 620,
        "huquqiy": 460,
    },
    "IV.16": {"abonement": 15200, "oquv-zallari": 3900},
}
MONTHLY: dict[str, tuple[str, int]] = {"IV.20.a": ("elektron-zal", 130), "IV.20.c": ("elektron-zal", 36)}
LEVEL_IN_JANUARY = {"abonement": 3480, "oquv-zallari": 1400}  # IV.14, registered readers
NEVER_ASKED = ("IV.20.b", "elektron-zal")  # readers from abroad: nobody yet
LATE_UNIT, LATE_DAYS = "olkashunoslik", 14
FORGETFUL_UNIT, FORGOTTEN_MONTH = "huquqiy", 4
CORRECTED = (("abonement", 10, 7), ("umumiy-zal", 9, 4), ("elektron-zal", 3, 11))  # unit, month, which working day


def daily(random: Random, days: list[date]) -> Iterator[TypeCell]:
    """Every unit's diary of the year, with what is wrong in real ones: a forgotten month, figures mended later."""
    busy = sum(weight(day) for day in days)
    for row, units in DAILY.items():
        for unit, total in units.items():
            for day in days:
                number = around(random, total * weight(day) / busy)
                if unit != FORGETFUL_UNIT or day.month != FORGOTTEN_MONTH:
                    # A quiet day is a confirmed nothing; a small figure beside others is simply 0.
                    typed = "-" if number == 0 and row == "IV.15" else str(number)
                    yield TypeCell(day, unit, row, day.isoformat(), typed)


def corrections(random: Random, days: list[date]) -> Iterator[TypeCell]:
    """A week later somebody finds a wrong figure of visits and mends it."""
    for unit, month, place in CORRECTED:
        of_month = [day for day in days if day.month == month]
        day, later = of_month[place], of_month[place + 6]
        typed = str(20 + random.randrange(20))
        yield TypeCell(later, unit, "IV.15", day.isoformat(), typed, version=1)


def monthly(random: Random, days: list[date]) -> Iterator[TypeCell]:
    """What is given once a month, on the first working day of the next one."""
    levels = dict(LEVEL_IN_JANUARY)
    for month in range(1, 13):
        period = f"{days[0].year}-{month:02}"
        typed_on = after_month(days[0].year, month, 1)
        for row, (unit, total) in MONTHLY.items():
            share = total / 12 * SEASONS[month - 1]
            yield TypeCell(typed_on, unit, row, period, str(max(1, around(random, share))))
        row, unit = NEVER_ASKED
        yield TypeCell(typed_on, unit, row, period, "1" if month in (5, 10) else "-")
        for unit in levels:
            levels[unit] += around(random, DAILY["IV.14.a"][unit] / 12)
            yield TypeCell(typed_on, unit, "IV.14", period, str(levels[unit]))


def around(random: Random, expected: float) -> int:
    """A whole number near the expected one, as days really differ."""
    return max(0, round(random.gauss(expected, 0.3 * expected + 0.4)))
