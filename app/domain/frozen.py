"""A consolidation as plain figures that never change: how it is kept, proven and compared (domain.md §5 “sent”).

Plain figures are a JSON document; every number in it is text, so that nothing is lost on the way. A figure is
``{"state": …}`` with ``amount`` and ``base`` where there is one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from app.domain.counting import EMPTY, Number, State, Total
from app.domain.periods import Period, parse_period
from app.domain.progress import Achievement

ACCEPTED, ENTERED = BASES = ("accepted", "entered")
WAYS = ("exat", "email", "ijro", "paper", "other")  # how a report went out
PLAN, FACT, RUNNING = "plan", "fact", "running"  # columns beside those of the period

Plain = dict[str, Any]


@dataclass(frozen=True)
class Signer:
    """Whose signature stands under a report; the post as it is printed."""

    post: str
    name: str


@dataclass(frozen=True)
class Readiness:
    """The months that keep a period from being reported: those that are not over, and those over and not closed."""

    not_ended: tuple[Period, ...]
    not_closed: tuple[Period, ...]

    @property
    def is_final(self) -> bool:
        """Whether a report of accepted figures can be frozen and sent; before that only a draft can (domain.md §5)."""
        return not self.not_ended and not self.not_closed

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(month.key for month in (*self.not_closed, *self.not_ended))


@dataclass(frozen=True)
class Paper:
    """What a signed table says beside its figures. ``chain`` is the head of the history when it was frozen."""

    version_number: int
    made_on: date
    signers: tuple[Signer, ...]
    chain: str
    draft: bool = False
    corrects: int | None = None  # the version that it corrects
    reason: str = ""
    outgoing_number: str = ""
    outgoing_date: date | None = None


@dataclass(frozen=True)
class FigureDifference:
    """One figure of the table that is not the same. A side is None where the table has no such figure."""

    key: str  # of the part: IV.15, II.2/1
    row_key: str
    name: str
    column: str  # a period's key, or one of PLAN, FACT, RUNNING
    before: Total | None
    after: Total | None


def is_official(basis: str) -> bool:
    """Whether a table has accepted figures only. Nothing else is signed or leaves: of what was entered a draft is made,
    since a figure at which nobody has looked may be among it (domain.md §5 “sent”)."""
    return basis == ACCEPTED


def leaves_from(made_on: date, signed_on: date | None) -> date:
    """The first day on which a report can leave: it is made by then, and signed. An earlier day on its letter would
    make a late report one in time (domain.md §5 “sent”)."""
    return max(made_on, signed_on or made_on)


def plain_number(number: Number | None) -> str | None:
    """A number as text without exponent or trailing zeros; None stays None."""
    if number is None:
        return None
    text = format(number, "f") if isinstance(number, Decimal) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_total(total: Total) -> Plain:
    """A figure as it is kept."""
    kept = {"state": total.state, "amount": plain_number(total.amount), "base": plain_number(total.base)}
    return {name: value for name, value in kept.items() if value is not None}


def total_of(kept: Plain) -> Total:
    """A kept figure as a total again."""
    return Total(cast(State, kept["state"]), number_of(kept.get("amount")), number_of(kept.get("base")))


def number_of(text: str | None) -> Number | None:
    if text is None:
        return None
    return Decimal(text) if "." in text else int(text)


def achievement_of(kept: Plain) -> Achievement:
    """How far a frozen figure had come with the year's plan."""
    percent = kept["percent"]
    return Achievement(kept["kind"], Decimal(percent) if percent is not None else None, number_of(kept["extra"]))


def figures_hash(figures: Plain) -> str:
    """The SHA-256 of plain figures in their one canonical form."""
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: Plain, after: Plain) -> list[FigureDifference]:
    """The figures of two tables of one period that differ, in the order of the paper; new rows come last. A row that
    one of them has not, and for which the other has no figure, says the same in both."""
    old, new = figures_by_place(before), figures_by_place(after)
    names = {**row_names(after), **row_names(before)}
    found = []
    for place in {**old, **new}:
        if old.get(place, EMPTY) != new.get(place, EMPTY):
            key, column = place
            row_key = key.partition("/")[0]
            found.append(FigureDifference(key, row_key, names[row_key], column, old.get(place), new.get(place)))
    return found


def of_own_period(found: Iterable[FigureDifference], period: Period) -> list[FigureDifference]:
    """The differences that make a report of a period wrong: those of its own months and quarters. What another month
    changed of its running total, and the plan that was amended since, are told, and ask for no correction."""

    def is_own(column: str) -> bool:
        if column in (PLAN, FACT, RUNNING):
            return False
        part = parse_period(column)
        return period.start <= part.start and part.end <= period.end

    return [one for one in found if is_own(one.column)]


def figures_by_place(figures: Plain) -> dict[tuple[str, str], Total]:
    """Every figure of a table by the key of its part and its column."""
    found: dict[tuple[str, str], Total] = {}
    for row in rows_of(figures):
        for part in row["parts"]:
            for column in (FACT, PLAN):
                number = number_of(part[column])
                found[part["key"], column] = Total("empty") if number is None else Total("number", number)
            for column, kept in zip(figures["columns"], part["columns"], strict=True):
                found[part["key"], column] = total_of(kept)
            found[part["key"], RUNNING] = total_of(part["running"])
    return found


def rows_of(figures: Plain) -> Iterator[Plain]:
    for section in figures["sections"]:
        yield from section["rows"]


def row_names(figures: Plain) -> dict[str, str]:
    return {row["key"]: row["name"] or "" for row in rows_of(figures)}
