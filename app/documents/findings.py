"""What a reader noticed in a file: always with its place, so that a person can look it up on the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from app.documents.grid import Position

Severity = Literal["error", "doubt", "note"]


@dataclass(frozen=True)
class CellFinding:
    """An *error* was left out of the table, a *doubt* should be checked, a *note* only informs.

    The sentence is ``i18n.labels`` of ``code`` with ``params``; ``row_key`` names the line when it has one.
    """

    severity: Severity
    code: str
    position: Position = Position()
    params: dict[str, object] = field(default_factory=dict)
    row_key: str | None = None


class Findings:
    """Collects findings while reading; row keys are known only at the end."""

    def __init__(self) -> None:
        self._found: list[CellFinding] = []

    def add(self, severity: Severity, code: str, position: Position | None = None, **params: object) -> None:
        self._found.append(CellFinding(severity, code, position or Position(), params))

    def with_keys(self, keys: Mapping[Position, str]) -> tuple[CellFinding, ...]:
        """All findings in the order of reading; ``keys`` has the place of each row (column 0) and its row key."""
        return tuple(replace(found, row_key=keys.get(replace(found.position, column=0))) for found in self._found)
