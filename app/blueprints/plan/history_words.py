"""The history of a row, line by line: what happened to it, to its shares and to its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.i18n.labels import label
from app.models import Change, Unit
from app.pages.history_words import FIGURES, ChangedField, Wording


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    person: str
    what: str
    words: list[ChangedField]
    reason: str


def history_lines(changes: Iterable[Change], units: Sequence[Unit]) -> list[HistoryLine]:
    """Of a row that came with the plan nothing stood there before: it is told without its fields."""
    words = Wording(units)
    return [
        HistoryLine(
            change.at,
            words.who(change),
            what(change, words),
            [] if is_new(change) else words.differences(change),
            words.reason(change),
        )
        for change in changes
    ]


def is_new(change: Change) -> bool:
    return change.subject == "plan_row" and change.before is None


def what(change: Change, words: Wording) -> str:
    if change.subject in FIGURES:
        cell = words.key(change)
        return _("%(cell)s (boshlangʻich son)", cell=cell) if change.subject == "opening" else cell
    if change.subject == "own_shares":
        return f"{label('subject', change.subject)}, {change.subject_key.partition('|')[2]}"
    return _("Qator rejaga qoʻshildi") if is_new(change) else words.action(change)
