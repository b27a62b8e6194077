"""What a reader noticed in a file, and what it asks: always with its place, to be looked up on the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from app.documents.grid import Position

Severity = Literal["error", "question", "doubt", "note"]
AMOUNT, COLUMN, ROW, NUMBER, YEAR, SURE = ASKED = ("amount", "column", "row", "number", "year", "sure")
TAKE, SKIP, YES = "take", "skip", "yes"
Answers = Mapping[str, str]  # key of a question → what a person says


@dataclass(frozen=True)
class FileQuestion:
    """What a person is asked about a place. ``key`` is the same at each reading of the file.

    ``proposal``: what is taken for the preview; ``choices``: all that can be said, empty where it is typed.
    """

    key: str
    kind: str
    proposal: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellFinding:
    """An *error* was left out of the table, a *question* is open and wants an answer before the plan is stored, a
    *doubt* should be checked, a *note* only informs.

    The sentence is ``i18n.labels`` of ``code`` with ``params``; ``row_key`` names the line when it has one.
    ``asked``: what can be said to it; what is no *question* may be left as it is.
    """

    severity: Severity
    code: str
    position: Position = Position()
    params: dict[str, object] = field(default_factory=dict)
    row_key: str | None = None
    asked: FileQuestion | None = None
    said: str | None = None  # the answer, where there is one


class Findings:
    """Collects findings while reading; row keys are known only at the end."""

    def __init__(self, answers: Answers | None = None) -> None:
        self._found: list[CellFinding] = []
        self._answers = answers or {}

    def add(self, severity: Severity, code: str, position: Position | None = None, **params: object) -> None:
        self._found.append(CellFinding(severity, code, position or Position(), params))

    def ask(
        self,
        kind: str,
        code: str,
        position: Position,
        *,
        proposal: str = "",
        choices: tuple[str, ...] = (),
        open: bool = True,
        fits: Callable[[str], bool] | None = None,
        **params: object,
    ) -> str | None:
        """What a person said to a question; None while it is open. What is no choice, or does not fit, is no answer.

        Not ``open``: the proposal holds until somebody says something else, and the finding is a doubt.
        """
        asked = FileQuestion(f"{kind}:{position}", kind, proposal, choices)
        answer = self._answers.get(asked.key)
        if answer is not None and (choices and answer not in choices or fits and not fits(answer)):
            answer = None
        severity: Severity = "note" if answer is not None else "question" if open else "doubt"
        self._found.append(CellFinding(severity, code, position, params, asked=asked, said=answer))
        return answer

    def with_keys(self, keys: Mapping[Position, str]) -> tuple[CellFinding, ...]:
        """All findings in the order of reading; ``keys`` has the place of each row (column 0) and its row key."""
        return tuple(replace(found, row_key=keys.get(replace(found.position, column=0))) for found in self._found)
