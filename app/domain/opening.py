"""Opening figures (boshlangʻich sonlar): what a centre knows of the months before it worked with the program.

They count as closed and accepted (domain.md §4 “Beginning”). A figure is of one unit, or of the centre as a whole where
several units count a row and nobody knows any more which of them did what. The same table holds last year's months
where there is no plan of last year: this year is held against them, and they are no part of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.counting import STOCK, Mode
from app.domain.periods import Period, parse_period, period_of_month
from app.domain.spans import MonthSpan
from app.domain.workflow import Lock

CENTRE = 0  # in the place of a unit's number: the centre as a whole


@dataclass(frozen=True, order=True)
class Stretch:
    """The months for which one figure stands, year-months, both within: of a month's figure one and the same. It counts
    in the last of them."""

    first: int
    last: int

    @property
    def key(self) -> str:
        """``2025-03``, or ``2025-01--2025-05`` of a total."""
        first, last = (f"{month // 100}-{month % 100:02}" for month in (self.first, self.last))
        return last if self.first == self.last else f"{first}--{last}"

    @property
    def is_total(self) -> bool:
        """Whether only the sum of several months is known."""
        return self.first != self.last

    def meets(self, other: Stretch) -> bool:
        return self.first <= other.last and other.first <= self.last


def read_stretch(key: str) -> Stretch:
    """The other way round. Raises Invalid ``period.unknown`` for anything but months of one year in their order."""
    first, dashes, last = key.partition("--")
    begins, ends = parse_period(first), parse_period(last if dashes else first)
    if begins.kind != "month" or ends.kind != "month" or begins.year != ends.year or ends < begins:
        parse_period("")  # as any key that is none
    return Stretch(begins.year_month, ends.year_month)


def takes_opening(span: MonthSpan, month: int) -> bool:
    """Whether a month lies before a unit, or the centre, began; what has ended by then did nothing in it."""
    return span.first is not None and month < span.first and not span.ended_before(month)


def opening_months(span: MonthSpan, year: int) -> tuple[int, ...]:
    return tuple(month.year_month for month in parse_period(str(year)).months if takes_opening(span, month.year_month))


def before_year(year: int) -> MonthSpan:
    """The months of a plan, as far as those of last year are asked for: all of these lie before it, whoever worked."""
    return MonthSpan(first=year * 100 + 1)


def place_for_centre(counting: Collection[int], mode: Mode) -> int | None:
    """Whose a figure is that is known for the centre: of the one unit that counts the row, else of the centre.

    None for a level that several units count: each of them goes on from its own, and theirs add up.
    """
    if len(counting) == 1:
        return next(iter(counting))
    return None if counting and mode == STOCK else CENTRE


@dataclass(frozen=True)
class OpeningPlace:
    """Where a figure of one row stands: of which unit (or CENTRE), for which months."""

    unit_id: int
    stretch: Stretch

    def clashes(self, other: OpeningPlace) -> bool:
        """Whether both would count something twice: the same months of one unit, or of the centre and of a unit."""
        alike = self.unit_id == other.unit_id or CENTRE in (self.unit_id, other.unit_id)
        return self != other and alike and self.stretch.meets(other.stretch)


def clash_code(place: OpeningPlace, other: OpeningPlace) -> str:
    """How a place is refused that would count again what stands at the other."""
    if place.unit_id == other.unit_id:
        return "opening.months_known" if place.stretch.is_total else "opening.total_known"
    return "opening.units_known" if place.unit_id == CENTRE else "opening.centre_known"


@dataclass(frozen=True)
class OpeningFacts:
    """What must be known of a place to judge whether an opening figure may stand there.

    ``span``: the months in which its unit, or the centre, works with the program; ``counting``: the units that count
    the row; ``entered``: year-months for which those whose figure it is have entered something.
    """

    place: OpeningPlace
    mode: Mode
    span: MonthSpan
    counting: Collection[int]
    entered: Collection[int]
    today: date


def opening_fault(facts: OpeningFacts) -> Lock | None:
    """Why no opening figure may stand there; None when one may. What it would count twice is judged by ``clashes``."""
    stretch, unit_id = facts.place.stretch, facts.place.unit_id
    for_centre = place_for_centre(facts.counting, facts.mode)
    if unit_id == CENTRE and for_centre is None:
        return Lock("opening.level_by_unit")
    if unit_id != (for_centre if unit_id == CENTRE else unit_id) or unit_id != CENTRE and unit_id not in facts.counting:
        return Lock("cell.unknown")
    if not all(takes_opening(facts.span, month) for month in (stretch.first, stretch.last)):
        return Lock("opening.works_already")
    last = period_of_month(stretch.last)
    if last.end >= facts.today:
        return Lock("opening.not_over", {"period": last.key})
    if stretch.is_total and facts.mode == STOCK:
        return Lock("opening.level_total")
    entered = next((month for month in range(stretch.first, stretch.last + 1) if month in facts.entered), None)
    return Lock("opening.entered", {"period": period_of_month(entered).key}) if entered else None


def is_known(mode: Mode, months: Collection[int], stretches: Collection[Stretch]) -> bool:
    """Whether nothing is left open of what somebody did in some months: of things done each month has a figure, alone
    or within a total; of a level one figure is enough, it goes on from there."""
    if mode == STOCK:
        return bool(stretches)
    return all(any(one.first <= month <= one.last for one in stretches) for month in months)


@dataclass(frozen=True)
class OpeningProgress:
    """How much of the table of opening figures stands: rows that can have some, that have one, that want no more.
    ``ended``: somebody said that no more is known."""

    rows: int
    begun: int
    known: int
    ended: bool

    @property
    def is_full(self) -> bool:
        return self.known == self.rows

    @property
    def is_done(self) -> bool:
        return self.ended or self.is_full


def opening_year_months(stretches: Iterable[Stretch]) -> list[int]:
    """The year-months that some of them stand for, in their order."""
    return sorted({month for one in stretches for month in range(one.first, one.last + 1)})


def months_together(keys: Iterable[str]) -> tuple[Stretch, ...]:
    """Months by their keys as runs of neighbours: January, February and May are two."""
    runs: list[Stretch] = []
    for month in sorted(parse_period(key).year_month for key in keys):
        if runs and month == runs[-1].last + 1:
            runs[-1] = Stretch(runs[-1].first, month)
        else:
            runs.append(Stretch(month, month))
    return tuple(runs)


def within(stretch: Stretch, period: Period) -> bool:
    """Whether a figure counts in a period: by its last month."""
    return period.start.year * 100 + period.start.month <= stretch.last <= period.year_month
