"""The checks of a month before it is handed in, over plain data (domain.md §5).

An *error* stops the submission and is mended in its cell; a *check* stops it until the value is corrected or explained
in a note tied to it; a *hint* never stops. Words for the codes stand in ``i18n/labels.py`` under ``check``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Literal

from app.domain.counting import EMPTY, STOCK, Number, Total

Strength = Literal["error", "check", "hint"]
ERROR: Strength = "error"
CHECK: Strength = "check"
HINT: Strength = "hint"
STRENGTHS = (ERROR, CHECK, HINT)
LOW, HIGH = Decimal("0.5"), Decimal(2)
FEWEST_MONTHS = 3  # with fewer there is no usual figure yet
LARGE, FAR = 20, 10  # smaller figures, and smaller steps, are only worth a hint


@dataclass(frozen=True)
class PartFacts:
    """One part of one unit in one month, and what it is held against.

    ``before`` are whole months that are over, the oldest first, at most twelve. ``by_cards``: the figure is counted
    from register cards, each of which can be looked at. ``one_a_card``: a card of this row is one event, not so many
    visitors. ``wanted``: it must be there now. ``silent``: handing in says “no activity” for it, and ``value`` is that.
    ``level_unknown``: a level of which no number was ever written.
    """

    key: str
    mode: str
    value: Total = EMPTY
    before: tuple[Total, ...] = ()
    last_year: Total = EMPTY
    decimals: int = 0
    wanted: bool = False
    silent: bool = False
    level_unknown: bool = False
    by_cards: bool = False
    cards: int = 0
    one_a_card: bool = False
    without_evidence: int = 0  # cards that want evidence and have none
    uncounted: int = 0  # documents of the month that count in no row yet; told at the unit's first row of documents
    parts: tuple[str, ...] = ()  # the lines under one that is counted by itself, in the same unit of measure


@dataclass(frozen=True)
class MonthFinding:
    """What a check has found in one value. ``params`` fill its sentence."""

    check: str
    strength: Strength
    part_key: str
    figure: str  # the value, as ``figure_text``; an explanation holds for this value only
    params: Mapping[str, object] = field(default_factory=dict)


Make = Callable[..., MonthFinding]  # check, strength, what fills the sentence


def figure_text(total: Total) -> str:
    """A value as plain text that two times can be compared: '' empty, '-' no activity, 'x' not applicable, 12, 3/4."""
    if total.state != "number":
        return {"no_activity": "-", "not_applicable": "x"}.get(total.state, "")
    return plain(total.amount) if total.base is None else f"{plain(total.amount)}/{plain(total.base)}"


def plain(number: Number | None) -> str:
    if number is None:
        return ""
    return format(number.normalize(), "f") if isinstance(number, Decimal) else str(number)


def check_month(parts: Sequence[PartFacts], *, is_over: bool = True) -> list[MonthFinding]:
    """Everything that the checks find in a unit's month, in the order of the parts.

    Of a month that is not over only what does not compare it with whole months.
    """
    by_key = {part.key: part for part in parts}
    return [finding for part in parts for finding in check_part(part, by_key, is_over=is_over)]


def check_part(part: PartFacts, by_key: Mapping[str, PartFacts], *, is_over: bool = True) -> Iterator[MonthFinding]:
    figure = figure_text(part.value)

    def finding(check: str, strength: Strength, **params: object) -> MonthFinding:
        return MonthFinding(check, strength, part.key, figure, params)

    value = part.value.value
    if part.level_unknown:
        yield finding("level_unknown", ERROR)
        return
    if part.uncounted:
        yield finding("letters_uncounted", CHECK, count=part.uncounted)
    is_empty = part.value.state == "empty"
    if (is_empty or part.silent) and part.last_year.has_value and is_over:
        yield finding("empty_was_filled", CHECK, before=part.last_year.amount)
    elif is_empty and part.wanted:
        yield finding("empty", CHECK)
    if value is None or part.silent:
        return
    if not part.decimals and part.value.base is None and value != int(value):
        yield finding("fraction", ERROR)
    if is_over:
        yield from beside_other_months(part, value, finding)
    if part.one_a_card and value > part.cards:
        yield finding("more_than_cards", CHECK, count=value, cards=part.cards)
    if part.without_evidence:
        yield finding("evidence_missing", CHECK, count=part.without_evidence)
    yield from beside_parts(part, value, by_key, finding)


def beside_other_months(part: PartFacts, value: Number, finding: Make) -> Iterator[MonthFinding]:
    """The same as last month, or far from the usual; of what is counted from cards, and of small figures, only a hint.

    Only of things done: a level that did not move is as it should be.
    """
    if part.mode == STOCK:
        return
    last = part.before[-1] if part.before else EMPTY
    same = bool(value) and not part.by_cards and last.state == "number" and last.value == value
    if same:
        yield finding("same_as_last_month", CHECK if value >= LARGE else HINT, count=value)
    numbers = [total.value for total in part.before if total.value is not None]
    usual = median(Decimal(number) for number in numbers) if len(numbers) >= FEWEST_MONTHS else None
    if usual and not same and not LOW * usual <= value <= HIGH * usual:
        large = max(value, usual) >= LARGE and abs(value - usual) >= FAR and not part.by_cards
        yield finding("outside_usual", CHECK if large else HINT, count=value, usual=round(usual, 1))


def beside_parts(
    part: PartFacts, value: Number, by_key: Mapping[str, PartFacts], finding: Make
) -> Iterator[MonthFinding]:
    """A line that is counted by itself against the lines under it; a level is no sum of movements."""
    if part.mode == STOCK or not part.parts:
        return
    values = [by_key[key].value.value for key in part.parts if key in by_key]
    known = [number for number in values if number is not None]
    if len(known) == len(part.parts) and sum(known) != value:
        yield finding("parts_differ", CHECK, count=value, parts=sum(known))
