"""The history in words: what a change was about, what stood before and what after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.i18n.formats import format_date, format_number, format_period
from app.i18n.labels import LABELS, label
from app.i18n.locales import LOCALES
from app.i18n.names import acted
from app.models import Change, Unit
from app.pages.figures import cell_words, figure_words
from app.web.page import locale

NOT_SHOWN = frozenset({"version", "sha256", "confirmed", "figures_hash", "workbook_sha256"})
# (subject, key) → the kind of code that stands there
CODES = {
    ("person", "role"): "role",
    ("stand_in", "role"): "role",
    ("unit", "kind"): "unit_kind",
    ("unit", "page"): "page",
    ("plan", "state"): "plan_state",
    ("plan_row", "mode"): "mode",
    ("plan_row", "entry_form"): "entry_form",
    ("own_shares", "origin"): "share_origin",
    ("report", "basis"): "basis",
    ("report", "way"): "report_way",
    ("submission", "state"): "submission_state",
    ("blank_days", "kind"): "blank_kind",
}


@dataclass(frozen=True)
class ChangedField:
    """One thing that changed; ``name`` is empty when the change is about one figure only."""

    name: str
    before: str
    after: str


class Wording:
    """Writes changes for one reader; knows the units of the centre by code and number."""

    def __init__(self, units: list[Unit]) -> None:
        self.names: dict[object, str] = {unit.code: unit.name for unit in units}
        self.names |= {unit.id: unit.name for unit in units}

    def subject(self, change: Change) -> str:
        """What was changed: “Katak: IV.15, Abonementlar sektori, 2025-yil 18-noyabr”."""
        kind = label("subject", change.subject) if change.subject in LABELS["subject"] else _("Boshqa")
        return f"{kind}: {self.key(change)}"

    def key(self, change: Change) -> str:
        pieces = change.subject_key.split("|")
        if change.subject in ("cell", "opening") and len(pieces) == 3:
            row, unit, period = pieces
            return cell_words(f"{row}|{self.names.get(unit, unit)}|{period}")
        if change.subject == "report" and len(pieces) == 2:
            return _("%(period)s, %(number)s-versiya", period=format_period(pieces[0], locale()), number=pieces[1])
        if change.subject in ("submission", "lock_exception") and len(pieces) == 2:
            return f"{self.names.get(pieces[0], pieces[0])}, {format_period(pieces[1], locale())}"
        if change.subject == "blank_days" and len(pieces) == 3:
            first, last = (format_period(day, locale()) for day in pieces[1:])
            return f"{self.names.get(pieces[0], pieces[0])}, {first} – {last}"
        if change.subject == "setting":
            return self.name(change.subject_key)
        if change.subject in ("plan_row", "own_shares") and len(pieces) == 2:
            return f"{pieces[1]}, {format_period(pieces[0], locale())}"
        if change.subject == "plan":
            return format_period(change.subject_key, locale())
        if change.subject == "unit":
            return str(self.names.get(change.subject_key, change.subject_key))
        if change.subject == "stand_in":
            named = change.after or change.before or {}
            return acted(str(named.get("stand_in", "")), str(named.get("in_place_of") or named.get("role", "")))
        if change.subject == "card":
            title = (change.after or change.before or {}).get("title")
            return str(title or f"№ {change.subject_key}")
        return change.subject_key

    def action(self, change: Change) -> str:
        return label("action", change.action) if change.action in LABELS["action"] else _("Boshqa amal")

    def differences(self, change: Change) -> list[ChangedField]:
        """Everything that is not the same before and after."""
        if change.subject in ("cell", "opening"):
            return [ChangedField("", figure_words(change.before), figure_words(change.after))]
        before, after = flat(change.before), flat(change.after)
        changed = [key for key in {**before, **after} if key not in NOT_SHOWN and before.get(key) != after.get(key)]
        sides = {key: [self.value(change.subject, key, side.get(key)) for side in (before, after)] for key in changed}
        return [ChangedField(self.name(key), *sides[key]) for key in changed]

    def name(self, key: str) -> str:
        for kind in ("history_key", "field"):
            if key in LABELS[kind]:
                return label(kind, key)
        return self.names.get(key, key)  # a unit's code, or the key of a row of the plan

    def value(self, subject: str, key: str, value: Any) -> str:
        kind = CODES.get((subject, key))
        if value is None or value == "" or value == []:
            return "—"
        if kind and isinstance(value, str) and value in LABELS[kind]:
            return label(kind, value)
        if subject == "plan_row" and isinstance(value, str) and value in LABELS["share"]:
            return label("share", value)
        if isinstance(value, bool):
            return _("ha") if value else _("yoʻq")
        if key in ("parent", "unit_id"):
            return str(self.names.get(value, value))
        if isinstance(value, list):
            return ", ".join(str(self.names.get(str(item), item)) for item in value)
        if isinstance(value, int | Decimal) and key != "year":
            return format_number(value, locale())
        return self.text(key, str(value))

    def text(self, key: str, value: str) -> str:
        if key == "locale":
            return LOCALES.get(value, value)
        if value in LABELS["choice"] and key in LABELS["field"]:
            return label("choice", value)
        try:
            return format_date(date.fromisoformat(value), locale()) if "date" in key else value
        except ValueError:
            return value


def flat(state: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields of a register and the counts of a card stand beside its other facts."""
    found: dict[str, Any] = {}
    for key, value in (state or {}).items():
        found |= dict(value) if isinstance(value, Mapping) else {key: value}
    return found
