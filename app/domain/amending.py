"""Amending an approved plan: the states of an amendment, what it may say, from which month (domain.md §5).

An amendment holds from the first day of a month. What was planned for the months before stays, so that nobody becomes
late, or in time, for the past; nothing that was closed or sent becomes another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.domain.counting import Mode, Number, adds_up
from app.domain.deadlines import Deadline
from app.domain.errors import Conflict, Invalid
from app.domain.periods import Period, period_of_month
from app.domain.phasing import MONTHS, Phases, by_remainder
from app.domain.plan_tree import NUMBER

PREPARED, ASKED, RETURNED, APPROVED, WITHDRAWN = AMENDMENT_STATES = (
    "prepared", "asked", "returned", "approved", "withdrawn"
)  # fmt: skip
OPEN = (PREPARED, ASKED, RETURNED)
EDITABLE_AMENDMENT = (PREPARED, RETURNED)
CHANGE, ADD, END = LINE_ACTS = ("change", "add", "end")
PAPER = ("name", "measure", "fact", "plan", "mechanism", "deadline", "responsible")  # what stands in the table
COUNTED = ("entry_form", "mode", "sums_parts", "shares", "everyone")  # how it counts
OF_UNITS = ("shares", "everyone")  # of whom
STANDS = ("where", "number", "split", "until_name")  # where it stands, and into what it is split
BY_MONTH = (
    "name",
    "mechanism",
    "deadline",
    "responsible",
    "entry_form",
    "shares",
    "everyone",
)  # asks of units


class ActedLine(Protocol):
    @property
    def act(self) -> str: ...


LineT = TypeVar("LineT", bound=ActedLine)


def in_order(lines: Iterable[LineT]) -> list[LineT]:
    """The lines of an amendment as they take hold, whenever each was written: first what ends, last what comes."""
    return sorted(lines, key=lambda line: (END, CHANGE, ADD).index(line.act))


def check_editable(state: str, number: int) -> None:
    """Raises Conflict ``amendment.not_editable`` for one that waits, was decided or taken back."""
    if state not in EDITABLE_AMENDMENT:
        raise Conflict("amendment.not_editable", number=number)


def check_first_month(month: Period, year: int, shut: Collection[int], since: int | None) -> None:
    """Whether an amendment can hold from a month. ``shut``: the year-months that are closed or sent; ``since``: from
    which the last approved one holds.

    Raises Invalid ``amendment.other_year`` (``year``), ``amendment.month_shut`` (``period``: the last shut one),
    ``amendment.before_last`` (``period``).
    """
    if month.kind != "month" or month.year != year:
        raise Invalid("amendment.other_year", field="month", year=year)
    later = [one for one in shut if one >= month.year_month]
    if later:
        raise Invalid("amendment.month_shut", field="month", period=period_of_month(max(later)).key)
    if since is not None and month.year_month < since:
        raise Invalid("amendment.before_last", field="month", period=period_of_month(since).key)


def new_key(roman: str, number: str, taken: Collection[str]) -> str:
    """The key of a row that is added. Raises Invalid ``amendment.number`` or ``amendment.number_taken`` (``key``)."""
    if not NUMBER.fullmatch(number):
        raise Invalid("amendment.number", field="number")
    key = f"{roman}.{number}"
    if key in taken:
        raise Invalid("amendment.number_taken", field="number", key=key)
    return key


def amended_phases(
    stood: Phases | None, plan: Number | None, mode: Mode, deadline: Deadline, first: int
) -> Phases | None:
    """The months of a plan that was amended from a month (1…12) on; None: as they are generated.

    What was planned for the months before stays; the rest lies over the months of the deadline from then on, evenly.
    Where the new plan is less than what was planned until then, the whole year is spread anew.
    """
    if stood is None or plan is None or first == 1:
        return None
    kept = stood[: first - 1]
    if not adds_up(mode):
        return (*kept, *[plan] * (13 - first))
    rest = plan - sum(kept)
    if rest < 0:
        return None
    named = [month for month in deadline.months if month >= first] or [month for month in MONTHS if month >= first]
    later = by_remainder(rest, [int(month in named) for month in MONTHS])
    return (*kept, *later[first - 1 :])


def ended_phases(stood: Phases, mode: Mode, first: int) -> Phases:
    """The months of a row that leaves the plan from a month on: of things done nothing is planned any more."""
    kept = stood[: first - 1]
    return (*kept, *[0] * (13 - first)) if adds_up(mode) else stood


@dataclass(frozen=True)
class StandingNumbers:
    """Numbers of a figure that stand in a unit's month: their grain (day, month, card), and whether they are
    official."""

    part_id: int
    unit_id: int
    unit: str
    year_month: int
    grain: str
    count: int
    official: bool


def form_clash(standing: Sequence[StandingNumbers], form_grain: str, first: int) -> list[StandingNumbers]:
    """What stands in another form from that month on: entered in the new form, too, it would count twice."""
    return [one for one in standing if one.year_month >= first and one.grain != form_grain]


def mode_clash(standing: Sequence[StandingNumbers]) -> list[StandingNumbers]:
    """Official months that would say something else if the row counted in another way."""
    return [one for one in standing if one.official]


def end_clash(standing: Sequence[StandingNumbers], first: int) -> list[StandingNumbers]:
    """What stands after a row has left the plan."""
    return [one for one in standing if one.year_month >= first]


def unit_clash(
    standing: Sequence[StandingNumbers], counting: Mapping[int, Collection[int]], first: int
) -> list[StandingNumbers]:
    """What stands from that month on of units that do not count the figure then. ``counting``: part id → unit ids."""
    return [one for one in standing if one.year_month >= first and one.unit_id not in counting.get(one.part_id, ())]
