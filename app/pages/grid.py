"""What the template of the month grid draws: days down, measures across, and what it reckons from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from app.models import Unit
from app.pages.month_lock import MonthLock


@dataclass(frozen=True)
class Column:
    part_key: str
    id: str
    title: str
    measure: str


@dataclass
class GridCell:
    part_key: str
    cell_key: str
    text: str = ""
    version: int = 0
    state: str = "empty"
    locked: str | None = None
    error: str | None = None
    typed: str | None = None
    last_year: str = ""

    @property
    def shown(self) -> str:
        """What stands in the input: what was typed and refused, else the stored figure."""
        return self.text if self.typed is None else self.typed

    @property
    def stored(self) -> str | None:
        """The stored figure, where something else stands in the input."""
        return None if self.typed is None else self.text


@dataclass(frozen=True)
class GridDay:
    """One line of the grid: a day with its cells, in the order of the columns."""

    date: str
    id: str
    weekday: str
    label: str
    is_off: bool
    is_today: bool
    is_future: bool
    holiday: str | None
    cells: list[GridCell]

    @property
    def locked(self) -> str | None:
        """Why a cell of the day takes no figure; None when all take one."""
        return next((cell.locked for cell in reversed(self.cells) if cell.locked), None)


@dataclass(frozen=True)
class Sum:
    """One column's foot: the month's total and the one since January, as text; last year's total of the month."""

    part_key: str
    month: str
    running: str
    last_year: str = ""


@dataclass(frozen=True)
class Grid:
    """A unit's month; ``columns`` and the cells of each day stand in one order."""

    month: str
    unit: Unit
    save_url: str
    editable: bool
    show_last_year: bool
    shut: MonthLock | None = None
    columns: list[Column] = field(default_factory=list)
    days: list[GridDay] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    @property
    def cell_url(self) -> str:
        """Where one cell is saved; its key follows."""
        return self.save_url.partition("?")[0] + "?cell="

    @property
    def last_year_href(self) -> str:
        """The same page with last year's figures, or without them."""
        return f"?unit={self.unit.code}" + ("" if self.show_last_year else "&last_year=1")

    @cached_property
    def open_cells(self) -> list[GridCell]:
        """The cells that take a figure, in the order of the inputs."""
        return [cell for day in self.days for cell in day.cells if not cell.locked]

    @property
    def keys(self) -> str:
        """The keys of the open cells as words; without a script the form posts them instead of a field each."""
        return " ".join(cell.cell_key for cell in self.open_cells)

    @property
    def versions(self) -> str:
        """The versions of the open cells, in the order of ``keys``."""
        return " ".join(str(cell.version) for cell in self.open_cells)

    @cached_property
    def reasons(self) -> list[str]:
        """Each sentence that locks a cell, once, in the order of the days; the legend numbers them."""
        return list(dict.fromkeys(cell.locked for day in self.days for cell in day.cells if cell.locked))

    def reason_number(self, day: GridDay) -> int:
        """The number under which the legend says why the day is locked, from 1."""
        return self.reasons.index(day.locked or "") + 1

    def line(self, day: GridDay) -> list[tuple[Column, GridCell]]:
        """A day's cells, each with its column."""
        return list(zip(self.columns, day.cells, strict=True))

    @property
    def refused(self) -> list[tuple[GridDay, Column, GridCell]]:
        """The open cells whose figure was refused, each with its day and column."""
        return [
            (day, column, cell)
            for day in self.days
            for column, cell in self.line(day)
            if cell.error and not cell.locked
        ]
