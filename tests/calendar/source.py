"""The second witness of the holidays: what the library ``holidays`` says of Uzbekistan.

``python -m tests.calendar.source`` prints the days of each year as ``app/domain/holidays.py`` writes them.
"""

from __future__ import annotations

from datetime import date

import holidays

FEASTS = {"Eid al-Fitr": "RAMAZON", "Eid al-Adha": "QURBON"}
DECREES = ("Additional day off", "Day off (substituted")
YEARS = range(2024, 2036)


def days_of(year: int) -> tuple[list[tuple[date, str, bool]], list[date], list[date], set[date]]:
    """Feasts with whether they are announced, decreed days off, decreed working days, and what the law fixes."""
    found = holidays.country_holidays("UZ", years=year, language="en_US")
    feasts, off, fixed = [], [], set()
    for day in sorted(found):
        for name in found.get_list(day):
            feast = next((code for words, code in FEASTS.items() if name.startswith(words)), None)
            if "observed" in name:
                continue  # we move days off by our own rule
            if feast:
                feasts.append((day, feast, "estimated" not in name))
            elif name.startswith(DECREES):
                off.append(day)
            else:
                fixed.add(day)
    return feasts, off, sorted(getattr(found, "weekend_workdays", ())), fixed


def observed(year: int) -> set[date]:
    """Every day on which a five-day week does not work although its weekday would."""
    return {day for day in holidays.country_holidays("UZ", years=year) if day.isoweekday() <= 5}


if __name__ == "__main__":
    for year in YEARS:
        feasts, off, working, _ = days_of(year)
        print(year, "FEASTS", ", ".join(f"({day.month}, {day.day}, {code})" for day, code, _ in feasts))
        print(year, "ANNOUNCED" if all(known for *_, known in feasts) else "reckoned")
        print(year, "DECREED_OFF", [(day.month, day.day) for day in off])
        print(year, "DECREED_WORKING", [(day.month, day.day) for day in working])
