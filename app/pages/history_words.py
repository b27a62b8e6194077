"""The history in words: what a change was about, what stood before and what after (trust.md R1).

The history keeps codes, keys and dates as the program knows them, and of earlier versions what they kept; nothing of
that reaches a reader. What people wrote themselves stays as they wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.domain.amending import COUNTED, PAPER, STANDS
from app.domain.periods import period_of_month
from app.i18n.formats import WEEKDAYS_SHORT, format_number, format_period
from app.i18n.labels import LABELS, label
from app.i18n.locales import LOCALES
from app.i18n.names import acted
from app.i18n.plan_words import place_words
from app.models import Change, Unit
from app.pages.figures import cell_words, figure_words
from app.web.page import locale

FIGURES = ("cell", "opening")
ROWS_OF_PAPER = ("plan_row", "card")  # whose fields are called as the paper and the registers call them
NOT_SHOWN = frozenset({"version", "sha256", "figures_hash", "workbook_sha256", "row", "of"})
# (subject, field) → the kind of code that stands there
CODES = {
    ("person", "role"): "role",
    ("stand_in", "role"): "role",
    ("unit", "kind"): "unit_kind",
    ("unit", "page"): "page",
    ("plan", "state"): "plan_state",
    ("amendment", "state"): "amendment_state",
    ("plan", "fact_basis"): "fact_basis",
    ("plan", "plan_way"): "plan_way",
    **{
        (subject, way): "paper_way"
        for subject in ("paper", "plan")
        for way in ("approval_way", "agreement_way", "signatures_way")
    },
    ("plan_row", "mode"): "mode",
    ("plan_row", "entry_form"): "entry_form",
    ("plan_row", "shares"): "share",
    ("plan_row", "confirmed"): "plan_doubt",
    ("plan_file", "state"): "plan_file_state",
    ("own_shares", "origin"): "share_origin",
    ("report", "basis"): "basis",
    ("report", "way"): "report_way",
    ("submission", "state"): "submission_state",
    ("blank_days", "kind"): "blank_kind",
    ("holiday", "kind"): "day_kind",
    ("holiday", "holiday"): "holiday",
}
NAMES = {  # words that mean something else elsewhere
    ("holiday", "confirmed"): "day_confirmed",
    ("plan_row", "first_month"): "row_first_month",
    ("plan_row", "last_month"): "row_last_month",
    ("paper", "title"): "paper_title",
    ("plan", "title"): "paper_title",
}
DAYS = frozenset(
    {"date", "day", "since", "due_on", "done_on", "asked_on", "until", "outgoing_date", "paper_date"}
    | {"first_date", "last_date", "end_date", "week_from", "kept_months"}
)
MONTHS = ("first_month", "last_month")
UNIT_NUMBERS = ("parent", "unit_id")
SWITCHES = ("own_acceptance",)
QUANTITIES = ("counts", "phases", "sum")  # decimals are kept as text
ENDS_WITH_KEY = re.compile(r"(?P<words>.*, )(?P<key>\d{4}(?:-(?:\d\d(?:-\d\d)?|[HQ]\d|9M|W\d\d))?)", re.DOTALL)
MEASURES = re.compile(r"main_measures(?:\.(?P<year>\d{4}))?")
ROW_KEY = re.compile(r"[IVXLC]+\.[\w./]+")

AMENDED = (*PAPER, *COUNTED, *STANDS)  # what an amendment says of a row

Place = tuple[str, str]  # a field, and the key within it where it holds several


@dataclass(frozen=True)
class ChangedField:
    """One thing that changed; ``name`` is empty when the change is about one figure only."""

    name: str
    before: str
    after: str


class Wording:
    """Writes changes for one reader; knows the units of the centre by code and number."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.names: dict[object, str] = {unit.code: unit.name for unit in units}
        self.names |= {unit.id: unit.name for unit in units}

    def who(self, change: Change) -> str:
        """Who acted, in whose place; the program itself where nobody had signed in."""
        return acted(change.person_name, change.for_name) if change.person_id is not None else _("Dasturning oʻzi")

    def where(self, change: Change) -> str:
        """The address from which it came, or the command line."""
        return _("buyruq satri") if change.address == "cli" else change.address

    def reason(self, change: Change) -> str:
        """Why, as somebody wrote it; of months that were sent the number of the letter and its period."""
        return (
            with_period(change.reason) if (change.subject, change.action) == ("submission", "send") else change.reason
        )

    def subject(self, change: Change) -> str:
        """What was changed: “Katak: IV.15, Abonementlar sektori, 2025-yil 18-noyabr”."""
        kind = label("subject", change.subject) if change.subject in LABELS["subject"] else _("Boshqa")
        return f"{kind}: {self.key(change)}"

    def key(self, change: Change) -> str:
        pieces, told = change.subject_key.split("|"), change.after or change.before or {}
        match change.subject:
            case "cell" | "opening" if len(pieces) == 3:
                row, unit, period = pieces
                return cell_words(f"{row}|{self.names.get(unit, unit)}|{period}")
            case "report" if len(pieces) == 2:
                return _("%(period)s, %(number)s-versiya", period=period_words(pieces[0]), number=pieces[1])
            case "blank_days" if len(pieces) == 3:
                return f"{self.unit(pieces[0])}, {period_words(pieces[1])} – {period_words(pieces[2])}"
            case "plan_row" | "own_shares" if len(pieces) == 2:
                return f"{pieces[1]}, {period_words(pieces[0])}"
            case "amendment" if len(pieces) == 2:
                return _("%(period)s, %(number)s-oʻzgartirish", period=period_words(pieces[0]), number=pieces[1])
            case "setting":
                return self.name("setting", (change.subject_key, ""))
            case "unit":
                return self.unit(change.subject_key)
            case "paper":
                return ", ".join(self.known(pieces, "paper"))
            case "unit_alias":
                return str(told.get("name") or change.subject_key)
            case "stand_in":
                return acted(str(told.get("stand_in", "")), str(told.get("in_place_of") or told.get("role", "")))
            case "card":
                return str(told.get("title") or f"№ {change.subject_key}")
            case "plan_file":
                return str(told.get("file") or f"№ {change.subject_key}")
            case "check_decision":
                return ", ".join([*self.known(pieces[:1], "data_check"), *self.known(pieces[1:], "register")])
            case "submission" | "lock_exception" | "obligation" | "deviation" | "holiday" | "plan":
                return ", ".join(self.known(pieces, "duty_kind"))
        return change.subject_key

    def known(self, pieces: Sequence[str], kind: str) -> list[str]:
        """The pieces of a key that mean something to a reader: rows, units, periods, and codes of one kind."""
        found = []
        for piece in pieces:
            if piece in LABELS[kind]:
                found.append(label(kind, piece))
            elif piece in self.names or ROW_KEY.fullmatch(piece):
                found.append(self.unit(piece))
            elif (words := period_words(piece)) != piece:
                found.append(words)
        return found

    def unit(self, code: object) -> str:
        return str(self.names.get(code, code))

    def action(self, change: Change) -> str:
        if (change.subject, change.action) == ("plan_file", "answer"):
            return label("action", "answer_file")
        return label("action", change.action) if change.action in LABELS["action"] else _("Boshqa amal")

    def differences(self, change: Change) -> list[ChangedField]:
        """Everything that is not the same before and after."""
        if change.subject in FIGURES:
            return [ChangedField("", figure_words(change.before), figure_words(change.after))]
        before, after = flat(change.before), flat(change.after)
        changed = [at for at in {**before, **after} if at[0] not in NOT_SHOWN and before.get(at) != after.get(at)]
        sides = {at: [self.value(change.subject, at, side.get(at)) for side in (before, after)] for at in changed}
        return [ChangedField(self.name(change.subject, at), *sides[at]) for at in changed]

    def name(self, subject: str, at: Place) -> str:
        field, inner = at
        if field in ("counts", "shares", "lines"):
            return inner  # the row of the plan, or the unit as the paper writes it
        if field == "answers":
            return answer_words(inner)
        if field == "data":
            field, inner = inner, ""
        elif subject == "own_shares" and field in self.names:
            return self.unit(field)
        elif subject == "own_shares" and field == "months":
            return _("%(unit)s, oylar boʻyicha", unit=self.unit(inner))
        if (measures := MEASURES.fullmatch(field)) and measures["year"]:
            return _("Asosiy koʻrsatkichlar, %(year)s-yil", year=measures["year"])
        code = NAMES.get((subject, field), field)
        kinds = ("field", "history_key") if subject in ROWS_OF_PAPER else ("history_key", "field")
        words = next((label(kind, code) for kind in kinds if code in LABELS[kind]), _("Boshqa maydon"))
        return f"{words}, {inner}" if inner else words

    def value(self, subject: str, at: Place, value: Any) -> str:
        """One side of a change as people read it; nothing is “—”."""
        field = at[1] if at[0] == "data" else at[0]
        if value is None or value == "" or value == [] or value == {}:
            return "—"
        if isinstance(value, list):
            return ", ".join(self.value(subject, at, item) for item in value)
        if isinstance(value, Mapping) and field == "lines":
            return self.amended(value)
        if isinstance(value, Mapping):
            told = {
                key: "" if one is None else f": {format_number(Decimal(one), locale())}" for key, one in value.items()
            }
            return ", ".join(f"{key}{number}" for key, number in told.items())
        if field == "answers":
            return answer_value(at[1], str(value))
        kind = CODES.get((subject, field))
        if kind:
            return label(kind, value) if value in LABELS[kind] else _("boshqa")
        if isinstance(value, bool) or field in SWITCHES:
            return _("ha") if value not in (False, "0") else _("yoʻq")
        if field in UNIT_NUMBERS or field == "units":
            return self.unit(value)
        if field in MONTHS:
            return period_words(period_of_month(int(value)).key)
        if isinstance(value, int | Decimal):
            return format_number(value, locale())
        if subject == "own_shares" or field in QUANTITIES:
            return format_number(Decimal(value), locale())
        return self.text(subject, field, str(value))

    def amended(self, line: Mapping[str, Any]) -> str:
        """What an amendment does to a row: “oʻzgaradi: Joriy yil (reja) – 9600”."""
        wanted = flat({name: value for name, value in line.items() if name in AMENDED})
        told = [f"{self.name('plan_row', at)} – {self.value('plan_row', at, value)}" for at, value in wanted.items()]
        act = label("amendment_act", line["act"])
        return f"{act}: {'; '.join(told)}" if told else act

    def text(self, subject: str, field: str, value: str) -> str:
        if field == "locale":
            return LOCALES.get(value, value)
        if field == "working_week":
            return ", ".join(WEEKDAYS_SHORT[locale()][int(day) - 1] for day in value)
        if field == "where":
            return place_words(value)
        if field in DAYS:
            return period_words(value)
        if field == "answered_by":
            return with_period(value)
        if MEASURES.fullmatch(field):
            return value.replace(",", ", ")
        if subject == "card" and value in LABELS["choice"]:
            return label("choice", value)
        return value


def answer_words(key: str) -> str:
    """To what an answer about a plan file was given: a point of a row, or a place in the file."""
    what, _sep, place = key.partition(":")
    if what in LABELS["unsure"]:
        return _("%(key)s: %(what)s", key=place, what=label("unsure", what))
    return _("Javob, %(place)s", place=place) if place else _("Javob")


def answer_value(key: str, value: str) -> str:
    what = key.partition(":")[0]
    own = {"form": "entry_form", "total": "unsure_total", "who": "unsure_who", "column": "field"}.get(what)
    kinds = [kind for kind in (own, "plan_answer") if kind and value in LABELS[kind] and what != "name"]
    return label(kinds[0], value) if kinds else value


def flat(state: Mapping[str, Any] | None) -> dict[Place, Any]:
    """Fields that hold several things (those of a register, shares, counts of a card) one beside the other."""
    found: dict[Place, Any] = {}
    for field, value in (state or {}).items():
        found |= (
            {(field, key): one for key, one in value.items()} if isinstance(value, Mapping) else {(field, ""): value}
        )
    return found


def period_words(key: str) -> str:
    """A day, month, quarter or year by its key, in words; another text as it is."""
    try:
        return format_period(key, locale())
    except ValueError:  # looks like a key and is none: 2025-02-31
        return key


def with_period(text: str) -> str:
    """“01-12/15, 2025-02-03”: a number and the day or period that stands behind it."""
    found = ENDS_WITH_KEY.fullmatch(text)
    return f"{found['words']}{period_words(found['key'])}" if found else text
