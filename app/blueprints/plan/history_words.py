"""The history of a row in words: what stood there before, what stands there now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.i18n.labels import LABELS, label
from app.i18n.names import acted
from app.models import Change, Unit
from app.pages.figures import cell_words, figure_words

_CODES = {"origin": "share_origin", "mode": "mode", "entry_form": "entry_form", "confirmed": "plan_doubt"}


@dataclass(frozen=True)
class Words:
    """One changed thing; ``name`` is empty where the line says it already."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    person: str
    what: str
    words: list[Words]
    reason: str


def history_lines(changes: Iterable[Change], units: Iterable[Unit]) -> list[HistoryLine]:
    names = {unit.code: unit.name for unit in units}
    return [
        HistoryLine(
            change.at,
            acted(change.person_name, change.for_name),
            what(change, names),
            list(differences(change, names)),
            change.reason,
        )
        for change in changes
    ]


def what(change: Change, names: dict[str, str]) -> str:
    if change.subject in ("cell", "opening"):
        row, code, period = change.subject_key.split("|")
        words = cell_words(f"{row}|{names.get(code, code)}|{period}")
        return _("%(cell)s (boshlangʻich son)", cell=words) if change.subject == "opening" else words
    if change.subject == "own_shares":
        return f"{label('subject', change.subject)}, {change.subject_key.partition('|')[2]}"
    if change.before is None:
        return str(_("Qator rejaga qoʻshildi"))
    return label("action", change.action)


def differences(change: Change, units: dict[str, str]) -> Iterator[Words]:
    """What differs, field by field; of a row that came with the plan nothing stood there before. ``units``: code →
    name."""
    if change.subject in ("cell", "opening"):
        yield Words("", figure_words(change.before), figure_words(change.after))
        return
    before, after = change.before or {}, change.after or {}
    if change.subject == "own_shares":
        for key in {**before, **after}:
            if before.get(key) != after.get(key):
                yield Words(units.get(key) or field_name(key), *(shown(key, side.get(key)) for side in (before, after)))
        return
    for name in after if change.before else ():
        if before.get(name) != after[name]:
            yield Words(field_name(name), shown(name, before.get(name)), shown(name, after[name]))


def field_name(name: str) -> str:
    kind = "field" if name in LABELS["field"] else "history_key"
    return label(kind, name)


def shown(name: str, value: Any) -> str:
    """One side of a change as people read it; nothing is “—”."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return str(_("ha") if value else _("yoʻq"))
    if name == "shares":
        return "; ".join(f"{words}: {label('share', share).lower()}" for words, share in value.items())
    if name == "part_names":
        return "; ".join(f"{key}: {words}" for key, words in value.items())
    if name == "phases":
        return "; ".join(", ".join(map(str, months)) for months in value.values())
    words = [label(_CODES[name], item) if name in _CODES else str(item) for item in as_list(value)]
    return "; ".join(words)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
