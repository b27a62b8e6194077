"""What rows of the plan are called on screens; paper has their own sentences (domain.md §3 “Names”)."""

from __future__ import annotations

from typing import Protocol

from app.domain.short_names import called


class NamedRow(Protocol):
    """A row as far as screens name it: of the plan's tree, or a plain one for which the tree need not be read."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def short_name(self) -> str: ...
    @property
    def measure(self) -> str | None: ...
    @property
    def parent(self) -> NamedRow | None: ...


class NamedFigure(Protocol):
    """A figure of such a row."""

    @property
    def key(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def indicator(self) -> NamedRow: ...


def short_of(row: NamedRow) -> str:
    """The short name of a row; empty where nobody knows its name."""
    above = row.parent
    over = (above.name, above.short_name) if above is not None else (None, "")
    return called(row.key, row.name, row.short_name, over)


def short_of_figure(part: NamedFigure) -> str:
    """The same of one figure; of a composite cell with what it is called, where somebody named it."""
    return ", ".join(filter(None, (short_of(part.indicator), part.name)))
