"""Taking a stored plan file back: which figures would lose their place, and what was changed by hand since
(domain.md §5 “Undo of an import”)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

IMPORT, UNDO_IMPORT, MOVE = "import", "undo_import", "move"  # acts of the history


@dataclass(frozen=True)
class CountedLine:
    """What of a line says which figures it takes: where one of these is another, they would tell of something else."""

    name: str | None
    measure: str | None
    entry_form: str
    mode: str
    sums_parts: bool
    counting: frozenset[int] = field(default=frozenset())  # the units that count it


@dataclass(frozen=True)
class StandingFigure:
    """A figure of a part, also one that was emptied or voided: its history goes on. ``since``: written after the file
    was stored; ``unit_id`` None: the whole centre's."""

    part_key: str
    unit_id: int | None
    since: bool


Lines = Mapping[str, CountedLine]  # part key → the line that it belongs to


def lost_parts(figures: Iterable[StandingFigure], now: Lines, before: Lines, moved: Collection[str] = ()) -> list[str]:
    """The keys of the parts of which a figure would lose its place where the lines before stood again: they are not
    there, or their row had another key then, or, for what was written since, they are others or their unit does not
    count them. ``moved``: the keys that other rows had then (``moved_keys``)."""
    lost = (one.part_key for one in figures if not keeps_place(one, now, before, moved))
    return list(dict.fromkeys(lost))


def keeps_place(figure: StandingFigure, now: Lines, before: Lines, moved: Collection[str] = ()) -> bool:
    line = before.get(figure.part_key)
    if line is None or figure.part_key.partition("/")[0] in moved:
        return False
    if not figure.since:  # it was written where the line before stood
        return True
    same = replace(now[figure.part_key], counting=line.counting) == line
    return same and (figure.unit_id is None or figure.unit_id in line.counting)


class AnyChange(Protocol):
    @property
    def action(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def before(self) -> Mapping[str, Any] | None: ...
    @property
    def after(self) -> Mapping[str, Any] | None: ...


ChangeT = TypeVar("ChangeT", bound=AnyChange)


def by_hand_since(changes: Iterable[ChangeT], ours: Collection[str] = (IMPORT, UNDO_IMPORT)) -> list[ChangeT]:
    """What people changed in a plan since a file was stored, of its changes in their order: not what other files
    brought, nor what went when one of these was taken back."""
    found: list[ChangeT] = []
    before: list[int] = []  # how many there were when each of the later files was stored
    for change in changes:
        if change.action not in ours:
            found.append(change)
        elif change.subject == "plan" and change.action == IMPORT:
            before.append(len(found))
        elif change.subject == "plan" and before:
            del found[before.pop() :]
    return found


def moved_keys(rows: Mapping[int, str], changes: Iterable[AnyChange]) -> dict[str, str]:
    """Key of a row → the one that it had before some changes, told in their order, of rows that had another one: what
    is told by keys would take it for the row that had the key then. ``rows``: id → key, as they stand."""
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    for change in changes:
        before, after = change.before or {}, change.after or {}
        if change.action == MOVE and "row" in after:
            first.setdefault(after["row"], before["key"])
            last[after["row"]] = after["key"]
    return {key: first[row] for row, key in rows.items() if last.get(row) == key and first[row] != key}
