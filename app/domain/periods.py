"""Periods of the working year and their keys (domain.md §4, contract.md “Addresses”).

A period is a span of local (Asia/Tashkent) dates, never of instants. Keys are the ones in the URLs:
``2025``, ``2025-H1``, ``2025-9M``, ``2025-Q3``, ``2025-11``, ``2025-W02`` (ISO week), ``2025-11-07``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal, overload
from zoneinfo import ZoneInfo

from app.domain.errors import Invalid

Kind = Literal["year", "half", "nine_months", "quarter", "month", "week", "day", "to_date"]
PAPER_KINDS: tuple[Kind, ...] = ("month", "quarter", "half", "nine_months", "year")  # of which tables are made

TASHKENT = ZoneInfo("Asia/Tashkent")

_KEY = re.compile(
    r"(?P<year>20[0-9]{2})"
    r"(?:-(?:H(?P<half>[12])|(?P<nine_months>9M)|Q(?P<quarter>[1-4])|W(?P<week>[0-9]{2})"
    r"|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
)
_SAME_AS_TO_DATE: dict[int, Kind] = {1: "month", 3: "quarter", 6: "half", 9: "nine_months", 12: "year"}


@dataclass(frozen=True, order=True)
class Period:
    """A span of whole days, both ends included; ordered by start, then by end.

    Key and kind follow from the two dates, so they take no part in comparison.
    """

    key: str = field(compare=False)
    kind: Kind = field(compare=False)
    start: date
    end: date

    @property
    def year(self) -> int:
        """The plan year that it belongs to; for a week the ISO year."""
        return int(self.key[:4])

    @property
    def months(self) -> tuple[Period, ...]:
        """The months of its days in order: of a day one, of a week one or two, also across a year's end."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.start, self.end))
        return tuple(_months("month", number // 12, number % 12 + 1, 1) for number in range(first, last + 1))

    @property
    def year_month(self) -> int:
        """202511 for November 2025; a longer period, or a week in two months, gives its last month."""
        return self.end.year * 100 + self.end.month

    @property
    def previous(self) -> Period:
        """The period of the same kind before this one; it may lie before 2000 and then has no page."""
        if self.kind == "nine_months":
            return _months("nine_months", self.year - 1, 1, 9)
        return period_of(self.kind, self.start - timedelta(days=1))

    @property
    def next(self) -> Period:
        """The period of the same kind after this one; it may lie after 2099 and then has no page."""
        if self.kind == "nine_months":
            return _months("nine_months", self.year + 1, 1, 9)
        return period_of(self.kind, self.end + timedelta(days=1))


def parse_period(key: str) -> Period:
    """Read a period key of the years 2000–2099.

    Raises Invalid ``period.unknown`` for anything else.
    """
    found = _KEY.fullmatch(key)
    if found is None:
        raise Invalid("period.unknown", key=key)
    year = int(found["year"])
    try:
        if found["half"]:
            return _months("half", year, int(found["half"]) * 6 - 5, 6)
        if found["nine_months"]:
            return _months("nine_months", year, 1, 9)
        if found["quarter"]:
            return _months("quarter", year, int(found["quarter"]) * 3 - 2, 3)
        if found["week"]:
            return period_of("week", date.fromisocalendar(year, int(found["week"]), 1))
        if found["day"]:
            return period_of("day", date(year, int(found["month"]), int(found["day"])))
        if found["month"]:
            return month_of(date(year, int(found["month"]), 1))
    except ValueError:  # no such month, day or week in that year
        raise Invalid("period.unknown", key=key) from None
    return _months("year", year, 1, 12)


def period_of(kind: Kind, day: date) -> Period:
    """The period of this kind that holds the day; ``nine_months`` is the one of the day's year."""
    match kind:
        case "day":
            return Period(day.isoformat(), kind, day, day)
        case "week":
            year, week, weekday = day.isocalendar()
            monday = day - timedelta(days=weekday - 1)
            return Period(f"{year}-W{week:02}", kind, monday, monday + timedelta(days=6))
        case "month":
            return _months(kind, day.year, day.month, 1)
        case "quarter":
            return _months(kind, day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case "half":
            return _months(kind, day.year, (day.month - 1) // 6 * 6 + 1, 6)
        case "nine_months":
            return _months(kind, day.year, 1, 9)
        case "year":
            return _months(kind, day.year, 1, 12)
        case "to_date":
            raise ValueError("a running period is made by to_date() and has no neighbours")


def month_of(day: date) -> Period:
    """The calendar month that holds the day."""
    return period_of("month", day)


@overload
def period_of_month(year_month: int) -> Period: ...
@overload
def period_of_month(year_month: None) -> None: ...
def period_of_month(year_month: int | None) -> Period | None:
    """The month of a stored number, 202511; None for none."""
    return None if year_month is None else _months("month", year_month // 100, year_month % 100, 1)


def year_months(period: Period) -> range:
    """The months of a month … year as the numbers 202501 … 202512, for queries; a week may cross a year's end."""
    last = period.year_month
    return range(last - len(period.months) + 1, last + 1)


def to_date(period: Period) -> Period:
    """From 1 January of the period's year to its end (*o‘sib boruvchi*).

    Where that is a period of its own (January, Q1, H1, 9M, the year) it is that one; otherwise its key is an
    interval such as ``2025-01--2025-11``, which no URL takes.
    """
    start, end = date(period.year, 1, 1), min(period.end, date(period.year, 12, 31))
    if end != month_of(end).end:
        return Period(f"{start}--{end}", "to_date", start, end)
    if end.month in _SAME_AS_TO_DATE:
        return _months(_SAME_AS_TO_DATE[end.month], period.year, 1, end.month)
    return Period(f"{start:%Y-%m}--{end:%Y-%m}", "to_date", start, end)


def today_in_tashkent(now: datetime | None = None) -> date:
    """Today's date in Tashkent, whatever the clock zone of the server.

    ``now`` must know its zone: a naive time would be read in the zone of the server. Raises ValueError.
    """
    now = now or datetime.now(UTC)
    if now.tzinfo is None:
        raise ValueError("an instant without a zone has no date in Tashkent")
    return now.astimezone(TASHKENT).date()


def _months(kind: Kind, year: int, first: int, count: int) -> Period:
    last = first + count - 1
    keys = {
        "half": f"{year}-H{last // 6}",
        "nine_months": f"{year}-9M",
        "quarter": f"{year}-Q{last // 3}",
        "month": f"{year}-{last:02}",
    }
    end = date(year, last, monthrange(year, last)[1])
    return Period(keys.get(kind, str(year)), kind, date(year, first, 1), end)
